"""What every tab says, and what the frame of the page says."""

from __future__ import annotations

TEXT: dict[str, tuple[str, str]] = {
    "app": ("Yinju", "引据"),
    "tagline": ("answers, with the clauses that say so", "答案有出处，句句可查"),
    "tab_ask": ("Ask", "提问"),
    "tab_targets": ("Targets", "目标表"),
    "tab_check": ("Check a draft", "核对文稿"),
    "tab_basket": ("Citations", "引文篮"),
    "tab_corpus": ("Corpus", "语料"),
    "tab_evaluation": ("Evaluation", "评测"),
    "language": ("Language", "界面语言"),
    "theme": ("Switch between light and dark", "切换浅色与深色"),
    "collect": ("Collect", "加入引文篮"),
    "collected": ("Collected", "已加入"),
    "skip": ("Skip to the answer", "跳到答案"),
    "failed": ("The server did not answer: is it still running?", "服务器没有响应：它是否仍在运行？"),
    "no_index": (
        "There is no index yet: add files under “Corpus”.",
        "还没有索引：请在“语料”页添加文件。",
    ),
}
"""Key → English, Simplified Chinese."""

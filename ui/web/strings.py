"""What the page says, in English and Chinese; Traditional is converted from Simplified."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from index.script import to_traditional

__all__ = ["LANGUAGES", "Say", "language", "say_in"]

LANGUAGES = {"hans": "简体中文", "hant": "繁體中文", "en": "English"}
"""Languages of the page and what they call themselves."""

TAGS = {"hans": "zh-Hans", "hant": "zh-Hant", "latn": "en", "en": "en"}
"""Scripts and languages → the ``lang`` attribute, by which a browser chooses the forms of Han characters."""

Say = Callable[..., str]
"""``say(key, **values)`` returns a sentence in one language. Raises KeyError for an unknown key."""

_TEXT: dict[str, tuple[str, str]] = {
    "app": ("Yinju", "引据"),
    "tagline": ("answers, with the clauses that say so", "答案有出处，句句可查"),
    "tab_ask": ("Ask", "提问"),
    "tab_corpus": ("Corpus", "语料"),
    "tab_evaluation": ("Evaluation", "评测"),
    "language": ("Language", "界面语言"),
    "theme": ("Switch between light and dark", "切换浅色与深色"),
    "question": ("Question", "问题"),
    "placeholder": (
        "Ask in Chinese or English",
        "用简体、繁体或英文提问",
    ),
    "ask": ("Ask", "提问"),
    "examples": ("For example", "例如"),
    "filters": ("Limit to", "限定范围"),
    "all_documents": ("All documents", "全部文件"),
    "all_places": ("All places", "全部地区"),
    "all_years": ("All years", "全部年份"),
    "document": ("Document", "文件"),
    "place": ("Place", "地区"),
    "year": ("Year", "年份"),
    "history": ("Asked in this session", "本次会话的提问"),
    "clear_history": ("Clear", "清空"),
    "working": ("Looking…", "检索中…"),
    "found": (
        "{answers} in {documents}, {ms} ms",
        "{documents}中有 {answers}，用时 {ms} 毫秒",
    ),
    "n_answers_1": ("1 answer", "1 条答案"),
    "n_answers": ("{n} answers", "{n} 条答案"),
    "n_documents_1": ("1 document", "1 份文件"),
    "n_documents": ("{n} documents", "{n} 份文件"),
    "confidence": ("confidence {share}", "可信度 {share}"),
    "no_place": ("Without a place", "未注明地区"),
    "passages": ("Supporting passages", "依据段落"),
    "near": ("Merely near, not an answer", "仅为相近段落，并非答案"),
    "not_here": ("Not in this corpus", "本语料中没有"),
    "more": ("{n} more passages", "另有 {n} 个段落"),
    "also_summary": ("also in the press summary", "新闻摘要中亦有"),
    "also_repeat": ("also repeated at {at}", "另见于 {at}"),
    "open": ("Open in the document", "在原文中查看"),
    "copy": ("Copy citation", "复制引文"),
    "copied": ("Copied", "已复制"),
    "copy_plain": ("Plain", "纯文本"),
    "copy_markdown": ("Markdown", "Markdown"),
    "copy_gbt": ("GB/T 7714", "GB/T 7714"),
    "close": ("Close the document", "关闭文件"),
    "outline": ("Outline", "目录"),
    "issuer": ("Issued by", "发文机关"),
    "doc_no": ("Number", "文号"),
    "issued_on": ("Issued on", "成文日期"),
    "published_on": ("Published on", "发布日期"),
    "kind": ("Kind", "文种"),
    "source_file": ("File", "来源文件"),
    "characters": ("{n} characters", "{n} 字"),
    "as_written": ("As written", "原文"),
    "in_hans": ("Simplified", "简体"),
    "in_hant": ("Traditional", "繁体"),
    "script": ("Script shown", "显示字形"),
    "find": ("Find in this document", "在本文件中查找"),
    "previous": ("Previous highlight", "上一处"),
    "next": ("Next highlight", "下一处"),
    "nothing_found": ("nothing found", "没有找到"),
    "place_of": ("{at} of {n}", "第 {at} / {n} 处"),
    "summary_role": ("press summary", "新闻摘要"),
    "repeat_role": ("repeated above", "重复内容"),
    "furniture_role": ("page furniture", "网页附加内容"),
    "held": (
        "{files} files, {documents} documents, {clauses} clauses, {passages} passages, {characters} characters",
        "{files} 个文件、{documents} 份文档、{clauses} 个条款、{passages} 个段落、{characters} 字",
    ),
    "generation": ("Generation {name}, verified; model {model}", "版本 {name}，已校验；模型 {model}"),
    "indexed": ("Indexed documents", "已索引的文件"),
    "files_listed": ("The first {n} files are listed.", "仅列出前 {n} 个文件。"),
    "clauses": ("Clauses", "条款"),
    "passages_short": ("Passages", "段落"),
    "dated": ("Date", "日期"),
    "select_file": ("Select {name}", "选择 {name}"),
    "add": ("Add files", "添加文件"),
    "add_hint": (
        "Choose or drop files here: {suffixes}, up to {size} MiB each, {count} at a time. "
        "A file of the same name is replaced.",
        "选择文件或拖放到此处：{suffixes}，每个不超过 {size} MiB，一次最多 {count} 个。同名文件将被替换。",
    ),
    "remove": ("Remove selected", "移除所选"),
    "remove_sure": ("Remove the selected files from the corpus?", "确定从语料中移除所选文件?"),
    "rebuild": ("Rebuild", "重建索引"),
    "cancel": ("Cancel", "取消"),
    "stage_start": ("Starting", "启动中"),
    "stage_load": ("Reading files", "读取文件"),
    "stage_encode": ("Encoding passages", "编码段落"),
    "stage_write": ("Writing and verifying", "写入并校验"),
    "stage_ask": ("Asking", "提问"),
    "sending": ("Sending {name}", "上传 {name}"),
    "cancelled": ("Cancelled: the index is as it was.", "已取消：索引保持原样。"),
    "changed": ("The new index answers, {seconds} s.", "新索引已启用，用时 {seconds} 秒。"),
    "unchanged": ("Nothing was changed.", "没有任何改动。"),
    "outcome_added": ("added: {documents}, {n} passages", "已添加：{documents}，{n} 个段落"),
    "outcome_replaced": ("replaced: {documents}, {n} passages", "已替换：{documents}，{n} 个段落"),
    "outcome_removed": ("removed", "已移除"),
    "outcome_left_out": ("left out: {reason}", "未收入：{reason}"),
    "runs": ("Runs", "评测记录"),
    "no_runs": ("No run has been saved yet.", "还没有保存的评测。"),
    "run": ("Run over the gold questions", "用标准问题评测"),
    "split": ("Half", "题目范围"),
    "system": ("System", "系统"),
    "benchmark": ("Benchmark", "题集"),
    "n_questions": ("{n} questions", "{n} 题"),
    "when": ("Saved", "保存时间"),
    "report": ("Report", "报告"),
    "show_report": ("Show", "查看"),
    "report_of": ("Report of {name}", "{name} 的报告"),
    "compare": ("Compare", "比较"),
    "before": ("before", "之前"),
    "after": ("after", "之后"),
    "figure": ("Figure", "指标"),
    "change": ("Change", "变化"),
    "interval": ("95% interval", "95% 区间"),
    "adjusted": ("p (Holm)", "p(Holm)"),
    "verdict": ("Verdict", "结论"),
    "verdict_better": ("better", "更好"),
    "verdict_worse": ("worse", "更差"),
    "verdict_mixed": ("mixed", "有好有坏"),
    "verdict_no_difference": ("no difference", "无显著差异"),
    "gained": ("Questions better", "变好的问题"),
    "lost": ("Questions worse", "变差的问题"),
    "run_saved": ("Saved: {n} questions.", "已保存：{n} 题。"),
    "skip": ("Skip to the answer", "跳到答案"),
    "failed": ("The server did not answer: is it still running?", "服务器没有响应：它是否仍在运行？"),
    "no_index": (
        "There is no index yet: add files under “Corpus”.",
        "还没有索引：请在“语料”页添加文件。",
    ),
}


def language(wanted: str) -> str:
    """Return which of :data:`LANGUAGES` a browser's language tag asks for: "zh-TW" is "hant", "fr" is "en"."""
    tag = wanted.lower().replace("_", "-")
    if tag in LANGUAGES:
        return tag
    if not tag.startswith("zh"):
        return "en"
    return "hant" if any(part in ("tw", "hk", "mo", "hant") for part in tag.split("-")) else "hans"


@cache
def say_in(chosen: str) -> Say:
    """Return what says things in one of :data:`LANGUAGES`."""

    def say(key: str, **values: object) -> str:
        english, chinese = _TEXT[key]
        text = english if chosen == "en" else chinese if chosen == "hans" else _traditional(chinese)
        return text.format(**values) if values else text

    return say


@cache
def _traditional(text: str) -> str:
    return to_traditional(text)

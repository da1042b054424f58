"""How a question was taken when it was taken as one for a list, in words, with how to have it read for instead."""

from __future__ import annotations

from ui.text.locale import say

__all__ = ["LIST_WORDS", "intent_words"]

LIST_WORDS: dict[str, tuple[str, str]] = {
    "mentions": ("documents that say it", "提到它的文件"),
    "duties": ("tasks of this body", "该单位承担的任务"),
    "headings": ("headings", "标题"),
    "figures": ("quantitative targets", "量化目标"),
    "basis": ("documents named as basis", "所依据的文件"),
    "extreme": ("places in order of this figure", "各地按该数值排序"),
}
"""Intent → what is listed, English and Simplified Chinese."""


def intent_words(intent: str, count: int) -> str:
    """Return one line: what is listed, how many, and that ``--plain`` reads for an answer instead."""
    english, chinese = LIST_WORDS[intent]
    return say(
        f"Listed: {english} ({count}). --plain reads for an answer instead.",
        f"清单:{chinese}({count} 项)。用 --plain 可按普通问题阅读作答。",
    )

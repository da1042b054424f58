"""What people set of a document, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from index.types import DateKind, Status
from ui.text.date_words import DATE_WORDS
from ui.text.locale import say

__all__ = ["FIELD_WORDS", "STATUS_WORDS", "by_hand_words", "field_words", "status_words"]

FIELD_WORDS = {
    "title": ("title", "标题"),
    "issuer": ("issuer", "发文机关"),
    "place": ("place", "地区"),
    "doc_no": ("number", "文号"),
    "issued_on": ("date of issue", "印发日期"),
    "published_on": ("date of publication", "发布日期"),
    "tags": ("tags", "标签"),
    "status": ("status", "效力"),
    **{kind.value: words for kind, words in DATE_WORDS.items() if isinstance(kind, DateKind)},
}
"""What can be set → English, Simplified Chinese."""

STATUS_WORDS = {
    Status.IN_FORCE: ("in force", "现行有效"),
    Status.REPEALED: ("repealed", "已废止"),
    Status.EXPIRED: ("expired", "已失效"),
    Status.DRAFT: ("draft", "征求意见稿"),
}
"""Status → English, Simplified Chinese."""


def field_words(name: str, language: str | None = None) -> str:
    """Return what a field is called."""
    return say(*FIELD_WORDS[name]) if language is None else say(*FIELD_WORDS[name], language)


def status_words(name: str) -> str:
    """Return what a status (its value) is called."""
    return say(*STATUS_WORDS[Status(name)])


def by_hand_words(names: Sequence[str]) -> str:
    """Return that these were set by a person."""
    listed = say(", ", "、").join(field_words(name) for name in names)
    return say(f"set by hand: {listed}", f"人工设定:{listed}")

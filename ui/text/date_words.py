"""What the dates of a document are called on screen, and that it is no longer in force."""

from __future__ import annotations

from index.types import DateKind
from ui.text.locale import say

__all__ = ["CEASED_WORDS", "DATE_WORDS", "ceased_words", "said"]

DATE_WORDS = {
    DateKind.ADOPTED: ("adopted", "通过"),
    DateKind.PROMULGATED: ("promulgated", "公布"),
    DateKind.EFFECTIVE: ("in force from", "施行"),
    DateKind.AMENDED: ("amended", "修正"),
    DateKind.REPEALED: ("repealed", "废止"),
    DateKind.EXPIRES: ("in force until", "有效期至"),
}
"""Kind → English, Simplified Chinese."""


def said(kind: DateKind) -> str:
    """Return what a date of ``kind`` is called, in the reader's language."""
    return say(*DATE_WORDS[kind])


CEASED_WORDS = {
    "repealed": ("no longer in force: repealed on {on}", "已失效：{on}废止"),
    "expired": ("no longer in force: it was in force until {on}", "已失效：有效期至{on}"),
    "replaced": ("no longer in force: repealed by {by}", "已失效：被《{by}》废止"),
    "undated": ("no longer in force", "已失效"),
}
"""How a document has ceased → English, Simplified Chinese; "undated" where nobody says since when."""


def ceased_words(how: str, on: str | None, by: str | None) -> str:
    """Return that a document has ceased, in the reader's language; see :class:`index.types.Ceased`."""
    known = how if on or by else "undated"
    return say(*CEASED_WORDS[known]).format(on=on, by=by)

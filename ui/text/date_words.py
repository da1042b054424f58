"""What the dates of a document are called on screen."""

from __future__ import annotations

from index.types import DateKind
from ui.text.locale import say

__all__ = ["DATE_WORDS", "said"]

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

"""Scripts of Chinese: telling them apart, and converting between them for display."""

from __future__ import annotations

import re

from index.language.vocabulary import converted

__all__ = ["detect_script", "language", "to_simplified", "to_traditional"]

_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
# Enough to tell the script of a long text; the first page decides.
_SAMPLE = 20_000


def to_simplified(text: str) -> str:
    """Return ``text`` in Simplified characters, words kept (for display)."""
    return converted("t2s", text)


def to_traditional(text: str) -> str:
    """Return ``text`` in Traditional characters, words kept (for display)."""
    return converted("s2t", text)


def detect_script(text: str) -> str:
    """Return ``"hans"``, ``"hant"`` or ``"latn"`` (no Han character at all).

    Characters that only one of the scripts has decide by majority; a text without any is taken for Simplified. A
    script has the characters that its national standard has (GB 2312, Big5): 于 and 筑 are in both.
    """
    han = "".join(_HAN.findall(text))[:_SAMPLE]
    if not han:
        return "latn"
    simplified = han.encode("gb2312", "ignore").decode("gb2312")
    traditional = han.encode("big5", "ignore").decode("big5")
    both = len(simplified.encode("big5", "ignore")) // 2
    return "hant" if len(traditional) - both > len(simplified) - both else "hans"


def language(text: str) -> str:
    """Return ``"zh"`` when the text holds more Han characters than Latin words, else ``"en"``."""
    han = sum(len(run) for run in _HAN.findall(text))
    words = len(re.findall(r"[A-Za-z]+", text))
    return "zh" if han and han >= words else "en"

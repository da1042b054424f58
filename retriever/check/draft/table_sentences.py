"""Figures in the cells of a draft's tables, read as sentences: what row and column are called, then the figure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from index.language.normalise import normalise_text
from index.recognizers.places import places_in

__all__ = ["labels_of", "read_cell"]

_VALUE = re.compile(
    r"\s*(?:约|≥|≤|>|<|＞|＜|不低于|不少于|不高于|不超过|超过|达到|增长|下降|提高|降低|[-+])?\s*[\d０-９][\d０-９.,，．]*\s*"
    r"(?:%|％|个百分点|[^\d\s,，。;；、（）()]{0,8})?(?:以上|以下|以内|左右)?\s*"
)
_UNIT = re.compile(r"\s*[（(]\s*(?:单位[:：])?([^（）()]{1,8})[)）]\s*$")
_BARE = re.compile(r"[\s\d０-９.,，．≥≤><＞＜约+-]+")
_SIGNS = str.maketrans({"≥": "不低于", "≤": "不高于", ">": "超过", "＞": "超过", "<": "低于", "＜": "低于"})
_NUMBERED = re.compile(
    r"^\s*(?:#{1,6}\s*|[一二三四五六七八九十\d]+[、.．]\s*|[（(][一二三四五六七八九十\d]+[)）]\s*|表\s*\d+[-.\d]*[:：\s]*)"
)
_WORDS = re.compile(r"[\u3400-\u9fff]|[A-Za-z]+")
_SHORT = 3


def labels_of(cells: Mapping[tuple[int, int], str], row: int, column: int) -> tuple[str, str] | None:
    """Return what the row and the column of a cell are called: the first cell of each; None for those themselves."""
    if not row or not column:
        return None
    across, down = cells.get((row, 0), "").strip(), cells.get((0, column), "").strip()
    return (across, down) if across and down and across != down else None


def read_cell(value: str, labels: tuple[str, str], caption: str) -> str | None:
    """Return the sentence that a cell with a figure makes, None for any other cell.

    ``caption`` is the heading or caption above: it goes in front where the labels only name a place or a year.
    """
    if not _VALUE.fullmatch(value):
        return None
    across, down = labels
    if _VALUE.fullmatch(down) and not re.search("年", down):
        return None
    unit = next((m[1] for label in (down, across) if (m := _UNIT.search(label))), "")
    across, down = (_UNIT.sub("", label) for label in (across, down))
    # The place first, as sentences have it; a row may be a city or an indicator.
    first, second = (down, across) if _place(down) and not _place(across) else (across, down)
    shown = value.strip().translate(_SIGNS)
    if unit and _BARE.fullmatch(value):
        shown += unit
    lead = _NUMBERED.sub("", caption).strip() if _says_little(first) and _says_little(second) else ""
    return f"{first}{second}{lead}为{shown}"


def _place(label: str) -> bool:
    return next(places_in(normalise_text(label)), None) is not None


def _says_little(label: str) -> bool:
    """Whether a label names nothing but a place or a year."""
    text = normalise_text(label)
    for _, span in reversed(list(places_in(text))):
        text = text[: span.start] + text[span.end :]
    return len(_WORDS.findall(re.sub(r"\d+年?|目标|指标|数值|年份", "", text))) < _SHORT

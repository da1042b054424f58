"""Provisions that a text quotes: what a decision writes into another document is no heading of its own.

    二、增加一条，作为第六条：“第六条 公园内禁止遛犬。
    “公园内应当设置标识。
    第七条 门票二元。”

A quotation of provisions opens behind a colon, or at the start of a line with a label right behind the mark. It may go
on over lines; by convention each of its paragraphs may open with a mark of its own, and only the last one closes.
"""

from __future__ import annotations

import re

from index.clauses.numbering import match_label
from index.types import Span

__all__ = ["quoted_provisions"]

_COLON = re.compile(r"[:：][^\S\n]*\Z")
_OPENING = re.compile(r"(?:(?<=[:：\n])|(?<=[:：\n][^\S\n])|(?<=[:：\n][^\S\n]{2}))([“「])[^\S\n]*")
_LINE_START = re.compile(r"\n[^\S\n]*\Z")
_CLOSE = {"“": "”", "「": "」"}
_LONGEST = 6_000
"""Code points within which a quotation closes: beyond, its end was forgotten, and nothing is taken for quoted."""
_INDENT = 8


def quoted_provisions(text: str, start: int, end: int) -> list[Span]:
    """Return the quotations of provisions in ``text[start:end]``, from mark to mark: ordered and disjoint."""
    found: list[Span] = []
    at = start
    while (opening := _OPENING.search(text, at, end)) is not None:
        at = opening.end()
        behind_colon = _COLON.search(text, max(start, opening.start(1) - _INDENT), opening.start(1))
        if match_label(text, at, end) is None and behind_colon is None:
            continue
        stop = _closing(text, opening.start(1), min(end, opening.start(1) + _LONGEST))
        if stop is not None:
            found.append(Span(opening.start(1), stop))
            at = stop
    return found


def _closing(text: str, opened: int, end: int) -> int | None:
    """Return where the quotation that opens at ``opened`` ends, behind its mark; None when it does not."""
    opens = text[opened]
    marks = re.compile(f"[{opens}{_CLOSE[opens]}]")
    depth = 1
    for mark in marks.finditer(text, opened + 1, end):
        if mark.group() == opens:
            # A paragraph of the same quotation opens it once more.
            if _LINE_START.search(text, max(opened, mark.start() - _INDENT), mark.start()) is None:
                depth += 1
            continue
        depth -= 1
        if not depth:
            return mark.end()
    return None

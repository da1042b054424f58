"""A text as units: its lines, and in a line of more than 150 characters the stretches that blanks set off."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Unit", "units_of"]

# Longer lines are pages whose line breaks were lost; what blanks set off in them may be a heading or a signature.
_GIANT_LINE = 150
_LINE = re.compile(r"[^\r\n]+")
_BULLET = re.compile(r"[ ﻿]*(?:(?:[•●○◆◇■□▪◦▲►▶★☆·]|[-*+](?= )|#{1,6}(?= ))[ ]*)*")
_CJK = r"⺀-〿㐀-鿿豈-﫿“”‘’…—()\[\]:;,.!?%\d"
_STRETCH_GAP = re.compile(rf"(?<=[{_CJK}]) +(?=[⺀-〿㐀-鿿豈-﫿“《(\[〔\d])")


class Unit(NamedTuple):
    """A stretch ``[start, end)`` without its list bullet and outer blanks; ``line`` tells whether it starts a line.

    ``outer`` is where it starts with its bullet and indentation.
    """

    start: int
    end: int
    line: bool
    outer: int

    def of(self, text: str) -> str:
        """Return the characters of ``text`` that the unit covers."""
        return text[self.start : self.end]


def units_of(folded: str) -> list[Unit]:
    """Cut a folded text into units, in order; blank lines give none. Time grows linearly with the text."""
    units: list[Unit] = []
    for match in _LINE.finditer(folded):
        start, end = match.span()
        bullet = _BULLET.match(folded, start, end)
        content = bullet.end() if bullet else start
        end -= (end - content) - len(folded[content:end].rstrip(" "))
        if content >= end:
            continue
        if end - content <= _GIANT_LINE:
            units.append(Unit(content, end, True, start))
            continue
        at, outer = content, start
        for gap in _STRETCH_GAP.finditer(folded, content, end):
            units.append(Unit(at, gap.start(), outer == start, outer))
            at = outer = gap.end()
        units.append(Unit(at, end, outer == start, outer))
    return units

"""Lines whose letters are set apart by blanks (目 前 有 1 1 條 法 律), as some pages have them, closed up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from index.types import Span

__all__ = ["closed_up", "gaps_in"]

_FEWEST = 4
_SHARE = 0.8
_LINE = re.compile(r"[^\r\n]+")
_PIECE = re.compile(r"[^ \u3000]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z]")
# Lines of a table drawn with signs: their blanks are cells.
_RULED = re.compile(r"[\u2500-\u257f|\uff5c]")
# What any such line holds somewhere, so that other texts cost one look.
_LIKELY = re.compile(r"(?:[\u3400-\u9fff\uf900-\ufaff][ \u3000]+){2}\S[ \u3000]")


def closed_up(line: str) -> str:
    """Return a text without the :func:`gaps_in` it."""
    made, at = "", 0
    for gap in gaps_in(line):
        made += line[at : gap.start]
        at = gap.end
    return made + line[at:]


def gaps_in(text: str) -> Iterator[Span]:
    """Yield the blanks that set letters apart, in the lines where nearly all letters stand alone.

    Such a line has at least four pieces, four in five of them single characters and half of them single Han ones.
    Blanks between Latin words stay, and those of tables drawn with signs.
    """
    if not _LIKELY.search(text):
        return
    for line in _LINE.finditer(text):
        pieces = list(_PIECE.finditer(text, *line.span()))
        single = [piece.group() for piece in pieces if len(piece.group()) == 1]
        han = sum(1 for char in single if _HAN.match(char))
        if len(pieces) < _FEWEST or len(single) < _SHARE * len(pieces) or 2 * han < len(pieces):
            continue
        if _RULED.search(line.group()):
            continue
        for before, piece in pairwise(pieces):
            left, right = before.group(), piece.group()
            words = _LATIN.match(left[-1]) and _LATIN.match(right[0]) and len(left) + len(right) > 2
            if not words:
                yield Span(before.end(), piece.start())

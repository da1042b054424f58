"""Lines whose letters are set apart by blanks (目 前 有 1 1 條 法 律), as some pages have them, closed up."""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["closed_up"]

_FEWEST = 4
_SHARE = 0.8
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z]")


def closed_up(line: str) -> str:
    """Return a line without the blanks between its letters when nearly all of them stand alone, else as it is.

    At least four pieces, four in five of them single characters and half of them Han; between Latin words blanks stay.
    """
    pieces = line.split(" ")
    single = sum(len(piece) == 1 for piece in pieces)
    if len(pieces) < _FEWEST or single < _SHARE * len(pieces) or 2 * len(_HAN.findall(line)) < len(pieces):
        return line
    made = pieces[0]
    for before, piece in pairwise(pieces):
        words = _LATIN.search(before[-1:]) and _LATIN.search(piece[:1]) and len(before) + len(piece) > 2
        made += f" {piece}" if words else piece
    return made

"""A copy of a text with the same length, in which patterns need to be written once only.

Traditional characters become Simplified, full-width signs ASCII and odd blanks a space, each by exactly one
character: position *i* of the copy is position *i* of the source, so that what a pattern finds needs no offset map.
Words of Taiwan and Hong Kong are left alone (:mod:`index.language.normalise` maps those, with offsets).
"""

from __future__ import annotations

import unicodedata

from index.language.script import to_simplified

__all__ = ["fold"]

_KEPT = "\n\r"
_FIRST_HAN = "\u3400"


def fold(text: str) -> str:
    """Return ``text`` folded, of the same length; line ends stay as they are."""
    if text.isascii():
        return text.translate({9: " ", 11: " ", 12: " "})
    distinct = sorted(set(text))
    han = [char for char in distinct if char >= _FIRST_HAN]
    # One character per line: the converter then never sees two of them together, as a phrase.
    simplified = to_simplified("\n".join(han)).split("\n") if han else []
    table = {ord(char): made for char, made in zip(han, simplified, strict=True) if made != char and len(made) == 1}
    for char in distinct:
        if ord(char) in table or char in _KEPT:
            continue
        folded = " " if char.isspace() else unicodedata.normalize("NFKC", char)
        if folded != char and len(folded) == 1:
            table[ord(char)] = folded
    return text.translate(table)

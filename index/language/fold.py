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
_FOLDED: dict[str, str] = {}  # what was folded before: a text has few characters that no text had


def fold(text: str) -> str:
    """Return ``text`` folded, of the same length; line ends stay as they are."""
    if text.isascii():
        return text.translate({9: " ", 11: " ", 12: " "})
    distinct = set(text)
    if unknown := distinct - _FOLDED.keys():
        _FOLDED.update(_fold_characters(sorted(unknown)))
    return text.translate({ord(char): made for char in distinct if (made := _FOLDED[char]) != char})


def _fold_characters(chars: list[str]) -> dict[str, str]:
    """What each of ``chars`` becomes: one character."""
    han = [char for char in chars if char >= _FIRST_HAN]
    # One character per line: the converter then never sees two of them together, as a phrase.
    simplified = to_simplified("\n".join(han)).split("\n") if han else []
    made = {char: one for char, one in zip(han, simplified, strict=True) if one != char and len(one) == 1}
    for char in chars:
        if char not in made:
            folded = char if char in _KEPT else " " if char.isspace() else unicodedata.normalize("NFKC", char)
            made[char] = folded if len(folded) == 1 else char
    return made

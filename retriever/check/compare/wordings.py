"""Words that a model takes for another thing than those of the source, where the words themselves tell otherwise."""

from __future__ import annotations

import re

from index.recognizers.bounds import AFTER, BEFORE
from retriever.check.compare.figures import english_direction
from retriever.check.compare.polarity import direction
from retriever.check.compare.text_keys import key_of, pairs
from retriever.check.verdict import Difference

__all__ = ["stands"]

_STANDS = 0.75
"""Share of the pairs of characters of words from which they stand in a text."""


def _bound(words: str) -> str | None:
    """Which bound words set that do nothing else: 以内 and 以下 are one, 不低于 and 以上 another."""
    for pattern in (AFTER, BEFORE):
        if words and (match := pattern.fullmatch(words)):
            return match.lastgroup if match.lastgroup in ("least", "most", "about") else None
    return None


def stands(wording: Difference, source: str) -> bool:
    """Whether what the draft says in ``wording`` is told to stand in a normalised source all the same.

    Its words do; or it is a figure or a year, which are compared by value whatever their notation
    (:mod:`retriever.check.compare.figures`); or both sides name the same bound (以内 and 以下) or direction (降低 and
    下降).
    """
    if re.search(r"\d", wording.draft):
        return True
    own, held = pairs(key_of(wording.draft).text), pairs(key_of(source).text)
    if own and len(own & held) >= _STANDS * len(own):
        return True
    if wording.source is not None and (bound := _bound(wording.draft)) and bound == _bound(key_of(wording.source).text):
        return True
    said = direction(wording.draft) or english_direction(wording.draft)
    return said != 0 and wording.source is not None and said == direction(wording.source)

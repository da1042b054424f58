"""Words that a model takes for another thing than those of the source, where the words themselves tell otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from index.recognizers.bounds import AFTER, BEFORE
from retriever.check.compare.figures import english_direction
from retriever.check.compare.polarity import direction, forbids
from retriever.check.compare.text_keys import key_of, pairs
from retriever.check.verdict import Difference

__all__ = ["exchanged", "stands"]

_DENIAL = 3
"""Characters of words that do nothing but deny."""

_SAME_AROUND = 2
"""Characters right before or behind two words that stand in one place."""

_WORD = 8
"""Characters of the longest word that is taken for exchanged."""

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

    Its words do; both sides forbid (不得, 禁止); or it is a figure or a year, which are compared by value whatever
    their notation (:mod:`retriever.check.compare.figures`); or both sides name the same bound (以内 and 以下) or
    direction (降低 and 下降).
    """
    if re.search(r"\d", wording.draft):
        return True
    own, held = pairs(key_of(wording.draft).text), pairs(key_of(source).text)
    if own and len(own & held) >= _STANDS * len(own):
        return True
    if wording.source is not None and (bound := _bound(wording.draft)) and bound == _bound(key_of(wording.source).text):
        return True
    if wording.source is not None and len(key_of(wording.draft).text) <= _DENIAL and forbids(wording.draft):
        return forbids(wording.source)
    said = direction(wording.draft) or english_direction(wording.draft)
    return said != 0 and wording.source is not None and said == direction(wording.source)


def exchanged(wording: Difference, claim: str, source: str) -> bool:
    """Whether one word stands where the source has another, between the same words: 培训补贴 for 职业介绍补贴.

    ``claim`` and ``source`` are normalised.
    """
    own, held = key_of(claim).text, key_of(source).text
    word, other = key_of(wording.draft).text, key_of(wording.source or "").text
    at, there = own.find(word), held.find(other)
    if not (1 < len(word) <= _WORD and 1 < len(other) <= _WORD) or min(at, there) < 0:
        return False
    before = _alike(reversed(own[:at]), reversed(held[:there]))
    behind = _alike(own[at + len(word) :], held[there + len(other) :])
    return max(before, behind) >= _SAME_AROUND


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    """Return how many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False)))

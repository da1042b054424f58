"""Items of a list that the list of the source lacks: 废纸、废旧纺织品和废玻璃 beside 废纸、废塑料、废玻璃."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retriever.check.compare.phrases import segments_of
from retriever.check.compare.text_keys import key_of, pairs
from retriever.check.verdict import Difference, Field

__all__ = ["list_differences"]

_JOINT = re.compile(r"、|以及|[和与及]")
_LEAST, _MOST = 2, 10
"""Characters of an item."""

_JOINTS = 2
"""Joints of a list that is looked for in the source."""

_HELD = 2 / 3
"""Share of a list's items from which the source holds the list."""

_UNLIKE = 1 / 3
"""Share of the pairs of characters of an item up to which the source says nothing like it."""


def list_differences(claim: str, source: str) -> list[Difference]:
    """Return the items that a normalised Chinese claim lists and the list of its source lacks.

    A list is looked at when most of its items stand in the source, word for word and in a list there.
    """
    lists = list(_lists(claim))
    if not lists or source.count("、") < _JOINTS:
        return []
    held = key_of(source).text
    own = pairs(held)
    found: list[Difference] = []
    for items in lists:
        # What follows the last item cannot be told from it: 路基里去 says 路基.
        stand = [item in held for item in items[:-1]] + [items[-1][:2] in held]
        if sum(stand) >= max(2, _HELD * len(items)):
            unlike = [item for item, there in zip(items, stand, strict=True) if not there and _unlike(item, own)]
            found += [Difference(Field.ADDED, item, None) for item in unlike]
    return found


def _unlike(item: str, own: frozenset[str]) -> bool:
    parts = pairs(item)
    return len(parts & own) <= _UNLIKE * len(parts)


def _lists(claim: str) -> Iterator[list[str]]:
    for segment in segments_of(claim):
        items = [key_of(item).text for item in _JOINT.split(segment.of(claim))]
        if len(items) < 3:
            continue
        # Nor what leads up to the first.
        kept = [items[0][-2:], *(item for item in items[1:] if _LEAST <= len(item) <= _MOST)]
        yield kept

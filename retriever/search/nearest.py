"""Which of many names are nearest to one that was mistyped or only half remembered."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nlargest

__all__ = ["nearest"]


def nearest(wanted: str, names: Iterable[str], most: int = 5) -> list[str]:
    """Return the ``most`` distinct ``names`` that share most characters and pairs with ``wanted``, nearest first.

    By the Dice coefficient of their characters and pairs of characters; where it is equal, in the order given.
    """
    own = _parts(wanted)
    scored = ((2 * len(own & (parts := _parts(name))) / (len(own) + len(parts) or 1), name) for name in _once(names))
    return [name for _, name in nlargest(most, scored, key=lambda pair: pair[0])]


def _once(names: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(names)


def _parts(text: str) -> frozenset[str]:
    folded = text.casefold()
    return frozenset(folded) | {folded[i : i + 2] for i in range(len(folded) - 1)}

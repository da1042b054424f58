"""Words that a model takes for another thing than those of the source, where the words themselves tell otherwise."""

from __future__ import annotations

import re

from retriever.check.compare.figures import english_direction
from retriever.check.compare.polarity import direction
from retriever.check.verdict import Difference

__all__ = ["stands"]

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def stands(wording: Difference, source: str) -> bool:
    """Whether what the draft says in ``wording`` is told to stand in a normalised source all the same.

    Its words do, or all of its numbers; or both sides name the same direction (降低 and 下降). Units, bounds and what a
    figure is of are compared by :mod:`retriever.check.compare.figures`.
    """
    if wording.draft.strip() in source:
        return True
    numbers = _NUMBER.findall(wording.draft)
    if numbers:
        return set(numbers) <= set(_NUMBER.findall(source))
    said = direction(wording.draft) or english_direction(wording.draft)
    return said != 0 and wording.source is not None and said == direction(wording.source)

"""How near a stretch of the corpus is to a claim, in words and in meaning: what the search for evidence goes by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from index.recognizers.periods import find_periods
from retriever.check.compare.bodies import Duty
from retriever.check.compare.figures import Figure, read_figures
from retriever.check.evidence.windows import Window
from retriever.query.content import Content
from retriever.query.types import Query
from retriever.search.similarity import Measure

__all__ = ["Claim", "Nearness", "nearness_of", "stated_figures"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence as it is compared: its normalised ``core`` without what says where, its content and its pairs.

    ``core`` is also without the ``duties`` that the sentence gives to bodies; ``said`` is with them. ``around`` are the
    figures of the sentences before it.
    """

    core: str
    query: Query
    content: Content
    wanted: frozenset[str]
    said: str = ""
    duties: tuple[Duty, ...] = ()
    around: tuple[Figure, ...] = ()


def stated_figures(window: Window) -> tuple[Figure, ...]:
    """Return the figures of a window; those in a table's row are of the year that the head of their column names."""
    span = window.span
    found = read_figures(window.item.text.text, [q for q in window.item.quantities if span.contains(q.span)])
    return tuple(_of_column(figure, window) for figure in found)


def _of_column(figure: Figure, window: Window) -> Figure:
    text = window.item.text.text
    row = text[text.rfind("\n", 0, figure.span.start) + 1 : figure.span.start]
    column = row.count("|")
    if column < 2:
        return figure
    for line in text[: figure.span.start - len(row)].splitlines():
        cells = line.split("|")
        stated = find_periods(cells[column], bare=True) if len(cells) > column else ()
        if stated:
            return replace(figure, year=stated[0].last)
    return figure


class Nearness(NamedTuple):
    """How near a stretch is to a claim: for the search (0..2), and in wording alone (``closeness``, 0..1)."""

    search: float
    closeness: float


def nearness_of(claim: Claim, windows: Sequence[Window], measure: Measure) -> list[Nearness]:
    """Return how near every window is to the claim.

    ``closeness`` is the mean of the share of the claim's pairs of characters that the window holds and of the share of
    its content, by weight, that is said or meant there; between languages the second alone. ``search`` adds the cosine
    of the encoder's vectors.
    """
    english = claim.query.language == "en"
    texts = [" ".join((*window.item.path, window.text)) if english else window.text for window in windows]
    like = measure([window.text for window in windows])
    units = claim.content.units
    weights = np.array([u.weight for u in units], dtype=np.float64)
    total = float(weights.sum()) or 1.0
    found = []
    for i, window in enumerate(windows):
        said = np.array([u.said_in(texts[i]) for u in units], dtype=np.float64)
        meant = float((np.maximum(said, like.meant[i]) if len(units) else said) @ weights) / total
        close = meant if english else (window.lexical + meant) / 2
        found.append(Nearness(close + float(like.vector[i]), close))
    return found

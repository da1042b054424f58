"""How much of a claim a stretch of the corpus says: words, characters and meaning, weighed by logistic regression."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from index.recognizers.periods import find_periods
from retriever.check.compare.bodies import Duty
from retriever.check.compare.figures import Figure, claimed_figures, read_figures, shared_figures
from retriever.check.evidence.windows import Window, said_pairs
from retriever.query.content import Content
from retriever.query.types import Query
from retriever.search.similarity import Measure

__all__ = ["FEATURES", "Claim", "Likeness", "features_of", "likeness_of", "stated_figures"]

FEATURES = ("lexical", "reverse_lexical", "said", "meant", "vector", "reverse", "pieces", "figures")
"""What a stretch is judged by; see :func:`features_of`."""

_WEIGHTS = {
    "zh": (-7.57, (2.2, 1.4, 2.19, 1.66, 2.25, 1.58, 2.39, 1.9)),
    "en": (-4.8, (0.0, 0.0, 0.0, 4.0, 6.0, 0.0, 0.0, 1.5)),
}
"""Intercept and weights by language of the claim: Chinese fitted on the tuning half of :mod:`eval.check.cases` and on
26 sentences written by hand, English set by hand on eight."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence as it is compared: its normalised ``core`` without what says where, its content and its pairs.

    ``core`` is also without the ``duties`` that the sentence gives to bodies; ``said`` is with them.
    """

    core: str
    query: Query
    content: Content
    wanted: frozenset[str]
    said: str = ""
    duties: tuple[Duty, ...] = ()


def features_of(
    claim: Claim, windows: Sequence[Window], measure: Measure, names: Sequence[Sequence[str]]
) -> list[tuple[float, ...]]:
    """Return for every window the values of :data:`FEATURES`, each 0..1.

    ``lexical`` is the share of the claim's pairs of characters that the window holds, ``reverse_lexical`` the other
    way round; ``said`` and ``meant`` are the shares of its content, by weight, said to the letter and by meaning;
    ``vector``, ``reverse`` and ``pieces`` are those of :class:`retriever.search.similarity.Likeness`; ``figures``
    is the share of the claim's figures that the window holds, 0 without any: a figure that agrees speaks for a
    source, one that does not speaks against nothing.
    """
    texts = [
        " ".join((*window.item.path, window.text)) if claim.query.language == "en" else window.text
        for window in windows
    ]
    own = [window.text for window in windows]
    like = measure(own)
    units = claim.content.units
    weights = np.array([u.weight for u in units], dtype=np.float64)
    total = float(weights.sum()) or 1.0
    claimed = claimed_figures(claim.core, claim.query.language == "en")
    rows: list[tuple[float, ...]] = []
    for i, window in enumerate(windows):
        pairs = said_pairs(own[i], names[window.item.doc_id])
        back = len(pairs & claim.wanted) / len(pairs) if pairs else 0.0
        said = np.array([u.said_in(texts[i]) for u in units], dtype=np.float64)
        meant = np.maximum(said, like.meant[i]) if len(units) else said
        rows.append(
            (
                window.lexical,
                back,
                float(said @ weights) / total,
                float(meant @ weights) / total,
                float(like.vector[i]),
                float(like.reverse[i]),
                float(like.pieces[i]),
                shared_figures(claimed, stated_figures(window)) if claimed else 0.0,
            )
        )
    return rows


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


class Likeness(NamedTuple):
    """How likely a stretch speaks of a claim, whatever its figures, and how nearly in the same words; both 0..1."""

    likeness: float
    closeness: float


def likeness_of(
    claim: Claim, windows: Sequence[Window], measure: Measure, names: Sequence[Sequence[str]]
) -> list[Likeness]:
    """Return how every window compares with the claim."""
    intercept, weights = _WEIGHTS[claim.query.language]
    found = []
    for row in features_of(claim, windows, measure, names):
        z = intercept + sum(w * x for w, x in zip(weights, row, strict=True))
        meant = row[FEATURES.index("meant")]
        close = meant if claim.query.language == "en" else (row[FEATURES.index("lexical")] + meant) / 2
        found.append(Likeness(1 / (1 + math.exp(-z)), close))
    return found

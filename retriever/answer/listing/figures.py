"""The quantitative targets of documents, and which place has the largest of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.types import Answer, AnswerItem
from retriever.engine import Engine
from retriever.targets.row import Nature, Target
from retriever.targets.table import document_targets

__all__ = ["MOST", "extreme", "figures"]

MOST = 100
"""Figures listed."""

SURE = 0.9
"""Confidence of a row of the target table: see docs/targets.md."""


def figures(engine: Engine, documents: Iterable[int], years: frozenset[int]) -> list[AnswerItem]:
    """Return the targets that ``documents`` set for ``years`` (any when empty), in their order, at most MOST."""
    corpus = engine.corpus
    items: list[AnswerItem] = []
    for doc_id in documents:
        for row in document_targets(corpus, corpus.document(doc_id)):
            if row.nature is Nature.TARGET and (not years or row.year in years):
                items.append(_item(row))
                if len(items) == MOST:
                    return items
    return items


def extreme(engine: Engine, answer: Answer, largest: bool) -> list[AnswerItem]:
    """Order the figures that ``answer`` gives for several places by value, the largest or the smallest first.

    Only figures of the unit that most of them have are compared, each place by its surest one of the latest year; no
    item when fewer than two places have one.
    """
    corpus = engine.corpus
    rows: list[tuple[AnswerItem, Target]] = []
    for item in answer.items:
        document = corpus.document(item.citation.doc_id)
        row = next((row for row in document_targets(corpus, document) if row.span.overlap(item.span)), None)
        if row is not None and item.place is not None:
            rows.append((item, row))
    units = [row.unit for _, row in rows]
    rows = [pair for pair in rows if pair[1].unit == max(units, key=units.count)]
    by_place: dict[str, tuple[AnswerItem, Target]] = {}
    year = _common_year([row for _, row in rows])
    for item, row in rows:
        if year is None or row.year == year:
            by_place.setdefault(item.place or "", (item, row))
    if len(by_place) < 2:
        return []
    ordered = sorted(by_place.values(), key=lambda pair: pair[1].high if largest else pair[1].low, reverse=largest)
    return [item for item, _ in ordered]


def _common_year(rows: Sequence[Target]) -> int | None:
    """Return the year for which most places state a figure, the later of two; None where none is stated."""
    places: dict[int, set[str | None]] = {}
    for row in rows:
        if row.year is not None:
            places.setdefault(row.year, set()).add(row.place)
    return max(places, key=lambda year: (len(places[year]), year), default=None)


def _item(row: Target) -> AnswerItem:
    return AnswerItem(row.value, row.span, row.citation, SURE, row.place, row.year)

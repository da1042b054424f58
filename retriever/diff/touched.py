"""What a difference touches: places that were cited, and rows of the target table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from index.store.bundle import Bundle
from index.types import Span
from retriever.diff.types import Comparison, Difference, Kind
from retriever.targets.row import Target
from retriever.targets.table import document_targets

__all__ = ["TouchedTarget", "touched", "touched_targets"]

T = TypeVar("T")


class TouchedTarget(NamedTuple):
    """A row of the target table of before that is none any more, and the difference that holds its figure.

    ``now`` is the row of the same indicator in the clause of after, None when there is none.
    """

    row: Target
    difference: Difference
    now: Target | None


def touched(comparison: Comparison, places: Iterable[tuple[str, Span, T]]) -> Iterator[tuple[T, Difference]]:
    """Yield those of ``places`` (file, span, what stands there) of before that lie in what was changed or removed."""
    held = [d for d in comparison.differences if d.before is not None and d.kind is not Kind.MOVED]
    for file, span, thing in places:
        for difference in held:
            side = difference.before
            if side is not None and side.file == file and side.span.overlap(span):
                yield thing, difference
                break


def touched_targets(
    comparison: Comparison, before: tuple[Bundle, Iterable[int]], after: tuple[Bundle, Iterable[int]]
) -> tuple[TouchedTarget, ...]:
    """Return the rows of ``before`` (a bundle and the ids of its documents) that the differences from ``after`` change.

    A row whose clause was changed elsewhere, and says the same of the same indicator, is not touched.
    """
    new = tuple(_rows(*after))
    places = ((row.citation.file, row.span, row) for row in _rows(*before))
    found: list[TouchedTarget] = []
    for row, difference in touched(comparison, places):
        side = difference.after
        there = [] if side is None else [other for other in new if side.span.contains(other.span)]
        if not any(_said(other) == _said(row) for other in there):
            now = next((other for other in there if other.indicator == row.indicator), None)
            found.append(TouchedTarget(row, difference, now))
    return tuple(found)


def _rows(bundle: Bundle, doc_ids: Iterable[int]) -> Iterator[Target]:
    for doc_id in doc_ids:
        yield from document_targets(bundle, bundle.document(doc_id))


def _said(row: Target) -> tuple[object, ...]:
    return row.indicator, row.low, row.high, row.unit, row.limit, row.change, row.first_year, row.year

"""Two documents compared, with what it touches: for the command line, the page and programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.store.bundle import Bundle
from index.types import Span
from retriever.cite.collected import Collected
from retriever.diff import Comparison, Difference, Kind, Side, compare_documents
from retriever.diff.touched import TouchedTarget, touched, touched_targets
from retriever.diff.versions import version_before

__all__ = ["Compared", "as_object", "compared_with_other", "compared_with_version_before"]


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared with what: ``generation_before`` is None for two documents of one index.

    ``citations`` are the collected citations that it touches, each with its difference.
    """

    file_before: str
    file_after: str
    generation_before: str | None
    comparison: Comparison
    targets: tuple[TouchedTarget, ...]
    citations: tuple[tuple[Collected, Difference], ...]


def compared_with_version_before(bundle: Bundle, file: str, items: Sequence[Collected] = ()) -> Compared:
    """Compare ``file`` with its version before, in the generations that are kept; ``items`` are saved citations.

    Raises InputError when no other version is kept.
    """
    before = version_before(bundle, file)
    documents = before.documents_of(file)
    return _compared((before, documents), (bundle, bundle.documents_of(file)), (file, file), items, before.folder.name)


def compared_with_other(
    bundle: Bundle, before: tuple[str, Sequence[int]], after: tuple[str, Sequence[int]], items: Sequence[Collected] = ()
) -> Compared:
    """Compare two documents of one index, each the name of its file and the ids of its documents."""
    return _compared((bundle, before[1]), (bundle, after[1]), (before[0], after[0]), items, None)


def _compared(
    before: tuple[Bundle, Sequence[int]],
    after: tuple[Bundle, Sequence[int]],
    files: tuple[str, str],
    items: Sequence[Collected],
    generation: str | None,
) -> Compared:
    comparison = compare_documents(before, after)
    places = ((item.reference.place.file, item.reference.place.span, item) for item in items)
    targets = touched_targets(comparison, before, after)
    return Compared(*files, generation, comparison, targets, tuple(touched(comparison, places)))


def as_object(compared: Compared) -> dict[str, Any]:
    """Return a comparison as an object for JSON (docs/living-index.md)."""
    comparison = compared.comparison
    number = {id(difference): at for at, difference in enumerate(comparison.differences)}
    return {
        "before": {"file": compared.file_before, "generation": compared.generation_before},
        "after": {"file": compared.file_after},
        "counts": {
            **{kind.value: len(comparison.of(kind)) for kind in Kind},
            "same": comparison.same,
            "figures": comparison.figures,
        },
        "differences": [_difference(difference) for difference in comparison.differences],
        "targets": [
            {
                "indicator": row.indicator,
                "value": row.value,
                "now": now.value if now else None,
                "year": row.year,
                "start": row.span.start,
                "end": row.span.end,
                "difference": number[id(difference)],
            }
            for row, difference, now in compared.targets
        ],
        "citations": [
            {"id": item.id, "quote": item.reference.place.quote, "difference": number[id(difference)]}
            for item, difference in compared.citations
        ],
    }


def _difference(difference: Difference) -> dict[str, Any]:
    before, after = difference.before, difference.after
    return {
        "kind": difference.kind.value,
        "similarity": round(difference.similarity, 4),
        "before": _side(before),
        "after": _side(after),
        "edits": [{"before": list(edit.before), "after": list(edit.after)} for edit in difference.edits],
        "figures": [
            {"before": _figure(before, figure.before), "after": _figure(after, figure.after)}
            for figure in difference.figures
        ],
    }


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    start, end = side.span
    return {"file": side.file, "start": start, "end": end, "heading": list(side.path), "text": side.text}


def _figure(side: Side | None, span: Span | None) -> dict[str, Any] | None:
    if side is None or span is None:
        return None
    start = side.span.start + span.start
    return {"text": span.of(side.text), "start": start, "end": start + span.size}

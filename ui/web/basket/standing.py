"""What became of collected citations in the current generation of the index."""

from __future__ import annotations

import time
from typing import NamedTuple

from index.errors import InputError
from index.types import Span
from retriever.cite.anchors import Standing, State
from retriever.cite.collected import Collected
from retriever.cite.collection import Collection
from ui.service.snapshot import Cache, Snapshot

__all__ = ["BUDGET", "Now", "Standings"]

BUDGET = 1.5
"""Seconds of one request after which the items that are left wait for the next: a page never waits for all."""

_KEPT = 2_000


class Now(NamedTuple):
    """Where a citation stands: its state, file and range now (None: nowhere), and the words there."""

    state: State
    file: str | None
    span: Span | None
    words: str
    ambiguous: bool = False


class Standings:
    """Looks citations up; what had to be searched for is kept, for as long as the index stays as it is."""

    def __init__(self) -> None:
        self._kept = Cache(_KEPT)

    def of(self, snapshot: Snapshot, collection: Collection) -> list[Now | None]:
        """Return what became of every item, None for those that the time did not suffice for: ask again."""
        until = time.monotonic() + BUDGET
        found: list[Now | None] = []
        for item in collection.items:
            place = item.reference.place
            if _untouched(snapshot, item):
                found.append(Now(State.STANDS, place.file, place.span, place.quote))
            elif time.monotonic() > until:
                found.append(None)
            else:
                found.append(self._searched(snapshot, item))
        return found

    def _searched(self, snapshot: Snapshot, item: Collected) -> Now:
        key = (snapshot.generation, item.reference.place.file, item.anchor)
        return self._kept.get(key, lambda: _search(snapshot, item))


def _untouched(snapshot: Snapshot, item: Collected) -> bool:
    """Whether quote and surroundings stand where they stood: so it is with nearly all, and it costs one slice."""
    place = item.reference.place
    around = Span(place.span.start - len(item.prefix), place.span.end + len(item.suffix))
    try:
        document = snapshot.document_at(place.file, place.span.start)
        return snapshot.bundle.slice(document.doc_id, around) == item.prefix + place.quote + item.suffix
    except (InputError, ValueError):
        return False


def _search(snapshot: Snapshot, item: Collected) -> Now:
    texts = snapshot.bundle.texts
    (check,) = Collection((item,)).check(texts)
    standing: Standing = check.standing
    words = standing.span.of(texts[check.file]) if standing.span is not None and check.file is not None else ""
    return Now(standing.state, check.file, standing.span, words, standing.ambiguous)

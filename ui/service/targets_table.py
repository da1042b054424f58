"""The target table of the current generation: read once in a process of its own, then filtered and sorted here."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from index.errors import InputError
from index.language.normalise import normalise_text
from index.messages import Message
from retriever.targets import Limit, Target
from retriever.targets.filtering import of_indicator
from ui.service.processes import Processes
from ui.service.snapshot import Cache, Service, Snapshot
from ui.service.targets_codec import decoder
from ui.service.targets_wanted import View

__all__ = ["Reading", "Table", "Tables"]

_CHOICES_KEPT = 32
_SEARCHES_KEPT = 64
_STILL_READ = Message("The figures of the corpus are still being read: ask again in a minute.")


class Table:
    """Rows of one generation, in the order of the source, and what a reader may choose of them."""

    def __init__(self, snapshot: Snapshot, rows: Sequence[Target]) -> None:
        self.snapshot = snapshot
        self.rows = tuple(rows)
        self._chosen = Cache(_CHOICES_KEPT)
        self._found = Cache(_SEARCHES_KEPT)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Places of the rows, in the order of their names."""
        return tuple(sorted({row.place for row in self.rows if row.place}, key=collated))

    @cached_property
    def documents(self) -> dict[str, int]:
        """What the page calls a document → its id, of those that have rows."""
        held = {row.doc_id for row in self.rows}
        return {name: doc_id for name, doc_id in self.snapshot.documents.items() if doc_id in held}

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Target years of the rows."""
        return tuple(sorted({row.year for row in self.rows if row.year is not None}))

    @cached_property
    def titles(self) -> dict[int, str]:
        """Document → what the page calls it."""
        return {doc_id: name for name, doc_id in self.documents.items()}

    @cached_property
    def names(self) -> dict[int, str]:
        """Line → what most of its rows call it, the shortest of those that are as many."""
        counts: dict[int, Counter[str]] = {}
        for row in self.rows:
            counts.setdefault(row.line, Counter())[row.indicator] += 1
        return {line: _usual(said) for line, said in counts.items()}

    def of_indicator(self, asked: str) -> tuple[Target, ...]:
        """Return the rows of the indicators that say what is ``asked``, by meaning, with all that share their lines."""
        bundle, encoder = self.snapshot.bundle, self.snapshot.encoder
        return self._found.get(asked, lambda: of_indicator(self.rows, asked, encoder, bundle.lexical.idf))

    def chosen(self, view: View) -> tuple[Target, ...]:
        """Return the rows that meet the filters of ``view``, in its order."""
        return self._chosen.get((view.filters, view.sort, view.down), lambda: self._ordered(self._filtered(view), view))

    def _filtered(self, view: View) -> tuple[Target, ...]:
        rows: Iterable[Target] = self.of_indicator(view.indicator) if view.indicator else self.rows
        if view.place:
            places = _saying(view.place, {row.place or "": row.place or "" for row in self.rows})
            rows = [row for row in rows if (row.place or "") in places]
        if view.document:
            documents = self._documents(view.document)
            rows = [row for row in rows if row.doc_id in documents]
        if view.year:
            rows = [row for row in rows if row.year == int(view.year)]
        if view.nature:
            rows = [row for row in rows if row.nature.value == view.nature]
        return tuple(rows)

    def _documents(self, asked: str) -> frozenset[Any]:
        if asked in self.documents:
            return frozenset({self.documents[asked]})
        documents = (self.snapshot.bundle.document(doc_id) for doc_id in self.titles)
        named = {d.doc_id: f"{d.title.value if d.title else ''} {d.source_path}" for d in documents}
        return _saying(asked, named)

    def _ordered(self, rows: tuple[Target, ...], view: View) -> tuple[Target, ...]:
        by = _ORDERS.get(view.sort)
        if by is None:
            return rows
        keys = [by(self, row) for row in rows]
        stated = [number for number, key in enumerate(keys) if key is not None]
        stated.sort(key=lambda number: keys[number], reverse=view.down)
        # What does not state it comes last, whichever way the others run.
        return tuple(rows[number] for number in [*stated, *(n for n, key in enumerate(keys) if key is None)])


def _usual(said: Counter[str]) -> str:
    return min(said, key=lambda text: (-said[text], len(text), text))


def _saying(asked: str, named: dict[Any, str]) -> frozenset[Any]:
    """Return the keys whose names hold what is ``asked``, in either script; one that is exactly it stands alone."""
    phrase = normalise_text(asked).strip()
    names = {key: normalise_text(name).strip() for key, name in named.items()}
    exact = frozenset(key for key, name in names.items() if name == phrase)
    return exact or frozenset(key for key, name in names.items() if phrase in name)


@lru_cache(8_192)
def collated(text: str) -> tuple[bytes, str]:
    """Return a key that sorts Chinese names as readers expect: GB 18030 holds the common characters by their sound."""
    plain = normalise_text(text)
    return plain.encode("gb18030", "replace"), plain


_BOUNDS = {limit: number for number, limit in enumerate(Limit)}

_ORDERS: dict[str, Callable[[Table, Target], Any]] = {
    "place": lambda table, row: collated(row.place) if row.place else None,
    "document": lambda table, row: collated(table.titles[row.doc_id]),
    "indicator": lambda table, row: (table.names[row.line].encode("gb18030", "replace"), row.line, row.year or 0),
    "period": lambda table, row: None if row.year is None else (row.year, row.first_year or row.year),
    "bound": lambda table, row: (
        None if row.limit is Limit.EXACT and not row.strive else (_BOUNDS[row.limit], row.strive)
    ),
    "value": lambda table, row: (row.kind.value, row.change.value, row.unit, row.high, row.low),
    "baseline": lambda table, row: row.base_year,
    "nature": lambda table, row: row.nature.value,
}


@dataclass(slots=True)
class Reading:
    """The table of a generation while it is read: ``table`` or ``error`` is there when it has ``ended``."""

    generation: str
    began: float = field(default_factory=time.monotonic)
    ended: threading.Event = field(default_factory=threading.Event)
    table: Table | None = None
    error: str | None = None

    def result(self) -> Table:
        """Return the table. Raises InputError with the sentence that says why there is none."""
        if self.table is None:
            raise InputError(self.error or _STILL_READ)
        return self.table


class Tables:
    """The table of whatever generation answers now; it is read once, whoever asks first."""

    def __init__(self, service: Service, processes: Processes) -> None:
        self._service = service
        self._processes = processes
        self._lock = threading.Lock()
        self._reading: Reading | None = None

    def reading(self) -> Reading:
        """Return the reading of the current generation, begun if nobody did; one that failed begins anew.

        Raises IndexMissing, IndexDamaged or ModelError without an index.
        """
        snapshot = self._service.snapshot()
        with self._lock:
            held = self._reading
            if held is not None and held.generation == snapshot.generation:
                if held.error is not None:
                    self._reading = None  # told to whoever asks now; the next one tries again
                return held
            begun = self._reading = Reading(snapshot.generation)
        threading.Thread(target=self._read, args=(begun, snapshot), daemon=True).start()
        return begun

    def table(self, seconds: float) -> Table:
        """Return the table, waiting for it ``seconds`` at most. Raises InputError when it is not there by then."""
        reading = self.reading()
        reading.ended.wait(seconds)
        return reading.result()

    def _read(self, reading: Reading, snapshot: Snapshot) -> None:
        decode = decoder()
        try:
            task = {"task": "read_targets", "folder": str(snapshot.bundle.folder)}
            rows = [decode(told) for told in self._processes.run(task) if isinstance(told, list)]
            reading.table = Table(snapshot, rows)
        except InputError as error:
            reading.error = error.message
        finally:
            reading.ended.set()

"""Answering for the page: the current generation of the index, opened once and replaced when there is a newer one.

Everything here only reads; threads share it. A generation that was replaced goes on serving whoever still holds it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from index.corrections import stamp
from index.encoders import Encoder, load_encoder
from index.errors import InputError
from index.language.script import detect_script
from index.store.bundle import Bundle, current_generation
from index.types import Answer, Document, Span
from retriever.answer.assistant import Assistant
from retriever.check.checker import Checker
from retriever.engine import Engine
from retriever.search.filters import Filters
from ui.service.blocks import Page, lay_out

__all__ = ["NO_FILTERS", "Asked", "Cache", "Service", "Snapshot"]

TOP_K = 20
"""Hits behind an answer."""

_ANSWERS_KEPT = 256
_PAGES_KEPT = 6
_YEARS = range(1990, 2101)

NO_FILTERS: Final = Filters()

T = TypeVar("T")


class Cache:
    """The last ``size`` values by key. Two threads that miss at once may both compute; the result is the same."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under ``key``, made by ``make`` when nothing is."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]  # type: ignore[return-value]  # a key always comes with the same maker
        made = make()
        with self._lock:
            self._held[key] = made
            while len(self._held) > self._size:
                self._held.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its filters; ``plain`` takes it as one to read for, whatever its form."""

    question: str
    filters: Filters = NO_FILTERS
    plain: bool = False


class Snapshot:
    """One generation, ready to answer; ``generation`` names it together with what people corrected of it.

    ``documents`` are named by title, those that share one by title and file.
    """

    def __init__(self, bundle: Bundle, encoder: Encoder, generation: str | None = None) -> None:
        self.bundle = bundle
        self.encoder = encoder
        self.generation = generation or bundle.folder.name
        self.engine = Engine.over(bundle, encoder)
        self.assistant = Assistant(self.engine)
        self._answers = Cache(_ANSWERS_KEPT)
        self._pages = Cache(_PAGES_KEPT)
        self._scripts: dict[int, str] = {}

    @cached_property
    def documents(self) -> dict[str, int]:
        """What the page calls a document → its id, in the order of the index. Reads the metadata of all documents."""
        return _named(self.bundle.documents)

    def first_documents(self, most: int) -> dict[str, int]:
        """Return the first ``most`` of :attr:`documents`; a large index is not read further for them."""
        return _named(islice(self.bundle.documents, most))

    @cached_property
    def checker(self) -> Checker:
        """What checks drafts; threads share it."""
        return Checker(self.engine)

    @cached_property
    def places(self) -> dict[str, int]:
        """Places that documents are about, each with how many, in the order of their names."""
        return {name: len(rows) for name, rows in sorted(self.bundle.places.items())}

    @cached_property
    def issuers(self) -> dict[str, int]:
        """Bodies that issued documents, each with how many, in the order of their names."""
        return dict(sorted(self.engine.searcher.filter.issuers.items()))

    @cached_property
    def years(self) -> dict[int, int]:
        """Years that the corpus names, each with in how many documents."""
        view = self.engine.searcher.view
        counts = {year: view.documents_holding((str(year), f"{year}年")) for year in _YEARS}
        return {year: count for year, count in counts.items() if count}

    def script(self, doc_id: int) -> str:
        """Return the script of a document: "hans", "hant" or "latn"."""
        if doc_id not in self._scripts:
            start, end = self.bundle.document(doc_id).span
            self._scripts[doc_id] = detect_script(self.bundle.slice(doc_id, Span(start, min(end, start + 20_000))))
        return self._scripts[doc_id]

    def ask(self, asked: Asked, *, top_k: int = TOP_K, with_answers: bool = True) -> Answer:
        """Answer. Raises InputError for what cannot be asked, or filters that let nothing of the index through."""

        def ask() -> Answer:
            if not with_answers:
                return self.assistant.search(asked.question, top_k, asked.filters)
            return self.assistant.ask(asked.question, top_k, asked.filters, plain=asked.plain)

        return self._answers.get((asked, top_k, with_answers), ask)

    def document_at(self, file: str, start: int) -> Document:
        """Return the document of ``file`` that holds character ``start``. Raises InputError when there is none."""
        for doc_id in self.bundle.documents_of(file):
            document = self.bundle.document(doc_id)
            if document.span.start <= start < document.span.end:
                return document
        raise InputError(
            "The index holds no document {file} at character {start}: it may have been removed.",
            file=repr(file),
            start=start,
        )

    def page(self, doc_id: int) -> Page:
        """Return a document laid out for reading."""
        return self._pages.get(doc_id, lambda: lay_out(self.bundle, doc_id))


def _named(documents: Iterable[Document]) -> dict[str, int]:
    named: dict[str, int] = {}
    for document in documents:
        title = document.title.value if document.title else document.source_path
        name = title if title not in named else f"{title} ({document.source_path}:{document.span.start})"
        named[name] = document.doc_id
    return named


class Service:
    """The snapshot of the current generation of ``index``; opening another happens once, whoever asks first."""

    def __init__(self, index: Path) -> None:
        self.index = index
        self._lock = threading.Lock()
        self._held: Snapshot | None = None
        self._encoder: tuple[str, Encoder] | None = None

    def snapshot(self) -> Snapshot:
        """Return the current generation, opened. Raises IndexMissing, IndexDamaged or ModelError without one."""
        name = self._name()
        held = self._held
        if held is not None and held.generation == name:
            return held
        if held is not None and not self._lock.acquire(blocking=False):
            return held  # somebody opens the new one; until then the old one answers
        if held is None:
            self._lock.acquire()
        try:
            if self._held is None or self._held.generation != name:
                self._held = self._open(name)
            return self._held
        finally:
            self._lock.release()

    def _name(self) -> str:
        """Return what differs once another generation answers, or people corrected something."""
        written, size = stamp(self.index)
        return f"{current_generation(self.index)}-{written:x}-{size:x}" if size else current_generation(self.index)

    def _open(self, name: str) -> Snapshot:
        bundle = Bundle.open(self.index)
        wanted = bundle.encoder.name
        if self._encoder is None or self._encoder[0] != wanted:
            self._encoder = (wanted, load_encoder(wanted))
        encoder = self._encoder[1]
        bundle.check_encoder(encoder)
        snapshot = Snapshot(bundle, encoder, name)
        snapshot.ask(Asked("何时印发"), with_answers=True)  # what the first question loads is not left to a reader
        return snapshot

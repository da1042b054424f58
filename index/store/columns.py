"""Documents, clauses and passages to columns, and back: the only place that knows how a record becomes a row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from index.duplicates import Repeats
from index.store.page_rows import page_row
from index.store.schema import CLAUSE, DOCUMENT, NONE, PAGE, PASSAGE, PATH, ROLES
from index.store.strings import Strings
from index.types import (
    Clause,
    DateKind,
    Document,
    DocumentDate,
    HeadingHint,
    Metadatum,
    PageSpan,
    Part,
    Passage,
    SourceFile,
    Span,
)

__all__ = ["Columns", "document_from_json", "document_to_json", "source_from_json", "source_to_json"]

_ROLE = {role: number for number, role in enumerate(ROLES)}
_METADATA = ("title", "issuer", "place", "doc_no", "issued_on", "published_on", "repeals")


def document_to_json(document: Document) -> str:
    """Return a document as one JSON object. Its id is its row, its file that of its source: they are not repeated."""
    stored: dict[str, Any] = {}
    for name in _METADATA:
        if (value := getattr(document, name)) is not None:
            stored[name] = [value.value, *value.span]
    stored |= {
        "span": list(document.span),
        "kind": document.kind,
        "parts": [[*part.span, _ROLE[part.role]] for part in document.parts],
    }
    if document.dates:
        stored["dates"] = [[date.kind.value, date.value, *date.span] for date in document.dates]
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))


def document_from_json(doc_id: int, data: str, source: str) -> Document:
    """Return the document that :func:`document_to_json` wrote, of the ``source`` that :func:`source_to_json` wrote.

    Raises ValueError, KeyError or TypeError when they did not.
    """
    file = json.loads(source)
    stored = json.loads(data)
    metadata = {
        name: Metadatum(stored[name][0], Span(*stored[name][1:])) if name in stored else None for name in _METADATA
    }
    return Document(
        doc_id=doc_id,
        source_path=file["path"],
        source_sha256=file["sha256"],
        span=Span(*stored["span"]),
        kind=stored["kind"],
        parts=tuple(Part(Span(start, end), ROLES[role]) for start, end, role in stored["parts"]),
        dates=tuple(
            DocumentDate(DateKind(kind), value, Span(start, end)) for kind, value, start, end in stored.get("dates", ())
        ),
        **metadata,
    )


def source_to_json(source: SourceFile) -> str:
    """Return what is kept of a source beside its text and its pages, as one JSON object."""
    kept: dict[str, object] = {
        "path": source.path,
        "sha256": source.sha256,
        "encoding": source.encoding,
        "media": source.media,
    }
    if source.headings:
        kept["headings"] = [[*hint.span, hint.level] for hint in source.headings]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def source_from_json(stored: str, text: str, pages: tuple[PageSpan, ...]) -> SourceFile:
    """Return the source of this text and these pages whose :func:`source_to_json` is ``stored``.

    Raises ValueError, KeyError or TypeError when it is not one.
    """
    kept = json.loads(stored)
    headings = tuple(HeadingHint(Span(start, end), level) for start, end, level in kept.get("headings", ()))
    return SourceFile(kept["path"], text, kept["sha256"], kept["encoding"], kept["media"], headings, pages)


@dataclass(slots=True)
class _Interned:
    """Distinct strings, numbered as they come."""

    numbers: dict[str, int] = field(default_factory=dict)

    def row(self, string: str | None) -> int:
        return NONE if string is None else self.numbers.setdefault(string, len(self.numbers))


class Columns:
    """Collects rows of all tables as documents are added; ids of any numbering become row numbers."""

    def __init__(self) -> None:
        self.sources: list[str] = []
        self.documents: list[str] = []
        self._source_paths: list[str] = []
        self._strings = _Interned()
        self._paths: dict[tuple[int, int], int] = {}
        self._pages = _Rows(PAGE)
        self._document_rows = _Rows(DOCUMENT)
        self._clauses = _Rows(CLAUSE)
        self._passages = _Rows(PASSAGE)
        self._leaves = _Rows(np.dtype("<i4"))
        self._repeats = Repeats()

    def add_source(self, source: SourceFile) -> int:
        """Add a source and return its number."""
        self.sources.append(source_to_json(source))
        self._source_paths.append(source.path)
        number = len(self.sources) - 1
        for page in source.pages:
            self._pages.add(page_row(number, page))
        return number

    def add_document(
        self,
        source: int,
        text: str,
        document: Document,
        clauses: Sequence[Clause],
        passages: Iterable[Passage],
        *,
        may_repeat: bool,
    ) -> None:
        """Add a document of the source numbered ``source`` with its clauses (in order) and passages.

        With ``may_repeat`` its leaves are compared with those of all other documents.
        """
        number, first_clause, first_passage = len(self.documents), len(self._clauses), len(self._passages)
        row_of = {clause.clause_id: first_clause + i for i, clause in enumerate(clauses)}
        for clause in clauses:
            parent = NONE if clause.parent_id is None else row_of[clause.parent_id]
            label, path = self._strings.row(clause.label), self._path(clause.path)
            role = _ROLE[clause.role]
            self._clauses.add((number, parent, label, path, *clause.span, NONE, clause.level, role))
        for passage in passages:
            first_leaf = len(self._leaves)
            for clause_id in passage.clause_ids:
                self._leaves.add(row_of[clause_id])
            leaves = len(passage.clause_ids)
            self._passages.add((number, *passage.span, first_leaf, leaves, NONE, _ROLE[passage.role]))
        if may_repeat:
            self._repeats.add(text, clauses, first_clause)
        place = self._strings.row(document.place.value if document.place else None)
        counts = (first_clause, len(clauses), first_passage, len(self._passages) - first_passage)
        self._document_rows.add((source, *document.span, *counts, place))
        self.documents.append(document_to_json(document))

    @property
    def passage_count(self) -> int:
        """How many passages have been added."""
        return len(self._passages)

    @property
    def clause_count(self) -> int:
        """How many clauses have been added."""
        return len(self._clauses)

    def arrays(self) -> Mapping[str, npt.NDArray[Any]]:
        """Return the finished columns by file name (see :data:`index.store.schema.FILES`), the repeats filled in."""
        clauses, passages = self._clauses.array(), self._passages.array()
        leaves = self._leaves.array()
        canonical = self._repeats.canonical()
        if canonical:
            clauses["canonical"][list(canonical)] = list(canonical.values())
            _fold_passages(clauses, passages, leaves)
        return {
            "pages.npy": self._pages.array(),
            "document_rows.npy": self._document_rows.array(),
            "clauses.npy": clauses,
            "passages.npy": passages,
            "passage_clauses.npy": leaves,
            "paths.npy": np.array(list(self._paths), dtype=PATH),
            "sources.order.npy": np.argsort(np.array(self._source_paths, dtype=object), kind="stable").astype("<i4"),
        }

    def strings(self) -> Mapping[str, Strings]:
        """Return the packed strings by the stem of their two files."""
        return {
            "sources": Strings.pack(self.sources),
            "documents": Strings.pack(self.documents),
            "strings": Strings.pack(self._strings.numbers),
        }

    def _path(self, path: Sequence[str]) -> int:
        row = NONE
        for heading in path:
            row = self._paths.setdefault((row, self._strings.row(heading)), len(self._paths))
        return row


def _fold_passages(
    clauses: npt.NDArray[np.void], passages: npt.NDArray[np.void], leaves: npt.NDArray[np.int32]
) -> None:
    """Set each passage's ``canonical``: the official passage that repeats most of it, when over half is repeated."""
    passage_of = np.full(len(clauses), NONE, dtype=np.int32)
    passage_of[leaves] = np.repeat(np.arange(len(passages), dtype=np.int32), passages["leaves"])
    size = clauses["end"] - clauses["start"]
    affected = np.unique(passage_of[np.flatnonzero(clauses["canonical"] != NONE)])
    for number in affected[affected != NONE].tolist():
        first, count = int(passages["first_leaf"][number]), int(passages["leaves"][number])
        own = leaves[first : first + count]
        targets = clauses["canonical"][own]
        repeated = targets != NONE
        if 2 * int(size[own][repeated].sum()) <= int(size[own].sum()):
            continue
        homes = passage_of[targets[repeated]]
        shared = np.bincount(homes[homes != NONE], weights=size[own][repeated][homes != NONE])
        if len(shared) and (best := int(shared.argmax())) != number:
            passages["canonical"][number] = best


class _Rows:
    """Rows of one type, kept as arrays of a block each: tuples of Python numbers take ten times the memory."""

    _BLOCK = 1 << 15

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self._dtype = dtype
        self._done: list[npt.NDArray[Any]] = []
        self._open: list[Any] = []

    def __len__(self) -> int:
        return len(self._done) * self._BLOCK + len(self._open)

    def add(self, row: Any) -> None:
        self._open.append(row)
        if len(self._open) == self._BLOCK:
            self._done.append(np.array(self._open, dtype=self._dtype))
            self._open = []

    def array(self) -> npt.NDArray[Any]:
        return np.concatenate([*self._done, np.array(self._open, dtype=self._dtype)])

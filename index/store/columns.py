"""Sources, documents, clauses and passages to columns: the only place that knows how a record becomes a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from index.duplicates import Repeats, no_keys
from index.store.page_rows import page_row
from index.store.records import document_to_json, source_to_json
from index.store.schema import CLAUSE, DOCUMENT, LEAF_KEY, NONE, PAGE, PASSAGE, PATH, ROLES
from index.store.stored_block import StoredBlock
from index.store.strings import Strings
from index.types import Clause, Document, Passage, Role, SourceFile

__all__ = ["Columns"]

_ROLE = {role: number for number, role in enumerate(ROLES)}
_REPEATING = (_ROLE[Role.SUMMARY], _ROLE[Role.REPEAT])


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
        self._leaf_keys = _Rows(LEAF_KEY)
        self._edges: list[str] = []
        self._repeats = Repeats()

    def add_source(self, source: SourceFile, edges: str) -> int:
        """Add a source and what it may share with others; return its number."""
        self._edges.append(edges)
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
        keys = self._repeats.add(text, clauses, first_clause) if may_repeat else no_keys(len(clauses))
        self._leaf_keys.extend(keys)
        place = self._strings.row(document.place.value if document.place else None)
        counts = (first_clause, len(clauses), first_passage, len(self._passages) - first_passage)
        self._document_rows.add((source, *document.span, *counts, place))
        self.documents.append(document_to_json(document))

    def take_over(self, block: StoredBlock, edges: Sequence[str]) -> None:
        """Add the sources of ``block`` as an index holds them, with all that was read from them, and their ``edges``.

        The rows are those that adding the same sources one by one would give.
        """
        number, source = len(self.documents), len(self.sources)
        clause, passage, leaf = len(self._clauses), len(self._passages), len(self._leaves)
        self.sources += block.sources
        self._source_paths += block.source_paths
        self._edges += edges
        self.documents += block.documents
        labels, paths = block.interned(self._strings.row, self._path)
        clauses = block.clauses.copy()
        clauses["document"] += number - block.first_document
        clauses["parent"] += np.where(clauses["parent"] == NONE, 0, clause - block.first_clause).astype("<i4")
        clauses["label"] = labels[clauses["label"]]
        clauses["path"] = paths[clauses["path"]]
        clauses["canonical"] = NONE
        passages = block.passages.copy()
        passages["document"] += number - block.first_document
        passages["first_leaf"] += leaf - block.first_leaf
        passages["canonical"] = NONE
        rows = block.document_rows.copy()
        rows["source"] += source - block.first_source
        rows["first_clause"] += clause - block.first_clause
        rows["first_passage"] += passage - block.first_passage
        rows["place"] = labels[rows["place"]]
        pages = block.pages.copy()
        pages["source"] += source - block.first_source
        self._clauses.extend(clauses)
        self._passages.extend(passages)
        self._leaves.extend(block.leaves + np.int32(clause - block.first_clause))
        self._document_rows.extend(rows)
        self._pages.extend(pages)
        self._leaf_keys.extend(block.leaf_keys)
        for row, compared in zip(rows.tolist(), block.compared, strict=True):
            if compared:
                _, _, _, first, count, *_ = row
                own = slice(first - clause, first - clause + count)
                repeating = np.isin(clauses["role"][own], _REPEATING).tolist()
                self._repeats.add_keys(block.leaf_keys[own], repeating, first)

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
            "leaf_keys.npy": self._leaf_keys.array(),
            "paths.npy": np.array(list(self._paths), dtype=PATH),
            "sources.order.npy": np.argsort(np.array(self._source_paths, dtype=object), kind="stable").astype("<i4"),
        }

    def strings(self) -> Mapping[str, Strings]:
        """Return the packed strings by the stem of their two files."""
        return {
            "sources": Strings.pack(self.sources),
            "documents": Strings.pack(self.documents),
            "strings": Strings.pack(self._strings.numbers),
            "edges": Strings.pack(self._edges),
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
        self._size = 0
        self._open: list[Any] = []

    def __len__(self) -> int:
        return self._size + len(self._open)

    def add(self, row: Any) -> None:
        self._open.append(row)
        if len(self._open) == self._BLOCK:
            self._close()

    def extend(self, rows: npt.NDArray[Any]) -> None:
        self._close()
        self._done.append(rows)
        self._size += len(rows)

    def array(self) -> npt.NDArray[Any]:
        self._close()
        return np.concatenate([np.zeros(0, dtype=self._dtype), *self._done])

    def _close(self) -> None:
        if self._open:
            self._done.append(np.array(self._open, dtype=self._dtype))
            self._size += len(self._open)
            self._open = []

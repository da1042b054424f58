"""Sources that lie side by side in an index, with all that was read from them, as rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from index.store.schema import NONE

__all__ = ["StoredBlock", "StoredColumns"]


class StoredColumns:
    """The columns of an open index: ``arrays`` by file name, packed strings by stem, heading paths by row."""

    def __init__(
        self,
        arrays: dict[str, npt.NDArray[Any]],
        strings: Callable[[str], Sequence[str]],
        path: Callable[[int], tuple[str, ...]],
    ) -> None:
        self.arrays = arrays
        self.strings = strings
        self.path = path


class StoredBlock:
    """The sources ``first`` to ``stop`` of an index. Rows are as stored there; ``first_*`` tell where they begin.

    ``compared`` tells of each document whether its leaves are compared with those of others.
    """

    def __init__(self, columns: StoredColumns, first: int, stop: int, record: str) -> None:
        """Read them; ``record`` is the media of sources that are compared with nothing."""
        arrays = columns.arrays
        self._columns = columns
        self.first_source, self.stop_source = first, stop
        self.characters = int(arrays["texts.npy"]["size"][first:stop].sum(dtype=np.int64))
        self.sources = columns.strings("sources")[first:stop]
        kept = [json.loads(source) for source in self.sources]
        self.source_paths = [source["path"] for source in kept]
        documents = arrays["document_rows.npy"]
        self.first_document, end = _range(documents["source"], first, stop)
        self.documents = columns.strings("documents")[self.first_document : end]
        self.document_rows = documents[self.first_document : end]
        self.compared = [kept[row - first]["media"] != record for row in self.document_rows["source"].tolist()]
        self.first_clause, clauses_end = _covered(self.document_rows, "first_clause", "clauses")
        self.first_passage, self.stop_passage = _covered(self.document_rows, "first_passage", "passages")
        self.clauses = arrays["clauses.npy"][self.first_clause : clauses_end]
        self.leaf_keys = arrays["leaf_keys.npy"][self.first_clause : clauses_end]
        self.passages = arrays["passages.npy"][self.first_passage : self.stop_passage]
        self.first_leaf, leaves_end = _covered(self.passages, "first_leaf", "leaves")
        self.leaves = arrays["passage_clauses.npy"][self.first_leaf : leaves_end]
        pages = arrays["pages.npy"]
        self.pages = pages[slice(*_range(pages["source"], first, stop))]

    def interned(
        self, string: Callable[[str | None], int], path: Callable[[Sequence[str]], int]
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Number the strings and heading paths of the block anew; return the new row of each old one, last of NONE.

        ``string`` and ``path`` give numbers as they are asked for; they are asked in the order in which the documents
        were once added.
        """
        names = self._columns.strings("strings")
        strings = np.full(len(names) + 1, NONE, dtype=np.int32)
        paths = np.full(len(self._columns.arrays["paths.npy"]) + 1, NONE, dtype=np.int32)
        clause_ends = (self.document_rows["first_clause"] + self.document_rows["clauses"]).astype(np.int64)
        met = [
            *_first_met(self.document_rows["place"], 3 * clause_ends, is_path=False),
            *_first_met(self.clauses["label"], 3 * self._positions + 1, is_path=False),
            *_first_met(self.clauses["path"], 3 * self._positions + 2, is_path=True),
        ]
        for _, _, is_path, row in sorted(met):
            if is_path:
                paths[row] = path(self._columns.path(row))
            else:
                strings[row] = string(names[row])
        return strings, paths

    @property
    def _positions(self) -> npt.NDArray[np.int64]:
        return np.arange(self.first_clause, self.first_clause + len(self.clauses), dtype=np.int64)


def _first_met(
    rows: npt.NDArray[np.int32], order: npt.NDArray[np.int64], *, is_path: bool
) -> list[tuple[int, int, bool, int]]:
    """Return (when, position, ``is_path``, row) of the first of each distinct row but NONE; ``order`` ascends."""
    distinct, first = np.unique(rows, return_index=True)
    met = zip(order[first].tolist(), first.tolist(), distinct.tolist(), strict=True)
    return [(when, at, is_path, row) for when, at, row in met if row != NONE]


def _range(column: npt.NDArray[np.int32], first: int, stop: int) -> tuple[int, int]:
    begin, end = np.searchsorted(column, (first, stop)).tolist()
    return begin, end


def _covered(rows: npt.NDArray[np.void], first: str, count: str) -> tuple[int, int]:
    if not len(rows):
        return 0, 0
    return int(rows[first][0]), int(rows[first][-1]) + int(rows[count][-1])

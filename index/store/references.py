"""Whether the rows of an index point where there is something: what a reader would follow into nothing is refused.

Opening checks the tables, which takes a millisecond per hundred thousand rows; the long lists behind them (terms by
passage, tokens, leaves) are checked when an index is verified.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from index.store.schema import FILES, NONE, ROLES

__all__ = ["check_lists", "check_tables"]

Arrays = Mapping[str, npt.NDArray[Any]]

_STARTS = {"lexical.starts.npy": "lexical.rows.npy", "tokens.starts.npy": "tokens.npy"}
"""Where the entries of each row start → the entries."""

_PACKED = tuple(file.name for file in FILES if file.dtype == "<i8" and file.name not in _STARTS)
"""Where each string starts in the ``.bin`` of the same stem."""


def check_tables(arrays: Arrays) -> None:
    """Raise ValueError, saying what is wrong, unless all rows of the tables point at rows and characters there are."""
    sources, documents = arrays["texts.npy"], arrays["document_rows.npy"]
    clauses, passages, paths = arrays["clauses.npy"], arrays["passages.npy"], arrays["paths.npy"]
    leaves, strings = len(arrays["passage_clauses.npy"]), len(arrays["strings.npy"]) - 1
    for name in _PACKED:
        if name in arrays:
            _check_starts(name, arrays[name], None)
    for name, entries in _STARTS.items():
        if name in arrays:
            _check_starts(name, arrays[name], len(arrays[entries]))
    _check("texts.npy", (sources["offset"] >= 0) & (sources["size"] >= 0))
    _check_range("sources.order.npy", arrays["sources.order.npy"], 0, len(sources))
    _check_range("pages.npy", arrays["pages.npy"]["source"], 0, len(sources))
    _check_spans("pages.npy", arrays["pages.npy"], sources["size"][arrays["pages.npy"]["source"]])
    _check_range("document_rows.npy", documents["source"], 0, len(sources))
    _check_range("document_rows.npy", documents["place"], NONE, strings)
    _check_spans("document_rows.npy", documents, sources["size"][documents["source"]])
    _check_runs("document_rows.npy", documents["first_clause"], documents["clauses"], len(clauses))
    _check_runs("document_rows.npy", documents["first_passage"], documents["passages"], len(passages))
    _check_range("paths.npy", paths["text"], 0, strings)
    # A path stands behind the one above it, so that no way up is a circle.
    _check("paths.npy", (paths["parent"] >= NONE) & (paths["parent"] < np.arange(len(paths))))
    sizes = sources["size"][documents["source"]]
    for name, rows in (("clauses.npy", clauses), ("passages.npy", passages)):
        _check_range(name, rows["document"], 0, len(documents))
        _check_range(name, rows["canonical"], NONE, len(rows))
        _check_range(name, rows["role"], 0, len(ROLES))
        _check_spans(name, rows, sizes[rows["document"]])
    _check_range("clauses.npy", clauses["parent"], NONE, len(clauses))
    _check_range("clauses.npy", clauses["label"], NONE, strings)
    _check_range("clauses.npy", clauses["path"], NONE, len(paths))
    _check_runs("passages.npy", passages["first_leaf"], passages["leaves"], leaves)
    _check("passages.npy", passages["leaves"] > 0)


def check_lists(arrays: Arrays) -> None:
    """Raise ValueError unless all entries of the long lists point at rows that there are."""
    _check_range("passage_clauses.npy", arrays["passage_clauses.npy"], 0, len(arrays["clauses.npy"]))
    _check_range("lexical.rows.npy", arrays["lexical.rows.npy"], 0, len(arrays["passages.npy"]))
    _check("lexical.lengths.npy", arrays["lexical.lengths.npy"] >= 0)
    _check("lexical.scores.npy", np.isfinite(arrays["lexical.scores.npy"]))
    keys, clauses = arrays["leaf_keys.npy"], arrays["clauses.npy"]
    counts = arrays["document_rows.npy"]["clauses"][clauses["document"]]
    _check("leaf_keys.npy", (keys["size"] >= 0) & (keys["within"] >= NONE) & (keys["within"] < counts))
    if "tokens.npy" in arrays:
        _check("tokens.npy", arrays["tokens.npy"] >= 0)
    order = arrays["sources.order.npy"]
    _check("sources.order.npy", np.bincount(order, minlength=len(order)) == 1)


def _check(name: str, right: npt.NDArray[np.bool_]) -> None:
    if not right.all():
        raise ValueError(f"row {int(np.argmin(right))} of {name} points outside of what there is")


def _check_range(name: str, column: npt.NDArray[Any], low: int, stop: int) -> None:
    if len(column) and not low <= int(column.min()) <= int(column.max()) < stop:
        _check(name, (column >= low) & (column < stop))


def _check_spans(name: str, rows: npt.NDArray[Any], sizes: npt.NDArray[Any]) -> None:
    _check(name, (rows["start"] >= 0) & (rows["start"] <= rows["end"]) & (rows["end"] <= sizes))


def _check_runs(name: str, first: npt.NDArray[Any], count: npt.NDArray[Any], stop: int) -> None:
    _check(name, (first >= 0) & (count >= 0) & (first.astype(np.int64) + count <= stop))


def _check_starts(name: str, starts: npt.NDArray[Any], stop: int | None) -> None:
    if (
        not len(starts)
        or starts[0] != 0
        or (stop is not None and starts[-1] != stop)
        or (starts[1:] < starts[:-1]).any()
    ):
        raise ValueError(f"{name} tells of entries that overlap or are not there")

"""TREC runs and judgements: the six and the four columns that every evaluation tool of the field reads."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from eval.data.beir import Qrels, open_text
from index.errors import LoadError, StorageError

__all__ = ["read_trec_qrels", "read_trec_run", "write_trec_qrels"]


def read_trec_run(path: Path, known: Collection[str] | None = None) -> dict[str, list[tuple[str, float]]]:
    """Read query, Q0, passage, rank, score, tag; plain, ``.gz`` or ``.xz``.

    Args:
        path: the run.
        known: the queries that it may answer; None is any.

    Returns:
        Query → (passage, score) by falling score; equal scores by falling id, as trec_eval orders them. The rank column
        is ignored, as everywhere.

    Raises:
        LoadError: a line has other columns, an unknown query or a score that is no number, or lists a passage twice.
    """
    scores: dict[str, dict[str, float]] = {}
    for number, cells in _rows(path):
        if len(cells) != 6:
            raise LoadError(
                "{path}:{number}: {count} columns instead of 6; write query, Q0, passage, rank, score and tag.",
                path=path,
                number=number,
                count=len(cells),
            )
        query, _, passage, _, score, _ = cells
        value = _number(score)
        if value is None:
            raise LoadError(
                "{path}:{number}: the score {score} is no number; write a finite number.",
                path=path,
                number=number,
                score=repr(score),
            )
        if known is not None and query not in known:
            raise LoadError(
                "{path}:{number}: nobody judged the query {query}; give the run of this benchmark and split, or "
                "remove the line.",
                path=path,
                number=number,
                query=repr(query),
            )
        ranked = scores.setdefault(query, {})
        if passage in ranked:
            raise LoadError(
                "{path}:{number}: query {query} lists {passage} a second time; leave one out.",
                path=path,
                number=number,
                query=repr(query),
                passage=repr(passage),
            )
        ranked[passage] = value
    if not scores:
        raise LoadError("{path} holds no line; give a run with at least one.", path=path)
    return {
        query: sorted(ranked.items(), key=lambda pair: (pair[1], pair[0]), reverse=True)
        for query, ranked in scores.items()
    }


def read_trec_qrels(path: Path) -> Qrels:
    """Read query, iteration, passage, grade; plain, ``.gz`` or ``.xz``.

    Raises:
        LoadError: a line has other columns, a grade is no whole number, a pair is judged twice, or no line is there.
    """
    qrels: Qrels = {}
    for number, cells in _rows(path):
        if len(cells) != 4 or not cells[3].lstrip("-").isdecimal():
            raise LoadError(
                "{path}:{number}: not query, 0, passage and a whole grade; write these four columns.",
                path=path,
                number=number,
            )
        judged = qrels.setdefault(cells[0], {})
        if cells[2] in judged:
            raise LoadError(
                "{path}:{number}: {query} judges {passage} a second time; leave one out.",
                path=path,
                number=number,
                query=repr(cells[0]),
                passage=repr(cells[2]),
            )
        judged[cells[2]] = int(cells[3])
    if not qrels:
        raise LoadError("{path} holds no judgement; without any nothing can be measured.", path=path)
    return qrels


def write_trec_qrels(path: Path, qrels: Mapping[str, Mapping[str, int]]) -> None:
    """Write judgements in TREC's four columns.

    Raises:
        StorageError: the file cannot be written.
    """
    lines = [f"{query} 0 {passage} {grade}\n" for query, judged in qrels.items() for passage, grade in judged.items()]
    try:
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise StorageError(
            "{path} cannot be written ({reason}); choose another place.", path=path, reason=error.strerror
        ) from error


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    with open_text(path) as lines:
        try:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line.split()
        except (EOFError, UnicodeDecodeError, OSError) as error:
            raise LoadError("{path} is damaged ({error}); fetch it again.", path=path, error=error) from error


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None

"""BEIR folders and TREC runs (Thakur et al., NeurIPS Datasets 2021).

A folder holds ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/<split>.tsv``, each plain, ``.gz`` or ``.xz``.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from index.errors import LoadError, StorageError

__all__ = ["BeirPassage", "numbered_rows", "open_text", "read_beir", "read_lines", "write_trec_run"]

Qrels = dict[str, dict[str, int]]
"""Query id → passage id → grade (0 is judged not relevant)."""


@dataclass(frozen=True, slots=True)
class BeirPassage:
    """One row of ``corpus.jsonl``; ``title`` is empty when the row has none."""

    passage_id: str
    title: str
    text: str


def open_text(path: Path) -> TextIO:
    """Open ``path``, or the file beside it that adds ``.gz`` or ``.xz``, as UTF-8 text.

    Raises:
        LoadError: none of the three exists or can be opened.
    """
    for candidate in (path, path.with_name(path.name + ".gz"), path.with_name(path.name + ".xz")):
        if not candidate.is_file():
            continue
        try:
            if candidate.suffix == ".gz":
                return gzip.open(candidate, "rt", encoding="utf-8")
            if candidate.suffix == ".xz":
                return lzma.open(candidate, "rt", encoding="utf-8")
            return candidate.open(encoding="utf-8")
        except OSError as error:
            raise LoadError(
                "{candidate} cannot be read ({reason}); check its permissions.",
                candidate=candidate,
                reason=error.strerror,
            ) from error
    raise LoadError(
        "{path} does not exist, neither plain nor as .gz or .xz; check the folder that you named.", path=path
    )


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a JSON lines file, plain or compressed; blank lines are skipped. Raises as :func:`numbered_rows`."""
    return (row for _, row in numbered_rows(path))


def numbered_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows of a JSON lines file, plain or compressed, with their line numbers from 1; blank lines are skipped.

    Raises:
        LoadError: the file is missing, damaged, or a line is no JSON object; the message names the line.
    """
    with open_text(path) as lines:
        try:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                except json.JSONDecodeError as error:
                    raise LoadError(
                        "Line {number} of {path} is not JSON ({msg}); mend or remove it.",
                        number=number,
                        path=path,
                        msg=error.msg,
                    ) from error
                if not isinstance(row, dict):
                    raise LoadError(
                        "Line {number} of {path} is not a JSON object; mend or remove it.", number=number, path=path
                    )
                yield number, row
        except (EOFError, lzma.LZMAError, gzip.BadGzipFile, UnicodeDecodeError) as error:
            raise LoadError("{path} is damaged ({error}); fetch it again.", path=path, error=error) from error


def read_beir(folder: Path, split: str = "test") -> tuple[list[BeirPassage], dict[str, str], Qrels]:
    """Read a BEIR folder.

    Returns:
        The passages in file order; query id → question, only of queries judged in ``split``; the judgements.

    Raises:
        LoadError: a file is missing or damaged, lacks a field, repeats an id or a judgement, judges a query or
            passage that does not exist, or judges nothing relevant.
    """
    corpus: list[BeirPassage] = []
    seen: set[str] = set()
    for number, row in enumerate(read_lines(folder / "corpus.jsonl"), start=1):
        where = f"row {number} of {folder / 'corpus.jsonl'}"
        passage = BeirPassage(_field(row, "_id", where), str(row.get("title") or ""), _field(row, "text", where))
        if passage.passage_id in seen:
            raise LoadError(
                "The id {passage_id} in {where} stands there twice; ids must be unique.",
                passage_id=repr(passage.passage_id),
                where=where,
            )
        seen.add(passage.passage_id)
        corpus.append(passage)
    queries: dict[str, str] = {}
    for number, row in enumerate(read_lines(folder / "queries.jsonl"), start=1):
        where = f"row {number} of {folder / 'queries.jsonl'}"
        query = _field(row, "_id", where)
        if query in queries:
            raise LoadError(
                "The id {query} in {where} stands there twice; ids must be unique.", query=repr(query), where=where
            )
        queries[query] = _field(row, "text", where)
    qrels = _read_qrels(folder / "qrels" / f"{split}.tsv")
    for query, judged in qrels.items():
        if query not in queries:
            raise LoadError(
                "The judgements of {folder} name the query {query}, which queries.jsonl does not hold; add the "
                "query or remove its judgements.",
                folder=folder,
                query=repr(query),
            )
        lost = next((passage for passage in judged if passage not in seen), None)
        if lost is not None:
            raise LoadError(
                "The judgements of {folder} name the passage {lost} for the query {query}, which corpus.jsonl "
                "does not hold; no system could find it: add the passage or remove the judgement.",
                folder=folder,
                lost=repr(lost),
                query=repr(query),
            )
    return corpus, {query: queries[query] for query in qrels}, qrels


def _field(row: Mapping[str, Any], name: str, where: str) -> str:
    if name not in row:
        raise LoadError(
            "The field {name} is missing in {where}; a BEIR row holds _id and text.", name=repr(name), where=where
        )
    return str(row[name])


def _read_qrels(path: Path) -> Qrels:
    qrels: Qrels = {}
    with open_text(path) as lines:
        text = lines.read()
    rows = csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, row in enumerate(rows, start=2):
        try:
            query, passage, grade = row["query-id"], row["corpus-id"], int(row["score"])
        except (KeyError, TypeError, ValueError) as error:
            raise LoadError(
                "{path}:{number}: it must hold the columns query-id, corpus-id and score (a whole number).",
                path=path,
                number=number,
            ) from error
        judged = qrels.setdefault(query, {})
        if passage in judged:
            raise LoadError(
                "{path}:{number}: {query} judges {passage} a second time; leave one out.",
                path=path,
                number=number,
                query=repr(query),
                passage=repr(passage),
            )
        judged[passage] = grade
    if not any(grade > 0 for judged in qrels.values() for grade in judged.values()):
        raise LoadError("{path} judges nothing relevant; without a grade above 0 nothing can be measured.", path=path)
    return qrels


def write_trec_run(path: Path, run: Mapping[str, Sequence[tuple[str, float]]], name: str = "yinju") -> None:
    """Write query id → (passage id, score) pairs, best first, in TREC's six columns.

    Evaluators sort by score, not by the rank column: a score that ties with its predecessor is lowered by one part in
    10⁹, so that every tool sees the order that was written. White space in ids, which the format cannot hold, becomes
    ``_``.

    Raises:
        StorageError: the file cannot be written.
    """
    lines: list[str] = []
    for query, ranked in run.items():
        last = float("inf")
        for rank, (passage, score) in enumerate(ranked, start=1):
            last = score if score < last else last - max(abs(last), 1.0) * 1e-9
            ids = ("_".join(query.split()), "_".join(passage.split()))
            lines.append(f"{ids[0]} Q0 {ids[1]} {rank} {last:.12g} {name}\n")
    try:
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise StorageError(
            "{path} cannot be written ({reason}); choose another place.", path=path, reason=error.strerror
        ) from error

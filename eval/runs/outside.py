"""Runs of other systems over the gold questions: rankings of places, or whole answers in the JSON contract.

    run.tsv     question id, file, start, end, score (tab-separated; a header line is allowed)
    run.jsonl   {"id": …, "file": …, "start": …, "end": …, "score": …} per line,
                or the contract objects that `yinju ask --batch … --json` prints (docs/json-contract.md)

Every line that cannot be counted is named; nothing is left out in silence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from eval.data.beir import open_text
from eval.data.questions import Problem
from index.errors import LoadError

__all__ = ["OutsideRun", "read_outside"]

_COLUMNS = ("id", "file", "start", "end", "score")


@dataclass(frozen=True, slots=True)
class OutsideRun:
    """Question id → contract object; ``answers`` tells whether it holds answers or rankings alone."""

    given: Mapping[str, Mapping[str, Any]]
    answers: bool


class _LineError(Exception):
    """What is wrong with a line, and the remedy."""


def read_outside(path: Path, known: Collection[str], files: Collection[str]) -> OutsideRun:
    """Read a run.

    Args:
        path: plain, ``.gz`` or ``.xz``; tab-separated when its name holds ``.tsv``, JSON lines otherwise.
        known: every question id of the gold set, whatever its half.
        files: the names of the corpus files. A path in the run counts by its last part.

    Raises:
        LoadError: a line is malformed, names an unknown question or file, or repeats one; the first is named, and how
            many there are.
    """
    problems: list[Problem] = []
    ranked: dict[str, list[dict[str, Any]]] = {}
    answered: dict[str, Mapping[str, Any]] = {}
    seen: dict[tuple[Any, ...], int] = {}
    reader = _tsv(path) if ".tsv" in path.suffixes else _json_lines(path)
    for number, row in reader:
        try:
            if isinstance(row, _LineError):
                raise row
            name = row.get("id")
            if name not in known:
                raise _LineError(f"unknown question {name!r}", "use the ids of the gold set's questions.jsonl")
            place = None if "hits" in row else _place(row, files)
            key = (name,) if place is None else (name, place["file"], place["start"], place["end"])
            if key in seen:
                raise _LineError(f"the same as line {seen[key]}: {'/'.join(map(str, key))}", "leave one of them out")
            seen[key] = number
            if place is None:
                answered[str(name)] = _contract(row, files)
            else:
                ranked.setdefault(str(name), []).append(place)
        except _LineError as error:
            problems.append(Problem(str(path), number, *error.args))
    if problems:
        more = f" ({len(problems) - 1} more lines cannot be counted)" if len(problems) > 1 else ""
        raise LoadError("{problem}{more}.", problem=problems[0], more=more)
    if not seen:
        raise LoadError("{path} holds no result; give a run with at least one line.", path=path)
    if ranked and answered:
        raise LoadError("{path} mixes places with contract objects; give one kind.", path=path)
    if answered:
        return OutsideRun(answered, answers=True)
    return OutsideRun({name: _as_given(places) for name, places in ranked.items()}, answers=False)


def _as_given(places: list[dict[str, Any]]) -> dict[str, Any]:
    hits = sorted(places, key=lambda place: -place["score"])
    return {"abstained": False, "answers": [], "hits": hits}


def _tsv(path: Path) -> Iterator[tuple[int, dict[str, Any] | _LineError]]:
    for number, line in _lines(path):
        cells = line.split("\t")
        if len(cells) != len(_COLUMNS):
            message = f"{len(cells)} columns instead of {len(_COLUMNS)}"
            yield number, _LineError(message, f"write {', '.join(_COLUMNS)}, separated by tabs")
            continue
        if number == 1 and cells[2].strip().lower() == "start":
            continue
        row: dict[str, Any] = dict(zip(_COLUMNS, (cell.strip() for cell in cells), strict=True))
        for column, kind in (("start", int), ("end", int), ("score", float)):
            with suppress(ValueError):  # _place names what is no number
                row[column] = kind(row[column])
        yield number, row


def _json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any] | _LineError]]:
    for number, line in _lines(path):
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            row = None
        good = isinstance(row, dict)
        yield number, row if good else _LineError("not a JSON object", f"write {{{', '.join(_COLUMNS)}}} on one line")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with open_text(path) as lines:
        try:
            yield from ((number, line.rstrip("\r\n")) for number, line in enumerate(lines, 1) if line.strip())
        except (EOFError, UnicodeDecodeError, OSError) as error:
            raise LoadError("{path} is damaged ({error}); fetch it again.", path=path, error=error) from error


def _place(row: Mapping[str, Any], files: Collection[str]) -> dict[str, Any]:
    missing = [name for name in _COLUMNS if name not in row]
    if missing:
        raise _LineError(f"it lacks {', '.join(missing)}", f"give {', '.join(_COLUMNS)}")
    start, end, score = row["start"], row["end"], row["score"]
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise _LineError(f"the place runs from {start!r} to {end!r}", "give whole numbers with 0 <= start < end")
    if isinstance(score, bool) or not isinstance(score, int | float) or not math.isfinite(score):
        raise _LineError(f"the score is {score!r}", "give a finite number; higher is better")
    return {"file": _file(row["file"], files), "start": start, "end": end, "score": float(score)}


def _file(name: object, files: Collection[str]) -> str:
    last = PurePath(str(name)).name
    if last not in files:
        raise _LineError(f"unknown file {name!r}", f"name a file of the corpus: {', '.join(sorted(files)[:3])} …")
    return last


def _contract(row: Mapping[str, Any], files: Collection[str]) -> dict[str, Any]:
    try:
        hits = [
            {**hit, "file": _file(hit["file"], files), "also_at": [_named(place, files) for place in hit["also_at"]]}
            for hit in row["hits"]
        ]
        answers = [{**item, "citation": _named(item["citation"], files)} for item in row["answers"]]
        if any(not 0 <= float(item["confidence"]) <= 1 for item in answers):
            raise _LineError("a confidence lies outside 0..1", "give a probability")
        for place in (*hits, *(item["citation"] for item in answers)):
            if type(place["start"]) is not int or type(place["end"]) is not int:
                raise _LineError(f"a place runs from {place['start']!r} to {place['end']!r}", "give whole numbers")
        return {**row, "abstained": bool(row["abstained"]), "answers": answers, "hits": hits}
    except (KeyError, TypeError, ValueError) as error:
        message = f"not a contract object ({type(error).__name__}: {error})"
        raise _LineError(message, "follow docs/json-contract.md") from error


def _named(place: Mapping[str, Any], files: Collection[str]) -> dict[str, Any]:
    return {**place, "file": _file(place["file"], files)}

"""What a system scored on a benchmark, question by question: the record that is saved, read back and compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from index.errors import InputError, LoadError, StorageError

__all__ = ["SCHEMA", "SLICES", "Benchmark", "QuestionResult", "Results", "load_results", "save_results"]

SCHEMA = 1
SLICES = ("kind", "language", "document")
"""The dimensions along which questions are grouped in reports."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What was asked. ``sha256`` is of the questions and judgements: equal exactly when two runs can be compared."""

    name: str
    split: str
    questions: int
    sha256: str

    def __str__(self) -> str:
        return f"{self.name} ({self.split}, {self.questions} questions, {self.sha256[:8]})"


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question: its slices, its figures, and what the system gave.

    ``slices`` maps each of :data:`SLICES` that applies to its values (several for a question about several documents).
    ``confidence`` is None when nothing was answered, ``right`` None when the system only ranks, ``took_ms`` None when
    it does not say. ``given`` holds ``answers``, ``hits`` and ``reason`` as in the contract, cut to what reports show.
    """

    id: str
    question: str
    slices: Mapping[str, tuple[str, ...]]
    figures: Mapping[str, float]
    confidence: float | None = None
    right: bool | None = None
    took_ms: float | None = None
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Results:
    """A run: benchmark, system (a name for people), its settings, the command that made it, and every question.

    ``notes`` say what a reader must know: questions that the run left out, index and judgements that do not fit.
    """

    benchmark: Benchmark
    system: str
    settings: Mapping[str, Any]
    command: str
    questions: tuple[QuestionResult, ...]
    notes: tuple[str, ...] = ()

    def figure(self, name: str) -> dict[str, float]:
        """Return question id → value, for the questions that the figure applies to."""
        return {question.id: question.figures[name] for question in self.questions if name in question.figures}

    @property
    def figure_names(self) -> list[str]:
        """Every figure that applies to some question, in the order in which they first appear."""
        return list(dict.fromkeys(name for question in self.questions for name in question.figures))


def save_results(path: Path, results: Results) -> None:
    """Write one JSON object with every question on a line of its own.

    Raises:
        StorageError: the file cannot be written.
    """
    head = asdict(results)
    questions = head.pop("questions")
    lines = ",\n".join(json.dumps(question, ensure_ascii=False) for question in questions)
    opening = json.dumps({"schema": SCHEMA, **head}, ensure_ascii=False)[:-1]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'{opening}, "questions": [\n{lines}\n]}}\n', encoding="utf-8")
    except OSError as error:
        raise StorageError(
            "{path} cannot be written ({reason}); choose another place.", path=path, reason=error.strerror
        ) from error


def load_results(path: Path) -> Results:
    """Read what :func:`save_results` wrote.

    Raises:
        LoadError: the file is missing or no such record.
        InputError: another version wrote it.
    """
    remedy = "give a file that `yinju eval --save FILE` wrote"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LoadError(
            "{path} cannot be read ({reason}); {remedy}.", path=path, reason=error.strerror, remedy=remedy
        ) from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise LoadError(
            "{path} is not the JSON of a run ({error}); {remedy}.", path=path, error=error, remedy=remedy
        ) from error
    if not isinstance(raw, dict) or "schema" not in raw:
        raise LoadError("{path} is not the JSON of a run; {remedy}.", path=path, remedy=remedy)
    if raw["schema"] != SCHEMA:
        raise InputError(
            "{path} has schema {theirs}, this version reads {ours}; run the evaluation anew.",
            path=path,
            theirs=repr(raw["schema"]),
            ours=SCHEMA,
        )
    try:
        questions = tuple(_question(row) for row in raw["questions"])
        results = Results(
            benchmark=Benchmark(**raw["benchmark"]),
            system=str(raw["system"]),
            settings=dict(raw["settings"]),
            command=str(raw["command"]),
            questions=questions,
            notes=tuple(raw["notes"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise LoadError(
            "{path} lacks part of a run or holds another's ({error}); {remedy}.", path=path, error=error, remedy=remedy
        ) from error
    if len({question.id for question in questions}) != results.benchmark.questions:
        raise LoadError(
            "{path} lacks questions of {benchmark} or holds one twice; run the evaluation anew.",
            path=path,
            benchmark=results.benchmark,
        )
    return results


def _question(row: Mapping[str, Any]) -> QuestionResult:
    slices = {str(name): tuple(str(value) for value in values) for name, values in row["slices"].items()}
    figures = {str(name): float(value) for name, value in row["figures"].items()}
    return QuestionResult(**{**row, "slices": slices, "figures": figures})

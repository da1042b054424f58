"""Runs over documents with questions whose answers are spans of them (:mod:`eval.data.document_questions`)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.data.document_questions import DocumentQuestions, write_documents
from eval.data.questions import GoldQuestion
from eval.measures.judging import gold_qrels, judged_ranking, places_of
from eval.measures.span_scoring import score_span
from eval.runs.benchmarks import Ranked
from eval.runs.outside import read_outside
from eval.runs.results import Benchmark, QuestionResult, Results
from eval.runs.running import LANGUAGES, ask_all, digest, shown
from eval.runs.systems import System
from index.errors import InputError

if TYPE_CHECKING:
    from index.batches import Progress
    from index.store.bundle import Bundle

__all__ = ["SPLIT", "index_documents", "measure_outside_spans", "measure_spans"]

SPLIT = "all"
"""Documents with questions have no halves."""


def index_documents(
    texts: Mapping[str, str], index: Path, *, model: str | None = None, progress: Progress | None = None
) -> None:
    """Write the texts as files of a temporary folder and index that. Raises as :func:`index.build.build_index`."""
    from index.build import build_index

    with tempfile.TemporaryDirectory(prefix="yinju-documents-") as folder:
        write_documents(texts, Path(folder))
        build_index([folder], index, model=model, progress=progress)


def measure_spans(
    name: str,
    asked: DocumentQuestions,
    system: System,
    bundle: Bundle,
    *,
    command: str,
    progress: Callable[[int], None] | None = None,
    threads: int = 1,
) -> Ranked:
    """Ask every question over ``bundle``, an index of the documents, ``threads`` at a time.

    Raises:
        InputError: a file that a question asks about is not in the index, or was read as another text than the one
            that its offsets count.
    """
    held = {document.source_path for document in bundle.documents}
    for file in {question.documents[0]: None for question in asked.questions}:
        if file not in held:
            raise InputError(
                "{file} of documents.jsonl could not be indexed as a file; name it as text (.txt), with text in it.",
                file=file,
            )
        if bundle.texts[file] != asked.texts[file]:
            raise InputError(
                "{file} of documents.jsonl is read as another text than the one given, so no offset would fit; "
                "name it as text (.txt), without a byte order mark.",
                file=file,
            )
    given = ask_all(asked.questions, system.ask, progress, threads)
    notes = []
    if lost := [file for file in asked.texts if file not in held]:
        notes.append(f"{len(lost)} documents without questions could not be indexed, such as {lost[0]}.")
    return _ranked(name, asked, given, system.name, system.settings, command, system.answers, notes)


def measure_outside_spans(name: str, asked: DocumentQuestions, run: Path, *, command: str) -> Ranked:
    """Score a run of another system (:mod:`eval.runs.outside`).

    Raises:
        LoadError: a line of the run cannot be counted.
    """
    outside = read_outside(run, {question.id for question in asked.questions}, asked.texts.keys())
    return _ranked(name, asked, outside.given, run.name, {}, command, outside.answers, [])


def _ranked(
    name: str,
    asked: DocumentQuestions,
    given: Mapping[str, Mapping[str, Any]],
    system: str,
    settings: Mapping[str, Any],
    command: str,
    answers: bool,
    notes: Iterable[str],
) -> Ranked:
    questions = asked.questions
    notes = [*notes]
    if missing := [question.id for question in questions if question.id not in given]:
        notes.append(f"{len(missing)} of {len(questions)} questions have no result and count 0, such as {missing[0]}.")
    rows = [_row(question, given.get(question.id, {}), answers) for question in questions]
    identity = [(q.id, q.question, q.documents, *q.evidence[0].span, q.answers) for q in questions]
    results = Results(
        Benchmark(name, SPLIT, len(rows), digest(identity)), system, settings, command, tuple(rows), tuple(notes)
    )
    run = {}
    for question in questions:
        if question.id in given:
            items = judged_ranking(question, places_of(given[question.id]))
            run[question.id] = [(item, float(len(items) - at)) for at, item in enumerate(items)]
    return Ranked(results, run, gold_qrels(questions))


def _row(question: GoldQuestion, given: Mapping[str, Any], answers: bool) -> QuestionResult:
    figures = score_span(question, given, answers=answers)
    items: Sequence[Mapping[str, Any]] = given.get("answers", ())
    took = given.get("took_ms")
    return QuestionResult(
        id=question.id,
        question=question.question,
        slices={"language": (LANGUAGES[question.script],)},
        figures=figures,
        confidence=float(items[0]["confidence"]) if answers and items else None,
        right=bool(figures["TopAnswerCites"]) if answers else None,
        took_ms=None if took is None else float(took),
        given=shown(given),
    )

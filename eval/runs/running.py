"""Asking a system every question of a benchmark and scoring what comes back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from eval.data.beir import Qrels
from eval.data.questions import Gold, GoldQuestion
from eval.data.verify import check
from eval.measures.ranking import per_query
from eval.measures.scoring import RANKING_FIGURES, score
from eval.runs.results import Benchmark, QuestionResult, Results
from index.errors import InputError

__all__ = [
    "BEIR_FIGURES",
    "LANGUAGES",
    "Ask",
    "ask_all",
    "digest",
    "gold_results",
    "in_order",
    "ranking_results",
    "select",
    "shown",
    "verified_gold",
]

Ask = Callable[[str], Mapping[str, Any]]
"""A system: question → contract object (docs/json-contract.md), files named as the gold set names them."""

LANGUAGES = {"hans": "Simplified", "hant": "Traditional", "latn": "English"}
"""Script of a question → its slice."""

BEIR_FIGURES = ("nDCG@10", "R@100", "RR", "Success@5", "AP")
"""Figures of public benchmarks, in ir_measures' notation; RR averaged is MRR, AP averaged is MAP."""

Given = TypeVar("Given")
Found = TypeVar("Found")

_NAMED = 5
_SHOWN_HITS = 20
_SHOWN_TEXTS = 5


def verified_gold(folder: Path, corpus: Path) -> tuple[Gold, dict[str, str]]:
    """Read a gold set and prove it against its corpus (:mod:`eval.data.verify`).

    Returns:
        The gold set, and the text of every corpus file by name.

    Raises:
        InputError: something does not hold; the message names the first line, its remedy, and how many more there are.
    """
    gold, texts, problems = check(folder, corpus)
    if problems:
        more = ""
        if len(problems) > 1:
            more = f" ({len(problems) - 1} more: `python -m eval.data.verify --gold {folder} --seeds {corpus}`)"
        raise InputError(
            "Nothing was measured, the gold set does not hold: {problem}{more}.", problem=problems[0], more=more
        )
    if not gold.questions:
        raise InputError("{folder} holds no question; without any nothing can be measured.", folder=folder)
    return gold, texts


def select(gold: Gold, split: str) -> tuple[GoldQuestion, ...]:
    """Return the questions of "tune", "report" or "all".

    Raises:
        InputError: there is no such half, or it is empty.
    """
    if split not in ("tune", "report", "all"):
        raise InputError("The gold set has no split {split}; use tune, report or all.", split=repr(split))
    chosen = gold.questions if split == "all" else gold.split(split)
    if not chosen:
        raise InputError("The gold set has no question in {split}; use --split all.", split=split)
    return chosen


def in_order(function: Callable[[Given], Found], given: Sequence[Given], threads: int) -> Iterator[Found]:
    """What ``function`` says of each of ``given``, in their order, worked out by so many threads.

    The first is done once beforehand: what a process loads on its first question is start-up, not latency.
    """
    for one in given[:1]:
        function(one)
    if threads == 1:
        yield from map(function, given)
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(function, given)


def ask_all(
    questions: Sequence[GoldQuestion], ask: Ask, progress: Callable[[int], None] | None = None, threads: int = 1
) -> dict[str, Mapping[str, Any]]:
    """Ask every question in order, ``threads`` at a time; ``progress`` is told how many are done."""
    given: dict[str, Mapping[str, Any]] = {}
    answers = in_order(lambda question: ask(question.question), questions, threads)
    for question, answer in zip(questions, answers, strict=True):
        given[question.id] = answer
        if progress is not None:
            progress(len(given))
    return given


def gold_results(
    questions: Sequence[GoldQuestion],
    given: Mapping[str, Mapping[str, Any]],
    *,
    benchmark: str,
    split: str,
    system: str,
    settings: Mapping[str, Any],
    command: str,
    answers: bool = True,
    notes: Sequence[str] = (),
) -> Results:
    """Score contract objects (question id → object) against the gold questions.

    With ``answers`` False the system only ranks: answers and refusals are not judged, and unanswerable questions have
    no figure. Questions that ``given`` lacks count as unanswered and are named in a note.
    """
    scores = score(questions, given)
    expected = [question.id for question in questions if answers or question.answerable]
    missing = [name for name in expected if name not in given]
    notes = list(notes)
    if missing:
        notes.append(
            f"{len(missing)} of {len(expected)} questions have no result and count as unanswered: {_some(missing)}."
        )
    rows = []
    for question in questions:
        own, answer = scores[question.id], given.get(question.id, {})
        figures = own.figures if answers else {k: v for k, v in own.figures.items() if k in RANKING_FIGURES}
        took = answer.get("took_ms")
        rows.append(
            QuestionResult(
                id=question.id,
                question=question.question,
                slices={
                    "kind": (question.kind,),
                    "language": (LANGUAGES[question.script],),
                    "document": question.documents,
                },
                figures=figures,
                confidence=own.confidence if answers else None,
                right=own.right if answers else None,
                took_ms=None if took is None else float(took),
                given=shown(answer),
            )
        )
    identity = [(q.id, q.question, [(p.group, p.file, *p.span) for p in q.evidence], q.answers) for q in questions]
    return Results(
        Benchmark(benchmark, split, len(rows), digest(identity)),
        system,
        settings,
        command,
        tuple(rows),
        tuple(notes),
    )


def shown(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what reports show of a contract object."""
    hits = [
        {
            **{key: hit[key] for key in ("file", "start", "end", "score", "document") if key in hit},
            "also_at": list(hit.get("also_at", ())),
            **({"text": hit["text"]} if rank < _SHOWN_TEXTS and "text" in hit else {}),
        }
        for rank, hit in enumerate(given.get("hits", ())[:_SHOWN_HITS])
    ]
    return {"reason": given.get("reason"), "answers": list(given.get("answers", ())), "hits": hits}


def ranking_results(
    qrels: Qrels,
    run: Mapping[str, Sequence[tuple[str, float]]],
    *,
    benchmark: str,
    split: str,
    system: str,
    settings: Mapping[str, Any],
    command: str,
    queries: Mapping[str, str] | None = None,
    took_ms: Mapping[str, float] | None = None,
    figures: Sequence[str] = BEIR_FIGURES,
) -> Results:
    """Score a run (query → (passage, score), best first) against judgements.

    Queries without a relevant passage say nothing about any system: they are left out and named in a note. A query that
    the run lacks counts 0 and is named.

    Raises:
        InputError: no query has a relevant passage, or the run names queries that are not judged at all.
    """
    judged = {query: grades for query, grades in qrels.items() if any(grade > 0 for grade in grades.values())}
    if not judged:
        raise InputError("The judgements call nothing relevant; without a grade above 0 nothing can be measured.")
    unknown = [query for query in run if query not in qrels]
    if unknown:
        raise InputError(
            "The run answers {count} queries that nobody judged, such as {query}; give the run of this benchmark "
            "and split, or remove them.",
            count=len(unknown),
            query=repr(unknown[0]),
        )
    notes = []
    if empty := [query for query in qrels if query not in judged]:
        notes.append(f"{len(empty)} queries have no relevant passage and are left out: {_some(empty)}.")
    if missing := [query for query in judged if not run.get(query)]:
        notes.append(f"{len(missing)} of {len(judged)} queries have no result and count 0: {_some(missing)}.")
    scores: dict[str, dict[str, float]] = {query: {} for query in judged}
    for figure, query, value in per_query({q: run.get(q, ()) for q in judged}, judged, figures):
        scores[query][figure] = value
    rows = tuple(
        QuestionResult(
            id=query,
            question=(queries or {}).get(query, ""),
            slices={},
            figures={name: scores[query][name] for name in figures},
            took_ms=(took_ms or {}).get(query),
            given={
                "relevant": [passage for passage, grade in judged[query].items() if grade > 0][:_SHOWN_TEXTS],
                "hits": [{"passage": passage, "score": value} for passage, value in run.get(query, ())[:_SHOWN_TEXTS]],
            },
        )
        for query in judged
    )
    identity = sorted((query, sorted(grades.items())) for query, grades in judged.items())
    return Results(
        Benchmark(benchmark, split, len(rows), digest(identity)), system, settings, command, rows, tuple(notes)
    )


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


def digest(identity: object) -> str:
    """Return the SHA-256 of what a benchmark asks and wants, as JSON."""
    return hashlib.sha256(json.dumps(identity, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()

"""One call per kind of benchmark, gold questions or a BEIR folder, for a system of ours or an outside run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.data.beir import BeirPassage, Qrels
from eval.data.questions import GOLD, Gold, GoldQuestion
from eval.data.trec import read_trec_qrels, read_trec_run
from eval.measures.judging import gold_qrels, judged_ranking, places_of
from eval.runs.outside import read_outside
from eval.runs.results import Results
from eval.runs.running import ask_all, gold_results, in_order, ranking_results, select, verified_gold
from eval.runs.systems import System, gold_files, renamed
from index.errors import InputError

if TYPE_CHECKING:
    from index.store.bundle import Bundle
    from index.types import SourceFile

__all__ = [
    "BEIR_DEPTH",
    "SEEDS",
    "GoldSet",
    "Ranked",
    "beir_sources",
    "measure_beir",
    "measure_gold",
    "measure_outside",
    "measure_outside_beir",
    "measure_qrels",
    "open_gold",
    "with_text",
]

SEEDS = GOLD.parents[2] / "seeds"
"""The corpus that the gold set in the repository asks about."""

BEIR_DEPTH = 100
"""Passages taken per query of a public benchmark, as R@100 needs."""

Run = Mapping[str, Sequence[tuple[str, float]]]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A gold set proved against its corpus, with the questions of one split ("tune", "report" or "all")."""

    name: str
    split: str
    gold: Gold
    questions: tuple[GoldQuestion, ...]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Results, with the run and the judgements that they were measured from, in TREC's terms."""

    results: Results
    run: Run
    qrels: Qrels


def open_gold(folder: Path, corpus: Path, split: str) -> GoldSet:
    """Read and prove a gold set. Raises as :func:`eval.runs.running.verified_gold` and
    :func:`eval.runs.running.select`."""
    gold, texts = verified_gold(folder, corpus)
    return GoldSet(f"gold:{corpus.resolve().name}", split, gold, select(gold, split), texts)


def measure_gold(
    gold: GoldSet, system: System, bundle: Bundle, *, command: str, progress: Progress | None = None, threads: int = 1
) -> Ranked:
    """Ask the questions of ``gold`` over ``bundle``, ``threads`` at a time.

    Raises:
        InputError: the index lacks files of the gold set.
    """
    names = gold_files(bundle, gold.gold.documents)
    others = sorted({document.source_path for document in bundle.documents} - set(names))
    notes = []
    if others:
        notes.append(
            f"The index holds {len(others)} other files, such as {others[0]}; what is found there counts as wrong."
        )
    given = ask_all(gold.questions, lambda question: renamed(system.ask(question), names), progress, threads)
    return _gold_ranked(gold, given, system.name, system.settings, command, system.answers, notes)


def measure_outside(gold: GoldSet, run: Path, *, command: str) -> Ranked:
    """Score a run of another system over the gold questions (:mod:`eval.runs.outside`).

    Raises:
        LoadError: a line of the run cannot be counted.
        InputError: the run answers no question of the split.
    """
    ids = {question.id for question in gold.gold.questions}
    outside = read_outside(run, ids, gold.texts.keys())
    chosen = {question.id for question in gold.questions}
    given = {name: answer for name, answer in outside.given.items() if name in chosen}
    if not given:
        raise InputError(
            "{run} answers no question of the split {split}; name the split that it was made for.",
            run=run,
            split=repr(gold.split),
        )
    notes = []
    if len(given) < len(outside.given):
        notes.append(f"{len(outside.given) - len(given)} questions of the run are not in this split and are left out.")
    return _gold_ranked(gold, given, run.name, {}, command, outside.answers, notes)


def _gold_ranked(
    gold: GoldSet,
    given: Mapping[str, Mapping[str, Any]],
    system: str,
    settings: Mapping[str, Any],
    command: str,
    answers: bool,
    notes: Sequence[str],
) -> Ranked:
    results = gold_results(
        gold.questions,
        given,
        benchmark=gold.name,
        split=gold.split,
        system=system,
        settings=settings,
        command=command,
        answers=answers,
        notes=notes,
    )
    run = {}
    for question in gold.questions:
        if question.answerable and question.id in given:
            items = judged_ranking(question, places_of(given[question.id]))
            run[question.id] = [(item, float(len(items) - at)) for at, item in enumerate(items)]
    return Ranked(results, run, gold_qrels(gold.questions))


def with_text(corpus: Sequence[BeirPassage]) -> list[BeirPassage]:
    """Return the passages that hold anything; some public corpora hold empty ones, which cannot be found."""
    return [passage for passage in corpus if passage.title.strip() or passage.text.strip()]


def beir_sources(corpus: Sequence[BeirPassage]) -> Iterator[SourceFile]:
    """Return the passages as records for :func:`index.build.build_from_sources`; a record's path is its id."""
    from index.loading.record import record

    return (record(passage.passage_id, passage.title, passage.text) for passage in corpus)


def measure_beir(
    name: str, split: str, queries: Mapping[str, str], qrels: Qrels, system: System, *, command: str,
    progress: Progress | None = None, notes: Sequence[str] = (), threads: int = 1,
) -> Ranked:  # fmt: skip
    """Rank the passages of a BEIR folder, indexed as :func:`beir_sources` gives them, for every judged query.

    With several ``threads`` the milliseconds that a query takes are those of a processor that is shared.
    """
    run: dict[str, list[tuple[str, float]]] = {}
    took: dict[str, float] = {}

    def timed(question: str) -> tuple[list[tuple[str, float]], float]:
        started = time.perf_counter()
        return system.rank(question, BEIR_DEPTH), (time.perf_counter() - started) * 1000

    for query, found in zip(queries, in_order(timed, list(queries.values()), threads), strict=True):
        run[query], took[query] = found
        if progress is not None:
            progress(len(run))
    ranked = _beir_ranked(name, split, queries, qrels, run, system.name, system.settings, command, took)
    return replace(ranked, results=replace(ranked.results, notes=(*notes, *ranked.results.notes)))


def measure_outside_beir(
    name: str, split: str, queries: Mapping[str, str], qrels: Qrels, run: Path, *, command: str
) -> Ranked:
    """Score a TREC run of another system on a BEIR folder. Raises LoadError and InputError for what does not fit."""
    return _beir_ranked(name, split, queries, qrels, read_trec_run(run, qrels), run.name, {}, command, None)


def measure_qrels(qrels: Path, run: Path, *, command: str) -> Ranked:
    """Score a TREC run against a file of TREC judgements. Raises LoadError and InputError for what does not fit."""
    judged = read_trec_qrels(qrels)
    return _beir_ranked(
        f"qrels:{qrels.name}", "all", {}, judged, read_trec_run(run, judged), run.name, {}, command, None
    )


def _beir_ranked(
    name: str,
    split: str,
    queries: Mapping[str, str],
    qrels: Qrels,
    run: Run,
    system: str,
    settings: Mapping[str, Any],
    command: str,
    took_ms: Mapping[str, float] | None,
) -> Ranked:
    results = ranking_results(
        qrels,
        run,
        benchmark=name,
        split=split,
        system=system,
        settings=settings,
        command=command,
        queries=queries,
        took_ms=took_ms,
    )
    return Ranked(results, run, qrels)

"""The gold set over the seeds, answered once by a system of a few lines."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from eval.data.questions import GOLD
from eval.measures.scoring import LOWER_IS_BETTER
from eval.runs.benchmarks import SEEDS, GoldSet, open_gold
from eval.runs.results import QuestionResult, Results
from eval.runs.running import ask_all, gold_results
from tests.eval.tiny_system import TinySystem


@pytest.fixture(scope="session")
def gold() -> GoldSet:
    return open_gold(GOLD, SEEDS, "report")


@pytest.fixture(scope="session")
def results(gold: GoldSet) -> Results:
    given = ask_all(gold.questions, TinySystem(gold.texts))
    return gold_results(
        gold.questions, given, benchmark=gold.name, split="report", system="tiny", settings={"window": 120}, command="x"
    )


def damaged(results: Results, share: float, seed: int) -> Results:
    """The run with a share of its questions given nothing: every figure at its worst."""
    hit = set(random.Random(seed).sample([q.id for q in results.questions], round(share * len(results.questions))))
    return replace(
        results, system="damaged", questions=tuple(_lost(q) if q.id in hit else q for q in results.questions)
    )


def _lost(question: QuestionResult) -> QuestionResult:
    figures = {name: float(name in LOWER_IS_BETTER) for name in question.figures}
    return replace(question, figures=figures, confidence=None, right=False)


def random_run(results: Results, seed: int) -> Results:
    """A run of a system whose luck is drawn anew for every question, from what the run got for any of its sort."""
    draw = random.Random(seed)
    alike: dict[tuple[str, ...], list[QuestionResult]] = {}
    for question in results.questions:
        alike.setdefault(tuple(question.figures), []).append(question)
    rows = []
    for question in results.questions:
        luck = draw.choice(alike[tuple(question.figures)])
        rows.append(replace(question, figures=luck.figures, confidence=luck.confidence, right=luck.right))
    return replace(results, system=f"seed {seed}", questions=tuple(rows))

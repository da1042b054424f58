"""Two runs over the same questions: what changed, by how much, whether it is real, and which questions moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from eval.measures.scoring import LOWER_IS_BETTER, SLICE_FIGURES
from eval.measures.selective import aurc
from eval.measures.statistics import Estimate, estimate, estimate_mean, holm, paired_tests
from eval.measures.summary import confidence_and_error
from eval.runs.results import SLICES, QuestionResult, Results
from index.errors import InputError

__all__ = ["ALPHA", "Change", "Comparison", "Moved", "compare", "comparison_object"]

ALPHA = 0.05
"""A change is real when its adjusted p lies below: the chance that a comparison calls anything real by mistake."""
SWAPS = 2_000
"""Random exchanges for the area under the risk-coverage curve, each of which sorts all questions twice."""
_AT_ONCE = 200
_EVERYTHING = ("all", "all")


@dataclass(frozen=True, slots=True)
class Change:
    """One figure on one slice in both runs. ``difference`` is after - before.

    ``adjusted`` is p after Holm's correction within its family (all questions, or the slices), times the number of
    families, so that a whole comparison errs with probability :data:`ALPHA` at most.
    """

    slice: tuple[str, str]
    figure: str
    before: float
    after: float
    difference: Estimate
    p: float
    adjusted: float

    @property
    def verdict(self) -> str:
        """Whether the second run is "better" or "worse", or there is "no difference" that chance does not explain."""
        if self.adjusted >= ALPHA:
            return "no difference"
        return "better" if (self.difference.value > 0) != (self.figure in LOWER_IS_BETTER) else "worse"


@dataclass(frozen=True, slots=True)
class Moved:
    """A question whose figures changed: figure → (before, after), and the sum of its gains less its losses."""

    id: str
    question: str
    figures: Mapping[str, tuple[float, float]]
    gain: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Changes over all questions and per slice, the questions that moved, and ``notes`` on what was left out.

    A question whose gains and losses cancel out is listed among the worse: somebody should look at it.
    """

    before: Results
    after: Results
    overall: tuple[Change, ...]
    slices: tuple[Change, ...]
    better: tuple[Moved, ...]
    worse: tuple[Moved, ...]
    notes: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """The verdict over all questions: "better", "worse", "mixed" or "no difference"."""
        found = {change.verdict for change in self.overall} - {"no difference"}
        return "mixed" if len(found) > 1 else next(iter(found), "no difference")


def compare(before: Results, after: Results, seed: int = 0) -> Comparison:
    """Compare two runs, paired by question.

    Raises:
        InputError: they answer different questions, or have no figure in common.
    """
    if before.benchmark.sha256 != after.benchmark.sha256:
        raise InputError(
            "The runs answer different benchmarks, {benchmark} and {benchmark_2}; run both over the same "
            "questions, judgements and half.",
            benchmark=before.benchmark,
            benchmark_2=after.benchmark,
        )
    names = [name for name in before.figure_names if name in after.figure_names]
    if not names:
        raise InputError("The two runs have no figure in common; compare rankings with rankings, answers with answers.")
    lost = sorted(set(before.figure_names) ^ set(after.figure_names))
    notes = [*before.notes, *after.notes]
    if lost:
        notes.append(f"Only one of the runs has {', '.join(lost)}: not compared.")
    pairs = _paired(before, after)
    overall = _changes(_EVERYTHING, pairs, names, seed)
    curve = _aurc_change(pairs, seed)
    groups: dict[tuple[str, str], list[tuple[QuestionResult, QuestionResult]]] = {}
    for dimension in SLICES:
        for pair in pairs:
            for value in pair[0].slices.get(dimension, ()):
                groups.setdefault((dimension, value), []).append(pair)
    some = [name for name in names if name in SLICE_FIGURES] or names
    slices = [change for key in sorted(groups, key=_order) for change in _changes(key, groups[key], some, seed)]
    families = 2 if slices else 1
    moved = [found for pair in pairs if (found := _moved(*pair, names)).figures]
    return Comparison(
        before,
        after,
        _adjusted([*overall, *curve], families),
        _adjusted(slices, families),
        tuple(sorted((m for m in moved if m.gain > 0), key=lambda m: (-m.gain, m.id))),
        tuple(sorted((m for m in moved if m.gain <= 0), key=lambda m: (m.gain, m.id))),
        tuple(dict.fromkeys(notes)),
    )


def _order(key: tuple[str, str]) -> tuple[int, str]:
    return SLICES.index(key[0]), key[1]


def _paired(before: Results, after: Results) -> list[tuple[QuestionResult, QuestionResult]]:
    later = {question.id: question for question in after.questions}
    missing = [question.id for question in before.questions if question.id not in later]
    if missing:
        raise InputError("The second run lacks {names}; run it over all questions.", names=", ".join(missing[:5]))
    return [(question, later[question.id]) for question in before.questions]


def _changes(
    key: tuple[str, str], pairs: Sequence[tuple[QuestionResult, QuestionResult]], names: Sequence[str], seed: int
) -> list[Change]:
    before, after = (
        np.array([[pair[side].figures.get(name, np.nan) for name in names] for pair in pairs]) for side in (0, 1)
    )
    differences = after - before
    p_values = paired_tests(differences, seed)
    changes = []
    for at, (name, p) in enumerate(zip(names, p_values, strict=True)):
        there = ~np.isnan(differences[:, at])
        if there.any():
            first, second = (float(side[there, at].mean()) for side in (before, after))
            difference = estimate_mean(differences[there, at].tolist(), seed, counts=False)
            changes.append(Change(key, name, first, second, difference, p, p))
    return changes


def _aurc_change(pairs: Sequence[tuple[QuestionResult, QuestionResult]], seed: int) -> list[Change]:
    """The same randomisation test for an area, which is no mean: whole questions change sides."""
    first = confidence_and_error([a for a, _ in pairs])
    second = confidence_and_error([b for _, b in pairs])
    if first is None or second is None:
        return []
    one, two = np.array(first), np.array(second)
    value_one, value_two = (float(aurc(side[0][None], side[1][None])[0]) for side in (one, two))
    if np.array_equal(one, two):
        difference, p = Estimate(0.0, 0.0, 0.0, len(pairs)), 1.0
    else:
        difference = estimate([*one, *two], lambda a, b, c, d: aurc(c, d) - aurc(a, b), seed)
        draw = np.random.default_rng(seed)
        extreme = 0
        for _ in range(SWAPS // _AT_ONCE):
            swap = draw.random((_AT_ONCE, len(pairs))) < 0.5
            left = [np.where(swap, two[row], one[row]) for row in (0, 1)]
            right = [np.where(swap, one[row], two[row]) for row in (0, 1)]
            gaps = np.abs(aurc(*right) - aurc(*left))
            extreme += int(np.count_nonzero(gaps >= abs(difference.value) - 1e-12))
        p = (extreme + 1) / (SWAPS // _AT_ONCE * _AT_ONCE + 1)
    return [Change(_EVERYTHING, "AURC", value_one, value_two, difference, p, p)]


def _adjusted(changes: Sequence[Change], families: int) -> tuple[Change, ...]:
    adjusted = [min(1.0, families * p) for p in holm([change.p for change in changes])]
    return tuple(
        Change(c.slice, c.figure, c.before, c.after, c.difference, c.p, p)
        for c, p in zip(changes, adjusted, strict=True)
    )


def _moved(before: QuestionResult, after: QuestionResult, names: Sequence[str]) -> Moved:
    changed = {
        name: (before.figures[name], after.figures[name])
        for name in names
        if name in before.figures and name in after.figures and before.figures[name] != after.figures[name]
    }
    gains = ((b - a) * (-1 if name in LOWER_IS_BETTER else 1) for name, (a, b) in changed.items())
    return Moved(before.id, before.question, changed, sum(gains))


def comparison_object(comparison: Comparison) -> dict[str, Any]:
    """Return the comparison for JSON."""
    return {
        "schema": 1,
        "benchmark": str(comparison.before.benchmark),
        "before": comparison.before.system,
        "after": comparison.after.system,
        "verdict": comparison.verdict,
        "overall": [_change_object(change) for change in comparison.overall],
        "slices": [_change_object(change) for change in comparison.slices],
        "better": [_moved_object(moved) for moved in comparison.better],
        "worse": [_moved_object(moved) for moved in comparison.worse],
        "notes": list(comparison.notes),
    }


def _change_object(change: Change) -> dict[str, Any]:
    return {
        "by": change.slice[0],
        "value": change.slice[1],
        "figure": change.figure,
        "before": round(change.before, 4),
        "after": round(change.after, 4),
        "difference": [round(part, 4) for part in change.difference[:3]],
        "n": change.difference.n,
        "p": change.p,
        "adjusted": change.adjusted,
        "verdict": change.verdict,
    }


def _moved_object(moved: Moved) -> dict[str, Any]:
    return {"id": moved.id, "question": moved.question, "figures": moved.figures, "gain": round(moved.gain, 4)}

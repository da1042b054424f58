"""Logistic regression over the candidates of questions, the line that calibrates it, and the thresholds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from retriever.answer.belief import FORMS

__all__ = ["FEATURES", "Case", "fit_lines", "fit_thresholds", "fit_weights", "summary"]

FEATURES = (
    *("bias", "logit", "margin", "hit", "support_short", "support_whole", "evidence", "evidence_note", "same_short"),
    *("same_whole", "same_clause", "note_logit", "kind_fit", "kind_clash", "lacks", "change", "attributive", "echo"),
    *("first", "opening", "defines", "year_match", "year_clash", "year_missing", "latin", "latin_logit", *FORMS),
)

RIDGE = 2.0
CHOICE = 2.0
"""How much choosing the right one of a question's candidates counts beside telling right from wrong."""

ANSWERED = 0.5
"""What an unanswerable question that is answered costs, where an answerable one that is refused costs 1."""

ABOUT = 0.01
"""Costs that differ by no more are taken for equal."""

STEPS = np.arange(0.04, 0.8, 0.01)
"""Thresholds that are tried."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its candidates: rows of features, which are right, which are of another year than asked for."""

    source: str
    kind: str
    language: str
    answerable: bool
    rows: Floats
    right: NDArray[np.bool_]
    excluded: NDArray[np.bool_]


def fit_weights(cases: Sequence[Case]) -> Floats:
    """Weights of `FEATURES`: cross-entropy of right and wrong, and of which candidate of its question is right.

    Every question counts as much as the root of its number of candidates.
    """
    held = [case for case in cases if len(case.rows)]
    rows, right = np.concatenate([c.rows for c in held]), np.concatenate([c.right for c in held]).astype(float)
    sizes = np.array([len(c.rows) for c in held])
    starts = np.cumsum(sizes) - sizes
    some = np.array([c.right.any() for c in held])
    every = np.repeat(some, sizes)
    weight = np.repeat(2 / np.sqrt(sizes), sizes)

    def loss(w: Floats) -> tuple[float, Floats]:
        scores = rows @ w
        value = float(np.sum(weight * (np.logaddexp(0, scores) - right * scores)))
        slope = rows.T @ (weight * (1 / (1 + np.exp(-scores)) - right))
        powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        total, good = np.add.reduceat(powers, starts), np.add.reduceat(powers * right, starts)
        good = np.where(some, good, 1.0) + 1e-30
        value += CHOICE * float(np.sum(np.where(some, np.log(total) - np.log(good), 0.0)))
        share = powers / np.repeat(total, sizes) - powers * right / np.repeat(good, sizes)
        slope += CHOICE * (rows.T @ (every * share))
        return value + RIDGE / 2 * float(w[1:] @ w[1:]), slope + RIDGE * np.concatenate([[0.0], w[1:]])

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return np.asarray(found.x, dtype=np.float64)


def _top(case: Case, scores: Floats) -> tuple[float, bool] | None:
    """Score of the best candidate and whether it is right."""
    if not len(scores) or case.excluded.all():
        return None
    at = int(np.argmax(np.where(case.excluded, -np.inf, scores)))
    return float(scores[at]), bool(case.right[at])


def fit_lines(held: Sequence[tuple[Case, Floats]]) -> dict[str, tuple[float, float]]:
    """Slope and offset for each language by which a best score becomes the log-odds that it is right."""
    lines = {}
    for language in ("zh", "en"):
        tops = [top for case, scores in held if case.language == language and (top := _top(case, scores)) is not None]
        scores, right = np.array([s for s, _ in tops]), np.array([float(r) for _, r in tops])

        def loss(line: Floats, scores: Floats = scores, right: Floats = right) -> float:
            logits = line[0] * scores + line[1]
            return float(np.sum(np.logaddexp(0, logits) - right * logits)) + 0.5 * float((line[0] - 1) ** 2)

        found = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
        lines[language] = (float(found[0]), float(found[1]))
    return lines


def _chance(line: tuple[float, float], score: float) -> float:
    return float(1 / (1 + np.exp(-(line[0] * score + line[1]))))


def fit_thresholds(held: Sequence[tuple[Case, Floats]], lines: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """The least probability that is answered, for each language: the lowest of those that cost about least.

    The cost is the share of the answerable questions that is refused, and half the share of the unanswerable ones that
    is answered: who is refused what is there sees passages alone, who is answered what is not sees its source.
    """
    found = {}
    for language, line in lines.items():
        own = [(case, _top(case, scores)) for case, scores in held if case.language == language]
        chances = np.array([_chance(line, top[0]) if top else -1.0 for _, top in own])
        answerable = np.array([case.answerable for case, _ in own], bool)
        given = chances[None, :] >= STEPS[:, None]
        refused = 1 - given[:, answerable].mean(1) if answerable.any() else np.zeros(len(STEPS))
        answered = given[:, ~answerable].mean(1) if not answerable.all() else np.zeros(len(STEPS))
        costs = refused + ANSWERED * answered
        found[language] = float(STEPS[int(np.argmax(costs <= costs.min() + ABOUT))])
    return found


def summary(
    held: Sequence[tuple[Case, Floats]],
    lines: Mapping[str, tuple[float, float]],
    thresholds: Mapping[str, float],
) -> str:
    """What cross-validation says, a line for each source and kind."""
    groups: dict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
    bins: dict[int, list[bool]] = defaultdict(list)
    for case, scores in held:
        top = _top(case, scores)
        chance = _chance(lines[case.language], top[0]) if top else 0.0
        given = top is not None and chance >= thresholds[case.language]
        right = top is not None and top[1]
        bins[int(min(chance, 0.999) * 10)].append(right)
        for name in (case.source, f"{case.source} {case.language}", f"{case.source} {case.kind}", "all"):
            groups[name].append((case.answerable, given, right))
    lines_out = ["source                 n  first right  given right  refused   unanswerable answered"]
    for name, rows in sorted(groups.items()):
        yes, no = [row for row in rows if row[0]], [row for row in rows if not row[0]]
        parts = [f"{name:20} {len(rows):4}"]
        if yes:
            shares = [np.mean([r for _, _, r in yes]), np.mean([g and r for _, g, r in yes])]
            parts.append(f"{shares[0]:.3f}  {shares[1]:.3f}  {np.mean([not g for _, g, _ in yes]):.3f}")
        if no:
            parts.append(f"{np.mean([g for _, g, _ in no]):.3f} of {len(no)}")
        lines_out.append("  ".join(parts))
    said = ", ".join(f".{i}5: {np.mean(rows):.2f} ({len(rows)})" for i, rows in sorted(bins.items()))
    return "\n".join([*lines_out, f"share right by probability said: {said}"])

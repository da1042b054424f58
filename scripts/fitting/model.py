"""A logistic regression per form of answer, calibrated, and the thresholds below which a question gets no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from retriever.candidates import confidence
from retriever.candidates.features import Candidate
from scripts.fitting.cases import Case

__all__ = ["Best", "calibration", "fit_all", "probabilities", "rescaled", "thresholds"]

RIDGE = 1.0
"""Strength of the pull towards the weights set by hand, in candidates."""

HARD = 4
"""Wrong candidates kept per question: those that the weights so far find likeliest."""

CHOICE = 2.0
"""Weight of choosing the right one among the candidates of a question, beside telling right from wrong at all."""

ROUNDS = 4

REFUSAL = 1.0
"""Harm of refusing a question whose best candidate is right, in wrong answers to unanswerable ones."""

REFUSAL_OF_WRONG = 0.3
"""Harm of refusing an answerable question whose best candidate is wrong: a wrong answer misleads, but leads near."""

FLOOR = 0.08
"""Least threshold: what is right once in twelve times is no answer, however few the questions say so."""

FEW = 12
"""Questions below which a form has no threshold of its own for a language."""

Floats = npt.NDArray[np.float64]


def vector(candidate: Candidate) -> Floats:
    """Features with a leading 1 for the intercept."""
    return np.array([1.0, *candidate.features.vector()])


def prior_of(form: str) -> Floats:
    """Weights set by hand."""
    weights = confidence.PRIOR[form]
    return np.array([weights.get(name, 0.0) for name in ("bias", *confidence.FEATURES)])


def _bounds(name: str, weight: float) -> tuple[float | None, float | None]:
    if name in confidence.FREE:
        return None, None
    return (0, None) if weight > 0 else (None, 0) if weight < 0 else (0, 0)


def fit(cases: Sequence[Case], forms: Sequence[str]) -> Floats:
    """Fit one regression for ``forms``; the wrong candidates that count are found anew in every round."""
    prior = prior_of(forms[0])
    weights = prior
    signs = [(None, None)] + [_bounds(name, w) for name, w in zip(confidence.FEATURES, prior[1:], strict=True)]
    rows = [
        (
            np.array([vector(c) for c in case.candidates]),
            np.array(case.right),
            np.array([c.form in forms for c in case.candidates]),
            case.weight,
        )
        for case in cases
        if case.candidates
    ]
    choices = _Choices([(features[of_form], right[of_form], weight) for features, right, of_form, weight in rows])
    for _ in range(ROUNDS):
        taken: list[Floats] = []
        labels: list[float] = []
        counts: list[float] = []
        for features, right, of_form, weight in rows:
            scores = np.where(of_form, features @ weights, -np.inf)
            good = np.flatnonzero(right & of_form)
            bad = [i for i in np.argsort(-scores) if of_form[i] and not right[i]][:HARD]
            keep = [*good[np.argsort(-scores[good])][:1], *bad]
            taken += [features[i] for i in keep]
            labels += [float(right[i]) for i in keep]
            counts += [weight] * len(keep)
        matrix, target, count = np.array(taken), np.array(labels), np.array(counts)

        def loss(
            w: Floats, matrix: Floats = matrix, target: Floats = target, count: Floats = count
        ) -> tuple[float, Floats]:
            z = matrix @ w
            value = float(count @ (np.logaddexp(0, z) - target * z)) + RIDGE / 2 * float(np.sum((w - prior) ** 2))
            slope = matrix.T @ (count * (1 / (1 + np.exp(-z)) - target)) + RIDGE * (w - prior)
            chosen, along = choices.loss(w)
            return value + CHOICE * chosen, slope + CHOICE * along

        weights = np.asarray(minimize(loss, weights, jac=True, bounds=signs, method="L-BFGS-B").x)
    return weights


class _Choices:
    """Choosing among the candidates of each question: the negative log likelihood of a conditional logit."""

    def __init__(self, cases: Sequence[tuple[Floats, npt.NDArray[np.bool_], float]]) -> None:
        kept = [case for case in cases if case[1].any() and not case[1].all()]
        self.features = np.concatenate([f for f, _, _ in kept]) if kept else np.zeros((0, 0))
        self.right = np.concatenate([r for _, r, _ in kept]) if kept else np.zeros(0, dtype=np.bool_)
        self.weights = np.array([weight for _, _, weight in kept])
        self.starts = np.cumsum([0, *(len(r) for _, r, _ in kept)])[:-1]
        self.owner = np.repeat(np.arange(len(kept)), [len(r) for _, r, _ in kept])

    def loss(self, weights: Floats) -> tuple[float, Floats | float]:
        """Return the value at ``weights`` and its gradient."""
        if not len(self.owner):
            return 0.0, 0.0
        z = self.features @ weights
        e = np.exp(z - np.maximum.reduceat(z, self.starts)[self.owner])
        good = np.where(self.right, e, 0.0)
        all_, all_good = np.add.reduceat(e, self.starts), np.add.reduceat(good, self.starts)
        pull = self.weights[self.owner] * (e / all_[self.owner] - good / all_good[self.owner])
        return float(self.weights @ (np.log(all_) - np.log(all_good))), self.features.T @ pull


def probabilities(case: Case, fitted: dict[str, Floats]) -> Floats:
    """Probability of every candidate under fitted weights, the rule of other years included."""
    z = np.array([vector(c) @ fitted[c.form] for c in case.candidates])
    p = 1 / (1 + np.exp(-z))
    clash = np.array([c.features.year_clash > 0 for c in case.candidates])
    capped: Floats = np.where(clash, np.minimum(p, confidence.OTHER_YEAR), p)
    return capped


def calibration(cases: Sequence[Case], out_of_fold: dict[int, Floats], forms: Sequence[str]) -> tuple[float, float]:
    """Slope and shift of the log odds that calibrate best candidates (Platt, 1999), near (1, 0) by a ridge."""
    logits, right, counts = [], [], []
    for i, p in out_of_fold.items():
        top = int(np.argmax(p))
        if cases[i].candidates[top].form in forms and not cases[i].candidates[top].features.year_clash:
            logits.append(float(np.log(p[top] / (1 - p[top]))))
            right.append(float(cases[i].right[top]))
            counts.append(cases[i].weight)
    if not logits:
        return 1.0, 0.0
    z, target, count = np.array(logits), np.array(right), np.array(counts)

    def loss(w: Floats) -> float:
        s = w[0] * z + w[1]
        return float(count @ (np.logaddexp(0, s) - target * s)) + RIDGE / 2 * float((w[0] - 1) ** 2 + w[1] ** 2 / 4)

    slope, shift = minimize(loss, np.array([1.0, 0.0]), bounds=[(0.2, 5), (None, None)]).x
    return float(slope), float(shift)


def rescaled(case: Case, p: Floats, scales: dict[tuple[str, ...], tuple[float, float]]) -> Floats:
    """Probabilities after calibration, the rule of other years included."""
    out = np.empty_like(p)
    for at, candidate in enumerate(case.candidates):
        slope, shift = next(scale for forms, scale in scales.items() if candidate.form in forms)
        out[at] = 1 / (1 + np.exp(-(slope * np.log(p[at] / (1 - p[at])) + shift)))
        if candidate.features.year_clash:
            out[at] = min(out[at], confidence.OTHER_YEAR)
    return out


@dataclass(frozen=True, slots=True)
class Best:
    """The best candidate of a question: its ``form``, whether the question is in English (``latin``), its probability
    ``p``, whether it is ``right``, whether the question is ``answerable``, and how much it counts."""

    form: str
    latin: bool
    p: float
    right: bool
    answerable: bool
    weight: float


def thresholds(best: Sequence[Best]) -> dict[str, float]:
    """Return the least probability by form, and by form and language
    (:func:`retriever.candidates.confidence.threshold_name`).

    Each is the one with the least harm: a wrong refusal counts REFUSAL, or REFUSAL_OF_WRONG where the answer would have
    been wrong, an answer to an unanswerable question 1, each by its weight.
    """
    chosen = {}
    for form, latin in sorted({(b.form, b.latin) for b in best}):
        cases = [b for b in best if (b.form, b.latin) == (form, latin)]
        if len(cases) < FEW:
            cases = [b for b in best if b.form == form]
        cuts = sorted({0.0, *(b.p for b in cases)})
        harm = [sum(_harm(b, b.p > cut) for b in cases) for cut in cuts]
        at = int(np.argmin(harm))
        # Between the last refused and the first answered.
        least = (cuts[at] + (cuts[at + 1] if at + 1 < len(cuts) else 1.0)) / 2
        chosen[confidence.threshold_name(form, latin)] = max(FLOOR, least)
    return chosen


def _harm(best: Best, answered: bool) -> float:
    if answered:
        return 0.0 if best.answerable else best.weight
    return best.weight * (REFUSAL if best.right else REFUSAL_OF_WRONG) if best.answerable else 0.0


def fit_all(cases: Sequence[Case]) -> dict[str, Floats]:
    """Weights by form; forms that are cut out of a leaf share theirs."""
    fitted: dict[str, Floats] = {}
    for forms in confidence.GROUPS:
        weights = fit(cases, forms)
        fitted.update(dict.fromkeys(forms, weights))
    return fitted

"""Fit the confidence of answers: ``python -m scripts.fit_confidence --index DIR [--write]``.

Candidates of the gold questions of the half "tune" (never "report") are labelled right or wrong against the gold set.
To them come questions made by rule from the figures of the indexed documents, the same questions spoilt by another
place or another document's indicator, and questions about other things: every candidate is wrong there.

A logistic regression per form of answer, held to weights set by hand by a ridge and to their signs by bounds, gives the
probability; a threshold per form, chosen on the gold questions, gives the refusals. Figures under cross-validation by
question are printed; ``--write`` replaces ``retriever/confidence.json``.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from eval.gold import GOLD, GoldQuestion, load_gold
from eval.matching import holds, same_answer
from retriever import confidence
from retriever.answer import Assistant
from retriever.extract.choose import Candidate
from retriever.extract.names import field_asked
from retriever.reading import Reader

RIDGE = 3.0
"""Strength of the pull towards the weights set by hand, in candidates."""

HARD = 4
"""Wrong candidates kept per question: those that the weights so far find likeliest."""

ROUNDS = 4
FOLDS = 5
MADE = 250
"""Questions made by rule."""

OFF_TOPIC = 60
"""Questions taken from each file of questions about other things."""

REFUSAL = 0.7
"""Harm of refusing an answerable question, in wrong answers to unanswerable ones."""

OFF_TOPIC_WEIGHT = 0.1
"""Weight of a question about other things where the thresholds are chosen."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its candidates, each labelled right or wrong; ``answerable`` is None for made questions."""

    text: str
    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]
    answerable: bool | None
    fold: int


def gold_cases(assistant: Assistant, questions: Iterable[GoldQuestion]) -> Iterator[Case]:
    """Label what is considered for every gold question that is answered from text."""
    for number, question in enumerate(questions):
        query = assistant.engine.analyse(question.question)
        if field_asked(query.normalised) or (query.unknown_places and not query.places):
            continue  # answered or refused by rule
        found = assistant.considered(query, assistant.engine.search(query, 20))
        candidates = tuple(c for _, c in found)
        right = tuple(_is_right(assistant, question, c) for c in candidates)
        yield Case(question.question, candidates, right, question.answerable, number % FOLDS)


def _is_right(assistant: Assistant, question: GoldQuestion, candidate: Candidate) -> bool:
    place = (candidate.item.file, candidate.leaf.span)
    text = candidate.answer.of(assistant.corpus.texts[candidate.item.file])
    for group, evidence in question.groups().items():
        forms = question.answers[group - 1]
        inside = any(place[0] == e.file and (e.span.contains(place[1]) or place[1].contains(e.span)) for e in evidence)
        if (holds([place], evidence) or inside) and (
            not forms or candidate.form in ("clause", "fallback") or same_answer(text, forms)
        ):
            return True
    return False


def made_cases(assistant: Assistant, seed: int = 0) -> Iterator[Case]:
    """Ask for figures of the corpus by their own subject, place and year, then spoil the question."""
    chance = random.Random(seed)
    reader = Reader(assistant.corpus)
    figures: dict[tuple[int, int], tuple[str, str, int | None]] = {}
    places = sorted({d.place.value for d in assistant.corpus.documents if d.place})
    for passage_id in range(assistant.corpus.counts.passages):
        item = reader.item(passage_id)
        place = assistant.corpus.documents[item.doc_id].place
        for q in item.quantities:
            if place is None or q.subject is None or q.attributive or q.listed or q.carried:
                continue
            subject = q.subject.of(item.text.text)
            if 4 <= len(subject) <= 24:
                year = q.period.last if q.period else None
                figures[(item.doc_id, item.source(q.display).start)] = (place.value, subject, year)
    chosen = chance.sample(sorted(figures), min(MADE, len(figures)))
    said = {(place, subject) for place, subject, _ in figures.values()}
    for number, key in enumerate(chosen):
        place, subject, year = figures[key]
        short = place.rstrip("市省县区")
        when = f"{year}年" if year else ""
        doc_id, _ = key

        def is_it(c: Candidate, doc_id: int = doc_id, subject: str = subject, year: int | None = year) -> bool:
            # A press summary or a chapter of aims may state the same figure again.
            same = c.form == "quantity" and c.item.doc_id == doc_id and c.year == year
            return same and (c.subject == subject or subject in c.subject)

        yield _made(assistant, f"{short}{when}{subject}目标是多少?", is_it, number)
        other = chance.choice([p for p in places if p != place] or [place])
        if not any(_alike(subject, s) for p, s in said if p == other):
            yield _made(assistant, f"{other}{when}{subject}目标是多少?", lambda c: False, number)
        foreign = [s for p, s in said if p != place and not any(_alike(s, t) for q, t in said if q == place)]
        if foreign:
            yield _made(assistant, f"{short}{chance.choice(sorted(foreign))}目标是多少?", lambda c: False, number)


def off_topic_cases(assistant: Assistant, files: Sequence[Path], seed: int = 0) -> Iterator[Case]:
    """Ask what the corpus knows nothing of, half of the time of one of its places; files are JSON lines, .xz."""
    chance = random.Random(seed)
    places = sorted({d.place.value for d in assistant.corpus.documents if d.place})
    for file in files:
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            questions = [json.loads(line)["question"] for line in lines]
        for number, question in enumerate(chance.sample(questions, min(OFF_TOPIC, len(questions)))):
            place = chance.choice(places).rstrip("市省县区") if number % 2 else ""
            yield _made(assistant, f"{place}{question}", lambda c: False, number)


def _alike(left: str, right: str) -> bool:
    pairs = [{t[i : i + 2] for i in range(len(t) - 1)} for t in (left, right)]
    return len(pairs[0] & pairs[1]) > 0.4 * min(map(len, pairs))


def _made(assistant: Assistant, text: str, is_right: Callable[[Candidate], bool], number: int) -> Case:
    query = assistant.engine.analyse(text)
    candidates = tuple(c for _, c in assistant.considered(query, assistant.engine.search(query, 20)))
    return Case(text, candidates, tuple(map(is_right, candidates)), None, number % FOLDS)


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
        )
        for case in cases
        if case.candidates
    ]
    for _ in range(ROUNDS):
        taken: list[Floats] = []
        labels: list[float] = []
        for features, right, of_form in rows:
            scores = np.where(of_form, features @ weights, -np.inf)
            good = np.flatnonzero(right & of_form)
            bad = [i for i in np.argsort(-scores) if of_form[i] and not right[i]][:HARD]
            keep = [*good[np.argsort(-scores[good])][:1], *bad]
            taken += [features[i] for i in keep]
            labels += [float(right[i]) for i in keep]
        matrix, target = np.array(taken), np.array(labels)

        def loss(w: Floats, matrix: Floats = matrix, target: Floats = target) -> tuple[float, Floats]:
            z = matrix @ w
            value = float(np.sum(np.logaddexp(0, z) - target * z)) + RIDGE / 2 * float(np.sum((w - prior) ** 2))
            slope = matrix.T @ (1 / (1 + np.exp(-z)) - target) + RIDGE * (w - prior)
            return value, slope

        weights = minimize(loss, weights, jac=True, bounds=signs, method="L-BFGS-B").x
    return weights


def probabilities(case: Case, fitted: dict[str, Floats]) -> Floats:
    """Probability of every candidate under fitted weights, the rule of other years included."""
    z = np.array([vector(c) @ fitted[c.form] for c in case.candidates])
    p = 1 / (1 + np.exp(-z))
    clash = np.array([c.features.year_clash > 0 for c in case.candidates])
    return np.where(clash, np.minimum(p, confidence.OTHER_YEAR), p)


def calibration(cases: Sequence[Case], out_of_fold: dict[int, Floats], forms: Sequence[str]) -> tuple[float, float]:
    """Slope and shift of the log odds that calibrate best candidates (Platt, 1999), near (1, 0) by a ridge."""
    logits, right = [], []
    for i, p in out_of_fold.items():
        top = int(np.argmax(p))
        if cases[i].candidates[top].form in forms and not cases[i].candidates[top].features.year_clash:
            logits.append(float(np.log(p[top] / (1 - p[top]))))
            right.append(float(cases[i].right[top]))
    if not logits:
        return 1.0, 0.0
    z, target = np.array(logits), np.array(right)

    def loss(w: Floats) -> float:
        s = w[0] * z + w[1]
        return float(np.sum(np.logaddexp(0, s) - target * s)) + RIDGE / 2 * float((w[0] - 1) ** 2 + w[1] ** 2 / 4)

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


def thresholds(best: Sequence[tuple[str, float, bool, float]]) -> dict[str, float]:
    """Least probability by form of the best candidate, given (form, probability, answerable, weight).

    Per form the threshold with the least harm: a wrong refusal counts REFUSAL, a wrong answer 1, each by its weight.
    """
    chosen = {}
    for form in {f for f, *_ in best}:
        cases = [(p, answerable, weight) for f, p, answerable, weight in best if f == form]
        cuts = sorted({0.0, *(p for p, *_ in cases)})
        harm = [
            sum(w * (REFUSAL if ok else 0) for p, ok, w in cases if p <= cut)
            + sum(w for p, ok, w in cases if p > cut and not ok)
            for cut in cuts
        ]
        at = int(np.argmin(harm))
        # Between the last refused and the first answered.
        chosen[form] = (cuts[at] + (cuts[at + 1] if at + 1 < len(cuts) else 1.0)) / 2
    return chosen


def main() -> None:
    """Fit, print the figures, write when told to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", required=True)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--off-topic", type=Path, nargs="*", default=[], help="JSON lines (.xz) with questions")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    assistant = Assistant.open(options.index)
    tune = [q for q in load_gold(options.gold).questions if q.split == "tune"]
    cases = [*gold_cases(assistant, tune), *made_cases(assistant), *off_topic_cases(assistant, options.off_topic)]
    out_of_fold: dict[int, Floats] = {}
    for fold in range(FOLDS):
        fitted = fit_all([c for c in cases if c.fold != fold])
        for i, case in enumerate(cases):
            if case.fold == fold and case.candidates:
                out_of_fold[i] = probabilities(case, fitted)
    scales = {forms: calibration(cases, out_of_fold, forms) for forms in confidence.GROUPS}
    for i, p in out_of_fold.items():
        out_of_fold[i] = rescaled(cases[i], p, scales)
    report(cases, out_of_fold)
    fitted = fit_all(cases)
    for forms, (slope, shift) in scales.items():
        for form in forms:
            fitted[form] = fitted[form] * slope
            fitted[form][0] += shift
    best = [
        (
            case.candidates[int(np.argmax(p))].form,
            float(p.max()),
            bool(case.answerable),
            OFF_TOPIC_WEIGHT if case.answerable is None else 1.0,
        )
        for i, case in enumerate(cases)
        if (case.answerable is not None or not any(case.right)) and (p := out_of_fold.get(i)) is not None
    ]
    found = thresholds(best)
    print("thresholds", {k: round(v, 3) for k, v in found.items()})
    refused = [(a, p < found[f]) for f, p, a, weight in best if weight == 1.0]
    for answerable in (True, False):
        chosen = [r for a, r in refused if a is answerable]
        print(f"{'answerable' if answerable else 'unanswerable'} refused {np.mean(chosen):.3f} of {len(chosen)}")
    if options.write:
        names = ("bias", *confidence.FEATURES)
        stored = {
            "weights": {
                f: {n: round(float(v), 3) for n, v in zip(names, w, strict=True) if v} for f, w in fitted.items()
            },
            "answer_from": {form: round(found.get(form, confidence.DEFAULT_FROM), 3) for form in fitted},
        }
        target = Path(confidence.__file__).with_suffix(".json")
        target.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def fit_all(cases: Sequence[Case]) -> dict[str, Floats]:
    """Weights by form; forms that are cut out of a leaf share theirs."""
    fitted: dict[str, Floats] = {}
    for forms in confidence.GROUPS:
        weights = fit(cases, forms)
        fitted.update(dict.fromkeys(forms, weights))
    return fitted


def report(cases: Sequence[Case], out_of_fold: dict[int, Floats]) -> None:
    """Print how often the best candidate is right, and how its probability compares, by tenths."""
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for i, p in out_of_fold.items():
        top = int(np.argmax(p))
        bins[min(9, int(p[top] * 10))].append((float(p[top]), cases[i].right[top]))
    for tenth, pairs in sorted(bins.items()):
        said, right = (float(np.mean(column)) for column in zip(*pairs, strict=True))
        print(f"p {tenth / 10:.1f}: said {said:.2f} right {right:.2f} n {len(pairs)}")
    everything = [pair for pairs in bins.values() for pair in pairs]
    print(f"Brier {np.mean([(p - r) ** 2 for p, r in everything]):.3f} over {len(everything)}")


if __name__ == "__main__":
    main()

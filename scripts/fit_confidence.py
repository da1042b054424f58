"""Fit the confidence of answers:

    python -m scripts.fit_confidence [--off-topic FILES…] [--reading FILES…] [--write]

Candidates of the gold questions of the half "tune" (never "report") are labelled right or wrong against the gold set,
over the seeds and over the invented documents. To them come questions made by rule from the figures of the seeds, the
same questions spoilt by another place or another document's indicator, questions about other things, where every
candidate is wrong, and reading-comprehension questions, so that the weights are not those of one corpus.

A logistic regression per form of answer, held to weights set by hand by a ridge and to their signs by bounds, gives the
probability; a threshold per form, chosen on the gold questions, gives the refusals. Figures under cross-validation by
question are printed; ``--write`` replaces ``retriever/candidates/confidence.json``. Needs SciPy (the extra ``train``).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.data.questions import GOLD, load_gold
from index.build import build_index
from retriever.answer.assistant import Assistant
from retriever.candidates import confidence
from scripts.fitting.cases import FOLDS, Case, gold_cases, made_cases, off_topic_cases
from scripts.fitting.model import Best, Floats, calibration, fit_all, probabilities, rescaled, thresholds
from scripts.fitting.reading import reading_cases

THRESHOLD_WEIGHT = 0.02
"""Weight of made questions that have no answer where the thresholds are chosen, a gold question having 1."""

ROOT = Path(__file__).parents[1]
CORPORA = (
    (ROOT / "seeds", GOLD, "tune"),
    (ROOT / "eval/data/invented/corpus", ROOT / "eval/data/invented/gold", "tune"),
    (ROOT / "eval/data/mixed/corpus", ROOT / "eval/data/mixed/gold", "all"),
)
"""Documents, their gold questions and the half that is fitted on; questions are made from the first."""


def main() -> None:
    """Fit, print the figures, write when told to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reading", type=Path, nargs="*", default=[], help="JSON lines (.xz) with passage and answer")
    parser.add_argument("--off-topic", type=Path, nargs="*", default=[], help="JSON lines (.xz) with questions")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    cases = collect(options.off_topic, options.reading)
    out_of_fold: dict[int, Floats] = {}
    for fold in range(FOLDS):
        fitted = fit_all([c for c in cases if c.fold != fold])
        for i, case in enumerate(cases):
            if case.fold == fold and case.candidates:
                out_of_fold[i] = probabilities(case, fitted)
    scales: dict[tuple[str, ...], tuple[float, float]] = {
        forms: calibration(cases, out_of_fold, forms) for forms in confidence.GROUPS
    }
    for i, p in out_of_fold.items():
        out_of_fold[i] = rescaled(cases[i], p, scales)
    report(cases, out_of_fold)
    fitted = fit_all(cases)
    for forms, (slope, shift) in scales.items():
        for form in forms:
            fitted[form] = fitted[form] * slope
            fitted[form][0] += shift
    best = [
        Best(
            form=case.candidates[top].form,
            latin=bool(case.candidates[top].features.latin),
            p=float(p[top]),
            right=case.right[top],
            answerable=bool(case.answerable),
            weight=THRESHOLD_WEIGHT if case.answerable is None else case.weight,
        )
        for case, p, top in ((cases[i], out_of_fold[i], int(np.argmax(out_of_fold[i]))) for i in sorted(out_of_fold))
        if case.answerable is not None or not any(case.right)
    ]
    found = thresholds(best)
    print("thresholds", {k: round(v, 3) for k, v in found.items()})
    refused = [(b.answerable, b.p < found[confidence.threshold_name(b.form, b.latin)]) for b in best if b.weight == 1.0]
    for answerable in (True, False):
        chosen = [r for a, r in refused if a is answerable]
        print(f"{'answerable' if answerable else 'unanswerable'} refused {np.mean(chosen):.3f} of {len(chosen)}")
    if options.write:
        names = ("bias", *confidence.FEATURES)
        stored = {
            "weights": {
                f: {n: round(float(v), 3) for n, v in zip(names, w, strict=True) if v} for f, w in fitted.items()
            },
            "answer_from": {name: round(threshold, 3) for name, threshold in found.items()},
        }
        target = Path(confidence.__file__).with_suffix(".json")
        target.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def collect(off_topic: Sequence[Path], reading: Sequence[Path]) -> list[Case]:
    """Index the corpora, ask the questions and label what was considered."""
    cases: list[Case] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (corpus, gold, split) in enumerate(CORPORA):
            build_index([corpus], Path(folder) / str(number))
            assistant = Assistant.open(Path(folder) / str(number))
            cases += gold_cases(assistant, [q for q in load_gold(gold).questions if split in (q.split, "all")])
            if number == 0:
                cases += [*made_cases(assistant), *off_topic_cases(assistant, off_topic)]
        for file in reading:
            cases += reading_cases(file)
    return cases


def report(cases: Sequence[Case], out_of_fold: dict[int, Floats]) -> None:
    """Print how often the best candidate is right by kind of question, and how its probability compares, by tenths."""
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    kinds: defaultdict[str, list[bool]] = defaultdict(list)
    for i, p in out_of_fold.items():
        top = int(np.argmax(p))
        bins[min(9, int(p[top] * 10))].append((float(p[top]), cases[i].right[top]))
        if any(cases[i].right):
            kinds[cases[i].kind].append(cases[i].right[top])
    for kind, right_ones in sorted(kinds.items()):
        print(f"{kind}: best right {np.mean(right_ones):.3f} of {len(right_ones)} with a right candidate")
    for tenth, pairs in sorted(bins.items()):
        said, right = (float(np.mean(column)) for column in zip(*pairs, strict=True))
        print(f"p {tenth / 10:.1f}: said {said:.2f} right {right:.2f} n {len(pairs)}")
    everything = [pair for pairs in bins.values() for pair in pairs]
    print(f"Brier {np.mean([(p - r) ** 2 for p, r in everything]):.3f} over {len(everything)}")
    for kind in ("spoilt", "near miss", "off topic"):
        if found := [float(p.max()) for i, p in out_of_fold.items() if cases[i].kind == kind]:
            print(f"{kind}: best candidate {np.mean(found):.3f} on average, 90% below {np.quantile(found, 0.9):.3f}")


if __name__ == "__main__":
    main()

"""Reading alone, measured: ``python -m scripts.measure_reader --bench DIR [--model FOLDER] [--set NAME] [--every N]``.

``qa-written-dev``: questions with their paragraph, a quarter of which it does not answer. ``drcd-hant``: questions with
the passage that answers, and with the one that shares most with the question among those that do not hold the answer.

Answers are compared by characters, white space and punctuation left out: EM is equality, F1 that of the two bags of
characters. The evidence's F1 is of positions in the paragraph. AUROC: how often a question that is answered here is
believed more than one that is not. In brackets the 95% interval of 1,000 bootstrap samples.

``claims-written-dev``: draft sentences with their paragraph, see `scripts.measure_judge`.
"""

from __future__ import annotations

import argparse
import math
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.types import Span
from retriever.reader import Reader, ReaderInput, Reading
from retriever.reader.model import FOLDER
from scripts.intervals import interval
from scripts.measure_judge import CLAIMS, judge_and_report
from scripts.training.corpus import rows

_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Case:
    """A question on a passage; ``evidence`` and ``answer`` are None and "" where the passage does not answer."""

    question: str
    passage: ReaderInput
    answer: str
    evidence: str | None
    language: str
    kind: str

    @property
    def answered(self) -> bool:
        """Whether the passage answers."""
        return self.kind != "none"


@dataclass(frozen=True, slots=True)
class Result:
    """A case with what was read, and its scores."""

    case: Case
    reading: Reading

    @property
    def said(self) -> str:
        """The answer's characters."""
        return self.reading.answer.of(self.case.passage.text) if self.reading.answer else ""

    @property
    def exact(self) -> float:
        """1 when the answer is the expected one."""
        return float(_plain(self.said) == _plain(self.case.answer))

    @property
    def answer_f1(self) -> float:
        """F1 of the two bags of characters."""
        return bag_f1(_plain(self.said), _plain(self.case.answer))

    @property
    def evidence_f1(self) -> float:
        """F1 of the positions of the evidence."""
        at = self.case.passage.text.find(self.case.evidence or "")
        expected, found = Span(at, at + len(self.case.evidence or "")), self.reading.evidence
        return 2 * found.overlap(expected) / (found.size + expected.size) if found else 0.0

    @property
    def inside(self) -> float:
        """1 when the answer stands inside the expected evidence."""
        at = self.case.passage.text.find(self.case.evidence or "")
        return float(
            self.reading.answer is not None
            and Span(at, at + len(self.case.evidence or "")).contains(self.reading.answer)
        )

    @property
    def belief(self) -> float:
        """Relevance and the spans' own "not here", both as log-odds, added."""
        p = min(max(self.reading.relevance, 1e-9), 1 - 1e-9)
        margin = max(-30.0, min(30.0, self.reading.answer_score - self.reading.none_score))
        return math.log(p / (1 - p)) + margin


def _plain(text: str) -> str:
    return _MARKS.sub("", text).lower()


def bag_f1(said: str, expected: str) -> float:
    """F1 of two bags of characters; 1 when both are empty."""
    if not said or not expected:
        return float(said == expected)
    shared = sum((Counter(said) & Counter(expected)).values())
    return 2 * shared / (len(said) + len(expected))


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """How often a positive is above a negative, ties counting half; NaN when there are none of one."""
    if not positive or not negative:
        return math.nan
    ordered = np.sort(np.asarray(negative))
    below = np.searchsorted(ordered, positive, "left") + np.searchsorted(ordered, positive, "right")
    return float(below.mean() / 2 / len(negative))


def written(bench: Path, every: int) -> Iterator[Case]:
    """The written questions of unseen documents."""
    for number, row in enumerate(rows(bench / "qa-written-dev", "questions")):
        if number % every == 0:
            passage = ReaderInput(row["text"], row["title"], tuple(row["heading"].split(" › ")))
            answer = row["answer"] or row["evidence"]
            yield Case(row["question"], passage, answer, row["evidence"] or None, row["lang"], row["kind"])


def drcd(bench: Path, every: int) -> Iterator[Case]:
    """Each question with the passage that answers, and with the likest one that does not."""
    texts = {row["_id"]: row["text"] for row in rows(bench / "drcd-hant", "corpus")}
    grams = {name: _grams(text) for name, text in texts.items()}
    lines = (bench / "drcd-hant" / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()
    relevant = {line.split("\t")[0]: line.split("\t")[1] for line in lines[1:]}
    for number, row in enumerate(rows(bench / "drcd-hant", "queries")):
        own, answer = relevant[row["_id"]], row["answer"]
        if number % every == 0 and answer in texts[own]:
            asked = _grams(row["text"])
            others = [name for name in texts if name != own and answer not in texts[name]]
            likest = max(others, key=lambda name: len(asked & grams[name]))
            yield Case(row["text"], ReaderInput(texts[own]), answer, None, "zh-Hant", "drcd")
            yield Case(row["text"], ReaderInput(texts[likest]), "", None, "zh-Hant", "none")


SETS: dict[str, Callable[[Path, int], Iterator[Case]]] = {"qa-written-dev": written, "drcd-hant": drcd}


def _grams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def read(reader: Reader, cases: Iterable[Case]) -> list[Result]:
    """Every case read, one by one."""
    return [Result(case, reader.read(case.question, [case.passage])[0]) for case in cases]


def report(name: str, results: Sequence[Result]) -> None:
    """Print the figures of one set, of all and by language and kind."""
    answered = [result for result in results if result.case.answered]
    print(f"\n{name}: {len(answered)} answered, {len(results) - len(answered)} not answered by the passage")
    measures = {"answer EM": "exact", "answer F1": "answer_f1"}
    if answered[0].case.evidence is not None:
        measures |= {"evidence F1": "evidence_f1", "answer inside evidence": "inside"}
    for title, attribute in measures.items():
        values = np.array([getattr(result, attribute) for result in answered])

        def mean(drawn: NDArray[np.int64], values: NDArray[np.float64] = values) -> float:
            return float(values[drawn].mean())

        print(f"  {title:32} {interval(len(values), mean)}")
    for title, value in (("relevance", _relevance), ("relevance and span", _belief)):

        def ranked(drawn: NDArray[np.int64], value: Callable[[Result], float] = value) -> float:
            sample = [results[i] for i in drawn]
            positive = [value(result) for result in sample if result.case.answered]
            return auroc(positive, [value(result) for result in sample if not result.case.answered])

        print(f"  {'no-answer AUROC, ' + title:32} {interval(len(results), ranked)}")
    for attribute in ("language", "kind"):
        groups: dict[str, list[Result]] = defaultdict(list)
        for result in results:
            groups[getattr(result.case, attribute)].append(result)
        for group, held in sorted(groups.items()):
            _row(group, held)


def _relevance(result: Result) -> float:
    return result.reading.relevance


def _belief(result: Result) -> float:
    return result.belief


def _row(group: str, held: Sequence[Result]) -> None:
    answered = [result for result in held if result.case.answered]
    believed = sum(result.reading.relevance >= 0.5 for result in held) / len(held)
    line = f"    {group:12} {len(held):5}  believed {believed:.2f}"
    if answered:
        line += f"  EM {np.mean([r.exact for r in answered]):.3f}  F1 {np.mean([r.answer_f1 for r in answered]):.3f}"
        if answered[0].case.evidence is not None:
            line += f"  evidence F1 {np.mean([r.evidence_f1 for r in answered]):.3f}"
    if 0 < len(answered) < len(held):
        others = [result.belief for result in held if not result.case.answered]
        line += f"  AUROC {auroc([result.belief for result in answered], others):.3f}"
    print(line)


def main() -> None:
    """Parse the command line, read and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True, help="folder with the benchmarks")
    parser.add_argument("--model", type=Path, default=FOLDER)
    parser.add_argument("--set", choices=sorted((*SETS, CLAIMS)), help="one set only")
    parser.add_argument("--every", type=int, default=1, help="read every so many questions only")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    reader = Reader.load(options.model, threads=options.threads)
    for name, cases in SETS.items():
        if options.set not in (None, name):
            continue
        held = list(cases(options.bench, options.every))
        started = time.process_time()
        results = read(reader, held)
        report(name, results)
        print(f"  {1000 * (time.process_time() - started) / len(held):.1f} ms of processor time a passage")
    if options.set in (None, CLAIMS):
        judge_and_report(reader, options.bench, options.every)


if __name__ == "__main__":
    main()

"""The judge measured on written draft sentences, each with its paragraph (a set of `scripts.measure_reader`).

A sentence is told to claim nothing when its claim is believed less than half; else its verdict is the likeliest one.
Four-way accuracy is of sentences that claim something and counts those told to claim nothing as wrong. False alarms are
sentences that the paragraph bears out (supported, same words) and that are judged otherwise; alarms of *differs* are
given apart. Errors let through are sentences that differ and are judged supported or same words.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.check.drafts import NO_CLAIM
from index.types import Span
from retriever.reader import Judgement, Reader, ReaderInput
from retriever.reader.judging import VERDICTS
from scripts.intervals import interval
from scripts.training.corpus import rows

__all__ = ["CLAIMS", "judge_and_report"]

CLAIMS = "claims-written-dev"
BORNE_OUT = ("supported", "same_words")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A draft sentence with its paragraph, and what a person says of it."""

    text: str
    passage: ReaderInput
    label: str
    field: str
    language: str
    evidence: str
    right: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with what was judged of it."""

    sentence: Sentence
    judgement: Judgement

    @property
    def said(self) -> str:
        """The verdict, or `NO_CLAIM`."""
        return self.judgement.verdict if self.judgement.claim >= 0.5 else NO_CLAIM

    @property
    def right(self) -> bool:
        """Whether it is the label."""
        return self.said == self.sentence.label


def sentences(bench: Path, every: int) -> Iterator[Sentence]:
    """The sentences, every so many."""
    for number, row in enumerate(rows(bench / CLAIMS, "claims")):
        if number % every == 0:
            yield Sentence(
                row["sentence"],
                ReaderInput(row["text"], row["title"], tuple(row["heading"].split(" › "))),
                row["label"],
                row["field"],
                row["lang"],
                row["evidence"],
                row["source"],
                row["draft"],
            )


def judge_and_report(reader: Reader, bench: Path, every: int) -> None:
    """Judge every sentence against its paragraph and print the figures."""
    held = list(sentences(bench, every))
    started = time.process_time()
    judged = [Judged(sentence, reader.judge(sentence.text, [sentence.passage])[0]) for sentence in held]
    spent = time.process_time() - started
    report(CLAIMS, judged)
    print(f"  {1000 * spent / len(held):.1f} ms of processor time a sentence with its paragraph")


def report(title: str, judged: Sequence[Judged]) -> None:
    """Print the figures of these sentences, and by label, language and field."""
    print(f"\n{title}: {len(judged)} sentences")
    claims = [one for one in judged if one.sentence.label != NO_CLAIM]
    borne_out = [one for one in judged if one.sentence.label in BORNE_OUT]
    differing = [one for one in judged if one.sentence.label == "differs"]
    _share("four verdicts right", claims, lambda one: one.right)
    _share("false alarms", borne_out, lambda one: one.said not in BORNE_OUT)
    _share("... of these, told to differ", borne_out, lambda one: one.said == "differs")
    _share("errors let through", differing, lambda one: one.said in BORNE_OUT)
    print(f"  {'claim or no claim, F1 of no claim':36} {interval(len(judged), lambda drawn: _claim_f1(judged, drawn))}")
    _mean(
        "evidence F1",
        [
            _overlap(one.judgement.evidence, one.sentence.passage.text, one.sentence.evidence)
            for one in claims
            if one.sentence.evidence
        ],
    )
    _mean(
        "right words F1 of what differs",
        [
            _overlap(one.judgement.right, one.sentence.passage.text, one.sentence.right)
            for one in differing
            if one.sentence.right
        ],
    )
    _mean(
        "wrong words F1 of what differs",
        [
            _overlap(one.judgement.wrong, one.sentence.text, one.sentence.wrong)
            for one in differing
            if one.sentence.wrong
        ],
    )
    names = (*VERDICTS, NO_CLAIM)
    print(f"    {'judged':12} {'n':>5}" + "".join(f"{name:>12}" for name in names))
    for attribute in ("label", "language", "field"):
        groups: dict[str, list[Judged]] = defaultdict(list)
        for one in judged:
            if value := getattr(one.sentence, attribute):
                groups[value].append(one)
        for group, own in sorted(groups.items()):
            counts = Counter(one.said for one in own)
            share = sum(one.right for one in own) / len(own)
            cells = "".join(f"{counts[name]:>12}" for name in names)
            print(f"    {group:12} {len(own):5}{cells}   right {share:.3f}")


def _share(title: str, held: Sequence[Judged], holds: Callable[[Judged], bool]) -> None:
    _mean(title, [float(holds(one)) for one in held])


def _mean(title: str, values: Sequence[float]) -> None:
    if not values:
        return
    table = np.array(values)
    print(f"  {title:36} {interval(len(table), lambda drawn: float(table[drawn].mean()))}")


def _claim_f1(judged: Sequence[Judged], drawn: NDArray[np.int64]) -> float:
    """F1 of telling which sentences claim nothing."""
    told = [judged[i].said == NO_CLAIM for i in drawn]
    expected = [judged[i].sentence.label == NO_CLAIM for i in drawn]
    both = sum(one and other for one, other in zip(told, expected, strict=True))
    return float(2 * both / max(1, sum(told) + sum(expected)))


def _overlap(found: Span | None, text: str, words: str) -> float:
    """F1 of the positions of a span and of the first place of the words expected."""
    at = text.find(words)
    if found is None or at < 0:
        return 0.0
    expected = Span(at, at + len(words))
    return 2 * found.overlap(expected) / (found.size + expected.size)

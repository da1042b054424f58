"""From the model's scores of pieces to evidence and answer as ranges of characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.types import Span
from retriever.reader.windows import Window

__all__ = ["Decoded", "Support", "best_spans", "characters", "decode", "log_sum", "nested"]

Floats = NDArray[np.float32]

ANSWER_START, ANSWER_END, EVIDENCE_START, EVIDENCE_END = range(4)
"""Columns of the model's span scores."""

QUESTION_ENDS = 4
"""Columns that questions use; the rest are of draft sentences."""

LEAST = -30.0
"""Log-probability given to what the model rules out."""

LONGEST_ANSWER, LONGEST_EVIDENCE = 96, 160
"""Pieces of a span at most."""

CANDIDATES = 24
"""Spans of either kind that are paired; the best pair is nearly always among the first few."""


@dataclass(frozen=True, slots=True, eq=False)
class Support:
    """How much of the model's belief in where the answer begins and ends falls on any stretch of the window.

    ``logs`` are the log-probabilities ``[pieces, 4]`` of the four ends, ``offsets`` the pieces' code points.
    """

    logs: NDArray[np.float64]
    offsets: Sequence[tuple[int, int]]

    def answer(self, span: Span) -> float:
        """Mean log-probability (at most 0) that the answer begins and that it ends inside ``span``."""
        return self._inside(span, ANSWER_START, ANSWER_END)

    def evidence(self, span: Span) -> float:
        """Mean log-probability (at most 0) that the evidence begins and that it ends inside ``span``."""
        return self._inside(span, EVIDENCE_START, EVIDENCE_END)

    def _inside(self, span: Span, start: int, end: int) -> float:
        held = [i for i, (low, high) in enumerate(self.offsets) if low < span.end and high > span.start]
        if not held:
            return LEAST
        rows = self.logs[held[0] : held[-1] + 1]
        begins, ends = np.logaddexp.reduce(rows[:, start]), np.logaddexp.reduce(rows[:, end])
        return max(LEAST, float(begins + ends) / 2)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The best pair of spans of one window, in code points of the passage, answer inside evidence.

    ``answer_score`` and ``none_score`` are mean log-probabilities (at most 0) of the answer's two ends, and of "not
    here" for both: the higher one is the more probable.
    """

    evidence: Span
    answer: Span
    answer_score: float
    none_score: float
    support: Support


def decode(scores: Floats, window: Window) -> Decoded | None:
    """The best answer inside the best evidence; None for a window without any piece of a passage.

    Args:
        scores: ``[length, 8]`` logits of answer start, answer end, evidence start, evidence end, and of a draft
            sentence's four, which are not looked at.
        window: the input that they belong to, of at most ``length`` pieces.
    """
    size, first = len(window.offsets), window.first
    if size == 0:
        return None
    rows = np.concatenate([scores[:1], scores[first : first + size]]).astype(np.float64)[:, :QUESTION_ENDS]
    logs = rows - log_sum(rows)
    none, logs = logs[0], logs[1:]
    answers = best_spans(logs[:, ANSWER_START], logs[:, ANSWER_END], LONGEST_ANSWER)
    evidences = best_spans(logs[:, EVIDENCE_START], logs[:, EVIDENCE_END], LONGEST_EVIDENCE)
    evidence, (answer, score) = nested(answers, evidences)
    return Decoded(
        characters(evidence, window.offsets),
        characters(answer, window.offsets),
        float(score) / 2,
        float(none[ANSWER_START] + none[ANSWER_END]) / 2,
        Support(logs, window.offsets),
    )


Pieces = tuple[int, int]
"""The first and the last piece of a span."""


def nested(
    answers: Sequence[tuple[Pieces, float]], evidences: Sequence[tuple[Pieces, float]]
) -> tuple[Pieces, tuple[Pieces, float]]:
    """The likeliest evidence with the likeliest answer inside it and the answer's score, of candidates best first."""
    pairs = [
        (score + other, evidence, (answer, other))
        for evidence, score in evidences
        for answer, other in answers
        if evidence[0] <= answer[0] and answer[1] <= evidence[1]
    ]
    if pairs:
        _, evidence, answer = max(pairs, key=lambda pair: pair[0])
        return evidence, answer
    # No candidates nest: the best answer stands, and the evidence is widened to hold it.
    first, last = answers[0][0]
    evidence = min(evidences[0][0][0], first), max(evidences[0][0][1], last)
    return (evidence if evidence[1] - evidence[0] < LONGEST_EVIDENCE else answers[0][0]), answers[0]


def log_sum(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logarithm of the summed exponentials of every column."""
    highest = rows.max(0)
    return np.asarray(highest + np.log(np.exp(rows - highest).sum(0)), dtype=np.float64)


def best_spans(starts: NDArray[np.float64], ends: NDArray[np.float64], longest: int) -> list[tuple[Pieces, float]]:
    """The best spans (first and last piece) with their scores, best first."""
    table = starts[:, None] + ends[None, :]
    size = len(starts)
    distance = np.arange(size)[None, :] - np.arange(size)[:, None]
    table = np.where((distance >= 0) & (distance < longest), table, -np.inf).ravel()
    count = min(CANDIDATES, size)
    order = np.argpartition(-table, count - 1)[:count]
    order = order[np.argsort(-table[order], kind="stable")]
    return [((int(i) // size, int(i) % size), float(table[i])) for i in order if np.isfinite(table[i])]


def characters(pieces: Pieces, offsets: Sequence[tuple[int, int]]) -> Span:
    """The code points from the first piece to the last one."""
    return Span(offsets[pieces[0]][0], max(offsets[pieces[1]][1], offsets[pieces[0]][1]))

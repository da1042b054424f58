"""One gold question against one contract object (docs/json-contract.md): figures per question, nothing averaged yet.

Groups are the pieces that a whole answer needs (one per city, say); any place of a group will do. A figure that does
not apply to a question is absent from its scores; an unanswered answerable question counts 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.gold import GoldQuestion
from eval.matching import Located, answer_f1, holds, same_answer
from index.types import Span

__all__ = ["FIGURES", "QuestionScore", "score"]

FIGURES = {
    "Success@5": "some evidence within the first 5 passages",
    "Recall@20": "share of the groups within the first 20 passages",
    "RR@20": "1 / rank of the first passage that holds evidence, 0 beyond 20",
    "nDCG@10": "each group gains 1 at the first passage that holds it (binary gain, log2 discount)",
    "AnswerEM": "share of the groups with short forms that some answer gives exactly",
    "AnswerF1": "mean over those groups of the best answer's character F1",
    "TopAnswerEM": "the first answer is exactly right (questions with one group)",
    "CitationPrecision": "share of the answers whose citation holds evidence or stands inside it",
    "CitationRecall": "share of the groups that some answer cites",
    "CitiesRecall": "CitationRecall of the questions that several documents answer",
    "WronglyRefused": "an answerable question was refused",
    "RightlyRefused": "an unanswerable question was refused",
}
"""Every figure that :func:`score` gives, with its definition."""


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """The figures of one question; ``confidence`` is the best answer's (0.0 when refused)."""

    question: GoldQuestion
    figures: Mapping[str, float]
    confidence: float


def score(question: GoldQuestion, given: Mapping[str, Any]) -> QuestionScore:
    """Compare what the system gave with what the gold set asks for."""
    answers: Sequence[Mapping[str, Any]] = given["answers"]
    refused = bool(given["abstained"]) or not answers
    confidence = max((float(item["confidence"]) for item in answers), default=0.0)
    if not question.answerable:
        return QuestionScore(question, {"RightlyRefused": float(refused)}, confidence)
    figures = {"WronglyRefused": float(refused)}
    figures.update(_ranking(question, [_places(hit) for hit in given["hits"]]))
    figures.update(_short_answers(question, [str(item["text"]) for item in answers]))
    figures.update(_citations(question, [item["citation"] for item in answers]))
    return QuestionScore(question, figures, confidence)


def _places(hit: Mapping[str, Any]) -> list[Located]:
    return [(place["file"], Span(place["start"], place["end"])) for place in (hit, *hit["also_at"])]


def _ranking(question: GoldQuestion, ranked: Sequence[Sequence[Located]]) -> dict[str, float]:
    first: list[float] = []
    for evidence in question.groups().values():
        ranks = (rank for rank, places in enumerate(ranked, 1) if holds(places, evidence))
        first.append(next(ranks, math.inf))
    best = min(first)
    gains = sum(1 / math.log2(rank + 1) for rank in first if rank <= 10)
    # Groups that share a passage gain at the same rank, so the ideal puts all of them first.
    ideal = sum(1 / math.log2(rank + 1) for rank in _ideal(first))
    return {
        "Success@5": float(best <= 5),
        "Recall@20": sum(rank <= 20 for rank in first) / len(first),
        "RR@20": 1 / best if best <= 20 else 0.0,
        "nDCG@10": gains / ideal,
    }


def _ideal(first: Sequence[float]) -> list[int]:
    found = sorted(rank for rank in first if rank <= 10)
    order = {rank: place for place, rank in enumerate(dict.fromkeys(found), 1)}
    missing = range(len(order) + 1, len(order) + 1 + len(first) - len(found))
    return [order[rank] for rank in found] + [rank for rank in missing if rank <= 10]


def _short_answers(question: GoldQuestion, given: Sequence[str]) -> dict[str, float]:
    wanted = [forms for forms in question.answers if forms]
    if not wanted:
        return {}
    exact = [float(any(same_answer(text, forms) for text in given)) for forms in wanted]
    overlap = [max((answer_f1(text, forms) for text in given), default=0.0) for forms in wanted]
    figures = {"AnswerEM": sum(exact) / len(wanted), "AnswerF1": sum(overlap) / len(wanted)}
    if len(question.answers) == 1:
        figures["TopAnswerEM"] = float(bool(given) and same_answer(given[0], wanted[0]))
    return figures


def _citations(question: GoldQuestion, citations: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    groups = question.groups()
    cited = [(str(place["file"]), Span(place["start"], place["end"])) for place in citations]
    pieces = [piece for evidence in groups.values() for piece in evidence]
    right = sum(
        holds([place], pieces) or any(place[0] == piece.file and piece.span.contains(place[1]) for piece in pieces)
        for place in cited
    )
    recall = sum(
        holds(cited, evidence)
        or any(file == piece.file and piece.span.contains(span) for file, span in cited for piece in evidence)
        for evidence in groups.values()
    ) / len(groups)
    figures = {"CitationPrecision": right / len(cited) if cited else 0.0, "CitationRecall": recall}
    if question.kind == "cities":
        figures["CitiesRecall"] = recall
    return figures

"""Gold questions against contract objects (docs/json-contract.md): figures per question, nothing averaged yet.

Groups are the pieces that a whole answer needs (one per city, say); any place of a group will do. A figure that does
not apply to a question is absent from its scores; an unanswered answerable question counts 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.data.questions import GoldQuestion
from eval.measures.judging import gold_qrels, judged_ranking, places_of
from eval.measures.matching import Located, answer_f1, contains_answer, same_answer, supports
from eval.measures.ranking import per_query
from index.types import Span

__all__ = ["FIGURES", "LOWER_IS_BETTER", "RANKING_FIGURES", "SLICE_FIGURES", "QuestionScore", "score", "score_rankings"]

RANKING_FIGURES = {
    "Success@1": "the first passage holds evidence",
    "Success@5": "some evidence within the first 5 passages",
    "R@5": "Recall: share of the pieces of evidence within the first 5",
    "R@20": "Recall: share of the pieces of evidence within the first 20",
    "RR@20": "1 / rank of the first evidence, 0 beyond 20; its mean is MRR@20",
    "nDCG@10": "discounted gain of the pieces of evidence, relative to all of them on top",
    "AP@20": "mean precision at each piece of evidence found; its mean is MAP@20",
}
"""Figures of a ranking, named as ir_measures names them, with their definitions."""

FIGURES = RANKING_FIGURES | {
    "TopAnswerRight": "the first answer cites evidence and gives or contains its short form",
    "TopAnswerEM": "the first short answer is exactly right",
    "AnswerEM": "share of the pieces with short forms that some answer gives exactly",
    "AnswerF1": "mean over those pieces of the best answer's character F1",
    "CitationPrecision": "share of the answers whose citation holds evidence or stands inside it",
    "CitationRecall": "share of the pieces of evidence that some answer cites",
    "CitiesRecall": "CitationRecall of the questions that several documents answer",
    "WronglyRefused": "share of the answerable questions that were refused",
    "WronglyAnswered": "share of the unanswerable questions that were answered",
}
"""Every figure that :func:`score` gives a question, with its definition."""

SLICE_FIGURES = ("Success@5", "RR@20", "TopAnswerRight", "TopAnswerEM", "WronglyRefused", "WronglyAnswered")
"""Figures shown and compared per slice; more of them would say the same again, at the cost of every test's power."""

LOWER_IS_BETTER = frozenset({"WronglyRefused", "WronglyAnswered", "AURC", "ECE", "p50 ms", "p95 ms", "p99 ms"})
"""Figures that measure harm."""


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """The figures of one question.

    ``confidence`` is the first answer's, None when the question was refused (or the system only ranks). ``right`` tells
    whether the first answer is right: its citation holds a piece of evidence and its text gives or contains one of that
    piece's short forms, where it has any; refusing is right for unanswerable questions alone.
    """

    figures: Mapping[str, float]
    confidence: float | None
    right: bool


def score(questions: Iterable[GoldQuestion], given: Mapping[str, Mapping[str, Any]]) -> dict[str, QuestionScore]:
    """Compare what a system gave (question id → contract object) with what the gold set asks for.

    A question missing from ``given`` counts as refused without any hits.
    """
    asked = list(questions)
    rankings = score_rankings(asked, {name: places_of(answer) for name, answer in given.items()})
    scores = {}
    for question in asked:
        answer = given.get(question.id, {"abstained": True, "answers": []})
        answers: Sequence[Mapping[str, Any]] = [] if answer["abstained"] else answer["answers"]
        figures = dict(rankings.get(question.id, {}))
        right = _right(question, answers[0]) if answers else not question.answerable
        if question.answerable:
            figures["TopAnswerRight"] = float(right)
            figures.update(_short_answers(question, answers))
            figures.update(_citations(question, [_cited(item) for item in answers]))
            figures["WronglyRefused"] = float(not answers)
        else:
            figures["WronglyAnswered"] = float(bool(answers))
        confidence = float(answers[0]["confidence"]) if answers else None
        scores[question.id] = QuestionScore(figures, confidence, right)
    return scores


def score_rankings(
    questions: Iterable[GoldQuestion], ranked: Mapping[str, Sequence[Sequence[Located]]]
) -> dict[str, dict[str, float]]:
    """Question id → figure → value by ir_measures, for every answerable question; one without a ranking counts 0.

    ``ranked`` holds, per question, the hits best first, each as the places that it stands for.
    """
    answerable = [question for question in questions if question.answerable]
    run = {
        question.id: [(item, 0.0) for item in judged_ranking(question, ranked.get(question.id, ()))]
        for question in answerable
    }
    scores = {question.id: dict.fromkeys(RANKING_FIGURES, 0.0) for question in answerable}
    for figure, name, value in per_query(run, gold_qrels(answerable), tuple(RANKING_FIGURES)):
        scores[name][figure] = value
    return scores


def _cited(item: Mapping[str, Any]) -> Located:
    place = item["citation"]
    return str(place["file"]), Span(place["start"], place["end"])


def _right(question: GoldQuestion, item: Mapping[str, Any]) -> bool:
    cited, text = _cited(item), str(item["text"])
    return any(
        supports(cited, evidence) and (not forms or same_answer(text, forms) or contains_answer(text, forms))
        for evidence, forms in zip(question.groups().values(), question.answers, strict=True)
    )


def _short_answers(question: GoldQuestion, given: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    groups = zip(question.groups().values(), question.answers, strict=True)
    wanted = [(evidence, forms) for evidence, forms in groups if forms]
    if not wanted:
        return {}
    exact, overlap = [], []
    for evidence, forms in wanted:
        # Several cities may have the same figure: each answer speaks for the clause that it cites, not for the others.
        own = [item for item in given if len(question.answers) == 1 or supports(_cited(item), evidence)]
        exact.append(float(any(same_answer(str(item["text"]), forms) for item in own)))
        overlap.append(max((answer_f1(str(item["text"]), forms) for item in own), default=0.0))
    first = str(given[0]["text"]) if given else ""
    return {
        "TopAnswerEM": float(any(same_answer(first, forms) for _, forms in wanted)),
        "AnswerEM": sum(exact) / len(wanted),
        "AnswerF1": sum(overlap) / len(wanted),
    }


def _citations(question: GoldQuestion, cited: Sequence[Located]) -> dict[str, float]:
    groups = question.groups()
    right = sum(any(supports(place, evidence) for evidence in groups.values()) for place in cited)
    recall = sum(any(supports(place, evidence) for place in cited) for evidence in groups.values()) / len(groups)
    figures = {"CitationPrecision": right / len(cited) if cited else 0.0, "CitationRecall": recall}
    if question.kind == "cities":
        figures["CitiesRecall"] = recall
    return figures

"""Questions that one span answers against contract objects: how early a passage holds it, how well the first answer.

A passage holds the span when it covers over half of it (:mod:`eval.measures.matching`). An unanswered question counts
0 in every figure of its answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.data.questions import GoldQuestion
from eval.measures.judging import places_of
from eval.measures.matching import answer_f1, holds, rouge_l, supports
from index.types import Span

__all__ = ["SPAN_FIGURES", "SPAN_RANKING_FIGURES", "score_span"]

DEPTHS = (1, 5, 20)

SPAN_RANKING_FIGURES = {f"Success@{depth}": f"some evidence within the first {depth} passages" for depth in DEPTHS} | {
    "RR@20": "1 / rank of the first evidence, 0 beyond 20; its mean is MRR@20"
}
"""Figures of a ranking, named as ir_measures names them, with their definitions."""

SPAN_FIGURES = SPAN_RANKING_FIGURES | {
    "TopAnswerCites": "the first answer's citation holds the span or stands inside it",
    "TopAnswerF1": "F1 of the characters of the first answer's text and the span's",
    "TopAnswerROUGE-L": "ROUGE-L of the first answer's text by character",
    "WronglyRefused": "share of the answerable questions that were refused",
}
"""Every figure that :func:`score_span` gives a question, with its definition."""


def score_span(question: GoldQuestion, given: Mapping[str, Any], *, answers: bool = True) -> dict[str, float]:
    """Return figure → value for one question; without ``answers`` those of the ranking alone.

    ``given`` is a contract object, or empty for a question without a result.
    """
    ranked = places_of(given) if given else ()
    first = next((rank for rank, places in enumerate(ranked, 1) if holds(places, question.evidence)), 0)
    figures = {f"Success@{depth}": float(0 < first <= depth) for depth in DEPTHS}
    figures["RR@20"] = 1 / first if 0 < first <= DEPTHS[-1] else 0.0
    if not answers:
        return figures
    items = given.get("answers", ()) if not given.get("abstained", True) else ()
    cites, text = 0.0, ""
    if items:
        cited, text = items[0]["citation"], str(items[0]["text"])
        place = str(cited["file"]), Span(cited["start"], cited["end"])
        cites = float(supports(place, question.evidence))
    forms = question.answers[0]
    return figures | {
        "TopAnswerCites": cites,
        "TopAnswerF1": answer_f1(text, forms),
        "TopAnswerROUGE-L": rouge_l(text, forms),
        "WronglyRefused": float(not items),
    }

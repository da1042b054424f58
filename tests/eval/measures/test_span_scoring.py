"""Figures of questions that one span answers."""

from __future__ import annotations

from typing import Any

import pytest

from eval.data.questions import Evidence, GoldQuestion
from eval.measures.matching import rouge_l
from eval.measures.span_scoring import SPAN_FIGURES, SPAN_RANKING_FIGURES, score_span
from index.types import Span

QUESTION = GoldQuestion(
    "q", "多少?", "zh", "hans", "span", "report", ("f",), (Evidence(1, "f", Span(10, 20), "甲乙丙丁戊己庚辛壬癸"),),
    (("甲乙丙丁戊己庚辛壬癸",),),
)  # fmt: skip


def given(*spans: tuple[int, int], answers: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    hits = [{"file": "f", "start": start, "end": end} for start, end in spans]
    return {"abstained": not answers, "answers": answers or [], "hits": hits}


def answer(text: str, start: int, end: int) -> dict[str, Any]:
    return {"text": text, "confidence": 0.5, "citation": {"file": "f", "start": start, "end": end}}


def test_a_passage_counts_that_holds_over_half_of_the_span() -> None:
    half, more = (0, 15), (0, 16)
    assert score_span(QUESTION, given(half))["Success@20"] == 0
    found = score_span(QUESTION, given(half, half, more))
    assert (found["Success@1"], found["Success@5"], found["Success@20"], found["RR@20"]) == (0, 1, 1, 1 / 3)


def test_a_repeat_folded_under_a_hit_counts_for_it() -> None:
    folded = given((50, 60))
    folded["hits"][0]["also_at"] = [{"file": "f", "start": 10, "end": 20}]
    assert score_span(QUESTION, folded)["Success@1"] == 1


def test_the_first_answer_alone_is_judged() -> None:
    right, wrong = answer("甲乙丙丁戊", 10, 15), answer("子丑", 40, 42)
    found = score_span(QUESTION, given((10, 20), answers=[right, wrong]))
    # All five characters of the answer are right, five of ten are given: F1 = 2·5 / (5 + 10).
    assert (found["TopAnswerCites"], found["WronglyRefused"]) == (1, 0)
    assert found["TopAnswerF1"] == found["TopAnswerROUGE-L"] == pytest.approx(10 / 15)
    found = score_span(QUESTION, given((10, 20), answers=[wrong, right]))
    assert (found["TopAnswerCites"], found["TopAnswerF1"]) == (0, 0)


def test_a_refusal_and_a_missing_result_count_zero() -> None:
    refused = score_span(QUESTION, given((10, 20)))
    assert (refused["Success@1"], refused["TopAnswerCites"], refused["WronglyRefused"]) == (1, 0, 1)
    missing = score_span(QUESTION, {})
    assert missing == dict.fromkeys(SPAN_FIGURES, 0.0) | {"WronglyRefused": 1.0}


def test_a_system_that_only_ranks_has_the_figures_of_rankings() -> None:
    assert score_span(QUESTION, given((10, 20)), answers=False).keys() == SPAN_RANKING_FIGURES.keys()


def test_rouge_l_is_about_order_where_f1_is_not() -> None:
    # 乙甲丙 and 甲乙丙 share three characters, two of them in order.
    assert rouge_l("乙甲丙", ["甲乙丙"]) == pytest.approx(2 * 2 / 6)
    assert rouge_l("", ["甲"]) == 0
    assert rouge_l("百分之六十", ["60%"]) == 1, "number forms are levelled as everywhere"
    assert rouge_l("丁", ["甲", "丁"]) == 1, "the best form counts"

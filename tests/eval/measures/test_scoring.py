"""Figures of gold questions: expected values are written out, and trec_eval (through pytrec_eval) agrees."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import pytrec_eval
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.data.questions import Evidence, GoldQuestion
from eval.measures.judging import gold_qrels, judged_ranking, places_of
from eval.measures.ranking import evaluate, per_query
from eval.measures.scoring import FIGURES, RANKING_FIGURES, QuestionScore, score, score_rankings
from index.types import Span

Place = tuple[int, int]


def question(*groups: Sequence[Place], answers: Sequence[Sequence[str]] = (), kind: str = "number") -> GoldQuestion:
    """A question whose evidence groups are ranges of one file."""
    evidence = tuple(
        Evidence(number, "a.txt", Span(*place), "x" * (place[1] - place[0]))
        for number, places in enumerate(groups, 1)
        for place in places
    )
    forms = tuple(map(tuple, answers)) or tuple(() for _ in groups)
    return GoldQuestion("q1", "?", "zh", "hans", kind, "tune", (), evidence, forms)


def hit(start: int, end: int, *also: Place) -> dict[str, Any]:
    repeats = [{"file": "a.txt", "start": low, "end": high} for low, high in also]
    return {"file": "a.txt", "start": start, "end": end, "also_at": repeats}


def answer(text: str, start: int, end: int, confidence: float = 0.9) -> dict[str, Any]:
    return {"text": text, "confidence": confidence, "citation": {"file": "a.txt", "start": start, "end": end}}


def given_(answers: Sequence[Mapping[str, Any]] = (), hits: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    return {"abstained": not answers, "answers": list(answers), "hits": list(hits)}


def scored(asked: GoldQuestion, given: Mapping[str, Any] | None) -> QuestionScore:
    return score([asked], {} if given is None else {"q1": given})["q1"]


def test_a_ranking_is_written_in_judged_items() -> None:
    asked = question([(0, 10), (100, 110)], [(50, 60)], [(55, 65)])
    hits = [hit(200, 300), hit(100, 110), hit(0, 10), hit(300, 400, (45, 70)), hit(50, 60)]
    # Both places of group 1 count once; a folded repeat holds groups 2 and 3; what was found before gains nothing.
    assert judged_ranking(asked, places_of(given_(hits=hits))) == ["x1", "g1", "x3", "g2", "g3", "x5"]
    assert gold_qrels([asked, question(kind="unanswerable")]) == {"q1": {"g1": 1, "g2": 1, "g3": 1}}


def test_ranking_figures_by_hand() -> None:
    asked = question([(0, 10)], [(50, 60)])
    hits = [hit(200, 210), hit(0, 10), *(hit(300 + 10 * i, 310 + 10 * i) for i in range(4)), hit(50, 60)]
    figures = scored(asked, given_(hits=hits)).figures
    assert figures["Success@1"] == 0
    assert figures["Success@5"] == 1
    assert figures["R@5"] == 1 / 2
    assert figures["R@20"] == 1
    assert figures["RR@20"] == 1 / 2
    assert figures["AP@20"] == pytest.approx((1 / 2 + 2 / 7) / 2)
    assert figures["nDCG@10"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(8)) / (1 + 1 / math.log2(3)))


def test_beyond_twenty_is_not_found() -> None:
    hits = [*(hit(100 + 10 * i, 110 + 10 * i) for i in range(20)), hit(0, 10)]
    assert not any(scored(question([(0, 10)]), given_(hits=hits)).figures[name] for name in RANKING_FIGURES)


@pytest.mark.parametrize("given", [None, given_(), given_(hits=[hit(500, 600)])])
def test_an_unanswered_question_counts_zero(given: dict[str, Any] | None) -> None:
    figures = scored(question([(0, 10)], answers=[["5%"]]), given).figures
    assert {name: value for name, value in figures.items() if value} == {"WronglyRefused": 1.0}
    assert set(figures) == set(FIGURES) - {"CitiesRecall", "WronglyAnswered"}


def test_short_answers_by_hand() -> None:
    asked = question([(0, 10)], answers=[["50%"]])
    right = scored(asked, given_([answer("百分之五十", 0, 10)]))
    assert (right.figures["TopAnswerEM"], right.figures["AnswerEM"], right.figures["AnswerF1"]) == (1, 1, 1)
    assert right.right
    assert right.confidence == 0.9
    late = scored(asked, given_([answer("30%", 20, 30), answer("50%", 0, 10)]))
    assert (late.figures["TopAnswerEM"], late.figures["AnswerEM"]) == (0, 1)
    assert late.figures["AnswerF1"] == 1
    assert not late.right


def test_right_needs_the_citation_and_the_text() -> None:
    asked = question([(0, 10)], answers=[["50%"]])
    assert not scored(asked, given_([answer("50%", 40, 50)])).right, "a right figure from a wrong clause"
    assert not scored(asked, given_([answer("30%", 0, 10)])).right, "a wrong figure from the right clause"
    clause = question([(0, 10)])
    assert scored(clause, given_([answer("whatever it says", 0, 10)])).right, "the clause itself is the answer"
    whole = scored(asked, given_([answer("屋顶光伏覆盖率达到50%", 0, 10)]))
    assert (whole.right, whole.figures["TopAnswerRight"], whole.figures["TopAnswerEM"]) == (True, 1, 0)
    assert not scored(asked, given_([answer("提高150%", 0, 10)])).right


def test_each_city_speaks_for_itself() -> None:
    asked = question([(0, 10)], [(50, 60)], answers=[["8%"], ["8%"]], kind="cities")
    one = scored(asked, given_([answer("8%", 0, 10)])).figures
    assert one["AnswerEM"] == 1 / 2, "one city's answer is not the other's"
    assert one["CitationRecall"] == one["CitiesRecall"] == 1 / 2
    assert one["CitationPrecision"] == 1
    both = scored(asked, given_([answer("8%", 0, 10), answer("8%", 50, 60), answer("9%", 80, 90)])).figures
    assert both["AnswerEM"] == both["CitiesRecall"] == 1
    assert both["CitationPrecision"] == pytest.approx(2 / 3)


def test_refusals() -> None:
    nothing = question(kind="unanswerable")
    refused = scored(nothing, given_())
    assert refused.figures == {"WronglyAnswered": 0.0}
    assert refused.right
    assert refused.confidence is None
    answered = scored(nothing, given_([answer("50%", 0, 10, 0.4)]))
    assert answered.figures == {"WronglyAnswered": 1.0}
    assert not answered.right
    assert answered.confidence == 0.4
    # What is called abstained counts as refused even when answers were left in it.
    both = given_([answer("50%", 0, 10)]) | {"abstained": True}
    assert scored(question([(0, 10)]), both).figures["WronglyRefused"] == 1


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(["g1", "g2", "g3", "x1", "x2", "x3", "x4"]), unique=True, max_size=7), st.integers(1, 3)
)
def test_trec_eval_agrees(ranking: list[str], groups: int) -> None:
    # The evidence of group n is [100 n, 100 n + 10); what is not relevant lies elsewhere.
    asked = question(*([(100 * number, 100 * number + 10)] for number in range(1, groups + 1)))
    starts = [100 * int(item[1:]) if item[0] == "g" else 5000 + 100 * int(item[1:]) for item in ranking]
    ranked = [[("a.txt", Span(start, start + 10))] for start in starts]
    ours = score_rankings([asked], {"q1": ranked})["q1"]
    items = judged_ranking(asked, ranked)
    evaluator = pytrec_eval.RelevanceEvaluator(
        gold_qrels([asked]), {"success.1,5", "recall.5,20", "recip_rank", "ndcg_cut.10", "map_cut.20"}
    )
    run = {"q1": {item: float(len(items) - at) for at, item in enumerate(items)} or {"none": 1.0}}
    theirs = evaluator.evaluate(run)["q1"]
    names = {"Success@1": "success_1", "Success@5": "success_5", "R@5": "recall_5", "R@20": "recall_20",
             "RR@20": "recip_rank", "nDCG@10": "ndcg_cut_10", "AP@20": "map_cut_20"}  # fmt: skip
    assert ours == pytest.approx({name: theirs[other] for name, other in names.items()})


def test_trec_eval_agrees_on_graded_judgements() -> None:
    draw = random.Random(7)
    passages = [f"p{number}" for number in range(40)]
    qrels = {f"q{n}": {p: draw.choice([0, 0, 1, 2, 3]) for p in draw.sample(passages, 12)} for n in range(25)}
    run = {
        query: [(passage, float(40 - at)) for at, passage in enumerate(draw.sample(passages, 30))] for query in qrels
    }
    theirs = pytrec_eval.RelevanceEvaluator(qrels, {"ndcg_cut.10", "recall.100", "recip_rank", "map", "success.5"})
    expected = theirs.evaluate({query: dict(ranked) for query, ranked in run.items()})
    names = {"nDCG@10": "ndcg_cut_10", "R@100": "recall_100", "RR": "recip_rank", "AP": "map", "Success@5": "success_5"}
    for figure, query, value in per_query(run, qrels, tuple(names)):
        assert value == pytest.approx(expected[query][names[figure]]), (figure, query)
    means = evaluate(run, qrels, tuple(names))
    for figure, other in names.items():
        assert means[figure] == pytest.approx(sum(row[other] for row in expected.values()) / len(qrels))

"""The fit of what answers are believed: weights, lines and thresholds on small cases worked out by hand."""

import json
import lzma
import math
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy")

from retriever.answer.belief import belief
from scripts.training.belief import FEATURES, Case, fit_lines, fit_thresholds, fit_weights, summary
from scripts.training.unseen import unseen_documents

IDENTITY = {"zh": (1.0, 0.0)}


def case(
    *right: bool, answerable: bool = True, language: str = "zh", source: str = "a", excluded: tuple[bool, ...] = ()
) -> Case:
    """A question whose candidates have the bias, and one more feature where they are right."""
    rows = np.zeros((len(right), len(FEATURES)))
    rows[:, 0] = 1.0
    rows[:, 1] = right
    none = np.array(excluded or (False,) * len(right), bool)
    return Case(source, "number", language, answerable, rows, np.array(right, bool), none)


def log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def test_what_right_candidates_have_weighs_and_what_nobody_has_does_not() -> None:
    weights = fit_weights([case(True, False, False), case(False, True), case(False, False, answerable=False), case()])
    assert weights[1] > 0.5
    assert np.abs(weights[2:]).max() < 1e-6


def test_every_fitted_feature_is_weighed_and_no_other() -> None:
    assert set(FEATURES) == set(belief().weights)
    assert len(set(FEATURES)) == len(FEATURES)


def test_lines_give_the_share_that_is_right() -> None:
    held = [(case(i < 3), np.zeros(1)) for i in range(4)]
    held += [(case(i < 1, language="en"), np.zeros(1)) for i in range(4)]
    lines = fit_lines(held)
    assert lines["zh"][1] == pytest.approx(log_odds(3 / 4), abs=0.01)
    assert lines["en"][1] == pytest.approx(log_odds(1 / 4), abs=0.01)


def threshold(*cases: tuple[Case, float]) -> float:
    held = [(one, np.full(len(one.rows), log_odds(p))) for one, p in cases]
    return fit_thresholds(held, IDENTITY)["zh"]


def test_the_threshold_stands_between_what_is_right_and_what_cannot_be_answered() -> None:
    found = threshold((case(True), 0.6), (case(True), 0.7), (case(False, answerable=False), 0.3))
    assert 0.3 < found <= 0.6


def test_one_in_ten_refused_costs_as_much_as_one_in_five_answered_that_should_not_be() -> None:
    certain = [(case(True), 0.78)] * 8
    clear = [(case(False, answerable=False), 0.05)] * 8
    doubtful = [(case(True), 0.4)] * 2
    assert threshold(*certain, *doubtful, *clear, *[(case(False, answerable=False), 0.5)] * 2) <= 0.4
    assert threshold(*certain, *doubtful, *clear[:2], *[(case(False, answerable=False), 0.5)] * 8) > 0.5


def test_the_lowest_of_equal_thresholds_is_taken() -> None:
    assert threshold((case(True), 0.6), (case(False, answerable=False), 0.3)) == pytest.approx(0.31)


def test_a_candidate_of_another_year_is_never_the_best() -> None:
    wrong_year = case(False, True, excluded=(True, False))
    scores = np.array([log_odds(0.9), log_odds(0.6)])
    unanswerable = case(False, answerable=False)
    found = fit_thresholds([(wrong_year, scores), (unanswerable, np.array([log_odds(0.5)]))], IDENTITY)["zh"]
    assert 0.5 < found <= 0.6


def test_the_summary_says_what_is_refused_and_what_is_answered() -> None:
    held = [
        (case(True), np.array([log_odds(0.9)])),
        (case(True), np.array([log_odds(0.2)])),
        (case(False, answerable=False), np.array([log_odds(0.8)])),
    ]
    row = next(line for line in summary(held, IDENTITY, {"zh": 0.5}).splitlines() if line.startswith("all"))
    assert row.split() == ["all", "3", "1.000", "0.500", "0.500", "1.000", "of", "1"]


def test_unseen_questions_point_at_their_answer_in_the_file_written_for_them(tmp_path: Path) -> None:
    def write(path: Path, rows: list[dict[str, str]]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(lzma.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))

    def row(question: str, text: str, evidence: str, answer: str, kind: str = "number", heading: str = "") -> dict:
        return {
            **{"doc": "d1", "title": "通知", "heading": heading, "text": text, "question": question},
            **{"evidence": evidence, "answer": answer, "kind": kind},
        }

    first, second = "补贴300万元。", "另补贴300万元，由省厅负责。"
    rows = [
        row("多少？", first, first, "300万元", heading="一、补贴"),
        row("另补多少？", second, "另补贴300万元", "300万元", heading="一、补贴"),
        row("谁负责？", second, "由省厅负责", "", "who", "一、补贴"),
        row("何时？", second, "", "", "none", "一、补贴"),
    ]
    write(tmp_path / "bench" / "qa-written-dev" / "questions.jsonl.xz", rows)
    write(tmp_path / "more.jsonl.xz", [{"id": "other", "text": "别的"}])
    found = unseen_documents(tmp_path / "bench", tmp_path / "more.jsonl.xz", tmp_path / "files")
    text = (tmp_path / "files" / "unseen-000.txt").read_text(encoding="utf-8")
    assert text.splitlines() == ["通知", "", "一、补贴", first, "", second]
    assert [question.answer.of(text) for question in found] == ["300万元", "300万元", "由省厅负责"]
    assert found[0].answer.end < text.index(second) < found[1].answer.start
    assert (tmp_path / "files" / "other.txt").read_text(encoding="utf-8") == "别的"

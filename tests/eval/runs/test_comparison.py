"""A change is called real when it is, and only then."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.measures.scoring import LOWER_IS_BETTER
from eval.measures.selective import aurc
from eval.measures.summary import confidence_and_error
from eval.runs.comparison import compare, comparison_object
from eval.runs.results import Results, load_results, save_results
from index.errors import InputError, LoadError
from tests.eval.conftest import damaged, random_run


def test_a_run_against_itself(results: Results) -> None:
    same = compare(results, results)
    assert same.verdict == "no difference"
    assert all(change.p == 1 and change.difference[:3] == (0, 0, 0) for change in (*same.overall, *same.slices))
    assert not same.better
    assert not same.worse


def test_two_random_runs_of_the_same_system_do_not_differ(results: Results) -> None:
    quiet = 0
    for seed in range(20):
        found = compare(random_run(results, 2 * seed), random_run(results, 2 * seed + 1), seed)
        quiet += all(change.verdict == "no difference" for change in (*found.overall, *found.slices))
    assert quiet >= 19


@pytest.mark.parametrize("seed", range(5))
def test_a_tenth_damaged_is_worse_and_the_other_way_round_better(results: Results, seed: int) -> None:
    lost = damaged(results, 0.1, seed)
    found = compare(results, lost, seed)
    assert found.verdict == "worse"
    verdicts = {change.figure: change.verdict for change in found.overall}
    assert verdicts["WronglyRefused"] == "worse"
    assert "better" not in verdicts.values()
    assert not found.better
    changed = {q.id for q, after in zip(results.questions, lost.questions, strict=True) if q.figures != after.figures}
    assert {moved.id for moved in found.worse} == changed
    assert compare(lost, results, seed).verdict == "better"


def test_lower_is_better_turns_the_verdict_round(results: Results) -> None:
    better = replace(results, questions=tuple(replace(
        q, figures={name: 0.0 if name in LOWER_IS_BETTER else value for name, value in q.figures.items()}
    ) for q in results.questions))  # fmt: skip
    found = {change.figure: change for change in compare(results, better).overall}
    assert found["WronglyAnswered"].difference.value < 0
    assert found["WronglyAnswered"].verdict == "better"


def test_changes_by_hand(results: Results) -> None:
    """One question loses all, the others stay: the mean moves by its value over n, and chance explains it."""
    first = next(q for q in results.questions if q.figures.get("RR@20") == 1)
    after = replace(results, questions=tuple(
        replace(q, figures=q.figures | {"RR@20": 0.0}) if q is first else q for q in results.questions
    ))  # fmt: skip
    found = compare(results, after)
    change = next(change for change in found.overall if change.figure == "RR@20")
    assert change.difference.value == pytest.approx(-1 / change.difference.n)
    assert change.p == 1.0
    assert [(moved.id, moved.figures, moved.gain) for moved in found.worse] == [(first.id, {"RR@20": (1.0, 0.0)}, -1.0)]
    in_kind = next(c for c in found.slices if c.figure == "RR@20" and c.slice == ("kind", first.slices["kind"][0]))
    assert in_kind.difference.value == pytest.approx(-1 / in_kind.difference.n)


def test_the_area_is_compared_by_swapping_whole_questions(results: Results) -> None:
    sure = replace(
        results, questions=tuple(replace(q, confidence=0.99 if q.right else 0.01) for q in results.questions)
    )
    change = next(change for change in compare(results, sure).overall if change.figure == "AURC")
    for value, run in ((change.before, results), (change.after, sure)):
        columns = confidence_and_error(run.questions)
        assert columns is not None
        assert value == pytest.approx(aurc(np.array([columns[0]]), np.array([columns[1]]))[0])
    assert change.difference.value == pytest.approx(change.after - change.before)
    assert change.difference.low <= change.difference.value <= change.difference.high


def test_mixed_benchmarks_are_refused(results: Results) -> None:
    other = replace(results, benchmark=replace(results.benchmark, name="gold:other", sha256="f" * 64))
    with pytest.raises(InputError, match=r"gold:seeds.*gold:other.*run both over the same questions"):
        compare(results, other)


def test_figures_of_one_run_alone_are_named(results: Results) -> None:
    ranking = replace(results, questions=tuple(
        replace(q, figures={k: v for k, v in q.figures.items() if k == "RR@20"}, confidence=None, right=None)
        for q in results.questions
    ))  # fmt: skip
    found = compare(results, ranking)
    assert [change.figure for change in found.overall] == ["RR@20"]
    assert any("TopAnswerEM" in note and "not compared" in note for note in found.notes)
    bare = replace(results, questions=tuple(replace(q, figures={}, right=None) for q in results.questions))
    with pytest.raises(InputError, match="no figure in common"):
        compare(results, bare)


def test_saved_runs_come_back(results: Results, tmp_path: Path) -> None:
    path = tmp_path / "new" / "run.json"
    save_results(path, results)
    assert load_results(path) == results
    assert len(path.read_text(encoding="utf-8").splitlines()) == len(results.questions) + 2
    assert comparison_object(compare(load_results(path), results))["verdict"] == "no difference"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text[:-20], "not the JSON of a run"),
        (lambda text: "[]", "not the JSON of a run"),
        (lambda text: text.replace('"schema": 1', '"schema": 2'), "run the evaluation anew"),
        (lambda text: text.replace('"benchmark"', '"bench"'), "lacks part of a run"),
        (lambda text: text.replace('"id": "num-003"', '"id": "num-004"'), "lacks questions of"),
        (lambda text: text.replace('"figures"', '"numbers"'), "lacks part of a run"),
    ],
)
def test_a_file_that_is_no_run_is_named(results: Results, tmp_path: Path, change: object, said: str) -> None:
    path = tmp_path / "run.json"
    save_results(path, results)
    text = path.read_text(encoding="utf-8")
    path.write_text(change(text), encoding="utf-8")  # type: ignore[operator]  # a function from text to text
    if said.startswith("lacks questions"):
        assert path.read_text(encoding="utf-8") != text
    with pytest.raises((InputError, LoadError), match=said):
        load_results(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"cannot be read.*yinju eval --save"):
        load_results(tmp_path / "nothing.json")

"""Sweeps over a made-up system whose figures follow from its parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from eval.runs.results import Benchmark, QuestionResult, Results
from eval.runs.sweep import combinations, names_of, parse_values, sweep, sweep_object, with_values
from index.errors import InputError


@dataclass(frozen=True, slots=True)
class Mix:
    dense: float = 0.5
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    zh: Mix = Mix()
    depth: int = 10
    name: str = "fixed"


def measure(settings: Settings) -> Results:
    """100 questions; the first ``depth`` of them are answered."""
    rows = tuple(QuestionResult(f"q{at}", "?", {}, {"RR": float(at < settings.depth)}) for at in range(100))
    return Results(Benchmark("made up", "all", 100, "0"), "made up", {}, "x", rows)


def test_names_and_values() -> None:
    assert names_of(Settings()) == {"zh.dense": 0.5, "zh.strict": False, "depth": 10}
    values = parse_values(["zh.dense=0,1", "depth=5, 20", "zh.strict=true"], Settings())
    assert values == {"zh.dense": [0.0, 1.0], "depth": [5, 20], "zh.strict": [True]}
    assert [type(value) for value in (*values["zh.dense"], *values["depth"])] == [float, float, int, int]
    assert with_values(Settings(), {"zh.dense": 1.0, "depth": 5}) == Settings(zh=Mix(1.0), depth=5)
    assert list(combinations({"a": [1, 2], "b": [3, 4]})) == [
        {"a": 1, "b": 3}, {"a": 1, "b": 4}, {"a": 2, "b": 3}, {"a": 2, "b": 4}]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["depth"], "sets nothing"),
        (["depth="], "sets nothing"),
        (["dept=3"], "no parameter 'dept'; use one of zh.dense, zh.strict, depth"),
        (["name=x"], "no parameter 'name'"),
        (["depth=1", "depth=2"], "set twice"),
        (["depth=1.5"], "'1.5' does not fit"),
        (["zh.dense=much"], "'much' does not fit"),
        (["zh.dense=inf"], "finite"),
        (["zh.strict=1"], "'1' does not fit"),
        (["depth=" + ",".join(map(str, range(21))), "zh.dense=" + ",".join(["0"] * 10)], "210 combinations"),
    ],
)
def test_options_that_say_nothing(options: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_values(options, Settings())


def test_every_trial_beside_the_values_in_force() -> None:
    trials = sweep(Settings(), {"depth": [10, 11, 40]}, measure, ["RR", "nDCG@10"])
    assert [trial.values["depth"] for trial in trials] == [10, 11, 40], "the values in force are not tried twice"
    assert [trial.figures["RR"].value for trial in trials] == [0.1, 0.11, 0.4]
    assert list(trials[0].figures) == ["RR"], "only figures that the results have"
    assert trials[1].adjusted["RR"] == 1, "one question more is no difference"
    assert trials[2].adjusted["RR"] < 0.001
    assert sweep_object(trials)[2]["values"] == {"depth": 40}
    assert replace(Settings(), depth=10) == Settings()

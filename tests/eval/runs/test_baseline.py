"""The gate falls shut when a figure is below the baseline by more than its interval, and only then."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.measures.summary import summarise
from eval.runs.baseline import fallen, load_baselines, record_baseline
from eval.runs.results import Results
from index.errors import InputError, LoadError
from tests.eval.conftest import damaged


@pytest.fixture(scope="module")
def recorded(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("baseline") / "baseline.json"
    record_baseline(path, results, summarise(results), set_by="Ada", set_on="2026-11-21")
    return path


def test_it_says_who_set_it_and_how(recorded: Path, results: Results) -> None:
    entry = load_baselines(recorded)["tiny"]
    assert (entry.set_by, entry.set_on, entry.command) == ("Ada", "2026-11-21", results.command)
    assert entry.benchmark == str(results.benchmark)
    assert not any(name.endswith(" ms") for name in entry.figures), "latency is the machine's"


def test_the_same_run_passes_and_a_damaged_one_does_not(recorded: Path, results: Results) -> None:
    entry = load_baselines(recorded)["tiny"]
    assert fallen(results, summarise(results), entry) == []
    lost = damaged(results, 0.4, 1)
    found = {figure.figure: figure for figure in fallen(lost, summarise(lost), entry)}
    assert {"RR@20", "nDCG@10", "WronglyRefused"} <= set(found)
    assert found["RR@20"].reach < found["RR@20"].recorded
    assert found["WronglyRefused"].reach > found["WronglyRefused"].recorded, "lower is better"
    assert "recorded was" in str(found["RR@20"])


def test_a_fall_within_the_interval_passes(recorded: Path, results: Results) -> None:
    entry = load_baselines(recorded)["tiny"]
    summary = summarise(results)
    for name, estimate in summary.figures.items():
        if name in entry.figures:
            for value, fails in ((estimate.high, False), (estimate.high + 0.001, True)):
                stricter = replace(entry, figures={"RR@20": value}) if name == "RR@20" else None
                if stricter:
                    assert bool(fallen(results, summary, stricter)) is fails


def test_other_systems_keep_their_entries(recorded: Path, results: Results, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_bytes(recorded.read_bytes())
    other = replace(results, system="other")
    record_baseline(path, other, summarise(other), set_by="Bo", set_on="2026-11-22")
    assert {name: entry.set_by for name, entry in load_baselines(path).items()} == {"other": "Bo", "tiny": "Ada"}


def test_other_questions_and_missing_figures_are_refused(recorded: Path, results: Results) -> None:
    entry = load_baselines(recorded)["tiny"]
    with pytest.raises(InputError, match="recorded over"):
        fallen(results, summarise(results), replace(entry, sha256="0" * 64))
    bare = replace(results, questions=tuple(replace(q, figures={}) for q in results.questions))
    with pytest.raises(InputError, match="lacks Success@1"):
        fallen(bare, summarise(bare), entry)


@pytest.mark.parametrize("text", ["{oops", "[]", '{"tiny": {}}', '{"tiny": 3}'])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LoadError, match="no baseline file"):
        load_baselines(path)
    with pytest.raises(LoadError, match="cannot be read"):
        load_baselines(tmp_path / "none.json")


def test_the_file_is_readable_json(recorded: Path) -> None:
    assert json.loads(recorded.read_text(encoding="utf-8"))["tiny"]["set_by"] == "Ada"

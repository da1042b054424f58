"""``yinju targets`` over the seeds, as it is run."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import Result
from rich.console import Console
from typer.testing import CliRunner

from index.build import build_index
from ui.cli.app import app

SEEDS = Path(__file__).resolve().parents[3] / "seeds"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    build_index([SEEDS], folder, workers=1)
    return folder


def run(index: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["targets", "--index", str(index), *arguments])


def test_rooftop_solar_of_four_cities(index: Path) -> None:
    result = run(index, "--indicator", "屋顶光伏覆盖率", "--format", "json")
    assert result.exit_code == 0
    found = json.loads(result.output)["targets"]
    assert {row["place"] for row in found} == {"宜春市", "宿迁市", "连云港市", "汕尾市"}
    assert {(row["low"], row["unit"], row["year"], row["kind"]) for row in found} == {("50", "%", 2025, "target")}
    assert len({row["line"] for row in found}) == 1
    for row in found:
        text = (SEEDS / row["citation"]["file"]).read_text("utf-8")
        assert text[row["start"] : row["end"]] == row["value"]
        assert text[row["citation"]["start"] : row["citation"]["end"]] == row["citation"]["quote"]


def test_photovoltaic_and_offshore_wind_stay_apart(index: Path) -> None:
    rows = json.loads(run(index, "--format", "json").output)["targets"]
    same = [row for row in rows if row["low"] == "5800000"]
    assert {row["place"] for row in same} == {"宿迁市", "汕尾市"}
    assert len({row["line"] for row in same}) == 2


@pytest.mark.parametrize("shape", [[], ["--matrix"]])
def test_a_narrow_terminal_cuts_no_value(index: Path, monkeypatch: pytest.MonkeyPatch, shape: list[str]) -> None:
    wide = run(index, "--indicator", "森林覆盖率", *shape).output
    monkeypatch.setattr("ui.cli.targets_view.make_console", lambda: Console(width=40, force_terminal=True))
    narrow = run(index, "--indicator", "森林覆盖率", *shape).output
    assert "≥57.16%" in wide
    assert narrow.count("≥57.16%") == wide.count("≥57.16%")
    assert "…" not in narrow


def test_list_matrix_and_chart(index: Path) -> None:
    asked = ("--indicator", "森林覆盖率")
    assert "≥57.16%" in run(index, *asked).output
    assert "汕尾市" in run(index, *asked, "--matrix").output
    chart = run(index, *asked, "--chart", "--year", "2030").output
    assert "█" in chart
    assert "2025" not in chart
    assert run(index, "--indicator", "火星殖民人口").exit_code == 0


def test_files(index: Path, tmp_path: Path) -> None:
    for name in ("t.csv", "t.xlsx", "t.md", "t.json"):
        assert run(index, "--place", "汕尾", "--output", str(tmp_path / name)).exit_code == 0
    rows = list(csv.reader(io.StringIO((tmp_path / "t.csv").read_text("utf-8-sig"), newline="")))
    assert len(rows) == 31
    assert (tmp_path / "t.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    "arguments", [["--format", "xlsx"], ["--output", "t.unknown"], ["--format", "table", "--output", "t.md"]]
)
def test_options_that_do_not_fit_are_refused(index: Path, arguments: list[str]) -> None:
    assert run(index, *arguments).exit_code == 2


def test_file_that_cannot_be_written(index: Path, tmp_path: Path) -> None:
    assert run(index, "--output", str(tmp_path / "none" / "t.csv")).exit_code == 8

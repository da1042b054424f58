"""Files made of the target table: what comes out reads back, and nothing of a document runs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.recognizers.quantity import Change
from index.recognizers.units import Kind
from index.types import Citation, Span
from retriever.targets import Limit, Nature, Target
from retriever.targets.export import as_csv, as_markdown, as_xlsx, target_objects
from retriever.targets.table_layout import Cell, Grid, listing, matrix

ROW = Target(
    place="南陵市",
    document="南陵市方案",
    doc_id=0,
    indicator="森林覆盖率",
    value="53%",
    span=Span(14, 17),
    limit=Limit.AT_LEAST,
    low=Decimal(53),
    high=Decimal(53),
    unit="%",
    kind=Kind.SHARE,
    change=Change.LEVEL,
    base_year=None,
    first_year=2025,
    year=2025,
    strive=False,
    nature=Nature.TARGET,
    citation=Citation(0, "a b.txt", ("一、目标",), Span(0, 20), "到2025年,森林覆盖率达到53%以上。"),
    line=0,
)


def test_matrix() -> None:
    later = replace(ROW, year=2030, first_year=2030, value="60%")
    other = replace(ROW, place="北禾市", value="40%")
    again = replace(other, value="45%")
    grid = matrix([ROW, later, other, again])
    assert grid.header == ("indicator", "period", "南陵市", "北禾市")
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["森林覆盖率", "2025", "≥53%", "≥40% / ≥45%"],
        ["森林覆盖率", "2030", "≥60%", ""],
    ]
    assert grid.rows[0][2].link == "a b.txt#char=14,17"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", "  =1", "\t=1", "\r=1", "=1"])
def test_no_formula_survives(text: str) -> None:
    from openpyxl import load_workbook

    grid = Grid(("name",), ((Cell(text),),))
    (_, (written,)) = csv.reader(io.StringIO(as_csv(grid).lstrip("\ufeff"), newline=""))
    assert written.startswith("'")
    cell = load_workbook(io.BytesIO(as_xlsx(grid))).active["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


@given(st.lists(st.text(max_size=30), min_size=1, max_size=3))
def test_csv_and_markdown_keep_their_shape(texts: list[str]) -> None:
    grid = Grid(tuple("abc"[: len(texts)]), (tuple(Cell(text, "f#char=1,2") for text in texts),))
    rows = list(csv.reader(io.StringIO(as_csv(grid).lstrip("\ufeff"), newline="")))
    assert [len(row) for row in rows] == [len(texts)] * 2
    lines = as_markdown(grid).splitlines()
    assert len(lines) == 3


def test_xlsx_reads_back_with_links_and_numbers() -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(as_xlsx(listing([ROW])))).active
    header = [cell.value for cell in sheet[1]]
    row = dict(zip(header, sheet[2], strict=True))
    assert row["low"].value == 53
    assert row["value"].value == "53%"
    assert row["value"].hyperlink.target == "a b.txt#char=14,17"
    assert row["clause"].value == ROW.citation.quote


def test_xlsx_takes_control_characters_and_long_clauses() -> None:
    assert as_xlsx(Grid(("a",), ((Cell("a\x00b\x1f" + "长" * 40_000),),)))


def test_markdown_escapes_what_would_format_or_link() -> None:
    text = as_markdown(Grid(("a|b",), ((Cell("<b>[x](y)|", "a b>.txt#char=1,2"),),)))
    assert text.splitlines()[0] == "| a\\|b |"
    assert "](<a%20b%3E.txt#char=1,2>)" in text
    assert "\\<b\\>" in text


def test_json_is_plain_and_whole() -> None:
    (found,) = json.loads(json.dumps(target_objects([ROW])))["targets"]
    assert (found["low"], found["bound"], found["kind"], found["year"]) == ("53", "at least", "target", 2025)
    assert (found["start"], found["end"], found["citation"]["file"]) == (14, 17, "a b.txt")

"""XLSX and CSV: rows under their headers, values as the sheet shows them, and what is refused."""

from __future__ import annotations

import datetime
import importlib
import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import LoadError
from index.loading.csv_file import read_csv
from index.loading.number_format import shown
from index.loading.xlsx import read_xlsx
from index.recognizers.table_cells import cell_figures
from tests.index.loading.writers import SHEETS, packed, xlsx


def _sheet(*rows: Sequence[str], more: str = "") -> str:
    made = "".join(f"<row>{''.join(row)}</row>" for row in rows)
    return f"<sheetData>{made}</sheetData>{more}"


def _text(value: str) -> str:
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>' if value else "<c/>"


def _lines(*rows: Sequence[str], more: str = "") -> list[str]:
    return read_xlsx(xlsx({"表": _sheet(*([_text(v) for v in row] for row in rows), more=more)}), "a").text.split("\n")


def test_what_openpyxl_writes_reads_as_it_is_shown() -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="the reference is the extra `office`")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "主要指标"
    for row in (["表1 主要指标"], ["指标", "2025年", None, "日期"], [None, "目标", "下限", None],
                ["碳强度", 0.183, 2, datetime.date(2025, 3, 1)], ["注：自填"]):  # fmt: skip
        sheet.append(row)
    for cells in ("A1:D1", "A2:A3", "B2:C2", "D2:D3"):
        sheet.merge_cells(cells)
    sheet["B4"].number_format = "0.0%"
    sheet["D4"].number_format = 'yyyy"年"m"月"d"日"'
    other = book.create_sheet("附表")
    other["C3"], other["D3"], other["C4"], other["D4"] = "城市", "投资", "宜春", 1234.5
    other["D4"].number_format = '#,##0.0"万元"'
    hidden = book.create_sheet("列表")
    hidden["A1"] = "藏"
    hidden.sheet_state = "hidden"
    saved = io.BytesIO()
    book.save(saved)
    found = read_xlsx(saved.getvalue(), "a.xlsx")
    assert found.text.split("\n") == [
        "主要指标", "表1 主要指标", "指标\t2025年\t\t日期", "指标\t目标\t下限\t日期", "碳强度\t18.3%\t2\t2025年3月1日",
        "注：自填", "附表", "城市\t投资", "宜春\t1,234.5万元",
    ]  # fmt: skip
    assert [(h.level, h.span.of(found.text)) for h in found.headings] == [(1, "主要指标"), (1, "附表")]


def test_a_row_under_its_header_gives_its_figures() -> None:
    text = "\n".join(_lines(["指标", "2025年"], ["新型储能装机", "60万千瓦"]))
    (found,) = cell_figures(text)
    assert (found.indicator, found.quantity.figure.of(text)) == ("新型储能装机", "60万千瓦")


def test_one_sheet_needs_no_heading_and_empty_rows_part_tables() -> None:
    more = f'<c r="A9" t="inlineStr"><is><t>丁</t></is></c><c r="B9"><v>{1}</v></c>'
    rows = f'<sheetData><row><c t="str"><v>甲</v></c><c><v>2</v></c></row><row r="9">{more}</row></sheetData>'
    found = read_xlsx(xlsx({"表": rows}), "a")
    assert (found.text, found.headings) == ("甲\t2\n\n丁\t1", ())


def test_kinds_of_values() -> None:
    cells = (
        '<c t="s"><v>0</v></c><c t="s"><v>9</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c>'
        '<c t="str"><f>A1</f><v>果</v></c>'
        '<c t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r><rPh><t>读</t></rPh></is></c>'
        '<c t="d"><v>2025-03-01</v></c><c><v>1.50</v></c><c s="7"><v>3</v></c>'
    )
    strings = f'<sst xmlns="{SHEETS}"><si><t>共\n享</t></si></sst>'
    data = xlsx({"表": f"<sheetData><row>{cells}</row></sheetData>"}, more={"xl/sharedStrings.xml": strings})
    assert read_xlsx(data, "a").text == "共 享\tTRUE\t#REF!\t果\t甲乙\t2025-03-01\t1.5\t3"


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [
        ("0.183", "0.0%", "18.3%"), ("0.5", "0%", "50%"), ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("12.3", '0.0"万元"', "12.3万元"), ("1234567", '#,##0,"千"', "1,235千"), ("0.1", "", "0.1"),
        ("0.30000000000000004", "General", "0.3"), ("12345678901234", "", "12345678901234"), ("1E-3", "", "0.001"),
        ("-5", "0;(0)", "(5)"), ("-5.25", "0.0_);[Red]-0.0", "-5.3"), ("0", '0;-0;"—"', "—"), ("7", "000", "007"),
        ("2", "0.##", "2"), ("2.5", "0.##", "2.5"), ("3", "[$¥-804]#,##0.00", "¥3.00"), ("2025", '0"年"', "2025年"),
        ("0.000012", "0.00E+00", "1.20E-05"), ("0.5", "# ?/?", "0.5"), ("50", "G/通用格式", "50"), ("4", "@", "4"),
        ("45000", 'yyyy"年"m"月"d"日"', "2023年3月15日"), ("45000.5", "yyyy-mm-dd hh:mm:ss", "2023-03-15 12:00:00"),
        ("0.5", "h:mm AM/PM", "12:00 PM"), ("1.25", "[h]:mm", "30:00"), ("0.0625", "m:ss", "30:00"),
        ("59", "yyyy/m/d", "1900/2/28"), ("61", "yyyy/m/d", "1900/3/1"), ("45000", "aaaa", "星期三"),
        ("-1", "yyyy", "-1"), ("9e9", "yyyy", "9000000000"), ("1e400", "0", "1e400"), ("nan", "0", "nan"),
        ("甲", "0", "甲"),
    ],
)  # fmt: skip
def test_numbers_are_shown_by_their_format(number: str, form: str, expected: str) -> None:
    assert shown(number, form) == expected


def test_days_may_be_counted_from_1904() -> None:
    assert shown("0", "yyyy-mm-dd", from_1904=True) == "1904-01-01"


@given(st.decimals(-(10**9), 10**9, allow_nan=False), st.text("0#?.,%;yYmdhsE+-@[]\"'*_ \\/A年PM", max_size=20))
def test_any_format_shows_something(number: object, form: str) -> None:
    assert isinstance(shown(str(number), form), str)


def _repeated(cell: str, count: int) -> str:
    return f"<sheetData><row>{cell * count}</row></sheetData>"


FAR = "".join(f'<row r="{i * 99_999}"><c r="{letter * 3}1"><v>1</v></c></row>' for i, letter in enumerate("ABCDEFG", 1))
MANY = "".join(
    f'<row r="{i}"><c r="{chr(65 + i // 676)}{chr(65 + i // 26 % 26)}{chr(65 + i % 26)}1"><v>1</v></c></row>'
    for i in range(1, 4_000)
)
BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no archive", "damaged or no XLSX"),
        (xlsx({"表": _sheet([_text("甲")])})[:-40], "damaged or no XLSX"),
        (packed({"a": "b"}), "damaged or no XLSX"),
        (packed({"xl/workbook.xml": "<a"}), "damaged or no XLSX"),
        (xlsx({"表": "<sheetData><row>"}), "damaged or no XLSX"),
        (packed({"xl/workbook.xml": f"{BOMB}<workbook>&b;</workbook>"}), "damaged or no XLSX"),
        (xlsx({"表": "<sheetData/>"}), "holds no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "protected by a password"),
        (xlsx({"表": f"<sheetData>{MANY}</sheetData>"}), "more than 5,000,000 cells"),
    ],
    ids=range(9),
)
def test_what_cannot_be_read_is_refused_with_its_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(LoadError, match=f"^a.xlsx .*{reason}.*: .*"):
        read_xlsx(data, "a.xlsx")


@pytest.mark.parametrize(
    ("limit", "cell", "reason"),
    [
        ("index.loading.xlsx._MOST_CELLS", "<c><v>1</v></c>", "more than 1,000,000 cells"),
        ("index.loading.package._MOST_STREAMED", "<c/>", "more than 8,000,000 elements"),
        ("index.loading.package._MOST_STREAMED", '<c a="" b="" c=""/>', "more than 8,000,000 elements"),
    ],
)
def test_more_cells_than_fit_the_memory_are_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, cell: str, reason: str
) -> None:
    module, _, name = limit.rpartition(".")
    most = getattr(importlib.import_module(module), name)
    assert f"more than {most:,}" in reason
    monkeypatch.setattr(limit, 100)
    with pytest.raises(LoadError, match=reason.replace(f"{most:,}", "100")):
        read_xlsx(xlsx({"表": _repeated(cell, 101)}), "a")


def test_merged_cells_and_rows_that_lie_about_their_size_cost_nothing() -> None:
    far = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 1_000 + "</mergeCells>"
    assert _lines(["甲", "乙"], ["", "丙"], more=far) == ["甲\t乙", "甲\t丙"]
    assert read_xlsx(xlsx({"表": f"<sheetData>{FAR}</sheetData>"}), "a").text.count("1") == 7


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("城市,2025年目标\n宜春,\"1,5\"\n", "gb18030"),
        ("城市;2025年目标\r\n宜春;1,5\r\n", "utf-8-sig"),
        ("城市\t2025年目标\n宜春\t1,5\n", "utf-16"),
        ("城市，2025年目标\n宜春，\"1,5\"\n", "utf-8"),
        ("城市|2025年目标\n宜春|1,5\n", "utf-8"),
    ],
)  # fmt: skip
def test_a_table_in_plain_text_is_parted_as_its_rows_say(text: str, encoding: str) -> None:
    assert read_csv(text.encode(encoding), "a.csv").text == "城市\t2025年目标\n宜春\t1,5"


def test_line_breaks_in_a_cell_are_blanks_and_a_title_is_no_row() -> None:
    assert read_csv('表1\n指标,值\n"甲\n乙",3\n'.encode(), "a").text == "表1\n指标\t值\n甲 乙\t3"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"a,b\n" * 500_001, "more than 1,000,000 cells"),
        (b"a\n" * 400_000 + b"," * 400_000, "cells"),
        (b'a,"' + b"x" * 200_000, "a cell that does not end"),
        (b"%PDF-1.7", "is a PDF, not text"),
    ],
    ids=range(5),
)
def test_tables_in_plain_text_that_cannot_be_read_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(LoadError, match=f"^a.csv .*{reason}.*: .*"):
        read_csv(data, "a.csv")

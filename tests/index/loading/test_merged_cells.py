"""Merged cells: every row says what it is of, and columns stay columns."""

from __future__ import annotations

import io
import zipfile

from index.loading.docx import docx_paragraphs, read_docx
from index.loading.html import html_text

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(*rows: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        body = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
        out.writestr("word/document.xml", f"<w:document {_W}><w:body><w:tbl>{body}</w:tbl></w:body></w:document>")
    return made.getvalue()


def cell(text: str, merge: str = "", width: int = 1) -> str:
    span = f'<w:gridSpan w:val="{width}"/>' if width > 1 else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


RESTART, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_a_cell_of_word_that_goes_on_over_rows_is_said_in_each() -> None:
    data = word(
        cell("区县") + cell("指标") + cell("2025年"),
        cell("东山县", RESTART) + cell("造林") + cell("1200"),
        cell("", GOES_ON) + cell("修复") + cell("300"),
        cell("西岭县", RESTART) + cell("造林") + cell("800"),
        cell("", GOES_ON) + cell("修复") + cell("450"),
    )
    rows = [line.split("\t") for line in read_docx(data, "a.docx").text.split("\n")]
    assert rows[2] == ["东山县", "修复", "300"]
    assert rows[4] == ["西岭县", "修复", "450"]
    assert docx_paragraphs(data, "a.docx")[0].split("\n")[2] == "\t修复\t300", "a draft is shown as it was written"


def test_a_cell_of_word_that_goes_on_over_columns_keeps_the_others_in_theirs() -> None:
    data = word(
        cell("指标", RESTART) + cell("2025年", width=2) + cell("单位", RESTART),
        cell("", GOES_ON) + cell("目标") + cell("下限") + cell("", GOES_ON),
    )
    assert read_docx(data, "a.docx").text.split("\n") == ["指标\t2025年\t\t单位", "指标\t目标\t下限\t单位"]


def test_a_long_text_is_not_repeated_and_a_row_of_one_cell_stays_one() -> None:
    long = "建设内容" * 20
    data = word(cell("甲") + cell(long, RESTART), cell("乙") + cell("", GOES_ON), cell("合计", width=2))
    assert read_docx(data, "a.docx").text.split("\n") == [f"甲\t{long}", "乙\t", "合计"]


def test_merged_cells_of_a_page_are_filled_the_same_way() -> None:
    page = (
        "<table><tr><td rowspan=2>指标</td><td colspan=2>2025年</td><td rowspan='2'>单位</td></tr>"
        "<tr><td>目标</td><td>下限</td></tr><tr><td colspan=4>一、经济</td></tr>"
        "<tr><td rowspan=2>甲</td><td>1</td><td>2</td><td rowspan=2>元</td></tr><tr><td>3</td><td>4</td></tr></table>"
    )
    assert html_text(page)[0].split("\n") == [
        "指标\t2025年\t\t单位",
        "指标\t目标\t下限\t单位",
        "一、经济",
        "甲\t1\t2\t元",
        "甲\t3\t4\t元",
    ]


def test_spans_that_no_table_can_have_do_no_harm() -> None:
    page = "<table><tr><td rowspan=99999 colspan='x'>甲</td><td colspan=0>1</td></tr><tr><td>2</td></tr></table>"
    assert html_text(page)[0] == "甲\t1\n甲\t2"

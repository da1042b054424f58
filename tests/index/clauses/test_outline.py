"""Which labels of an outline are headings: articles, quoted provisions, references."""

from __future__ import annotations

import pytest

from index.clauses import parse_clauses
from index.types import Document, Part, Role, SourceFile, Span


def headings(text: str) -> list[str]:
    """The headings of a text, indented by their level."""
    whole = Span(0, len(text))
    document = Document(0, None, None, None, None, None, None, "a", "", whole, None, (Part(whole, Role.TEXT),))
    clauses = parse_clauses(SourceFile("a", text, "", "utf-8", "text/plain"), document)
    return ["  " * c.level + c.span.of(text) for c in clauses if c.role is Role.HEADING]


def test_an_article_keeps_its_heading_where_its_text_begins_with_a_numeral() -> None:
    text = "第 1 條\n本細則依法訂定。\n第 2 條\n第一組掌理宣導。\n第 3 條\n第二條規定之事項，由第二組掌理。\n第 4 條\n第三人得聲請。\n"
    assert headings(text) == ["第 1 條", "第 2 條", "第 3 條", "第 4 條"]


@pytest.mark.parametrize(
    "line",
    [
        "第五条第二款的规定不再执行。",
        "第五条 第二款的规定不再执行。",
        "第七节相应改为第八节。",
        "第五条改为第六条。",
        "第五条修改为：“公园每日开放。”",
        "第五条删去“市级”。",
        "第五条调整为第六条。",
    ],
)
def test_a_reference_at_the_start_of_a_line_is_no_heading(line: str) -> None:
    assert headings(f"一、修改条例。具体如下。\n{line}\n二、施行日期。本决定自公布之日起施行。\n") == [
        "一、修改条例。",
        "二、施行日期。",
    ]


@pytest.mark.parametrize("again", ["", "“"], ids=["opened once", "every paragraph opens it again"])
def test_provisions_that_are_quoted_over_lines_are_no_headings(again: str) -> None:
    text = (
        "一、增加一条，作为第六条：\n"
        "“第六条 公园所称“设施”，包括座椅。\n"
        f"{again}公园内禁止遛犬。\n"
        f"{again}第七条 门票二元。”\n"
        "二、第八条改为第九条，并将“二百元”修改为“五百元”。\n"
        "三、本决定自公布之日起施行。\n"
    )
    assert [line.split("、")[0] for line in headings(text)] == ["一", "二", "三"]


def test_a_quotation_that_never_closes_hides_no_heading() -> None:
    text = "一、修改如下：“第五条 公园每日开放。\n第二章 管理\n第六条 公园内禁止遛犬。\n"
    assert headings(text)[1:] == ["第二章 管理", "  第六条"]

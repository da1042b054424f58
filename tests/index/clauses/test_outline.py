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
    text = "第 1 條\n本細則依法訂定。\n第 2 條\n第一組掌理宣導。\n第 3 條\n第二條規定之事項，由第二組掌理。\n"
    assert headings(f"{text}第 4 條\n第三人得聲請。\n") == ["第 1 條", "第 2 條", "第 3 條", "第 4 條"]


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


def test_a_quotation_behind_a_colon_may_begin_with_words() -> None:
    text = "一、将第五条修改为：“公园每日开放。\n第六条 公园免费。”\n二、本决定自公布之日起施行。\n"
    assert [line[0] for line in headings(text)] == ["一", "二"]


def test_a_quotation_that_never_closes_hides_no_heading() -> None:
    text = "一、修改如下：“第五条 公园每日开放。\n第二章 管理\n第六条 公园内禁止遛犬。\n"
    assert headings(text)[1:] == ["第二章 管理", "  第六条"]


STANDARD = """1 范围
本文件规定了电缆护套的试验方法。
2 规范性引用文件
下列文件构成本文件的条款。
3 术语和定义
3.1 护套
包覆电缆的材料。
3.2 机械试验
测定强度的试验。
4 要求
4.1 通则
4.1.1 一般要求
4.1.2的要求适用于甲型护套。
4.2的试验应按5.1进行,试验温度为70℃。
4.1.2 特殊要求
护套厚度不小于
1.5 mm,伸长率为
12.5 %。
4.2 拉力试验
拉力值见表1。
1 铜 12.5
2 铝 10.2
3 铁 8.8
4.3 试样应在70℃下放置24h。
5 检验规则
5.1 出厂检验
逐批检验。
6 标志
标志应清晰。
"""


def test_decimal_numbers_are_headings_where_their_sequence_proves_them() -> None:
    assert headings(STANDARD) == [
        "1 范围",
        "2 规范性引用文件",
        "3 术语和定义",
        "  3.1 护套",
        "  3.2 机械试验",
        "4 要求",
        "  4.1 通则",
        "    4.1.1 一般要求",
        "    4.1.2 特殊要求",
        "  4.2 拉力试验",
        "  4.3",
        "5 检验规则",
        "  5.1 出厂检验",
        "6 标志",
    ]


def test_an_excerpt_may_begin_in_the_middle_of_the_numbering() -> None:
    text = "5 试验方法\n5.3 机械试验\n5.3.1 通则\n5.3.2的试验适用于甲型。\n5.3.2 拉力试验\n拉力不低于12.5N/mm2。\n"
    assert headings(text) == ["5 试验方法", "  5.3 机械试验", "    5.3.1 通则", "    5.3.2 拉力试验"]


def test_decimals_need_no_blank_where_the_sequence_holds_and_stand_under_arabic_labels_and_chapters() -> None:
    assert headings("1.总则\n1.1编制目的\n规范救援。\n1.2适用范围\n本市。\n2.组织体系\n2.1指挥部\n统一指挥。\n") == [
        "1.总则",
        "  1.1编制目的",
        "  1.2适用范围",
        "2.组织体系",
        "  2.1指挥部",
    ]
    assert headings("第一章 总则\n1.1 目的\n甲。\n1.2 范围\n乙。\n第二章 要求\n2.1 通则\n丙。\n2.2 条件\n丁。\n")[
        4:
    ] == [
        "  2.1 通则",
        "  2.2 条件",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "产量达到\n1.3亿吨,比上年增长\n2.4个百分点。\n",
        "序号 名称\n1 甲厂\n2 乙厂\n3 丙厂\n",
        "3.身份证复印件\n4.1篇论文的复印件\n",
        "占比为\n18.3%以上。\n",
        "第5.3条见下\n5.3的规定适用。\n5.4的规定不适用。\n",
    ],
    ids=["figures", "rows of a table", "a count behind a label", "a share", "references"],
)
def test_numbers_that_form_no_sequence_are_no_decimal_headings(text: str) -> None:
    assert not [line for line in headings(text) if line.strip()[:1].isdigit() and not line.startswith("3.身")]


HEADS = ("第一章 总则", "第二章 管理职责", "第三章 附则")


def listed(line: str, over: str = "") -> str:
    """A regulation behind its table of contents, whose lines are made by ``line``."""
    contents = "".join(line.format(head=head, page=3 * n) + "\n" for n, head in enumerate(HEADS, 1))
    body = "".join(
        f"{head}\n第{numeral}条 本条例规定节约用水的要求，由市人民政府组织实施。\n"
        for head, numeral in zip(HEADS, "一二三", strict=True)
    )
    return f"某条例\n{over}{contents}{body}"


@pytest.mark.parametrize(
    "line", ["{head}", "{head} {page}", "{head}\t{page}", "{head}......{page}", "{head}…… ({page})"]
)
@pytest.mark.parametrize("over", ["", "目录\n", "目 次\n前言\n"])
def test_what_a_table_of_contents_lists_is_no_heading_there(line: str, over: str) -> None:
    assert headings(listed(line, over)) == [
        "第一章 总则",
        "  第一条",
        "第二章 管理职责",
        "  第二条",
        "第三章 附则",
        "  第三条",
    ]


def test_a_standard_behind_its_table_of_contents_has_each_heading_once() -> None:
    text = "某规范\n目 次\n前言 III\n1 范围 1\n2 试验 2\n2.1 通则 2\n2.2 拉力试验 3\n前言\n按规则起草。\n"
    body = "1 范围\n规定方法。\n2 试验\n2.1 通则\n2.2的试验适用于甲型。\n2.2 拉力试验\n按表2。\n"
    assert headings(text + body) == ["1 范围", "2 试验", "  2.1 通则", "  2.2 拉力试验"]


def test_a_table_of_contents_whose_titles_stand_below_their_labels() -> None:
    text = "目录\n第一章\n总则\n第二章\n罚则\n\n第一章\n总则\n第一条 甲。\n第二章\n罚则\n第二条 乙。\n"
    assert headings(text) == ["第一章\n总则", "  第一条", "第二章\n罚则", "  第二条"]


def test_lists_that_are_alike_are_no_tables_of_contents() -> None:
    text = "".join(f"{n}、第{n}组的工作。具体如下。\n1.数据采集\n2.数据治理\n3.数据开放\n" for n in "一二三")
    assert sum(line.strip().startswith("1.") for line in headings(text)) == 3


def test_dots_that_lead_to_a_rate_are_no_table_of_contents() -> None:
    assert headings("一、营业税率\n适用下列税率。\n二、印花税率............10%\n适用下列税率。\n")[1].startswith("二、")

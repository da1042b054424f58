"""Automatic numbers of Word: what a reader sees in front of a paragraph is in the text, as Word would count it."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.loading.docx import docx_paragraphs, read_docx
from index.loading.docx_numerals import numeral

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def package(body: str, numbering: str = "", styles: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        out.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        out.writestr("word/numbering.xml", f"<w:numbering {W}>{numbering}</w:numbering>")
        out.writestr("word/styles.xml", f"<w:styles {W}>{styles}</w:styles>")
    return made.getvalue()


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, abstract_number: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_number}"/>{more}</w:num>'


def item(text: str, depth: int = 0, number: int = 1) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def plain(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def lines(data: bytes) -> list[str]:
    return docx_paragraphs(data, "a.docx")[0].split("\n")


OFFICIAL = abstract(
    0, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3.")
)


def test_the_numbers_of_official_documents_are_read_and_inner_ones_begin_again_under_a_new_outer_one() -> None:
    body = (
        item("总体")
        + item("指导", 1)
        + item("目标", 1)
        + plain("正文。")
        + item("任务")
        + item("工业", 1)
        + item("推广", 2)
    )
    made = lines(package(body, OFFICIAL + num(1, 0)))
    assert made == ["一、总体", "（一）指导", "（二）目标", "正文。", "二、任务", "（一）工业", "1.推广"]


def test_an_outer_number_stands_in_an_inner_one_and_a_blank_parts_a_digit_from_the_words() -> None:
    levels = abstract(0, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"))
    made = lines(package(item("范围") + item("总则") + item("一般要求", 1) + item("拉力", 1), levels + num(1, 0)))
    assert made == ["1 范围", "2 总则", "2.1 一般要求", "2.2 拉力"]


def test_chapters_and_articles_number_by_their_styles_and_articles_count_on_over_chapters() -> None:
    levels = abstract(
        0,
        level(0, "chineseCountingThousand", "第%1章", '<w:pStyle w:val="zhang"/>'),
        level(1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/><w:pStyle w:val="tiao"/>'),
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="zhang"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="tiao"><w:name w:val="条"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="自用"/><w:basedOn w:val="tiao"/></w:style>'
    )
    body = plain("总则", "zhang") + plain("目的。", "tiao") + plain("附则", "zhang") + plain("施行。", "own")
    data = package(body, levels + num(1, 0), styles)
    assert lines(data) == ["第一章 总则", "第一条 目的。", "第二章 附则", "第二条 施行。"]
    hints = read_docx(data, "a.docx").headings
    assert [h.span.of(read_docx(data, "a.docx").text) for h in hints] == ["第一章 总则", "第二章 附则"]


def test_lists_of_one_kind_count_on_unless_one_begins_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = item("甲") + item("乙", 0, 2) + item("丙", 0, 3) + item("丁", 0, 3) + item("戊")
    made = lines(package(body, OFFICIAL + num(1, 0) + num(2, 0) + num(3, 0, anew)))
    assert made == ["一、甲", "二、乙", "一、丙", "二、丁", "三、戊"]


def test_a_list_may_be_kept_in_a_style_of_lists() -> None:
    levels = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="L"/></w:abstractNum>' + OFFICIAL
    style = '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    assert lines(package(item("总体", 0, 9), levels + num(1, 0) + num(9, 5), style)) == ["一、总体"]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (item("甲") + item("") + item("丙"), ["一、甲", "", "三、丙"]),
        (
            item("甲") + '<w:p><w:pPr><w:rPr><w:del/></w:rPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
            + item("乙"),
            ["一、甲", "", "二、乙"],
        ),
        (item("甲", 0, 0) + item("乙", 0, 77) + item("丙", 8), ["甲", "乙", "丙"]),
        (item("甲", 0, 3) + item("创新。", 0, 4), ["甲", "——创新。"]),
    ],
    ids=["an empty paragraph counts", "a deleted one does not", "no such list or level", "a bullet is no number"],
)  # fmt: skip
def test_what_takes_a_number_and_what_does_not(body: str, shown: list[str]) -> None:
    bullets = abstract(1, level(0, "bullet", "\uf0b7")) + abstract(2, level(0, "bullet", "——"))
    assert lines(package(body, OFFICIAL + bullets + num(1, 0) + num(3, 1) + num(4, 2))) == shown


def test_a_number_alone_in_a_cell_is_what_the_cell_says() -> None:
    rows = "".join(f"<w:tr><w:tc>{item('')}</w:tc><w:tc>{plain(name)}</w:tc></w:tr>" for name in ("甲厂", "乙厂"))
    levels = abstract(0, level(0, "decimal", "%1")) + num(1, 0)
    assert lines(package(f"<w:tbl>{rows}</w:tbl>", levels)) == ["1\t甲厂", "2\t乙厂"]


def test_a_number_is_no_part_of_what_the_paragraph_holds() -> None:
    text, (first,) = docx_paragraphs(package(item("总体要求"), OFFICIAL + num(1, 0)), "a.docx")
    assert first.span.of(text)[first.label :] == "总体要求"


def test_styles_that_are_based_on_each_other_and_lists_that_refer_to_themselves_end() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    own = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>' + num(1, 0)
    assert lines(package(plain("甲", "a") + item("乙"), own, styles)) == ["甲", "乙"]


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCounting", "二十一"),
        (103, "chineseCountingThousand", "一百零三"),
        (110, "chineseCountingThousand", "一百一十"),
        (10, "chineseLegalSimplified", "壹拾"),
        (2, "ideographLegalTraditional", "貳"),
        (20, "ideographDigital", "二〇"),
        (11, "ideographTraditional", "甲"),
        (3, "decimalEnclosedCircle", "③"),
        (27, "lowerLetter", "aa"),
        (14, "upperRoman", "XIV"),
        (3, "decimalZero", "03"),
        (12, "decimalFullWidth", "１２"),
        (5, "none", ""),
        (5, "hebrew1", "5"),
        (0, "chineseCounting", "0"),
    ],
)
def test_numerals_are_those_that_word_writes(number: int, form: str, shown: str) -> None:
    assert numeral(number, form) == shown

"""ODT: what is text, where headings stand, which numbers lists show, and how tables read."""

from __future__ import annotations

import pytest

from index.errors import LoadError
from index.loading.odt import read_odp, read_ods, read_odt
from tests.index.loading.writers import ODF, odt, packed

LEVELS = """<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>
<text:list-level-style-number text:level="2" style:num-format="1" style:num-prefix="(" style:num-suffix=")"/>
<text:list-level-style-bullet text:level="3" text:bullet-char="•"/></text:list-style>"""


def _lines(body: str, **more: str) -> list[str]:
    return read_odt(odt(body, **more), "a.odt").text.split("\n")


def _item(text: str, inner: str = "") -> str:
    return f"<text:list-item><text:p>{text}</text:p>{inner}</text:list-item>"


def test_blanks_tabs_and_line_breaks_inside_a_paragraph_are_as_they_read() -> None:
    body = '<text:p>甲<text:s text:c="2"/>乙<text:tab/>丙<text:line-break/>\n  丁<text:span>戊</text:span></text:p>'
    assert _lines(body) == ["甲  乙 丙  丁戊"]


def test_comments_deleted_text_readings_and_hidden_text_are_not_text() -> None:
    hidden = '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:p>一<office:annotation><text:p>批注</text:p></office:annotation>二"
        '<text:span text:style-name="T1">藏</text:span>'
        "<text:ruby><text:ruby-base>三</text:ruby-base><text:ruby-text>san</text:ruby-text></text:ruby></text:p>"
        '<text:section text:display="none"><text:p>隐</text:p></text:section>'
    )
    assert _lines(body, automatic=hidden) == ["一二三"]


def test_notes_follow_the_body_and_boxes_stand_before_their_anchor() -> None:
    body = (
        "<text:p>正<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>文<text:note>"
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>脚注</text:p></text:note-body></text:note>"
        "</text:p><text:p>后</text:p>"
    )
    assert _lines(body) == ["框", "正文", "后", "脚注"]


def test_headings_have_their_level_and_a_title_is_the_topmost() -> None:
    automatic = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    body = '<text:p text:style-name="P1">实施方案</text:p><text:h text:outline-level="2">总体要求</text:h><text:p/>'
    found = read_odt(odt(body, automatic=automatic), "a.odt")
    assert [(h.level, h.span.of(found.text)) for h in found.headings] == [(1, "实施方案"), (2, "总体要求")]


def test_lists_show_the_numbers_that_their_style_counts() -> None:
    inner = f"<text:list>{_item('细')}{_item('则')}</text:list>"
    body = (
        f'<text:list text:style-name="L1">{_item("总则", inner)}{_item("附则")}</text:list><text:p>文</text:p>'
        f'<text:list text:style-name="L1" text:continue-numbering="true">{_item("续", inner)}</text:list>'
        '<text:list text:style-name="L1"><text:list-header><text:p>无号</text:p></text:list-header>'
        f"{_item('新')}</text:list>"
    )
    assert _lines(body, automatic=LEVELS) == [
        "一、总则", "(1)细", "(2)则", "二、附则", "文", "三、续", "(1)细", "(2)则", "无号", "一、新",
    ]  # fmt: skip


def test_headings_are_numbered_by_the_outline() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
    )
    heads = ((1, "总则"), (2, "目的"), (2, "依据"), (1, "附则"))
    body = "".join(f'<text:h text:outline-level="{level}">{text}</text:h>' for level, text in heads)
    assert _lines(body, styles=outline) == ["1 总则", "1.1 目的", "1.2 依据", "2 附则"]


def test_a_table_reads_row_by_row_with_its_merged_cells_written_out() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    down, across = 'table:number-rows-spanned="2"', 'table:number-columns-spanned="2"'
    rows = (
        cell("指标", down) + cell("2025年", across) + covered,
        covered + cell("目标") + cell("下限"),
        cell("碳强度") + cell("18%", 'table:number-columns-repeated="2"'),
        cell("合计", 'table:number-columns-spanned="3"') + covered + covered,
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    assert _lines(f"<table:table>{table}</table:table>") == [
        "指标\t2025年\t", "指标\t目标\t下限", "碳强度\t18%\t18%", "合计",
    ]  # fmt: skip


def test_repeated_empty_rows_and_columns_take_no_memory() -> None:
    repeated = 'table:number-columns-repeated="16384"'
    row = f'<table:table-row table:number-rows-repeated="1048576"><table:table-cell {repeated}/></table:table-row>'
    filled = "<table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell></table:table-row>"
    assert len(read_odt(odt(f"<table:table>{filled}{row}</table:table>"), "a").text) < 1_000
    many = row.replace("/></table:table-row>", "><text:p>乙</text:p></table:table-cell></table:table-row>")
    with pytest.raises(LoadError, match=r"a holds more than 1,000,000 cells"):
        read_odt(odt(f"<table:table>{many}</table:table>"), "a")


def _body(kind: str, markup: str) -> bytes:
    content = f"<office:document-content {ODF}><office:body><office:{kind}>{markup}</office:{kind}></office:body>"
    return packed({"content.xml": f"{content}</office:document-content>"})


def test_slides_are_pages_and_their_notes_no_text() -> None:
    box = "<draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    notes = f'<p:notes xmlns:p="presentation">{box.format("备注")}</p:notes>'
    slides = "".join(f"<draw:page>{box.format(text)}{notes}</draw:page>" for text in ("首页", "次页"))
    found = read_odp(_body("presentation", slides), "a.odp")
    assert found.text == "首页\n次页"
    assert [(page.page, page.span.of(found.text).strip()) for page in found.pages] == [(1, "首页"), (2, "次页")]


def test_sheets_are_tables_under_their_names() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = f"<table:table-row>{cell.format('甲')}{cell.format('18%')}</table:table-row>"
    far = '<table:table-row table:number-rows-repeated="999999"><table:table-cell/></table:table-row>'
    sheets = "".join(f'<table:table table:name="{name}">{row}{far}{row}</table:table>' for name in ("一", "二"))
    found = read_ods(_body("spreadsheet", sheets + '<table:table table:name="空"/>'), "a.ods")
    assert found.text == "一\n甲\t18%\n\n甲\t18%\n二\n甲\t18%\n\n甲\t18%"
    assert [h.span.of(found.text) for h in found.headings] == ["一", "二"]


ENCRYPTED = '<m:manifest xmlns:m="x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
DEEP = "<text:section>" * 400 + "<text:p>深</text:p>" + "</text:section>" * 400


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no archive", "damaged or no ODT"),
        (odt("<text:p>甲</text:p>")[:-30], "damaged or no ODT"),
        (packed({"mimetype": "x"}), "damaged or no ODT"),
        (packed({"content.xml": "<a"}), "damaged or no ODT"),
        (packed({"content.xml": f"<office:document-content {ODF}/>"}), "damaged or no ODT"),
        (odt(DEEP), "damaged or no ODT"),
        (odt("<text:p/>"), "holds no text"),
        (odt("<text:p>甲</text:p>", manifest=ENCRYPTED), "protected by a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "protected by a password"),
        (odt("<a/>" * 4_000_000), "more than 4,000,000 elements"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_its_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(LoadError, match=f"^a.odt .*{reason}.*: .*"):
        read_odt(data, "a.odt")


def test_entities_that_would_fill_the_memory_are_refused() -> None:
    bomb = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "x" * 10}">' for i in range(12))
    content = f"<!DOCTYPE a [{bomb}]><office:document-content {ODF}>&e11;</office:document-content>"
    with pytest.raises(LoadError, match="damaged or no ODT"):
        read_odt(packed({"content.xml": content}), "a.odt")

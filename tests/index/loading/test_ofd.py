"""OFD: reading order, pages, outline, headers, and what is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.errors import LoadError
from index.loading.ofd import read_ofd
from tests.index.loading.writers import OFD, Block, as_ofd, ofd, packed, text_object

LONG = (
    "为深入贯彻落实党中央、国务院关于碳达峰、碳中和的重大战略决策，扎实推进全市碳达峰行动，结合实际，制定本实施方案。"
)


def _lines(*pages: str, **more: str) -> list[str]:
    return read_ofd(ofd(pages, **more), "a.ofd").text.split("\n")


def test_lines_of_a_paragraph_are_joined_and_indented_ones_begin_another() -> None:
    blocks = [Block("宜春市碳达峰实施方案", 1), Block(LONG), Block("一、总体要求", 2), Block(LONG[::-1])]
    found = read_ofd(as_ofd(blocks), "a.ofd")
    assert found.text.split("\n") == [block.text for block in blocks]
    assert [(h.level, h.span.of(found.text)) for h in found.headings] == [(1, blocks[0].text), (2, blocks[2].text)]


def test_pages_are_spans_and_a_paragraph_may_go_on_over_them() -> None:
    blocks = [Block(f"{i}{LONG}") for i in range(20)]
    found = read_ofd(as_ofd(blocks), "a.ofd")
    assert found.text.split("\n") == [block.text for block in blocks], "page numbers are no text"
    assert [page.page for page in found.pages] == [1, 2, 3]
    assert "".join(page.span.of(found.text) for page in found.pages) == found.text
    assert found.text[found.pages[1].span.start - 1] != "\n", "the paragraph goes on"


def test_text_is_ordered_by_place_and_not_as_it_is_stored() -> None:
    places = (("三", 30, 90), ("第二", 60, 60.5), ("第一", 30, 60), ("四", 30, 120))
    assert _lines("".join(text_object(text, left, top) for text, left, top in places)) == ["第一 第二", "三", "四"]


def test_pieces_of_a_row_are_put_together_by_their_gaps() -> None:
    half = "g 4 2.5"
    page = text_object("到2025", 30, 60, 5) + text_object("年底", 51, 60, 5)
    page += text_object("solar", 30, 80, 5, delta=half) + text_object("power", 44, 80, 5, delta=half)
    assert _lines(page) == ["到2025年底", "solar power"]


def test_a_matrix_moves_and_scales_what_it_holds() -> None:
    small = text_object("下", 30, 50, 1, more='CTM="6 0 0 6 0 0"')
    moved = text_object("上", 30, 60, 6, more='CTM="1 0 0 1 0 -40"')
    assert _lines(small + moved) == ["上", "下"]


def test_text_across_the_page_is_a_watermark_and_hidden_text_no_text() -> None:
    slanted = text_object("内部资料", 50, 150, 20, more='CTM="0.7 -0.7 0.7 0.7 0 0"')
    assert _lines(text_object("正文", 30, 60) + slanted + text_object("隐", 30, 80, more='Visible="false"')) == ["正文"]


def test_upright_text_keeps_together() -> None:
    upright = (
        '<ofd:TextObject ID="1" Boundary="10 50 6 60" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g 3 0" DeltaY="g 3 6">'
        "机密文件</ofd:TextCode></ofd:TextObject>"
    )
    assert _lines(text_object("一", 30, 40) + upright + text_object("二", 30, 60)) == ["一", "机密文件", "二"]


def test_blocks_and_composite_objects_are_read_in_their_place() -> None:
    resource = (
        f'<ofd:Res {OFD}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7" Width="9" Height="9"><ofd:Content>'
        f"{text_object('中', 0, 0)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    page = (
        f"<ofd:PageBlock>{text_object('末', 30, 90)}</ofd:PageBlock>{text_object('首', 30, 50)}"
        '<ofd:CompositeObject ID="3" Boundary="30 70 9 9" ResourceID="7"/>'
    )
    data = ofd([page], common="<ofd:DocumentRes>Res.xml</ofd:DocumentRes>", more={"Doc_0/Res.xml": resource})
    assert read_ofd(data, "a").text == "首\n中\n末"


def test_rows_with_cells_in_the_same_places_are_a_table() -> None:
    rows = (("指标", "2025年", "2030年"), ("非化石能源占比", "18.3%", ""), ("新型储能", "", "80万千瓦"))
    assert read_ofd(as_ofd([Block("附表"), Block(rows=rows)]), "a").text.split("\n")[1:] == ["\t".join(r) for r in rows]


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = "左栏第一行文字说明情况左栏第二行", "右栏第一行文字说明情况右栏第二行"
    places = ((20, left), (119, right))
    page = "".join(text_object(text, x, 50 + 10 * i) for x, text in places for i in range(6))
    assert "".join(_lines(page)) == left * 6 + right * 6


LAYER = f"<ofd:Layer ID='1'>{text_object('页眉', 90, 15)}</ofd:Layer>"
TEMPLATE = f"<ofd:Page {OFD}><ofd:Content>{LAYER}</ofd:Content></ofd:Page>"


@pytest.mark.parametrize(("count", "expected"), [(1, ["页眉", "正文"]), (3, ["正文"] * 3)])
def test_a_template_of_several_pages_is_a_header_and_of_one_its_text(count: int, expected: list[str]) -> None:
    data = ofd(
        [text_object("正文", 30, 60)] * count,
        common='<ofd:TemplatePage ID="5" BaseLoc="Tpls/T.xml"/>',
        page='<ofd:Template TemplateID="5" ZOrder="Background"/>',
        more={"Doc_0/Tpls/T.xml": TEMPLATE},
    )
    assert read_ofd(data, "a").text.split("\n") == expected


def test_headings_may_lead_to_their_page_by_a_bookmark() -> None:
    goto = '<ofd:Actions><ofd:Action><ofd:Goto><ofd:Bookmark Name="b"/></ofd:Goto></ofd:Action></ofd:Actions>'
    outline = (
        f'<ofd:Outlines><ofd:OutlineElem Title="附 则">{goto}</ofd:OutlineElem></ofd:Outlines>'
        '<ofd:Bookmarks><ofd:Bookmark Name="b"><ofd:Dest Type="Fit" PageID="2"/></ofd:Bookmark></ofd:Bookmarks>'
    )
    found = read_ofd(ofd([text_object("附则", 40, 60)] * 2, document=outline), "a")
    assert [h.span for h in found.headings] == [(3, 5)], "the one on the page that the bookmark names"


def test_absolute_places_and_the_namespace_of_before_2016_are_read() -> None:
    members = _members(ofd([text_object("旧", 30, 60)]))
    members["OFD.xml"] = members["OFD.xml"].replace("Doc_0/Document", "/Doc_0/Document")
    old = {name: text.replace("www.ofdspec.org/2016", "www.ofdspec.org") for name, text in members.items()}
    assert read_ofd(packed(old), "a").text == "旧"


def _members(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def _changed(part: str, old: str, new: str) -> bytes:
    members = _members(ofd([text_object("文", 30, 60)]))
    assert old in members[part]
    members[part] = members[part].replace(old, new)
    return packed(members)


CIRCLE = (
    f'<ofd:Res {OFD}><ofd:CompositeGraphicUnit ID="7"><ofd:Content>'
    + '<ofd:CompositeObject Boundary="0 0 1 1" ResourceID="7"/>' * 10
    + "</ofd:Content></ofd:CompositeGraphicUnit></ofd:Res>"
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no archive", "damaged or no OFD"),
        (packed({"a": "b"}), "damaged or no OFD"),
        (ofd(["x"])[:-60], "damaged or no OFD"),
        (_changed("OFD.xml", "<ofd:DocBody>", "<ofd:DocBody"), "damaged or no OFD"),
        (_changed("OFD.xml", "Doc_0/", "../../etc/"), "damaged or no OFD"),
        (_changed("Doc_0/Document.xml", "Pages/Page_1", "Pages/None"), "damaged or no OFD"),
        (_changed("Doc_0/Pages/Page_1/Content.xml", "文", ""), "holds no text"),
        (ofd([]), "holds no text"),
        (packed({"Encryptions.xml": "<a/>", "OFD.xml": "<a/>"}), "protected by a password"),
    ],
    ids=range(9),
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(LoadError, match=f"^a.ofd .*{reason}.*: .*"):
        read_ofd(data, "a.ofd")


def test_objects_that_hold_themselves_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.loading.ofd_text._MOST_OBJECTS", 1_000)
    page = '<ofd:CompositeObject ResourceID="7"/>'
    data = ofd([page], common="<ofd:PublicRes>/R.xml</ofd:PublicRes>", more={"R.xml": CIRCLE})
    with pytest.raises(LoadError, match="more than 1,000 objects"):
        read_ofd(data, "a")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('Size="5.6"', 'Size="x"'), ('Size="5.6"', 'Size="nan"'), ('Size="5.6"', 'Size="-1"'), ('X="0"', 'X="1e400"'),
        ('DeltaX="g 0 5.6"', 'DeltaX="g 999999999999 1"'), ('DeltaX="g 0 5.6"', 'DeltaX="g"'),
        ('Boundary="30', 'Boundary="a'), ("<ofd:TextCode", "<x/><ofd:TextCode"),
    ],
)  # fmt: skip
def test_odd_numbers_cost_at_most_their_object(old: str, new: str) -> None:
    members = _members(ofd([text_object("文", 30, 60) + text_object("好字", 30, 80)]))
    part = "Doc_0/Pages/Page_1/Content.xml"
    assert old in members[part]
    members[part] = members[part].replace(old, new, 1)
    assert "好字" in read_ofd(packed(members), "a").text

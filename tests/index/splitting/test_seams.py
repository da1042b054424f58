"""Heads whose line breaks were lost: number, addressee, signature, date and title run into one line."""

from __future__ import annotations

import pytest

from index.language.fold import fold
from index.splitting import split_documents
from index.splitting.lines import units_of
from index.splitting.seams import without_seams
from index.types import Document, SourceFile

BODY = "一、总体要求\n坚持节水优先。\n二、主要任务\n推广再生水。\n"
PURPOSE = "为贯彻落实国家节水行动，结合本市实际，制定本措施。"


def read(text: str) -> Document:
    return split_documents(SourceFile("a.txt", text, "00", "utf-8", "text/plain"))[0]


def stated(text: str, *fields: str) -> list[str | None]:
    document = read(text)
    return [value.value if (value := getattr(document, field)) else None for field in fields]


def units(text: str) -> list[str]:
    folded = fold(text)
    return [unit.of(folded) for unit in without_seams(folded, units_of(folded))]


def test_a_whole_head_on_one_line_gives_its_number_title_issuer_and_date() -> None:
    text = (
        "云水发〔2023〕8号各区人民政府，市政府各部门：现将《云州市节水若干措施》印发给你们，请认真贯彻执行。"
        f"云州市水务局2023年6月25日云州市节水若干措施{PURPOSE}\n{BODY}"
    )
    assert stated(text, "doc_no", "title", "issuer", "issued_on") == [
        "云水发〔2023〕8号",
        "云州市节水若干措施",
        "云州市水务局",
        "2023-06-25",
    ]


def test_bodies_that_issue_together_are_told_apart_by_their_ends() -> None:
    text = f"请遵照执行。云州市财政局云州市水务局2023年5月11日云州市节水若干措施{PURPOSE}\n{BODY}"
    assert units(text)[:4] == ["请遵照执行。", "云州市财政局云州市水务局", "2023年5月11日", "云州市节水若干措施"]
    assert stated(text, "issuer") == ["云州市财政局云州市水务局"]


def test_a_title_before_its_purpose_is_cut_from_it() -> None:
    assert units(f"云州市节水若干措施{PURPOSE}")[0] == "云州市节水若干措施"


def test_a_name_that_the_notice_gives_is_the_title_whatever_follows_it() -> None:
    text = (
        "各区人民政府：\n现将《2023年节水工作安排》印发给你们，请认真贯彻执行。\n云州市水务局\n2023年6月9日\n"
        f"2023年节水工作安排2023年，全市节水工作要坚持量水而行。\n{BODY}"
    )
    assert stated(text, "title", "issuer", "issued_on") == ["2023年节水工作安排", "云州市水务局", "2023-06-09"]


def test_a_signature_with_a_stamp_and_a_remark_behind_it() -> None:
    text = (
        "云州市人民政府办公室关于印发云州市节水若干措施的通知\n各区人民政府：现将《云州市节水若干措施》印发给你们。"
        f"市节水领导小组办公室（代章）2023年5月10日（此件公开发布）云州市节水若干措施{PURPOSE}\n{BODY}"
    )
    # 市节水领导小组办公室 leaves open of which city; the heading says who issued.
    assert stated(text, "title", "issuer", "issued_on") == [
        "云州市节水若干措施",
        "云州市人民政府办公室",
        "2023-05-10",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年，全市完成投资5亿元。云州市水务局2023年5月11日印发《云州市节水若干措施》，并组织实施。",
        "落实《云州市节水若干措施》（云水发〔2023〕8号）文件精神，各区要加快推进节水改造，提高用水效率。",
        "到2025年，形成一批可复制推广的节水意见和建议为全省提供借鉴，用水效率显著提高，各项指标居全省前列。",
        "根据云水发〔2023〕8号的规定：各区水务局、市政府各部门应当按季度报送用水总量，并对数据真实性负责。",
    ],
)
def test_a_sentence_that_speaks_of_documents_stays_whole(sentence: str) -> None:
    assert units(sentence) == [fold(sentence)]


def test_the_middle_of_a_document_is_left_alone() -> None:
    filler = "坚持节水优先、量水而行。\n" * 400
    glued = f"请遵照执行。云州市水务局2023年5月11日云州市节水若干措施{PURPOSE}"
    assert fold(glued) in units(f"{filler}{glued}\n{filler}")


def test_units_cover_all_but_blanks() -> None:
    text = f"云水发〔2023〕8号各区人民政府：现将有关事项通知如下。 云州市水务局2023年6月25日\n{BODY}"
    assert "".join("".join(units(text)).split()) == "".join(fold(text).split())


def test_a_decree_with_its_number_stands_over_the_text_it_puts_into_force() -> None:
    text = (
        "云州市人民政府令第16号《云州市节水办法》已经2020年4月29日市人民政府第9次常务会议通过，现予公布，自2020年6月15日起施行。"
        "云州市节水办法（2020年4月29日云州市人民政府第9次常务会议通过）目录\n第一章 总则\n"
        "第一条 为了节约用水，制定本办法。\n"
        "第二条 本市行政区域内适用本办法。\n"
    )
    assert stated(text, "title", "doc_no") == ["云州市节水办法", "云州市人民政府令第16号"]
    dates = {date.kind.value: date.value for date in read(text).dates}
    assert dates["adopted"] == "2020-04-29"
    assert dates["effective"] == "2020-06-15"

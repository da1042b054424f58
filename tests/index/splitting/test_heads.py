"""Heads of standards, of laws of Hong Kong, and titles that are broken or set apart."""

from __future__ import annotations

import pytest

from index.language.normalise import normalise
from index.language.set_apart import closed_up
from index.splitting import split_documents
from index.types import Document, SourceFile, Span


def read(text: str) -> Document:
    (document,) = split_documents(SourceFile("a.txt", text, "00", "utf-8", "text/plain"))
    return document


def stated(text: str, *fields: str) -> list[str | None]:
    document = read(text)
    return [value.value if (value := getattr(document, field)) else None for field in fields]


def test_a_standard_is_called_by_the_line_under_its_kind_and_number() -> None:
    text = (
        "ICS 13.030\nCCS Z 05\n云 州 市 地 方 标 准\nDB99/T 1234—2022\n代替 DB99/T 1234—2015\n生活垃圾分类要求\n"
        "Municipal solid waste sorting\n2022-05-06 发布\n2022-08-01 实施\n"
        "云州市市场监督管理局\n云州市城市管理局 发布\n1 范围\n"
        "本文件规定了投放要求。\n"
    )
    assert stated(text, "title", "issuer", "doc_no", "issued_on") == [
        "生活垃圾分类要求",
        "云州市市场监督管理局 云州市城市管理局",
        "DB99/T 1234—2022",
        "2022-05-06",
    ]
    assert [(date.kind.value, date.value) for date in read(text).dates] == [
        ("promulgated", "2022-05-06"),
        ("effective", "2022-08-01"),
    ]


def test_a_plan_that_names_standards_has_no_head_of_one() -> None:
    text = "云州市标准化发展规划\n一、总体要求\n完善国家标准。\n二、主要目标\n执行GB/T 1.1—2020。\n"
    assert stated(text, "title", "doc_no") == ["云州市标准化发展规划", None]


@pytest.mark.parametrize(
    ("head", "title", "number"),
    [
        ("第374章 《道路交通條例》", "道路交通條例", "第374章"),
        ("《道路交通(泊車)規例》(第374C章)", "道路交通(泊車)規例", "第374C章"),
        ("Cap. 374 Road Traffic Ordinance", "Road Traffic Ordinance", "Cap. 374"),
    ],
)
def test_a_law_of_hong_kong_is_known_by_its_chapter(head: str, title: str, number: str) -> None:
    text = f"{head}\n第I部 導言\n1. 簡稱\n本條例可引稱為上述條例。\n2. 釋義\n(1) 本條例適用於道路。\n"
    assert stated(text, "title", "doc_no") == [title, number]


def test_a_chapter_of_a_text_is_no_law() -> None:
    assert stated("某某法\n第1章 總則\n第1條 為了管理,制定本法。\n第2條 適用。\n", "doc_no") == [None]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("云州市人民政府办公室\n关 于 加 强 节 约 用 水 的 通 知", "云州市人民政府办公室关于加强节约用水的通知"),
        ("关于调整供热价格有关事项的\n通　知", "关于调整供热价格有关事项的通知"),
        ("云州市 人民政府关于加强节约用水的 通 知", "云州市人民政府关于加强节约用水的通知"),
        (
            "云州市发展和改革委员会\n云州市财政局\n关于调整供热价格的通知",
            "云州市发展和改革委员会云州市财政局关于调整供热价格的通知",
        ),
    ],
)
def test_a_title_broken_or_set_apart_is_one(head: str, title: str) -> None:
    text = f"{head}\n云政办发〔2023〕8号\n各区人民政府:\n一、每年节水不少于百分之五。\n二、落实到位。\n"
    assert stated(text, "title", "doc_no") == [title, "云政办发〔2023〕8号"]


def test_the_value_of_a_title_label_is_not_the_document_that_a_notice_passes_on() -> None:
    title = "关于印发《云州市养老办法》的通知"
    text = (
        f"{title}\n发文机关:云州市民政局\n标 题:\n{title}\n发文字号:\n云民发[2023]12号\n"
        "发布日期:\n2023-04-08\n各区民政局:\n"
        "现将《云州市养老办法》印发给你们,请遵照执行。\n云州市民政局\n2023年4月5日\n云州市养老办法\n"
        "第一条 为了养老,制定本办法。\n第二条 适用本市。\n"
    )
    assert stated(text, "title", "doc_no", "issued_on") == ["云州市养老办法", "云民发[2023]12号", "2023-04-05"]


def test_normalised_text_is_closed_up_and_leads_back() -> None:
    text = "香 港 年 報\n目 前 有 1 1 條 法 律 。\n│ 一 │ 二 │ 三 │ 四 │"
    held = normalise(text)
    assert held.text.startswith("香港年报\n目前有11条法律。\n│ 一")
    at = held.text.index("11条")
    assert held.to_source(Span(at, at + 3)).of(text) == "1 1 條"


def test_a_line_is_closed_up_where_its_letters_stand_alone() -> None:
    assert closed_up("目 前 有 1 1 條 法 律 。") == "目前有11條法律。"
    for line in ("甲 乙 2025年 目标 10% 20%", "一 总体 要求", "A B C D E", "市 财政局 市 教育局 市 公安局"):
        assert closed_up(line) == line


@pytest.mark.parametrize(
    ("order", "title"),
    [
        ("訂定「農村再生補助作業規範」,並自即日生效。", "農村再生補助作業規範"),
        ("修正「農村補助要點」,名稱並修正為「農村再生補助應行注意事項」,並自即日生效。", "農村再生補助應行注意事項"),
    ],
)
def test_an_order_of_a_gazette_says_who_when_what_and_since_when(order: str, title: str) -> None:
    text = (
        f"內政部\n財政部令 | 中華民國106年8月9日\n台內（二）字第1061856337A號\n{order}\n附「{title}」\n部長某某某\n"
        f"{title}修正規定\n"
        "一、為補助農村,特訂定本規範。\n二、本規範適用於農村。\n"
    )
    fields = stated(text, "title", "issuer", "doc_no", "issued_on")
    assert fields[1:] == ["內政部 財政部", "台內(二)字第1061856337A號", "2017-08-09"]
    assert fields[0] in (title, f"{title}修正規定")
    assert [(date.kind.value, date.value) for date in read(text).dates] == [("effective", "2017-08-09")]

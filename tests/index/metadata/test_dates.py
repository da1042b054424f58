"""The dates of a document by what they are of, and the heads that state them."""

from __future__ import annotations

import pytest

from index.splitting import split_documents
from index.types import DateKind, Document, SourceFile

ARTICLES = "第一条 为了加强管理,制定本办法。\n第二条 本市行政区域内适用本办法。\n"


def read(text: str) -> Document:
    (document,) = split_documents(SourceFile("a.txt", text, "00", "utf-8", "text/plain"))
    for date in document.dates:
        assert document.span.contains(date.span)
    return document


def dates(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for date in read(text).dates:
        found.setdefault(date.kind.value, []).append(date.value)
    return found


def notice(*clauses: str) -> str:
    return (
        "云州市人民政府关于印发云州市停车管理办法的通知\n云政发〔2022〕41号\n各区人民政府:\n"
        "现将《云州市停车管理办法》印发给你们,请认真贯彻执行。\n云州市人民政府\n2022年12月13日\n云州市停车管理办法\n"
        + ARTICLES
        + "".join(f"{clause}\n" for clause in clauses)
    )


def test_notes_under_the_title_of_a_law_without_brackets() -> None:
    text = (
        "云州市档案条例\n\n1987年9月5日 云州市第六届人民代表大会常务委员会第二十二次会议通过\n"
        "根据1996年7月5日云州市第八届人民代表大会常务委员会第二十次会议《关于修改〈云州市档案条例〉的决定》第一次修正\n"
        "2020年6月20日云州市第十三届人民代表大会常务委员会第十九次会议修订\n\n第一章 总则\n"
        + ARTICLES
        + "第三条 本条例自2021年1月1日起施行。\n"
    )
    document = read(text)
    assert document.issuer
    assert document.issuer.value == "云州市第六届人民代表大会常务委员会"
    assert document.issued_on
    assert document.issued_on.value == "1987-09-05"
    assert dates(text) == {
        "adopted": ["1987-09-05"],
        "effective": ["2021-01-01"],
        "amended": ["1996-07-05", "2020-06-20"],
    }


def test_the_decree_below_the_title_of_the_page_is_read() -> None:
    text = (
        "云州市停车管理办法\n云州市人民政府令\n第58号\n《云州市停车管理办法》已经2023年5月6日市人民政府第12次常务会议审议通过,"
        "现予公布,自2023年7月1日起施行。\n市长 张三\n2023年5月20日\n云州市停车管理办法\n" + ARTICLES
    )
    document = read(text)
    stated = (document.title, document.issuer, document.doc_no, document.issued_on)
    assert [value and value.value for value in stated] == [
        "云州市停车管理办法",
        "云州市人民政府",
        "云州市人民政府令 第58号",
        "2023-05-20",
    ]
    assert dates(text) == {"adopted": ["2023-05-06"], "effective": ["2023-07-01"]}


def test_labels_of_a_portal_of_law_and_a_year_of_the_republic() -> None:
    text = (
        "法規名稱:某某資源管理辦法\n修正日期:民國 112 年 02 月 15 日\n法規類別:行政 > 環境部 > 水質目\n"
        "第 1 條\n本辦法依水法第十條規定訂定之。\n第 2 條\n本辦法自發布日施行。\n"
    )
    document = read(text)
    assert document.issued_on
    assert document.issued_on.value == "2023-02-15"
    # 自發布日 is the day of the first issue, which the page does not state.
    assert dates(text) == {"amended": ["2023-02-15"]}


def test_a_repealed_law_of_a_portal() -> None:
    text = "公園管理自治條例\n發布日期:民國 99 年 05 月 03 日\n廢止日期:民國 110 年 03 月 01 日\n" + (
        "第 1 條\n為管理公園,特制定本自治條例。\n第 2 條\n本自治條例自公布日施行。\n"
    )
    assert dates(text) == {"promulgated": ["2010-05-03"], "effective": ["2010-05-03"], "repealed": ["2021-03-01"]}


def test_labels_with_their_value_on_the_next_line() -> None:
    text = (
        "云州市民政局工作规则\n\n  • 索引号:\n\n    61072/2024-001\n  • 主题分类:\n\n"
        "  • 发文机构:\n\n    县政府网站\n"
        "  • 发文字号:\n\n    云民发〔2024〕7号\n  • 发文日期:\n\n    2024年04月06日 16:40\n"
        "  • 有效性:\n\n  • 内容概述:\n\n"
        "云州市民政局工作规则\n一、根据有关规定,结合本局实际,制定本规则。\n二、适用于本局。\n"
    )
    document = read(text)
    assert document.doc_no
    assert document.doc_no.value == "云民发〔2024〕7号"
    assert document.issued_on
    assert document.issued_on.value == "2024-04-06"
    assert document.issuer is None  # a site is no body


@pytest.mark.parametrize(
    ("clause", "effective", "expires", "said"),
    [
        ("第三条 本办法自2023年2月1日起施行,有效期五年。", "2023-02-01", "2028-01-31", "五年"),
        ("第三条 本办法自2023年2月1日起施行,有效期至2027年12月31日。", "2023-02-01", "2027-12-31", "2027年12月31日"),
        ("第三条 本办法由市交通局解释,自印发之日起施行,有效期为3年。", "2022-12-13", "2025-12-12", "3年"),
        ("第三条 《云州市停车管理办法》自2023年3月1日起实施。", "2023-03-01", None, None),
    ],
)
def test_the_clause_that_puts_a_document_into_force(
    clause: str, effective: str, expires: str | None, said: str | None
) -> None:
    text = notice(clause)
    found = dates(text)
    assert found.get("effective") == [effective]
    assert found.get("expires") == ([expires] if expires else None)
    if said:
        (date,) = (date for date in read(text).dates if date.kind is DateKind.EXPIRES)
        assert date.span.of(text) == said


@pytest.mark.parametrize(
    "clause",
    [
        "第三条 许可证有效期五年,有效期届满前一个月内申请续期。",
        "第三条 《某某法》自2021年1月1日起施行。",
        "第三条 本办法第五条自2024年1月1日起施行。",
        "第三条 本市自2023年1月1日起执行新标准。",
        "第三条 收费自2024年5月1日起施行优惠,停车场应当公示。",
    ],
)
def test_what_is_in_force_besides_the_document_is_none_of_its_dates(clause: str) -> None:
    assert dates(notice(clause)) == {}


def test_days_counted_from_the_day_of_issue_are_not_guessed() -> None:
    assert dates(notice("第三条 本办法自发布之日起30日后施行。")) == {}


def test_a_head_whose_line_breaks_were_lost() -> None:
    text = (
        "云州市人民政府办公室关于印发云州市节水工作方案的通知\n云政办发〔2023〕25号各区人民政府,市政府各部门:"
        "现将《云州市节水工作方案》印发给你们,"
        "请认真贯彻《省节水规定》(某政发〔2020〕7号)。云州市人民政府办公室2023年3月17日(此件公开发布)云州市节水工作方案\n"
        "一、总体要求\n推进节水。\n二、主要目标\n到2025年,云州市人民政府办公室2024年1月1日起每年评估。\n"
    )
    document = read(text)
    assert document.doc_no
    assert document.doc_no.value == "云政办发〔2023〕25号"
    assert document.issued_on
    assert document.issued_on.value == "2023-03-17"


def test_a_number_or_a_date_that_a_sentence_cites_is_not_the_documents() -> None:
    text = (
        "云州市人民政府关于节水的通知\n某政发〔2020〕7号文件规定节水的目标:一是节水。\n各区人民政府:\n一、落实目标。"
        "云州市人民政府2020年3月1日印发的方案继续有效。\n二、加强检查。\n"
    )
    document = read(text)
    assert document.doc_no is None
    assert document.issued_on is None


def test_a_notice_says_who_passed_what_it_hands_on_and_when() -> None:
    text = notice("第三条 本办法自印发之日起施行。").replace(
        "现将《云州市停车管理办法》印发给你们,请认真贯彻执行。",
        "《云州市停车管理办法》已经2022年12月1日市人民政府第9次常务会议审议通过,现印发给你们,请认真贯彻执行。",
    )
    assert dates(text) == {"adopted": ["2022-12-01"], "effective": ["2022-12-13"]}


@pytest.mark.parametrize(
    "clause",
    [
        "第三条有效期本办法自2023年2月1日起施行,有效期五年。",
        "第三条 为规范停车秩序,提升服务水平,本办法自2023年2月1日起施行,有效期五年。",
    ],
    ids=["behind the title of the clause", "behind its purpose"],
)
def test_what_stands_before_the_own_name_of_a_document_hides_no_date(clause: str) -> None:
    assert dates(notice(clause)) == {"effective": ["2023-02-01"], "expires": ["2028-01-31"]}


def test_the_purpose_of_another_document_is_not_its_own() -> None:
    assert dates(notice("第三条 为规范停车秩序,《云州市道路条例》自2020年2月1日起施行。")) == {}


def test_amended_articles_come_into_force_beside_the_law() -> None:
    text = (
        "法務部令 | 中華民國106年6月13日\n法令字第10606000990號\n修正「受刑人輔導辦法」。\n"
        "部長王大明\n受刑人輔導辦法修正條文\n"
        "第一條 本辦法依法訂定。\n第二條 本辦法自中華民國九十五年七月一日施行。\n本辦法修正條文,自發布日施行。\n"
    )
    assert dates(text)["effective"] == ["2006-07-01", "2017-06-13"]

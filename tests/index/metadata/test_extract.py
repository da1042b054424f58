"""Metadata of documents: where each value may be read from, and where it may not."""

import pytest

from index.language.fold import fold
from index.metadata import is_body
from index.recognizers.dates import find_dates, is_date
from index.recognizers.periods import republic_year
from index.recognizers.titles import clean_title, genre, is_title, names_another
from index.splitting import split_documents
from index.types import Document, SourceFile

BODY = "一、总体要求\n推进工作。\n二、主要目标\n到2025年,实现目标。\n"


def read(text: str) -> Document:
    (document,) = split_documents(SourceFile("a.txt", text, "00", "utf-8", "text/plain"))
    return document


def values(document: Document) -> dict[str, str]:
    fields = ("title", "issuer", "place", "doc_no", "issued_on", "published_on")
    return {field: found.value for field in fields if (found := getattr(document, field))}


def test_letterhead_broken_headings_and_chinese_numerals() -> None:
    text = (
        "成都市人民政府文件\n成府发〔2022〕15号\n\n成都市人民政府\n关于印发成都市优化空间结构行动方案的通知\n\n各区(市)县政府,"
        "市政府各部门:\n《成都市优化空间结构行动方案》已经市政府同意,现印发给你们,请认真组织实施。\n成都市人民政府\n"
        "二〇二二年五月二日\n\n成都市优化空间结构\n行动方案\n\n为落实《省方案》(川府发〔2021〕9号),制定本方案。\n"
        + BODY
    )
    assert values(read(text)) == {
        "title": "成都市优化空间结构行动方案",
        "issuer": "成都市人民政府",
        "place": "成都市",
        "doc_no": "成府发〔2022〕15号",
        "issued_on": "2022-05-02",
    }


def test_several_signatories_at_the_end() -> None:
    text = (
        "关于加快推动新型储能发展的指导意见\n发改能源规〔2021〕1051号\n各省、自治区、直辖市发展改革委、能源局:\n"
        "为推动新型储能快速发展,提出如下意见:\n" + BODY + "国家发展改革委\n国家能源局\n2021年7月15日\n"
    )
    document = read(text)
    assert values(document) == {
        "title": "关于加快推动新型储能发展的指导意见",
        "issuer": "国家发展改革委 国家能源局",
        "doc_no": "发改能源规〔2021〕1051号",
        "issued_on": "2021-07-15",
    }
    assert document.kind == "指导意见"


def test_law_and_decree() -> None:
    law = (
        "中华人民共和国某某法\n(2007年10月28日第十届全国人民代表大会常务委员会第三十次会议通过)\n"
        "第一条 为了发展,制定本法。\n"
    )
    assert values(read(law)) == {
        "title": "中华人民共和国某某法",
        "issuer": "全国人民代表大会常务委员会",
        "issued_on": "2007-10-28",
    }
    decree = (
        "中华人民共和国国务院令\n第 748 号\n《地下水管理条例》已经2021年9月15日国务院第149次常务会议通过,现予公布。\n"
        "总理 李克强\n2021年10月21日\n地下水管理条例\n第一章 总则\n第一条 为了加强管理,制定本条例。\n"
    )
    assert values(read(decree)) == {
        "title": "地下水管理条例",
        "issuer": "中华人民共和国国务院",
        "doc_no": "中华人民共和国国务院令 第 748 号",
        "issued_on": "2021-10-21",
    }


PRESS = (
    "宁波市人民政府{when}印发《宁波市碳达峰实施方案》{number},推进转型。\n"
    "宁波市碳达峰实施方案\n为推进工作,制定本方案。\n"
)


@pytest.mark.parametrize(
    ("when", "number", "issued"),
    [
        ("7月19日", "(甬政发〔2024〕5号)", "2024-07-19"),  # one sentence states day and year
        ("7月19日", "", None),  # no year anywhere
        ("2024年7月19日", "", "2024-07-19"),
        ("近日", "(甬政发〔2024〕5号)", None),
        ("2月30日", "(甬政发〔2024〕5号)", None),
    ],
)
def test_press_date(when: str, number: str, issued: str | None) -> None:
    found = values(read(PRESS.format(when=when, number=number) + BODY))
    assert found.get("issued_on") == issued
    assert found.get("doc_no") == (number.strip("()") or None)
    assert found["issuer"] == "宁波市人民政府"


def test_number_of_a_cited_document_is_not_its_own() -> None:
    text = (
        "近日,宁波市人民政府印发《宁波市碳达峰实施方案》,落实《2030年前碳达峰行动方案》(国发〔2021〕23号)。\n"
        "宁波市碳达峰实施方案\n为落实《2030年前碳达峰行动方案》(国发〔2021〕23号),制定本方案。\n" + BODY
    )
    assert "doc_no" not in values(read(text))


def test_issuer_of_a_cited_document_is_not_its_own() -> None:
    text = "绿色建筑行动方案\n为贯彻落实要求,国务院印发《2030年前碳达峰行动方案》后,制定本方案。\n" + BODY
    assert values(read(text)) == {"title": "绿色建筑行动方案"}


def test_body_without_its_place_is_no_issuer() -> None:
    text = (
        "市政府关于印发绿色建筑行动方案的通知\n各县、区人民政府:\n现印发给你们。\n市政府\n2024年1月1日\n绿色建筑行动方案\n"
        + BODY
    )
    assert values(read(text)) == {"title": "绿色建筑行动方案", "issued_on": "2024-01-01"}


def test_article_about_a_document_is_not_that_document() -> None:
    found = values(
        read("近日,湖南省发展改革委印发《湖南省新型储能发展规划》。规划提出发展目标。\n规划还提出完善机制。\n")
    )
    assert found == {"place": "湖南省"}


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("国家碳达峰试点(襄阳)实施方案", "襄阳市"),  # the full form stands in the text below
        ("江苏省燃气安全专项整治实施方案", "江苏省"),
        ("內蒙古自治區節能減排實施方案", "內蒙古自治區"),
        ("臺北市淨零排放管理自治條例", "臺北市"),
        ("全国城镇燃气安全专项整治工作方案", None),
    ],
)
def test_place_from_the_title(heading: str, place: str | None) -> None:
    document = read(f"{heading}\n为推进工作,制定本方案。\n一、要求\n推动襄阳市转型。\n")
    assert values(document).get("place") == place
    assert values(document)["title"] == heading


def test_county_that_no_gazetteer_lists() -> None:
    text = f"北京市朝阳区人民政府关于印发《绿色建筑行动方案》的通知\n各街道办事处:\n现印发给你们。\n{BODY}"
    found = values(read(text))
    assert (found["issuer"], found["place"], found["title"]) == ("北京市朝阳区人民政府", "朝阳区", "绿色建筑行动方案")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2023年12月6日", "2023-12-06"),
        ("二〇二三年十二月三十一日", "2023-12-31"),
        ("二○二三年十月二十日", "2023-10-20"),
        ("2023-1-6", "2023-01-06"),
        ("2023/01/06", "2023-01-06"),
        ("2023年1月", "2023-01"),
        ("2023年13月1日", None),
        ("12月12日", None),
        ("1.2023.10", None),
        ("电话12023-10-10", None),
    ],
)
def test_dates(text: str, iso: str | None) -> None:
    assert next((value for value, _ in find_dates(text)), None) == iso


def test_a_line_that_is_a_date() -> None:
    assert is_date("2024-07-23 10:05")
    assert is_date("(2024年1月2日)")
    assert not is_date("2024年1月2日起施行")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("宜春市碳达峰实施方案", "实施方案"),
        ("浙江省可再生能源开发利用促进条例(2021年修正)", "条例"),
        ("《葫芦岛市“十四五”节能减排综合工作方案》", "工作方案"),
        ("中华人民共和国节约能源法", "法"),
        ("关于加快推动新型储能发展的指导意见", "指导意见"),
    ],
)
def test_titles_and_their_genre(line: str, kind: str) -> None:
    assert is_title(line)
    assert genre(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "保障措施", "一、总体方案", "(一)完善工作方案", "附件1 考核办法", "按照有关规定",
        "工作方法", "各地要制定方案。",
        "方案", "江苏发布燃气安全专项整治实施方案", "第三章 监督管理规定", "根据实施方案", "",
    ],
)  # fmt: skip
def test_other_lines_are_no_titles(line: str) -> None:
    assert not is_title(line)


def test_names_inside_notices() -> None:
    assert names_another("宁波市人民政府关于印发《宁波市碳达峰实施方案》的通知") == "宁波市碳达峰实施方案"
    assert names_another("关于印发宁波市碳达峰实施方案的通知") == "宁波市碳达峰实施方案"
    assert names_another("关于加强安全管理的通知") is None


def test_clean_title_keeps_the_script() -> None:
    assert clean_title("《葫蘆島市\n“十四五”工作方案（試行）》") == "葫蘆島市“十四五”工作方案(試行)"
    assert clean_title("中共江西省委 江西省人民政府关于《甲》的意见") == "中共江西省委 江西省人民政府关于《甲》的意见"


def test_bodies() -> None:
    assert is_body("连云港市住房和城乡建设局")
    assert is_body("国家发展改革委")
    assert not is_body("各县人民政府")
    assert not is_body("关于印发的通知")
    assert not is_body("由市政府负责的办公室")


def test_folding_keeps_every_position() -> None:
    text = "遼寧省（葫蘆島）：臺 \u2003ﬁ㎡\ud800a\n"
    folded = fold(text)
    assert folded == "辽宁省(葫芦岛):台  ﬁ㎡\ud800a\n"
    assert len(folded) == len(text)


@pytest.mark.parametrize(
    ("text", "year"), [("113", 2024), ("一百一十三", 2024), ("一百零五", 2016), ("九十九", 2010), ("一百", 2011)]
)
def test_years_of_the_republic(text: str, year: int) -> None:
    assert republic_year(text) == year
    assert [value for value, _ in find_dates(f"民国{text}年5月1日")] == [f"{year}-05-01"]


@pytest.mark.parametrize("verb", ["印发关于", "关于印发关于", "转发关于"])
def test_the_issuer_of_a_heading_ends_before_the_verb_of_handing_on(verb: str) -> None:
    text = f"云州市人民政府办公室{verb}促进节水若干措施的通知\n各区人民政府：\n现将有关事项通知如下。\n一、要求\n"
    document = split_documents(SourceFile("a.txt", text, "00", "utf-8", "text/plain"))[0]
    assert document.issuer is not None
    assert document.issuer.value == "云州市人民政府办公室"


def test_what_the_text_cites_with_a_number_of_its_own_is_not_what_a_notice_hands_on() -> None:
    name = "云州市政务服务中心管理办法"
    text = (
        f"云州市人民政府办公室关于印发《{name}》的通知\n各区人民政府：\n"
        f"根据《{name}》（云政办发〔2022〕36号）精神，现就统一名称通知如下：\n一、名称\n统一名称。\n二、标识\n统一标识。\n"
    )
    document = split_documents(SourceFile("a.txt", text, "00", "utf-8", "text/plain"))[0]
    assert document.title is not None
    assert document.title.value == f"云州市人民政府办公室关于印发《{name}》的通知"


def test_a_title_broken_in_its_middle_is_joined_behind_the_body_that_it_begins_with() -> None:
    text = (
        "云州市人民政府办公室对市政协\n四次会议第296号建议的答复\n云政办函〔2006〕70号\n李华委员：\n您的建议收悉，现答复如下：\n"
        "云州市人民政府办公室\n2006年9月7日\n"
    )
    document = split_documents(SourceFile("a.txt", text, "00", "utf-8", "text/plain"))[0]
    assert document.title is not None
    assert document.title.value == "云州市人民政府办公室对市政协四次会议第296号建议的答复"


def test_an_article_that_gives_a_text_is_called_by_it() -> None:
    text = (
        "云州市委云州市人民政府印发《云州市节水实施意见》\n近日，云州市人民政府印发了《云州市节水实施意见》，并发出通知。"
        "《云州市节水实施意见》主要内容如下。节水是战略任务。\n一、总体要求\n坚持节水优先。\n二、任务\n推广再生水。\n"
    )
    document = split_documents(SourceFile("a.txt", text, "00", "utf-8", "text/plain"))[0]
    assert document.title is not None
    assert document.title.value == "云州市节水实施意见"

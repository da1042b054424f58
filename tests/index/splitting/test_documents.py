"""Documents of a file: the golden seeds, pages of other portals, and what must hold for any text."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.splitting import split_documents
from index.types import Document, HeadingHint, Role, SourceFile, Span

ROOT = Path(__file__).parents[3]
GOLDEN = json.loads((ROOT / "tests" / "golden" / "documents.json").read_text("utf-8"))
FIELDS = ("title", "issuer", "place", "doc_no", "issued_on", "published_on")

BODY = (
    "一、总体要求\n以高质量发展为主题,全面推进工作。\n二、主要目标\n到2025年,新型储能装机达到80万千瓦。\n"
    + "".join(f"({number})推进第{number}项工程建设,落实第{number}类项目责任,按期完成任务。\n" for number in range(30))
    + "三、保障措施\n加强组织领导。\n"
)


def split(text: str, headings: tuple[HeadingHint, ...] = ()) -> list[Document]:
    return split_documents(SourceFile("a.txt", text, "00", "utf-8", "text/plain", headings))


def roles(document: Document, text: str) -> list[tuple[str, str]]:
    """(role, first characters) of each part."""
    return [(part.role.name, part.span.of(text).strip()[:6]) for part in document.parts]


def check_cover(documents: list[Document], text: str) -> None:
    at = 0
    for number, document in enumerate(documents):
        assert document.doc_id == number
        assert document.span.start == at
        for part in document.parts:
            assert part.span.start == at
            assert part.span.end > at
            at = part.span.end
        assert document.span.end == at
        for field in FIELDS:
            found = getattr(document, field)
            assert found is None or (found.value and document.span.contains(found.span))
    assert at == len(text)


@pytest.mark.parametrize("name", sorted({entry["file"] for entry in GOLDEN}))
def test_seed_documents_are_as_read(name: str) -> None:
    text = (ROOT / "seeds" / name).read_bytes().decode("utf-8")
    documents = split(text)
    check_cover(documents, text)
    expected = [entry for entry in GOLDEN if entry["file"] == name]
    assert len(documents) == len(expected)
    for document, entry in zip(documents, expected, strict=True):
        assert list(document.span) == entry["span"]
        assert document.kind == entry["kind"]
        for field in FIELDS:
            found = getattr(document, field)
            made = found and {"value": found.value, "start": found.span.start, "end": found.span.end}
            assert made == entry[field], field
        parts = [(part.role.value, *part.span) for part in document.parts]
        assert parts == [(part["role"], part["start"], part["end"]) for part in entry["parts"]]
        for part in entry["parts"]:
            shown = text[part["start"] : part["end"]].strip()
            assert shown.startswith(part["begins"])
            assert shown.endswith(part["ends"])


def test_seed_manifest_names_every_file() -> None:
    manifest = json.loads((ROOT / "seeds" / "manifest.json").read_text("utf-8"))
    files = {path.name: path for path in (ROOT / "seeds").glob("*.txt")}
    assert {entry["file"] for entry in manifest["files"]} == set(files)
    for entry in manifest["files"]:
        assert hashlib.sha256(files[entry["file"]].read_bytes()).hexdigest() == entry["sha256"]


def test_government_page_with_an_info_table() -> None:
    text = (
        "首页 > 政务公开 > 政策文件\n索引号:11330/2024-001\n发文机关:宁波市人民政府\n成文日期:2024年5月6日\n"
        "发文字号:甬政发〔2024〕12号\n发布日期:2024-05-10\n宁波市人民政府关于印发宁波市碳达峰实施方案的通知\n"
        "各区(县、市)人民政府,市直各单位:\n现将《宁波市碳达峰实施方案》印发给你们,请认真贯彻实施。\n宁波市人民政府\n"
        "2024年5月6日\n宁波市碳达峰实施方案\n为贯彻国家有关要求,制定本方案。\n"
        + BODY
        + "扫一扫\n打印\n版权所有:宁波市人民政府办公厅  浙ICP备05000001号\n"
    )
    (document,) = split(text)
    assert roles(document, text) == [
        ("FURNITURE", "首页 > 政"),
        ("TEXT", "宁波市人民政"),
        ("FURNITURE", "扫一扫\n打印"),
    ]
    assert document.title is not None
    assert document.title.value == "宁波市碳达峰实施方案"


def test_labels_between_title_and_text_are_the_portals() -> None:
    text = (
        "关于加强城镇燃气安全管理的通知\n发布时间:2024-01-02 来源:市住建局 浏览次数:123\n各县(区)住建局,各有关单位:\n"
        "为加强燃气安全管理,现就有关事项通知如下:\n" + BODY
    )
    (document,) = split(text)
    assert roles(document, text) == [("TEXT", "关于加强城镇"), ("FURNITURE", "发布时间:2"), ("TEXT", "各县(区)住")]


def test_press_report_stamp_editor_and_links() -> None:
    text = (
        "湖南新型储能实施方案印发!\n2024-01-02 10:10 来源:储能网 作者:张三\n储能网获悉,1月1日,湖南省能源局印发"
        "《湖南省新型储能实施方案》,其中提到目标。\n湖南省新型储能实施方案\n为推进工作,制定本方案。\n"
        + BODY
        + "(责任编辑:李四)\n相关阅读\n湖北省印发储能方案\n广东省储能规划发布\n"
    )
    (document,) = split(text)
    assert [part.role.name for part in document.parts] == ["FURNITURE", "SUMMARY", "TEXT", "FURNITURE"]
    assert document.parts[2].span.of(text).startswith("湖南省新型储能实施方案\n为推进")


def test_summary_and_text_on_one_line() -> None:
    text = (
        "• 近日,宁波市人民政府印发《宁波市碳达峰实施方案》,推进绿色转型,探索现代工业城市路径。 宁波市碳达峰实施方案 "
        "为贯彻国家要求,结合实际,制定本方案。 " + BODY.replace("\n", " ")
    )
    (document,) = split(text)
    assert roles(document, text) == [("SUMMARY", "• 近日,宁"), ("TEXT", "宁波市碳达峰")]


@pytest.mark.parametrize(
    "text",
    [
        "今天天气很好。\n我们去公园散步。\n",
        "  \n\n ",
        "a",
        "It rained.\nWe stayed at home.\n",
        "小明写了一封信。信的原文如下:\n亲爱的妈妈,你好。\n我很想你。\n",
        "前言介绍本书,作者很多。\n全文\n今天开始。故事如下。\n",
        "保障措施\n加强领导。\n组织方案\n一、你好\n",
        "第一条 为了发展,制定本法。\n第二条 从其规定。\n",
        "一季度经济平稳。记者获悉,某省印发方案。\n深圳市绿色建筑条例将于明年实施。\n各单位反映:好。\n",
    ],
)
def test_ordinary_text_is_one_document_of_text_without_title(text: str) -> None:
    (document,) = split(text)
    assert [part.role for part in document.parts] == [Role.TEXT]
    assert document.title is None


def test_empty_text_has_no_document() -> None:
    assert split("") == []


def test_law_keeps_its_contents_and_chapters() -> None:
    text = (
        "中华人民共和国某某法\n(2020年1月2日第十三届全国人民代表大会常务委员会第九次会议通过)\n目录\n第一章 总则\n"
        "第二章 管理\n第一章 总则\n第一条 为了促进发展,制定本法。\n第二条 从其规定。\n第二章 管理\n第三条 依法管理。\n"
    )
    (document,) = split(text)
    assert [part.role for part in document.parts] == [Role.TEXT]
    assert document.kind == "法"


def test_laws_one_after_another_are_documents() -> None:
    def law(name: str) -> str:
        articles = "".join(f"第{n}条 {name}第{n}项管理制度依法建立,{n}年内施行,有关部门负责。\n" for n in range(3, 40))
        return f"{name}\n第一章 总则\n第一条 为了{name}的目的,制定本法。\n第二条 适用本法。\n{articles}"

    names = ["中华人民共和国甲乙法", "浙江省丙丁管理条例", "中华人民共和国戊己法"]
    text = "".join(law(name) for name in names)
    documents = split(text)
    check_cover(documents, text)
    assert [document.title and document.title.value for document in documents] == names


@pytest.mark.parametrize("mark", ["附件1\n", "附件:\n", ""])
def test_attachment_stays_with_its_document(mark: str) -> None:
    listed = "" if mark else "附件:宜昌市节能减排考核办法\n"
    text = (
        "宜昌市节能减排工作方案\n为推进节能减排,制定本方案。\n" + BODY + listed + mark + "宜昌市节能减排考核办法\n"
        "一、考核范围\n为规范考核,制定本办法。\n二、考核内容\n按年考核。\n"
    )
    assert len(split(text)) == 1


@pytest.mark.parametrize("copies", [2, 3, 5])
def test_page_repeated(copies: int) -> None:
    page = "深圳市绿色出行实施方案\n为推进绿色出行,制定本方案。\n" + BODY
    text = page * copies
    (document,) = split(text)
    check_cover([document], text)
    assert document.parts[0].role is Role.TEXT
    assert document.parts[0].span == Span(0, len(page))
    assert {part.role for part in document.parts[1:]} == {Role.REPEAT}


def test_repeated_page_on_one_line_with_a_changed_word() -> None:
    page = ("深圳市绿色出行实施方案 为推进绿色出行,制定本方案。 " + BODY).replace("\n", " ")
    text = page + page.replace("80万千瓦", "81万千瓦")
    (document,) = split(text)
    assert [part.role for part in document.parts] == [Role.TEXT, Role.REPEAT]
    assert abs(document.parts[1].span.start - len(page)) <= 1


def test_paragraph_that_recurs_is_no_repeat() -> None:
    paragraph = "".join(f"到2025年,第{n}类项目全部建成,绿色发展取得显著成效。" for n in range(40)) + "\n"
    text = f"宁波市碳达峰实施方案\n为推进工作,制定本方案。\n一、目标\n{paragraph}二、任务\n{BODY}三、远景\n{paragraph}"
    (document,) = split(text)
    assert [part.role for part in document.parts] == [Role.TEXT]


def test_markdown_headings() -> None:
    single = "# 能源手册\n\n内容很多。\n"
    (document,) = split(single, (HeadingHint(Span(0, 6), 1),))
    assert document.title is not None
    assert document.title.value == "能源手册"
    several = "# 第一篇\n内容。\n# 第二篇\n内容。\n"
    (document,) = split(several, (HeadingHint(Span(0, 5), 1), HeadingHint(Span(10, 15), 1)))
    assert document.title is None
    assert [part.role for part in document.parts] == [Role.TEXT]


FRAGMENTS = st.sampled_from(
    [
        "宁波市碳达峰实施方案",
        "宁波市人民政府关于印发",
        "的通知",
        "原文如下:",
        "全文",
        "来源:网",
        "发布时间:2024-01-02",
        "\n",
        "\r\n",
        " ",
        "  • ",
        "一、总则",
        "第一条 ",
        "各县(市、区)人民政府:",
        "为推进工作,制定本方案。",
        "近日,宁波市人民政府印发《",
        "》",
        "相关阅读",
        "2024年5月6日",
        "(2020年1月2日第一次会议通过)",
        "附件1",
        "《",
        "。",
        "令",
        "甬政发〔2024〕5号",
        "---",
        "title: 宁波市碳达峰实施方案",
        "| 编制单位 | 宁波市水利局 |",
        "——2025年1月8日在宁波市第八届人民代表大会第四次会议上",
        "宁波市市长 徐某某",
        "中華民國一百一十四年五月二十六日嘉義市政府府建能字第1140051188號令制定公布",
        "臺北市政府 函",
        "宁 波 市 水 利 局",
        "甬政办〔2025〕39号 宁波市水利局 2025年4月11日印发",
        "(2025—2027年)",
        "九龍",
        "\u3000",
        "㎡",
        "ﬁ",
        "臺",
    ]
)


@settings(max_examples=300)
@given(st.one_of(st.text(), st.text(st.characters()), st.lists(FRAGMENTS, max_size=60).map("".join)))
def test_parts_cover_any_text_in_order(text: str) -> None:
    documents = split(text)
    check_cover(documents, text)
    assert bool(documents) == bool(text)


@pytest.mark.parametrize(
    "unit",
    [
        "宁波市碳达峰实施方案\n一、总则\n推进。\n",
        "推进绿色低碳发展 ",
        "宁波市碳达峰实施方案\n",
        "标题\n来源:网\n发布时间:2024-01-01\n",
        "《",
    ],
)
def test_a_giant_file_of_one_kind_of_line_is_split(unit: str) -> None:
    """Quadratic work on it would not end within the time of a test run."""
    text = re.sub("发展|方案", lambda match: match.group() + str(match.start()), unit * (480_000 // len(unit)))
    documents = split(text)
    assert documents[0].span.start == 0
    assert documents[-1].span.end == len(text)


def test_two_reports_with_their_texts_one_after_another() -> None:
    def page(place: str) -> str:
        return (
            f"近日,{place}人民政府印发《{place}碳达峰实施方案》,提出目标。\n{place}还将完善机制。\n原文如下:\n"
            f"{place}人民政府关于印发{place}碳达峰实施方案的通知\n各县(市、区)人民政府:\n现将方案印发给你们,请认真贯彻执行。\n"
            f"{place}人民政府\n2024年5月6日\n{place}碳达峰实施方案\n为推进工作,制定本方案。\n"
            + BODY.replace("第", f"{place}第")
        )

    first, second = page("宁波市"), page("宜昌市")
    documents = split(first + second)
    assert [document.span.start for document in documents] == [0, len(first)]
    for document in documents:
        assert [part.role.name for part in document.parts] == ["SUMMARY", "FURNITURE", "TEXT"]

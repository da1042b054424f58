"""A PDF's page as it was printed beside its text, in a real browser: the citation stands marked on the picture."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from index.build import build_index
from retriever.examples import make_examples
from tests.ui.web.conftest import ROOT, Server, ask, rest, serving

SAMPLES = ROOT / "tests" / "golden" / "pdf"
QUESTION = "市财政每年安排多少绿色建筑发展专项资金?"


@pytest.fixture(scope="module")
def pdf_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("printed")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name in ("single-column.pdf", "two-columns.pdf", "articles.txt"):
        shutil.copy(SAMPLES / name, corpus / name)
    build_index([corpus], folder / "index", workers=1, examples=make_examples)
    with serving(folder / "index") as server:
        yield server


def opened(open_page, server: Server, question: str = QUESTION, **options):
    page = open_page(server.address, **options)
    ask(page, question)
    page.locator("a.yj-quote").first.click()
    page.wait_for_selector("mark.cited")
    rest(page)
    return page


def printed(page) -> None:
    page.click(".yj-show-printed")
    page.wait_for_selector(".yj-paper img")
    rest(page)


def test_the_citation_is_marked_where_the_page_prints_it(pdf_server, open_page, shoot):
    page = opened(open_page, pdf_server, width=1500)
    assert "第 2 页" in page.locator(".yj-answers").text_content()
    quote = "".join(page.locator("mark.cited").all_text_contents())
    printed(page)
    shoot(page, "printed-1500")
    number, pages = page.locator(".yj-page-at").text_content().strip("第 页").split(" / ")
    boxes = page.evaluate(
        """() => {
          const paper = document.querySelector(".yj-paper").getBoundingClientRect();
          return [...document.querySelectorAll(".yj-printed-mark")].map((box) => {
            const { left, top, right, bottom } = box.getBoundingClientRect();
            return [left - paper.left, top - paper.top, right - paper.left, bottom - paper.top]
              .map((at, side) => at / (side % 2 ? paper.height : paper.width));
          });
        }"""
    )
    # What PDFium finds inside the boxes that the browser shows is what is cited.
    with pypdfium2.PdfDocument(SAMPLES / "single-column.pdf") as document:
        assert int(pages) == len(document)
        drawn = document[int(number) - 1]
        width, height = drawn.get_size()
        text = drawn.get_textpage()
        inside = "".join(
            text.get_text_bounded(left * width, (1 - bottom) * height + 1, right * width, (1 - top) * height - 1)
            for left, top, right, bottom in boxes
        )
    assert "".join(inside.split()) == quote


def test_pages_are_turned_and_only_those_of_the_citation_bear_marks(pdf_server, open_page):
    page = opened(open_page, pdf_server)
    printed(page)
    assert page.locator(".yj-printed-mark").count() > 0
    page.click(".yj-page-before")
    page.wait_for_selector(".yj-page-at:has-text('第 1 /')")
    rest(page)
    assert page.locator(".yj-printed-mark").count() == 0
    assert page.is_disabled(".yj-page-before")
    page.click(".yj-show-printed")
    assert page.locator(".yj-printed").is_hidden()


def test_a_click_makes_the_page_large_enough_to_read(pdf_server, open_page):
    page = opened(open_page, pdf_server)
    printed(page)
    small = page.locator(".yj-paper").bounding_box()["width"]
    page.click(".yj-paper img")
    assert page.locator(".yj-paper").bounding_box()["width"] > 2 * small
    page.click(".yj-paper img")
    assert page.locator(".yj-paper").bounding_box()["width"] == small


def test_the_text_bears_the_numbers_of_its_pages(pdf_server, open_page):
    page = opened(open_page, pdf_server)
    numbers = page.locator(".yj-document .yj-page").all_text_contents()
    assert numbers == [f"第 {n} 页" for n in range(1, len(numbers) + 1)]
    assert len(numbers) > 1


def test_a_file_without_pages_offers_none(pdf_server, open_page):
    page = opened(open_page, pdf_server, "自行車道之淨寬單向不得小於多少?")
    assert page.locator(".yj-show-printed").count() == 0
    assert page.locator(".yj-page").count() == 0


def test_an_original_that_changed_or_went_is_not_shown(pdf_server, open_page):
    original: Path = pdf_server.index.parent / "corpus" / "single-column.pdf"
    kept = original.read_bytes()
    try:
        original.write_bytes(kept + b"\n")
        page = opened(open_page, pdf_server)
        page.click(".yj-show-printed")
        page.wait_for_selector(".yj-sheet .yj-error")
        assert "有改动" in page.text_content(".yj-sheet .yj-error")
        original.unlink()
        page.click(".yj-show-printed")
        page.click(".yj-show-printed")
        page.wait_for_selector(".yj-sheet .yj-error:has-text('已不在')")
    finally:
        original.write_bytes(kept)


def test_on_a_narrow_screen_the_page_stands_above_its_text(pdf_server, open_page, shoot):
    page = opened(open_page, pdf_server, width=420, height=860)
    printed(page)
    shoot(page, "printed-420")
    sheet, text = (page.locator(selector).bounding_box() for selector in (".yj-printed", ".yj-document"))
    assert sheet["y"] + sheet["height"] <= text["y"] + 1
    assert sheet["width"] > 350
    assert min(sheet["height"], text["height"]) > 200

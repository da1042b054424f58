"""Policy texts in ten layouts, set by LibreOffice: what is read is what was written (scripts/make_pdf_samples.py)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from index.loading.files import load_file
from index.loading.pdf.reader import PdfText, pdf_text
from index.parsing import read_documents
from index.types import SourceFile, Span

SAMPLES = sorted((Path(__file__).parents[2] / "golden" / "pdf").glob("*.pdf"))
NAMES = [path.stem for path in SAMPLES]


@pytest.fixture(scope="module")
def read() -> dict[str, PdfText]:
    return {path.stem: pdf_text(path.read_bytes(), path.name) for path in SAMPLES}


def written(name: str) -> str:
    return SAMPLES[NAMES.index(name)].with_suffix(".txt").read_text("utf-8").rstrip("\n")


def test_there_are_ten_layouts() -> None:
    assert len(SAMPLES) == 10


@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_reads_as_its_document_was_written(name: str, read: dict[str, PdfText]) -> None:
    assert read[name].laid_out.text == written(name)


@pytest.mark.parametrize("name", NAMES)
def test_the_clause_tree_of_a_pdf_is_that_of_the_same_text(name: str) -> None:
    """Bookmarks declare headings, which the text has to find by itself: the same tree either way."""
    path = SAMPLES[NAMES.index(name)]
    assert tree(load_file(path)) == tree(load_file(path.with_suffix(".txt")))


def tree(source: SourceFile) -> list[tuple[object, ...]]:
    return [
        (document.title and document.title.value, clause.path, clause.role, clause.span.of(source.text))
        for document, clauses, _ in read_documents(source, 400)
        for clause in clauses
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_character_stands_on_the_page_that_draws_it(name: str, read: dict[str, PdfText]) -> None:
    text, pages = read[name].laid_out.text, read[name].laid_out.pages
    assert [span for page in pages for span in page.span] == sorted(span for page in pages for span in page.span)
    assert sum(page.span.size for page in pages) == len(text)
    with pypdfium2.PdfDocument(SAMPLES[NAMES.index(name)]) as document:
        for number in range(len(document)):
            drawn = Counter(document[number].get_textpage().get_text_range())
            said = Counter("".join(page.span.of(text) for page in pages if page.page == number + 1 and page.span.size))
            extra = {char for char in said - drawn if not char.isspace()}
            # Keys of merged cells are written out in every row, and hyphens at the end of a line have a sign of PDFium.
            assert not extra - set("能源结构调整工业节能降碳城乡建设交通运输农业农村生态碳汇科技创新全民行动-"), number


def test_a_paragraph_that_runs_over_a_page_keeps_both_pages(read: dict[str, PdfText]) -> None:
    laid_out = read["red-head"].laid_out
    start = laid_out.text.index("二、完善充电基础设施")
    end = laid_out.text.index("\n", start)
    pages = [p.page for p in laid_out.pages if p.span.overlap(Span(start, end))]
    assert pages == [1, 2]
    second = next(p.span for p in laid_out.pages if p.page == 2)
    assert second.of(laid_out.text).startswith(("1.8万个", "桩1.8万个"))


@pytest.mark.parametrize("name", NAMES)
def test_a_box_around_words_holds_these_words(name: str, read: dict[str, PdfText]) -> None:
    """PDFium's own search for text inside a rectangle is the reference."""
    laid_out = read[name].laid_out
    words = [line for line in laid_out.text.split("\n") if "\t" not in line and 4 <= len(line) <= 18]
    with pypdfium2.PdfDocument(SAMPLES[NAMES.index(name)]) as document:
        for word in words:
            start = laid_out.text.index(f"\n{word}") + 1 if not laid_out.text.startswith(word) else 0
            places = [place for place in laid_out.places[start : start + len(word)] if place]
            page = document[places[0][0] - 1]
            height = page.get_height()
            left, right = min(b.left for _, b in places), max(b.right for _, b in places)
            top, bottom = min(b.top for _, b in places), max(b.bottom for _, b in places)
            inside = page.get_textpage().get_text_bounded(left - 1, height - bottom + 1, right + 1, height - top - 1)
            assert "".join(inside.split()) == "".join(word.split())


def test_bookmarks_declare_headings_of_their_level(read: dict[str, PdfText]) -> None:
    text = read["bookmarks"].laid_out.text
    found = [(hint.level, hint.span.of(text)) for hint in read["bookmarks"].headings]
    assert found[:3] == [(1, "一、总体要求"), (2, "（一）指导思想"), (2, "（二）主要目标")]
    assert len(found) == 11

"""Pages: where form feeds part them, and what is refused."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import LoadError
from index.loading import load_file
from index.loading.pages import check_pages, form_feed_pages
from index.loading.record import record
from index.types import PageSpan, SourceFile, Span

TEXTS = st.text(st.sampled_from("一二\f\n "), max_size=40)


def source(text: str, *pages: tuple[int, int, int]) -> SourceFile:
    declared = tuple(PageSpan(page, Span(start, end)) for page, start, end in pages)
    return SourceFile("a.txt", text, "0" * 64, "utf-8", "text/plain", (), declared)


@given(TEXTS)
def test_pages_cover_the_text_in_order_each_up_to_its_form_feed(text: str) -> None:
    pages = form_feed_pages(text)
    if "\f" not in text:
        assert pages == ()
        return
    assert "".join(page.span.of(text) for page in pages) == text
    assert [page.page for page in pages] == list(range(1, len(pages) + 1))
    assert [page.span.start for page in pages[1:]] == [page.span.end for page in pages[:-1]]
    assert all(page.span.of(text).index("\f") == page.span.size - 1 for page in pages[:-1])
    check_pages(dataclasses.replace(source(text), pages=pages))


def test_a_form_feed_ends_its_page_and_begins_none_at_the_end_of_the_text() -> None:
    assert form_feed_pages("一\f二\f") == (PageSpan(1, Span(0, 2)), PageSpan(2, Span(2, 4)))
    assert form_feed_pages("\f二") == (PageSpan(1, Span(0, 1)), PageSpan(2, Span(1, 2)))


def test_a_text_file_with_form_feeds_has_pages_and_its_text_is_as_decoded(tmp_path: Path) -> None:
    text = "某市方案\n\f一、目标\n"
    (tmp_path / "a.txt").write_bytes(text.encode("gb18030"))
    read = load_file(tmp_path / "a.txt")
    assert read.text == text
    assert [page.span.of(text) for page in read.pages] == ["某市方案\n\f", "一、目标\n"]


def test_pages_of_a_record_are_those_of_its_body() -> None:
    pages = (PageSpan(7, Span(0, 3)), PageSpan(8, Span(3, 6)))
    for title in ("", "标题"):
        made = record("law#1", title, "甲甲甲乙乙乙", pages=pages)
        assert [(page.page, page.span.of(made.text)) for page in made.pages] == [(7, "甲甲甲"), (8, "乙乙乙")]


@pytest.mark.parametrize(
    "pages",
    [
        [(1, 0, 3), (2, 2, 4)],
        [(1, 3, 4), (2, 0, 3)],
        [(1, 0, 9)],
        [(1, -1, 2)],
        [(1, 3, 2)],
        [(-1, 0, 2)],
        [(1 << 31, 0, 2)],
    ],
)
def test_pages_that_cannot_be_are_refused(pages: list[tuple[int, int, int]]) -> None:
    with pytest.raises(LoadError, match=r"a\.txt declares page .* give its pages in order"):
        check_pages(source("甲乙丙丁", *pages))


def test_pages_may_leave_gaps_be_empty_and_be_numbered_anew() -> None:
    check_pages(source("甲乙丙丁", (9, 0, 1), (1, 1, 1), (2, 3, 4)))

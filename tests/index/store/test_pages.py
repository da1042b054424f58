"""Stored pages: a look-up by position agrees with reading all of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.store.page_rows import page_row
from index.store.schema import PAGE
from index.store.views import Pages
from index.types import PageSpan, Span

# Sizes of a gap and of the page behind it, by source.
SOURCES = st.lists(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), max_size=5), max_size=5)


@given(SOURCES)
def test_a_position_is_on_the_page_whose_span_holds_it(sizes: list[list[tuple[int, int]]]) -> None:
    declared: list[tuple[PageSpan, ...]] = []
    for source in sizes:
        pages: list[PageSpan] = []
        end = 0
        for number, (gap, size) in enumerate(source):
            confidence = None if number % 2 else number / 8
            pages.append(PageSpan(number + 7, Span(end + gap, end + gap + size), confidence))
            end += gap + size
        declared.append(tuple(pages))
    rows = [page_row(number, page) for number, pages in enumerate(declared) for page in pages]
    stored = Pages(np.array(rows, dtype=PAGE))
    for number, pages in enumerate(declared):
        assert stored.of(number) == pages
        for position in range(30):
            holding = [page for page in pages if page.span.start <= position < page.span.end]
            assert stored.at(number, position) == (holding[0].page if holding else None)
            assert stored.confidence_at(number, position) == (holding[0].confidence if holding else None)
            for end in range(position, 30, 7):
                over = sorted({page.page for page in pages if page.span.overlap(Span(position, end))})
                assert list(stored.over(number, Span(position, end))) == over
    assert stored.of(len(declared)) == ()
    assert stored.at(len(declared), 0) is None

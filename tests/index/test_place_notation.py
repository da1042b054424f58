"""Places as people write them: what is printed is read back, whatever the file is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.place_notation import format_place, format_span, parse_place, parse_span
from index.types import Span

LARGEST = 10**15 - 1
PIECES = st.sampled_from(["a b", ":", "1", "-", "–", "12", ".txt", "\n"])
NAMES = st.text(min_size=1) | st.lists(PIECES, min_size=1).map("".join)
SPANS = st.tuples(st.integers(0, LARGEST), st.integers(0, LARGEST)).map(lambda pair: Span(*pair))


@given(NAMES, SPANS)
def test_what_is_printed_is_read_back(file: str, span: Span) -> None:
    assert parse_place(format_place(file, span)) == (file, span)
    assert parse_span(format_span(span)) == span


def test_the_notation() -> None:
    assert format_place("方案 2.txt", Span(120, 168)) == "方案 2.txt:120-168"


@pytest.mark.parametrize("separator", ["-", ":", "–"])
def test_earlier_forms_are_read(separator: str) -> None:
    assert parse_place(f"C:\\a b.txt:13{separator}40") == ("C:\\a b.txt", Span(13, 40))
    assert parse_span(f"13{separator}40") == Span(13, 40)


@pytest.mark.parametrize("text", ["", "a.txt", "a.txt:", "a.txt:3", ":3-4", "a.txt:-3-4", "a.txt:3-", "a.txt:3 - 4"])
def test_what_is_no_place(text: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        parse_place(text)

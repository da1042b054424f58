"""Texts come back as they were, sliced by code point, at the narrowest width."""

import io

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.store.texts import Texts, TextsWriter

texts = st.lists(st.text(st.characters(exclude_categories=())) | st.text("aé光\U00020000\ud800\udc00"), max_size=5)


def stored(items: list[str]) -> Texts:
    file = io.BytesIO()
    writer = TextsWriter(file)
    assert [writer.add(item) for item in items] == list(range(len(items)))
    return Texts(np.frombuffer(file.getvalue(), dtype=np.uint8), writer.rows())


@given(texts, st.data())
@example(["\ud800\udc00", "", "光"], None)
def test_round_trip(items: list[str], data: st.DataObject | None) -> None:
    read = stored(items)
    assert len(read) == len(items)
    for number, item in enumerate(items):
        assert read.text(number) == item
        if data is not None:
            start = data.draw(st.integers(0, len(item)))
            end = data.draw(st.integers(start, len(item)))
            assert read.slice(number, start, end) == item[start:end]


@pytest.mark.parametrize(("text", "width"), [("", 1), ("é", 1), ("光é", 2), ("光\U00020000", 4), ("\ud800", 4)])
def test_narrowest_width(text: str, width: int) -> None:
    writer = TextsWriter(io.BytesIO())
    writer.add(text)
    assert writer.rows()["width"].tolist() == [width]


@pytest.mark.parametrize("span", [(-1, 1), (2, 1), (0, 3)])
def test_range_outside_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="is not a range"):
        stored(["光伏"]).slice(0, *span)


def test_short_blob_is_refused() -> None:
    file = io.BytesIO()
    writer = TextsWriter(file)
    writer.add("光伏储能")
    with pytest.raises(ValueError, match="shorter"):
        Texts(np.frombuffer(file.getvalue()[:-1], dtype=np.uint8), writer.rows())

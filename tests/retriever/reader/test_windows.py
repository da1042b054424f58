from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.reader.windows import LONGEST, OVERLAP, encode_text, stretches, well_formed, windows_of
from scripts.training.reader.pieces import make_tokenizer
from tests.retriever.reader.tiny import tiny_tokenizer

TEXTS = [
    "企业最高300万元，以上的补贴由省厅负责。",
    "企業最高３００萬元，補貼由省廳負責。",
    "①企业 ㎡ ½ 2023年　以上的\n\n补贴",
    "a\x00企业\x00",
    "\ud800企业\udfff最高",
    "0123456789" * 30,
    "   ",
    "",
    "\u200b企业\ufeff",
    "e\u0301企业 ﷽ 🏳️‍🌈",
]


@pytest.mark.parametrize("text", TEXTS)
def test_offsets_are_code_points_of_the_text_as_given(text: str) -> None:
    ids, offsets = encode_text(tiny_tokenizer(), text)
    assert len(ids) == len(offsets)
    assert all(0 <= start < end <= len(text) for start, end in offsets)
    assert [start for start, _ in offsets] == sorted(start for start, _ in offsets)


@pytest.mark.parametrize("text", TEXTS[:4])
def test_every_visible_character_stands_in_a_piece(text: str) -> None:
    _, offsets = encode_text(tiny_tokenizer(), text)
    covered = {i for start, end in offsets for i in range(start, end)}
    assert all(i in covered for i, character in enumerate(text) if not character.isspace())


def test_pieces_hold_the_characters_they_are_made_of() -> None:
    text = "企业最高300万元，2023年以上的补贴"
    tokenizer = tiny_tokenizer()
    ids, offsets = encode_text(tokenizer, text)
    shown = [(tokenizer.id_to_token(i), text[start:end]) for i, (start, end) in zip(ids, offsets, strict=True)]
    assert ("万元", "万元") in shown
    assert ("2023", "2023") in shown
    assert ("的", "的") in shown, "的 is a piece of its own, so that a span can end before it"


def test_full_width_digits_keep_their_places() -> None:
    text = "最高３００萬元"
    _, offsets = encode_text(tiny_tokenizer(), text)
    assert "".join(text[start:end] for start, end in dict.fromkeys(offsets)).endswith("３００萬元")


def test_lone_surrogates_are_replaced_without_moving_anything() -> None:
    assert well_formed("a\ud800企\udfff") == "a\ufffd企\ufffd"


@given(count=st.integers(0, 3000), room=st.integers(OVERLAP + 1, 220))
def test_stretches_cover_everything_and_overlap(count: int, room: int) -> None:
    found = stretches(count, room)
    assert found[0][0] == 0
    assert found[-1][1] == count
    assert all(end - start <= room for start, end in found)
    assert all(before[1] - after[0] >= OVERLAP for before, after in pairwise(found))


@given(st.integers(0, 2000), st.integers(0, 300), st.integers(0, 1500))
def test_windows_show_every_piece_of_the_passage(question: int, context: int, passage: int) -> None:
    offsets = [(i, i + 1) for i in range(passage)]
    windows = windows_of([7] * question, [8] * context, [9] * passage, offsets)
    assert {span for window in windows for span in window.offsets} == set(offsets)
    for window in windows:
        assert len(window.ids) == len(window.types) <= LONGEST
        assert window.ids[window.first : window.first + len(window.offsets)] == (9,) * len(window.offsets)
        assert all(window.types[window.first - 1 :])


def test_a_long_question_keeps_both_ends() -> None:
    (window,) = windows_of(range(1000, 2000), [], [], [])
    assert window.ids[1] == 1000
    assert window.ids[window.first - 3] == 1999


def test_pieces_are_those_that_training_makes() -> None:
    tokenizer = make_tokenizer(["<s>", "<pad>", "</s>", "<unk>", "▁", "a"], [0.0] * 4 + [-1.0, -1.0])
    assert encode_text(tokenizer, "aa")[0] == [4, 5, 5]

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.types import Span
from retriever.cite.anchors import Anchor, State, anchor_at, reanchor
from retriever.cite.approximate import candidate_windows, nearest, similarity

HAN = "一二三四五六七八九十百千万市县区厂房屋顶光伏覆盖率达到力争新建公共机构能源替代"
CLAUSE = "到2025年,新建公共机构建筑、新建厂房屋顶光伏覆盖率力争达到50%。"
words = st.text(alphabet=HAN, max_size=80)


def filler(size: int, seed: int = 1) -> str:
    draw = random.Random(seed)
    return "".join(draw.choice(HAN) for _ in range(size))


def levenshtein(one: str, other: str) -> int:
    """The textbook recurrence."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


@given(st.text(alphabet="abc", min_size=1, max_size=12), st.text(alphabet="abc", max_size=12))
def test_similarity_is_edit_distance(one: str, other: str) -> None:
    assert similarity(one, other) == pytest.approx(1 - levenshtein(one, other) / max(len(one), len(other)))


@given(st.text(alphabet="abc", min_size=1, max_size=8), st.text(alphabet="abcd", max_size=24))
def test_nearest_is_the_best_of_all_ranges(pattern: str, text: str) -> None:
    best = min(levenshtein(pattern, text[i:j]) for i in range(len(text) + 1) for j in range(i, len(text) + 1))
    found = nearest(text, pattern)
    if found is None:
        assert best == len(pattern)
    else:
        assert found[1] == best == levenshtein(pattern, found[0].of(text))


@given(words, words, st.data())
def test_an_edited_text_lies_in_a_candidate_window(before: str, after: str, data: st.DataObject) -> None:
    edited = list(CLAUSE)
    for _ in range(data.draw(st.integers(0, 8))):
        edited[data.draw(st.integers(0, len(edited) - 1))] = data.draw(st.sampled_from(["", "甲", "甲乙"]))
    now = "".join(edited)
    assume(similarity(CLAUSE, now) >= 0.8)
    windows = candidate_windows(before + now + after, CLAUSE, 0.7)
    span = Span(len(before), len(before) + len(now))
    assert any(window.contains(span) for window in windows)


@given(words, words, words, words)
def test_edits_elsewhere_keep_the_anchor(before: str, after: str, new_before: str, new_after: str) -> None:
    """What stands next to the quote stays; everything further away is replaced."""
    near, far = filler(300, 2), filler(300, 3)
    text = before + near + CLAUSE + far + after
    at = len(before) + len(near)
    anchor = anchor_at(text, Span(at, at + len(CLAUSE)))
    now = new_before + near + CLAUSE + far + new_after
    moved = len(new_before) + len(near)
    standing = reanchor(now, anchor)
    assert standing.span == Span(moved, moved + len(CLAUSE))
    assert standing.state is (State.STANDS if moved == at else State.MOVED)
    assert not standing.ambiguous


@given(st.text(alphabet="ab", min_size=1, max_size=60), st.data())
def test_nothing_changed_nothing_moved(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    standing = reanchor(text, anchor_at(text, span))
    assert (standing.state, standing.span, standing.similarity) == (State.STANDS, span, 1.0)


@given(st.integers(0, 4), st.integers(0, 200))
def test_of_equal_quotes_the_surroundings_tell(which: int, shift: int) -> None:
    parts = [f"{filler(80, n)}{CLAUSE}" for n in range(5)]
    text = "".join(parts) + filler(80, 9)
    at = len("".join(parts[: which + 1])) - len(CLAUSE)
    anchor = anchor_at(text, Span(at, at + len(CLAUSE)))
    standing = reanchor(filler(shift, 10) + text, anchor)
    assert standing.span == Span(at + shift, at + shift + len(CLAUSE))
    assert not standing.ambiguous


def test_a_whole_page_twice_is_ambiguous_and_the_nearer_copy_is_taken() -> None:
    page = filler(900, 4) + CLAUSE + filler(900, 5)
    at = len(page) + 900
    anchor = anchor_at(page + page, Span(at, at + len(CLAUSE)))
    standing = reanchor("前言" + page + page, anchor)
    assert standing == (State.MOVED, Span(at + 2, at + 2 + len(CLAUSE)), 1.0, True)


def test_context_grows_until_the_quote_is_unique() -> None:
    near = filler(50, 6)
    text = "甲" + near + CLAUSE + near + "乙" + near + CLAUSE + near
    anchor = anchor_at(text, Span(51, 51 + len(CLAUSE)))
    assert len(anchor.suffix) == 64
    assert len(anchor_at(CLAUSE + text, Span(0, 5)).suffix) == 32


@pytest.mark.parametrize(
    "now",
    [
        CLAUSE.replace("50%", "60%"),
        CLAUSE.replace("力争达到50%", "达到60%以上"),
        CLAUSE.replace("、新建厂房", ""),
        "全市" + CLAUSE[:-6] + "。",
    ],
)
def test_an_edited_clause_is_found_as_changed(now: str) -> None:
    text = filler(500, 7) + CLAUSE + filler(500, 8)
    anchor = anchor_at(text, Span(500, 500 + len(CLAUSE)))
    standing = reanchor(filler(70, 9) + filler(500, 7) + now + filler(500, 8), anchor)
    assert standing.state is State.CHANGED
    assert standing.span == Span(570, 570 + len(now))
    assert standing.similarity == similarity(CLAUSE, now)


def test_the_clause_in_its_place_wins_over_a_verbatim_repeat_elsewhere() -> None:
    summary = filler(100, 11) + CLAUSE
    text = summary + filler(400, 12) + CLAUSE + filler(100, 13)
    at = len(summary) + 400
    anchor = anchor_at(text, Span(at, at + len(CLAUSE)))
    now = text[:at] + CLAUSE.replace("50", "60") + text[at + len(CLAUSE) :]
    standing = reanchor(now, anchor)
    assert (standing.state, standing.span) == (State.CHANGED, anchor.span)


def test_a_note_that_merely_resembles_a_deleted_one_is_not_the_note() -> None:
    note, other = (
        "（市工业和信息化局、市科技局、市商务局按职责分工负责）",
        "（市工业和信息化局、市公安局、市商务局按职责分工负责）",
    )
    assert similarity(note, other) > 0.7
    text = filler(100, 22) + note + filler(100, 23) + other + filler(100, 24)
    anchor = anchor_at(text, Span(100, 100 + len(note)))
    standing = reanchor(text.replace(note, ""), anchor)
    assert (standing.state, standing.span) == (State.VANISHED, Span(100, 100))


def test_edited_surroundings_and_a_second_copy_of_the_page() -> None:
    page = filler(300, 25) + CLAUSE + filler(300, 26)
    anchor = anchor_at(page + page, Span(300, 300 + len(CLAUSE)))
    # The first copy is edited forty characters before the clause, the second is not.
    now = page[:250] + "新增十字于此处某某" + page[260:] + page
    standing = reanchor(now, anchor)
    assert (standing.state, standing.span.start, standing.ambiguous) == (State.MOVED, 299, True)


def test_a_short_quote_needs_its_surroundings() -> None:
    text = filler(100, 14) + CLAUSE + filler(100, 15)
    at = text.index("50%")
    anchor = anchor_at(text, Span(at, at + 3))
    elsewhere = filler(300, 16) + "50%" + filler(300, 17)
    assert reanchor(elsewhere, anchor).state is State.VANISHED
    changed = reanchor(text.replace("50%", "60%"), anchor)
    assert (changed.state, changed.span) == (State.CHANGED, Span(at, at + 3))
    replaced = reanchor(text.replace("50%", "四成以上"), anchor)
    assert (replaced.state, replaced.span) == (State.VANISHED, Span(at, at + 4))


def test_what_is_gone_is_said_to_be_gone() -> None:
    text = filler(200, 18) + CLAUSE + filler(200, 19)
    anchor = anchor_at(text, Span(200, 200 + len(CLAUSE)))
    assert reanchor(filler(5_000, 20), anchor) == (State.VANISHED, None, 0.0, False)
    assert reanchor("", anchor).state is State.VANISHED
    deleted = reanchor(filler(200, 18) + filler(200, 19), anchor)
    assert (deleted.state, deleted.span) == (State.VANISHED, Span(200, 200))


def test_an_empty_or_outside_range_is_refused() -> None:
    for span in (Span(1, 1), Span(0, 4), Span(-1, 1)):
        with pytest.raises(ValueError, match="not a range"):
            anchor_at("abc", span)


@pytest.mark.parametrize("unit", ["a", "ab", "到2025年,", CLAUSE])
def test_a_megabyte_of_repeats_is_searched_throughout(unit: str) -> None:
    """Quadratic work on it would not end within the time of a test run."""
    text = unit * (1_000_000 // len(unit))
    anchor = anchor_at(text, Span(500_000, 500_060))
    assert reanchor(text, anchor).state is State.STANDS
    reanchor("前言" + text, anchor)
    reanchor(text, anchor_at(text, Span(100_000, 600_000)))
    reanchor(text, Anchor(CLAUSE.replace("50%", "70%"), "前" * 32, "后" * 32, Span(500_000, 500_000 + len(CLAUSE))))
    reanchor(text, Anchor(unit * (20_000 // len(unit)) + "!", "前" * 32, "后" * 32, Span(0, 20_001)))

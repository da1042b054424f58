import math

import numpy as np
import pytest

from index.types import Span
from retriever.reader.spans import (
    ANSWER_END,
    ANSWER_START,
    EVIDENCE_END,
    EVIDENCE_START,
    LEAST,
    LONGEST_ANSWER,
    Support,
    decode,
)
from retriever.reader.windows import Window

SIZE = 6
COLUMNS = {
    "answer_start": ANSWER_START,
    "answer_end": ANSWER_END,
    "evidence_start": EVIDENCE_START,
    "evidence_end": EVIDENCE_END,
}
FIRST = 3


def window(size: int = SIZE) -> Window:
    """A window over a passage whose pieces are two characters each."""
    length = FIRST + size + 1
    return Window((4,) * length, (1,) * length, FIRST, tuple((2 * i, 2 * i + 2) for i in range(size)))


def scores(size: int = SIZE, **peaks: tuple[int, ...]) -> np.ndarray:
    """Zeros, with 9 at these pieces of the passage."""
    found = np.zeros((FIRST + size + 1, 8), np.float32)
    for column, pieces in peaks.items():
        for piece in pieces:
            found[FIRST + piece, COLUMNS[column]] = 9
    return found


def test_the_answer_lies_inside_the_evidence() -> None:
    table = scores(answer_start=(2,), answer_end=(3,), evidence_start=(1,), evidence_end=(4,))
    decoded = decode(table, window())
    assert decoded is not None
    assert (decoded.evidence, decoded.answer) == (Span(2, 10), Span(4, 8))
    assert decoded.answer_score > decoded.none_score


def test_a_likely_answer_outside_the_evidence_is_passed_over() -> None:
    table = scores(answer_start=(0, 3), answer_end=(0, 3), evidence_start=(2,), evidence_end=(5,))
    table[FIRST, ANSWER_START] += 0.5
    decoded = decode(table, window())
    assert decoded is not None
    assert decoded.answer == Span(6, 8)


def test_a_span_never_ends_before_it_starts() -> None:
    decoded = decode(scores(answer_start=(4,), answer_end=(1,)), window())
    assert decoded is not None
    assert decoded.answer.start < decoded.answer.end
    assert decoded.evidence.contains(decoded.answer)


def test_nothing_here_is_the_first_piece() -> None:
    table = scores()
    table[0] = 9
    decoded = decode(table, window())
    assert decoded is not None
    assert decoded.none_score == pytest.approx(-math.log(1 + 6 * math.exp(-9)), abs=1e-6)
    assert decoded.none_score > decoded.answer_score


def test_pieces_of_the_question_are_never_pointed_at() -> None:
    table = scores(answer_start=(2,), answer_end=(2,))
    table[1:FIRST] = 99
    table[-1] = 99
    decoded = decode(table, window())
    assert decoded is not None
    assert decoded.answer == Span(4, 6)


def test_an_answer_has_a_longest_length() -> None:
    size = LONGEST_ANSWER + 20
    decoded = decode(scores(size, answer_start=(0,), answer_end=(size - 1,)), window(size))
    assert decoded is not None
    assert decoded.answer.size <= 2 * LONGEST_ANSWER


def test_a_window_without_a_passage_has_no_spans() -> None:
    assert decode(np.zeros((4, 8), np.float32), Window((0, 2, 2, 2), (0, 0, 0, 1), 3, ())) is None


def test_scores_of_draft_sentences_are_not_looked_at() -> None:
    table = scores(answer_start=(2,), answer_end=(3,), evidence_start=(1,), evidence_end=(4,))
    other = table.copy()
    other[:, 4:] = np.random.default_rng(1).normal(size=(len(table), 4)) * 9
    first, second = decode(table, window()), decode(other, window())
    assert first is not None
    assert second is not None
    assert (first.evidence, first.answer, first.none_score) == (second.evidence, second.answer, second.none_score)


PROBABILITIES = np.array([[0.5, 0.1, 0.2, 0.1], [0.25, 0.2, 0.3, 0.1], [0.125, 0.6, 0.1, 0.7]])
"""Of three pieces: that the answer begins, ends, that the evidence begins, ends there; the rest is "not here"."""


def support() -> Support:
    """Pieces of two characters each, with a space after the first."""
    return Support(np.log(PROBABILITIES), [(0, 2), (3, 5), (5, 7)])


@pytest.mark.parametrize(
    ("span", "begins", "ends"),
    [
        (Span(0, 7), 0.5 + 0.25 + 0.125, 0.1 + 0.2 + 0.6),
        (Span(3, 7), 0.25 + 0.125, 0.2 + 0.6),
        (Span(4, 6), 0.25 + 0.125, 0.2 + 0.6),
        (Span(0, 3), 0.5, 0.1),
        (Span(5, 99), 0.125, 0.6),
    ],
)
def test_support_of_an_answer_is_the_log_of_summed_probabilities(span: Span, begins: float, ends: float) -> None:
    assert support().answer(span) == pytest.approx((math.log(begins) + math.log(ends)) / 2)


def test_support_of_evidence_is_that_of_its_own_ends() -> None:
    assert support().evidence(Span(3, 7)) == pytest.approx((math.log(0.3 + 0.1) + math.log(0.1 + 0.7)) / 2)


@pytest.mark.parametrize("span", [Span(2, 3), Span(7, 9), Span(100, 200)])
def test_a_span_that_holds_no_piece_has_the_least_support(span: Span) -> None:
    assert support().answer(span) == support().evidence(span) == LEAST


def test_support_never_falls_below_the_least() -> None:
    held = Support(np.full((1, 4), -1e9), [(0, 1)])
    assert held.answer(Span(0, 1)) == LEAST


def test_the_whole_passage_is_supported_as_far_as_the_model_does_not_say_not_here() -> None:
    decoded = decode(scores(answer_start=(2,), answer_end=(3,)), window())
    assert decoded is not None
    peaked = math.exp(9)
    here = (peaked + SIZE - 1) / (peaked + SIZE)
    assert decoded.support.answer(Span(0, 2 * SIZE)) == pytest.approx(math.log(here))
    assert decoded.support.evidence(Span(0, 2 * SIZE)) == pytest.approx(math.log(SIZE / (SIZE + 1)))
    assert decoded.support.answer(decoded.answer) <= decoded.support.answer(Span(0, 2 * SIZE))

import math

import numpy as np
import pytest

from index.types import Span
from retriever.reader.spans import ANSWER_END, ANSWER_START, EVIDENCE_END, EVIDENCE_START, LONGEST_ANSWER, decode
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
    found = np.zeros((FIRST + size + 1, 4), np.float32)
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
    assert decode(np.zeros((4, 4), np.float32), Window((0, 2, 2, 2), (0, 0, 0, 1), 3, ())) is None

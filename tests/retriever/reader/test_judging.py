import math
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from index.types import Span
from retriever.reader import Judgement, Reader, ReaderInput
from retriever.reader.judging import CLAIM, DRAWN_OFTENER, FIRST_VERDICT, VERDICTS, judgement_of
from retriever.reader.windows import LONGEST_QUESTION, Window, asked_pieces
from scripts.training.reader.model import SPAN_HEADS, TEXT_HEADS
from tests.retriever.reader.tiny import save_tiny

PASSAGE = "企业最高300万元，以上的补贴由省厅负责。"
SAID = [(0, 2), (2, 3), (4, 6), (6, 8)]
"""Pieces of a sentence, with a space between the second and the third."""

FIRST = 1 + len(SAID) + 2
SIZE = 6


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder = tmp_path_factory.mktemp("judge")
    save_tiny(folder)
    return Reader.load(folder)


def judged(size: int = SIZE, text: tuple[float, ...] = (0.0,) * 6, **peaks: tuple[int, ...]) -> Judgement:
    """The judgement of a window with zeros and 9 at these positions; the passage's pieces are two characters each."""
    length = FIRST + size + 1
    scores = np.zeros((length, 8), np.float32)
    for column, places in peaks.items():
        scores[list(places), SPAN_HEADS.index(column)] = 9
    window = Window((4,) * length, (1,) * length, FIRST, tuple((2 * i, 2 * i + 2) for i in range(size)))
    return judgement_of(scores, np.array(text, np.float32), window, SAID)


EVIDENCE = {"evidence_start": (FIRST + 1,), "evidence_end": (FIRST + 4,)}


def test_verdicts_and_claim_are_where_the_model_has_them() -> None:
    assert TEXT_HEADS[FIRST_VERDICT:CLAIM] == VERDICTS
    assert TEXT_HEADS[CLAIM] == "claim"


def test_verdicts_are_a_softmax_of_what_training_did_not_overdo_and_claim_is_from_log_odds() -> None:
    logits = (math.log(n) + drawn for n, drawn in zip((1, 2, 3, 4), DRAWN_OFTENER.tolist(), strict=True))
    judgement = judged(text=(99.0, *logits, math.log(3)))
    told = [judgement.supported, judgement.same_words, judgement.differs, judgement.absent]
    assert told == pytest.approx([0.1, 0.2, 0.3, 0.4])
    assert judgement.claim == pytest.approx(0.75)
    assert judgement.verdict == "absent"


@pytest.mark.parametrize("value", [1e6, -1e6])
def test_a_claim_beyond_all_doubt_is_still_a_probability(value: float) -> None:
    assert 0 <= judged(text=(0.0, 0.0, 0.0, 0.0, 0.0, value)).claim <= 1


def test_wrong_words_are_of_the_sentence_and_right_ones_inside_the_evidence() -> None:
    judgement = judged(**EVIDENCE, source_start=(FIRST + 2,), source_end=(FIRST + 3,), draft_start=(2,), draft_end=(3,))
    assert judgement.evidence == Span(2, 10)
    assert judgement.right == Span(4, 8)
    assert judgement.wrong == Span(2, 6)


def test_right_words_outside_the_evidence_are_passed_over_for_those_inside() -> None:
    judgement = judged(**EVIDENCE, source_start=(FIRST, FIRST + 3), source_end=(FIRST, FIRST + 3))
    assert (judgement.evidence, judgement.right) == (Span(2, 10), Span(6, 8))


def test_the_first_piece_stands_for_no_difference() -> None:
    judgement = judged(**EVIDENCE, source_start=(0,), source_end=(0,), draft_start=(0,), draft_end=(0,))
    assert judgement.evidence == Span(2, 10)
    assert judgement.right is None
    assert judgement.wrong is None


def test_neither_side_points_into_the_other() -> None:
    everywhere = tuple(range(1, FIRST + SIZE))
    judgement = judged(
        source_start=(*range(1, FIRST), FIRST + 2),
        source_end=(*range(1, FIRST), FIRST + 2),
        draft_start=(4, *everywhere[4:]),
        draft_end=(4, *everywhere[4:]),
    )
    assert judgement.right == Span(4, 6)
    assert judgement.wrong == Span(6, 8)


@pytest.mark.parametrize("text", [PASSAGE, "a\x00企业\x00", "\ud800企业", "企" * 3000, "企業最高３００萬元" * 60])
@pytest.mark.parametrize("sentence", ["企业最高500万元", "补贴" * 400, "x"])
def test_spans_are_ranges_of_passage_and_sentence(reader: Reader, sentence: str, text: str) -> None:
    (judgement,) = reader.judge(sentence, [ReaderInput(text, "通知", ("一、企业",))])
    told = [judgement.supported, judgement.same_words, judgement.differs, judgement.absent]
    assert sum(told) == pytest.approx(1)
    assert judgement.evidence is not None
    assert 0 <= judgement.evidence.start < judgement.evidence.end <= len(text)
    if judgement.right is not None:
        assert judgement.evidence.contains(judgement.right)
    if judgement.wrong is not None:
        assert 0 <= judgement.wrong.start < judgement.wrong.end <= len(sentence)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_passage_without_characters_says_nothing(reader: Reader, text: str) -> None:
    (judgement,) = reader.judge("企业最高500万元", [ReaderInput(text)])
    assert judgement.verdict == "absent"
    assert (judgement.absent, judgement.evidence, judgement.right, judgement.wrong) == (1.0, None, None, None)
    assert 0 <= judgement.claim <= 1


def test_a_sentence_without_characters_has_no_wrong_words(reader: Reader) -> None:
    assert reader.judge("", [ReaderInput(PASSAGE)])[0].wrong is None


def test_a_judgement_does_not_depend_on_what_else_is_judged(reader: Reader) -> None:
    passages = [ReaderInput(PASSAGE * n) for n in (1, 9, 2)]
    assert reader.judge("由省厅", passages) == [reader.judge("由省厅", [passage])[0] for passage in passages]
    assert reader.judge("由省厅", []) == []


def test_of_several_windows_the_one_that_speaks_of_the_sentence_counts(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(windows: list[Window]) -> list[tuple[np.ndarray, np.ndarray]]:
        # The second window alone is not sure that nothing is said; its number is its claim's log-odds.
        return [
            (np.zeros((len(w.ids), 8), np.float32), np.array([0, 0, 0, 0, 0 if i == 1 else 9, i], np.float32))
            for i, w in enumerate(windows)
        ]

    monkeypatch.setattr(reader.model, "run", run)
    (judgement,) = reader.judge("由省厅", [ReaderInput("企" * 600)])
    assert judgement.claim == pytest.approx(1 / (1 + math.exp(-1)))
    assert judgement.absent < judged(text=(0.0, 0.0, 0.0, 0.0, 9.0, 0.0)).absent


def test_the_pieces_of_a_long_sentence_are_those_of_its_window() -> None:
    pieces = [(i, i + 1) for i in range(LONGEST_QUESTION * 2)]
    half = LONGEST_QUESTION // 2
    assert asked_pieces(pieces) == pieces[:half] + pieces[-half:]


def test_judgements_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        judged().claim = 1.0  # type: ignore[misc]

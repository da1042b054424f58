"""The reader's training examples: spans stay on their characters, negatives answer nothing, forms are balanced."""

import random

import pytest

from index.types import Span
from scripts.training.reader.batches import ABSENT, UNKNOWN, batches, item_of, locate
from scripts.training.reader.documents import Paragraph, cut
from scripts.training.reader.loop import Settings, schedule
from scripts.training.reader.mining import names_document
from scripts.training.reader.questions import Question, negatives_wanted
from scripts.training.reader.rewrite import (
    Example,
    convert,
    crop,
    is_traditional,
    other_script,
    sentence_spans,
    without_evidence,
)
from scripts.training.reader.stream import Source, Stream
from tests.retriever.reader.tiny import tiny_tokenizer

TEXT = (
    "为支持企业发展，制定本办法。对首轮流片的企业，给予最高300万元奖补；由省厅负责。"
    "其他事项另行规定，详见附件说明，并参照有关通知的要求逐项执行。"
)
ANSWER = "最高300万元"
EVIDENCE = "对首轮流片的企业，给予最高300万元奖补"


def example() -> Example:
    evidence, answer = (Span(TEXT.index(part), TEXT.index(part) + len(part)) for part in (EVIDENCE, ANSWER))
    return Example("流片奖补多少？", "通知 › 一、支持", TEXT, True, evidence, answer)


def spans_of(found: Example) -> tuple[str, str]:
    assert found.evidence is not None
    assert found.answer is not None
    return found.evidence.of(found.passage), found.answer.of(found.passage)


@pytest.mark.parametrize("name", ["s2t", "s2tw", "s2twp", "s2hk"])
def test_spans_stand_on_the_same_words_in_the_other_script(name: str) -> None:
    found = convert(example(), name)
    assert is_traditional(found.passage)
    evidence, answer = spans_of(found)
    assert answer == "最高300萬元"
    assert evidence.startswith("對首輪流片的企業")


def test_a_conversion_that_changes_lengths_keeps_the_spans() -> None:
    found = convert(Example("?", "", "用软件和鼠标的补贴", True, Span(1, 9), Span(7, 9)), "s2twp")
    assert spans_of(found)[1] == "補貼"


def test_the_other_script_is_the_one_a_text_is_not_in() -> None:
    rng = random.Random(1)
    assert other_script("企業補貼負責", rng) in ("t2s", "tw2sp")
    assert other_script("企业补贴负责", rng).startswith("s2")


def test_cropping_keeps_the_evidence() -> None:
    cropped = [crop(example(), random.Random(seed)) for seed in range(30)]
    assert {spans_of(found) for found in cropped} == {(EVIDENCE, ANSWER)}
    assert len({found.passage for found in cropped}) > 2


def test_what_is_left_beside_the_evidence_answers_nothing() -> None:
    found = without_evidence(example(), random.Random(1))
    assert found is not None
    assert not found.relevant
    assert EVIDENCE[:4] not in found.passage
    assert found.evidence is None


def test_sentences_cover_the_text() -> None:
    text = "一。二；\n三\n\n。四"
    assert "".join(span.of(text) for span in sentence_spans(text)) == text


def test_targets_are_pieces_that_hold_the_span() -> None:
    assert locate(Span(2, 5), [(0, 2), (2, 3), (3, 6), (6, 7)]) == (1, 2)
    assert locate(Span(9, 10), [(0, 2)]) is None


def test_an_item_points_at_the_answer_wherever_its_window_begins() -> None:
    tokenizer = tiny_tokenizer()
    source = example()
    for seed in range(10):
        item = item_of(source, tokenizer, random.Random(seed), longest=120)
        assert item is not None
        first, last = (piece - item.window.first for piece in item.spans[:2])
        assert TEXT[item.window.offsets[first][0] : item.window.offsets[last][1]] == ANSWER


def test_an_irrelevant_passage_is_answered_by_nothing_and_a_lay_one_is_left_open() -> None:
    tokenizer, rng = tiny_tokenizer(), random.Random(1)
    negative = item_of(Example("?", "", TEXT, False), tokenizer, rng)
    lay = item_of(Example("?", "", TEXT, True), tokenizer, rng)
    assert negative is not None
    assert lay is not None
    assert (negative.spans, negative.relevant) == ((ABSENT,) * 4, 0.0)
    assert (lay.spans, lay.relevant) == ((UNKNOWN,) * 4, 1.0)
    (batch,) = batches([negative, lay], 2, rng)
    assert batch.allowed[:, 1].tolist() == [False, False]


def test_the_headings_of_a_document_stand_above_its_passages() -> None:
    text = (
        "标题\n一、总体要求\n"
        + "加强管理。" * 15
        + "\n（一）目标\n"
        + "提高水平。" * 15
        + "\n二、任务\n"
        + "推进工作。" * 15
    )
    found = [(p.heading, p.text[:4]) for p in cut("d", "标题", text)]
    assert found == [
        ("", "标题"),
        ("一、总体要求", "加强管理"),
        ("一、总体要求 › （一）目标", "提高水平"),
        ("二、任务", "推进工作"),
    ]


def question(text: str, kind: str) -> Question:
    return Question(text, "zh-Hans", kind, Paragraph("d", "t", "", TEXT), None, None)


def test_forms_that_are_mostly_near_misses_get_no_more_negatives() -> None:
    misses = [question(f"增长率是多少百分之几{i}", "none") for i in range(60)]
    asked = [question(f"由哪个部门负责{i}", "who") for i in range(60)] + [
        question(f"增长率是多少百分之几呢{i}", "number") for i in range(6)
    ]
    wanted = negatives_wanted([*misses, *asked], 0.5)
    assert sum(wanted[:60]) == 0
    assert sum(wanted[-6:]) / 6 < sum(wanted[60:-6]) / 60


def test_a_question_names_its_document_by_place_or_subject() -> None:
    paragraph = Paragraph("d", "山东省养老服务条例", "", "")
    assert names_document("山東罰多少", paragraph)
    assert names_document("养老服务怎么补", paragraph)
    assert not names_document("罚多少", paragraph)


def test_the_stream_is_seeded_and_goes_on_from_its_counts() -> None:
    def make() -> Stream:
        def made(name: str) -> Source:
            return Source(name, 5, lambda number, rng: Example(f"{name}{number}", "", "", False), 1.0, 1.0)

        return Stream([made("a"), made("b")], seed=3)

    first, other = make(), make()
    blocks = [first.block(number, 7, 0.0) for number in range(4)]
    other.block(0, 7, 0.0)
    again = make()
    again.drawn.update(other.drawn)
    assert [again.block(number, 7, 0.0) for number in range(1, 4)] == blocks[1:]


def test_the_rate_ends_at_nothing() -> None:
    settings = Settings(rate=1.0, warmup=0.1)
    assert [round(schedule(p, settings), 3) for p in (0.0, 0.05, 0.1, 0.55, 1.0)] == [0.0, 0.5, 1.0, 0.5, 0.0]

"""The reader's training examples: spans stay on their characters, negatives answer nothing, forms are balanced."""

import lzma
import random
from dataclasses import replace
from pathlib import Path

import pytest

from index.types import Span
from retriever.reader.windows import encode_text
from scripts.training.reader.claims import altered, as_question, elsewhere
from scripts.training.reader.documents import Documents, Paragraph, cut
from scripts.training.reader.items import item_of, locate
from scripts.training.reader.mining import key_of, names_document
from scripts.training.reader.packing import ABSENT, UNKNOWN
from scripts.training.reader.questions import Question, negatives_wanted
from scripts.training.reader.rewrite import (
    Example,
    convert,
    convert_question,
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


def test_a_draft_keeps_its_words_when_those_before_them_grow() -> None:
    text = "程序员补贴最高200万元"
    found = convert_question(Example(text, "", TEXT, True, draft=Span(7, 12)), "s2twp")
    assert found.question == "程式設計師補貼最高200萬元"
    assert found.draft is not None
    assert found.draft.of(found.question) == "200萬元"


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
    assert (negative.spans, negative.relevant) == ((*(ABSENT,) * 4, *(UNKNOWN,) * 4), 0)
    assert (lay.spans, lay.relevant) == ((UNKNOWN,) * 8, 1)
    assert negative.verdict == negative.claim == lay.verdict == lay.claim == UNKNOWN


def test_evidence_that_fits_no_window_gives_no_item() -> None:
    long = Example("?", "", "补贴" * 300, True, Span(0, 600), Span(0, 2))
    assert item_of(long, tiny_tokenizer(), random.Random(1)) is None


CLAIM = "对企业给予最高200万元奖补。"


def claim(verdict: str, draft: str = "") -> Example:
    """A draft sentence on the passage; where it differs, ``draft`` are its wrong words."""
    start = CLAIM.index(draft)
    found = replace(example(), question=CLAIM, verdict=verdict, claim=True)
    return replace(found, draft=Span(start, start + len(draft))) if draft else found


@pytest.mark.parametrize("name", ["", "s2t", "s2twp"])
def test_wrong_words_of_a_draft_and_right_ones_of_the_passage_are_pointed_at_in_any_script(name: str) -> None:
    found = claim("differs", "200万元")
    if name:
        found = convert_question(convert(found, name), name)
    item = item_of(found, tiny_tokenizer(), random.Random(1))
    assert item is not None
    _, marks = encode_text(tiny_tokenizer(), found.question)
    at = [piece - item.window.first for piece in item.spans[2:6]]
    evidence, right = (
        found.passage[item.window.offsets[low][0] : item.window.offsets[high][1]] for low, high in (at[:2], at[2:])
    )
    wrong = found.question[marks[item.spans[6] - 1][0] : marks[item.spans[7] - 1][1]]
    change = str.maketrans("万", "萬") if name else {}
    assert wrong == "200万元".translate(change)
    assert right == ANSWER.translate(change)
    assert len(evidence) == len(EVIDENCE)
    assert right in evidence
    assert item.spans[:2] == (UNKNOWN, UNKNOWN), "a sentence is no question: nothing is asked for"
    assert (item.relevant, item.verdict, item.claim) == (1, 2, 1)


def test_a_supported_sentence_has_evidence_and_nothing_that_differs() -> None:
    item = item_of(claim("supported"), tiny_tokenizer(), random.Random(1))
    assert item is not None
    assert min(item.spans[2:4]) >= item.window.first
    assert item.spans[4:] == (ABSENT,) * 4
    assert item.verdict == 0


def test_of_a_sentence_that_claims_nothing_only_that_is_known() -> None:
    item = item_of(Example("谢谢", "", TEXT, False, claim=False), tiny_tokenizer(), random.Random(1))
    assert item is not None
    assert (item.spans, item.relevant, item.verdict, item.claim) == ((UNKNOWN,) * 8, UNKNOWN, UNKNOWN, 0)


def test_of_a_sentence_told_from_another_clause_only_absence_is_known() -> None:
    elsewhere = Example(CLAIM, "", TEXT, False, verdict="absent", claim=True)
    item = item_of(elsewhere, tiny_tokenizer(), random.Random(1))
    assert item is not None
    assert (item.spans, item.verdict, item.claim) == ((*(ABSENT,) * 4, *(UNKNOWN,) * 4), 3, 1)


def test_a_sentence_is_never_judged_absent_from_a_clause_that_says_what_its_own_says(tmp_path: Path) -> None:
    row = {"doc": "", "title": "甲市补贴办法", "heading": "", "text": TEXT, "sentence": CLAIM, "lang": "zh-Hans"}
    question = as_question({**row, "label": "supported", "evidence": EVIDENCE})
    assert question is not None
    assert as_question({**row, "label": "absent", "evidence": ""}) is None
    again = Paragraph("乙市补贴办法", "乙市补贴办法", "", f"乙市规定:{EVIDENCE}。")
    other = Paragraph("乙市补贴办法", "乙市补贴办法", "", "评审专家由主管部门从名录中抽取,任期三年。")
    for name in ("policy_docs", "prc_law_articles", "tw_law_articles", "gov_work_report_parallel"):
        lzma.open(tmp_path / f"{name}.jsonl.xz", "wt").close()
    nothing = Documents(tmp_path, [])
    for pool, said in (([again], set()), ([again, other], {other.text})):
        make = elsewhere([question], nothing, {key_of(question): (pool, pool)})
        found = [make(0, random.Random(seed)) for seed in range(60)]
        assert {example.passage for example in found if example is not None} == said
        assert all(example.verdict == "absent" and example.claim for example in found if example is not None)


def test_altered_sentences_differ_in_exactly_the_words_of_the_draft() -> None:
    clause = "2023年起，企业应当在100日内申报，补贴提高到1.5万元。"
    sentence = "从2023年起，100日内应当申报，补贴会提高到1.5万元"
    told = Example(sentence, "", "总则。" + clause, True, Span(3, 3 + len(clause)), verdict="supported", claim=True)
    make = altered([told])
    kinds = set()
    for seed in range(200):
        found = make(0, random.Random(seed))
        assert found is not None
        if found.verdict == "same_words":
            assert found.question == clause
            continue
        assert found.verdict == "differs"
        assert found.draft is not None
        assert found.answer is not None
        wrong, right = found.draft.of(found.question), found.answer.of(found.passage)
        assert wrong != right
        restored = found.question[: found.draft.start] + right + found.question[found.draft.end :]
        assert restored in (sentence, clause)
        kinds.add(right)
    assert kinds == {"2023", "100", "1.5", "应当", "提高", "万元"}


def test_what_is_not_known_to_be_right_is_not_altered() -> None:
    make = altered([claim("differs", "200万元"), replace(claim("supported"), evidence=None)])
    assert make(0, random.Random(1)) is None
    assert make(1, random.Random(1)) is None


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


def stream(seed: int) -> Stream:
    """Two sources, one drawn from twice as often, whose examples also show what luck they had."""

    def made(name: str, weight: float) -> Source:
        return Source(name, 5, lambda number, rng: Example(f"{name}{number}", str(rng.random()), "", False), weight)

    return Stream([made("a", 2.0), made("b", 1.0)], seed)


def test_a_block_of_the_stream_depends_on_its_number_and_the_seed_alone() -> None:
    drawn = stream(3)
    blocks = [drawn.block(number, 7) for number in range(4)]
    assert [stream(3).block(number, 7) for number in (3, 1)] == [blocks[3], blocks[1]]
    assert stream(4).block(1, 7) != blocks[1]


def test_sources_are_drawn_from_by_their_weights_and_gone_through_whole() -> None:
    drawn = stream(3)
    names = [found.question for number in range(5) for found in drawn.block(number, 3)]
    assert sorted(names) == sorted([f"a{i}" for i in range(5)] * 2 + [f"b{i}" for i in range(5)])


def test_what_a_source_cannot_make_is_left_out() -> None:
    odd = Source("odd", 4, lambda number, rng: Example(str(number), "", "", False) if number % 2 else None, 1.0)
    assert sorted(found.question for found in Stream([odd], 1).block(0, 4)) == ["1", "3"]

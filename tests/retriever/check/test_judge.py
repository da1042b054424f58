"""How the judge and the recognisers decide together: a stub stands for the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import pytest

from index.build import build_index
from index.types import Span
from retriever.check.checker import Checker
from retriever.check.compare.wordings import stands
from retriever.check.evidence.combination import of_places, of_statements
from retriever.check.evidence.judge import LONGEST
from retriever.check.evidence.matcher import JUDGED
from retriever.check.verdict import Difference, Field, Finding, Part, Verdict
from retriever.engine import Engine
from retriever.reader import Judgement, Reader, ReaderInput

CLAUSE = "到2025年，全市新建住宅全部安装智能水表，普及率达到60%。"
TEXT = f"宜春市节水实施方案\n一、主要目标\n{CLAUSE}\n二、重点任务\n推进老旧管网改造，由市水利局组织实施。\n" + "".join(
    f"（{n}）开展第{n}批用水单位节水评价，并公布结果，做好宣传。\n" for n in "一二三四五六七八九"
)
TRUE = "2025年新建住宅都会装上智能水表，普及率为60%。"
FALSE = "2025年新建住宅都会装上智能水表，普及率为70%。"

Say = Callable[[str, ReaderInput], Judgement]


def judgement(
    differs: float = 0.0, absent: float = 0.0, claim: float = 1.0, wrong: Span | None = None, right: Span | None = None
) -> Judgement:
    return Judgement(1 - differs - absent, 0.0, differs, absent, claim, None, right, wrong)


class Stub:
    """Judges as told, and remembers what it was given."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.read: list[ReaderInput] = []

    def judge(self, sentence: str, passages: Sequence[ReaderInput]) -> list[Judgement]:
        self.read += passages
        return [self.say(sentence, passage) for passage in passages]


def of_the_clause(**told: float) -> Say:
    """Say this of the passage with the clause and "absent" of every other one."""
    return lambda _, passage: judgement(**told) if "智能水表" in passage.text else judgement(absent=1.0)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("judge")
    (folder / "plan.txt").write_text(TEXT, encoding="utf-8")
    build_index([folder / "plan.txt"], folder / "index", workers=1)
    return Engine.open(folder / "index")


def checked(engine: Engine, sentence: str, say: Say) -> tuple[Finding, Stub]:
    stub = Stub(say)
    return Checker(engine, lambda: cast(Reader, stub)).check(sentence).findings[0], stub


def test_what_is_recognised_and_believed_to_differ_is_an_error(engine: Engine) -> None:
    finding, _ = checked(engine, FALSE, of_the_clause(differs=0.9))
    assert finding.verdict is Verdict.DIFFERS
    assert [(d.field, d.draft, d.source) for d in finding.differences] == [(Field.NUMBER, "70%", "60%")]


def test_what_is_recognised_against_the_judge_is_to_be_looked_at(engine: Engine) -> None:
    finding, _ = checked(engine, FALSE, of_the_clause(differs=0.0))
    assert finding.verdict is Verdict.REVIEW
    assert [d.field for d in finding.differences] == [Field.NUMBER]


def test_what_only_the_judge_takes_for_another_thing_is_to_be_looked_at(engine: Engine) -> None:
    def say(sentence: str, passage: ReaderInput) -> Judgement:
        wrong, right = sentence.find("商铺"), passage.text.find("住宅")
        if right < 0:
            return judgement(absent=1.0)
        return judgement(differs=0.9, wrong=Span(wrong, wrong + 2), right=Span(right, right + 2))

    finding, _ = checked(engine, "2025年商铺都会装上智能水表，普及率为60%。", say)
    assert finding.verdict is Verdict.REVIEW
    assert finding.differences == (Difference(Field.WORDING, "商铺", "住宅"),)
    # Between the same words as in the source it is seen, too, that one stands for the other.
    finding, _ = checked(engine, "2025年新建商铺都会装上智能水表，普及率为60%。", say)
    assert finding.verdict is Verdict.DIFFERS


@pytest.mark.parametrize("wrong", ["60%", "智能水表", None])
def test_a_doubt_about_words_that_the_source_has_or_about_none_is_no_alarm(engine: Engine, wrong: str | None) -> None:
    def say(sentence: str, passage: ReaderInput) -> Judgement:
        at = sentence.find(wrong) if wrong else 0
        told = Span(at, at + len(wrong)) if wrong else None
        return judgement(differs=0.9, wrong=told) if "智能水表" in passage.text else judgement(absent=1.0)

    assert checked(engine, TRUE, say)[0].verdict is Verdict.SUPPORTED


def test_what_no_passage_speaks_of_is_absent_whatever_its_words(engine: Engine) -> None:
    finding, _ = checked(engine, TRUE, lambda *_: judgement(absent=1.0))
    assert finding.verdict is Verdict.ABSENT


def test_a_sentence_taken_for_no_claim_is_left_alone_unless_its_source_is_asked_for(engine: Engine) -> None:
    say: Say = lambda *_: judgement(claim=0.1, absent=0.9)  # noqa: E731
    finding, _ = checked(engine, "智能水表这件事很值得持续观察。", say)
    assert (finding.verdict, finding.skipped) == (None, "remark")
    stub = Stub(say)
    found = Checker(engine, lambda: cast(Reader, stub)).sources("智能水表这件事很值得持续观察。")
    assert found.verdict is Verdict.ABSENT


def test_words_that_stand_in_the_source_need_no_judge(engine: Engine) -> None:
    def no_reader() -> Reader:
        raise AssertionError

    assert Checker(engine, no_reader).check(CLAUSE).findings[0].verdict is Verdict.VERBATIM


def test_few_passages_are_read_each_once_with_title_and_headings(engine: Engine) -> None:
    _, stub = checked(engine, "用水单位的节水评价分批开展，结果将会公布并做好宣传。", lambda *_: judgement())
    assert 0 < len(stub.read) <= JUDGED
    assert len(set(stub.read)) == len(stub.read)
    for passage in stub.read:
        assert passage.text in TEXT
        assert len(passage.text) <= LONGEST
        assert passage.title == "宜春市节水实施方案"
        assert all(heading in TEXT for heading in passage.headings)


@pytest.mark.parametrize(
    ("draft", "source", "text", "expected"),
    [
        ("50%", "五成", "提高到五成", True),
        ("降低", "下降", "能耗下降14.5%", True),
        ("提高", "下降", "能耗下降14.5%", False),
        ("以内", "以下", "漏损率控制在10%以下", True),
        ("不超过", "以下", "漏损率控制在10%以下", True),
        ("以上", "以下", "漏损率控制在10%以下", False),
        ("cut", "降低", "能耗降低12.5%", True),
        ("raise", "降低", "能耗降低12.5%", False),
        ("expanded", "稳定", "稳定粮食种植面积", False),
        ("住宅", None, "新建住宅全部安装", True),
        ("商铺", "住宅", "新建住宅全部安装", False),
    ],
)
def test_words_that_are_told_to_stand_in_the_source(draft: str, source: str | None, text: str, expected: bool) -> None:
    assert stands(Difference(Field.WORDING, draft, source), text) is expected


def part(verdict: Verdict, *differences: Difference) -> Part:
    return Part("宜春", "x", verdict, differences, ())


DOUBT = Difference(Field.WORDING, "商铺", "住宅")


def test_a_part_to_be_looked_at_makes_its_sentence_one_unless_another_differs() -> None:
    held, doubted = part(Verdict.SUPPORTED), part(Verdict.REVIEW, DOUBT)
    wrong = part(Verdict.DIFFERS, Difference(Field.NUMBER, "1", "2"))
    assert of_places((held, doubted))[0] is Verdict.REVIEW
    assert of_places((held, doubted, wrong))[0] is Verdict.DIFFERS
    assert of_statements(Verdict.ABSENT, (), (held, doubted)) == (Verdict.REVIEW, (DOUBT,))
    assert of_statements(Verdict.ABSENT, (), (held, held)) == (Verdict.SUPPORTED, ())


@pytest.mark.parametrize(
    ("title", "verdict"), [("节水工作简报", Verdict.SUPPORTED), ("宿迁市节水实施方案", Verdict.ELSEWHERE)]
)
def test_a_document_of_unknown_place_may_be_about_the_place_named_but_one_of_another_place_is_not(
    title: str, verdict: Verdict, tmp_path: Path
) -> None:
    (tmp_path / "one.txt").write_text("宜春市绿化实施方案\n一、主要目标\n扩大公园绿地面积。\n", encoding="utf-8")
    (tmp_path / "other.txt").write_text(TEXT.replace("宜春市节水实施方案", title), encoding="utf-8")
    build_index([tmp_path / "one.txt", tmp_path / "other.txt"], tmp_path / "index", workers=1)
    sentence = "宜春市2025年全市新建住宅全部安装智能水表，普及率达60%。"
    finding, _ = checked(Engine.open(tmp_path / "index"), sentence, of_the_clause(differs=0.0))
    assert finding.verdict is verdict


def test_a_count_of_what_the_source_lists_is_a_difference_only_when_the_judge_believes_so(engine: Engine) -> None:
    sentence = "2025年新建住宅都会装上智能水表，普及率为60%，这两项都由市里定。"
    assert checked(engine, sentence, of_the_clause(differs=0.0))[0].verdict is Verdict.SUPPORTED
    finding, _ = checked(engine, sentence, of_the_clause(differs=0.9))
    assert (finding.verdict, [d.draft for d in finding.differences]) == (Verdict.DIFFERS, ["两项"])

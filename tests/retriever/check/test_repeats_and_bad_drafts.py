"""Sentences that come again, drafts that were edited, and drafts that are none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest

from index.build import build_index
from index.types import Span
from retriever.check.checker import Checker
from retriever.check.draft.languages import in_another_language
from retriever.check.verdict import Verdict
from retriever.engine import Engine
from retriever.reader import Judgement, Reader, ReaderInput, embedded_reader

SEED = Path(__file__).parents[3] / "seeds" / "000_ffbc63344c3ba8da.txt"
FIRST = "到2025年，宜春市的非化石能源在消费中的比重要达到18.3%。"
SECOND = "到2025年，宜春市新型储能的装机规模力争做到80万千瓦。"
THIRD = "到2025年，宜春市电网要有5%左右的尖峰负荷响应能力。"


class Counting:
    """The reader, with a count of the sentences that it was asked about."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def judge(self, sentence: str, passages: Sequence[ReaderInput]) -> list[Judgement]:
        self.asked.append(sentence)
        return embedded_reader().judge(sentence, passages)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("repeats") / "index"
    build_index([SEED], folder, workers=1)
    return Engine.open(folder)


@pytest.fixture
def counting(engine: Engine) -> tuple[Checker, Counting]:
    reader = Counting()
    return Checker(engine, lambda: cast(Reader, reader)), reader


@pytest.mark.parametrize("joint", ["", "\n"])
def test_a_sentence_five_hundred_times_is_judged_once(joint: str, counting: tuple[Checker, Counting]) -> None:
    checker, reader = counting
    checker.check(FIRST)
    once = len(reader.asked)
    draft = joint.join([FIRST] * 500)
    findings = checker.check(draft).findings
    assert len(reader.asked) == once
    assert {f.verdict for f in findings} == {checker.check(FIRST).findings[0].verdict}
    assert [f.span.of(draft) for f in findings] == [FIRST] * 500


def test_of_an_edited_draft_only_what_changed_is_judged_again(counting: tuple[Checker, Counting]) -> None:
    checker, reader = counting
    before = checker.check(f"{FIRST}\n{SECOND}\n{THIRD}").findings
    reader.asked.clear()
    edited = f"新的一行。\n{FIRST}\n{SECOND.replace('80', '90')}\n{THIRD}"
    after = checker.check(edited).findings
    assert reader.asked
    assert all("90" in asked for asked in reader.asked if "储能" in asked)
    assert not any("比重" in asked or "尖峰" in asked for asked in reader.asked)
    assert (after[1].verdict, after[3].verdict) == (before[0].verdict, before[2].verdict)
    assert after[2].verdict is Verdict.DIFFERS
    assert [f.span.of(edited) for f in after[1:]] == [f.text for f in after[1:]]


def test_a_sentence_is_judged_again_where_what_stands_before_it_changed(counting: tuple[Checker, Counting]) -> None:
    checker, _ = counting
    told = [
        checker.check(f"这里说的是{year}年的目标。届时宜春市的非化石能源消费比重要达到18.3%。").findings[-1].verdict
        for year in (2025, 2035)
    ]
    assert told == [Verdict.SUPPORTED, Verdict.DIFFERS]


def test_quotations_of_a_sentence_that_comes_again_stand_where_it_does(engine: Engine) -> None:
    sentence = "宜春方案要求“充分挖掘可再生资源潜能，持续加大可再生能源开发利用力度”。"
    draft = f"{sentence}\n{sentence}"
    findings = Checker(engine).check(draft).findings
    assert [q.span.of(draft) for f in findings for q in f.quotations] == [sentence[7:-2]] * 2


def test_findings_come_in_order_and_progress_counts_them(engine: Engine) -> None:
    seen: list[tuple[int, int]] = []
    draft = f"{FIRST}\n{SECOND}\n{FIRST}"
    findings = Checker(engine).check(draft, lambda done, whole: seen.append((done, whole))).findings
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert sorted(f.span for f in findings) == [f.span for f in findings]


@pytest.mark.parametrize(
    "draft",
    [
        "La municipalité distribuera un vélo électrique gratuit à chaque ménage avant la fin de l'année prochaine.",
        "Администрация города построит три атомные электростанции и начнёт экспорт электроэнергии.",
        "市は来年までに全世帯に電動自転車を無料で配ります。",
    ],
)
def test_a_draft_in_a_third_language_is_left_alone_and_the_reason_told(draft: str, engine: Engine) -> None:
    assert {(f.verdict, f.skipped) for f in Checker(engine).check(draft).findings} == {(None, "language")}


@pytest.mark.parametrize(
    "said",
    [
        "Yichun targets 18.3% for its non-fossil share in La Niña years.",
        "São Paulo and Yichun signed the agreement.",
        "宜春市与 Électricité de France 合作建设电站。",
        "Yichun: 18.3% by 2025",
    ],
)
def test_a_foreign_name_makes_no_foreign_sentence(said: str) -> None:
    assert not in_another_language(said)


def test_a_sentence_of_two_thousand_characters_is_checked_as_one(engine: Engine) -> None:
    draft = FIRST[:-1] + "，" + "并且继续推进各项有关工作的落实，" * 130 + "如此而已。"
    assert len(draft) > 2_000
    (finding,) = Checker(engine).check(draft).findings
    assert finding.span == Span(0, len(draft))
    assert finding.verdict is not None


def test_a_draft_without_one_claim_has_no_verdict_at_all(engine: Engine) -> None:
    draft = "# 讲话提纲\n\n各位领导：\n\n大家好！\n\n我们为什么要开这个会？\n\n谢谢大家。"
    assert [f.verdict for f in Checker(engine).check(draft).findings if f.verdict] == []

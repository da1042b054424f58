"""Several questions in one are cut where a new one begins, and only there."""

from __future__ import annotations

import pytest

from retriever.query.several import split, subject_of
from retriever.query.subject import lacks_subject

PLACES = ("南陵", "北禾", "Nanling", "Beihe")


def texts(question: str, language: str = "zh") -> list[str]:
    return list(split(question, language, PLACES))


@pytest.mark.parametrize(
    ("question", "language", "parts"),
    [
        (
            "南陵新型储能装机目标是多少,由谁负责?",
            "zh",
            ["南陵新型储能装机目标是多少", "南陵新型储能装机目标由谁负责"],
        ),
        (
            "南陵2025年光伏装机目标,由谁负责?",
            "zh",
            ["南陵2025年光伏装机目标", "南陵2025年光伏装机目标由谁负责"],
        ),
        (
            "南陵2025年和2030年绿色电力比例分别是多少?",
            "zh",
            ["南陵2025年绿色电力比例是多少?", "南陵2030年绿色电力比例是多少?"],
        ),
        ("南陵和北禾2025年的漏损率是多少?", "zh", ["南陵2025年的漏损率是多少?", "北禾2025年的漏损率是多少?"]),
        (
            "南陵2025年森林覆盖率、森林蓄积量分别是多少",
            "zh",
            ["南陵2025年森林覆盖率是多少", "南陵2025年森林蓄积量是多少"],
        ),
        (
            "哪些單位應當編制應急預案,多久修訂一次?",
            "zh",
            ["哪些單位應當編制應急預案", "編制應急預案多久修訂一次"],
        ),
        (
            "What is Nanling's storage target in 2025 and 2030?",
            "en",
            ["What is Nanling's storage target in 2025?", "What is Nanling's storage target in 2030?"],
        ),
        (
            "What is the leakage rate in Beihe, and who is responsible?",
            "en",
            ["What is the leakage rate in Beihe", "who is responsible for the leakage rate in Beihe?"],
        ),
    ],
)
def test_each_question_stands_on_its_own(question: str, language: str, parts: list[str]) -> None:
    assert [text.rstrip("?？") for text in texts(question, language)] == [part.rstrip("?") for part in parts]


@pytest.mark.parametrize(
    "question",
    [
        "到2025年,新型储能装机目标是多少?",  # what stands before the comma asks nothing
        "2021年至2025年增加多少?",  # a range is one period
        "南陵和北禾哪个城市的储能目标更高?",  # compared, not listed
        "南陵和北禾共同建设什么项目?",
        "发生什么情况时,应当如何处理?",  # the first half is a condition
        "对哪些企业,给予多少补贴?",
        "市发展改革委和市财政局负责什么?",  # bodies, no places of the corpus
        "什么是碳汇?",
        "达不到规定的标准,由谁处罚违法企业?",  # the clause behind has its own object
    ],
)
def test_one_question_stays_one(question: str) -> None:
    assert texts(question) == [question]


def test_a_relative_clause_in_english_is_no_question() -> None:
    question = "What is the target of the plan, which covers rooftops?"
    assert texts(question, "en") == [question]


def test_a_longer_list_than_anybody_asks_at_once_is_one_question() -> None:
    years = "、".join(f"{year}年" for year in range(2015, 2030))
    question = f"{years}和2030年的漏损率分别是多少?"
    assert texts(question) == [question]


def test_the_subject_is_what_is_left_without_the_words_that_ask() -> None:
    assert subject_of("新型储能装机目标是多少?", "zh") == "新型储能装机目标"
    assert subject_of("What is the leakage rate in Beihe?", "en") == "the leakage rate in Beihe"
    assert subject_of("Who is responsible for saving water?", "en") == "saving water"


@pytest.mark.parametrize("clause", ["由谁负责", "在哪里办理", "多久修订一次", "什么时候印发的", "需要什么材料"])
def test_a_clause_without_a_thing_leaves_its_subject_open(clause: str) -> None:
    assert lacks_subject(clause, "zh")


@pytest.mark.parametrize("clause", ["森林覆盖率是多少", "罚款多少", "谁负责淘汰落后产能"])
def test_a_clause_with_a_thing_or_a_matter_of_several_words_has_its_subject(clause: str) -> None:
    assert not lacks_subject(clause, "zh")

"""What a question insists on: names, codes, quoted words and grades, and what is no more than a way of putting it."""

from __future__ import annotations

import pytest

from retriever.query.analyse import analyse
from retriever.query.insisted import insisted
from tests.retriever.conftest import SmallCorpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> SmallCorpus:
    return SmallCorpus(tmp_path_factory.mktemp("insisted"))


def names(corpus: SmallCorpus, question: str) -> list[str]:
    return [name.called for name in insisted(analyse(question, corpus)).names]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("西山煤矿造成几人死亡?", ["西山煤矿"]),
        ("西山煤礦造成幾人死亡?", ["西山煤矿"]),
        ("火灾事故造成几人死亡?", ["火灾事故"]),
        ("宏泰化工有限公司被罚款多少?", ["宏泰化工有限公司"]),
        ("云桥水库的库容是多少?", ["云桥水库"]),
        ("PM2.5浓度要降到多少?", ["pm2.5"]),
        ("GB/T 50378的评价等级有哪些?", ["gb/t 50378"]),
        ("“信易贷”放款多少亿元?", ["信易贷"]),
        ("《湖泊保护条例》什么时候修订?", ["湖泊保护条例"]),
        ("责任人王五受到什么处分?", ["王五"]),
        ("李明在事故中做了什么?", ["李明"]),
    ],
)
def test_a_name_is_known_by_its_form(corpus: SmallCorpus, question: str, expected: list[str]) -> None:
    assert names(corpus, question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "外国公司怎么登记?",
        "生产安全事故怎么处理?",
        "如何防范自然灾害?",
        "民营医院有什么补助?",
        "全市大型水库有几座?",
        "智慧停车项目由谁负责?",
        "“十四五”末的目标是多少?",
        "园区要满足哪“三同时”?",
        "2024年GDP 2025年目标",
        "王局长是谁?",
        "常务会议由谁主持?",
        "任务由谁负责?",
        "南陵市重点项目投资多少?",
    ],
)
def test_common_words_plans_counts_places_and_offices_are_no_names(corpus: SmallCorpus, question: str) -> None:
    assert names(corpus, question) == []


def test_a_question_that_makes_both_distinctions_insists_on_neither(corpus: SmallCorpus) -> None:
    def told(question: str) -> set[str]:
        return {one.value for one in insisted(analyse(question, corpus)).distinctions}

    assert told("死亡和受伤各几人?") == set()
    assert told("几人受伤?") == {"受伤"}
    assert told("重伤二级的标准是什么?") >= {"2", "重伤"}


def test_names_in_english_questions_are_spelled_otherwise_and_block_nothing(corpus: SmallCorpus) -> None:
    assert names(corpus, "How many died in the Xishan mine?") == []

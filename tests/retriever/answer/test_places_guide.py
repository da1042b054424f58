"""Places guide answers: documents of unknown place may answer, documents of another place never do."""

from __future__ import annotations

import pytest

from retriever.answer.assistant import Assistant
from tests.retriever.conftest import SmallCorpus, assistant_of

KNOWN = """南陵市绿色发展实施方案
南陵市人民政府
2023年3月5日
一、主要目标
到2025年,全市供水管网漏损率控制在9%以内。节水产业走在全国前列。
二、经验借鉴
学习温州市做法,推广装配式建筑。
"""

UNPLACED = """新型储能建设要求
一、主要目标
到2025年,新型储能装机规模达到80万千瓦。
二、运行管理
储能电站应当每季度检查一次。泉州的电站每月检查一次。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    corpus = SmallCorpus(tmp_path_factory.mktemp("guide"), (KNOWN, UNPLACED))
    assert [document.place and document.place.value for document in corpus.documents] == ["南陵市", None]
    return assistant_of(corpus)


def test_a_document_of_unknown_place_may_answer_for_a_place(assistant: Assistant) -> None:
    answer = assistant.ask("南陵2025年新型储能装机规模目标是多少?")
    assert [(item.text, item.citation.doc_id) for item in answer.items] == [("80万千瓦", 1)]


def test_a_document_of_the_place_answers_before_one_of_unknown_place(assistant: Assistant) -> None:
    answer = assistant.ask("南陵2025年供水管网漏损率目标是多少?")
    assert {item.citation.doc_id for item in answer.items} == {0}


def test_the_citys_figure_is_not_the_nations(assistant: Assistant) -> None:
    """Its paragraph mentions the country, its clause does not."""
    assert assistant.ask("2025年供水管网漏损率目标是多少?").items
    assert assistant.ask("2025年全国供水管网漏损率目标是多少?").abstained


def test_that_no_document_is_about_a_place_is_said_only_when_no_text_names_it(assistant: Assistant) -> None:
    assert assistant.ask("深圳的个人所得税起征点是多少元?").reason == "语料中没有深圳市的文件。"
    # A document known to be about another place names 温州 by the way; one of unknown place names 泉州.
    assert assistant.ask("温州的个人所得税起征点是多少元?").reason == "语料中没有温州市的文件。"
    assert assistant.ask("泉州的个人所得税起征点是多少元?").reason == "语料中没有找到所问的内容。"

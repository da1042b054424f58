"""Articles asked for by their number."""

from __future__ import annotations

import pytest

from retriever.answer.articles import article_asked, is_matter
from retriever.answer.assistant import Assistant


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("矿泉法第十条规定什么", (10, 0)),
        ("矿泉法第 5 条", (5, 0)),
        ("矿泉法第十条之一", (10, 1)),
        ("what does article 12 say?", (12, 0)),
        ("第九条和第十条", None),
        ("第三产业占比", None),
        ("articles of association", None),
    ],
)
def test_the_number_in_a_question(question: str, number: tuple[int, int] | None) -> None:
    assert article_asked(question) == number


def test_the_number_is_no_matter() -> None:
    question = "矿泉法第十条规定什么"
    assert [term for term in ("矿泉", "第十", "十条", "第十条", "法") if is_matter(question, term)] == ["矿泉"]


def test_an_article_is_looked_up(unlike_assistant: Assistant) -> None:
    answer = unlike_assistant.ask("矿泉法第二条规定什么?")
    assert [item.text for item in answer.items] == ["矿泉使用者应当安装计量设备,未安装计量设备的,处二千元罚款。"]
    assert answer.items[0].citation.path[-1:] == ("第二条",)


def test_an_article_that_is_not_there_is_refused(unlike_assistant: Assistant) -> None:
    answer = unlike_assistant.ask("矿泉法第四十条规定什么?")
    assert answer.abstained
    assert answer.reason == "该文件没有这一条。"

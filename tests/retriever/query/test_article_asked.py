"""Articles that questions name by their number."""

from __future__ import annotations

import pytest

from retriever.query.article_asked import article_asked, is_matter, parts_asked
from retriever.query.intent import read_intent


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("矿泉法第十条规定什么", (10, 0)),
        ("矿泉法第 5 条", (5, 0)),
        ("矿泉法第十条之一", (10, 1)),
        ("what does article 12 say?", (12, 0)),
        ("第九条和第十条", None),
        ("第三产业占比", None),
        ("办事细则第 2-1 条", (2, 1)),
        ("第五条第二款第三项", (5, 0)),
        ("articles of association", None),
    ],
)
def test_the_number_in_a_question(question: str, number: tuple[int, int] | None) -> None:
    assert article_asked(question) == number
    assert read_intent(question, "zh", ()).article == number


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("第五条第二款第三项", [("款", 2), ("项", 3)]),
        ("第五条第2款第(三)项第1目", [("款", 2), ("项", 3), ("目", 1)]),
        ("第 2 条 第 1 项", [("项", 1)]),
        ("第十条之一第二款", [("款", 2)]),
        ("第五条的第一项目标", []),
        ("第五条规定什么", []),
        ("article 5, paragraph 2, item 3", [("款", 2), ("项", 3)]),
        ("paragraph 2 of article 5", [("款", 2)]),
        ("article 5", []),
    ],
)
def test_the_part_of_an_article_in_a_question(question: str, parts: list[tuple[str, int]]) -> None:
    assert [tuple(part) for part in parts_asked(question)] == parts
    assert [tuple(part) for part in read_intent(question, "zh", ()).article_parts] == parts


def test_the_number_is_no_matter() -> None:
    question = "矿泉法第十条规定什么"
    assert [term for term in ("矿泉", "第十", "十条", "第十条", "法") if is_matter(question, term)] == ["矿泉"]

"""Articles that questions name by their number."""

from __future__ import annotations

import pytest

from retriever.query.article_asked import article_asked, is_matter
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
        ("articles of association", None),
    ],
)
def test_the_number_in_a_question(question: str, number: tuple[int, int] | None) -> None:
    assert article_asked(question) == number
    assert read_intent(question, "zh", ()).article == number


def test_the_number_is_no_matter() -> None:
    question = "矿泉法第十条规定什么"
    assert [term for term in ("矿泉", "第十", "十条", "第十条", "法") if is_matter(question, term)] == ["矿泉"]

"""Whole nations, provinces and cities without their names."""

from __future__ import annotations

import pytest

from index.recognizers.scopes import nation_as_subject, scope_asked, speaks_of


@pytest.mark.parametrize(
    ("question", "scope"),
    [
        ("2025年全国非化石能源消费占比目标", "nation"),
        ("国家2025年非化石能源消费比重目标", "nation"),
        ("what is the national 2025 non-fossil energy share target?", "nation"),
        ("what is china's target for 2030?", "nation"),
        ("全省2025年非化石能源消费比重", "province"),
        ("全市有多少公交车", "city"),
        ("全国人大何时开会", None),
        ("who leads national park building in yichun?", None),
        ("what does the national development and reform commission target?", None),
        ("全市场监管", None),
        ("宜春2025年新型储能装机目标", None),
    ],
)
def test_what_a_question_asks_for_as_a_whole(question: str, scope: str | None) -> None:
    assert scope_asked(question) == scope


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025年全国非化石能源消费比重达到20%", "全国"),
        ("我国森林覆盖率达到25%", "我国"),
        ("节水型社会建设走在全国前列", None),
        ("创建全国文明城市", None),
        ("能耗低于全国平均水平", None),
        ("全市森林覆盖率达到25%", None),
    ],
)
def test_a_statement_about_the_nation_is_told_from_a_comparison_with_it(text: str, words: str | None) -> None:
    assert nation_as_subject(text) == words


def test_a_text_that_compares_with_the_nation_speaks_of_it() -> None:
    assert speaks_of("走在全国前列", "nation")
    assert not speaks_of("全市森林覆盖率达到25%", "nation")

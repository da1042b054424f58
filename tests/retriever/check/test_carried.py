"""What a sentence takes from those before it: years, subjects, and what it only compares itself with."""

from __future__ import annotations

import pytest

from retriever.check.draft.carried import resolved, topic_of

SHARE = "仅就2025年的非化石能源消费比重而言，宜春定在18.3%。"


@pytest.mark.parametrize(
    ("said", "before", "expected"),
    [
        ("计划同年提高到21.4%，五年之后再升至四分之一。", [SHARE], "计划到2025年提高到21.4%,到2030年再升至四分之一。"),
        ("该市同期的垃圾发电约23万千瓦。", ["要求到2025年装机不少于580万千瓦。"], "该市2025年的垃圾发电约23万千瓦。"),
        (
            "再过五年，这一数字要增加到800万吨。",
            ["宜春把再生资源合在一起，2025年的循环利用量为450万吨。"],
            "到2030年,循环利用量要增加到800万吨。",
        ),
        ("这一比重仍在上升。", [SHARE], "非化石能源消费比重仍在上升。"),
        (
            "宜春晚了五年，把这一要求放到2030年。",
            ["省级以上园区的循环化改造，襄阳和宿迁都要在2025年全部做完。"],
            "宜春晚了五年,把省级以上园区的循环化改造放到2030年。",
        ),
        ("It should reach 90% by the same date.", ["The share is to be 75% by 2027."], "it should reach 90% by 2027."),
    ],
)
def test_years_and_subjects_are_taken_from_the_sentences_before(said: str, before: list[str], expected: str) -> None:
    assert resolved(said, before) == expected


@pytest.mark.parametrize(
    ("said", "before"),
    [
        ("比2020年同期下降14%。", ["到2025年完成。"]),
        ("比去年同期增长一成。", ["到2025年完成。"]),
        ("在三年内新建三座焚烧厂。", ["到2025年完成。"]),
        ("届时全部完成。", ["没有说是哪一年。"]),
        ("这一比重仍在上升。", ["没有说是什么。"]),
    ],
)
def test_what_is_no_pointer_or_points_nowhere_stays_as_it_is(said: str, before: list[str]) -> None:
    assert resolved(said, before) == said


def test_a_heading_gives_the_year_where_no_sentence_does() -> None:
    assert resolved("届时全部完成。", [], ["一、2030年目标"]) == "到2030年全部完成。"


def test_the_topic_is_what_the_nearest_sentence_measures_or_names() -> None:
    assert topic_of([SHARE, "四地的条件差得很远。"]) == "非化石能源消费比重"
    assert topic_of(["到2025年新型储能装机达到80万千瓦。"]) == "新型储能装机"
    assert topic_of(["四地的条件差得很远。"]) == ""

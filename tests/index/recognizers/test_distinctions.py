"""Grades, numbers in a row and words that exclude each other, as texts say them."""

from __future__ import annotations

import pytest

from index.language.normalise import normalise_text
from index.recognizers.distinctions import ANY, distinctions


def values(text: str, kind: str) -> set[str]:
    return {told.value for told in distinctions(normalise_text(text)) if told.kind == kind}


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("伤残等级为一级", "级", {"1"}),
        ("启动Ⅱ级响应", "级", {"2"}),
        ("甲級資質", "级", {"甲"}),
        ("4A级景区", "级", {"4a"}),
        ("残疾等级为一、二级的", "级", {"1", "2"}),
        ("评定为二到五级的", "级", {"2", "3", "4", "5"}),
        ("第一级至第三级", "级", {"1", "2", "3"}),
        ("乡镇敬老院要达一二级", "级", {"1", "2"}),
        ("获二等奖的", "等", {"2"}),
        ("第三类医疗器械", "类", {"3"}),
        ("二期工程", "期", {"2"}),
        ("地铁12号线", "号线", {"12"}),
        ("第二产业增加值", "产业", {"2"}),
    ],
)
def test_the_values_of_a_row_are_read_in_lists_and_ranges_too(text: str, kind: str, expected: set[str]) -> None:
    assert values(text, kind) == expected


def test_a_grade_and_all_above_it_leaves_open_which() -> None:
    assert ANY in values("二级以上医疗机构", "级")


@pytest.mark.parametrize(
    "text",
    ["哪一级政府", "县级市", "国家级园区", "“十四五”期间", "这一类事项", "建设一批项目", "一等于十分", "上一级机关"],
)
def test_what_only_looks_like_a_grade_is_none(text: str) -> None:
    assert not {told for told in distinctions(normalise_text(text)) if told.kind in {"级", "类", "期", "批", "等"}}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("造成3人死亡", "几人受伤", False),
        ("三人遇难", "几人死亡", True),
        ("共有8人伤亡", "几人受伤", True),
        ("农村居民人均", "城镇居民人均", False),
        ("城乡居民人均", "农村居民人均", True),
        ("进出口总额", "出口额", True),
        ("進口額", "出口额", False),
    ],
)
def test_words_that_exclude_each_other_tell_apart_and_their_synonyms_do_not(one: str, other: str, alike: bool) -> None:
    told, asked = (distinctions(normalise_text(text)) for text in (one, other))
    kinds = {found.kind for found in told} & {found.kind for found in asked}
    assert kinds
    assert bool(told & asked) is alike


def test_the_name_of_a_body_that_holds_such_a_word_says_nothing_by_it() -> None:
    assert not distinctions("由市农业农村局负责")

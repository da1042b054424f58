"""Items of lists, and words that stand where the source has others."""

from __future__ import annotations

import pytest

from retriever.check.compare.listed import list_differences
from retriever.check.compare.polarity import polarity_differences
from retriever.check.compare.wordings import exchanged, stands
from retriever.check.verdict import Difference, Field

SOURCE = "全市废钢铁、废铜、废铝、废纸、废塑料、废橡胶、废玻璃7种主要再生资源循环利用量"


def test_an_item_that_the_list_of_the_source_lacks_is_told() -> None:
    found = list_differences("既有废钢铁、废铜和废铝,也有废纸、废旧纺织品和废玻璃", SOURCE)
    assert found == [Difference(Field.ADDED, "废旧纺织品", None)]


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("也有废纸、废橡胶和废玻璃", SOURCE),
        ("把它用到土壤改良、井下充填和路基里去", "用于土壤改良、井下充填、路基材料等"),
        ("推进煤炭、钢铁和水泥行业改造", SOURCE),
        ("重点是甲醇、乙烯和纸", "全市新建住宅"),
    ],
)
def test_a_list_that_stands_in_the_source_or_is_another_one_is_left_alone(claim: str, source: str) -> None:
    assert list_differences(claim, source) == []


@pytest.mark.parametrize(
    ("draft", "source", "claim", "clause", "expected"),
    [
        ("培训", "职业", "按每人400元给予培训补贴", "按每人400元给予职业介绍补贴", True),
        ("宿豫区", "宿城区", "在宿豫区等区域推进试点", "稳妥推进宿城区等区域开展试点", True),
        ("解约", "申请解除合同", "租户提出解约的,不扣违约金", "期间申请解除合同不扣违约金", False),
        ("商铺", None, "新建商铺", "新建住宅", False),
    ],
)
def test_a_word_is_exchanged_where_the_same_words_stand_around_it(
    draft: str, source: str | None, claim: str, clause: str, expected: bool
) -> None:
    assert exchanged(Difference(Field.WORDING, draft, source), claim, clause) is expected


def test_two_words_that_forbid_are_no_two_things() -> None:
    assert stands(Difference(Field.WORDING, "不得", "禁止"), "禁止穿着防护服离开上述区域")
    assert not stands(Difference(Field.WORDING, "不得", "可以"), "可以穿着防护服离开上述区域")


def test_zero_denies_and_a_topic_states_nothing() -> None:
    assert polarity_differences("全市基本不再填埋原生生活垃圾", "全市基本实现原生生活垃圾零填埋") == []
    claim = "高校毕业生方面,停办了现场招聘活动"
    assert polarity_differences(claim, "暂停各类高校毕业生就业现场招聘活动") == []

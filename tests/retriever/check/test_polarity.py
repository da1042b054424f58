"""Directions and negations: what turns a sentence round, and what merely says it otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.check.compare.polarity import forbids, polarity_differences
from retriever.check.verdict import Field

TURNED = [
    ("鼓励幼儿园提前教授小学课程内容", "严禁幼儿园提前教授小学课程内容", Field.NEGATION),
    ("不再推进河道水系连通", "推进河道水系连通,实施排污口整治", Field.NEGATION),
    ("转供电价可以加价", "转供电价不得加价", Field.NEGATION),
    ("未经备案的程序一律可以要求学生安装", "未经备案的程序一律不得要求学生安装", Field.NEGATION),
    ("无须经县级政府专题论证", "撤并50人以下的教学点须经县级政府专题论证并报备案", Field.NEGATION),
    ("因人民取得土地所有权而受影响", "不因人民取得土地所有权而受影响", Field.NEGATION),
    ("降低产业集中度和园区集聚水平", "提高产业集中度和园区集聚水平", Field.CHANGE),
    ("扩大煤炭和石油消费", "合理控制煤炭和石油消费", Field.CHANGE),
    ("向社会公众收费开放的设施", "是指向社会公众免费开放,收集文献", Field.CHANGE),
    ("教师平均工资收入水平不高于当地公务员", "教师平均工资收入水平不低于当地公务员", Field.BOUND),
    ("省级以下开发区责任评价考核", "省级以上开发区责任评价考核", Field.BOUND),
]

SAME = [
    ("禁止幼儿园提前教小学课程内容", "严禁幼儿园提前教授小学课程内容"),
    ("教师的平均工资不得低于当地公务员", "教师平均工资收入水平不低于当地公务员"),
    ("提升产业集中度和园区聚集水平", "提高产业集中度和园区集聚水平"),
    ("坚决遏制两高项目盲目壮大", "坚决遏制两高项目盲目发展"),
    ("不断推进光伏项目开发", "持续推进光伏项目开发"),
    ("降低排放强度", "提高能源利用效率,降低排放强度"),
    ("环保、安全、技术不达标或生产不合格产品的产能", "以及环保、安全、技术不达标或生产不合格产品的产能"),
    ("小学提高到每年1050元", "小学提高到每年1050元,初中提高到每年1350元"),
]


@pytest.mark.parametrize(("claim", "source", "field"), TURNED)
def test_what_is_turned_round_differs(claim: str, source: str, field: Field) -> None:
    assert field in {d.field for d in polarity_differences(claim, source)}


@pytest.mark.parametrize(("claim", "source"), SAME)
def test_other_words_for_the_same_do_not_differ(claim: str, source: str) -> None:
    assert polarity_differences(claim, source) == []


@given(st.text(alphabet="不得严禁提高降低上下升控制水平发展,。、50%", max_size=40))
def test_no_text_differs_from_itself(text: str) -> None:
    assert polarity_differences(text, text) == []


def test_what_stands_before_a_predicate_may_forbid_it() -> None:
    assert forbids("坚决遏制")
    assert forbids("严禁")
    assert not forbids("不断")

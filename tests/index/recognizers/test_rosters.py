"""Rosters and lines of key and value."""

from __future__ import annotations

import pytest

from index.recognizers.keyed_values import keyed_values
from index.recognizers.rosters import members

ROSTER = """总 指 挥:赵一  市长
副总指挥:钱二  副市长
     孙三  市政府秘书长
秘 书 长:李四  市水利局局长
成  员:
周 五  市财政局副局长
欧阳锋  驻云岭某部参谋长
"""


def test_a_member_stands_under_the_label_before_it_with_body_and_post() -> None:
    found = [(m.name.of(ROSTER), m.office, m.unit, m.post) for m in members(ROSTER)]
    assert found == [
        ("赵一", "总指挥", "", "市长"),
        ("钱二", "副总指挥", "", "副市长"),
        ("孙三", "副总指挥", "市政府", "秘书长"),
        ("李四", "秘书长", "市水利局", "局长"),
        ("周 五", "成员", "市财政局", "副局长"),
        ("欧阳锋", "成员", "驻云岭某部", "参谋长"),
    ]


@pytest.mark.parametrize(
    ("line", "member"),
    [
        ("组 长:张 三(市长)", ("张 三", "组长", "", "市长")),
        ("主任:陈七\t市委常委、常务副市长", ("陈七", "主任", "", "常务副市长")),
        ("副组长\t李四光\t副市长", ("李四光", "副组长", "", "副市长")),
        ("1\t组员:赵六\t市财政局\t局长", ("赵六", "组员", "市财政局", "局长")),
        ("联系人:王小明", ("王小明", "联系人", "", "")),
    ],
)
def test_a_post_stands_in_brackets_or_behind_a_gap_or_nowhere(line: str, member: tuple[str, ...]) -> None:
    (found,) = members(line)
    assert (found.name.of(line), found.office, found.unit, found.post) == member


@pytest.mark.parametrize(
    "text", ["坚持 绿色发展", "一、总体要求\n二、主要任务", "联系电话:12345678", "标题 内容\n说明 解释", "组长:市长"]
)
def test_what_is_no_name_with_an_office_is_no_member(text: str) -> None:
    assert not members(text)


def test_a_key_is_said_at_the_start_of_a_line_a_sentence_or_a_cell() -> None:
    text = "定量\t计算方法:手术人次/出院人次×100%。指标来源:病案首页。\n地 址:云岭路1号"
    found = [(pair.key, pair.value.of(text)) for pair in keyed_values(text)]
    assert found == [("计算方法", "手术人次/出院人次×100%"), ("指标来源", "病案首页"), ("地址", "云岭路1号")]


@pytest.mark.parametrize(
    "text", ["包括以下内容:甲、乙", "会议指出:要加强管理", "通知如下:一、提高认识", "注:本表不含甲"]
)
def test_what_opens_a_list_a_quotation_or_a_note_is_no_key(text: str) -> None:
    assert not keyed_values(text)

"""Headings that no sign sets off from what follows, and those that count with 一是, 二是."""

from __future__ import annotations

import pytest

from tests.index.clauses.test_outline import headings


def test_the_first_item_may_follow_a_title_without_a_sign() -> None:
    text = (
        "一、总体要求（一）指导思想。坚持节水优先，量水而行。\n（二）目标。到2025年基本建成。\n"
        "二、主要任务（一）完善制度。健全用水定额。\n（二）严格监管。查处违法行为。"
        "三、保障措施（一）加强领导。明确分工。\n（二）加强宣传。开展活动。\n"
    )
    assert headings(text) == [
        "一、总体要求",
        "  （一）指导思想。",
        "  （二）目标。",
        "二、主要任务",
        "  （一）完善制度。",
        "  （二）严格监管。",
        "三、保障措施",
        "  （一）加强领导。",
        "  （二）加强宣传。",
    ]


def test_brackets_in_a_sentence_open_nothing() -> None:
    assert headings("一、本办法所称第二类（一）级单位，是指用水大户。\n二、其他。按规定执行。\n") == [
        "一、",
        "二、其他。",
    ]


def test_ordinals_on_lines_of_their_own_are_headings() -> None:
    text = (
        "一、工作回顾\n——经济平稳增长。总量达到五百亿元。\n——就业稳定。新增就业三万人。\n我们做了以下工作。\n"
        "一是加强宏观调控。\n全年减税十亿元。\n二是深化改革开放。\n简政放权。\n三是改善民生。\n新建学校三所。\n"
        "二、工作部署\n继续前进。\n"
    )
    found = [line for line in headings(text) if "是" in line]
    assert found == ["  一是加强宏观调控。", "  二是深化改革开放。", "  三是改善民生。"]


@pytest.mark.parametrize(
    "lines",
    [
        "一是加强调控，减税十亿元。二是深化改革。\n二是深化改革，简政放权。\n三是改善民生，新建学校。\n",
        "一是响应时段负荷低于基线；\n二是平均负荷低于基线；\n三是差值不小于一半。\n",
        "一是加强宏观调控。\n全年减税十亿元。\n二是深化改革开放。\n简政放权。\n",
    ],
    ids=["sentences of paragraphs", "members of a list", "only two"],
)
def test_other_ordinals_are_not(lines: str) -> None:
    assert not [line for line in headings(f"一、工作回顾\n{lines}二、工作部署\n继续前进。\n") if "是" in line]

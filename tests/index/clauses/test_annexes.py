"""Annexes with letters, their decimals, lists that name annexes; parts and inserted numbers of Hong Kong laws."""

from __future__ import annotations

from tests.index.clauses.test_outline import headings


def test_annexes_with_letters_hold_their_own_decimals() -> None:
    text = (
        "1 范围\n本规范规定了节水。\n2 术语\n2.1 节水\n节约用水。\n附录A（规范性）用水定额\n"
        "A.1 居民用水\n每日一百升。\n"
        "A.2 工业用水\n每万元十五立方米。\nA.2.1 纺织\n每吨八十立方米。\n附录B（资料性）计算\n"
        "B.1 公式\n按下式计算。\nB.2 取值\n按表取值。\n"
    )
    assert headings(text)[3:] == [
        "附录A（规范性）用水定额",
        "  A.1 居民用水",
        "  A.2 工业用水",
        "    A.2.1 纺织",
        "附录B（资料性）计算",
        "  B.1 公式",
        "  B.2 取值",
    ]


def test_a_letter_with_a_number_in_a_text_is_no_heading() -> None:
    assert headings("一、检测\nA.1 型设备每年检测一次。\n二、其他\n按规定执行。\n") == ["一、检测", "二、其他"]


def test_an_annex_may_have_its_title_behind_a_colon() -> None:
    text = "一、要求\n节水。\n附件1：任务清单\n一、管网\n改造管网。\n附件B：责任单位\n水务局牵头。\n"
    assert headings(text) == ["一、要求", "附件1：任务清单", "  一、管网", "附件B：责任单位"]


def test_annexes_that_a_notice_lists_are_no_headings() -> None:
    text = "一、要求\n节水。\n附件1：任务清单\n附件2：责任单位\n云州市水务局\n2023年5月6日\n"
    assert headings(text) == ["一、要求"]


def test_a_list_that_runs_into_the_signature_is_no_heading() -> None:
    text = "附件2：责任单位云州市水务局2023年5月6日\n一、要求\n节水。\n二、任务\n改造管网。\n"
    assert headings(text) == ["一、要求", "二、任务"]


def test_parts_and_inserted_numbers_of_a_law_of_hong_kong() -> None:
    text = (
        "第I部 導言\n1. 簡稱\n本條例可引稱為上述條例。\n2. 釋義\n在本條例中，道路指公路。\n"
        "2A. 電動車\n電動車另行登記。\n"
        "第II部 登記\n3. 車輛登記\n車輛須予登記。\n"
    )
    assert headings(text) == [
        "第I部 導言",
        "  1. 簡稱",
        "  2. 釋義",
        "  2A. 電動車",
        "第II部 登記",
        "  3. 車輛登記",
    ]


def test_labels_whose_signs_are_set_apart() -> None:
    text = (
        "一 、 总 体 要 求\n坚 持 节 水 优 先 。\n（ 一 ） 目 标\n建 成 。\n（ 二 ） 任 务\n推 广 。\n"
        "二 、 保 障\n落 实 。\n"
    )
    assert [line.split("）")[0].split("、")[0] for line in headings(text)] == ["一 ", "  （ 一 ", "  （ 二 ", "二 "]

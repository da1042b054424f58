"""Who is responsible: names and their short forms, duties given out, and those that differ from the notes."""

from __future__ import annotations

import pytest

from retriever.check.compare.bodies import StatedBodies, body_differences, find_duties, read_notes, same_body


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("市住建局", "市住房和城乡建设局", True),
        ("市发改委", "市发展和改革委员会", True),
        ("市监局", "市市场监督管理局", True),
        ("市政府办", "市政府办公室", True),
        ("供电公司", "国网宜春供电公司", True),
        ("发改部门", "市发展改革委", True),
        ("市教育局", "市体育局", False),
        ("市水务局", "市水利局", False),
        ("省发改委", "市发改委", False),
    ],
)
def test_short_names_are_names_of_the_same_body(one: str, other: str, same: bool) -> None:
    assert same_body(one, other) is same
    assert same_body(other, one) is same


@pytest.mark.parametrize(
    ("text", "names", "leads"),
    [
        ("光伏建设由市住建局牵头", ("市住建局",), True),
        ("建材行业碳达峰,由市工信局、市发改委等按职责分工负责", ("市工信局", "市发改委"), False),
        ("牵头单位为市住建局", ("市住建局",), True),
        ("由市住建局会同市发改委负责", ("市住建局", "市发改委"), False),
    ],
)
def test_duties_are_read(text: str, names: tuple[str, ...], leads: bool) -> None:
    duty = find_duties(text)[0]
    assert (duty.names, duty.leads) == (names, leads)


def test_what_names_no_body_gives_out_no_duty() -> None:
    assert find_duties("由基础保障性电源向调节性电源转型,由龙头企业负责") == ()


def test_another_body_and_another_leader_differ() -> None:
    stated = read_notes(["(牵头单位:市教育局;配合单位:市公安局、市财政局)"], "")
    assert stated == StatedBodies(lead=("市教育局",), noted=("市公安局", "市财政局"))

    def differ(claim: str) -> list[str]:
        return [d.draft for d in body_differences(claim, find_duties(claim), stated)]

    assert differ("该项由市教育局牵头,市财政局配合") == []
    assert differ("该项由市公安局牵头") == ["市公安局牵头"]
    assert differ("该项由市水利局负责") == ["市水利局"]


def test_only_what_is_carried_holds_of_an_earlier_note() -> None:
    note = "(市发改委牵头,市科技局等按职责分工负责。以下工作均需各县区人民政府负责落实,不再列出)"
    assert "市科技局" not in read_notes([], "", note).all

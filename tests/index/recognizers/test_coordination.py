"""Lists of figures: which figure is whose, and which item of a list a text names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from index.recognizers.coordination import named_item
from index.recognizers.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "公交车、出租汽车(含网约车)新能源汽车占比分别达到72%、35%",
            [("公交车新能源汽车占比", "72%"), ("出租汽车(含网约车)新能源汽车占比", "35%")],
        ),
        (
            "城镇和农村污水处理率分别提高到97%、下降到62%",
            [("城镇污水处理率", "97%"), ("农村污水处理率", "62%")],
        ),
        (
            "对一等奖、二等奖、三等奖分别奖励10万元、5万元和3万元",
            [("一等奖奖励", "10万元"), ("二等奖奖励", "5万元"), ("三等奖奖励", "3万元")],
        ),
        (
            "对认定的省级中心、市级中心分别给予50万元、30万元资金奖励",
            [("认定的省级中心", "50万元"), ("市级中心", "30万元")],
        ),
        (
            "东城区、西城区和南山县分别新增学位3000个、2000个、1500个",
            [("东城区新增学位", "3000个"), ("西城区新增学位", "2000个"), ("南山县新增学位", "1500个")],
        ),
        ("覆盖率、入网率分别达到80%和90%", [("覆盖率", "80%"), ("入网率", "90%")]),
        (
            "小学、初中和高中巩固率分别达到99%、98%和93%",
            [("小学巩固率", "99%"), ("初中巩固率", "98%"), ("高中巩固率", "93%")],
        ),
    ],
)
def test_every_figure_has_its_own_item_and_what_all_share(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(q.subject_in(text), q.span.of(text)) for q in find_quantities(text)] == expected


def test_a_unit_said_once_is_that_of_every_figure() -> None:
    first, second = find_quantities("风电、光伏装机分别达到18、26万千瓦")
    assert (first.low, first.unit, second.low, second.unit) == (Decimal(180_000), "千瓦", Decimal(260_000), "千瓦")


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("出租车新能源占比", 1),
        ("公交车新能源占比", 0),
        ("公交车和出租车新能源占比", None),
        ("约定的新能源汽车占比", None),
        ("", None),
    ],
)
def test_a_short_form_names_its_item(said: str, named: int | None) -> None:
    assert named_item(said, ("公交车", "出租汽车(含网约车)"), "新能源汽车占比") == named


def test_a_single_character_of_a_longer_item_does_not_name_it() -> None:
    assert named_item("宜春市人均住房面积", ("城市", "农村"), "人均住房面积") is None
    assert named_item("二类用地", ("一类", "二类"), "用地") == 1

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.recognizers.dates import dates_in
from index.recognizers.frequencies import frequencies_in
from index.recognizers.governing import Setting
from index.recognizers.numbers import find_literals
from index.recognizers.periods import PeriodKind, find_periods
from index.recognizers.quantities import find_quantities
from index.recognizers.quantity import Bound, Change, Quantity
from index.recognizers.units import Kind


def only(text: str) -> Quantity:
    (quantity,) = find_quantities(text)
    return quantity


def shown(text: str) -> list[str]:
    return [q.display.of(text) for q in find_quantities(text)]


def subjects(text: str) -> list[str | None]:
    return [q.subject.of(text) if q.subject else None for q in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "kind"),
    [
        ("比例达到50%", "50", "50", "%", Kind.SHARE),
        ("比例达到百分之五十", "50", "50", "%", Kind.SHARE),
        ("比例达到百分之三点五", "3.5", "3.5", "%", Kind.SHARE),
        ("装机达到80万千瓦", "800000", "800000", "千瓦", Kind.POWER),
        ("装机达到五十万千瓦", "500000", "500000", "千瓦", Kind.POWER),
        ("装机达到300MW", "300", "300", "MW", Kind.POWER),
        ("装机达到300mw", "300", "300", "mw", Kind.POWER),
        ("用量达到1.3亿吨", "130000000", "130000000", "吨", Kind.MASS),
        ("产值达到1,200亿元", "120000000000", "120000000000", "元", Kind.MONEY),
        ("用电达到5千瓦时", "5", "5", "千瓦时", Kind.ENERGY),
        ("浓度降到35微克/立方米", "35", "35", "微克/立方米", Kind.MASS),
        ("利用三个月时间", "3", "3", "个月", Kind.TIME),
        ("培育30-50家企业", "30", "50", "家", Kind.COUNT),
        ("培育2—3条产业链", "2", "3", "条", Kind.COUNT),
        ("占比达到20%-30%", "20", "30", "%", Kind.SHARE),
        ("规模翻一番", "2", "2", "倍", Kind.MULTIPLE),
        ("规模翻两番", "4", "4", "倍", Kind.MULTIPLE),
        ("使用比例降低20个百分点", "20", "20", "个百分点", Kind.POINTS),
        ("电能利用效率不超过1.3。", "1.3", "1.3", "", Kind.NUMBER),
    ],
)
def test_values_and_units(text: str, low: str, high: str, unit: str, kind: Kind) -> None:
    quantity = only(text)
    assert (quantity.low, quantity.high, quantity.unit, quantity.kind) == (Decimal(low), Decimal(high), unit, kind)


@pytest.mark.parametrize(
    "text",
    [
        "推进电厂5、6号机组建设",
        "依据《评价标准》(gb/t 50378-2019)新要求",
        "围绕“6+3+x”产业体系",
        "推动5g、物联网应用",
        "根据国发〔2021〕33号文件",
        "根据发改办[2021]33号文件",
        "2023年1月6日印发",
        "于9月6日前报送,每月22日前更新",
        "(2023年12月至2024年6月)",
        "第三方、第二十条",
        "二氧化碳排放",
        "三元正极材料",
        "二星级绿色建筑",
        "党的二十大精神",
        "一个地区、一批项目、一体化",
        "3.因地制宜发展",
        "细颗粒物(pm2.5)治理",
        "《2022-2025年改造方案》",
        "百万千瓦级基地、千乡万村行动",
        "万元产值用水",
    ],
)
def test_not_quantities(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(
    ("text", "display", "bound"),
    [
        ("容量达到280万千瓦以上。", "280万千瓦以上", Bound.AT_LEAST),
        ("比例不低于70%。", "不低于70%", Bound.AT_LEAST),
        ("比例大于8%,", "大于8%", Bound.AT_LEAST),
        ("至少建设3座", "至少建设3座", Bound.EXACT),
        ("排放量每万平方米不高于300吨", "不高于300吨", Bound.AT_MOST),
        ("漏损率力争控制在9%以内", "9%以内", Bound.AT_MOST),
        ("漏损率低于10%", "低于10%", Bound.AT_MOST),
        ("占比达到15%左右", "15%左右", Bound.ABOUT),
        ("产值约300亿元", "约300亿元", Bound.ABOUT),
        ("产值达300亿元", "300亿元", Bound.EXACT),
    ],
)
def test_bounds(text: str, display: str, bound: Bound) -> None:
    quantity = only(text)
    assert quantity.bound is bound
    assert quantity.display.of(text) == (display if bound is not Bound.EXACT else quantity.span.of(text))


@pytest.mark.parametrize(
    ("text", "display", "change", "base"),
    [
        ("能耗比2020年下降14.5%", "下降14.5%", Change.FALL, 2020),
        ("能耗较2020年降低20%以上", "降低20%以上", Change.FALL, 2020),
        ("与2005年相比,排放下降不低于65%", "下降不低于65%", Change.FALL, None),
        ("占gdp比重下降到14%左右", "14%左右", Change.LEVEL, None),
        ("占比降至5%以下", "5%以下", Change.LEVEL, None),
        ("比重提高到25%", "25%", Change.LEVEL, None),
        ("能效比2020年提升20%", "提升20%", Change.RISE, 2020),
        ("增加值年均增长7%左右", "年均增长7%左右", Change.RISE, None),
        ("覆盖率达到50%", "50%", Change.LEVEL, None),
    ],
)
def test_changes_and_levels(text: str, display: str, change: Change, base: int | None) -> None:
    quantity = only(text)
    assert (quantity.display.of(text), quantity.change, quantity.base_year) == (display, change, base)


def test_one_period_governs_a_list_and_the_next_sentences() -> None:
    text = "到2025年,甲产值达到3亿元,乙产值达到5亿元。丙产值达到7亿元。到2030年,甲产值达到9亿元。"
    years = [(q.period.last if q.period else None, q.period_carried) for q in find_quantities(text)]
    assert years == [(2025, False), (2025, False), (2025, True), (2030, False)]


def test_a_base_year_never_governs() -> None:
    quantity = only("能耗较2020年下降9.5%左右")
    assert quantity.period is None
    assert quantity.base_year == 2020


def test_a_heading_may_govern() -> None:
    (period,) = find_periods("到2030年目标")
    (quantity,) = find_quantities("甲产值达到9亿元。", Setting(heading=period))
    assert quantity.period is period
    assert quantity.period_carried


def test_a_period_behind_the_figure() -> None:
    quantity = only("建成5座换电站的任务力争2027年前完成。")
    assert quantity.period is not None
    assert quantity.period.last == 2027


@pytest.mark.parametrize(
    ("text", "first", "last", "kind"),
    [
        ("到2025年,", 2025, 2025, PeriodKind.BY),
        ("2030年前达峰", 2030, 2030, PeriodKind.BY),
        ("到二〇三〇年", 2030, 2030, PeriodKind.BY),
        ("“十四五”期间", 2021, 2025, PeriodKind.DURING),
        ("“十五五”时期", 2026, 2030, PeriodKind.DURING),
        ("“十四五”后两年", 2024, 2025, PeriodKind.DURING),
        ("2021—2025年", 2021, 2025, PeriodKind.DURING),
        ("比2020年", 2020, 2020, PeriodKind.BASE),
        ("与2005年相比", 2005, 2005, PeriodKind.BASE),
        ("在2020年基础上", 2020, 2020, PeriodKind.BASE),
    ],
)
def test_periods(text: str, first: int, last: int, kind: PeriodKind) -> None:
    (period,) = find_periods(text)
    assert (period.first, period.last, period.kind) == (first, last, kind)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2025年,全市新型储能装机规模力争达到80万千瓦", ["新型储能装机规模"]),
        ("新建公共机构、新建厂房屋顶覆盖率力争达到50%", ["新建公共机构、新建厂房屋顶覆盖率"]),
        ("力争单位产值能耗较2020年降低12%", ["单位产值能耗"]),
        ("循环利用量达到4万吨,到2030年达到8万吨", ["循环利用量", "循环利用量"]),
        ("利用率保持在86%以上、力争达到90%", ["利用率", "利用率"]),
        ("公交车、出租车新能源占比分别达到72%、35%", ["公交车", "出租车新能源占比"]),
        ("甲、乙、丙和丁减排量分别达到1吨、2吨、3吨和4吨", ["甲", "乙", "丙", "丁减排量"]),
        ("单位面积能耗和人均能耗分别比2020年降低7%和8%", ["单位面积能耗", "人均能耗"]),
        ("创建5个示范园区、10个示范社区、30-50家示范单位", ["示范园区", "示范社区", "示范单位"]),
        ("新增绿色工厂10家、绿色企业12家、绿色园区1-2个", ["新增绿色工厂", "绿色企业", "绿色园区"]),
        ("实现城镇污泥100%无害化处置", ["城镇污泥"]),
        ("人口100万人以上的县绿色出行比例不低于70%", [None, "人口100万人以上的县绿色出行比例"]),
    ],
)
def test_subjects(text: str, expected: list[str | None]) -> None:
    found = subjects(text)
    assert len(found) == len(expected)
    assert [want is None or want == got for want, got in zip(expected, found, strict=True)] == [True] * len(found)


def test_dealt_figures_share_direction_and_base() -> None:
    first, second = find_quantities("单位面积能耗和人均能耗分别比2020年降低7%和8%")
    assert first.change is second.change is Change.FALL
    assert first.base_year == second.base_year == 2020


def test_years_are_dealt_out_too() -> None:
    found = find_quantities("到2025年和2030年,全市覆盖率分别达到40%、60%。")
    assert [q.period.last for q in found if q.period] == [2025, 2030]


@pytest.mark.parametrize(
    "text",
    [
        "全面改造65蒸吨/小时以上的燃煤锅炉",
        "淘汰35蒸吨/小时及以下燃煤锅炉",
        "能耗超过1万吨标准煤/年的数据中心全部纳入监测",
    ],
)
def test_figures_that_describe_a_noun(text: str) -> None:
    assert only(text).attributive


@given(st.text(alphabet="到至2025年30前,。、5%万千瓦达和分别比下降(“)”百之个家以上不低于十四五", max_size=40))
def test_any_text_gives_ordered_figures_inside_it(text: str) -> None:
    found = find_quantities(text)
    for quantity in found:
        assert (
            0 <= quantity.display.start <= quantity.span.start < quantity.span.end <= quantity.display.end <= len(text)
        )
        assert quantity.low <= quantity.high
        assert quantity.sentence.contains(quantity.span)
    for left, right in pairwise(found):
        assert left.span.end <= right.span.start


@given(st.text(max_size=60))
def test_any_unicode_is_read_without_error(text: str) -> None:
    assert all(literal.span.of(text) for literal in find_literals(text))
    find_quantities(text)


def test_bounds_that_touch_are_one_range() -> None:
    text = "拒不改正的,处五百元以上五千元以下的罚款"
    (fine,) = find_quantities(text)
    assert (fine.display.of(text), fine.low, fine.high, fine.kind) == ("五百元以上五千元以下", 500, 5000, Kind.MONEY)
    assert not fine.attributive
    assert fine.subject is not None
    assert fine.subject.of(text) == "罚款"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("属地街镇每月至少开展一次巡查", ["每月至少开展一次"]),
        ("一年两次,每半年一次", ["一年两次", "每半年一次"]),
        ("按季度调度", ["按季度"]),
        ("每个企业一套方案", []),
    ],
)
def test_frequencies(text: str, found: list[str]) -> None:
    assert [span.of(text) for span in frequencies_in(text)] == found


@pytest.mark.parametrize(
    ("text", "shown", "hours"),
    [
        ("小学上午上课时间不早于8:20,课后再说", "不早于8:20", Decimal(25) / 3),
        ("营业时间至22:00", "22:00", Decimal(22)),
        ("每日17时30分前清运", "17时30分", Decimal("17.5")),
    ],
)
def test_times_of_day(text: str, shown: str, hours: Decimal) -> None:
    (quantity,) = find_quantities(text)
    assert quantity.figure.of(text) == shown
    assert quantity.kind is Kind.CLOCK
    assert float(quantity.low) == pytest.approx(float(hours))


def test_a_ratio_is_no_time_of_day() -> None:
    assert not [q for q in find_quantities("师生比不低于1:15") if q.kind is Kind.CLOCK]


def test_years_of_the_republic() -> None:
    text = "中华民国113年4月22日核定,自民国一百一十五年起施行"
    assert [period.last for period in find_periods(text)] == [2024, 2026]
    assert [day.of(text) for day in dates_in(text)][:1] == ["中华民国113年4月22日"]


@pytest.mark.parametrize(
    ("text", "display", "low", "high", "unit"),
    [
        ("最迟不超过4个小时上报", "不超过4个小时", "4", "4", "个小时"),
        ("年满22周岁", "22周岁", "22", "22", "周岁"),
        ("每年培训不少于12个学时。", "不少于12个学时", "12", "12", "个学时"),
        ("冷库温度不高于零下18摄氏度。", "不高于零下18摄氏度", "-18", "-18", "摄氏度"),
        ("气温零下二十度", "零下二十度", "-20", "-20", "度"),
        ("温度控制在-18°C以下", "-18°C以下", "-18", "-18", "°C"),
        ("温度保持在-5°C~10°C之间。", "-5°C~10°C", "-5", "10", "°C"),
        ("误差不超过±5%。", "不超过±5%", "-5", "5", "%"),
        ("见习期限为3个月至6个月。", "3个月至6个月", "3", "6", "个月"),
        ("处五万元到十万元罚款", "五万元到十万元", "50000", "100000", "元"),
    ],
)
def test_a_figure_is_whole_with_its_unit_its_sign_and_both_ends(
    text: str, display: str, low: str, high: str, unit: str
) -> None:
    quantity = only(text)
    assert quantity.display.of(text) == display
    assert (quantity.low, quantity.high, quantity.unit) == (Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize(
    ("text", "value"),
    [("培训500多人", 500), ("投入80多亿元", 8_000_000_000), ("建成五百多个", 500), ("惠及两千余户", 2000)],
)
def test_more_than_a_round_number_is_at_least_that(text: str, value: int) -> None:
    quantity = only(text)
    assert (quantity.low, quantity.bound) == (value, Bound.AT_LEAST)


@pytest.mark.parametrize(
    ("text", "value"), [("每户补助二万五。", 25_000), ("一次性奖励三百五。", 350), ("罚款500。", 500)]
)
def test_what_is_granted_or_fined_is_money_also_without_a_unit(text: str, value: int) -> None:
    quantity = only(text)
    assert (quantity.low, quantity.kind) == (value, Kind.MONEY)


def test_a_formula_states_what_comes_out_of_it_and_nothing_that_goes_in() -> None:
    text = "月计薪天数=(365天-104天)÷12月=21.75天。"
    quantity = only(text)
    assert quantity.subject is not None
    assert (quantity.subject.of(text), quantity.display.of(text)) == ("月计薪天数", "21.75天")


@pytest.mark.parametrize("text", ["手术人次/出院人次×100%。", "满意率=满意数÷总数×100%。", "得分=完成数*100%"])
def test_a_factor_of_a_formula_is_no_figure(text: str) -> None:
    assert not find_quantities(text)


def test_the_sides_of_a_thing_are_figures_and_no_factors() -> None:
    assert shown("号牌规格为480毫米×140毫米,7天×24小时响应") == ["480毫米", "140毫米", "7天", "24小时"]


def test_what_moves_from_one_value_to_another_is_no_range() -> None:
    assert len(shown("补助标准从30元到50元")) == 2

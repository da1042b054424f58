"""Which year governs a figure: the nearest, and none rather than a wrong one."""

from __future__ import annotations

import pytest

from index.recognizers.governing import Setting, setting_of
from index.recognizers.periods import PeriodKind, find_periods
from index.recognizers.quantities import find_quantities


def years(text: str, setting: Setting | None = None) -> list[int | None]:
    return [q.period.last if q.period else None for q in find_quantities(text, setting)]


def under(path: tuple[str, ...], title: str = "", year: int | None = None) -> int | None:
    (found,) = years("新增就业2万人以上。", setting_of(path, title, year))
    return found


def test_relative_words_are_years_of_the_document_and_the_nearest_counts() -> None:
    text = "去年,全市新增就业2.1万人。比前年多增0.3万人。前年新增就业1.8万人。今年新增2.4万人,明年力争2.6万人。"
    assert years(text, Setting(year=2023)) == [2022, 2022, 2021, 2023, 2024]


def test_relative_words_of_an_undated_document_give_no_year_and_hide_the_others() -> None:
    assert years("2020年新增1万人,去年新增2.1万人。", Setting(heading=find_periods("2025年")[0])) == [2020, None]


def test_a_relative_word_comes_before_the_heading() -> None:
    (heading,) = find_periods("2024年总体要求")
    assert years("去年新增就业1万人。", Setting(year=2024, heading=heading)) == [2023]


def test_an_earlier_sentence_comes_before_the_heading_and_the_heading_before_the_title() -> None:
    (heading,) = find_periods("2025年目标")
    (title,) = find_periods("2021年工作要点")
    assert years("到2030年达到9亿元。其中工业5亿元。", Setting(heading=heading, title=title)) == [2030, 2030]
    assert years("工业产值5亿元。", Setting(heading=heading, title=title)) == [2025]
    assert years("工业产值5亿元。", Setting(title=title)) == [2021]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“十四五”期间新增造林", PeriodKind.DURING),
        ("到“十四五”末达到50%", PeriodKind.DURING),
        ("“十四五”规划期内", PeriodKind.DURING),
        ("十四五新增造林面积三万亩", PeriodKind.DURING),
        ("第十四个五年规划期间", PeriodKind.DURING),
        ("实现“十四五”规划目标任务", PeriodKind.NAME),
        ("“十四五”能源发展规划", PeriodKind.NAME),
        ("“十四五”开局之年", PeriodKind.NAME),
        ("第十四个五年规划和目标", PeriodKind.NAME),
    ],
)
def test_a_plan_gives_years_as_an_adjunct_of_time_and_not_where_it_is_mentioned(text: str, kind: PeriodKind) -> None:
    (period,) = find_periods(text)
    assert (period.kind, period.first, period.last) == (kind, 2021, 2025)


def test_a_plan_that_is_mentioned_leaks_no_year_into_what_follows() -> None:
    text = "今年是实现“十四五”规划目标任务的关键一年。今年主要预期目标是:新增就业2万人以上;能耗降低2.5%左右。"
    assert years(text, Setting(year=2024))[-2:] == [2024, 2024]
    assert years("这是落实“十四五”规划的要求。新增就业2万人以上。") == [None]


@pytest.mark.parametrize(
    ("path", "title", "year", "governing"),
    [
        (("二、2024年总体要求",), "政府工作报告", 2024, 2024),
        (("二、今年工作安排",), "政府工作报告", 2023, 2023),
        (("一、过去五年工作回顾",), "2023年工作要点", 2023, None),
        (("一、发展现状",), "2023年工作要点", 2023, None),
        ((), "关于2021年图书馆闭馆安排的通知", 2020, 2021),
        ((), "云州市“十四五”就业规划", 2021, 2025),
        ((), "2013年政府工作报告", 2013, None),
        ((), "就业促进办法(2022年修订)", 2022, None),
        ((), "令(2026年第10号)就业规定", 2026, None),
        ((), "“九五”计划和2010年远景目标纲要", 1996, None),
        ((), "2030年前就业行动方案", 2021, None),
    ],
)
def test_what_stands_over_a_paragraph_governs_what_is_of_no_year_itself(
    path: tuple[str, ...], title: str, year: int, governing: int | None
) -> None:
    assert under(path, title, year) == governing


@pytest.mark.parametrize(
    "text",
    [
        "全市已建成站点20个。",
        "目前站点达到20个。",
        "给予20万元奖励。",
        "应当在20个工作日内办结。",
        "投资20万元以上的项目,应当备案。",
        "2019年完成50个。其中东区20个。",
    ],
)
def test_what_is_so_already_and_what_a_rule_grants_or_limits_is_not_of_the_year_of_the_title(text: str) -> None:
    (title,) = find_periods("2023年工作要点")
    assert years(text, Setting(year=2023, title=title))[-1] in (None, 2019)


def test_the_value_that_something_starts_from_is_of_the_year_beside_it() -> None:
    (heading,) = find_periods("2025年目标")
    assert years("占比由2019年的34%上升。", Setting(heading=heading)) == [2019]

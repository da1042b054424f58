"""Years and periods: questions, texts and tables read them by one grammar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.recognizers.dates import dates_in, days_in, find_dates
from index.recognizers.document_numbers import year_of_number
from index.recognizers.periods import (
    PeriodKind,
    find_periods,
    plan_label,
    plan_years,
    plans_in,
    years_in,
)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("到2025年新型储能装机目标", (2025,)),
        ("宜春2025新型储能", (2025,)),
        ("2021-2025年的任务", (2021, 2025)),
        ("二〇三〇年前碳达峰", (2030,)),
        ("民国114年", (2025,)),
        ("what must be reached by 2030?", (2030,)),
        ("襄政发〔2024〕5号说什么", ()),
        ("建设2000个充电桩", ()),
        ("install 2000 MW of wind", ()),
        ("降到2025.6吨", ()),
        ("十四五期间的目标", (2021, 2022, 2023, 2024, 2025)),
        ("the 14th Five-Year Plan", (2021, 2022, 2023, 2024, 2025)),
        ("the fifteenth five-year plan", (2026, 2027, 2028, 2029, 2030)),
        ("第二十五条规定了什么", ()),
        ("十五个部门", ()),
        ("云桥1999专线几秒接通", ()),
        ("the 1999 hotline", ()),
        ("拨打1999", ()),
        ("要求是什么,2026年达到多少", (2026,)),
        ("", ()),
    ],
)
def test_years(text: str, years: tuple[int, ...]) -> None:
    assert years_in(text) == years


@given(st.integers(10, 19))
def test_a_plan_is_found_by_its_label(plan: int) -> None:
    assert plans_in(f"“{plan_label(plan)}”规划") == (plan,)
    assert years_in(f"{plan_label(plan)}时期") == tuple(plan_years(plan))


def test_the_plans_follow_one_another() -> None:
    assert [plan_years(plan)[0] for plan in (13, 14, 15)] == [2016, 2021, 2026]


@given(st.text(max_size=200))
def test_any_text_gives_ascending_years(text: str) -> None:
    years = years_in(text)
    assert list(years) == sorted(set(years))
    assert all(1900 <= year < 2100 for year in years)


# What the reader of questions and the reader of texts used to disagree on.
@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1945年", 1945, 1945),
        ("1898年", 1898, 1898),
        ("2100年", 2100, 2100),
        ("十四五新增造林", 2021, 2025),
        ("十五五规划", 2026, 2030),
        ("十四五年均增速", 2021, 2025),
        ("二〇三〇年", 2030, 2030),
        ("二○三○年", 2030, 2030),
        ("民国114年", 2025, 2025),
        ("民国一百一十四年", 2025, 2025),
        ("114年6月", 2025, 2025),
        ("民国元年", 1912, 1912),
        ("the 14th Five-Year Plan", 2021, 2025),
        ("“十四五”前两年", 2021, 2022),
        ("“十四五”后三年", 2023, 2025),
    ],
)
def test_a_question_and_a_text_name_the_same_years(text: str, first: int, last: int) -> None:
    (period,) = find_periods(text)
    assert (period.first, period.last) == (first, last)
    assert {years_in(text)[0], years_in(text)[-1]} == {first, last}


@pytest.mark.parametrize("text", ["十四五个部门", "二十四五岁", "十五分钟", "第十四五条", "十四五万人", "二十五条"])
def test_numbers_are_no_plans(text: str) -> None:
    assert find_periods(text, bare=True) == ()


def test_a_bare_number_is_a_year_only_where_the_caller_says_so() -> None:
    assert find_periods("装机2025达标") == ()
    assert [p.last for p in find_periods("装机2025达标", bare=True)] == [2025]


def test_years_in_titles_are_names_unless_the_caller_says_otherwise() -> None:
    text = "按《2030年前碳达峰行动方案》(国发〔2021〕23号)"
    assert find_periods(text) == ()
    assert [p.last for p in find_periods(text, titles=True)] == [2030]
    assert year_of_number("国发〔2021〕23号") == 2021


@pytest.mark.parametrize(
    ("text", "first", "last", "kind"),
    [
        ("民国113年至116年", 2024, 2027, PeriodKind.DURING),
        ("from 2021 to 2025", 2021, 2021, PeriodKind.BASE),
        ("by 2030", 2030, 2030, PeriodKind.BY),
        ("compared with 2020", 2020, 2020, PeriodKind.BASE),
        ("是2010年的2.2倍", 2010, 2010, PeriodKind.BASE),
        ("2021-2025", 2021, 2025, PeriodKind.DURING),
    ],
)
def test_how_a_year_stands(text: str, first: int, last: int, kind: PeriodKind) -> None:
    period = find_periods(text, bare=True)[0]
    assert (period.first, period.last, period.kind) == (first, last, kind)


def test_five_year_plans_end_on_a_year_divisible_by_five() -> None:
    assert [plan_years(ordinal)[-1] for ordinal in (10, 13, 20)] == [2005, 2020, 2055]


def test_a_day_is_the_same_in_digits_and_in_han_numerals() -> None:
    for text in ("2025年3月15日", "二〇二五年三月十五日", "民国114年3月15日"):
        assert [value for value, _ in find_dates(text)] == ["2025-03-15"]
        assert [(day.month, day.day) for day in days_in(text)] == [(3, 15)]
        assert [span.of(text) for span in dates_in(text)] == [text]
        assert [period.last for period in find_periods(text)] == [2025]


def test_months_that_are_counted_are_no_dates() -> None:
    assert days_in("13月、3个月、月数3月数") == ()

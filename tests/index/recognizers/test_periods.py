"""The years that questions name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.recognizers.periods import plan_label, plan_years, plans_in, years_in


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

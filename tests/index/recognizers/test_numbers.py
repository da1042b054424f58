"""Numerals: one value whoever reads them, and what an estimate or a range comes to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.recognizers.numbers import chinese_number, find_literals, han_number
from index.recognizers.units import Kind, base_of, kind_of, unscaled


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三百零五", 305),
        ("三百五", 350),
        ("一百零五", 105),
        ("一万二", 12_000),
        ("一万零二", 10_002),
        ("两千五百", 2_500),
        ("一百九十万零三千", 1_903_000),
        ("廿一", 21),
        ("卅", 30),
        ("二百廿五", 225),
        ("參拾", 30),
        ("五十万", 500_000),
        ("一千二百万", 12_000_000),
        ("三亿五千万", 350_000_000),
        ("三万亿", 3_000_000_000_000),
        ("二〇二五", 2025),
        ("两", 2),
        ("三点五", Decimal("3.5")),
        ("壹拾贰", 12),
        ("万", None),
        ("百万", None),
        ("", None),
        ("第一", None),
    ],
)
def test_chinese_numbers(text: str, value: int | Decimal | None) -> None:
    assert chinese_number(text) == value


_DIGIT, _PLACE = "零一二三四五六七八九", ["", "十", "百", "千"]


def _written(number: int) -> str:
    """Numbers below 10,000 as they are spoken, by the textbook rule (zeros once, none at the end)."""
    out, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            out += ("零" if zero and out else "") + _DIGIT[digit] + _PLACE[place]
        zero = not digit
    return out


@given(st.integers(min_value=1, max_value=9999))
def test_chinese_numbers_round_trip(number: int) -> None:
    assert chinese_number(_written(number)) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("一千二百六十", 1260),
        ("廿一", 21),
        ("二〇", 20),
        ("參", 3),
        ("拾貳", 12),
        ("１２", 12),
    ],
)
def test_han_numbers(text: str, value: int) -> None:
    assert han_number(text) == value


def test_han_number_refuses_words() -> None:
    with pytest.raises(ValueError, match="not a number"):
        han_number("第一")


def _spelled(n: int) -> str:
    """Write 1..999 as official texts do (十二, 一百零三, 三百二十)."""
    hundreds, tens, ones = n // 100, n // 10 % 10, n % 10
    text = f"{_DIGIT[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGIT[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGIT[ones] if ones else "")


@given(st.integers(1, 999))
def test_han_numbers_round_trip(n: int) -> None:
    assert han_number(_spelled(n)) == n


@given(st.integers(1, 999))
def test_both_readers_of_numerals_agree(n: int) -> None:
    assert han_number(_spelled(n)) == chinese_number(_spelled(n)) == n


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("两三成", 2, 3),
        ("两三百家", 200, 300),
        ("七八十万人", 700_000, 800_000),
        ("十七八岁", 17, 18),
        ("三五年", 3, 5),
        ("三到五万人", 30_000, 50_000),
        ("十五至二十家", 15, 20),
        ("百分之五至百分之八", 5, 8),
        ("三成五", 35, 35),
        ("七成半", 75, 75),
        ("一个半月", "1.5", "1.5"),
        ("两年半", "2.5", "2.5"),
        ("翻了两番", 4, 4),
    ],
)
def test_estimates_and_ranges(text: str, low: int | str, high: int | str) -> None:
    (literal,) = find_literals(text)
    assert (literal.low, literal.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("text", ["统一到三", "二〇二五", "第三到第五", "十二五"])
def test_digits_that_follow_one_another_by_chance_are_no_estimate(text: str) -> None:
    assert all(literal.low == literal.high for literal in find_literals(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("80 万千瓦", "800 兆瓦"),
        ("800 兆瓦", "0.8 吉瓦"),
        ("1200 公顷", "12 平方公里"),
        ("2500 公斤", "2.5 公吨"),
        ("3 成", "30 %"),
        ("5 ‰", "0.5 %"),
        ("2 平方公尺", "2 m2"),
        ("1 GWh", "100 万度电"),
        ("4 hectares", "4 公顷"),
    ],
)
def test_equal_amounts_in_other_units_are_one_in_the_base_unit(one: str, other: str) -> None:
    def in_base(said: str) -> tuple[Decimal, str]:
        number, unit = said.split(" ")
        bare, scale = unscaled(unit)
        base, factor = base_of(bare)
        return Decimal(number) * scale * factor, base

    assert in_base(one) == in_base(other)


@pytest.mark.parametrize("unit", ["千瓦", "kWh", "公顷", "度电", "人次", "百分点", "tons", "TEU", "毫克/升"])
def test_a_unit_and_its_base_measure_the_same(unit: str) -> None:
    assert kind_of(base_of(unit)[0]) is kind_of(unit) is not Kind.NUMBER


def test_an_unknown_unit_is_its_own_base() -> None:
    assert base_of("园") == ("园", Decimal(1))
    assert kind_of("园") is Kind.NUMBER

"""The years that a text names: 2025年, "by 2030", 二〇三〇年, 民国114年, 十四五 and the Fourteenth Five-Year Plan."""

from __future__ import annotations

import re

__all__ = ["plan_label", "plans_in", "years_in", "years_of_plan"]

_HAN_DIGITS = "零一二三四五六七八九"
_TO_DIGITS = str.maketrans("〇" + _HAN_DIGITS, "00123456789")

# A bare number in a year's range is a year unless a unit follows, it stands in a document number or a larger number, or
# it is dialled (1999专线, 热线1999).
_YEAR = re.compile(
    r"(?<![\d〔\[])(?<!\d[.,])(?<!专线)(?<!热线)(?<!电话)(?<!拨打)(?<!hotline )(?<!dial )(?<!dialling )"
    r"((?:19[5-9]|20\d)\d)(?![\d.,]*\d|\s*[%‰〕\]])"
    r"(?!\s*(?:\w{0,4}[专热]线|电话|号码|(?:\w+ )?(?:hotline|helpline|phone)))"
    r"(?!\s*[个家座公里平米万亿千百余多台辆吨户人次元度瓦立处套名亩所条项只件]|\s*(?:[kmg]w|km|m2|t\b|tons?\b|million|billion))",
    re.IGNORECASE,
)
_HAN_YEAR = re.compile(rf"([一二][〇{_HAN_DIGITS}]{{3}})(?=年)")
_ROC_YEAR = re.compile(r"(?:民[国國]|\broc(?: year)?)\s*(\d{2,3})(?!\d)", re.IGNORECASE)

# 十四五, but not the number 十五 nor 二十五条: a plan's ordinal is 十 to 二十 and nothing that is counted follows.
_PLAN = re.compile(
    rf"(?<![{_HAN_DIGITS}十百千第])(十[{_HAN_DIGITS[1:]}]?)五(?![{_HAN_DIGITS}十百千万亿年个月日天届号条款项章节岁元%])"
)
# fmt: off
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)
# fmt: on
_PLAN_ENGLISH = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)|({'|'.join(_ORDINALS)}))\s+(?:five|5)[\s-]*year", re.IGNORECASE
)


def years_of_plan(ordinal: int) -> range:
    """The five years of China's national plan of that number: 14 → 2021 to 2025 (no gap since the third, of 1966)."""
    return range(1966 + 5 * (ordinal - 3), 1966 + 5 * (ordinal - 3) + 5)


def plan_label(ordinal: int) -> str:
    """The Chinese short name of a plan: 14 → 十四五."""
    tens, units = divmod(ordinal, 10)
    ten = "十" if tens == 1 else f"{_HAN_DIGITS[tens]}十" if tens else ""
    return ten + (_HAN_DIGITS[units] if units else "") + "五"


def plans_in(text: str) -> tuple[int, ...]:
    """Ordinals of the five-year plans that a text names in Chinese or English, ascending."""
    found = {10 + (_HAN_DIGITS.index(label[1]) if len(label) > 1 else 0) for label in _PLAN.findall(text)}
    for digits, word in _PLAN_ENGLISH.findall(text):
        found.add(int(digits) if digits else _ORDINALS.index(word.lower()) + 1)
    return tuple(sorted(plan for plan in found if 3 <= plan <= 99))


def years_in(text: str) -> tuple[int, ...]:
    """Years that ``text`` (half-width digits) names, ascending; a five-year plan counts as each of its years."""
    years = {int(year) for year in _YEAR.findall(text)}
    years |= {int(year.translate(_TO_DIGITS)) for year in _HAN_YEAR.findall(text)}
    years |= {1911 + int(year) for year in _ROC_YEAR.findall(text)}
    for plan in plans_in(text):
        years.update(years_of_plan(plan))
    return tuple(sorted(year for year in years if 1900 <= year < 2100))

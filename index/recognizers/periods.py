"""Years and periods: the one place where a year is read, in running text, questions, headings and tables alike.

A year is written 2025年, 二〇二五年, 民国114年 or, where :func:`find_periods` is told so, as a bare number; a period as
2021-2025年, 十四五 or the 14th Five-Year Plan. All spans point into the (normalised) text given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from index.recognizers.document_numbers import names_in
from index.recognizers.numbers import chinese_number, han_number
from index.recognizers.units import UNIT_AFTER_CHINESE
from index.types import Span

__all__ = [
    "PLAN",
    "RELATIVE_YEARS",
    "YEAR",
    "Period",
    "PeriodKind",
    "find_periods",
    "plan_label",
    "plan_years",
    "plans_in",
    "republic_year",
    "year_of",
    "years_in",
]


class PeriodKind(str, Enum):
    """How a year stands in a sentence."""

    BY = "by"
    """到2025年, 2030年前, 2025年底, by 2030: a deadline."""
    DURING = "during"
    """“十四五”期间, 2021-2025年, 2023年: a stretch."""
    NAME = "name"
    """“十四五”规划: a plan that is mentioned, and nothing said of when."""
    BASE = "base"
    """比2020年, 较2005年, compared with 2020: what a change is measured against; never the year of a target."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of years, both ends included; a single year has ``first == last``. ``last`` is the target year.

    ``plan`` is the ordinal of the five-year plan that the period is, or lies in.
    """

    span: Span
    kind: PeriodKind
    first: int
    last: int
    plan: int | None = None


RELATIVE_YEARS = {
    "今年": 0, "本年": 0, "去年": -1, "上年": -1, "过去一年": -1, "前年": -2, "明年": 1, "后年": 2
}  # fmt: skip
"""Words that name a year by the one that is spoken in, and how many years from it."""

_REPUBLIC = 1911
"""The year of the Republic 0."""

_DIGITS = "零一二三四五六七八九"
_ZERO = "〇○Οo零"
_FOUR = r"(?<!\d)(?:1[89]|2[01])\d\d(?!\d)"
_HAN = rf"[一二][{_ZERO}八九]?[{_ZERO}{_DIGITS}]{{2,3}}"
_NAMED = r"(?:中华)?民国\s?(?:\d{2,3}|元|[一二三四五六七八九十百〇零]{1,6})"
# 114年6月: a year of three digits with its month is the Republic's.
_UNNAMED = r"(?<!\d)1[01]\d(?=\s?年\s?\d{1,2}\s?月)"
YEAR = rf"(?:{_FOUR}|{_HAN}|{_NAMED}|{_UNNAMED})"
"""A year as it is written in front of 年, as a regular expression; :func:`year_of` reads it."""

# A bare number in a year's range is a year unless a unit follows, it stands in a document number or a larger number, or
# it is dialled (1999专线, 热线1999).
_BARE = (
    r"(?:(?<![\d〔\[])(?<!\d[.,])(?<!专线)(?<!热线)(?<!电话)(?<!拨打)(?<!hotline )(?<!dial )(?<!dialling )"
    r"(?:19[5-9]|20\d)\d(?!\d|[.,]\d|\s*[%‰〕\]])"
    r"(?!\s*(?:\w{0,4}[专热]线|电话|号码|(?:\w+ )?(?:hotline|helpline|phone)))"
    rf"(?!\s*(?:[余多]|[万亿千百][^年]|(?:{UNIT_AFTER_CHINESE.pattern})(?!\w*[a-z])|tons?\b|tonnes?\b|t\b|[mb]illion))"
    r"|(?:民国|\broc(?:\ year)?)\s*\d{2,3}(?!\d))"
)
PLAN = rf"[“\"]?[二三四]?十?[{_DIGITS[1:]}]?五[”\"]?"
"""A five-year plan as it is called between other words (十四五, 九五), as a regular expression."""

_PLAN = re.compile(
    rf"(?<![{_DIGITS}十百千第])[“\"'‘「]?(?P<ten>[二三四]?十)(?P<five>[一二三四五六七八九]?)五"
    r"(?:[”\"'’」]|(?=期间|时期|规划|末|以来)"
    rf"|(?<=(?<![二三四])十[一二三四五六七八九]五)(?!(?!年均)(?:[{_DIGITS}十百千万亿月号届款章岁分%-]|{UNIT_AFTER_CHINESE.pattern})))"
    r"(?P<adjunct>(?:规划|计划)?期(?:间|内|末)|期间|时期|以来|末期|期末|末)?(?:前(?P<earlier>[一二两三四])年|后(?P<later>[一二两三四])年)?"
)
_PLAN_QUOTED = re.compile(
    r"[“\"‘「](?P<ordinal>[六七八九])五[”\"’」](?P<adjunct>(?:计划)?期(?:间|内|末)|时期|以来|末)?"
)
_PLAN_COUNTED = re.compile(
    r"第(?P<ordinal>[一二三四五六七八九十]{1,3})个五年(?:规划|计划)?(?P<adjunct>期(?:间|内|末)|期间|时期|以来|末期|末)?"
)
_MENTIONED = re.compile(r"[”\"'’」]?(?:[^,;:。\d(《]{0,14}?(?:规划|计划(?!生育)|纲要)(?!期)|开局|收官|之年|首年|蓝图)")
"""What stands behind a plan that is named as a thing, and not as the time of something."""

_FIRST_REGULAR = 6
"""The first plan that years can be told of by its number and that is still spoken of."""

# fmt: off
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)
# fmt: on
_PLAN_ENGLISH = re.compile(
    rf"\b(?:(?P<digits>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINALS)}))\s+(?:five|5)[\s-]*year(?:\s+plan)?",
    re.IGNORECASE,
)
_LINK = r"\s*(?:-|–|—|―|~|～|至|到)+\s*"
_BASE = r"(?:(?<![占对])比|较|与|以|同|在|相比于?|相较于?|对比)"
_BASE_ENGLISH = r"\b(?:from|compared (?:with|to)|relative to|against|than(?: in)?|over|versus|vs\.?)\s+"
_BY = r"(?:到|至|截至|截止|力争|争取|于|在)"
_END = r"(?:底前|末前|年底前|底|末|前|之前|以前)"
_BASE_AFTER = re.compile(
    r"(?:年|水平|同期)?(?:相比|为基|基础上|基准|的基数|水平上)"
    r"|(?:同期)?的(?:[\d.]+|[一二两三四五六七八九十]+)倍"
)
_NO_BASE_ALONE = ("在", "以", "与", "同")


def plan_years(ordinal: int) -> range:
    """Return the five years of China's national plan of that number: 14 → 2021 to 2025 (no gap since the third)."""
    last = 1955 + 5 * ordinal
    return range(last - 4, last + 1)


def plan_label(ordinal: int) -> str:
    """Return the Chinese short name of a plan: 14 → 十四五."""
    tens, units = divmod(ordinal, 10)
    ten = "十" if tens == 1 else f"{_DIGITS[tens]}十" if tens else ""
    return ten + (_DIGITS[units] if units else "") + "五"


def plans_in(text: str) -> tuple[int, ...]:
    """Return the ordinals of the five-year plans that a text names in Chinese or English, ascending."""
    return tuple(sorted({p.plan for p in find_periods(text, titles=True) if p.plan is not None}))


def republic_year(count: str) -> int:
    """Return the common era's year for one of the Republic (113, 一百一十三: 2024). Raises ValueError for no number."""
    return _REPUBLIC + (1 if count == "元" else han_number(count))


def year_of(written: str) -> int | None:
    """Return the year that ``written`` (what :data:`YEAR` matches) names, None when it is no year."""
    text = written.strip()
    before, republic, count = re.sub(r"^roc(?: year)?", "民国", text, flags=re.IGNORECASE).partition("民国")
    if republic and before in ("", "中华"):
        return republic_year(count.strip())
    if text.isdecimal():
        return republic_year(text) if len(text) == 3 else int(text)
    value = chinese_number(re.sub(f"[{_ZERO}]", "〇", text))
    return int(value) if value is not None and 1800 <= value < 2200 else None


def find_periods(text: str, *, bare: bool = False, titles: bool = False) -> tuple[Period, ...]:
    """Return the years and periods that ``text`` states, from left to right, without overlaps.

    ``bare`` takes numbers without 年 for years, too: in questions, headings and English. Years inside document titles
    (《2030年前碳达峰行动方案》) are names, unless ``titles``; those of document numbers (〔2021〕33号) always are.
    """
    named = names_in(text, titles=not titles)
    found = [*_plans(text), *_stretches(text, bare), *_single_years(text, bare)]
    found.sort(key=lambda p: (p.span.start, -p.span.end))
    kept: list[Period] = []
    for period in found:
        if not any(n.contains(period.span) for n in named) and not (kept and kept[-1].span.overlap(period.span)):
            kept.append(period)
    return tuple(kept)


def years_in(text: str) -> tuple[int, ...]:
    """Return the years that ``text`` names anywhere but in document numbers, ascending; bare numbers count.

    Of a stretch the first and the last year count, of a five-year plan each of its years.
    """
    years: set[int] = set()
    for period in find_periods(text, bare=True, titles=True):
        years.update((period.first, period.last))
        if period.plan is not None:
            years.update(range(period.first, period.last + 1))
    return tuple(sorted(years))


def _plans(text: str) -> list[Period]:
    found = []
    for match in _PLAN.finditer(text):
        tens = 10 if len(match["ten"]) == 1 else 10 * _DIGITS.index(match["ten"][0])
        ordinal = tens + (_DIGITS.index(match["five"]) if match["five"] else 0)
        first, last = plan_years(ordinal)[0], plan_years(ordinal)[-1]
        if match["earlier"]:
            last = first + han_number(match["earlier"]) - 1
        if match["later"]:
            first = last - han_number(match["later"]) + 1
        timed = match["adjunct"] or match["earlier"] or match["later"] or not _MENTIONED.match(text, match.end())
        kind = PeriodKind.DURING if timed else PeriodKind.NAME
        found.append(Period(Span(*match.span()), kind, first, last, ordinal))
    for match in (*_PLAN_COUNTED.finditer(text), *_PLAN_QUOTED.finditer(text)):
        ordinal = han_number(match["ordinal"])
        if ordinal >= _FIRST_REGULAR:
            timed = match["adjunct"] or (match.re is _PLAN_QUOTED and not _MENTIONED.match(text, match.end()))
            kind = PeriodKind.DURING if timed else PeriodKind.NAME
            first, last = plan_years(ordinal)[0], plan_years(ordinal)[-1]
            found.append(Period(Span(*match.span()), kind, first, last, ordinal))
    for match in _PLAN_ENGLISH.finditer(text):
        ordinal = int(match["digits"]) if match["digits"] else _ORDINALS.index(match["word"].lower()) + 1
        if ordinal >= _FIRST_REGULAR:
            years = plan_years(ordinal)
            found.append(Period(Span(*match.span()), PeriodKind.DURING, years[0], years[-1], ordinal))
    return found


def _stretches(text: str, bare: bool) -> list[Period]:
    found = []
    for match in _patterns(bare)[0].finditer(text):
        first, last = year_of(match["first"]), year_of(_of_one_era(match["first"], match["last"]))
        if first and last and first <= last:
            found.append(Period(Span(*match.span()), PeriodKind.DURING, first, last))
    return found


def _of_one_era(first: str, last: str) -> str:
    """Return the second year of 民国113年至116年 with the era of the first."""
    return f"民国{last}" if "民国" in first and last.isdecimal() and len(last) < 4 else last


def _single_years(text: str, bare: bool) -> list[Period]:
    found = []
    for match in _patterns(bare)[1].finditer(text):
        groups = match.groupdict()
        year = year_of(match["year"] or groups["bare"])
        if year is None:
            continue
        compared = _BASE_AFTER.match(text, match.end()) is not None
        base = compared or groups.get("from") or (match["base"] and match["base"] not in _NO_BASE_ALONE)
        deadline = match["end"] or groups.get("until") or match["by"] not in (None, "于", "在")
        kind = PeriodKind.BASE if base else PeriodKind.BY if deadline else PeriodKind.DURING
        found.append(Period(Span(*match.span()), kind, year, year))
    return found


@lru_cache(2)
def _patterns(bare: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a stretch and of a single year."""
    last = rf"(?P<last>{YEAR}|\d{{2,3}})年"
    stretch = rf"(?P<first>{YEAR})年?{_LINK}{last}"
    year = rf"(?P<year>{YEAR})\s*年(?P<end>{_END})?"
    base = rf"(?P<base>{_BASE}(?=\s*{YEAR}\s*年))"
    if bare:
        both = rf"(?:{YEAR}(?=\s*年)|{_BARE})"
        stretch = rf"(?<!from )(?P<first>{both})年?(?:{_LINK}|\s+to\s+)(?P<last>{both}|\d{{2,3}}(?=年))年?"
        year = rf"(?:{year}|(?P<bare>{_BARE}))"
        base = (
            rf"(?P<base>{_BASE}(?=\s*(?:{YEAR}\s*年|{_BARE})))"
            rf"|(?P<from>{_BASE_ENGLISH})|(?P<until>\b(?:by|until|before)\s+)"
        )
    single = rf"(?:(?:{base})\s*)?(?:(?P<by>{_BY})\s*)?{year}"
    return re.compile(stretch, re.IGNORECASE), re.compile(single, re.IGNORECASE)

"""Years, periods and dates of official text: what governs a figure, and what a question about "when" is answered with.

All spans point into the (normalised) text given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from index.recognizers.dates import republic_year
from index.recognizers.numbers import chinese_number
from index.types import Span

__all__ = ["Period", "PeriodKind", "dates_in", "find_periods", "frequencies_in", "plan_years", "years_in"]


class PeriodKind(str, Enum):
    """How a year stands in a sentence."""

    BY = "by"
    """到2025年, 2030年前, 2025年底: a deadline."""
    DURING = "during"
    """“十四五”期间, 2021-2025年, 2023年: a stretch."""
    BASE = "base"
    """比2020年, 较2005年: what a change is measured against; never the year of a target."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of years, both ends included; a single year has ``first == last``. ``last`` is the target year."""

    span: Span
    kind: PeriodKind
    first: int
    last: int


_YEAR = (
    r"(?:(?:19|20)\d\d|(?:中华)?民国\s?(?:\d{2,3}|[一二三四五六七八九十百〇零]{2,6})"
    r"|[一二][〇零九]?[〇零一二三四五六七八九]{2,3})"
)
_ORDINAL = {c: i for i, c in enumerate("零一二三四五六七八九十")}
_PLAN = re.compile(
    r"[“\"'‘「]?(?P<ten>[二三四]?十)(?P<five>[一二三四五六七八九]?)五(?:[”\"'’」]|(?=期间|时期|规划|末|以来))"
    r"(?:期间|时期|以来|末期|期末|末)?(?:前\S年|后(?P<later>[一二两三四])年)?"
)
_SPANNED = re.compile(rf"(?P<first>{_YEAR})年?\s*(?:-|–|—|~|～|至|到)+\s*(?P<last>{_YEAR})年")
_SINGLE = re.compile(
    rf"(?:(?P<base>(?:(?<![占对])比|较|与|以|同|在|相比于?|相较于?|对比)(?=\s*{_YEAR}\s*年))\s*)?"
    rf"(?:(?P<by>到|至|截至|截止|力争|争取|于|在)\s*)?"
    rf"(?P<year>{_YEAR})\s*年(?P<end>底前|末前|年底前|底|末|前|之前|以前)?"
)
_BASE_AFTER = re.compile(r"(?:年|水平|同期)?(?:相比|为基|基础上|基准|的基数|水平上)")
_NAME = re.compile(r"《[^《》]{0,80}》|[〔\[【(](?:19|20)\d\d[〕\]】)]\s*第?\d+\s*号")
_PART = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_MONTH = rf"{_PART}\s*月(?:\s*{_PART}\s*[日号])?"
_DAY = re.compile(
    rf"(?:{_YEAR}\s*年\s*(?:{_MONTH})?|\d{{1,2}}月(?:\d{{1,2}}[日号])?|\d{{1,2}}(?=(?:-|–|—|至)\d{{1,2}}月))"
    rf"(?:\s*(?:-|–|—|至|到)\s*(?:{_YEAR}\s*年\s*)?{_MONTH})?(?:底前|底|末|前|之前|以前|起)?"
)

_COUNT = r"(?:\d+|[一二两三四五六七八九十]+)"
_FREQUENCY = re.compile(
    rf"每隔?(?:{_COUNT}|半)?个?(?:年度?|季度?|月度?|周|星期|旬|[日天]|小时|学期|学年)[^,;:。、()\s]{{0,12}}?{_COUNT}(?:[-至到]{_COUNT})?[次遍回]"
    rf"|(?:{_COUNT}|半)个?(?:年|季度?|月|周|天)(?:内)?(?:至少|不少于)?{_COUNT}[次遍回]"
    rf"|按(?:年度?|季度?|月度?|周|[日天])|每隔?(?:{_COUNT}|半)?个?(?:年|季度?|月|周|[日天])(?=[^,;:。、()\s]{{2}})"
)


def plan_years(ten: str, five: str) -> tuple[int, int]:
    """Return the first and last year of the five-year plan written 十四五 (``ten`` "十", ``five`` "四").

    十五 itself (``five`` "") is 2001-2005: the plans are numbered from 1953 and every one since the sixth ends on
    a year divisible by five.
    """
    tens = 10 if len(ten) == 1 else _ORDINAL[ten[0]] * 10
    number = tens + (_ORDINAL[five] if five else 0)
    last = 1955 + 5 * number
    return last - 4, last


def _year(text: str) -> int | None:
    before, republic, number = text.partition("民国")
    if republic and before in ("", "中华"):
        return republic_year(number.strip())
    if text.isdecimal() and text.isascii():
        return int(text)
    value = chinese_number(text)
    return int(value) if value is not None and 1900 <= value < 2100 else None


def find_periods(text: str) -> tuple[Period, ...]:
    """Return the years and periods that ``text`` states, from left to right.

    Years inside document titles (《2030年前碳达峰行动方案》) and document numbers (〔2021〕33号) are names.
    """
    named = [Span(*m.span()) for m in _NAME.finditer(text)]
    found: list[Period] = []
    for match in _PLAN.finditer(text):
        first, last = plan_years(match["ten"], match["five"])
        if match["later"]:
            first = last + 1 - _ORDINAL.get(match["later"].replace("两", "二"), 2)
        found.append(Period(Span(*match.span()), PeriodKind.DURING, first, last))
    for match in _SPANNED.finditer(text):
        first_year, last_year = _year(match["first"]), _year(match["last"])
        if first_year and last_year and first_year <= last_year:
            found.append(Period(Span(*match.span()), PeriodKind.DURING, first_year, last_year))
    for match in _SINGLE.finditer(text):
        year = _year(match["year"])
        if year is None:
            continue
        span = Span(*match.span())
        base = bool(match["base"] or _BASE_AFTER.match(text, match.end()))
        if match["base"] in ("在", "以", "与", "同") and not _BASE_AFTER.match(text, match.end()):
            base = False
        deadline = match["end"] or match["by"] in ("到", "至", "截至", "截止", "力争", "争取")
        kind = PeriodKind.BASE if base else PeriodKind.BY if deadline else PeriodKind.DURING
        found.append(Period(span, kind, year, year))
    found.sort(key=lambda p: (p.span.start, -p.span.end))
    kept: list[Period] = []
    for period in found:
        if any(n.contains(period.span) for n in named) or (kept and kept[-1].span.overlap(period.span)):
            continue
        kept.append(period)
    return tuple(kept)


def years_in(text: str) -> frozenset[int]:
    """Return every target year that ``text`` states: base years are left out, of a stretch its last year counts."""
    return frozenset(p.last for p in find_periods(text) if p.kind is not PeriodKind.BASE)


def dates_in(text: str) -> tuple[Span, ...]:
    """Return the spans of calendar dates and deadlines (2023年1月6日, 2025年底前, 9月6日前) in ``text``."""
    return tuple(Span(*m.span()) for m in _DAY.finditer(text))


def frequencies_in(text: str) -> tuple[Span, ...]:
    """Return the spans that say how often (每月至少开展一次, 一年两次, 按季度) in ``text``."""
    return tuple(Span(*m.span()) for m in _FREQUENCY.finditer(text))

"""Dates as Chinese documents write them: 2023年12月6日, 二〇二三年十二月六日, 2023-12-06, 2023/12/6 8:30.

Years of the Republic too: 民国113年4月22日 and 113年4月22日 are 2024-04-22. Years are read by
:mod:`index.recognizers.periods`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.recognizers.numbers import han_number
from index.recognizers.periods import YEAR, year_of
from index.types import Span

__all__ = ["DAY_IN_TEXT", "Day", "dates_in", "days_in", "find_dates", "is_date", "month_and_day"]

_PART = r"(?:\d{1,2}|[一二三四五六七八九十〇零]{1,3})"
_DATE = re.compile(
    rf"(?P<y>{YEAR}) ?(?:年 ?(?P<m>{_PART}) ?月(?: ?(?P<d>{_PART}) ?日)?"
    r"|(?P<s>[-/.])(?P<m2>\d{1,2})(?P=s)(?P<d2>\d{1,2})(?!\d))"
)
DAY_IN_TEXT = r"\d{4}年\d{1,2}月\d{1,2}日"
"""A day in digits, as a regular expression for the lines that tell where a document comes from."""

_MONTH = rf"{_PART}\s*月(?:\s*{_PART}\s*[日号])?"
_SPOKEN = re.compile(
    rf"(?:{YEAR}\s*年\s*(?:{_MONTH})?|\d{{1,2}}月(?:\d{{1,2}}[日号])?|\d{{1,2}}(?=(?:-|–|—|至)\d{{1,2}}月))"
    rf"(?:\s*(?:-|–|—|至|到)\s*(?:{YEAR}\s*年\s*)?{_MONTH})?(?:底前|底|末|前|之前|以前|起)?"
)
_DAY = re.compile(rf"(?:{YEAR}\s*年\s*)?(?<!\d)(?P<month>{_PART})\s*月(?!数)(?:\s*(?P<day>{_PART})\s*[日号])?")
_CLOCK_OR_WEEKDAY = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|[( ](?:星期|周)[一二三四五六日天]\)?")


@dataclass(frozen=True, slots=True)
class Day:
    """A month of some year, and its day when one is named."""

    span: Span
    month: int
    day: int | None


def dates_in(text: str) -> tuple[Span, ...]:
    """Return the spans of calendar dates and deadlines (2023年1月6日, 2025年底前, 9月6日前) in normalised ``text``."""
    return tuple(Span(*m.span()) for m in _SPOKEN.finditer(text))


def days_in(text: str) -> tuple[Day, ...]:
    """Return the months and days that a normalised text names (3月5日, 三月五日, 2025年3月), whatever their year."""
    found = []
    for match in _DAY.finditer(text):
        month, day = han_number(match["month"]), han_number(match["day"]) if match["day"] else None
        if 1 <= month <= 12 and (day is None or 1 <= day <= 31):
            found.append(Day(Span(*match.span()), month, day))
    return tuple(found)


def find_dates(folded: str, start: int = 0, end: int | None = None) -> Iterator[tuple[str, Span]]:
    """Yield the dates in ``folded[start:end]`` that state a year and a month, as (ISO 8601, span).

    The value is ``2023-12-06``, or ``2023-12`` when no day is given. Impossible dates are left out.
    """
    for match in _DATE.finditer(folded, start, len(folded) if end is None else end):
        month, day = match["m"] or match["m2"], match["d"] or match["d2"]
        year = year_of(match["y"])
        value = _iso(year, han_number(month), han_number(day) if day else None) if year else None
        if value:
            yield value, Span(*match.span())


def is_date(folded: str) -> bool:
    """Whether the text is a date and nothing else (brackets, blanks and a clock time aside)."""
    if not 6 <= len(folded) <= 40:
        return False
    bare = _CLOCK_OR_WEEKDAY.sub("", folded).strip(" ()[]〔〕")
    return any(span == (0, len(bare)) for _, span in find_dates(bare))


def month_and_day(year: int, month: str, day: str) -> str | None:
    """Return the ISO date of a month and a day whose year is known from elsewhere, None when there is no such date."""
    return _iso(year, han_number(month), han_number(day))


def _iso(year: int, month: int, day: int | None) -> str | None:
    try:
        found = datetime.date(year, month, day or 1)
    except ValueError:
        return None
    return found.isoformat() if day else found.isoformat()[:7]

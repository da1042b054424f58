"""Dates as Chinese documents write them: 2023年12月6日, 二〇二三年十二月六日, 2023-12-06, 2023/12/6 8:30.

Years of the Republic too: 民国113年4月22日 and 113年4月22日 are 2024-04-22.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from index.clauses.numbering import han_number
from index.types import Span

__all__ = ["find_dates", "is_date", "month_and_day", "republic_year"]

_DIGITS = "〇零○OΟ一二三四五六七八九"
_REPUBLIC = 1911
"""The year of the Republic 0."""

# 114年6月3日: a year of three digits with its day is the Republic's.
_BARE = r"1[01]\d(?= ?年 ?\d{1,2} ?月 ?\d{1,2} ?日)"
_NAMED = r"(?:中华)?民国 ?(?:\d{2,3}|[一二三四五六七八九十百〇零]{2,6})"
_YEAR = rf"(?<!\d)(?P<y>[12]\d{{3}}|{_BARE}|[{_DIGITS}]{{4}}|{_NAMED})"
_PART = r"(?:\d{1,2}|[一二三四五六七八九十〇零]{1,3})"
_DATE = re.compile(
    rf"{_YEAR} ?(?:年 ?(?P<m>{_PART}) ?月(?: ?(?P<d>{_PART}) ?日)?"
    r"|(?P<s>[-/.])(?P<m2>\d{1,2})(?P=s)(?P<d2>\d{1,2})(?!\d))"
)
_CLOCK_OR_WEEKDAY = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|[( ](?:星期|周)[一二三四五六日天]\)?")
_VALUES = {char: value for value, char in enumerate("一二三四五六七八九", 1)} | dict.fromkeys("〇零○OΟ", 0)


def find_dates(folded: str, start: int = 0, end: int | None = None) -> Iterator[tuple[str, Span]]:
    """Yield the dates in ``folded[start:end]`` that state a year and a month, as (ISO 8601, span).

    The value is ``2023-12-06``, or ``2023-12`` when no day is given. Impossible dates are left out.
    """
    for match in _DATE.finditer(folded, start, len(folded) if end is None else end):
        month, day = match["m"] or match["m2"], match["d"] or match["d2"]
        value = _iso(_year(match["y"]), _number(month), _number(day) if day else None)
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
    return _iso(year, _number(month), _number(day))


def republic_year(count: str) -> int:
    """Return the common era's year for one of the Republic (113, 一百一十三: 2024). Raises ValueError for no number."""
    return _REPUBLIC + han_number(count)


def _year(text: str) -> int:
    _, republic, count = text.partition("民国")
    if len(text) == 3 and text.isdigit():
        return republic_year(text)
    if republic:
        return republic_year(count.strip())
    return int(text) if text.isdigit() else int("".join(str(_VALUES[char]) for char in text))


def _number(text: str) -> int:
    """Read 7, 07, 十二, 二十, 三十一."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_VALUES.get(tens, 1 if not tens else 0) * 10 if ten else 0) + (_VALUES.get(ones, 0) if ones else 0)


def _iso(year: int, month: int, day: int | None) -> str | None:
    try:
        found = datetime.date(year, month, day or 1)
    except ValueError:
        return None
    return found.isoformat() if day else found.isoformat()[:7]

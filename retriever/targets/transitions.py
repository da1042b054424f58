"""Figures that go from one value to another: 由2020年的30%提高到2025年的50% is a state and an aim of one subject.

The words in front of 由 say what moves; the value that it leaves is a level of its own year, which is also the base of
the value that it reaches. Figures that follow without a subject (…,年均增长25.5%) are of what moves, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.recognizers.governing import Years
from index.recognizers.periods import PLAN, RELATIVE_YEARS, YEAR, Period, PeriodKind
from index.recognizers.quantity import Change, Quantity
from index.types import Span

__all__ = ["Moved", "moved"]

_YEAR = rf"(?:{YEAR}\s*年|{'|'.join(RELATIVE_YEARS)}|目前|现在|现行|当前|原来|基期)(?:初|末|底)?的?"
_WHEN = rf"(?:{_YEAR}|人均|每[年月人]*|约|近|不足|{PLAN}(?:末|初)的?)*"
_LEAVES = re.compile(rf"(?:从|由)\s*{_WHEN}\s*$")
_TURNS = (
    r"(?:提高|增加|增长|提升|上升|扩大|跃升|攀升|上涨|增|升|下降|降低|减少|回落|压减|压缩|缩短|缩减|下调|降|减|调整|延长|拓展"
    r"|变为|变成|扩展|发展)"
)
_REACHES = re.compile(
    rf"(?:左右|以上|以下)?\s*,?\s*(?:逐年|逐步|稳步|大幅|快速|持续|进一步|平均)*{_TURNS}(?:了)?(?:到|至|为|成)?\s*(?:到|至)?\s*"
    rf"{_WHEN}\s*(?:不低于|不少于|不高于|不超过|至少|超过|约|近)?\s*$"
)

SubjectFinder = Callable[[Span], Span | None]


@dataclass(frozen=True, slots=True)
class Moved:
    """A quantity, and whether it is the value that something leaves."""

    quantity: Quantity
    left: bool = False


def moved(years: Years, quantities: Sequence[Quantity], subject_in: SubjectFinder) -> tuple[Moved, ...]:
    """Return ``quantities`` with the subjects, years and bases of those that go from one value to another.

    ``subject_in`` trims a stretch of the text to what it names, None when it names nothing.
    """
    text = years.text
    out: list[Moved] = []
    position = 0
    while position < len(quantities):
        first = quantities[position]
        second = quantities[position + 1] if position + 1 < len(quantities) else None
        leaves = _LEAVES.search(text, first.sentence.start, first.span.start)
        if second is None or leaves is None or not _goes_on(text, first, second):
            out.append(Moved(first))
            position += 1
            continue
        subject = _subject(text, first, leaves.start(), subject_in)
        if subject is None and out and out[-1].quantity.sentence == first.sentence:
            subject = out[-1].quantity.subject
        origin = _year_in(years, Span(*leaves.span()))
        end = _year_in(years, Span(first.span.end, second.span.start))
        out.append(Moved(replace(_level(first, subject), period=_at(first, origin), period_carried=False), left=True))
        goal = replace(_level(second, subject), base_year=origin)
        if end is not None:
            goal = replace(goal, period=_at(second, end), period_carried=False)
        out.append(Moved(goal))
        position += 2
        while position < len(quantities) and _follows(text, quantities[position], goal, second):
            out.append(Moved(replace(quantities[position], subject=subject, object=None, listed=(), carried=True)))
            position += 1
    return tuple(out)


def _subject(text: str, first: Quantity, end: int, subject_in: SubjectFinder) -> Span | None:
    """Return what stands in front of 由 in its clause, else what the clause before it names."""
    start = min(first.clause.start, end)
    if (found := subject_in(Span(start, end))) is not None:
        return found
    floor = first.sentence.start
    before = max(floor, start - 1)
    cut = max([text.rfind(mark, floor, before) for mark in ",;:"])
    return subject_in(Span(max(floor, cut + 1), before)) if before > floor else None


def _goes_on(text: str, first: Quantity, second: Quantity) -> bool:
    return first.sentence == second.sentence and _REACHES.fullmatch(text, first.span.end, second.span.start) is not None


def _follows(text: str, quantity: Quantity, goal: Quantity, second: Quantity) -> bool:
    """Whether only 年均增长 and the like stands between the value reached and another figure."""
    between = text[second.display.end : quantity.display.start]
    return quantity.sentence == goal.sentence and re.fullmatch(r",?\s*(?:年均|累计|平均)?\s*", between) is not None


def _year_in(years: Years, span: Span) -> int | None:
    """Return the year stated within ``span``, said outright or as 去年."""
    stated = [p.last for p in years.periods if span.contains(p.span) or p.span.overlap(span)]
    return stated[-1] if stated else years.relative(span)


def _level(quantity: Quantity, subject: Span | None) -> Quantity:
    return replace(quantity, subject=subject, object=None, listed=(), change=Change.LEVEL, attributive=False)


def _at(quantity: Quantity, year: int | None) -> Period | None:
    return Period(quantity.span, PeriodKind.DURING, year, year) if year is not None else None

"""The figures of an item that say how much something is or shall be, each with what it is a figure of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.recognizers.governing import RELATIVE, Years, in_retrospect
from index.recognizers.periods import RELATIVE_YEARS
from index.recognizers.quantities import Paragraph
from index.recognizers.quantity import Change, Quantity
from index.recognizers.table_cells import cell_figures
from index.types import Span
from retriever.paragraphs import Item
from retriever.targets.eligibility import is_statement, nature_of
from retriever.targets.row import Nature
from retriever.targets.subject import indicator_of
from retriever.targets.transitions import Moved, moved

__all__ = ["Figure", "figures_of"]

_STEADY = re.compile(r"(?:增长|上升|提高)(?:率|幅度)?(?:要|应)?(?:保持|稳定|维持|控制)?在")
_UPWARD = re.compile(r"(?:上涨|攀升|扩增|走高|增收|调增)了?$")
_DOWNWARD = re.compile(r"(?:下跌|下滑|回落|缩短|压缩|收窄|缩小|调减)了?$")
_LASTING = re.compile(r"[累共总年月]|(?:完成|转移|新增|投入|实现|安排|减少|增加)")
"""What follows 五年 where that is how long something took."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity as it reads in its item, its indicator, and whether it is an aim or a state."""

    quantity: Quantity
    indicator: str
    nature: Nature


def figures_of(item: Item) -> Iterator[Figure]:
    """Yield the figures of ``item``, those of its tables first."""
    text, year = item.text.text, item.setting.year
    retrospect = in_retrospect(item.path[1:])
    rows: set[Span] = set()
    for cell in cell_figures(text):
        rows.add(cell.quantity.sentence)
        period = cell.quantity.period
        past = cell.present or (year is not None and period is not None and period.last < year)
        yield Figure(cell.quantity, cell.indicator, Nature.STATE if past else Nature.TARGET)
    figures = [q for q in item.quantities if not any(row.contains(q.span) for row in rows)]
    if figures:
        yield from _of_text(Paragraph(text, item.setting), figures, retrospect)


def _of_text(paragraph: Paragraph, quantities: Sequence[Quantity], retrospect: bool) -> Iterator[Figure]:
    text, years = paragraph.text, paragraph.years
    before: Quantity | None = None
    said: str | None = None
    whole = [_whole(text, q, p) for p, q in zip((None, *quantities), quantities, strict=False)]
    for one in moved(years, whole, paragraph.subject_in):
        quantity = replace(one.quantity, base_year=_base(years, one.quantity), change=_direction(text, one.quantity))
        if is_statement(text, quantity):
            same = before is not None and _in_one_breath(text, before, quantity)
            indicator = indicator_of(text, quantity, before, said if same else None)
            if len(indicator) > 1:
                if quantity.attributive:
                    indicator = (quantity.object or quantity.sentence).of(text).strip("的 ") + "规模"
                yield Figure(quantity, indicator, _nature(text, one, quantity, years, retrospect))
                said = indicator
        if not quantity.attributive:
            before = quantity


def _base(years: Years, quantity: Quantity) -> int | None:
    """Return the year that a change is measured against: as stated, or of 比上年, the year before the one spoken of."""
    if quantity.base_year is not None:
        return quantity.base_year
    told = [m for m in RELATIVE.finditer(years.text, quantity.clause.start, quantity.span.start) if m["base"]]
    if not told:
        return None
    now = quantity.period.last if told[-1]["year"] == "上年" and quantity.period else years.year
    return now + RELATIVE_YEARS[told[-1]["year"]] if now is not None else None


def _direction(text: str, quantity: Quantity) -> Change:
    """Return the change that a figure is, also where its verb is one that levels are seldom said with."""
    subject = quantity.subject
    if quantity.change is not Change.LEVEL or subject is None or subject.end > quantity.figure.start:
        return quantity.change
    between = text[subject.end : quantity.figure.start]
    if _STEADY.search(between):
        return Change.RISE
    if re.search("[到至为]", between):
        return Change.LEVEL
    said = subject.of(text)
    return Change.RISE if _UPWARD.search(said) else Change.FALL if _DOWNWARD.search(said) else Change.LEVEL


def _in_one_breath(text: str, before: Quantity, quantity: Quantity) -> bool:
    """Whether no semicolon or end of a sentence stands between two figures."""
    between = text[before.display.end : quantity.span.start]
    return before.sentence == quantity.sentence and ";" not in between


def _nature(text: str, one: Moved, quantity: Quantity, years: Years, retrospect: bool) -> Nature:
    if one.left or years.looks_back(quantity.sentence.start, quantity.span.start):
        return Nature.STATE
    return nature_of(text, quantity, years.year, retrospect=retrospect)


def _whole(text: str, quantity: Quantity, before: Quantity | None) -> Quantity:
    """Return ``quantity`` with the number that its subject begins with (九年义务教育巩固率保持100%)."""
    subject = quantity.subject
    if before is None or subject is None or quantity.carried or quantity.listed or before.display.end != subject.start:
        return quantity
    if before.display.start != before.clause.start and before.subject is not None and not before.carried:
        return quantity
    if _LASTING.match(text, before.display.end):
        return quantity
    return replace(quantity, subject=Span(before.display.start, subject.end))

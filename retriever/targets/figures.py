"""The figures of an item that say how much something is or shall be, each with what it is a figure of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.types import Span
from retriever.extract.quantities import Paragraph
from retriever.extract.quantity import Quantity
from retriever.reading import Item

from .moves import Moved, moved
from .row import Nature
from .scope import in_retrospect, is_statement, nature_of
from .subject import indicator_of
from .tables import cell_figures
from .years import Years

__all__ = ["Figure", "figures_of"]

_ONLY_REACHES = re.compile(
    r"[\s,]*(?:全[市省国县区]|力争|争取|要|应|须|将|基本|全部|全面|稳定|保持|维持|控制|提高|提升|增加|增长|扩大|下降|降低|减少|达到?|至|到|为|在|不低于|不少于|不高于|不超过|超过?|大于|低于|高于|约|近|突破|实现|以上|分别|均|都|累计|再|年均|每年)*\s*"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity as it reads in its item, its indicator, and whether it is an aim or a state."""

    quantity: Quantity
    indicator: str
    nature: Nature


def figures_of(item: Item, year: int | None) -> Iterator[Figure]:
    """Yield the figures of ``item``, those of its tables first; ``year`` is that of its document, if known."""
    text = item.text.text
    retrospect = in_retrospect(item.path[1:])
    rows: set[Span] = set()
    for cell in cell_figures(text):
        rows.add(cell.quantity.sentence)
        period = cell.quantity.period
        past = cell.present or (year is not None and period is not None and period.last < year)
        yield Figure(cell.quantity, cell.indicator, Nature.STATE if past else Nature.TARGET)
    figures = [q for q in item.quantities if not any(row.contains(q.span) for row in rows)]
    if figures:
        yield from _of_text(Paragraph(text), figures, Years.of(text, year), retrospect)


def _of_text(
    paragraph: Paragraph, quantities: Sequence[Quantity], years: Years, retrospect: bool
) -> Iterator[Figure]:
    text = paragraph.text
    before: Quantity | None = None
    said: str | None = None
    for one in moved(years, [_named(q, paragraph, years) for q in quantities], paragraph.subject_in):
        quantity = one.quantity
        if not one.left:
            quantity = years.settled(quantity)
        quantity = replace(quantity, base_year=years.base(quantity))
        if is_statement(text, quantity):
            same = before is not None and before.sentence == quantity.sentence
            indicator = indicator_of(text, quantity, before, said if same else None)
            if len(indicator) > 1:
                yield Figure(quantity, indicator, _nature(text, one, quantity, years, retrospect))
                said = indicator
        if not quantity.attributive:
            before = quantity


def _nature(text: str, one: Moved, quantity: Quantity, years: Years, retrospect: bool) -> Nature:
    if one.left or years.looks_back(quantity):
        return Nature.STATE
    return nature_of(text, quantity, years.year, retrospect=retrospect)


def _named(quantity: Quantity, paragraph: Paragraph, years: Years) -> Quantity:
    """Return ``quantity`` with the subject in front of a year that stands inside its clause (…开设率到2026年达到80%)."""
    clause = quantity.clause
    inside = [p for p in years.periods if clause.start < p.span.start and p.span.end <= quantity.span.start]
    if not quantity.carried or not inside:
        return quantity
    end, start = inside[-1].span.end, inside[0].span.start
    if _ONLY_REACHES.fullmatch(paragraph.text, end, quantity.figure.start) is None:
        return quantity
    subject = paragraph.subject_in(Span(clause.start, start))
    return replace(quantity, subject=subject, carried=False) if subject else quantity

"""Figures of a claim beside those of its source, field by field: value, unit, bound, direction, year.

Values are compared in base units (80万千瓦 = 800兆瓦 = 0.8吉瓦), with :class:`decimal.Decimal`: no rounding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from index.recognizers.coordination import named_item
from index.recognizers.numbers import NUMERAL
from index.recognizers.periods import YEAR, year_of
from index.recognizers.quantities import find_quantities
from index.recognizers.quantity import Bound, Change, Quantity
from index.recognizers.units import ENGLISH_UNIT, Kind, base_of, kind_of
from index.types import Span
from retriever.check.compare.text_keys import dice, key_of, pairs
from retriever.check.verdict import Difference, Field

__all__ = [
    "Figure",
    "claimed_figures",
    "compare_figures",
    "english_direction",
    "english_figures",
    "figures_of",
    "read_figures",
]

_WRITTEN_YEAR = re.compile(rf"{YEAR}(?=\s*年)")
_COUNTED = frozenset({Kind.COUNT, Kind.PEOPLE, Kind.NUMBER})
_ENGLISH = re.compile(
    r"(?<![\w.])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<scale>thousand|million|billion|trillion)?\s*"
    rf"(?P<unit>{ENGLISH_UNIT.pattern})?",
    re.IGNORECASE,
)
_MOVES = re.compile(
    r"\b(?:(?P<fall>cut|reduc|lower|decreas|fall|drop|declin|shrink)|(?P<rise>increas|rais|grow|ris|boost|expand|lift))\w*"
)
_BY = re.compile(r"\bby (?:about |around |at least |over |more than )?$")
_ENGLISH_SCALE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_LEVEL = re.compile(r"(?:到|至|为|达|于|占|是|在)(?:了|约|不[低少小高超][于过]?|以上|超过|大约)?\s*$")
_SINCE = re.compile(r"(?:过去|最近|近|未来|今后|此后|随后|前|这)的?$")
_CONTEXT = 14
_TELLING = {Bound.AT_LEAST: Bound.AT_MOST, Bound.AT_MOST: Bound.AT_LEAST}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in its base unit: ``shown`` is as written, ``about`` the pairs of characters of what stands around it.

    ``change`` is None where the words do not tell a level from a change, ``base_year`` what a change is counted from.
    ``subject`` is what it is a figure of. One of several of its kind in a sentence has their subjects as ``items``,
    ``item`` being its own, and what all of them ``share``.
    """

    shown: str
    low: Decimal
    high: Decimal
    unit: str
    kind: Kind
    bound: Bound
    change: Change | None
    year: int | None
    about: frozenset[str]
    span: Span
    base_year: int | None = None
    subject: str = ""
    item: str = ""
    items: tuple[str, ...] = ()
    share: str = ""


def figures_of(text: str) -> tuple[Figure, ...]:
    """Return the figures of one normalised sentence."""
    return read_figures(text, find_quantities(text))


def in_arabic(text: str) -> str:
    """Return normalised ``text`` with its Chinese years, percentages and larger figures in Arabic digits.

    二〇二五年 → 2025年, 百分之十四点五 → 14.5%; words that merely hold a numeral (十四五, 三元) stay.
    """
    changed = [
        (Span(*m.span()), str(year))
        for m in _WRITTEN_YEAR.finditer(text)
        if m[0][-1] in NUMERAL and (year := year_of(m[0])) is not None
    ]
    for quantity in find_quantities(text):
        written = quantity.span.of(text)
        if written[0] in NUMERAL and quantity.low == quantity.high and (quantity.low > 10 or quantity.unit == "%"):
            number = f"{quantity.low.normalize():f}"
            unit = quantity.unit if written.endswith(quantity.unit) or quantity.unit == "%" else ""
            changed.append((quantity.span, number + unit))
    for span, made in sorted(changed, reverse=True):
        text = text[: span.start] + made + text[span.end :]
    return text


@lru_cache(64)
def claimed_figures(text: str, english: bool) -> tuple[Figure, ...]:
    """Return the figures of a normalised claim; kept, since one claim is compared with many stretches."""
    return english_figures(text) if english else tuple(f for f in figures_of(text) if not _is_period(text, f))


def _is_period(text: str, figure: Figure) -> bool:
    """Whether a figure only says how long ago or how long from now: 过去五年, 今后3年."""
    return figure.unit == "年" and _SINCE.search(text, 0, figure.span.start) is not None


def read_figures(text: str, quantities: Sequence[Quantity]) -> tuple[Figure, ...]:
    """Return ``quantities`` of the normalised ``text`` as figures."""
    found = []
    for quantity in quantities:
        base, factor = base_of(quantity.unit)
        subject = quantity.subject_in(text)
        start = max(quantity.clause.start, quantity.span.start - _CONTEXT)
        around = text[start : quantity.span.start] + text[quantity.span.end : quantity.span.end + _CONTEXT // 2]
        item, items = _items(text, quantity, quantities)
        period = quantity.period
        found.append(
            Figure(
                shown=quantity.display.of(text),
                low=quantity.low * factor,
                high=quantity.high * factor,
                unit=base,
                kind=quantity.kind,
                bound=quantity.bound,
                change=None if quantity.change is Change.LEVEL and not _says_level(text, quantity) else quantity.change,
                year=period.last if period else None,
                about=pairs(key_of(subject if quantity.listed else subject + around).text),
                span=quantity.span,
                base_year=quantity.base_year,
                subject=subject,
                item=item,
                items=items,
                share=quantity.shared.of(text) if quantity.shared else "",
            )
        )
    return tuple(found)


def _items(text: str, quantity: Quantity, quantities: Sequence[Quantity]) -> tuple[str, tuple[str, ...]]:
    """Return the item that a figure is of, and those of its list or of the clauses beside it that tell the same."""
    if quantity.listed:
        return quantity.item_in(text), quantity.items_in(text)
    beside = [q for q in quantities if q.sentence == quantity.sentence and q.kind is quantity.kind and q.subject]
    subjects = tuple(dict.fromkeys(q.subject_in(text) for q in beside))
    own = quantity.subject_in(text)
    return (own, subjects) if own and len(subjects) > 1 else (own, ())


def _says_level(text: str, quantity: Quantity) -> bool:
    """Whether the words before a figure say that it is a level and not a change by a verb that is not known."""
    return _LEVEL.search(text, max(0, quantity.span.start - 8), quantity.span.start) is not None


def english_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a normalised English sentence; bare numbers in a year's range are years."""
    found = []
    for match in _ENGLISH.finditer(text):
        value = Decimal(match["number"].replace(",", "")) * _ENGLISH_SCALE.get((match["scale"] or "").lower(), 1)
        unit = match["unit"] or ""
        if not unit and not match["scale"] and value == value.to_integral() and (1900 <= value < 2100 or value < 10):
            continue
        base, factor = base_of(unit)
        value *= factor
        found.append(
            Figure(
                match[0].strip(),
                value,
                value,
                base,
                kind_of(base),
                Bound.EXACT,
                _english_change(text, match.start()),
                None,
                frozenset(),
                Span(*match.span()),
            )
        )
    return tuple(found)


def english_direction(text: str) -> int:
    """Return whether a normalised English text speaks of a rise (1) or of a fall (-1); 0 for neither or both."""
    told = {-1 if move["fall"] else 1 for move in _MOVES.finditer(text)}
    return told.pop() if len(told) == 1 else 0


def _english_change(text: str, at: int) -> Change:
    """Return whether the figure at ``at`` is an amount by which something rises or falls: cut … by 12.5%."""
    verbs = list(_MOVES.finditer(text, 0, at))
    if not verbs or not _BY.search(text, 0, at):
        return Change.LEVEL
    return Change.FALL if verbs[-1]["fall"] else Change.RISE


def compare_figures(claimed: Sequence[Figure], stated: Sequence[Figure], *, english: bool = False) -> list[Difference]:
    """Return how the claimed figures differ from those of the source that they are nearest to, in order."""
    chances = sorted(
        (
            (_nearness(one, other, i / len(claimed) - j / len(stated)), i, j)
            for i, one in enumerate(claimed)
            for j, other in enumerate(stated)
            if not _another_item(one, other)
        ),
        reverse=True,
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in chances:
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    differences: list[Difference] = []
    for i, one in enumerate(claimed):
        if i in partner:
            differences += _compared(one, stated[partner[i]], english)
        elif not any(_same_value(one, other) and not _another_item(one, other) for other in stated):
            differences.append(Difference(Field.NUMBER, one.shown, None))
    return differences


def _nearness(one: Figure, other: Figure, apart: float) -> float:
    near = 2.0 * dice(one.about, other.about) - 0.3 * abs(apart)
    near += 0.6 * (one.kind is other.kind) + 0.3 * (one.unit == other.unit) + 0.7 * _same_value(one, other)
    return near + 0.5 * (one.year is not None and one.year == other.year)


def _another_item(one: Figure, other: Figure) -> bool:
    """Whether one of two figures is of a list, and the other of another item of it."""
    return _names_another(one.subject, other) or _names_another(other.subject, one)


def _names_another(subject: str, figure: Figure) -> bool:
    named = named_item(subject, figure.items, figure.share)
    return named is not None and figure.items[named] != figure.item


def _same_value(one: Figure, other: Figure) -> bool:
    return one.low == other.low and one.high == other.high


def _compared(one: Figure, other: Figure, english: bool) -> list[Difference]:
    both = (one.shown, other.shown)
    same = _same_value(one, other)
    if (
        one.unit != other.unit
        and not (one.kind in _COUNTED and other.kind in _COUNTED)
        and not (english and not one.unit)
    ):
        # 14.5 of one unit is another figure in another; a changed number in another unit differs in both.
        kinds = [Difference(Field.UNIT, *both)]
        return (
            kinds
            if same
            else [Difference(Field.NUMBER, *both), *kinds]
            if one.kind is other.kind
            else [Difference(Field.NUMBER, *both)]
        )
    found = [] if same else [Difference(Field.NUMBER, *both)]
    if english:
        moved = {one.change, other.change} == {Change.RISE, Change.FALL}
        return [*found, Difference(Field.CHANGE, *both)] if moved else found
    if _TELLING.get(one.bound) is other.bound:
        found.append(Difference(Field.BOUND, *both))
    if one.change and other.change and one.change is not other.change and one.kind is not Kind.MULTIPLE:
        found.append(Difference(Field.CHANGE, *both))
    if one.year is not None and other.year is not None and one.year != other.year:
        found.append(Difference(Field.YEAR, f"{one.year}", f"{other.year}"))
    if one.base_year is not None and other.base_year is not None and one.base_year != other.base_year:
        found.append(Difference(Field.YEAR, f"{one.base_year}", f"{other.base_year}"))
    return found

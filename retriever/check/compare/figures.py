"""Figures of a sentence as they are compared: values in base units (80万千瓦 = 800兆瓦 = 0.8吉瓦), what they are of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from index.recognizers.numbers import NUMERAL
from index.recognizers.periods import YEAR, year_of
from index.recognizers.quantities import find_quantities
from index.recognizers.quantity import Bound, Change, Quantity
from index.recognizers.units import ENGLISH_UNIT, Kind, base_of, kind_of
from index.types import Span
from retriever.check.compare.text_keys import key_of, pairs

__all__ = [
    "Figure",
    "claimed_figures",
    "english_direction",
    "english_figures",
    "figures_of",
    "read_figures",
]

_WRITTEN_YEAR = re.compile(rf"{YEAR}(?=\s*年)")
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
_ABOUT = r"(?:约|近|整整|足足)?$"
_APART = re.compile(
    rf"(?:高出|多出|低出|超出|相差|差了|少了|晚了|早了|多了|高了|低了|要[低高早晚多少]|领先|落后){_ABOUT}"
)
_DEGREE = re.compile(rf"(?<![提降减升缩增最])[高低多少早晚]{_ABOUT}")
_BESIDE = re.compile(r"[比较][^,;。]{1,24}$")
_SUM = re.compile(r"合计|相加|加起来|总计|共计|一共|加总|两者共|三者共|together|combined|in total|in all|add up")
_FALLS, _RISES = re.compile(r"[降减跌]幅"), re.compile(r"[增涨升]幅|增速")
_RELATIVE = re.compile(r"(?P<below>不到|不足)?[^,;。]{0,14}?(?:的|原来|相当于)(?:大?约|近)?$")
_LONGER = {"年": ("个月", 12), "周年": ("个月", 12), "个季度": ("个月", 3), "周": ("天", 7), "日": ("天", 1)}
"""Units of time that are compared in a shorter one: 半年 is 6个月."""

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_ENGLISH_DAY = re.compile(
    rf"\b{_MONTH}\.? (?P<after>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\d)"
    rf"|\b(?P<before>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}\b",
    re.IGNORECASE,
)
_LEAVES = re.compile(r"[从由自]$")
_HAN = re.compile(r"[\u3400-\u9fffA-Za-z]")
_CONTEXT = 14


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
    apart: bool = False
    """It says how far two others are apart (比它高出14个百分点), which no source need say."""
    summed: bool = False
    """The words say that it is a sum."""
    relative: bool = False
    """It is a share or a multiple of another figure (减排量的2%, 原来的八倍), which no source need say."""


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
    return figure.kind is Kind.TIME and "年" in figure.shown and _SINCE.search(text, 0, figure.span.start) is not None


def read_figures(text: str, quantities: Sequence[Quantity]) -> tuple[Figure, ...]:
    """Return ``quantities`` of the normalised ``text`` as figures."""
    summed = _SUM.search(text) is not None
    found = []
    for quantity in quantities:
        base, factor = base_of(quantity.unit)
        base, months = _LONGER.get(base, (base, 1))
        factor *= months
        subject = quantity.subject_in(text)
        start = max(quantity.clause.start, quantity.span.start - _CONTEXT)
        around = text[start : quantity.span.start] + text[quantity.span.end : quantity.span.end + _CONTEXT // 2]
        item, items = _items(text, quantity, quantities)
        period = quantity.period
        share = quantity.kind in (Kind.SHARE, Kind.MULTIPLE)
        relative = _RELATIVE.search(text, start, quantity.span.start) if share else None
        below = relative is not None and relative["below"] is not None
        found.append(
            Figure(
                shown=quantity.display.of(text),
                low=quantity.low * factor,
                high=quantity.high * factor,
                unit=base,
                kind=quantity.kind,
                bound=Bound.AT_MOST if below else quantity.bound,
                change=_change(text, quantity),
                year=period.last if period else None,
                about=pairs(key_of(subject if quantity.listed else subject + around).text),
                span=quantity.span,
                base_year=quantity.base_year,
                subject=subject,
                item=item,
                items=items,
                share=quantity.shared.of(text) if quantity.shared else "",
                apart=_says_apart(text, quantity.span.start),
                summed=summed,
                relative=relative is not None or quantity.kind is Kind.MULTIPLE,
            )
        )
    return tuple(found)


def _change(text: str, quantity: Quantity) -> Change | None:
    """Whether a figure is a level, a rise or a fall, None where the words do not tell; a 降幅 of 14% is a fall."""
    if quantity.change is not Change.LEVEL:
        return quantity.change
    before = text[quantity.clause.start : quantity.span.start]
    if _FALLS.search(before):
        return Change.FALL
    if _RISES.search(before):
        return Change.RISE
    return Change.LEVEL if _says_level(text, quantity) else None


def _says_apart(text: str, at: int) -> bool:
    """Whether the words before ``at`` compare two things by how far they are apart."""
    start = max(0, at - _CONTEXT)
    if _APART.search(text, start, at):
        return True
    degree = _DEGREE.search(text, start, at)
    return degree is not None and _BESIDE.search(text, 0, degree.start()) is not None


def _items(text: str, quantity: Quantity, quantities: Sequence[Quantity]) -> tuple[str, tuple[str, ...]]:
    """Return the item that a figure is of, and those of its list or of the clauses beside it that tell the same."""
    if quantity.listed:
        return quantity.item_in(text), quantity.items_in(text)
    beside = [q for q in quantities if q.sentence == quantity.sentence and q.kind is quantity.kind and q.subject]
    subjects = tuple(dict.fromkeys(q.subject_in(text) for q in beside))
    own = quantity.subject_in(text)
    # 从5元涨到40元 is one thing that moves, no two.
    moves = any(_LEAVES.search(s) or not _HAN.match(s) for s in subjects)
    return (own, subjects) if own and len(subjects) > 1 and not moves else (own, ())


def _says_level(text: str, quantity: Quantity) -> bool:
    """Whether the words before a figure say that it is a level and not a change by a verb that is not known."""
    return _LEVEL.search(text, max(0, quantity.span.start - 8), quantity.span.start) is not None


def english_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a normalised English sentence; bare numbers in a year's range are years."""
    found = []
    days = [match.start(match.lastgroup or 0) for match in _ENGLISH_DAY.finditer(text)]
    for match in _ENGLISH.finditer(text):
        if match.start() in days:
            continue
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

"""Figures of a claim beside those of its source, field by field: value, unit, bound, direction, year.

Values are compared as :class:`decimal.Decimal`: no rounding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.recognizers.coordination import named_item
from index.recognizers.quantity import Change
from index.recognizers.units import Kind
from retriever.check.compare.derived import follows
from retriever.check.compare.figures import Figure
from retriever.check.compare.text_keys import dice
from retriever.check.verdict import Difference, Field

__all__ = ["compare_figures"]

_AGAIN = re.compile(r"前者|后者|也就是|即$")
"""What says that a figure of the claim is named again."""

_COUNTED = frozenset({Kind.COUNT, Kind.PEOPLE, Kind.NUMBER})
_SHARES = frozenset({Kind.SHARE, Kind.POINTS, Kind.MULTIPLE})


def compare_figures(
    claimed: Sequence[Figure], stated: Sequence[Figure], around: Sequence[Figure] = (), *, english: bool = False
) -> list[Difference]:
    """Return how the claimed figures differ from those of the source that they are nearest to, in order.

    What follows from figures of the source, of the claim or of the sentences ``around`` it is no difference
    (:func:`~.derived.follows`).
    """
    derived = [
        not any(_same_value(f, other) for other in stated) and follows(f, claimed, stated, around) for f in claimed
    ]
    claimed = [f for f, worked_out in zip(claimed, derived, strict=True) if not worked_out]
    chances = sorted(
        (
            (_nearness(one, other, i / len(claimed) - j / len(stated)), i, j)
            for i, one in enumerate(claimed)
            for j, other in enumerate(stated)
            if _comparable(one, other) and not _another_item(one, other)
        ),
        reverse=True,
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in chances:
        # A figure that is said twice is one figure.
        if i not in partner and (j not in taken or _same_value(claimed[i], stated[j])):
            partner[i] = j
            taken.add(j)
    differences: list[Difference] = []
    for i, one in enumerate(claimed):
        if _AGAIN.search(one.subject) and any(_same_value(one, stated[j]) for k, j in partner.items() if k != i):
            continue
        if i in partner:
            differences += _compared(one, stated[partner[i]], english)
        elif not any(_same_value(one, other) and not _another_item(one, other) for other in stated):
            differences.append(Difference(Field.NUMBER, one.shown, None))
    return differences


def _comparable(one: Figure, other: Figure) -> bool:
    """Whether one of two figures may be the other, misquoted: they measure the same or are as large."""
    alike = one.kind is other.kind or {one.kind, other.kind} <= _COUNTED or {one.kind, other.kind} <= _SHARES
    return alike or _same_value(one, other) or not (one.unit and other.unit)


def _nearness(one: Figure, other: Figure, apart: float) -> float:
    near = 2.0 * dice(one.about, other.about) - 0.3 * abs(apart)
    near += 0.6 * (one.kind is other.kind) + 0.3 * (one.unit == other.unit) + 0.7 * _same_value(one, other)
    near += 0.3 * (one.bound is other.bound and one.bound.opposite is not None) - 0.3 * (
        one.bound.opposite is other.bound
    )
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
        and not (same and one.unit == other.unit.split("/")[0])
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
    if one.bound.opposite is other.bound:
        found.append(Difference(Field.BOUND, *both))
    if one.change and other.change and one.change is not other.change and one.kind is not Kind.MULTIPLE:
        found.append(Difference(Field.CHANGE, *both))
    if one.year is not None and other.year is not None and one.year != other.year:
        found.append(Difference(Field.YEAR, f"{one.year}", f"{other.year}"))
    if one.base_year is not None and other.base_year is not None and one.base_year != other.base_year:
        found.append(Difference(Field.YEAR, f"{one.base_year}", f"{other.base_year}"))
    return found

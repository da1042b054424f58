"""What a quantity is: value, unit, bound, direction, the period that governs it, and what it is a figure of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from index.recognizers.periods import Period
from index.recognizers.units import Kind
from index.types import Span

__all__ = ["Bound", "Change", "Quantity"]


class Bound(str, Enum):
    """How the value limits what it is a figure of."""

    EXACT = "exact"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    ABOUT = "about"

    @property
    def opposite(self) -> Bound | None:
        """The bound of the other side, None for those that have no side."""
        return {Bound.AT_LEAST: Bound.AT_MOST, Bound.AT_MOST: Bound.AT_LEAST}.get(self)


class Change(str, Enum):
    """Whether the value is a level (达到14%, 下降到14%) or the amount of a change (下降14%)."""

    LEVEL = "level"
    RISE = "rise"
    FALL = "fall"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure; ``low == high`` unless it is a range, ``unit`` is as written ("" for a bare number).

    ``span`` covers number and unit; ``figure`` also the words of bound that touch it (不低于300吨, 15%左右),
    ``display`` those of direction too (下降14.5%). ``subject`` is what it is a figure of. Subjects of as many figures
    (A、B分别达到x、y) are ``listed`` in order; ``subject`` is then this figure's own, and ``shared`` the end of the
    last of them that is said of all (新能源占比 of 公交车、出租车新能源占比). ``object`` is the noun that follows
    (100%无害化处置); of a count (5个示范园区) it is the subject. ``carried`` tells that the subject, ``period_carried``
    that the period, is taken over from earlier in the paragraph. ``column`` is the header of the column of a
    table that the figure stands in. ``attributive`` figures describe a noun (35蒸吨/小时以下的锅炉) instead of
    setting a target.
    """

    span: Span
    figure: Span
    display: Span
    low: Decimal
    high: Decimal
    unit: str
    kind: Kind
    bound: Bound
    change: Change
    strive: bool
    attributive: bool
    subject: Span | None
    object: Span | None
    listed: tuple[Span, ...]
    carried: bool
    period: Period | None
    period_carried: bool
    base_year: int | None
    sentence: Span
    clause: Span
    column: Span | None = None
    shared: Span | None = None

    def subject_in(self, text: str) -> str:
        """Return what it is a figure of, in the ``text`` that it was read from, with what its list shares."""
        if self.subject is None:
            return ""
        whole = self.shared is None or self.subject.contains(self.shared)
        return self.subject.of(text) + ("" if whole or self.shared is None else self.shared.of(text))

    def items_in(self, text: str) -> tuple[str, ...]:
        """Return the items of its list without what they share, () for a figure of no list."""
        return tuple(_without(item, self.shared).of(text) for item in self.listed)

    def item_in(self, text: str) -> str:
        """Return its own item of its list, "" for a figure of no list."""
        return _without(self.subject, self.shared).of(text) if self.listed and self.subject else ""


def _without(item: Span, shared: Span | None) -> Span:
    return Span(item.start, shared.start) if shared is not None and item.contains(shared) else item

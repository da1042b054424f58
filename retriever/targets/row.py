"""A row of the target table: one quantitative statement with everything that is needed to read it on its own."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from index.recognizers.quantity import Change
from index.recognizers.units import Kind
from index.types import Citation, Span

__all__ = ["Limit", "Nature", "Target"]


class Limit(str, Enum):
    """How a value limits its indicator; the strict bounds are kept apart from the others (超过25% is not 25%以上)."""

    EXACT = "exact"
    AT_LEAST = "at least"
    MORE_THAN = "more than"
    AT_MOST = "at most"
    LESS_THAN = "less than"
    ABOUT = "about"

    @property
    def sign(self) -> str:
        """The sign that stands for it in a table ("" for an exact value)."""
        return _SIGNS[self]


_SIGNS = {
    Limit.EXACT: "",
    Limit.AT_LEAST: "≥",
    Limit.MORE_THAN: ">",
    Limit.AT_MOST: "≤",
    Limit.LESS_THAN: "<",
    Limit.ABOUT: "≈",
}


class Nature(str, Enum):
    """Whether a figure is something to be reached or something that is."""

    TARGET = "target"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Target:
    """One figure of one document.

    ``indicator`` is what it is a figure of, normalised (Simplified), with what is carried over from the figures before.
    ``value`` is the figure as the source writes it, cut at ``span`` of the file; ``low`` and ``high`` are that figure
    in ``unit`` with multipliers worked out (580万千瓦: 5800000 千瓦; 百分之五: 5 %), equal unless it is a range.
    ``change`` tells a level (下降到14%) from a change (下降14%), which is measured against ``base_year`` where the text
    says so; of a level it is the year of the value that was left (由2020年的30%提高到…). ``first_year`` to ``year`` is
    the period, None without one; ``strive`` marks 力争. ``citation`` is the clause, which holds ``span``; ``line`` is
    shared by the rows of one indicator (see :mod:`retriever.targets.indicators`), numbered from 0 in order of the first
    row, -1 before lines are drawn.
    """

    place: str | None
    document: str | None
    doc_id: int
    indicator: str
    value: str
    span: Span
    limit: Limit
    low: Decimal
    high: Decimal
    unit: str
    kind: Kind
    change: Change
    base_year: int | None
    first_year: int | None
    year: int | None
    strive: bool
    nature: Nature
    citation: Citation
    line: int = -1

    @property
    def period(self) -> str:
        """The period in short: "2025", "2021-2025", "" without one."""
        if self.year is None:
            return ""
        return str(self.year) if self.first_year in (None, self.year) else f"{self.first_year}-{self.year}"

    @property
    def signed(self) -> str:
        """The value with its direction and bound in short: "≥32%", "↓14.5%" (a fall), "↑≥10%" (a rise)."""
        # Arrows, since a cell that begins with + or - is a formula to a spreadsheet.
        direction = {Change.FALL: "↓", Change.RISE: "↑", Change.LEVEL: ""}[self.change]
        return f"{direction}{self.limit.sign}{self.value}"

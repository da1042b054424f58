"""What a comparison of two documents says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from index.types import Span

__all__ = ["Comparison", "Difference", "Edit", "FigureChange", "Kind", "Side"]


class Kind(str, Enum):
    """What became of a clause; the value is its name in JSON. MOVED: the same words below another heading."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Side:
    """A clause on one side: ``text`` is what stands at ``span`` of ``file``, below the headings of ``path``."""

    file: str
    span: Span
    path: tuple[str, ...]
    text: str


class Edit(NamedTuple):
    """Characters that differ: a range of the text of before and one of the text of after, either may be empty."""

    before: Span
    after: Span


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is another now; None where there was none, or is none any more. Spans are of the clauses' texts."""

    before: Span | None
    after: Span | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One clause that is not the same: ``before`` is None for ADDED, ``after`` for REMOVED.

    ``similarity`` (0..1) compares the two texts, 0 where there is one.
    """

    kind: Kind
    before: Side | None
    after: Side | None
    similarity: float = 0.0
    edits: tuple[Edit, ...] = ()
    figures: tuple[FigureChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences in the order of the text of after, what was removed where it stood; ``same`` clauses are alike.

    Clauses are alike when their letters and digits are, in either script.
    """

    differences: tuple[Difference, ...]
    same: int

    def of(self, kind: Kind) -> tuple[Difference, ...]:
        """Return the differences of one kind."""
        return tuple(difference for difference in self.differences if difference.kind is kind)

    @property
    def figures(self) -> int:
        """How many figures are others now."""
        return sum(len(difference.figures) for difference in self.differences)

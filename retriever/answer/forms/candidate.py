"""What candidates for an answer are, and how each fits its question by rule."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.types import Clause, Span
from retriever.paragraphs import Item
from retriever.query.content import Content
from retriever.query.intent import Intent

__all__ = ["Candidate", "Fit", "Question"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as answers are cut for it, its ``text`` normalised and its ``language`` "zh" or "en"."""

    text: str
    language: str
    intent: Intent
    content: Content


@dataclass(frozen=True, slots=True)
class Fit:
    """What is known of a candidate by rule; every value is 0 to 1, but for ``change``, which is -1.5 to 1.5.

    ``kind_fit`` and ``kind_clash``: it is of the kind asked for (a share, a day, a 厅), or of another; of a clause how
    little it holds of that kind. ``year_match``, ``year_clash``, ``year_missing``: of the year asked for, of another,
    or of none. ``change``: direction and level agree. ``attributive``: the figure describes something (20蒸吨的锅炉).
    ``echo``: it stands in the question. ``first``: the first of its kind in its clause, or the item's own note.
    ``opening``: the clause only opens what follows it, or asks. ``defines``: it defines, and a meaning is asked for.
    """

    kind_fit: float = 0.0
    kind_clash: float = 0.0
    year_match: float = 0.0
    year_clash: float = 0.0
    year_missing: float = 0.0
    change: float = 0.0
    attributive: float = 0.0
    echo: float = 0.0
    first: float = 0.0
    opening: float = 0.0
    defines: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible answer: ``answer`` and ``leaf`` lie in the item's file, ``year`` is the target year that governs.

    ``form`` is "quantity", "note" (the bodies of a responsibility note), "body", "date", "frequency", "cited" (a
    document that the text cites), "value" (what stands under the key that is named), "words" (what the reader points
    at, where it is none of these), "clause", or "fallback": a whole clause where something shorter was asked for.
    ``subject`` is the normalised text that it is about.
    """

    item: Item
    form: str
    answer: Span
    leaf: Clause
    year: int | None
    subject: str
    fit: Fit = field(default_factory=Fit)

    @property
    def whole(self) -> bool:
        """Whether it is a whole clause."""
        return self.form in ("clause", "fallback")

"""What checking a draft returns: verdicts, differences, evidence. Frozen records without behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from index.types import Citation, Span

__all__ = [
    "FOUND",
    "PROBLEMS",
    "Difference",
    "Evidence",
    "Field",
    "Finding",
    "Part",
    "Quotation",
    "Report",
    "Stance",
    "Verdict",
]


class Verdict(str, Enum):
    """What became of a claim; the value is its name in JSON."""

    VERBATIM = "verbatim"
    """The words stand in the source, to the letter (white space and the final stop aside)."""
    SAME_WORDS = "same_words"
    """The same words in another script, width, punctuation or regional vocabulary."""
    SUPPORTED = "supported"
    """The source says so in other words."""
    DIFFERS = "differs"
    """The source says so with another number, unit, year, place, body, direction, negation or quotation."""
    ELSEWHERE = "elsewhere"
    """The clause stands in another document than the one that the draft names."""
    REVIEW = "review"
    """The source says so, and only one of two judges finds a difference: for a person to look at."""
    ABSENT = "absent"
    """Nothing in the corpus says so."""


FOUND = (Verdict.VERBATIM, Verdict.SAME_WORDS, Verdict.SUPPORTED)
"""Verdicts on a claim that the corpus bears out."""


PROBLEMS = (Verdict.DIFFERS, Verdict.ELSEWHERE, Verdict.REVIEW, Verdict.ABSENT)
"""Verdicts that a person has to look into, errors first."""


class Field(str, Enum):
    """What may differ between a claim and its source."""

    NUMBER = "number"
    UNIT = "unit"
    BOUND = "bound"
    CHANGE = "change"
    YEAR = "year"
    PLACE = "place"
    NEGATION = "negation"
    BODY = "body"
    ADDED = "added"
    """A part of the sentence that nothing in the corpus says, beside parts that it does."""
    QUOTATION = "quotation"
    WORDING = "wording"
    """Words that the reading model takes for another thing than those of the source."""


class Stance(str, Enum):
    """How a clause stands to a sentence."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the draft says otherwise; ``source`` is None when the source says nothing of it.

    ``about`` is the place or the part of the sentence that it concerns, where the sentence was checked in parts.
    """

    field: Field
    draft: str
    source: str | None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation of the draft: its range there, its text without the marks, and how it stands to the source.

    ``citation`` is the stretch of the source that it was compared with. ``verdict`` is VERBATIM, SAME_WORDS, DIFFERS
    or ABSENT: a quotation is held to the letter, so nothing else will do.
    """

    span: Span
    text: str
    verdict: Verdict
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A clause that a claim was compared with; ``likeness`` (0..1) is how much of the claim it speaks of."""

    citation: Citation
    stance: Stance
    likeness: float
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence that was checked on its own: a place of several, or a clause of several.

    ``about`` names it (宜春, or the words of the clause), ``text`` is the sentence that was checked for it.
    """

    about: str
    text: str
    verdict: Verdict
    differences: tuple[Difference, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of a draft. ``span`` is its range in the draft's text.

    ``verdict`` is None for text that claims nothing; ``skipped`` then says what it is ("heading", "question" ...).
    ``evidence`` holds the nearest clauses, best first. ``differences`` are those that the verdict rests on. ``parts``
    are those that a sentence about several places or with several statements was taken apart into, in its order.
    """

    span: Span
    text: str
    verdict: Verdict | None
    skipped: str | None
    differences: tuple[Difference, ...]
    evidence: tuple[Evidence, ...]
    quotations: tuple[Quotation, ...]
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of a draft in the order of its text."""

    findings: tuple[Finding, ...]
    took_ms: float

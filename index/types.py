"""The vocabulary of Yinju: frozen records without behaviour beyond what their invariants need.

All offsets are half-open ranges of Unicode code points in the *source text* of one file: the file as decoded, or, for
formats such as HTML, the text extracted from it. Nothing here imports anything of ours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

__all__ = [
    "Answer",
    "AnswerItem",
    "AnsweredPart",
    "Ceased",
    "Citation",
    "Clause",
    "DateKind",
    "Document",
    "DocumentDate",
    "HeadingHint",
    "Highlight",
    "Hit",
    "Metadatum",
    "PageSpan",
    "Part",
    "Passage",
    "Place",
    "RankerScore",
    "Role",
    "SourceFile",
    "Span",
    "Status",
]


class Span(NamedTuple):
    """A half-open range ``[start, end)`` of code points in a source text.

    A NamedTuple and not a dataclass: spans are by far the most numerous objects of a build, and they order and
    unpack as pairs.
    """

    start: int
    end: int

    @property
    def size(self) -> int:
        """The number of code points covered (``len()`` of a tuple would be 2)."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the characters of ``text`` that the span covers."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlap(self, other: Span) -> int:
        """Return how many code points the two spans share (0 when disjoint)."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


class Role(str, Enum):
    """What a stretch of a document is; the value is its name on disk and on screen."""

    HEADING = "heading"
    TEXT = "text"
    RESPONSIBILITY = "responsibility note"
    SUMMARY = "press summary"
    REPEAT = "repeat"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class HeadingHint:
    """A heading that the file format itself declares (Markdown ``#``, HTML ``<h1>``); level 1 is the topmost."""

    span: Span
    level: int


@dataclass(frozen=True, slots=True)
class PageSpan:
    """A page that the file format itself declares: its number, as readers count, and the characters on it.

    ``confidence``, from 0 to 1, is how sure the recognition of its text is, None where the file holds it as text.
    """

    page: int
    span: Span
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as read: ``text`` is what every offset points into, ``sha256`` is of the bytes on disk (hex).

    ``pages`` are in the order of the text and disjoint; characters between them, and all of a format without pages,
    stand on none. ``remarks`` tell what of the file could not be read; an index does not keep them with the source.
    """

    path: str
    text: str
    sha256: str
    encoding: str
    media: str
    headings: tuple[HeadingHint, ...] = ()
    pages: tuple[PageSpan, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadatum:
    """A value that the text states, with the span it was read from.

    ``value`` is normalised (ISO date, full-width folded); the characters at ``span`` may differ from it. One that a
    person set may stand nowhere in the text: its span is then empty.
    """

    value: str
    span: Span


class DateKind(str, Enum):
    """What a date of a document is the date of; the value is its name on disk and in JSON."""

    ADOPTED = "adopted"
    PROMULGATED = "promulgated"
    EFFECTIVE = "effective"
    AMENDED = "amended"
    REPEALED = "repealed"
    EXPIRES = "expires"


@dataclass(frozen=True, slots=True)
class DocumentDate:
    """A date that a document states of itself: ``value`` is ISO 8601, ``span`` the characters that say it.

    These may say it by another date (自公布之日起) or by a stretch (有效期五年). EXPIRES is the last day in force,
    EFFECTIVE the first one.
    """

    kind: DateKind
    value: str
    span: Span


class Status(str, Enum):
    """What a person says of whether a document is in force; the value is its name on disk and in JSON."""

    IN_FORCE = "in force"
    REPEALED = "repealed"
    EXPIRED = "expired"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document with one role: TEXT (the official text), SUMMARY, REPEAT or FURNITURE."""

    span: Span
    role: Role


@dataclass(frozen=True, slots=True)
class Document:
    """One document inside a file. Every metadatum is None when the text does not state it: nothing is guessed.

    ``parts`` are ordered, disjoint and cover ``span``. Dates are ISO 8601 (``2023-01-06``, or shorter when the text
    says less). ``kind`` is the genre word of the title (实施方案, 条例, 通知 ...), None without one. ``dates`` are
    those of adoption, entry into force, amendment and the like, in the order of their kinds, then of the text.
    ``repeals`` are the titles and numbers of the documents that it repeals, one a line. ``tags`` and ``status`` are set
    by people alone; ``by_hand`` names what a person set: fields, values of DateKind, "tags", "status".
    """

    doc_id: int
    title: Metadatum | None
    issuer: Metadatum | None
    place: Metadatum | None
    doc_no: Metadatum | None
    issued_on: Metadatum | None
    published_on: Metadatum | None
    source_path: str
    source_sha256: str
    span: Span
    kind: str | None
    parts: tuple[Part, ...]
    dates: tuple[DocumentDate, ...] = ()
    repeals: Metadatum | None = None
    tags: tuple[str, ...] = ()
    status: Status | None = None
    by_hand: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of the heading tree, or a leaf (a sentence, or a clause of a long sentence).

    A HEADING's ``span`` is the heading itself (label and title), not the section under it; ``label`` is its number
    ("三", "(一)", "第三条") without the title. ``path`` holds the texts of the headings above it, outermost first.
    ``level`` is 0 for the document's top level; a leaf's level is its parent's plus one; ``parent_id`` is None on top.
    Leaves never nest: headings and leaves are disjoint, ordered by ``span.start``, with only white space between them.
    """

    clause_id: int
    doc_id: int
    parent_id: int | None
    level: int
    label: str | None
    path: tuple[str, ...]
    span: Span
    role: Role


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of leaves of one item: the unit of retrieval. ``role`` is the role of the part that it stands in.

    ``clause_ids`` are the leaves; ``span`` also covers the headings that stand directly above the first of them.
    """

    passage_id: int
    doc_id: int
    clause_ids: tuple[int, ...]
    span: Span
    role: Role


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a question names, as it stands in the corpus (``name``), and the characters that named it."""

    name: str
    mention: str


@dataclass(frozen=True, slots=True)
class RankerScore:
    """Where one ranker put a passage: ``rank`` from 1, ``score`` in that ranker's own scale."""

    ranker: str
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Highlight:
    """A span to mark in a shown passage; ``kind`` is "answer" or "match"."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage: ``rank`` from 1, ``score`` in 0..1 after fusion, and what every ranker said of it.

    ``duplicates`` lists (file, span) of the places that repeat it and were folded under it.
    """

    passage_id: int
    rank: int
    score: float
    parts: tuple[RankerScore, ...]
    duplicates: tuple[tuple[str, Span], ...] = ()
    highlights: tuple[Highlight, ...] = ()


@dataclass(frozen=True, slots=True)
class Ceased:
    """That a document is no longer in force: ``how`` is "repealed", "expired" or "replaced", since or until ``on``.

    ``by`` is the title of the document that replaced it. ``on`` is ISO 8601, None where no date is known.
    """

    how: str
    on: str | None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a source: ``source[span.start:span.end] == quote`` always holds.

    ``page`` is the page of its first character, None where the file declares none; ``page_confidence``, from 0 to 1,
    is how sure the recognition of that page's text is, None where the file holds it as text.
    """

    doc_id: int
    file: str
    path: tuple[str, ...]
    span: Span
    quote: str
    page: int | None = None
    page_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """A short answer cut from a clause, the clause as citation, and how sure we are (0..1).

    ``span`` is where the short answer stands in the citation's file; ``year`` is the target year it belongs to.
    """

    text: str
    span: Span
    citation: Citation
    confidence: float
    place: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class AnsweredPart:
    """One of several questions asked at once: ``items`` of the answer are its own, none when it got a ``reason``."""

    question: str
    items: range
    reason: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets. When ``abstained``, ``items`` is empty and ``reason`` says why in one sentence.

    ``parts`` are the questions that it asks, in their order, when it asks several; their items follow each other.
    ``intent`` tells how it was taken: "answer", read for, or as a question for one of the lists of
    :class:`retriever.answer.listing.route.Route`.
    """

    question: str
    items: tuple[AnswerItem, ...]
    hits: tuple[Hit, ...]
    abstained: bool
    reason: str | None
    took_ms: float = field(default=0.0, compare=False)
    parts: tuple[AnsweredPart, ...] = ()
    intent: str = "answer"

"""A document laid out for reading: blocks of display, cut where its clauses begin, whatever its lines look like.

Nothing of the source changes. A line of thousands of characters, as extraction from a web page leaves them, is shown as
one block per heading and per few sentences; an ordinary line stays one block.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.store.bundle import Bundle
from index.types import Clause, Document, Role, Span

__all__ = ["Block", "Heading", "Page", "lay_out"]

LONG_LINE = 600
"""Code points from which a line is broken at its clauses."""

PARAGRAPH = 280
"""Code points after which a broken line goes on in a new block at the next sentence."""

_UNSEEN = "\ufeff\u200b"
"""Characters without width that are no white space to Python."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph on screen: ``span`` of the file, and the ``level`` of the heading that it begins with (None: text).

    ``heading`` is how many of its characters, from the start, are that heading; ``role`` is what it stands in.
    """

    span: Span
    level: int | None
    heading: int
    role: Role


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the outline: ``block`` is where it leads."""

    text: str
    level: int
    block: int


@dataclass(frozen=True, slots=True)
class Page:
    """A document as shown: ``blocks`` in order, disjoint; what stands between them is white space."""

    document: Document
    text: str
    blocks: tuple[Block, ...]
    outline: tuple[Heading, ...]


def lay_out(bundle: Bundle, doc_id: int) -> Page:
    """Lay out a document. Raises IndexError when there is none with this id."""
    document = bundle.document(doc_id)
    text = bundle.texts[document.source_path]
    clauses = [bundle.clause(number) for number in bundle.clauses_of(doc_id)]
    blocks: list[Block] = []
    at = 0
    for line in _lines(text, document.span):
        first = at
        while at < len(clauses) and clauses[at].span.start < line.end:
            at += 1
        blocks += _broken(text, line, clauses[first:at], document)
    return Page(document, text, tuple(blocks), _outline(text, clauses, blocks))


def _lines(text: str, span: Span) -> list[Span]:
    lines = []
    start = span.start
    while start < span.end:
        end = text.find("\n", start, span.end)
        end = span.end if end < 0 else end
        if (line := _trimmed(text, Span(start, end))).size:
            lines.append(line)
        start = end + 1
    return lines


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and _is_blank(text[start]):
        start += 1
    while end > start and _is_blank(text[end - 1]):
        end -= 1
    return Span(start, end)


def _is_blank(char: str) -> bool:
    return char.isspace() or char in _UNSEEN


def _broken(text: str, line: Span, clauses: Sequence[Clause], document: Document) -> list[Block]:
    cuts = [line.start]
    if line.size > LONG_LINE:
        for before, clause in zip((None, *clauses), clauses, strict=False):
            start = clause.span.start
            if not cuts[-1] < start < line.end:
                continue
            opens = clause.role in (Role.HEADING, Role.RESPONSIBILITY)
            whole = before is not None and before.role is Role.HEADING and before.level < 2
            if opens or whole or start - cuts[-1] >= PARAGRAPH:
                cuts.append(start)
    blocks = []
    for start, end in zip(cuts, [*cuts[1:], line.end], strict=True):
        span = _trimmed(text, Span(start, end))
        if span.size:
            blocks.append(_block(span, clauses, document))
    return blocks


def _block(span: Span, clauses: Sequence[Clause], document: Document) -> Block:
    part = next((p.role for p in document.parts if p.span.start <= span.start < p.span.end), Role.TEXT)
    first = next((c for c in clauses if c.span.overlap(span)), None)
    if first is None or first.role is not Role.HEADING or first.span.start > span.start:
        role = Role.RESPONSIBILITY if first is not None and first.role is Role.RESPONSIBILITY else part
        return Block(span, None, 0, role)
    return Block(span, first.level, min(first.span.end, span.end) - span.start, part)


def _outline(text: str, clauses: Sequence[Clause], blocks: Sequence[Block]) -> tuple[Heading, ...]:
    starts = [block.span.start for block in blocks]
    return tuple(
        Heading(
            " ".join(clause.span.of(text).split()), clause.level, max(0, bisect_right(starts, clause.span.start) - 1)
        )
        for clause in clauses
        if clause.role is Role.HEADING
    )

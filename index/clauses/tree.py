"""The clause tree of one document: headings from the outline, leaves from the text between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.clauses.numbering import Position, Style
from index.clauses.outline import Item, outline
from index.clauses.sentences import Leaf, find_lines, joined_lines, leaves, line_end
from index.types import Clause, Document, Role, SourceFile, Span

__all__ = ["heading_name", "parse_clauses"]

_EDGES = re.compile(r"^[\s•·●■◆▪►*#>_]+|[\s。.．:：;；*#_=]+$")
_SPACE = re.compile(r"\s+")


def parse_clauses(source: SourceFile, document: Document) -> list[Clause]:
    """Return the headings and leaves of ``document``, ordered by their start; ids count from 0.

    Headings are made from parts with the role TEXT only; press summaries, repeats and furniture become leaves of that
    role on the top level. Together the spans cover everything in the document's span that is not white space.
    ``path`` holds heading texts on one line, without bullets in front and full stops or colons behind.
    """
    builder = _Builder(source, document)
    return list(builder.clauses())


class _Builder:
    """The state of one walk over a document."""

    def __init__(self, source: SourceFile, document: Document) -> None:
        self.text = source.text
        self.document = document
        start, end = document.span
        lines = find_lines(self.text, start, end)
        self.joined = joined_lines(self.text, lines, end)
        areas = [part.span for part in document.parts if part.role is Role.TEXT]
        self.title = document.title.span if document.title is not None else None
        self.items = outline(self.text, areas, lines, self.joined, source.headings)
        self.built: list[Clause] = []
        self.heading_ids: list[int | None] = [None] * len(self.items)

    def clauses(self) -> list[Clause]:
        at = 0
        owner: int | None = None
        for part in self.document.parts:
            if part.role is not Role.TEXT:
                for leaf in leaves(self.text, part.span.start, part.span.end, self.joined):
                    self._add(None, None, Span(leaf.start, leaf.end), part.role)
                continue
            begin = part.span.start
            while at < len(self.items) and self.items[at].marker.start < part.span.end:
                item = self.items[at]
                self._body(owner, begin, item.marker.start)
                owner, begin = self._open(at)
                at += 1
            self._body(owner, begin, part.span.end)
        return self.built

    def _open(self, at: int) -> tuple[int | None, int]:
        """Add the heading of an item; return the heading that owns the text behind it, and where that text begins."""
        item = self.items[at]
        marker = item.marker
        parent = None if item.parent is None else self.heading_ids[item.parent]
        if item.member:
            self.heading_ids[at] = parent
            return parent, self._member(item, parent, at)
        span = Span(marker.start, item.title_end)
        made = self._add(parent, marker.label or None, span, Role.HEADING)
        of_the_document = marker.level or marker.style is Style.CHAPTER
        if self.title is not None and span.overlap(self.title) and of_the_document:
            self.heading_ids[at] = parent  # a heading that is the document's title (第374章 《…條例》) holds no section
            return parent, item.title_end
        self.heading_ids[at] = made
        return made, item.title_end

    def _member(self, item: Item, parent: int | None, at: int) -> int:
        """Add a list member's first sentence as leaves, the first with the label; return where it ends."""
        marker = item.marker
        end = self.items[at + 1].marker.start if at + 1 < len(self.items) else self.document.span.end
        end = min(end, next(p.span.end for p in self.document.parts if marker.start < p.span.end))
        stop, label = marker.start, marker.label
        limit = end if marker.position is Position.TIGHT else line_end(self.text, marker.end, end, self.joined)
        for leaf in leaves(self.text, marker.start, limit, self.joined):
            self._add(parent, label or None, Span(leaf.start, leaf.end), _role(leaf))
            label, stop = "", leaf.end
        return stop

    def _body(self, owner: int | None, start: int, end: int) -> None:
        """Add the leaves between two headings. A note that ends an item's line closes the item for later lines."""
        closed_at: int | None = None
        for leaf in self._leaves(start, end):
            if (
                closed_at is not None
                and owner is not None
                and "\n" in self.text[closed_at : leaf.start]
                and not leaf.note
            ):
                owner = self.built[owner].parent_id
            closed_at = leaf.end if leaf.note else None
            self._add(owner, None, Span(leaf.start, leaf.end), _role(leaf))

    def _leaves(self, start: int, end: int) -> Iterator[Leaf]:
        """Cut ``[start, end)`` into leaves; the document's title is one of its own where blanks set it off."""
        title = self.title
        if title is not None and start <= title.start < title.end <= end:
            before, after = self.text[start : title.start], self.text[title.end : end]
            if (not before or before[-1].isspace()) and (not after or after[0].isspace()):
                yield from leaves(self.text, start, title.start, self.joined)
                yield from leaves(self.text, title.start, title.end, self.joined)
                start = title.end
        yield from leaves(self.text, start, end, self.joined)

    def _add(self, parent: int | None, label: str | None, span: Span, role: Role) -> int:
        clause_id, level = len(self.built), 0
        path: tuple[str, ...] = ()
        if parent is not None:
            above = self.built[parent]
            level, path = above.level + 1, (*above.path, heading_name(self.text, above.span))
        self.built.append(Clause(clause_id, self.document.doc_id, parent, level, label, path, span, role))
        return clause_id


def heading_name(text: str, span: Span) -> str:
    """Return a heading as paths show it: on one line, without bullets in front and full stops or colons behind."""
    return _SPACE.sub(" ", _EDGES.sub("", span.of(text))) or span.of(text).strip()


def _role(leaf: Leaf) -> Role:
    return Role.RESPONSIBILITY if leaf.note else Role.TEXT

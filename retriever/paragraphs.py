"""Reading hits: the item that a passage belongs to, as one normalised paragraph with its way back to the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from typing import Protocol

from index.clauses.responsibility import parse_note
from index.language.normalise import NormalisedText, normalise, normalise_text
from index.recognizers.governing import Setting, setting_of
from index.recognizers.periods import Period, find_periods
from index.recognizers.quantities import Paragraph
from index.recognizers.quantity import Quantity
from index.recognizers.segments import sentence_of
from index.recognizers.table_cells import cell_figures, header_periods, tables
from index.types import Clause, Document, Passage, Role, Span
from retriever.document_year import HEAD, document_year

__all__ = ["Corpus", "Item", "LeafView", "Paragraphs", "clauses_of"]

_FURTHEST = 4_000
"""Code points of an item read on either side of a passage: items are paragraphs, rarely longer than 2,000."""

_LABEL_REACH = 8
"""Lines below a label that it still says what they are of."""

_LONGEST_LABEL = 40

_DATED = re.compile(r"^(\d{4})-")
_KEPT = 2_048
"""Items kept: a few megabytes, and most of what the questions of a session touch."""


class Corpus(Protocol):
    """What is read of an index: see :class:`index.store.bundle.Bundle`."""

    @property
    def documents(self) -> Sequence[Document]:
        """Every document; ``documents[i].doc_id == i``."""
        ...

    @property
    def texts(self) -> Mapping[str, str]:
        """Source text by file, whole; a stretch of a large file is cheaper by :meth:`slice`."""
        ...

    def slice(self, doc_id: int, span: Span) -> str:
        """Return the characters at ``span`` of the file that a document stands in. Raises ValueError outside it."""
        ...

    @property
    def repealed(self) -> Mapping[int, int]:
        """For each document (id) that another one repeals, the id of that one."""
        ...

    def page_at(self, doc_id: int, position: int) -> int | None:
        """Return the page on which the character at ``position`` of a document's file stands, None without pages."""
        ...

    def page_confidence(self, doc_id: int, position: int) -> float | None:
        """Return how sure the recognition of that page's text is, from 0 to 1; None where the file holds it as text."""
        ...

    @property
    def clause_count(self) -> int:
        """How many clauses there are; ids count from 0 in the order of documents and positions."""
        ...

    def clause(self, clause_id: int) -> Clause:
        """Return a clause by its id."""
        ...

    def passage(self, passage_id: int) -> Passage:
        """Return a passage by its id."""
        ...


@dataclass(frozen=True, slots=True)
class LeafView:
    """A leaf as it reads in its item: its range and ``text`` there, the ``sentence`` around it, its target periods.

    The periods are those that it states, else the one that governs it from before, if any.
    """

    clause: Clause
    span: Span
    text: str
    sentence: str
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """The leaves under one heading around a passage, read as one paragraph.

    ``text`` is the normalised text of ``span`` (of the file), ``quantities`` are its figures, ``path`` the normalised
    headings above it and the document's title in front, ``headings`` the clauses of these headings with what they say
    in the source, the innermost first. ``years`` are those that the document's title and its date of issue
    name, of a stretch the first: its last one is what the document plans for. ``setting`` is what its headings and its
    title say of years.
    """

    doc_id: int
    file: str
    span: Span
    role: Role
    leaves: tuple[Clause, ...]
    views: tuple[LeafView, ...]
    text: NormalisedText
    quantities: tuple[Quantity, ...]
    path: tuple[str, ...]
    headings: tuple[tuple[Clause, str], ...]
    years: frozenset[int] = frozenset()
    setting: Setting = field(default_factory=Setting)

    def source(self, span: Span) -> Span:
        """Return the range of the file that produced ``span`` of the normalised text."""
        start, end = self.text.to_source(span)
        return Span(self.span.start + start, self.span.start + end)

    def leaf_at(self, position: int) -> LeafView:
        """Return the leaf that holds ``position`` of the file, or the one before it when it falls between two."""
        return self.views[max(0, bisect_right(self.leaves, position, key=lambda c: c.span.start) - 1)]

    def label_over(self, leaf: Clause) -> str:
        """Return the line ending in a colon that the lines from it down to ``leaf`` stand under, "" without one."""
        at = bisect_right(self.leaves, leaf.span.start, key=lambda c: c.span.start) - 1
        for view in reversed(self.views[max(0, at - _LABEL_REACH) : max(0, at)]):
            text = view.text.strip()
            if text.endswith(":") and len(text) <= _LONGEST_LABEL:
                return text
            if text.endswith("。"):
                break
        return ""

    @property
    def note(self) -> LeafView | None:
        """The item's responsibility note, the first of several."""
        return next(iter(self.notes), None)

    @property
    def notes(self) -> tuple[LeafView, ...]:
        """The item's responsibility notes: one line for each key (牵头单位, 配合单位), or one for all."""
        return tuple(v for v in self.views if v.clause.role is Role.RESPONSIBILITY)

    def said(self, leaf: Clause) -> str:
        """Return what one of the item's leaves says in the source."""
        return self.text.source[leaf.span.start - self.span.start : leaf.span.end - self.span.start]


def clauses_of(corpus: Corpus, doc_id: int) -> Iterator[Clause]:
    """Yield the clauses of a document in their order."""
    first = bisect_right(range(corpus.clause_count), doc_id - 1, key=lambda i: corpus.clause(i).doc_id)
    return takewhile(lambda c: c.doc_id == doc_id, (corpus.clause(i) for i in range(first, corpus.clause_count)))


class Paragraphs:
    """Items by the passages of hits; the last ones read are kept. Threads may share a reader."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._kept = lru_cache(_KEPT)(self._item)
        self._items = lru_cache(_KEPT)(self._read)
        self._titles = lru_cache(_KEPT)(self._title)
        self._spoken = lru_cache(_KEPT)(self._year)
        self._standing = lru_cache(_KEPT)(self._carrying)

    def item(self, passage_id: int) -> Item:
        """Return the item that the passage is part of."""
        return self._kept(passage_id)

    def title(self, doc_id: int) -> str:
        """Return the normalised title of a document, "" without one."""
        return self._titles(doc_id)

    def spoken_in(self, doc_id: int) -> int | None:
        """Return the year that a document speaks in, None when it cannot be known."""
        return self._spoken(doc_id)

    def _item(self, passage_id: int) -> Item:
        return self._items(self._leaves(self.corpus.passage(passage_id).clause_ids))

    def _title(self, doc_id: int) -> str:
        title = self.corpus.documents[doc_id].title
        return normalise_text(title.value) if title else ""

    def _years(self, document: Document) -> frozenset[int]:
        stated = (self.title(document.doc_id), document.issued_on.value if document.issued_on else "")
        dated = {int(year) for year in _DATED.findall(stated[1])}
        return frozenset({*dated, *(p.first for text in stated for p in find_periods(text))})

    def _year(self, doc_id: int) -> int | None:
        document = self.corpus.documents[doc_id]
        start, end = document.span
        return document_year(document, normalise_text(self.corpus.slice(doc_id, Span(start, min(end, start + HEAD)))))

    def clause_over(self, doc_id: int, span: Span) -> Clause | None:
        """Return the clause of a document that holds ``span`` of its file, None when none does."""
        corpus = self.corpus
        # Clause ids ascend with (document, position): find the last one that begins at or before the span.
        keys = range(corpus.clause_count)
        at = bisect_right(
            keys, (doc_id, span.start), key=lambda i: (corpus.clause(i).doc_id, corpus.clause(i).span.start)
        )
        if not at:
            return None
        clause = corpus.clause(at - 1)
        return clause if clause.doc_id == doc_id and clause.span.overlap(span) else None

    def carried(self, clause: Clause) -> tuple[Clause, str] | None:
        """Return the note «以下均由…负责,不再列出» that holds for ``clause``, with its text in the source, if any."""
        standing = self._standing(clause.doc_id)
        at = bisect_right(standing, clause.span.start, key=lambda note: note[0].span.start)
        return standing[at - 1] if at else None

    def _carrying(self, doc_id: int) -> tuple[tuple[Clause, str], ...]:
        found: list[tuple[Clause, str]] = []
        for clause in clauses_of(self.corpus, doc_id):
            if clause.role is Role.RESPONSIBILITY:
                said = self.corpus.slice(doc_id, clause.span)
                note = parse_note(said)
                if note.carries_on and note.carried:
                    found.append((clause, said))
        return tuple(found)

    def _leaves(self, clause_ids: Sequence[int]) -> tuple[Clause, ...]:
        corpus = self.corpus
        inside = [corpus.clause(i) for i in clause_ids]
        first, last = inside[0], inside[-1]
        before: list[Clause] = []
        for clause_id in range(first.clause_id - 1, -1, -1):
            clause = corpus.clause(clause_id)
            if not _together(clause, first) or first.span.start - clause.span.start > _FURTHEST:
                break
            before.append(clause)
        after: list[Clause] = []
        for clause_id in range(last.clause_id + 1, corpus.clause_count):
            clause = corpus.clause(clause_id)
            if not _together(clause, last) or clause.span.end - last.span.end > _FURTHEST:
                break
            after.append(clause)
        return (*reversed(before), *inside, *after)

    def _read(self, leaves: tuple[Clause, ...]) -> Item:
        document = self.corpus.documents[leaves[0].doc_id]
        span = Span(leaves[0].span.start, leaves[-1].span.end)
        text = normalise(self.corpus.slice(document.doc_id, span))
        path = tuple(normalise_text(h) for h in leaves[0].path)
        headings: list[tuple[Clause, str]] = []
        above = leaves[0].parent_id
        while above is not None:
            heading = self.corpus.clause(above)
            headings.append((heading, self.corpus.slice(document.doc_id, heading.span)))
            above = heading.parent_id
        title = self.title(document.doc_id)
        setting = setting_of(path, title, self.spoken_in(document.doc_id))
        paragraph = Paragraph(text.text, setting)
        rows = {row.span: header_periods(table) for table in tables(text.text) for row in table.rows}
        return Item(
            doc_id=document.doc_id,
            file=document.source_path,
            span=span,
            role=leaves[0].role if leaves[0].role in (Role.SUMMARY, Role.REPEAT, Role.FURNITURE) else Role.TEXT,
            leaves=leaves,
            views=tuple(_view(leaf, text, span.start, paragraph, rows) for leaf in leaves),
            text=text,
            quantities=_figures(paragraph, rows),
            path=(title, *path),
            headings=tuple(headings),
            years=self._years(document),
            setting=setting,
        )


def _figures(paragraph: Paragraph, rows: Mapping[Span, tuple[Period, ...]]) -> tuple[Quantity, ...]:
    """Return the figures of a text, those in the ``rows`` of its tables read by row and column."""
    said = paragraph.quantities()
    if not rows:
        return said
    prose = [q for q in said if not any(row.contains(q.span) for row in rows)]
    cells = [cell.quantity for cell in cell_figures(paragraph.text, paragraph.years.setting.heading)]
    return tuple(sorted([*prose, *cells], key=lambda q: q.span))


def _view(
    leaf: Clause, text: NormalisedText, start: int, paragraph: Paragraph, rows: Mapping[Span, tuple[Period, ...]]
) -> LeafView:
    span = text.to_normalised(Span(leaf.span.start - start, leaf.span.end - start))
    within = next((periods for row, periods in rows.items() if row.overlap(span)), None)
    if within is not None:
        return LeafView(leaf, span, span.of(text.text), span.of(text.text), within)
    stated = tuple(p for p in paragraph.periods if span.contains(p.span) and paragraph.years.governs(p))
    carried = None if stated else paragraph.period_at(span.start)
    sentence = sentence_of(paragraph.sentences, span.start).of(text.text) if paragraph.sentences else ""
    return LeafView(leaf, span, span.of(text.text), sentence, stated or ((carried,) if carried else ()))


def _together(clause: Clause, other: Clause) -> bool:
    text = (Role.TEXT, Role.RESPONSIBILITY)
    return (
        clause.doc_id == other.doc_id
        and clause.parent_id == other.parent_id
        and clause.role is not Role.HEADING
        and (clause.role is other.role or (clause.role in text and other.role in text))
    )

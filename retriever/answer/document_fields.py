"""Questions that are answered by looking up: what a document states of itself, an article by its number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from index.language.normalise import normalise_text
from index.types import AnswerItem, Clause, Document, Span
from retriever.answer.articles import article_of, asks_more
from retriever.answer.forms.candidate import Question
from retriever.answer.scored import Scored
from retriever.citation import answer_item
from retriever.paragraphs import Paragraphs
from retriever.query.article_asked import Number, PartAsked, is_matter, names_document
from retriever.query.content import Content
from retriever.query.dates_asked import without_date
from retriever.query.field_asked import DATES, stated
from retriever.query.types import Query
from retriever.search.place_prior import Relation, relation

__all__ = ["Lookup", "elsewhere", "looked_up"]

TITLE_NAMED = 0.5
"""Share of a question's content that a title must say for the question to be about that document."""

DATED_NAMED = 0.6
"""The same for when a document is in force: what a text says may have a beginning of its own."""

CLEARLY = 0.5
"""Share of the best title's agreement below which no other document can be meant by a question about an article."""

LONGEST_ARTICLE = 12
"""Clauses of an article that are given; whoever wants more opens the document."""

SHORT_KINDS = frozenset({"number", "date", "body", "frequency"})
"""Kinds of answer that are shorter than an article."""

STATED_INSIDE = 0.6
"""Least confidence of a clause of the article that a question names."""

STATED = 0.97
"""Confidence of what a document states of itself, read by rule: the share that was right on the tuning questions."""


def looked_up(query: Query, documents: Sequence[Document]) -> list[Document]:
    """Return those of ``documents`` that a question about a document may be about.

    All of them where it names its documents by number. Else those about the places that it names; where there are
    none, those whose place is not known and, for places that no document is about, those of the whole country (a
    law).
    """
    if query.documents is not None:
        return list(documents)
    related = [(relation(query, document), document) for document in documents]
    own = [document for found, document in related if found is Relation.ABOUT]
    other = {Relation.UNKNOWN, Relation.NATION} if not query.places else {Relation.UNKNOWN}
    return own or [document for found, document in related if found in other]


def elsewhere(query: Query) -> bool:
    """Whether the only places that the question names are places that no document is about."""
    return bool(query.unknown_places) and not query.places


class Lookup:
    """Looks up in the documents of one index."""

    def __init__(self, paragraphs: Paragraphs) -> None:
        self._paragraphs = paragraphs
        self._corpus = paragraphs.corpus

    def field(
        self, query: Query, question: Question, field: str, documents: Sequence[Document]
    ) -> list[AnswerItem] | None:
        """Return what those of ``documents`` that the question is about state as their ``field``.

        None when it is about none of them, and for a date of another kind than that of issue that none of them states:
        that a text may tell otherwise.
        """
        dated = field in DATES
        content = question.content
        if dated:
            left = without_date(query.normalised)
            content = replace(content, units=tuple(u for u in content.units if u.forms[0] in left))
        covered = {d.doc_id: content.coverage(self._paragraphs.title(d.doc_id)) for d in documents}
        best = max(covered.values(), default=0.0)
        # 宜春的方案 and "the Yichun plan" name it by its place.
        own = not content.units or (query.language == "en" and not dated) or field == "doc_no"
        least = DATED_NAMED if dated else TITLE_NAMED
        if query.documents is not None:
            best = 0.0  # its number says which document is meant, whatever it is called
        elif not documents or (best < least and not (query.places and own)):
            return None
        meant = [d for d in documents if covered[d.doc_id] >= best - 1e-9]
        found = [item for d in meant for item in self._stated(d, field)]
        return found or (None if dated else [])

    def _stated(self, document: Document, field: str) -> Iterator[AnswerItem]:
        """Yield what the document states, an item for each clause that holds a part: signatories stand line by line."""
        for start, end in stated(document, field):
            at = start
            while at < end and (clause := self._paragraphs.clause_over(document.doc_id, Span(at, end))) is not None:
                part = Span(max(at, clause.span.start), min(end, clause.span.end))
                if part.start >= part.end:
                    break
                yield answer_item(self._corpus, clause, part, STATED, None)
                rest = self._corpus.slice(document.doc_id, Span(part.end, max(part.end, end)))
                at = part.end + len(rest) - len(rest.lstrip())

    def article(
        self,
        query: Query,
        question: Question,
        documents: Sequence[Document],
        scored: Sequence[Scored],
    ) -> list[AnswerItem] | None:
        """Return the article that the question names by its number, or the part or clause of it asked for.

        ``scored`` are the clauses read. Nothing when the document that is meant has no such article or part; None when
        the question names no article or does not say of which document, unless it names none and one has it. Where
        several have it and nothing else is said, one item for each.
        """
        number = query.intent.article
        if number is None:
            return None
        units = tuple(u for u in question.content.units if is_matter(query.normalised, u.forms[0]))
        named = replace(question.content, units=units)
        titles = {d.doc_id: self._paragraphs.title(d.doc_id) for d in documents}
        ranked = sorted(((named.coverage(title), doc_id) for doc_id, title in titles.items()), reverse=True)
        parts = query.intent.article_parts
        if not ranked or not (ranked[0][0] or query.places or query.documents is not None):
            if names_document(query.normalised):
                return None
            return self._of_any(query, named, self._holding(titles, number, parts), scored)
        if len(ranked) > 1 and ranked[1][0] <= CLEARLY * ranked[0][0]:
            ranked = ranked[:1]
        found = self._holding([doc_id for _, doc_id in ranked], number, parts)
        if len(found) != 1:
            numbered = len(ranked) == 1 and article_of(self._corpus, ranked[0][1], (1, 0)) is not None
            return [] if numbered else None
        ((doc_id, article),) = found.items()
        return self._inside(query, article, scored, asks_more(units, titles[doc_id])) or self._whole(article, STATED)

    def _holding(
        self, documents: Iterable[int], number: Number, parts: Sequence[PartAsked]
    ) -> dict[int, tuple[Clause, ...]]:
        """Return the leaves of the article, or of the part of it, for each of the ``documents`` (ids) that has it."""
        read = ((doc_id, article_of(self._corpus, doc_id, number, parts)) for doc_id in documents)
        return {doc_id: leaves for doc_id, leaves in read if leaves}

    def _of_any(
        self, query: Query, asked: Content, found: Mapping[int, tuple[Clause, ...]], scored: Sequence[Scored]
    ) -> list[AnswerItem] | None:
        """Answer out of the article of the documents ``found`` where the question names none; ``asked`` is the rest."""
        if not asked.units and len(found) != 1:
            first = (leaves[:1] for leaves in found.values())
            return [item for leaf in first for item in self._whole(leaf, STATED / len(found))] or None
        if len(found) != 1:
            return None
        (article,) = found.values()
        if not asked.units:
            return self._whole(article, STATED)
        said = normalise_text("".join(self._corpus.slice(leaf.doc_id, leaf.span) for leaf in article))
        if asked.coverage(said) < TITLE_NAMED:
            return None
        return self._inside(query, article, scored, len(asked.units) > 1) or self._whole(article, STATED)

    def _inside(
        self, query: Query, article: Sequence[Clause], scored: Sequence[Scored], more: bool
    ) -> list[AnswerItem] | None:
        """Return the likeliest answer inside an article, where something short or ``more`` than the whole is asked."""
        own = {leaf.clause_id for leaf in article}
        inside = [one for one in scored if one.candidate.leaf.clause_id in own]
        best = None
        if query.intent.answer_kind in SHORT_KINDS or query.intent.figure.expected:
            fitting = (one for one in inside if not one.candidate.whole and not one.candidate.fit.kind_clash)
            best = next(fitting, None)
        if best is None and more:
            best = next(iter(inside), None)
        if best is None:
            return None
        found = best.candidate
        return [answer_item(self._corpus, found.leaf, found.answer, max(best.chance, STATED_INSIDE), found.year)]

    def _whole(self, article: Sequence[Clause], confidence: float) -> list[AnswerItem]:
        return [answer_item(self._corpus, leaf, leaf.span, confidence, None) for leaf in article[:LONGEST_ARTICLE]]

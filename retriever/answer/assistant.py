"""The assistant: a question in, cited short answers or a reason for none out.

Without a generating model: the first hits are read (:mod:`retriever.reader`), every answer is a stretch of the corpus
that the reader points at and a recognizer cuts out, and it is given only when it is likely enough to be right.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.errors import InputError, ModelError
from index.language.fold import fold
from index.recognizers.document_numbers import numbers_named, same_number
from index.types import Answer, AnswerItem, Document, Hit
from retriever.answer import abstention as reasons
from retriever.answer.belief import belief
from retriever.answer.document_fields import Lookup, elsewhere, looked_up
from retriever.answer.forms.candidate import Question
from retriever.answer.highlights import highlighted
from retriever.answer.listing.route import Route, route_of
from retriever.answer.question import forms_of, read_question
from retriever.answer.reading import READ, Read, read_hits
from retriever.answer.rerank import reranked
from retriever.answer.scored import Scored
from retriever.answer.select import considered, other_years_stated, selected
from retriever.answer.several_answers import in_turn
from retriever.answer.small_talk import small_talk
from retriever.answer.unsaid import Unsaid
from retriever.engine import Engine
from retriever.query.insisted import insisted
from retriever.query.places import without_place
from retriever.query.several import split
from retriever.query.types import Query
from retriever.reader import Reader, embedded_reader
from retriever.search.filters import Filters
from retriever.search.place_prior import names_place

if TYPE_CHECKING:
    from index.encoders.base import Encoder
    from index.store.bundle import Bundle

__all__ = ["LONGEST_QUESTION", "Assistant"]

LONGEST_QUESTION = 2_000
"""Code points of the longest question that is taken."""

SEEN = 20
"""Hits at least that are searched for, and looked through for documents that are meant."""

_SURE_ELSEWHERE = 0.6
"""Least confidence of an answer about another place that a refusal points to."""

_HAS_WORD = re.compile(r"[^\W_]")


class Assistant:
    """Answers questions about one index. Reading only: many may share an index, also across threads and processes."""

    def __init__(self, engine: Engine, reader: Callable[[], Reader] = embedded_reader, read: int = READ) -> None:
        """Answer from the index of ``engine``; ``reader`` gives what reads, when it is first needed, ``read`` hits."""
        self.engine = engine
        self.corpus = engine.corpus
        self.lookup = Lookup(engine.paragraphs)
        self.belief = belief()
        self.unsaid = Unsaid(self.corpus)
        self._reader = reader
        self._read = read

    @classmethod
    def open(cls, index: str | os.PathLike[str]) -> Assistant:
        """Open the index in the folder ``index``; raises as :meth:`retriever.engine.Engine.open`."""
        return cls(Engine.open(index))

    @classmethod
    def over(cls, bundle: Bundle, encoder: Encoder) -> Assistant:
        """Answer from an open index with its encoder; raises as :meth:`retriever.engine.Engine.over`."""
        return cls(Engine.over(bundle, encoder))

    def ask(self, question: str, top_k: int = 20, filters: Filters | None = None, *, plain: bool = False) -> Answer:
        """Answer ``question`` from what ``filters`` let through; ``top_k`` is how many hits come with the answer.

        The hits that were read come first, ordered by search and reader together (:mod:`retriever.answer.rerank`).
        Of several questions in one (:mod:`retriever.query.several`) each is answered or refused on its own, and a
        question for a list (:mod:`retriever.answer.listing`) gets one; ``plain`` takes any as one question to read for.
        Raises InputError for a question without a word, one longer than LONGEST_QUESTION code points, a ``top_k``
        below 1, and for filters that name nothing of the index or that no document satisfies.
        """
        started = time.perf_counter()
        query = self._query(question, top_k, filters)
        if (help_line := small_talk(query, self.corpus.examples)) is not None:
            return Answer(question, (), (), True, help_line, (time.perf_counter() - started) * 1000)
        if not plain and (listed := self._listed(query, top_k, filters)) is not None:
            return replace(listed, question=question, took_ms=(time.perf_counter() - started) * 1000)
        places = [place.mention for place in query.places]
        parts = () if plain else split(query.text, query.language, places)
        if len(parts) > 1:
            answers = [self._put(part, top_k, filters) for part in parts]
            answer = in_turn(question, answers, top_k)
        else:
            answer = self._one(query, top_k, filters)
            if len(query.places) == 1 and filters is None and answer.reason == reasons.not_stated(query):
                answer = self._with_others(query, answer)
        return replace(answer, question=question, took_ms=(time.perf_counter() - started) * 1000)

    def _listed(self, query: Query, top_k: int, filters: Filters | None) -> Answer | None:
        """The list that a question wants, None when it wants none or there is none."""
        wanted = route_of(query.normalised)
        if wanted.route is Route.ANSWER:
            return None
        # What lists are made of is loaded only for one.
        from retriever.answer.listing.lister import Lister

        items = Lister(self.engine, lambda asked: self._put(asked, SEEN, filters)).items(wanted, query, filters)
        if not items:
            return None
        forms = forms_of(read_question(self.engine, query))
        hits = [
            highlighted(self.corpus, hit, items, forms) for hit in self.engine.search(query, max(top_k, SEEN), filters)
        ]
        return Answer(query.text, tuple(items), tuple(hits[:top_k]), False, None, intent=wanted.route.value)

    def _with_others(self, query: Query, refused: Answer) -> Answer:
        """Say beside a refusal which other places state what is asked for of one."""
        anywhere = without_place(query.text, query.places[0].mention)
        if not _HAS_WORD.search(anywhere):
            return refused
        sure = [item for item in self._put(anywhere).items if item.confidence >= _SURE_ELSEWHERE]
        places = dict.fromkeys(item.place for item in sure if item.place and item.place != query.places[0].name)
        if not places:
            return refused
        return replace(refused, reason=reasons.other_places(query, refused.reason or "", list(places)))

    def _put(self, question: str, top_k: int = SEEN, filters: Filters | None = None) -> Answer:
        return self._one(self._query(question, top_k, filters), top_k, filters)

    def _one(self, query: Query, top_k: int, filters: Filters | None) -> Answer:
        hits = list(self.engine.search(query, max(top_k, SEEN, self._read), filters))
        read = read_question(self.engine, query)
        limited = filters is not None and filters.limit_documents
        try:
            items, reason, reads = self._answers(query, read, hits, limited)
        except ModelError as error:
            items, reason, reads = [], reasons.not_read(query, str(error)), []
        forms = forms_of(read)
        ordered = reranked(hits, reads, query.language)
        shown = [highlighted(self.corpus, hit, items, forms) for hit in ordered[:top_k]]
        return Answer(query.text, tuple(items), tuple(shown), not items, None if items else reason)

    def search(self, question: str, top_k: int = 20, filters: Filters | None = None) -> Answer:
        """Find passages only: an :class:`Answer` without items that did not abstain. Raises as :meth:`ask`."""
        started = time.perf_counter()
        query = self._query(question, top_k, filters)
        hits = list(self.engine.search(query, top_k, filters))
        forms = forms_of(read_question(self.engine, query))
        shown = [highlighted(self.corpus, hit, (), forms) for hit in hits]
        return Answer(question, (), tuple(shown), False, None, (time.perf_counter() - started) * 1000)

    def ranked(self, query: Query, k: int) -> list[Hit]:
        """Return the best ``k`` hits, ordered as :meth:`ask` orders them, without looking for answers.

        Raises ModelError when there is no reader, or what is there is none.
        """
        hits = list(self.engine.search(query, max(k, self._read)))
        return reranked(hits, self._reads(query, hits), query.language)[:k]

    def considered(self, query: Query, hits: Sequence[Hit]) -> list[Scored]:
        """Return every candidate of the first ``hits`` with its probability, the likeliest first.

        Raises ModelError when there is no reader, or what is there is none.
        """
        return self._considered(query, read_question(self.engine, query), self._reads(query, hits))

    def _reads(self, query: Query, hits: Sequence[Hit]) -> list[Read]:
        years = self.engine.paragraphs.spoken_in
        return read_hits(self.corpus, self._reader(), query, hits, self._read, years)

    def _considered(self, query: Query, question: Question, reads: Sequence[Read]) -> list[Scored]:
        return considered(self.engine.paragraphs, self.belief, query, question, reads)

    def _query(self, question: str, top_k: int, filters: Filters | None) -> Query:
        if not _HAS_WORD.search(question):
            raise InputError("The question is empty: ask in words, for example 「到2025年新型储能装机目标是多少?」.")
        if len(question) > LONGEST_QUESTION:
            raise InputError(
                "The question is {size} characters long and at most {most} are taken: ask one thing at a time.",
                size=f"{len(question):,}",
                most=f"{LONGEST_QUESTION:,}",
            )
        if top_k < 1:
            raise InputError("The number of hits must be at least 1, not {top_k}.", top_k=top_k)
        return self.engine.analyse(question, filters)

    def _answers(
        self, query: Query, question: Question, hits: Sequence[Hit], limited: bool
    ) -> tuple[list[AnswerItem], str, list[Read]]:
        """The answers, why there would be none, and what was read for them."""
        if query.numbers and query.documents is None:
            wanted = {named.key for number in query.numbers for named in numbers_named(fold(number))}
            hits = [hit for hit in hits if self._names_number(wanted, hit)]
            if not hits:
                return [], reasons.no_number(query), []
        found = self._found(hits) if query.documents is None else [self.corpus.documents[i] for i in query.documents]
        documents = looked_up(query, found)
        if elsewhere(query) and not documents and not self._named(query, hits):
            return [], reasons.unknown_place(query), []
        field = query.intent.field
        if field is not None and (stated := self.lookup.field(query, question, field, documents)) is not None:
            return stated, reasons.no_field(query, field), []
        if query.documents is None and not limited and not self._says(query, question):
            return [], reasons.no_document(query), []
        reads = self._reads(query, hits)
        scored = self._considered(query, question, reads)
        if (article := self.lookup.article(query, question, documents, scored)) is not None:
            return article, reasons.no_article(query), reads
        scored, missing = self.unsaid.kept(insisted(query), scored)
        items = selected(self.corpus, self.belief, query, question, scored)
        if items or not elsewhere(query) or self._named(query, hits):
            years = () if items else other_years_stated(self.belief, question, scored, 0.0)
            if years:
                reason = reasons.other_years(query, years, limited)
            elif missing is not None:
                reason = reasons.no_name(query, missing, limited)
            else:
                reason = reasons.not_stated(query, limited)
            return items, reason, reads
        return items, reasons.unknown_place(query), reads

    def _says(self, query: Query, question: Question) -> bool:
        """Whether the corpus holds any word of a question; who names a place or a year says something in any case."""
        forms = (*query.terms, *forms_of(question))
        return bool(query.places or query.years) or any(self.engine.says(form) for form in forms)

    def _names_number(self, wanted: Iterable[str], hit: Hit) -> bool:
        """Whether the passage of a hit names a document number of one of the keys ``wanted``."""
        passage = self.corpus.passage(hit.passage_id)
        there = numbers_named(fold(self.corpus.slice(passage.doc_id, passage.span)))
        return any(same_number(key, other) or same_number(other, key) for key, _ in there for other in wanted)

    def _named(self, query: Query, hits: Iterable[Hit]) -> bool:
        """Whether a hit names the place that the question is about, in a document not known to be about another."""
        passages = [self.corpus.passage(hit.passage_id) for hit in hits]
        unplaced = [passage for passage in passages if self.corpus.documents[passage.doc_id].place is None]
        return any(names_place(query, self.corpus.slice(passage.doc_id, passage.span)) for passage in unplaced)

    def _found(self, hits: Iterable[Hit]) -> list[Document]:
        """Return the documents that the hits are of, in their order."""
        found = dict.fromkeys(self.corpus.passage(hit.passage_id).doc_id for hit in hits)
        return [self.corpus.documents[i] for i in found]

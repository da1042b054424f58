"""The assistant: a question in, cited short answers or a reason for none out.

Without a language model: every answer is a stretch of the corpus, chosen by how well what it is a figure, a date or a
clause *of* agrees with the question, and given only when that is likely enough.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.errors import InputError
from index.language.normalise import normalise_text
from index.language.tokens import tokenise
from index.recognizers.responsible import asks_duty, asks_responsibility
from index.types import Answer, AnswerItem, Document, Hit, Query
from retriever.answer import abstention as reasons
from retriever.answer.document_fields import Lookup, elsewhere, looked_up
from retriever.answer.highlights import highlighted
from retriever.answer.stated_fields import field_asked
from retriever.candidates.agreeing import agreeing
from retriever.candidates.choice import notes_first, other_years, sharpened, stated_otherwise
from retriever.candidates.choose import Found, candidates
from retriever.candidates.confidence import enough, probability
from retriever.candidates.content import Content, content_of
from retriever.candidates.cues import asks_frequency, expectation
from retriever.candidates.features import Candidate, Measure, Question
from retriever.candidates.named import names_in
from retriever.candidates.similarity import Comparer
from retriever.citation import answer_item
from retriever.paragraphs import Corpus, Item, Paragraphs
from retriever.query.analyse import analyse
from retriever.query.places import names_itself
from retriever.search.place_prior import Relation, may_answer, names_place, relation

if TYPE_CHECKING:
    from index.encoders.base import Encoder
    from index.store.bundle import Bundle

__all__ = ["LONGEST_QUESTION", "Assistant", "Engine"]

LONGEST_QUESTION = 2_000
"""Code points of the longest question that is taken."""

READ = 20
"""Hits that are read for answers."""

SUBSTANTIAL = 2.0
"""A question has content enough when it weighs as much as this many words that only one passage holds."""

LIKELY_TRANSLATION = 0.1
"""Least probability of a translation that counts as saying an English word."""

_YEAR = re.compile(r"(?:(?:by|in|until|before|from)\s+)?(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)年?")
_NO_NUMBER = re.compile(r"哪几")
"""Words that look like asking for a number and ask which ones."""

_HAS_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Engine:
    """What answering needs of an index and its search, as functions so that each can be had without the others.

    ``analyse`` reads a question, ``search`` returns its best k hits, ``compare`` tells how texts agree with a question,
    ``idf`` weighs a term by the corpus, ``term_weight`` (0..1) by the language, ``in_vocabulary`` tells whether any
    document says a word, ``translate`` turns Latin text into (word, Chinese forms) pairs.
    """

    corpus: Corpus
    analyse: Callable[[str], Query]
    search: Callable[[Query, int], Sequence[Hit]]
    compare: Callable[[Query, Content], Measure]
    idf: Callable[[str], float]
    term_weight: Callable[[str], float]
    in_vocabulary: Callable[[str], bool]
    translate: Callable[[str], Sequence[tuple[str, Sequence[str]]]]


class Assistant:
    """Answers questions about one index. Reading only: many may share an index, also across threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.corpus = engine.corpus
        self.paragraphs = Paragraphs(engine.corpus)
        self.lookup = Lookup(self.paragraphs)

    @classmethod
    def open(cls, index: str | os.PathLike[str]) -> Assistant:
        """Open the index in the folder ``index``, with the encoder that it was built with.

        Raises IndexMissing, IndexDamaged, or ModelError when the encoder is not there or is another one by now.
        """
        # Imported here: the command line's help and the tests of answering need neither FAISS nor an encoder.
        from index.encoders import load_encoder
        from index.store.bundle import Bundle

        bundle = Bundle.open(index)
        encoder = load_encoder(bundle.encoder.name)
        bundle.check_encoder(encoder)
        return cls.over(bundle, encoder)

    @classmethod
    def over(cls, bundle: Bundle, encoder: Encoder) -> Assistant:
        """Answer from an open index with an encoder that is known to fit."""
        from index.language.lexicon import Lexicon
        from retriever.search.searcher import Searcher

        searcher = Searcher(bundle, encoder)
        comparer = Comparer(encoder, searcher.view.idf, searcher.view.token_rarity, searcher.view.spelled)

        def in_vocabulary(word: str) -> bool:
            # A document may cut it into several terms.
            return all(bundle.lexical.df(term) > 0 for term in tokenise(word) or [word])

        def translate(text: str) -> list[tuple[str, tuple[str, ...]]]:
            return [
                (word.term, tuple(term for term, share in word.translations if share >= LIKELY_TRANSLATION))
                for word in Lexicon.load().translate(text)
            ]

        return cls(
            Engine(
                corpus=bundle,
                analyse=lambda question: analyse(question, searcher.view),
                search=searcher.search,
                compare=comparer.compare,
                idf=bundle.lexical.idf,
                term_weight=comparer.term_weight,
                in_vocabulary=in_vocabulary,
                translate=translate,
            )
        )

    def ask(self, question: str, top_k: int = 20) -> Answer:
        """Answer ``question``; ``top_k`` is how many hits come with the answer.

        Raises InputError for a question without a word, one longer than LONGEST_QUESTION code points, or a ``top_k``
        below 1.
        """
        started = time.perf_counter()
        query = self._query(question, top_k)
        hits = list(self.engine.search(query, max(top_k, READ)))
        read = self._question(query)
        items, reason = self._answers(query, read, hits)
        forms = _forms(read)
        shown = [highlighted(self.corpus, hit, items, forms) for hit in hits[:top_k]]
        took = (time.perf_counter() - started) * 1000
        return Answer(question, tuple(items), tuple(shown), not items, None if items else reason, took)

    def search(self, question: str, top_k: int = 20) -> Answer:
        """Find passages only: an :class:`Answer` without items that did not abstain. Raises as :meth:`ask`."""
        started = time.perf_counter()
        query = self._query(question, top_k)
        hits = list(self.engine.search(query, top_k))
        forms = _forms(self._question(query))
        shown = [highlighted(self.corpus, hit, (), forms) for hit in hits]
        return Answer(question, (), tuple(shown), False, None, (time.perf_counter() - started) * 1000)

    def _query(self, question: str, top_k: int) -> Query:
        if not _HAS_WORD.search(question):
            raise InputError("The question is empty: ask in words, for example 「到2025年新型储能装机目标是多少?」.")
        if len(question) > LONGEST_QUESTION:
            raise InputError(
                f"The question is {len(question):,} characters long and at most {LONGEST_QUESTION:,} are taken: "
                "ask one thing at a time."
            )
        if top_k < 1:
            raise InputError(f"The number of hits must be at least 1, not {top_k}.")
        return self.engine.analyse(question)

    def _question(self, query: Query) -> Question:
        engine = self.engine
        # A county that only led to its city is part of what is asked.
        own = [place for place in query.places if query.language == "en" or names_itself(place)]
        places = [name for place in own for name in (place.name, place.mention)]
        phrase = _YEAR.sub(lambda m: " " if int(m["year"]) in query.years else m[0], query.normalised)
        for place in own:
            phrase = phrase.replace(normalise_text(place.mention), " ")
        content = content_of(
            query.terms,
            phrase.strip() or query.normalised,
            engine.idf,
            engine.translate,
            [*places, *(name.lower() for name in places)],
            engine.term_weight,
        )
        asks = query.asks_for
        expected = expectation(query.normalised, query.years)
        if asks_responsibility(query.normalised) and not field_asked(query.normalised):
            asks = "body"
        elif asks_frequency(query.normalised):
            asks = "frequency"
            expected = replace(expected, figure=False, kinds=frozenset())
        elif asks == "number" and _NO_NUMBER.search(query.normalised):
            asks = "clause"
            expected = replace(expected, figure=False, kinds=frozenset())
        return Question(
            query.normalised,
            query.language,
            asks,
            content,
            expected,
            engine.compare(query, content),
            content.unheard(engine.in_vocabulary),
            max(0.0, 1.0 - content.weight / (SUBSTANTIAL * max(engine.idf(""), 1e-9))),
            names_in(query.text, query.language, engine.translate, [name.lower() for name in places]),
        )

    def _answers(self, query: Query, question: Question, hits: Sequence[Hit]) -> tuple[list[AnswerItem], str]:
        documents = looked_up(query, self._found(hits))
        if elsewhere(query) and not documents and not self._named(query, hits):
            return [], reasons.unknown_place(query)
        field = field_asked(query.normalised)
        if field is not None and (stated := self.lookup.field(query, question, field, documents)) is not None:
            return stated, reasons.no_field(query, field)
        scored = self._considered(query, question, hits)
        if (article := self.lookup.article(query, question, documents, scored)) is not None:
            return article, reasons.no_article(query)
        items = self._chosen(query, question, scored)
        unknown = elsewhere(query) and not items and not self._named(query, hits)
        return items, reasons.unknown_place(query) if unknown else self._reason(query, scored)

    def _named(self, query: Query, hits: Iterable[Hit]) -> bool:
        """Whether a hit names the place that the question is about, in a document not known to be about another."""
        passages = [self.corpus.passage(hit.passage_id) for hit in hits]
        unplaced = [passage for passage in passages if self.corpus.documents[passage.doc_id].place is None]
        return any(names_place(query, self.corpus.slice(passage.doc_id, passage.span)) for passage in unplaced)

    def _found(self, hits: Iterable[Hit]) -> list[Document]:
        """Return the documents that the hits are of, in their order."""
        found = dict.fromkeys(self.corpus.passage(hit.passage_id).doc_id for hit in hits)
        return [self.corpus.documents[i] for i in found]

    def considered(self, query: Query, hits: Iterable[Hit]) -> list[tuple[float, Candidate]]:
        """Return every candidate in the first READ ``hits`` with its probability, the likeliest first."""
        return self._considered(query, self._question(query), hits)

    def _considered(self, query: Query, question: Question, hits: Iterable[Hit]) -> list[tuple[float, Candidate]]:
        read: dict[int, tuple[Item, dict[int, float]]] = {}
        for hit in list(hits)[:READ]:
            passage = self.corpus.passage(hit.passage_id)
            if not may_answer(
                query, self.corpus.documents[passage.doc_id], self.corpus.slice(passage.doc_id, passage.span)
            ):
                continue
            item = self.paragraphs.item(hit.passage_id)
            _, scores = read.setdefault(item.leaves[0].clause_id, (item, {}))
            for clause_id in passage.clause_ids:
                scores[clause_id] = max(scores.get(clause_id, 0.0), hit.score)
        carried = question.asks_for == "body"
        found = candidates(
            question,
            [
                Found(item, scores, self.paragraphs.carried(item.leaves[0]) if carried else None)
                for item, scores in read.values()
            ],
        )
        return sorted(((probability(c), c) for c in found), key=lambda pair: -pair[0])

    def _chosen(self, query: Query, question: Question, scored: Sequence[tuple[float, Candidate]]) -> list[AnswerItem]:
        if not scored:
            return []
        if question.asks_for == "body" and asks_duty(query.normalised):
            scored = notes_first(scored)
        surest, top = scored[0]
        if not enough(top, surest) or (not top.features.year_match and stated_otherwise(scored, surest)):
            return []
        if not query.places:
            scored = agreeing(scored)
        group = self._place_of if query.places else (lambda c: str(c.item.doc_id))
        best: dict[str, tuple[float, Candidate]] = {}
        for chance, candidate in scored:
            best.setdefault(group(candidate), (chance, candidate))
        items: list[AnswerItem] = []
        own = self._is_about(query, scored[0][1])
        for chance, candidate in best.values():
            if not enough(candidate, chance, BESIDE) or chance < AS_SURE * surest:
                continue
            if own and not self._is_about(query, candidate):
                continue
            items.append(self._item(chance, sharpened(candidate, scored)))
            if not question.expected.years:
                items += [self._item(p, c) for p, c in other_years(candidate, chance, scored)]
        return items

    def _is_about(self, query: Query, candidate: Candidate) -> bool:
        return relation(query, self.corpus.documents[candidate.item.doc_id]) is Relation.ABOUT

    def _place_of(self, candidate: Candidate) -> str:
        place = self.corpus.documents[candidate.item.doc_id].place
        return place.value if place else ""

    def _item(self, chance: float, candidate: Candidate) -> AnswerItem:
        return answer_item(self.corpus, candidate.leaf, candidate.answer, chance, candidate.year)

    def _reason(self, query: Query, scored: Sequence[tuple[float, Candidate]]) -> str:
        years = stated_otherwise(scored, 0.0)
        return reasons.other_years(query, years) if years else reasons.not_stated(query)


def _forms(question: Question) -> tuple[str, ...]:
    """Return every normalised word by which the content of a question may be said."""
    return tuple(dict.fromkeys(form for unit in question.content.units for form in unit.forms))


BESIDE = 0.6
"""Beside a document that answers, another is listed from this share of the threshold."""

AS_SURE = 0.3
"""Beside the best, a document is listed from this share of its probability."""

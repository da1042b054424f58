"""Reading the first hits of a question with the reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.recognizers.governing import RELATIVE
from index.recognizers.periods import RELATIVE_YEARS, YEAR, year_of
from index.types import Hit, Passage, Span
from retriever.paragraphs import Corpus
from retriever.query.every_place import asked_of_each
from retriever.query.types import Query
from retriever.reader import Reader, ReaderInput, Reading
from retriever.reader.spans import LEAST
from retriever.search.place_prior import may_answer

__all__ = ["READ", "Read", "read_hits"]

READ = 10
"""Hits that are read: the reader takes about 25 ms for each."""

_YEAR = re.compile(rf"(?P<year>{YEAR})年?")

ELSEWHERE = 4
"""Of ten hits read, at most so many are the best of documents that those before are not of."""


@dataclass(frozen=True, slots=True)
class Read:
    """A passage of a hit with what the reader says of it."""

    hit: Hit
    passage: Passage
    reading: Reading

    def answer_support(self, span: Span) -> float:
        """How far (a mean log-probability, at most 0) the answer is believed to be in ``span`` of the file."""
        support = self.reading.support
        if support is None or not self.passage.span.contains(span):
            return LEAST
        return support.answer(self._inside(span))

    def evidence_support(self, span: Span) -> float:
        """The same of the evidence, for a ``span`` that may reach beyond the passage."""
        support = self.reading.support
        if support is None or not self.passage.span.overlap(span):
            return LEAST
        return support.evidence(self._inside(span))

    @property
    def answer(self) -> Span | None:
        """Where in the file the reader sees the answer."""
        found = self.reading.answer
        return None if found is None else self._outside(found)

    @property
    def evidence(self) -> Span | None:
        """Where in the file the reader sees what says so."""
        found = self.reading.evidence
        return None if found is None else self._outside(found)

    @property
    def margin(self) -> float:
        """How much likelier (a difference of mean log-probabilities) the answer is than that none stands here."""
        return max(LEAST, self.reading.answer_score - self.reading.none_score)

    def _inside(self, span: Span) -> Span:
        start = self.passage.span.start
        return Span(max(0, span.start - start), max(0, span.end - start))

    def _outside(self, span: Span) -> Span:
        start = self.passage.span.start
        return Span(span.start + start, span.end + start)


def _spread(corpus: Corpus, hits: Sequence[Hit], most: int) -> list[Hit]:
    """Which hits are read: the first ones, and the best of further documents instead of the last of the same.

    Who asks for a figure of every city is answered from as many documents; who asks one thing finds it among the first.
    """
    first = min(len(hits), most - most * ELSEWHERE // 10)
    chosen = list(hits[:first])
    seen = {corpus.passage(hit.passage_id).doc_id for hit in chosen}
    rest = []
    for hit in hits[first:]:
        doc_id = corpus.passage(hit.passage_id).doc_id
        if doc_id not in seen and len(chosen) < most:
            seen.add(doc_id)
            chosen.append(hit)
        else:
            rest.append(hit)
    chosen += rest[: most - len(chosen)]
    return sorted(chosen, key=lambda hit: hit.rank)


def read_hits(
    corpus: Corpus,
    reader: Reader,
    query: Query,
    hits: Sequence[Hit],
    most: int = READ,
    year_of_document: Callable[[int], int | None] = lambda doc_id: None,
) -> list[Read]:
    """Read the first ``most`` of ``hits`` whose documents may answer, in their order.

    ``year_of_document`` tells the year that a document speaks in: a passage that calls the year asked for 去年 is asked
    so, because the reader knows of no date.
    """
    found: dict[int, tuple[Passage, str]] = {}
    allowed = []
    for hit in hits:
        passage = corpus.passage(hit.passage_id)
        text = corpus.slice(passage.doc_id, passage.span)
        if may_answer(query, corpus.documents[passage.doc_id], text):
            found[hit.passage_id] = passage, text
            allowed.append(hit)
    chosen = _spread(corpus, allowed, most)
    asked = query.text if query.places else asked_of_each(query.text)
    given: dict[str, list[tuple[int, ReaderInput]]] = {}
    for number, hit in enumerate(chosen):
        passage, text = found[hit.passage_id]
        title = corpus.documents[passage.doc_id].title
        path = corpus.clause(passage.clause_ids[0]).path
        worded = _in_its_words(asked, query, text, year_of_document(passage.doc_id))
        given.setdefault(worded, []).append((number, ReaderInput(text, title.value if title else "", tuple(path))))
    readings: dict[int, Reading] = {}
    for worded, numbered in given.items():
        said = reader.read(worded, [passage for _, passage in numbered])
        readings.update(zip((number for number, _ in numbered), said, strict=True))
    return [Read(hit, found[hit.passage_id][0], readings[number]) for number, hit in enumerate(chosen)]


def _in_its_words(asked: str, query: Query, text: str, year: int | None) -> str:
    """Return the question with the year that it asks for called as a passage calls it in a document of ``year``."""
    if year is None or len(query.intent.years) != 1:
        return asked
    (wanted,) = query.intent.years
    told = (m["year"] for m in RELATIVE.finditer(text) if not m["base"])
    word = next((word for word in told if year + RELATIVE_YEARS[word] == wanted), None)
    if word is None:
        return asked
    return _YEAR.sub(lambda m: word if year_of(m["year"]) == wanted else m[0], asked)

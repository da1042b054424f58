"""Reading the first hits of a question with the reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


def read_hits(corpus: Corpus, reader: Reader, query: Query, hits: Sequence[Hit], most: int = READ) -> list[Read]:
    """Read the first ``most`` of ``hits`` whose documents may answer, in their order."""
    found: dict[int, tuple[Passage, str]] = {}
    allowed = []
    for hit in hits:
        passage = corpus.passage(hit.passage_id)
        text = corpus.slice(passage.doc_id, passage.span)
        if may_answer(query, corpus.documents[passage.doc_id], text):
            found[hit.passage_id] = passage, text
            allowed.append(hit)
    chosen = _spread(corpus, allowed, most)
    given = []
    for hit in chosen:
        passage, text = found[hit.passage_id]
        title = corpus.documents[passage.doc_id].title
        path = corpus.clause(passage.clause_ids[0]).path
        given.append(ReaderInput(text, title.value if title else "", tuple(path)))
    asked = query.text if query.places else asked_of_each(query.text)
    readings = reader.read(asked, given)
    return [Read(hit, found[hit.passage_id][0], reading) for hit, reading in zip(chosen, readings, strict=True)]

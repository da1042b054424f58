"""Which candidates of the hits are given as answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.recognizers.scopes import scope_asked
from index.types import AnswerItem, Hit
from retriever.candidates.agreeing import agreeing
from retriever.candidates.choice import notes_first, other_years, sharpened, stated_otherwise
from retriever.candidates.choose import Found, candidates
from retriever.candidates.confidence import enough, probability
from retriever.candidates.features import Candidate, Question
from retriever.citation import answer_item
from retriever.paragraphs import Corpus, Item, Paragraphs
from retriever.query.types import Query
from retriever.search.place_prior import Relation, clause_may_answer, may_answer, relation

__all__ = ["READ", "Scored", "considered", "selected"]

READ = 20
"""Hits that are read for answers."""

BESIDE = 0.6
"""Beside a document that answers, another is listed from this share of the threshold."""

AS_SURE = 0.3
"""Beside the best, a document is listed from this share of its probability."""

Scored = tuple[float, Candidate]
"""A candidate and the probability that it is right."""


def considered(paragraphs: Paragraphs, query: Query, question: Question, hits: Iterable[Hit]) -> list[Scored]:
    """Return every candidate in the first READ ``hits`` with its probability, the likeliest first."""
    corpus = paragraphs.corpus
    read: dict[int, tuple[Item, dict[int, float]]] = {}
    for hit in list(hits)[:READ]:
        passage = corpus.passage(hit.passage_id)
        text = corpus.slice(passage.doc_id, passage.span)
        if not may_answer(query, corpus.documents[passage.doc_id], text):
            continue
        item = paragraphs.item(hit.passage_id)
        _, scores = read.setdefault(item.leaves[0].clause_id, (item, {}))
        for clause_id in passage.clause_ids:
            scores[clause_id] = max(scores.get(clause_id, 0.0), hit.score)
    carried = question.intent.answer_kind == "body"
    found = [
        Found(item, scores, paragraphs.carried(item.leaves[0]) if carried else None) for item, scores in read.values()
    ]
    made = candidates(question, found)
    if scope_asked(query.normalised):
        made = [c for c in made if clause_may_answer(query, corpus.documents[c.item.doc_id], _with_headings(corpus, c))]
    return sorted(((probability(c), c) for c in made), key=lambda pair: -pair[0])


def selected(corpus: Corpus, query: Query, question: Question, scored: Sequence[Scored]) -> list[AnswerItem]:
    """Return the answers out of ``scored`` (likeliest first); none when the likeliest is not likely enough.

    A question about places gets one answer for each place, any other one for each document that is nearly as sure.
    """
    if not scored:
        return []
    intent = question.intent
    if intent.answer_kind == "body" and intent.duty:
        scored = notes_first(scored)
    surest, top = scored[0]
    if not enough(top, surest) or (not top.features.year_match and stated_otherwise(scored, surest)):
        return []
    if not query.places:
        scored = agreeing(scored)
    best: dict[str, Scored] = {}
    for chance, candidate in scored:
        group = _place_of(corpus, candidate) if query.places else str(candidate.item.doc_id)
        best.setdefault(group, (chance, candidate))
    items: list[AnswerItem] = []
    own = _is_about(corpus, query, scored[0][1])
    for chance, candidate in best.values():
        if not enough(candidate, chance, BESIDE) or chance < AS_SURE * surest:
            continue
        if own and not _is_about(corpus, query, candidate):
            continue
        items.append(_item(corpus, chance, sharpened(candidate, scored)))
        if not intent.years:
            items += [_item(corpus, p, c) for p, c in other_years(candidate, chance, scored)]
    return items


def _with_headings(corpus: Corpus, candidate: Candidate) -> str:
    return " ".join((*candidate.leaf.path, corpus.slice(candidate.item.doc_id, candidate.leaf.span)))


def _is_about(corpus: Corpus, query: Query, candidate: Candidate) -> bool:
    return relation(query, corpus.documents[candidate.item.doc_id]) is Relation.ABOUT


def _place_of(corpus: Corpus, candidate: Candidate) -> str:
    place = corpus.documents[candidate.item.doc_id].place
    return place.value if place else ""


def _item(corpus: Corpus, chance: float, candidate: Candidate) -> AnswerItem:
    return answer_item(corpus, candidate.leaf, candidate.answer, chance, candidate.year)

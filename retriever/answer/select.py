"""Which candidates of what was read are given as answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from index.recognizers.scopes import scope_asked
from index.types import AnswerItem, Span
from retriever.answer.agreeing import agreeing
from retriever.answer.belief import Belief, features
from retriever.answer.forms.candidate import Candidate, Question
from retriever.answer.forms.cut import cut
from retriever.answer.forms.graded import graded
from retriever.answer.forms.words import whole_words
from retriever.answer.reading import Read
from retriever.answer.scored import Scored
from retriever.citation import answer_item
from retriever.paragraphs import Corpus, Paragraphs
from retriever.query.field_asked import DATES, stated
from retriever.query.types import Query
from retriever.search.place_prior import Relation, clause_may_answer, relation

__all__ = ["considered", "of_another_year", "other_years_stated", "selected"]

BESIDE = 0.6
"""Beside a document that answers, another is listed from this share of the threshold."""

AS_SURE = 0.3
"""Beside the best, a document is listed from this share of its probability."""

EQUALLY = 0.8
"""Share of the best one's probability from which a figure of the same subject for another year is listed too."""


IRRELEVANT = -3.5
"""Log-odds of relevance below which nothing is given: of the questions fitted on, no right answer lay there."""

STATED_ABOVE = 0.6
"""Least confidence of the heading over the only clause that says what a question asks the grade of."""

UNDER_ITS_KEY = 0.5
"""Least confidence of a value that stands under the very key, or in the row and column, that a question names."""

LEAD = 1e-6
"""What puts a note before the clause that it stands under, and a value under its key before what stands beside it."""

MOST_OF_IT = 0.4
"""Share of a clause from which the clause is shown, and no words of it."""


def considered(
    paragraphs: Paragraphs, belief: Belief, query: Query, question: Question, reads: Sequence[Read]
) -> list[Scored]:
    """Return every candidate of the passages read, the likeliest first; one that two passages hold counts once."""
    corpus = paragraphs.corpus
    carried = question.intent.answer_kind == "body"
    scoped = scope_asked(query.normalised)
    best: dict[tuple[int, str, Span], tuple[float, Candidate, Mapping[str, float], Read]] = {}
    for read in reads:
        item = paragraphs.item(read.hit.passage_id)
        note = paragraphs.carried(item.leaves[0]) if carried else None
        for candidate in cut(question, item, read.passage.clause_ids, note):
            if not _of_passage(candidate, read) or _of_another_act(corpus, question, candidate):
                continue
            if scoped and not clause_may_answer(
                query, corpus.documents[item.doc_id], _with_headings(corpus, candidate)
            ):
                continue
            given = features(candidate, read, question.language)
            score = belief.score(given)
            key = (item.doc_id, candidate.form, candidate.answer)
            if key not in best or best[key][0] < score:
                best[key] = score, candidate, given, read
    found = [
        Scored(belief.probability(score, question.language), candidate, given, read)
        for score, candidate, given, read in best.values()
    ]
    if question.intent.answer_kind == "body" and question.intent.duty:
        found = _notes_first(found)
    return sorted(_values_first([*found, *_grades(question, found)]), key=lambda scored: -scored.chance)


def _grades(question: Question, found: Sequence[Scored]) -> list[Scored]:
    """The headings that say which grade the clauses read are of, each as likely as its clause.

    Where what is asked stands under one heading alone there is nothing left to choose.
    """
    if question.intent.grade is None:
        return []
    headed = [(one, heading) for one in found if (heading := graded(question, one.candidate)) is not None]
    least = STATED_ABOVE if len({heading.leaf.clause_id for _, heading in headed}) == 1 else 0.0
    return [replace(one, chance=min(1.0, max(one.chance, least) + LEAD), candidate=heading) for one, heading in headed]


def _values_first(found: Sequence[Scored]) -> list[Scored]:
    """Raise what stands under the key that the question names above whatever else its document offers."""
    best: dict[int, float] = {}
    for one in found:
        doc_id = one.candidate.item.doc_id
        best[doc_id] = max(best.get(doc_id, 0.0), one.chance)
    return [
        replace(one, chance=min(1.0, max(best[one.candidate.item.doc_id], UNDER_ITS_KEY) + LEAD))
        if one.candidate.form == "value"
        else one
        for one in found
    ]


def _of_another_act(corpus: Corpus, question: Question, candidate: Candidate) -> bool:
    """Whether a candidate is a date of the document that is known to be of another act than the one asked for."""
    field = question.intent.field
    if field is None or field not in DATES or candidate.form not in ("date", "fallback", "quantity"):
        return False
    document = corpus.documents[candidate.item.doc_id]
    own = stated(document, field)
    others = [span for other in ("issued_on", *DATES) if other != field for span in stated(document, other)]

    def holds(spans: Iterable[Span]) -> bool:
        return any(span.overlap(candidate.answer) for span in spans)

    return holds(others) and not holds(own)


def _notes_first(found: Sequence[Scored]) -> list[Scored]:
    """Raise the own note of each item above its clauses and the bodies that they happen to name.

    For questions who has to do something: that is what the note of an item is there to say.
    """
    best: dict[tuple[int, int], float] = {}
    for one in found:
        if one.candidate.form in ("clause", "fallback", "body"):
            key = one.candidate.item.doc_id, one.candidate.item.span.start
            best[key] = max(best.get(key, 0.0), one.chance)

    def raised(one: Scored) -> Scored:
        if one.candidate.form != "note" or not one.candidate.fit.first:
            return one
        other = best.get((one.candidate.item.doc_id, one.candidate.item.span.start), 0.0)
        return replace(one, chance=max(one.chance, min(1.0, other + LEAD)))

    return [raised(one) for one in found]


def _of_passage(candidate: Candidate, read: Read) -> bool:
    """Whether the passage that was read says something of the candidate.

    A figure beside the passage is read where its own passage is; notes and headings hold for the passages under them.
    """
    inside = candidate.leaf.clause_id in read.passage.clause_ids
    above = not candidate.item.span.contains(candidate.answer)
    return inside or above or candidate.form == "note"


def selected(
    corpus: Corpus, belief: Belief, query: Query, question: Question, scored: Sequence[Scored]
) -> list[AnswerItem]:
    """Return the answers out of ``scored`` (likeliest first); none when the likeliest is not likely enough.

    A question about places gets one answer for each place, any other one for each document that is nearly as sure.
    """
    least = belief.thresholds[question.language]
    fitting = _fitting(question, scored)
    if not fitting or fitting[0].chance < least:
        return []
    top = fitting[0]
    if top.read.reading.logit < IRRELEVANT and top.candidate.form not in ("note", "value"):
        return []
    if not top.candidate.fit.year_match and other_years_stated(belief, question, scored, top.chance):
        return []
    if not query.places:
        fitting = agreeing(fitting)
    best: dict[str, Scored] = {}
    for one in fitting:
        if one.candidate.fit.kind_clash > top.candidate.fit.kind_clash:
            continue  # beside a share no volume answers
        group = _place_of(corpus, one.candidate) if query.places else str(one.candidate.item.doc_id)
        best.setdefault(group, one)
    items: list[AnswerItem] = []
    own = _is_about(corpus, query, top.candidate)
    for one in best.values():
        if one.chance < max(BESIDE * least, AS_SURE * top.chance):
            continue
        if own and not _is_about(corpus, query, one.candidate):
            continue
        items.append(_item(corpus, one, _sharpened(corpus, one, fitting)))
        items += [_item(corpus, other, other.candidate) for other in _others_in_office(one, fitting)]
        if not question.intent.years:
            items += [_item(corpus, other, other.candidate) for other in _other_years(one, fitting)]
    return items


def other_years_stated(belief: Belief, question: Question, scored: Iterable[Scored], chance: float) -> tuple[int, ...]:
    """Return the years of figures that would answer better than ``chance`` were they of the year asked for."""
    years = set()
    for one in scored:
        if one.candidate.form == "quantity" and of_another_year(one.candidate) and one.candidate.year:
            supposed = {**one.features, "year_clash": 0.0, "year_match": 1.0}
            likely = belief.probability(belief.score(supposed), question.language)
            if likely > chance and likely >= belief.thresholds[question.language]:
                years.add(one.candidate.year)
    return tuple(sorted(years))


def of_another_year(candidate: Candidate) -> bool:
    """Whether a figure, a date, or a clause that stands in for one is of another year than the one asked for."""
    return candidate.form in ("quantity", "date", "fallback") and candidate.fit.year_clash > 0


def _fitting(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """Those that no rule excludes: figures of another year, clauses with such alone or without a figure asked for."""
    barred = _leaves_of_another_year(scored)
    number = question.intent.answer_kind == "number"

    def excluded(candidate: Candidate) -> bool:
        if of_another_year(candidate):
            return True
        stands_in = candidate.form == "fallback"
        return stands_in and (candidate.leaf.clause_id in barred or (number and candidate.fit.kind_clash >= 1))

    return [one for one in scored if not excluded(one.candidate)]


def _leaves_of_another_year(scored: Iterable[Scored]) -> frozenset[int]:
    """Clauses whose figures and dates of the kind asked for are all of another year than the one asked for."""
    clashing: dict[int, bool] = {}
    for one in scored:
        candidate = one.candidate
        if candidate.form in ("quantity", "date") and not candidate.fit.kind_clash:
            leaf = candidate.leaf.clause_id
            clashing[leaf] = clashing.get(leaf, True) and of_another_year(candidate)
    return frozenset(leaf for leaf, all_clash in clashing.items() if all_clash)


def _sharpened(corpus: Corpus, one: Scored, scored: Iterable[Scored]) -> Candidate:
    """What is shown of a clause: the likeliest short answer in it where one was asked for, else the reader's words.

    The whole clause where the reader points at most of it or out of it.
    """
    clause = one.candidate
    if not clause.whole:
        return clause
    if clause.form == "fallback":
        beside = (other.candidate for other in scored if other.candidate.leaf == clause.leaf)
        short = next((candidate for candidate in beside if not candidate.whole and not candidate.fit.kind_clash), None)
        if short is not None:
            return short
    pointed, leaf = one.read.answer, clause.leaf.span
    if pointed is None or not leaf.contains(pointed):
        return clause
    inside = Span(pointed.start - leaf.start, pointed.end - leaf.start)
    words = whole_words(corpus.slice(clause.item.doc_id, leaf), inside)
    if words.size > MOST_OF_IT * leaf.size:
        return clause
    return replace(clause, form="words", answer=Span(leaf.start + words.start, leaf.start + words.end))


def _other_years(one: Scored, scored: Iterable[Scored]) -> list[Scored]:
    """Figures of the same subject in the same document that answer for other years."""
    best = one.candidate
    if best.form != "quantity" or best.year is None:
        return []
    seen = {best.year}
    found = []
    for other in scored:
        candidate = other.candidate
        same = candidate.form == "quantity" and candidate.item.doc_id == best.item.doc_id
        if not same or candidate.subject != best.subject or not candidate.year or candidate.year in seen:
            continue
        if other.chance >= EQUALLY * one.chance:
            seen.add(candidate.year)
            found.append(other)
    return found


def _others_in_office(one: Scored, scored: Iterable[Scored]) -> list[Scored]:
    """The others that hold the office asked for, of one roster."""
    best = one.candidate
    if best.form != "value" or not best.subject:
        return []
    return [
        other
        for other in scored
        if other.candidate.form == "value"
        and other.candidate.item is best.item
        and other.candidate.answer != best.answer
        and other.candidate.subject.split()[0] == best.subject.split()[0]
    ]


def _with_headings(corpus: Corpus, candidate: Candidate) -> str:
    return " ".join((*candidate.leaf.path, corpus.slice(candidate.item.doc_id, candidate.leaf.span)))


def _is_about(corpus: Corpus, query: Query, candidate: Candidate) -> bool:
    return relation(query, corpus.documents[candidate.item.doc_id]) is Relation.ABOUT


def _place_of(corpus: Corpus, candidate: Candidate) -> str:
    place = corpus.documents[candidate.item.doc_id].place
    return place.value if place else ""


def _item(corpus: Corpus, one: Scored, candidate: Candidate) -> AnswerItem:
    return answer_item(corpus, candidate.leaf, candidate.answer, one.chance, candidate.year)

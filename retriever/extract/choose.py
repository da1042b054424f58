"""Candidate answers out of the items that were found, and how well each agrees with the question.

A candidate is a stretch of the source (a figure, a date, the bodies of a note, a clause) with the leaf that it stands
in and its :class:`Features`. Nothing here knows an index: items come from :mod:`retriever.reading`, similarity of
meaning is a function passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from index.clauses.responsibility import parse_note
from index.normalise import normalise
from index.types import Clause, Role, Span
from retriever.reading import Item, LeafView

from .bodies import asks_lead, bodies_in, note_answer
from .content import Content
from .cues import Expectation, fits_change, fits_kind
from .dates import Period, PeriodKind, dates_in, find_periods
from .names import asks_number, cited_documents
from .quantities import Quantity

__all__ = ["Candidate", "Features", "Question", "Similarity", "candidates"]

GENERIC = 4
"""Characters of a subject that is too short to say what it is of (装机容量, 覆盖率)."""

BEFORE = 40
"""Characters before the clause of such a subject that are read with it, within the sentence."""

_BODY_READ = 300
"""Code points of an item's text that its meaning is taken from."""

Similarity = Callable[[str, Sequence[str]], npt.NDArray[np.float32]]
"""How near in meaning every text is to the question: float32 of shape (len(texts),), about 0..1."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the choice sees it, its ``text`` normalised and its ``language`` "zh" or "en"."""

    text: str
    language: str
    asks_for: str
    content: Content
    expected: Expectation
    similarity: Similarity


@dataclass(frozen=True, slots=True)
class Features:
    """Agreement of a candidate with the question; shares and similarities are 0..1, flags 0 or 1, fits -1..1.

    ``subject``, ``sentence``, ``context``: share of the question's content said by what the candidate is about, with
    its sentence, with its headings and title as well. ``precision``: how much of the subject the question names.
    ``missing`` and ``absent``: how heavy the heaviest word is that the subject, or subject, sentence and headings
    together, do not say, in 0..1 of the question's heaviest. ``latin``: the question is in English, and agreement
    therefore weaker throughout. ``kind_clash``: the unit measures something else than what is asked for.
    """

    subject: float = 0.0
    sentence: float = 0.0
    context: float = 0.0
    precision: float = 0.0
    missing: float = 0.0
    absent: float = 0.0
    subject_similarity: float = 0.0
    clause_similarity: float = 0.0
    context_similarity: float = 0.0
    year_match: float = 0.0
    year_clash: float = 0.0
    year_missing: float = 0.0
    kind_clash: float = 0.0
    change: float = 0.0
    attributive: float = 0.0
    summary: float = 0.0
    latin: float = 0.0
    hit: float = 0.0

    def vector(self) -> list[float]:
        """Return the values in the order of declaration."""
        return [float(getattr(self, f.name)) for f in fields(self)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible answer: ``answer`` and ``leaf`` lie in the item's file, ``year`` is the target year that governs.

    ``form`` is "quantity", "note" (the bodies of a responsibility note), "body", "date", "cited" (a document that the
    text cites), "clause", or "fallback": a whole clause where something shorter was asked for.
    ``subject`` is the normalised text that it is about.
    """

    item: Item
    form: str
    answer: Span
    leaf: Clause
    year: int | None
    subject: str
    features: Features


@dataclass(frozen=True, slots=True)
class _Draft:
    """A candidate before its similarities are known: the texts that it is about, from near to far."""

    candidate: Candidate
    subject: str
    clause: str
    context: str


def candidates(question: Question, items: Sequence[tuple[Item, float, tuple[int, ...]]]) -> list[Candidate]:
    """Return every candidate of ``items``: (item, score of its hit in 0..1, ids of the leaves in the hits)."""
    drafts: list[_Draft] = []
    for item, hit, clause_ids in items:
        if item.role not in (Role.TEXT, Role.SUMMARY):
            continue
        for draft in _drafts(question, item, frozenset(clause_ids)):
            features = replace(
                draft.candidate.features,
                hit=hit,
                summary=float(item.role is Role.SUMMARY),
                latin=float(question.language == "en"),
            )
            drafts.append(replace(draft, candidate=replace(draft.candidate, features=features)))
    texts = list(dict.fromkeys(t for d in drafts for t in (d.subject, d.clause, d.context)))
    scores = (
        dict(zip(texts, question.similarity(question.content.phrase, texts).tolist(), strict=True)) if texts else {}
    )
    return [
        replace(
            d.candidate,
            features=replace(
                d.candidate.features,
                subject_similarity=scores[d.subject],
                clause_similarity=scores[d.clause],
                context_similarity=scores[d.context],
            ),
        )
        for d in drafts
    ]


def _drafts(question: Question, item: Item, clause_ids: frozenset[int]) -> Iterator[_Draft]:
    asks, expected = question.asks_for, question.expected
    if asks == "number" or (expected.figure and asks in ("clause", "name", "place")):
        for quantity in item.quantities:
            yield from _quantity(question, item, quantity)
    if asks == "date":
        yield from _dates(question, item)
    if asks == "body":
        yield from _note(question, item)
        yield from _bodies(question, item, clause_ids)
    if asks == "document":
        yield from _cited(question, item)
    for leaf in item.views:
        if leaf.clause.clause_id in clause_ids and leaf.clause.role is not Role.RESPONSIBILITY:
            yield _clause(question, item, leaf)


def _quantity(question: Question, item: Item, quantity: Quantity) -> Iterator[_Draft]:
    text, content = item.text.text, question.content
    # A question for the size of a change is answered with the size, any other with its direction as well.
    asked_change = question.expected.change is quantity.change
    answer = item.source(quantity.figure if asked_change else quantity.display)
    leaf = item.leaf_at(answer.start).clause
    if not leaf.span.contains(answer):
        return
    own = " ".join(s.of(text) for s in (quantity.subject, quantity.object) if s)
    about = own
    if quantity.listed:
        # The last of the listed subjects carries the words that all share (公交车、出租车新能源占比).
        about = f"{own} {quantity.listed[-1].of(text)}"
    if len(own) <= GENERIC:
        # 重点推进省管海域海上风电项目,装机容量580万千瓦: what such a subject is of stands before it.
        about = text[max(quantity.sentence.start, quantity.clause.start - BEFORE) : quantity.clause.end]
    coverage = content.coverage(about)
    if quantity.listed and _another_is_named(content, quantity, text):
        coverage *= 0.5
    clause = Span(quantity.clause.start, quantity.object.end if quantity.object else quantity.clause.end).of(text)
    if quantity.carried:
        clause = f"{own} {clause}"
    sentence = quantity.sentence.of(text)
    expected = question.expected
    features = Features(
        subject=coverage,
        sentence=content.coverage(about, sentence),
        context=content.coverage(about, sentence, *item.path),
        precision=content.precision(about) if about else 0.0,
        missing=content.missing(about),
        absent=content.missing(about, sentence, *item.path),
        kind_clash=float(fits_kind(expected, quantity) < 0),
        change=_direction(question, quantity),
        attributive=float(quantity.attributive and not expected.describes),
        **_years(expected, [quantity.period] if quantity.period else []),
    )
    year = quantity.period.last if quantity.period else None
    candidate = Candidate(item, "quantity", answer, leaf, year, about, features)
    yield _Draft(candidate, about or clause, clause, _context(item))


def _another_is_named(content: Content, quantity: Quantity, text: str) -> bool:
    """Whether the question names another of the listed subjects, and not this one."""
    shared = quantity.listed[-1].of(text)
    own = quantity.subject.of(text) if quantity.subject else ""

    def said(of: str) -> float:
        units = [u for u in content.units if u.said_in(of)]
        return sum(u.weight for u in units if of == shared or not u.said_in(shared))

    if own != shared:
        return said(own) == 0
    return any(said(s.of(text)) > 0 for s in quantity.listed[:-1])


def _direction(question: Question, quantity: Quantity) -> float:
    fit = fits_change(question.expected, quantity)
    if question.expected.strive:
        fit += 0.5 if quantity.strive else -0.5
    return fit


def _years(expected: Expectation, periods: Iterable[Period]) -> dict[str, float]:
    """Year features of something that any of ``periods`` may govern."""
    if not expected.years:
        return {}
    given = list(periods)
    if not given:
        return {"year_missing": 1.0}
    if any(p.last in expected.years for p in given):
        return {"year_match": 1.0}
    # 2023年 lies within “十四五”: neither the year asked for nor another one.
    within = any(p.first <= year <= p.last for p in given for year in expected.years)
    return {} if within else {"year_clash": 1.0}


def _clause(question: Question, item: Item, leaf: LeafView) -> _Draft:
    features = _clause_features(question, item, leaf.text, leaf.sentence)
    years = _years(question.expected, leaf.periods)
    # A clause need not state a year; it is contradicted by another one only.
    years.pop("year_missing", None)
    asked_otherwise = question.asks_for in ("number", "date", "body") or question.expected.figure
    features = replace(features, **years)
    year = leaf.periods[-1].last if leaf.periods else None
    form = "fallback" if asked_otherwise else "clause"
    candidate = Candidate(item, form, leaf.clause.span, leaf.clause, year, leaf.text, features)
    return _Draft(candidate, leaf.text, leaf.sentence, _context(item))


def _context(item: Item) -> str:
    """What the headings right above an item say it is about."""
    return " ".join(item.path[-2:])


def _clause_features(question: Question, item: Item, text: str, sentence: str) -> Features:
    content = question.content
    return Features(
        subject=content.coverage(text),
        sentence=content.coverage(text, sentence),
        context=content.coverage(text, sentence, *item.path),
        precision=content.precision(text),
        missing=content.missing(text),
        absent=content.missing(text, sentence, *item.path),
    )


def _short(question: Question, item: Item, form: str, spans: Sequence[Span]) -> Iterator[_Draft]:
    """Candidates cut out of a leaf: what they are about is the leaf itself."""
    for span in spans:
        answer = item.source(span)
        leaf = item.leaf_at(answer.start)
        if leaf.clause.span.contains(answer) and leaf.clause.role is not Role.RESPONSIBILITY:
            draft = _clause(question, item, leaf)
            yield replace(draft, candidate=replace(draft.candidate, form=form, answer=answer))


def _dates(question: Question, item: Item) -> Iterator[_Draft]:
    text = item.text.text
    periods = [p.span for p in find_periods(text) if p.kind is not PeriodKind.BASE]
    days = [d for d in dates_in(text) if d.of(text)[:1].isdigit()]
    spans = [p for p in periods if not any(d.overlap(p) for d in days)]
    yield from _short(question, item, "date", sorted([*days, *spans]))
    if item.heading is not None:
        yield from _in_heading(question, item, item.heading)


def _in_heading(question: Question, item: Item, heading: Clause) -> Iterator[_Draft]:
    """Dates of the item's own heading (集中攻坚阶段(2023年8月至11月))."""
    text = normalise(item.heading_text)
    for day in dates_in(text.text):
        start, end = text.to_source(day)
        answer = Span(heading.span.start + start, heading.span.start + end)
        features = _clause_features(question, item, text.text, text.text)
        candidate = Candidate(item, "date", answer, heading, None, text.text, features)
        yield _Draft(candidate, text.text, text.text, _context(item))


def _bodies(question: Question, item: Item, clause_ids: frozenset[int]) -> Iterator[_Draft]:
    for leaf in item.views:
        if leaf.clause.clause_id in clause_ids and leaf.clause.role is not Role.RESPONSIBILITY:
            start = leaf.span.start
            found = [Span(start + s.start, start + s.end) for s in bodies_in(leaf.text)]
            yield from _short(question, item, "body", found[:1])


def _cited(question: Question, item: Item) -> Iterator[_Draft]:
    """Documents that the text cites: their numbers when the question asks for a number, else their titles."""
    text = item.text.text
    for cited in cited_documents(text):
        span = cited.number if asks_number(question.text) else cited.title
        other = cited.title if asks_number(question.text) else cited.number
        if span is None:
            continue
        about = " ".join(s.of(text) for s in (span, other) if s)
        for draft in _short(question, item, "cited", [span]):
            near = _clause_features(question, item, about, draft.clause)
            features = replace(
                draft.candidate.features, subject=near.subject, missing=near.missing, precision=near.precision
            )
            yield replace(draft, subject=about, candidate=replace(draft.candidate, subject=about, features=features))


def _note(question: Question, item: Item) -> Iterator[_Draft]:
    if item.note is None:
        return
    leaf = item.note.clause
    note = item.text.source[leaf.span.start - item.span.start : leaf.span.end - item.span.start]
    found = note_answer(note, parse_note(note), asks_lead(question.text))
    if found is None:
        return
    answer = Span(leaf.span.start + found.start, leaf.span.start + found.end)
    heading, body = item.path[-1], item.text.text[: item.note.span.start]
    content = question.content
    features = Features(
        subject=content.coverage(heading),
        sentence=content.coverage(heading, body),
        context=content.coverage(body, *item.path),
        precision=content.precision(heading),
        missing=content.missing(heading),
        absent=content.missing(body, *item.path),
    )
    candidate = Candidate(item, "note", answer, leaf, None, heading, features)
    yield _Draft(candidate, heading, body[:_BODY_READ], _context(item))

"""Clauses as candidates, and what is cut out of them: dates, frequencies, bodies, cited documents, notes, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.clauses.responsibility import parse_note
from index.language.normalise import NormalisedText, normalise, normalise_text
from index.recognizers.bodies import bodies_in
from index.recognizers.dates import dates_in
from index.recognizers.frequencies import frequencies_in
from index.recognizers.periods import PeriodKind, find_periods
from index.recognizers.quantities import Paragraph
from index.recognizers.responsible import echoes, note_answer
from index.types import Clause, Role, Span
from retriever.candidates.cited import cited_documents
from retriever.candidates.features import Draft, Question
from retriever.candidates.figures import figure, year_features
from retriever.candidates.fits import body_clash, date_clash, fits_kind
from retriever.paragraphs import Item, LeafView

__all__ = ["bodies", "cited", "clause", "dates", "frequencies", "in_headings", "note"]

_BODY_READ = 300
"""Code points of an item's text that its meaning is taken from."""

_SHORTEST_HEADING = 3
"""Han characters of a heading that says what its item is about; shorter ones are bare numbers."""

_SHORTER_ASKED = frozenset({"number", "date", "body", "document", "frequency"})
"""Kinds of question for which a whole clause only stands in."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_DIGIT = re.compile(r"\d|[一二三四五六七八九十百千万亿]")
_DEFINES = re.compile(r"是指|系指|指的是|指:|:指|,指|所称|定义为|以下简称|界定")
_NUMBERED = re.compile(r"\d+ ?号")
_CLAUSE_MARK = re.compile(r"[,;:。!?]")


def clause(question: Question, item: Item, leaf: LeafView, hit: float) -> Draft:
    """Return a leaf as a whole."""
    years = year_features(question.intent, leaf.periods, item.years)
    # A clause need not state a year; it is contradicted by another one only.
    years.pop("year_missing", None)
    asked_otherwise = question.intent.answer_kind in _SHORTER_ASKED or question.intent.figure.expected
    lacks = {"kind_clash": _lacks(question, item, leaf)} if asked_otherwise else {}
    lacks["opening"] = float(leaf.text.rstrip().endswith((":", "?")))
    lacks["defines"] = float(question.intent.meaning and _DEFINES.search(leaf.text) is not None)
    return Draft(
        item=item,
        form="fallback" if asked_otherwise else "clause",
        answer=leaf.clause.span,
        leaf=leaf.clause,
        year=leaf.periods[-1].last if leaf.periods else None,
        subject=leaf.text,
        sentence=leaf.sentence,
        clause=leaf.sentence,
        path=item.path,
        hit=hit,
        given={**years, **lacks},
    )


def _lacks(question: Question, item: Item, leaf: LeafView) -> float:
    """How little (0, 0.5, 1) a leaf holds of the kind that is asked for: 1 for a clause without a figure, say."""
    asks, text = question.intent.answer_kind, leaf.text
    if asks == "date":
        return float(not dates_in(text) and not find_periods(text))
    if asks == "frequency":
        return float(not frequencies_in(text))
    if asks == "body":
        return float(not bodies_in(text))
    if asks == "document":
        return float("《" not in text and not _NUMBERED.search(text))
    inside = [q for q in item.quantities if leaf.span.contains(q.span)]
    if any(fits_kind(question.intent.figure, q) >= 0 for q in inside):
        return 0.0
    return 0.5 if inside or _DIGIT.search(text) else 1.0


def _short(question: Question, item: Item, form: str, spans: Sequence[Span], hit: float) -> Iterator[Draft]:
    """Candidates cut out of a leaf: what they are about is the leaf itself."""
    leaves: set[int] = set()
    for span in spans:
        answer = item.source(span)
        leaf = item.leaf_at(answer.start)
        if leaf.clause.span.contains(answer) and leaf.clause.role is not Role.RESPONSIBILITY:
            draft = clause(question, item, leaf, hit)
            given = {**draft.given, "first": float(leaf.clause.clause_id not in leaves)}
            leaves.add(leaf.clause.clause_id)
            yield replace(draft, form=form, answer=answer, given=given)


def dates(question: Question, item: Item, hit: float) -> Iterator[Draft]:
    """Yield the dates and deadlines of an item's text."""
    text = item.text.text
    periods = [p.span for p in find_periods(text) if p.kind is not PeriodKind.BASE]
    days = [d for d in dates_in(text) if d.of(text)[:1].isdigit() or "月" in d.of(text)]
    spans = sorted([*days, *(p for p in periods if not any(d.overlap(p) for d in days))])
    for draft, span in _near(question, item, "date", spans, hit):
        given = {**draft.given, "kind_clash": float(date_clash(question.intent, span.of(text)))}
        yield replace(draft, subject=_clause_around(text, span), given=given)


def _near(question: Question, item: Item, form: str, spans: Sequence[Span], hit: float) -> Iterator[tuple[Draft, Span]]:
    """Yield the drafts of ``spans`` with the spans that they come from."""
    for span in spans:
        for draft in _short(question, item, form, [span], hit):
            yield draft, span


def _clause_around(text: str, span: Span) -> str:
    """Return the clause of ``text`` that holds ``span``, and the one behind it when it is nothing but the span."""
    start = max((m.end() for m in _CLAUSE_MARK.finditer(text, 0, span.start)), default=0)
    end = next((m.start() for m in _CLAUSE_MARK.finditer(text, span.end)), len(text))
    if end - start <= span.size + 2 and end < len(text):
        end = next((m.start() for m in _CLAUSE_MARK.finditer(text, end + 1)), len(text))
    return text[start:end]


def frequencies(question: Question, item: Item, hit: float) -> Iterator[Draft]:
    """Yield how often something is done (每月至少开展一次)."""
    text = item.text.text
    for draft, span in _near(question, item, "frequency", frequencies_in(text), hit):
        yield replace(draft, subject=_clause_around(text, span))


def in_headings(question: Question, item: Item, hit: float) -> Iterator[Draft]:
    """Yield the dates or figures of the headings above an item (集中攻坚阶段(2023年8月至11月))."""
    for depth, (heading, source) in enumerate(item.headings):
        text = normalise(source)
        path = item.path[: len(item.path) - 1 - depth]

        def span_of(span: Span, text: NormalisedText = text, heading: Clause = heading) -> Span:
            start, end = text.to_source(span)
            return Span(heading.span.start + start, heading.span.start + end)

        if question.intent.answer_kind == "date":
            for day in dates_in(text.text):
                said = text.text
                given = {"first": 1.0, "kind_clash": float(date_clash(question.intent, day.of(said)))}
                yield Draft(item, "date", span_of(day), heading, None, said, said, said, path, hit, given)
        elif question.intent.answer_kind == "number":
            for quantity in Paragraph(text.text).quantities():
                shown = span_of(quantity.display)
                yield figure(question, item, quantity, text.text, shown, heading, path, hit)


def bodies(question: Question, item: Item, leaf: LeafView, hit: float) -> Iterator[Draft]:
    """Yield the bodies that a clause names; one that the question names itself hardly answers it."""
    start = leaf.span.start
    for number, span in enumerate(bodies_in(leaf.text)):
        inside = Span(start + span.start, start + span.end)
        for draft in _short(question, item, "body", [inside], hit):
            name = span.of(leaf.text)
            if echoes(question.text, name):
                continue
            given = {
                **draft.given,
                "first": float(number == 0),
                "echo": float(name in question.text),
                "kind_clash": float(body_clash(question.intent, name)),
            }
            yield replace(draft, subject=_clause_around(leaf.text, span), given=given)


def cited(question: Question, item: Item, hit: float) -> Iterator[Draft]:
    """Yield documents that the text cites: their numbers when the question asks for a number, else their titles."""
    text = item.text.text
    for number, found in enumerate(cited_documents(text)):
        span = found.number if question.intent.number else found.title
        other = found.title if question.intent.number else found.number
        if span is None:
            continue
        about = " ".join(s.of(text) for s in (span, other) if s)
        for draft in _short(question, item, "cited", [span], hit):
            given = {**draft.given, "first": float(number == 0), "echo": float(span.of(text) in question.text)}
            yield replace(draft, subject=about, given=given)


def note(question: Question, item: Item, carried: tuple[Clause, str] | None, hit: float) -> Iterator[Draft]:
    """Yield the bodies of the item's responsibility note, else those of the statement ``carried`` on over it."""
    own = item.note
    if own is not None:
        leaf, said = own.clause, item.said(own.clause)
        body = item.text.text[: own.span.start]
    elif carried is not None:
        leaf, said = carried
        body = item.text.text
    else:
        return
    found = note_answer(said, parse_note(said), question.intent.lead, own is None, question.intent.assisting)
    if found is None:
        return
    heading = item.path[-1]
    if len(_HAN.findall(heading)) < _SHORTEST_HEADING:
        # A bare number: the first sentence says what the item is about.
        heading = item.views[0].text
    yield Draft(
        item=item,
        form="note",
        answer=Span(leaf.span.start + found.start, leaf.span.start + found.end),
        leaf=leaf,
        year=None,
        subject=heading,
        sentence=body,
        clause=body[:_BODY_READ],
        path=item.path,
        hit=hit,
        given={
            "first": float(own is not None),
            "kind_clash": float(body_clash(question.intent, normalise_text(found.of(said)))),
        },
    )

"""Clauses as candidates, and what is cut out of them: dates, frequencies, bodies, cited documents, notes, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.clauses.responsibility import parse_note
from index.language.normalise import NormalisedText, normalise, normalise_text
from index.recognizers.bodies import bodies_in, body_lists
from index.recognizers.dates import dates_in, is_date
from index.recognizers.frequencies import frequencies_in
from index.recognizers.periods import PeriodKind, find_periods
from index.recognizers.quantities import Paragraph
from index.recognizers.responsible import echoes, note_answer
from index.types import Clause, Role, Span
from retriever.answer.forms.candidate import Candidate, Fit, Question
from retriever.answer.forms.cited import cited_documents
from retriever.answer.forms.figures import figure, year_fit
from retriever.answer.forms.fits import body_clash, date_clash, fits_kind
from retriever.paragraphs import Item, LeafView

__all__ = ["bodies", "cited", "clause", "dates", "frequencies", "in_headings", "note"]

_SHORTER_ASKED = frozenset({"number", "date", "body", "document", "frequency"})
"""Kinds of question for which a whole clause only stands in."""

_DIGIT = re.compile(r"\d|[一二三四五六七八九十百千万亿]")
_DEFINES = re.compile(r"是指|系指|指的是|指:|:指|,指|所称|定义为|以下简称|界定")
_ASSISTS = re.compile(r"[\s(]*(?:配合|协助|参与|协办)")
_NUMBERED = re.compile(r"\d+ ?号")


def clause(question: Question, item: Item, leaf: LeafView) -> Candidate:
    """Return a leaf as a whole."""
    # A clause need not state a year; it is contradicted by another one only.
    years = replace(year_fit(question.intent, leaf.periods, item.years), year_missing=0.0)
    asked_otherwise = question.intent.answer_kind in _SHORTER_ASKED or question.intent.figure.expected
    fit = replace(
        years,
        kind_clash=_lacks(question, item, leaf) if asked_otherwise else 0.0,
        opening=float(leaf.text.rstrip().endswith((":", "?"))),
        defines=float(question.intent.meaning and _DEFINES.search(leaf.text) is not None),
    )
    said = [period.last for period in leaf.periods]
    year = next((year for year in said if year in question.intent.years), said[-1] if said else None)
    form = "fallback" if asked_otherwise else "clause"
    return Candidate(item, form, leaf.clause.span, leaf.clause, year, leaf.text, fit)


def _lacks(question: Question, item: Item, leaf: LeafView) -> float:
    """How little (0, 0.5, 1) a leaf holds of the kind that is asked for: 1 for a clause without a figure, say."""
    asks, text = question.intent.answer_kind, leaf.text
    if asks == "date":
        return float(not dates_in(text) and not find_periods(text))
    if asks == "frequency":
        return float(not frequencies_in(text))
    if asks == "body":
        return float(not body_lists(text))
    if asks == "document":
        return float("《" not in text and not _NUMBERED.search(text))
    inside = [q for q in item.quantities if leaf.span.contains(q.span)]
    if any(fits_kind(question.intent.figure, q) >= 0 for q in inside):
        return 0.0
    return 0.5 if inside or (_DIGIT.search(text) and not is_date(text)) else 1.0


def _short(question: Question, item: Item, form: str, spans: Sequence[Span]) -> Iterator[tuple[Candidate, Span]]:
    """Candidates cut out of leaves, each with the span of the item's text that it comes from."""
    leaves: set[int] = set()
    for span in spans:
        answer = item.source(span)
        leaf = item.leaf_at(answer.start)
        if leaf.clause.span.contains(answer) and leaf.clause.role is not Role.RESPONSIBILITY:
            whole = clause(question, item, leaf)
            fit = replace(whole.fit, kind_clash=0.0, first=float(leaf.clause.clause_id not in leaves))
            leaves.add(leaf.clause.clause_id)
            yield replace(whole, form=form, answer=answer, fit=fit), span


def dates(question: Question, item: Item) -> Iterator[Candidate]:
    """Yield the dates and deadlines of an item's text."""
    text = item.text.text
    periods = [p.span for p in find_periods(text) if p.kind not in (PeriodKind.BASE, PeriodKind.NAME)]
    days = [d for d in dates_in(text) if d.of(text)[:1].isdigit() or "月" in d.of(text)]
    spans = sorted([*days, *(p for p in periods if not any(d.overlap(p) for d in days))])
    for found, span in _short(question, item, "date", spans):
        yield replace(found, fit=replace(found.fit, kind_clash=float(date_clash(question.intent, span.of(text)))))


def frequencies(question: Question, item: Item) -> Iterator[Candidate]:
    """Yield how often something is done (每月至少开展一次)."""
    for found, _ in _short(question, item, "frequency", frequencies_in(item.text.text)):
        yield found


def in_headings(question: Question, item: Item) -> Iterator[Candidate]:
    """Yield the dates or figures of the headings above an item (集中攻坚阶段(2023年8月至11月))."""
    for heading, source in item.headings:
        text = normalise(source)

        def span_of(span: Span, text: NormalisedText = text, heading: Clause = heading) -> Span:
            start, end = text.to_source(span)
            return Span(heading.span.start + start, heading.span.start + end)

        if question.intent.answer_kind == "date":
            for day in dates_in(text.text):
                fit = Fit(first=1.0, kind_clash=float(date_clash(question.intent, day.of(text.text))))
                yield Candidate(item, "date", span_of(day), heading, None, text.text, fit)
        elif question.intent.answer_kind == "number":
            for quantity in Paragraph(text.text, item.setting).quantities():
                yield figure(question, item, quantity, text.text, span_of(quantity.display), heading)


def bodies(question: Question, item: Item, leaf: LeafView) -> Iterator[Candidate]:
    """Yield the bodies and offices that a clause names; one that the question names itself hardly answers it.

    A list is one answer, unless the question names one of it (谁与市财政局一同负责) or asks for one kind (哪个厅).
    """
    start, text = leaf.span.start, leaf.text
    singly = bodies_in(text)
    parted = question.intent.body_kind is not None or any(span.of(text) in question.text for span in singly)
    for number, span in enumerate(singly if parted else body_lists(text)):
        inside = Span(start + span.start, start + span.end)
        for found, _ in _short(question, item, "body", [inside]):
            name = span.of(leaf.text)
            if echoes(question.text, name):
                continue
            fit = replace(
                found.fit,
                first=float(number == 0),
                echo=float(name in question.text),
                kind_clash=float(body_clash(question.intent, name)),
            )
            yield replace(found, fit=fit)


def cited(question: Question, item: Item) -> Iterator[Candidate]:
    """Yield documents that the text cites: their numbers when the question asks for a number, else their titles."""
    text = item.text.text
    for number, document in enumerate(cited_documents(text)):
        span = document.number if question.intent.number else document.title
        if span is None:
            continue
        for found, _ in _short(question, item, "cited", [span]):
            fit = replace(found.fit, first=float(number == 0), echo=float(span.of(text) in question.text))
            yield replace(found, fit=fit)


def _note_asked(question: Question, item: Item) -> LeafView | None:
    """Return that of the item's notes that gives the side of the bodies that is asked for, else the first."""
    if not question.intent.assisting:
        return item.note
    assisting = (note for note in item.notes if _ASSISTS.match(note.text))
    return next(assisting, item.note)


def note(question: Question, item: Item, carried: tuple[Clause, str] | None) -> Iterator[Candidate]:
    """Yield the bodies of the item's responsibility note, else those of the statement ``carried`` on over it."""
    own = _note_asked(question, item)
    if own is not None:
        leaf, said = own.clause, item.said(own.clause)
    elif carried is not None:
        leaf, said = carried
    else:
        return
    found = note_answer(said, parse_note(said), question.intent.lead, own is None, question.intent.assisting)
    if found is None:
        return
    fit = Fit(
        first=float(own is not None),
        kind_clash=float(body_clash(question.intent, normalise_text(found.of(said)))),
    )
    answer = Span(leaf.span.start + found.start, leaf.span.start + found.end)
    yield Candidate(item, "note", answer, leaf, None, item.path[-1], fit)

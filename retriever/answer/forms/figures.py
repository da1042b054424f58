"""Figures as candidates: what each is a figure of, and whether its kind, year and direction are those asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.recognizers.coordination import named_item
from index.recognizers.periods import Period
from index.recognizers.quantity import Quantity
from index.types import Clause, Span
from retriever.answer.forms.candidate import Candidate, Fit, Question
from retriever.answer.forms.fits import fits_change, fits_kind, time_for_amount
from retriever.paragraphs import Item
from retriever.query.figure_asked import FigureAsked
from retriever.query.intent import Intent

__all__ = ["figure", "figures", "year_fit"]


def figures(question: Question, item: Item) -> Iterator[Candidate]:
    """Yield the figures of an item's text; of a list without those of other things than the question names."""
    for quantity in item.quantities:
        if time_for_amount(question.intent.figure, quantity):
            continue
        if _another_is_named(question, quantity, item.text.text) or _beside_is_named(question, quantity, item):
            continue
        # A question for the size of a change is answered with the size, any other with its direction as well.
        answer = item.source(_shown(question, quantity))
        leaf = item.leaf_at(answer.start).clause
        if leaf.span.contains(answer):
            yield figure(question, item, quantity, item.text.text, answer, leaf)


def figure(question: Question, item: Item, quantity: Quantity, text: str, answer: Span, leaf: Clause) -> Candidate:
    """Return the candidate of a figure read from ``text`` that stands at ``answer`` of the file, in ``leaf``."""
    beside = (s.of(text) for s in (quantity.object, quantity.column) if s)
    about = " ".join(dict.fromkeys(s for s in (quantity.subject_in(text), *beside) if s))
    asked = question.intent.figure
    years = year_fit(question.intent, [quantity.period] if quantity.period else [], item.years)
    fit = replace(
        years,
        kind_clash=float(fits_kind(asked, quantity) < 0),
        kind_fit=float(fits_kind(asked, quantity) > 0),
        change=_direction(asked, quantity),
        attributive=float(quantity.attributive and not asked.describes),
    )
    return Candidate(item, "quantity", answer, leaf, quantity.period.last if quantity.period else None, about, fit)


def _shown(question: Question, quantity: Quantity) -> Span:
    return quantity.figure if question.intent.figure.change is quantity.change else quantity.display


def _another_is_named(question: Question, quantity: Quantity, text: str) -> bool:
    """Whether the question names another item of a figure's list, and not its own."""
    items, own = quantity.items_in(text), quantity.item_in(text)
    shared = quantity.shared.of(text) if quantity.shared else ""
    if question.language == "zh":
        named = named_item(question.text, items, shared)
        return named is not None and items[named] != own

    def said(of: str) -> bool:
        return any(u.weight > 0 and u.said_in(of) and not u.said_in(shared) for u in question.content.units)

    return not said(own) and any(said(item) for item in items)


def _beside_is_named(question: Question, quantity: Quantity, item: Item) -> bool:
    """Whether the question names what a figure beside counts (创建5个园区、10个社区), and not what this one does."""
    text = item.text.text
    if quantity.object is None or quantity.object.of(text) in question.text:
        return False
    others = (q.object for q in item.quantities if q.sentence == quantity.sentence and q.kind is quantity.kind)
    return any(other is not None and other.of(text) in question.text for other in others)


def _direction(asked: FigureAsked, quantity: Quantity) -> float:
    fit = fits_change(asked, quantity)
    if asked.strive:
        fit += 0.5 if quantity.strive else -0.5
    return fit


def year_fit(intent: Intent, periods: Iterable[Period], own: frozenset[int]) -> Fit:
    """Return how something that any of ``periods`` may govern fits the years asked for, in a document of ``own``."""
    names = intent.named_years & own
    asked = intent.years - names
    given = list(periods)
    if not asked:
        # Who asks for what the report of a year says asks for that year or a later one, unless another year is named.
        earlier = bool(names and given) and all(p.last < min(names) for p in given)
        return Fit(year_missing=float(earlier))
    if not given:
        # A report of 2013 says 今年 or nothing where 2013 is meant.
        return Fit(year_missing=float(not asked & own))
    if any(p.last in asked for p in given):
        return Fit(year_match=1.0)
    # 2023年 lies within “十四五”: neither the year asked for nor another one.
    within = any(p.first <= year <= p.last for p in given for year in asked)
    return Fit(year_clash=float(not within))

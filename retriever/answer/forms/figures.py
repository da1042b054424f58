"""Figures as candidates: what each is a figure of, and whether its kind, year and direction are those asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.recognizers.coordination import named_item
from index.recognizers.periods import Period
from index.recognizers.quantity import Quantity
from index.types import Clause, Span
from retriever.candidates.features import Draft, Question
from retriever.candidates.fits import fits_change, fits_kind
from retriever.paragraphs import Item
from retriever.query.figure_asked import FigureAsked
from retriever.query.intent import Intent

__all__ = ["figure", "figures", "year_features"]

GENERIC = 4
"""Characters of a subject that is too short to say what it is of (装机容量, 覆盖率)."""

LABELLED = 8
"""Characters of a subject that a label over it is part of (租房补贴: 硕士研究生)."""

BEFORE = 40
"""Characters before the clause of such a subject that are read with it, within the sentence."""


def figures(question: Question, item: Item, hit: float) -> Iterator[Draft]:
    """Yield the figures of an item's text; of a list without those of other things than a Chinese question names."""
    for quantity in item.quantities:
        if question.language == "zh" and _another_is_named(question, quantity, item.text.text):
            continue
        # A question for the size of a change is answered with the size, any other with its direction as well.
        answer = item.source(_shown(question, quantity))
        leaf = item.leaf_at(answer.start).clause
        if leaf.span.contains(answer):
            yield figure(question, item, quantity, item.text.text, answer, leaf, item.path, hit, item.label_over(leaf))


def figure(
    question: Question,
    item: Item,
    quantity: Quantity,
    text: str,
    answer: Span,
    leaf: Clause,
    path: tuple[str, ...],
    hit: float,
    label: str = "",
) -> Draft:
    """Return the draft of a figure read from ``text`` that stands at ``answer`` of the file, in ``leaf``.

    ``label`` is the line that says what the leaves under it are of (租房补贴(每月):).
    """
    beside = (s.of(text) for s in (quantity.object, quantity.column) if s)
    own = " ".join(dict.fromkeys(s for s in (quantity.subject_in(text), *beside) if s))
    about = own
    if not quantity.listed and len(own) <= GENERIC and not quantity.column:
        # 重点推进省管海域海上风电项目,装机容量580万千瓦: what such a subject is of stands before it.
        about = text[max(quantity.sentence.start, quantity.clause.start - BEFORE) : quantity.clause.end]
    around = Span(quantity.clause.start, quantity.object.end if quantity.object else quantity.clause.end)
    clause = f"{own} {quantity.display.of(text)}" if quantity.column else around.of(text)
    if quantity.carried or quantity.listed:
        clause = f"{about} {clause}"
    if label:
        clause = f"{label} {clause}"
        if len(own) <= LABELLED:
            about = f"{label} {about}"
    asked = question.intent.figure
    given = {
        "kind_clash": float(fits_kind(asked, quantity) < 0),
        "kind_fit": float(fits_kind(asked, quantity) > 0),
        "change": _direction(asked, quantity),
        "attributive": float(quantity.attributive and not asked.describes),
        **year_features(question.intent, [quantity.period] if quantity.period else [], item.years),
    }
    items = quantity.items_in(text)
    subject = quantity.item_in(text) or (quantity.subject.of(text) if quantity.subject else "")
    return Draft(
        item=item,
        form="quantity",
        answer=answer,
        leaf=leaf,
        year=quantity.period.last if quantity.period else None,
        subject=about,
        sentence=f"{label} {quantity.sentence.of(text)}" if label else quantity.sentence.of(text),
        clause=clause,
        path=path,
        hit=hit,
        given=given,
        own=subject,
        others=tuple(s for s in (items or _beside(item, quantity, text)) if s and s != subject),
        discount=0.5 if items and _another_is_named(question, quantity, text) else 1.0,
    )


def _beside(item: Item, quantity: Quantity, text: str) -> tuple[str, ...]:
    """Return the subjects of the other figures of its kind in its sentence: 小学1050元,初中1350元 reads as a list."""
    if text is not item.text.text:
        return ()
    others = (q for q in item.quantities if q.sentence == quantity.sentence and q.kind is quantity.kind)
    return tuple(other.subject.of(text) for other in others if other.subject and other is not quantity)


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


def _direction(asked: FigureAsked, quantity: Quantity) -> float:
    fit = fits_change(asked, quantity)
    if asked.strive:
        fit += 0.5 if quantity.strive else -0.5
    return fit


def year_features(intent: Intent, periods: Iterable[Period], own: frozenset[int]) -> dict[str, float]:
    """Return the year features of something that any of ``periods`` may govern in a document of the years ``own``."""
    names = intent.named_years & own
    asked = intent.years - names
    given = list(periods)
    if not asked:
        # Who asks for what the report of a year says asks for that year or a later one, unless another year is named.
        earlier = names and given and all(p.last < min(names) for p in given)
        return {"year_missing": 1.0} if earlier else {}
    if not given:
        # A report of 2013 says 今年 or nothing where 2013 is meant.
        return {} if asked & own else {"year_missing": 1.0}
    if any(p.last in asked for p in given):
        return {"year_match": 1.0}
    # 2023年 lies within “十四五”: neither the year asked for nor another one.
    within = any(p.first <= year <= p.last for p in given for year in asked)
    return {} if within else {"year_clash": 1.0}

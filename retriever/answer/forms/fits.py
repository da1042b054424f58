"""Whether a candidate is of the kind that a question asks for: its unit, its direction, its body, its date."""

from __future__ import annotations

import re

from index.recognizers.quantity import Change, Quantity
from index.recognizers.units import Kind
from retriever.query.figure_asked import FigureAsked
from retriever.query.intent import Intent

__all__ = ["body_clash", "date_clash", "fits_change", "fits_kind", "time_for_amount"]


def date_clash(intent: Intent, date: str) -> bool:
    """Whether a date is coarser than the month or day that is asked for."""
    return (intent.date_unit is not None and "月" not in date) or (
        intent.date_unit == "day" and not re.search("[日号]", date)
    )


def body_clash(intent: Intent, body: str) -> bool:
    """Whether none of the bodies named is of the kind that is asked for (哪个厅)."""
    kind = intent.body_kind
    return kind is not None and not re.search(rf"{kind}(?=[、,;和及牵负等]|$)", body)


def fits_kind(asked: FigureAsked, quantity: Quantity) -> float:
    """Return 1 for a figure of the kind asked for, -1 for another kind, another side or a change, 0 for any."""
    if asked.bound is not None and quantity.bound.opposite is asked.bound:
        return -1.0
    if asked.level and quantity.kind is Kind.SHARE and quantity.change is not Change.LEVEL:
        return -1.0
    if asked.unit is not None and quantity.unit == asked.unit:
        return 1.0
    if not asked.kinds:
        return 0.0
    return 1.0 if quantity.kind in asked.kinds else -1.0


def time_for_amount(asked: FigureAsked, quantity: Quantity) -> bool:
    """Whether a figure says how long or when, and something else is asked for: no amount is a time."""
    times = {Kind.TIME, Kind.CLOCK}
    return bool(asked.kinds) and quantity.kind in times and times.isdisjoint(asked.kinds)


def fits_change(asked: FigureAsked, quantity: Quantity) -> float:
    """Return 1 when level or direction agree with the question, -1 when they contradict it, 0 when it does not say."""
    if asked.change is None:
        return 0.0
    if quantity.change is asked.change:
        return 1.0
    return -1.0 if quantity.change is not Change.LEVEL else -0.5

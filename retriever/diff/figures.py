"""Which figures of a clause are others in another version of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from index.language.normalise import normalise
from index.recognizers.quantities import find_quantities
from index.recognizers.quantity import Quantity
from index.types import Span
from retriever.diff.types import FigureChange

__all__ = ["figures_changed"]

_Placed = tuple[Quantity, Span]


def figures_changed(before: str, after: str) -> tuple[FigureChange, ...]:
    """Return the figures in which two texts of a clause differ, in the order of ``after``, those gone last.

    A figure says the same when value, unit, bound and direction do. One that went and one that came in are one change
    when they have the same unit, taken in order.
    """
    old, new = _figures(before), _figures(after)
    stays: defaultdict[object, int] = defaultdict(int)
    for quantity, _ in old:
        stays[_said(quantity)] += 1
    came: list[_Placed] = []
    for placed in new:
        said = _said(placed[0])
        if stays[said]:
            stays[said] -= 1
        else:
            came.append(placed)
    gone: list[_Placed] = []
    for placed in reversed(old):
        said = _said(placed[0])
        if stays[said]:
            stays[said] -= 1
            gone.insert(0, placed)
    changes: list[FigureChange] = []
    for quantity, span in came:
        at = _of_unit(gone, quantity.unit)
        changes.append(FigureChange(None if at is None else gone.pop(at)[1], span))
    return (*changes, *(FigureChange(span, None) for _, span in gone))


def _figures(text: str) -> list[_Placed]:
    made = normalise(text)
    return [(quantity, made.offsets.to_source(*quantity.span)) for quantity in find_quantities(made.text)]


def _said(quantity: Quantity) -> tuple[object, ...]:
    return quantity.low, quantity.high, quantity.unit, quantity.bound, quantity.change


def _of_unit(placed: Sequence[_Placed], unit: str) -> int | None:
    return next((at for at, (quantity, _) in enumerate(placed) if quantity.unit == unit), None)

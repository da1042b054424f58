"""Figures that a draft works out from those of its source: sums, products, distances and ratios."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from index.recognizers.quantity import Bound
from index.recognizers.units import Kind
from retriever.check.compare.figures import Figure

__all__ = ["follows"]

_RELATIVE = (Kind.SHARE, Kind.POINTS)


def follows(figure: Figure, claimed: Sequence[Figure], stated: Sequence[Figure], around: Sequence[Figure] = ()) -> bool:
    """Whether a claimed figure need not stand in the source, because others give it.

    It is the sum of all figures of its unit or of two of them (合计), the product of one of its unit and one of
    another (每天100元, 30天 together 3000元), how far two are apart (高出5个百分点), or the ratio of one that the claim
    names to another (原来的八倍). Others are those ``claimed`` beside it, ``stated`` by the source, and of the
    sentences ``around`` the claim. A distance of which no source states a side cannot be recomputed: it is left alone.
    """
    others = [other for other in claimed if other is not figure and not other.apart]
    known = [*others, *stated, *around]
    alike = [f for f in known if _alike(f, figure)]
    if figure.apart and not any(_alike(f, figure) for f in stated):
        return True
    if figure.summed and (_counts_summands(figure) or any(_is(figure, v) for v in _sums(figure, alike, stated))):
        return True
    if figure.summed and any(
        _is(figure, one.low * other.low) for one in alike for other in known if other.kind is not figure.kind
    ):
        return True
    if figure.apart and any(_is(figure, abs(a.low - b.low)) for a, b in combinations(alike, 2)):
        return True
    return figure.relative and any(_is(figure, ratio) for ratio in _ratios(figure, others, known))


def _alike(one: Figure, other: Figure) -> bool:
    return one.unit == other.unit or (one.kind in _RELATIVE and other.kind in _RELATIVE)


def _counts_summands(figure: Figure) -> bool:
    """Whether a figure only counts what is added up: 两项相加."""
    return figure.kind is Kind.COUNT and 1 < figure.low < 10


def _sums(figure: Figure, alike: Sequence[Figure], stated: Sequence[Figure]) -> Iterator[Decimal]:
    own = [f.low for f in stated if _alike(f, figure)]
    if len(own) > 1:
        yield sum(own, Decimal(0))
    for one, other in combinations(alike, 2):
        yield one.low + other.low


def _ratios(figure: Figure, others: Sequence[Figure], known: Sequence[Figure]) -> Iterator[Decimal]:
    # 翻一番 need not say from where to where.
    for one in known if figure.kind is Kind.MULTIPLE else others:
        for other in known:
            if one is not other and one.unit == other.unit and other.low and one.kind not in _RELATIVE:
                ratio = one.low / other.low
                yield ratio * 100 if figure.kind is Kind.SHARE else ratio


def _is(figure: Figure, value: Decimal) -> bool:
    """Whether a figure says ``value``: as it is, rounded (约, and ratios) to the digits that it shows, or bounded."""
    step = Decimal(1).scaleb(figure.low.normalize().as_tuple().exponent)  # type: ignore[arg-type]
    off = abs(figure.low - value)
    if figure.bound is Bound.ABOUT:
        return off <= step
    # 不到百分之二 of 1.08 %: the nearest round figure on that side.
    if figure.bound is Bound.AT_MOST:
        return figure.low / 2 <= value <= figure.low
    if figure.bound is Bound.AT_LEAST:
        return figure.low <= value <= figure.low * 2
    return off <= (min(step, Decimal(1)) / 2 if figure.relative else 0)

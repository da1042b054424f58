"""What stands right before and behind the words of a claim in its source, and turns what they say.

A claim whose words all stand in the source may still be cut out of it wrongly: 新增产能 out of 严禁新增产能, 5% out of
15%, 80万千瓦 out of 80万千瓦时.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.recognizers.quantity import Quantity
from index.types import Span
from retriever.check.compare.figure_differences import compare_figures
from retriever.check.compare.figures import claimed_figures, read_figures
from retriever.check.compare.phrases import segments_of
from retriever.check.compare.polarity import forbids
from retriever.check.verdict import Difference, Field
from retriever.paragraphs import Item

__all__ = ["edge_differences"]


def _cut_off(quantity: Quantity, held: Span) -> bool:
    """Whether ``held`` has a figure of a list beside another item than its own: B分别达到x of A、B分别达到x、y."""
    within = [item for item in quantity.listed if held.contains(item)]
    return bool(within) and quantity.subject not in within


def edge_differences(claim: str, item: Item, held: Span) -> Iterator[Difference]:
    """Yield the differences that the words around ``held`` make; it says ``claim`` in the item's normalised text."""
    text = item.text.text
    segment = next((s for s in segments_of(text) if s.start <= held.start < s.end), None)
    if segment is not None and forbids(text[segment.start : held.start]):
        yield Difference(Field.NEGATION, claim.strip(" ,;:。"), segment.of(text))
    for quantity in item.quantities:
        if quantity.subject is not None and held.contains(quantity.figure) and _cut_off(quantity, held):
            yield Difference(Field.NUMBER, quantity.display.of(text), None, quantity.subject_in(text))
    cut = [q for q in item.quantities if any(q.figure.start < edge < q.figure.end for edge in held)]
    if cut:
        stated = read_figures(text, cut)
        figures = [
            f for f in claimed_figures(claim, english=False) if f.span.start == 0 or f.span.end >= len(claim) - 2
        ]
        yield from compare_figures(figures, stated)

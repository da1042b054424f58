"""Figures looked up for two places that a sentence compares, and whether they bear it out."""

from __future__ import annotations

from collections.abc import Sequence

from retriever.check.compare.derived import follows
from retriever.check.compare.figures import Figure
from retriever.check.compare.text_keys import dice, key_of, pairs
from retriever.check.draft.comparisons import Comparison
from retriever.check.evidence.finding import Match
from retriever.check.evidence.judge import SPEAKS
from retriever.check.evidence.support import stated_figures
from retriever.check.verdict import Difference, Field, Verdict

__all__ = ["figure_for", "weighed"]

_OF_IT = 0.5
"""Likeness of the pairs of characters from which a figure is one of the subject looked up."""


def figure_for(comparison: Comparison, matches: Sequence[Match], doc_ids: frozenset[int]) -> Figure | None:
    """Return the one figure of the subject that the documents ``doc_ids`` state, None where none or several do."""
    wanted = pairs(key_of(comparison.subject).text)
    found: dict[tuple[object, ...], Figure] = {}
    for match in matches:
        if match.item.doc_id not in doc_ids or match.likeness < SPEAKS or match.opinion is None:
            continue
        for figure in stated_figures(match.opinion.window):
            dated = comparison.year is None or figure.year == comparison.year
            if dated and dice(wanted, pairs(key_of(figure.subject).text)) >= _OF_IT:
                found[figure.low, figure.high, figure.unit] = figure
    return next(iter(found.values())) if len(found) == 1 else None


def weighed(
    comparison: Comparison, first: Figure | None, second: Figure | None, claimed: Sequence[Figure], *, believed: bool
) -> tuple[Verdict, tuple[Difference, ...]] | None:
    """Return what the figures of both places say of a comparison, None where they cannot be held against each other.

    ``claimed`` are the figures of the sentence: a distance that it names must be theirs, and with another figure only
    what they refute is told. It differs where the judge has ``believed`` so, too, else it is to be looked at.
    """
    if first is None or second is None or first.unit != second.unit or first.low == second.low:
        return None
    shown = f"{comparison.first}{first.shown}，{comparison.second}{second.shown}"
    told = []
    if (first.low < second.low) is not comparison.less:
        told.append(Difference(Field.CHANGE, comparison.words, shown))
    apart = [f for f in claimed if f.apart]
    told += [Difference(Field.NUMBER, f.shown, shown) for f in apart if not follows(f, [], (first, second))]
    if told:
        return Verdict.DIFFERS if believed else Verdict.REVIEW, tuple(told)
    return (Verdict.SUPPORTED, ()) if len(apart) == len(claimed) else None

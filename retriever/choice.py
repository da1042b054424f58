"""What stands beside the likeliest candidate: the figure inside a clause, other years of the same figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retriever.confidence import enough, probability
from retriever.extract.features import Candidate

__all__ = ["other_years", "sharpened", "stated_otherwise"]

EQUALLY = 0.8
"""A figure of the same subject for another year is listed beside the best from this share of its probability."""


def stated_otherwise(scored: Sequence[tuple[float, Candidate]], chance: float) -> tuple[int, ...]:
    """Return the years of figures that would answer better than ``chance`` were they of the year asked for."""
    years = set()
    for _, candidate in scored:
        if candidate.form == "quantity" and candidate.features.year_clash and candidate.year:
            supposed = replace(candidate, features=replace(candidate.features, year_clash=0.0, year_match=1.0))
            if (p := probability(supposed)) > chance and enough(supposed, p):
                years.add(candidate.year)
    return tuple(sorted(years))


def sharpened(candidate: Candidate, scored: Sequence[tuple[float, Candidate]]) -> Candidate:
    """Return the likeliest short answer inside a clause that stands in for one, or the clause when it holds none."""
    if candidate.form != "fallback":
        return candidate
    inside = (c for _, c in scored if c.form != "fallback" and c.leaf == candidate.leaf and not c.features.year_clash)
    return next(inside, candidate)


def other_years(
    best: Candidate, chance: float, scored: Sequence[tuple[float, Candidate]]
) -> list[tuple[float, Candidate]]:
    """Return the figures of the same subject in the same document that answer for other years."""
    if best.form != "quantity" or best.year is None:
        return []
    seen = {best.year}
    found = []
    for p, candidate in scored:
        same = candidate.form == "quantity" and candidate.item.doc_id == best.item.doc_id
        if (
            same
            and candidate.subject == best.subject
            and candidate.year
            and candidate.year not in seen
            and p >= EQUALLY * chance
        ):
            seen.add(candidate.year)
            found.append((p, candidate))
    return found

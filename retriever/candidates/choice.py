"""What stands beside the likeliest candidate: the figure inside a clause, other years of the same figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retriever.candidates.confidence import enough, least, probability
from retriever.candidates.features import Candidate

__all__ = ["notes_first", "other_years", "sharpened", "stated_otherwise"]

EQUALLY = 0.8
"""Share of the best one's probability from which a figure for another year or a note counts as no less likely."""


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


def notes_first(scored: Sequence[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Return ``scored`` (likeliest first) with the note of an item as likely as its clauses and bodies.

    For questions who has to do something: that is what the note of an item names, for all that its clauses say and
    before the bodies that they happen to name.
    """
    best: dict[tuple[int, int], tuple[float, bool]] = {}
    for chance, candidate in scored:
        if candidate.form in ("clause", "fallback", "body"):
            best.setdefault((candidate.item.doc_id, candidate.item.span.start), (chance, enough(candidate, chance)))

    def raised(chance: float, candidate: Candidate) -> float:
        # A note carried on from before is of many items; it is as likely as it is.
        if candidate.form != "note" or not candidate.features.first:
            return chance
        other, given = best.get((candidate.item.doc_id, candidate.item.span.start), (0.0, False))
        return max(chance, other, least("note", bool(candidate.features.latin)) if given else 0.0)

    lifted = sorted(((raised(p, c), c) for p, c in scored), key=lambda pair: (-pair[0], pair[1].form != "note"))
    surest = lifted[0][0]
    if any(c.form == "note" and enough(c, p) and p >= EQUALLY * surest for p, c in lifted):
        # A clause only stands in for a body: one nearly as likely is a better answer.
        lifted = [pair for pair in lifted if pair[1].form not in ("clause", "fallback")]
    return lifted


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

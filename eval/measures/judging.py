"""Gold evidence as TREC judgements: what lets the standard library measure rankings of arbitrary spans of text.

The judged items of a question are its *groups*, the pieces that a whole answer needs: ``g1``, ``g2`` … with grade 1.
They depend on the gold set alone, so that systems that cut passages differently are measured against the same ideal.
A ranking of places is written in these items: a place becomes the groups that it is the first to hold; one that holds
several stands for each of them in turn; one that holds none, or only what was found before, becomes an item that is
judged not relevant (``x7`` for the seventh place). A press summary repeated below its clause therefore gains nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from eval.data.questions import GoldQuestion
from eval.measures.matching import Located, holds
from index.types import Span

__all__ = ["gold_qrels", "judged_ranking", "places_of"]


def gold_qrels(questions: Iterable[GoldQuestion]) -> dict[str, dict[str, int]]:
    """Question id → judged item → grade, for the answerable questions."""
    return {
        question.id: {f"g{group}": 1 for group in question.groups()} for question in questions if question.answerable
    }


def judged_ranking(question: GoldQuestion, ranked: Sequence[Sequence[Located]]) -> list[str]:
    """Return the ranking (best first; each hit as the place itself and its folded repeats) in judged items."""
    missing = dict(question.groups())
    items: list[str] = []
    for rank, places in enumerate(ranked, 1):
        found = [group for group, evidence in missing.items() if holds(places, evidence)]
        for group in found:
            del missing[group]
        items.extend([f"g{group}" for group in found] or [f"x{rank}"])
    return items


def places_of(given: Mapping[str, Any]) -> list[list[Located]]:
    """Return the hits of a contract object, best first, each with the repeats folded under it."""
    return [
        [(str(place["file"]), Span(place["start"], place["end"])) for place in (hit, *hit.get("also_at", ()))]
        for hit in given["hits"]
    ]

"""Several documents that answer one question: the same figure stated elsewhere is as likely right as the surest one."""

from __future__ import annotations

from collections.abc import Sequence

from retriever.candidates.features import Candidate

__all__ = ["agreeing", "alike"]

Scored = tuple[float, Candidate]


def alike(left: str, right: str) -> float:
    """Return the Dice coefficient (0..1) of the pairs of characters of two subjects, 1 for equal ones."""
    if left == right:
        return 1.0
    first, second = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (left, right))
    return 2 * len(first & second) / max(1, len(first) + len(second))


def agreeing(scored: Sequence[Scored]) -> list[Scored]:
    """Return ``scored`` (likeliest first) with figures of other documents raised towards the surest, likeliest first.

    A figure whose subject is that of the surest agrees with the question as well as that one does; how nearly the
    subjects are the same, squared, is how far its probability moves. Another year's figure stays where it is.
    """
    if not scored or scored[0][1].form != "quantity":
        return list(scored)
    surest, top = scored[0]

    def raised(chance: float, candidate: Candidate) -> float:
        elsewhere = candidate.form == "quantity" and candidate.item.doc_id != top.item.doc_id
        if not elsewhere or candidate.features.year_clash or candidate.features.kind_clash:
            return chance
        return chance + max(0.0, surest - chance) * alike(candidate.subject, top.subject) ** 2

    return sorted(((raised(p, c), c) for p, c in scored), key=lambda pair: -pair[0])

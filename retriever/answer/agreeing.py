"""Several documents that answer one question: the same figure stated elsewhere is as likely right as the surest one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retriever.answer.scored import Scored

__all__ = ["agreeing", "alike"]


def alike(left: str, right: str) -> float:
    """Return the Dice coefficient (0..1) of the pairs of characters of two subjects, 1 for equal ones."""
    if left == right:
        return 1.0
    first, second = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (left, right))
    return 2 * len(first & second) / max(1, len(first) + len(second))


def agreeing(scored: Sequence[Scored]) -> list[Scored]:
    """Return ``scored`` (likeliest first) with figures of other documents raised towards the surest, likeliest first.

    A figure whose subject is that of the surest agrees with the question as well as that one does; how nearly the
    subjects are the same, squared, is how far its probability moves. What is of another kind stays where it is.
    """
    top = scored[0]
    if top.candidate.form != "quantity":
        return list(scored)

    def raised(one: Scored) -> Scored:
        candidate = one.candidate
        elsewhere = candidate.form == "quantity" and candidate.item.doc_id != top.candidate.item.doc_id
        if not elsewhere or candidate.fit.kind_clash:
            return one
        nearer = max(0.0, top.chance - one.chance) * alike(candidate.subject, top.candidate.subject) ** 2
        return replace(one, chance=one.chance + nearer)

    return sorted(map(raised, scored), key=lambda one: -one.chance)

"""The verdict on a sentence that was checked in parts, from the verdicts on its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retriever.check.verdict import FOUND, Difference, Field, Part, Verdict

__all__ = ["of_places", "of_statements"]


def of_places(parts: Sequence[Part]) -> tuple[Verdict, tuple[Difference, ...]]:
    """Return the verdict on a sentence about several places, and the differences with the place that each concerns.

    All of them must hold. A place for which nothing is found differs where something is found for another.
    """
    verdicts = {part.verdict for part in parts}
    if verdicts <= set(FOUND):
        return Verdict.SUPPORTED, ()
    if verdicts <= {*FOUND, Verdict.REVIEW}:
        return Verdict.REVIEW, tuple(replace(d, about=part.about) for part in parts for d in part.differences)
    if len(verdicts) == 1 and not verdicts & {Verdict.DIFFERS}:
        return parts[0].verdict, tuple(replace(d, about=part.about) for part in parts for d in part.differences)
    differences: list[Difference] = []
    for part in parts:
        differences += [replace(d, about=part.about) for d in part.differences]
        if part.verdict is Verdict.ABSENT:
            differences.append(Difference(Field.PLACE, part.about, None, part.about))
    return Verdict.DIFFERS, tuple(differences)


def of_statements(
    whole: Verdict, differences: Sequence[Difference], parts: Sequence[Part]
) -> tuple[Verdict, tuple[Difference, ...]] | None:
    """Return the verdict that follows from a sentence's statements, None where the verdict on the ``whole`` stands.

    A sentence that no one clause holds is supported when each of its statements is; one that a clause supports is to be
    looked at for the statements that nothing says. ``parts`` are then those that the clause may lack.
    """
    absent = [part for part in parts if part.verdict is Verdict.ABSENT]
    if whole is Verdict.SUPPORTED:
        return (Verdict.REVIEW, _added(absent)) if absent else None
    told = tuple(difference for part in parts for difference in part.differences)
    if all(part.verdict in FOUND for part in parts):
        return Verdict.SUPPORTED, ()
    if all(part.verdict in (*FOUND, Verdict.REVIEW) for part in parts):
        return Verdict.REVIEW, told
    if whole is Verdict.DIFFERS and len(absent) < len(parts):
        # What one clause contradicts is not mended by a statement that happens to be found elsewhere.
        return (Verdict.DIFFERS, (*told, *_added(absent))) if told else None
    return None


def _added(parts: Sequence[Part]) -> tuple[Difference, ...]:
    return tuple(Difference(Field.ADDED, part.about, None) for part in parts)

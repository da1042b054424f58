"""Who is responsible: out of an item's responsibility note, or of a sentence that says who does what.

Notes are read by :mod:`index.clauses.responsibility`; spans here are relative to the text given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.clauses.responsibility import Body, ResponsibilityNote
from index.types import Span

__all__ = ["echoes", "note_answer"]

_OTHER_DUTY = re.compile(r"[负負][责責]|落[实實]|[实實]施")


def note_answer(
    text: str, note: ResponsibilityNote, lead_only: bool, carried: bool = False, assisting: bool = False
) -> Span | None:
    """Return the range, in the note's ``text``, of the bodies asked for: one stretch, first to last of them.

    ``lead_only`` and ``assisting`` ask for one side of the note, given when it has that side; ``carried`` for what the
    note says of later items. The leading bodies stand first in every form of note, so the stretch reads lead bodies
    first. Bodies behind the end of a duty (…按职责分工负责,各县区具体实施) have another one and are left out. None when
    the note names nobody.
    """
    bodies: Sequence[Body]
    if carried:
        bodies = note.carried
    elif assisting and note.lead and note.others:
        bodies = note.others
    elif lead_only and note.lead:
        bodies = note.lead
    else:
        bodies = (*note.lead, *note.others)
    if not bodies:
        return None
    spans = sorted(b.span for b in bodies)
    end = spans[0].end
    for span in spans[1:]:
        if _OTHER_DUTY.search(text, end, span.start):
            break
        end = span.end
    return Span(spans[0].start, end)


def echoes(question: str, name: str) -> bool:
    """Whether a body is nothing but the kind asked for: 观光主管机关 where it is asked which the 主管机关 is."""
    return any(kind in question and name.endswith(kind) for kind in ("主管机关", "主管部门"))

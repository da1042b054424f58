"""Who is responsible: out of an item's responsibility note, or of a sentence that says who does what.

Notes are read by :mod:`index.clauses.responsibility`; spans here are relative to the text given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.clauses.responsibility import Body, ResponsibilityNote
from index.types import Span

__all__ = ["asks_assisting", "asks_duty", "asks_lead", "asks_responsibility", "echoes", "note_answer"]

_RESPONSIBLE = re.compile(
    r"负责|牵头|责任|主管|主抓|主责|归(?:谁|哪)|谁(?:来|去|要)?(?:[做抓管办干推]|落实|实施|组织)|[找向]谁|协办|协助|由(?:谁|哪)|该谁|职责|主办|承担|分工|是[谁哪]\S{0,6}的(?:事|活)|哪\S{0,2}[厅局委办]"
    r"|参与单位|配合单位|哪(?!\S?[年月天日])\S{1,6}(?:来|去)?(?:负责|落实|[管抓干做])"
    r"|哪\S{0,2}(?:部门|单位|机构|机关)(?:来|去)?推"
    r"|responsib|in charge|\bleads?\b|\bleading (?:bod|agenc|dep|bur|unit)|oversees?\b|answers? for|accountable|tasked"
    r"|who (?:\w+ ){0,3}implement|which (?:\w+ ){0,3}(?:agenc|bureau|department|authorit|ministr|bod(?:y|ies))"
    r"|\bassists?\b"
)
_NO_DUTY = re.compile(r"设[在于]|办公室|组长|\bchair|\bhosts?\b|\bhoused?\b|\boffice\b")
"""Words that ask for bodies without asking who has to do something."""

_ASSISTING = re.compile(
    r"(?:协办|协助|配合|参与)(?:的)?(?:单位|部门|机关|是|有|$|[?])|(?:谁|哪\S{1,6})(?:来|去)?(?:协办|协助|配合|参与)"
    r"|\bassist|\bcooperat|\bsupporting (?:bod|agenc|dep|bur|unit)|\bco-?organi[sz]"
)
_YES_OR_NO = re.compile(r"吗[??]?\s*$|^(?:does|do|is|are|will|can|must|should)\b")
_LEAD = re.compile(r"牵头|主办|主抓|主管|\blead|in charge|spearhead")
_WITH_OTHERS = re.compile(r"参与|配合|分别|全部|所有|\bsupporting\b|\bother bodies")
_OTHER_DUTY = re.compile(r"[负負][责責]|落[实實]|[实實]施")


def asks_responsibility(question: str) -> bool:
    """Whether a normalised question asks who has to do something (and not who issued a document, say)."""
    return _RESPONSIBLE.search(question) is not None and _YES_OR_NO.search(question) is None


def asks_lead(question: str) -> bool:
    """Whether the question asks for the leading bodies only."""
    return _LEAD.search(question) is not None and _WITH_OTHERS.search(question) is None


def asks_assisting(question: str) -> bool:
    """Whether the question asks for the bodies that assist the leading ones, and not for those."""
    return _ASSISTING.search(question) is not None and _LEAD.search(question) is None


def asks_duty(question: str) -> bool:
    """Whether a question about bodies asks who has to do something (not where an office is, say)."""
    return asks_responsibility(question) and _NO_DUTY.search(question) is None


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

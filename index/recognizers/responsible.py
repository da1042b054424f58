"""Who is responsible: out of an item's responsibility note, or of a sentence that says who does what.

Notes are read by :mod:`index.clauses.responsibility`; spans here are relative to the text given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.clauses.responsibility import Body, ResponsibilityNote
from index.types import Span

__all__ = ["bodies_in", "echoes", "note_answer"]

_OTHER_DUTY = re.compile(r"[负負][责責]|落[实實]|[实實]施")
_END = (
    r"(?:(?:政府|[省市县区部委局厅])(?:主要|分管|有关)?(?:负责同志|负责人|领导同志)|人民政府|政府|委员会|办公室|领导小组|工作专班|专班|总队|管委会|供电公司|公司|集团|中心|研究院|法院|检察院|银行|分行|支行|协会"
    r"|联合会|(?<=[\u4e00-\u9fff]{2})(?:局|厅|委(?![托派])|(?<![补代协承举兴申经主])办(?![理法事公学案证])|社(?!会)|部门|(?<![全北南东西中内外大干])部(?![分署队位]))|主管机关)"
)
_NO_NAME = frozenset("由在对各有相该其本加推强把被将并要会已须应")
"""Beginnings that no body's name has (对相关部门, 各部门, 加快政府…)."""

_NO_BEGINNING = re.compile(
    r"鼓励|支持|探索|依托|负责|承担|推动|推进|加快|完善|建立|组织|开展|实施|引导|通过|根据|按照|成立|设立"
)
_INSIDE = re.compile(
    r"(?<!华)为|会商|会同|申请|之(?=[办委])|建设(?=\S{1,8}中心)|下设|设[在于]|负责(?!同志|人)|(?<!有)关于|担任|以及"
)
"""Verbs inside which no name goes on."""

_LEVELS = frozenset("省市县区州国")
# Tried wherever a name may begin, so that 已经市政府同意 gives 市政府 too.
_BODY = re.compile(
    rf"(?:^|(?<=[^\u4e00-\u9fff()])|(?<=[由经在向报和与是为将对归])|(?<=下设))(?=(?P<name>[\u4e00-\u9fff()]{{1,22}}?{_END})(?![局厅]|(?:主要|分管|有关)?(?:负责同志|负责人|领导同志)))"
)


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


def bodies_in(text: str) -> tuple[Span, ...]:
    """Return the names of public bodies in a normalised clause (市住房和城乡建设局, 省城镇燃气安全专项整治工作专班)."""
    found = [
        Span(*m.span("name"))
        for m in _BODY.finditer(text)
        if m["name"][0] not in _NO_NAME and not _NO_BEGINNING.match(m["name"]) and not _INSIDE.search(m["name"], 1)
    ]
    # 已经市政府, 市政府: of nested names the longest that begins with its level, else the longest at all.
    found.sort(key=lambda s: (text[s.start] not in _LEVELS, -s.size))
    kept: list[Span] = []
    for span in found:
        if not any(span.overlap(other) for other in kept):
            kept.append(span)
    return tuple(sorted(kept))

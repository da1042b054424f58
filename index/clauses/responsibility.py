"""Notes at the end of an item that name the bodies which carry it out.

Forms: ``(市住建局牵头,市发改委等部门按职责分工负责)``, ``〔牵头单位:市经信局;责任单位:市发改委〕``,
``(市住建局、市发改委等)`` and, without brackets, a line ``责任单位:市教育局、…``. A statement «以下均需地方政府负责,
不再列出» in a note holds for all later items.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.types import Clause, Role, Span

__all__ = [
    "MAX_NOTE",
    "Body",
    "Responsibility",
    "ResponsibilityNote",
    "is_note",
    "parse_note",
    "responsible_bodies",
]

MAX_NOTE = 600  # code points; longer brackets are text
_TAIL = 24  # a note ends with its word of duty, give or take a time limit


@dataclass(frozen=True, slots=True)
class Body:
    """A body as it is named in a note; ``span`` is relative to the note's text."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class ResponsibilityNote:
    """The bodies of one note. ``lead`` are those that lead (牵头, 主办, or the only body that is 负责).

    ``carried`` are the bodies of a statement that holds for all later items; ``carries_on`` says that there is one.
    """

    lead: tuple[Body, ...]
    others: tuple[Body, ...]
    carries_on: bool
    carried: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class Responsibility:
    """A note that holds for an item: ``clause_id`` is its leaf. When ``carried``, only ``note.carried`` holds."""

    clause_id: int
    note: ResponsibilityNote
    carried: bool


_DEPTH = dict.fromkeys("(（〔[【", 1) | dict.fromkeys(")）〕]】", -1)
_KEY = (
    r"(?P<role>牵头|牽頭|主办|主辦|主管|责任|責任|配合|协办|協辦|协同|協同|参加|參加|参与|參與|实施|實施|落实|落實"
    r"|负责|負責)"
)
_HEAD = re.compile(rf"\s*{_KEY}(?:单位|單位|部门|部門|机关|機關|处室|處室|主体|主體|科室)\s*[:：]\s*")
_BODY_END = re.compile(
    r"(?:局|委|厅|廳|办|辦|部|部门|部門|院|会|會|委员会|委員會|政府|公司|集团|集團|中心|处|處|署|司|社|联|聯|银行|銀行|分行|支行|队|隊|总队|總隊"
    r"|单位|單位|机关|機關|机构|機構|街镇|街道|乡镇|鄉鎮|学校|學校|大学|大學|学院|學院|党校|黨校|协会|協會|工会|工會|法院|检察院|檢察院|海关|海關|站|段"
    r"|所|室|班|馆|館|组|組|团市委|團市委|企业|企業|口岸|电网|電網|铁路|鐵路|机场|機場|园区|園區|开发区|開發區|新区|新區|功能板块|功能板塊|地区|地區"
    r"|政府部门|[各县市区縣區][县市区縣區])\Z"
)
# A kind of place that shares its last word with the next piece: 各县、区人民政府; 各开发区、新区、园区管委会
_SHARED = re.compile(
    r"(?:[县縣市区區旗]|新区|新區|园区|園區|开发区|開發區|功能区|功能區)(?:人民政府|政府|管委会|管委會|管理委员会|管理委員會)?\Z"
)
_DUTY = re.compile(
    r"(?P<lead>牵头|牽頭|主办|主辦)"
    r"|(?P<rest>按照?(?:各自)?(?:职责|職責)(?:分工)?(?:负责|負責|落实|落實|配合)?(?:落实|落實)?|分工负责|分工負責|负责落实|負責落實|负责|負責"
    r"|(?:具体|具體|组织|組織|共同|结合实际|結合實際|抓好)(?:实施|實施|落实|落實|负责|負責)|配合|参与|參與|协助|協助|落实|落實)"
)
_BELOW = r"以下(?:工作|任务|任務|各项|各項|项目|項目|措施)?(?:均|都)"
_CARRY = re.compile(rf"{_BELOW}|不再(?:逐一|一一)?(?:列出|列示|重复|重複)|下同")
_CARRY_HEAD = re.compile(rf"\s*{_BELOW}(?:需要?|须|須|由|应|應|要)?(?:由)?\s*")
_LEADING = ("牵头", "牽頭", "主办", "主辦")
_OTHER_KEY = re.compile(r"\s*[^:：、]{2,8}[:：]")
_NO_BODY = re.compile(r"不再|下同|\d{2}|完成|推进|推進|持续|持續|长期|長期")
_SHORT_NAME = re.compile(r"以下(?:简称|簡稱|称|稱)")
_REST = re.compile(
    r"等(?:有关|有關|相关|相關)?(?:部门和单位|部門和單位|单位和部门|部门|部門|单位|單位|各部门)?(?:以及|及|和)?|以及"
    r"|(?<=[局委厅廳办辦院会會府])(?:和|及|与|與|会同|會同)(?=[市省区區县縣国國各])"
)


def is_note(text: str, *, alone: bool = False) -> bool:
    """Whether a bracketed text, or a line, is a responsibility note and not an aside.

    It needs a keyword of duty and a body, or must be nothing but a list of bodies: at least two, or one when the
    bracket stands ``alone`` behind a sentence.
    """
    inner = text.strip().rstrip("。;；.")
    if not 4 <= len(inner) <= MAX_NOTE:
        return False
    bracketed = _DEPTH.get(inner[0]) == 1 and _DEPTH.get(inner[-1]) == -1
    inner = inner[1:-1] if bracketed else inner
    if _HEAD.match(inner) is not None:
        return True
    if not bracketed or _SHORT_NAME.match(inner):
        return False
    if _DUTY.search(inner) is None:
        pieces = [inner[a:b].strip().removesuffix("等") for a, b, _ in _pieces(inner, 0, len(inner))]
        named = [piece for piece in pieces if piece]
        return len(named) >= 2 - alone and all(len(piece) <= 24 and _BODY_END.search(piece) for piece in named)
    note = parse_note(text)
    said = _DUTY.search(inner[-_TAIL:]) is not None or note.carries_on
    return said and any(_BODY_END.search(body.name) for body in (*note.lead, *note.others, *note.carried))


def _pieces(text: str, start: int, end: int, marks: str = "、,，;；。") -> list[tuple[int, int, str]]:
    """Split at ``marks`` outside brackets; each piece comes with the mark behind it ("" at the end)."""
    pieces: list[tuple[int, int, str]] = []
    depth, begin = 0, start
    for i in range(start, end):
        char = text[i]
        depth = max(0, depth + _DEPTH.get(char, 0))
        if depth == 0 and char in marks:
            pieces.append((begin, i, char))
            begin = i + 1
    pieces.append((begin, end, ""))
    return pieces


def parse_note(text: str) -> ResponsibilityNote:
    """Read a note, with or without its brackets; spans are relative to ``text``.

    Bodies wait for the word of duty behind them («…牵头», «…按职责分工负责»), unless a key before them («牵头单位:»)
    or the opening of a carried statement has already said where they belong. What another key introduces
    («完成时限:») is no body.
    """
    start, end = _inner(text)
    sides: dict[str, list[Body]] = {"lead": [], "others": [], "carried": [], "none": []}
    side = ""
    waiting: list[Body] = []
    duties: list[str] = []
    for a, b, mark in _pieces(text, start, end, ",，;；。"):
        if (carry := _CARRY_HEAD.match(text, a, b)) is not None:
            side, a = "carried", carry.end()
        elif (head := _HEAD.match(text, a, b)) is not None:
            side, a = "lead" if head["role"] in _LEADING else "others", head.end()
        elif _OTHER_KEY.match(text, a, b) is not None:
            side = "none"
        if side and waiting:
            sides["others"] += waiting
            waiting = []
        duty = next((m for m in _DUTY.finditer(text, a, b) if not text[m.end() : b].strip("等的、 ")), None)
        waiting += _bodies(text, a, duty.start() if duty else b)
        if duty is not None:
            duties.append(duty.group())
        if duty is not None and duty["lead"] and side != "carried":
            sides["lead"] += waiting
        elif side or duty is not None:
            sides[side or "others"] += waiting
        else:
            continue
        waiting = []
        if mark == "。":
            side = ""
    sides["others"] += waiting
    lead, others = sides["lead"], sides["others"]
    if not lead and len(others) == 1 and duties[:1] in (["负责"], ["負責"]) and not sides["carried"]:
        lead, others = others, []
    carries_on = _CARRY.search(text, start, end) is not None
    return ResponsibilityNote(tuple(lead), tuple(others), carries_on, tuple(sides["carried"]))


def _inner(text: str) -> tuple[int, int]:
    """Return where the words of a note are: without its brackets, and without white space and full stops around."""
    start, end = 0, len(text)
    while end > start and (text[end - 1].isspace() or text[end - 1] in "。;；."):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    if start < end and _DEPTH.get(text[start]) == 1 and _DEPTH.get(text[end - 1]) == -1:
        start, end = start + 1, end - 1
    return start, end


def _bodies(text: str, start: int, end: int) -> list[Body]:
    """Split a list at 、 and joining words; a piece that names no body is joined to the next one (各县、区政府)."""
    bodies: list[Body] = []
    open_at: int | None = None
    pieces = _pieces(text, start, end, "、")
    for at, (a, b, _) in enumerate(pieces):
        after = text[pieces[at + 1][0] : pieces[at + 1][1]].strip() if at + 1 < len(pieces) else ""
        shared = _SHARED.match(after) is not None and text[a:b].rstrip().endswith(tuple("县縣市区區旗"))
        cuts = [a, *(x for m in _REST.finditer(text, a, b) for x in (m.start(), m.end())), b]
        parts = list(zip(cuts[::2], cuts[1::2], strict=True))
        for i, (c, d) in enumerate(parts):
            while c < d and text[c].isspace():
                c += 1
            while d > c and text[d - 1].isspace():
                d -= 1
            if c == d:
                continue
            c = open_at if open_at is not None else c
            closed = i < len(parts) - 1 or b == end or (not shared and _BODY_END.search(text[c:d]) is not None)
            open_at = None if closed else c
            if closed and _NO_BODY.search(text, c, d) is None:
                bodies.append(Body(text[c:d], Span(c, d)))
    return bodies


def responsible_bodies(clauses: Sequence[Clause], source_text: str) -> Mapping[int, tuple[Responsibility, ...]]:
    """Return for every item with a note, or under a carried statement, the notes that hold for it.

    Keys are the clause ids of item headings (the parent of the note). A statement «以下均…» holds for the items of the
    same document that come after it and have a note of their own or hold text.
    """
    found: dict[int, list[Responsibility]] = {}
    standing: list[Responsibility] = []
    doc_id: int | None = None
    seen: set[int] = set()
    for clause in clauses:
        if clause.doc_id != doc_id:
            doc_id, standing = clause.doc_id, []
        if clause.parent_id is None or clause.role not in (Role.TEXT, Role.RESPONSIBILITY):
            continue
        if clause.parent_id not in seen:
            seen.add(clause.parent_id)
            if standing:
                found.setdefault(clause.parent_id, []).extend(standing)
        if clause.role is Role.RESPONSIBILITY:
            note = parse_note(clause.span.of(source_text))
            found.setdefault(clause.parent_id, []).insert(0, Responsibility(clause.clause_id, note, carried=False))
            if note.carries_on and note.carried:
                standing = [Responsibility(clause.clause_id, note, carried=True)]
    return {item: tuple(notes) for item, notes in found.items()}

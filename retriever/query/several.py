"""Several questions in one: 储能装机目标是多少,由谁负责; 2025年和2030年分别是多少; 宜春和汕尾的储能目标.

Each part becomes a question of its own, with what it shares with the first: whatever stands before the things listed
and behind them, and for a clause that names no subject (由谁负责) what the first one asked about. Questions are taken
as they were typed, in either script or in English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.recognizers.periods import YEAR
from retriever.query.subject import lacks_subject

__all__ = ["interrogative", "split", "subject_of", "without_end"]

_ASKS_ZH = (
    r"多少|多[大长長高久快远遠]|(?<!好)(?<!^)[几幾](?=[个個种種项項年月天日号號条條家类類成])|(?<![没沒有])什[么麼]|(?<=[具还還])有什[么麼]"
    r"|甚麼|何[时時地种種者谓謂处處]|为何|為何|哪|谁|誰|怎[么麼样樣]|如何|是否|有没有|有沒有|能否|可否|[吗嗎](?=[?？]|$)"
)
_YES_NO = re.compile(r"是否|有没有|有沒有|能否|可否|能不能|可不可以|会不会|會不會|[吗嗎][,，;；?？\s]*$")
_FIGURE_NAMED = re.compile(r"(?:目标|目標|指标|指標|比例|比重|占比|规模|規模|标准|標準|金额|金額|期限)值?$")
_HOW = re.compile(r"怎[么麼样樣]|如何")
_AMOUNT_LAST = re.compile(r"(?:多少|多[大长長高久]|[几幾](?:个|個|成|年|天|家|项|項))[\u4e00-\u9fff]{0,4}[?？]?$")
_ASKS_EN = r"\b(?:what|which|who|whom|whose|when|where|why|how)\b"
_ASKS = re.compile(f"{_ASKS_ZH}|{_ASKS_EN}", re.IGNORECASE)

_BREAK = re.compile(
    r"[,，;；。?？!！]\s*(?:另外|还有|還有|以及|并且|並且|同时|同時|而且)?|(?:以及|并且|並且|还有|還有)(?=[由谁誰哪何什怎])"
)
_NEXT_EN = r"(?=(?:by |in |at )?(?:what|which|who|when|where|why|how)\b)"
_BREAK_EN = re.compile(rf"[;?]\s*(?:and\b\s*)?{_NEXT_EN}|,?\s+and\s+{_NEXT_EN}", re.IGNORECASE)
_CONDITION = re.compile(
    r"^(?:如果|若|倘若|当|當|对|對|为了?|為了?|按|根据|根據|无论|無論|不论|不論|不管|除|自|从|從|在.*(?:中|上|里|內|内)$)"
    r"|(?:时|時|后|後|之前|以前|的|下|的话|的話)$"
)
"""Of a piece that asks and yet only says when or to whom what follows applies: 发生什么情况时,应当如何处理."""

_AND = r"\s*(?:、|和|与|與|及|以及|跟)\s*"
_AND_EN = r"(?:\s*,\s*(?:and\s+)?|\s+and\s+)"
_YEARS = re.compile(rf"(?<![\d至到\-–—~])(?P<list>(?:{YEAR}年?{_AND})+{YEAR}年)(?!至|到|[-–—~])")
_YEARS_EN = re.compile(rf"(?P<list>(?:\b{YEAR}\b{_AND_EN})+\b{YEAR}\b)")
_EACH = re.compile(r"分[别別]|各自|各(?=[是为為有达達占])|,?\s*\brespectively\b", re.IGNORECASE)

_TOGETHER = re.compile(
    r"哪一?[个個座].{0,8}(?:更|最|高|低|大|小|多|少)|相比|比较|比較|对比|對比|相差|差距|差多少|区别|區別|不同|之[间間]"
    r"|合作|共同|联合|聯合|一共|总共|總共|合计|合計"
    r"|\b(?:compare[ds]?|compared|difference|differ|between|higher|lower|more|less|together|total)\b",
    re.IGNORECASE,
)
"""What is asked of things together, which their parts cannot answer."""

_TAIL_ZH = re.compile(
    r"(?:分[别別])?(?:(?:应该|應該|应当|應當|应|應|要|需|将|將|会|會|能|可以)?(?:是|为|為|达到|達到|达|達|占|有|定为|定為|设为|設為))?"
    rf"(?:在)?(?:{_ASKS_ZH}).*$"
)
_LEAD_EN = re.compile(
    r"^\s*(?:(?:by|in|at|for)\s+)?(?:what|which|who|when|where|how\s+(?:much|many|far|long|large|often))\b.*?"
    r"\b(?:is|are|was|were|does|do|did|will|should|must|can|has|have)\b\s*",
    re.IGNORECASE,
)
_DOER_EN = re.compile(r"^\s*(?:who|what|which)\s+\w+\s+", re.IGNORECASE)
_LEFT_ZH = re.compile(r"(?:从|從|去|给|給|由|在|向|到|按|要|应|應|该|該|和|跟)+$")
_CHARGE_EN = re.compile(r"^(?:responsible for|in charge of|charged with|to lead)\s+", re.IGNORECASE)
_WHO_ZH = re.compile(
    r"^(?:在|由|到|向)?(?:谁|誰|哪一?[些个個]?|什[么麼]|何)[^,，]{0,2}?"
    r"(?:单位|單位|部门|部門|人员|人員|企业|企業|机构|機構|人|时候|時候|地方|条件|條件|情况|情況|是)?"
    r"(?:应当|應當|应该|應該|应|應|需要|要|可以|能|会|會)?"
)
_END = re.compile(r"[\s,，;；。?？!！]+$")
_SUBJECT = 4
"""Characters at least of a subject that is carried on."""

_MOST = 5
"""Parts at most: a longer list is one question about all of it."""


def interrogative(text: str) -> bool:
    """Whether words of ``text`` ask something."""
    return _ASKS.search(text) is not None


def without_end(text: str) -> str:
    """Return ``text`` without the punctuation that it ends with."""
    return _END.sub("", text)


def subject_of(question: str, language: str) -> str:
    """Return what a question asks about, without the words that ask: 储能装机目标是多少? → 储能装机目标."""
    plain = without_end(question)
    if language == "en":
        return _CHARGE_EN.sub("", (_LEAD_EN if _LEAD_EN.match(plain) else _DOER_EN).sub("", plain, count=1)).strip()
    before = _LEFT_ZH.sub("", without_end(_TAIL_ZH.sub("", plain, count=1))).strip()
    return before or _WHO_ZH.sub("", plain, count=1).strip()


def split(question: str, language: str, places: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the questions that ``question`` asks at once, each in full, in their order; one when it is one.

    Args:
        question: as typed.
        language: "zh" or "en".
        places: what the question calls the places that documents are about.
    """
    clauses = _clauses(question, language)
    if len(clauses) > _MOST or not _apart(clauses, language):
        clauses = [question]
    parts: list[str] = []
    for clause in clauses:
        whole = clause
        if parts and lacks_subject(clause, language):
            whole = _joined(subject_of(parts[0], language), clause, language)
        parts += _listed(whole, language, places)
    return tuple(parts) if len(parts) <= _MOST else (question,)


def _apart(clauses: Sequence[str], language: str) -> bool:
    """Whether clauses ask different things: later ones about the subject of the first, or each for an amount.

    Elsewhere the first tells a situation that the next one asks about (好几个部门一块儿干的改革,让谁挑头?), and so does
    what can be answered by yes or no, or by telling how.
    """
    first, *rest = clauses
    if not rest:
        return True
    if all(lacks_subject(clause, language) for clause in rest):
        return not (_YES_NO.search(first) or _HOW.search(first)) and len(subject_of(first, language)) >= _SUBJECT
    return language == "zh" and all(_AMOUNT_LAST.search(clause) for clause in clauses)


def _joined(subject: str, clause: str, language: str) -> str:
    if language == "en":
        return f"{without_end(clause)} for {subject}?"
    return f"{subject}{clause}"


def _clauses(question: str, language: str) -> list[str]:
    """Cut a question where a new one begins; what asks nothing (到2025年,) goes with what follows, or ends the last."""
    pieces, start = [], 0
    for found in (_BREAK_EN if language == "en" else _BREAK).finditer(question):
        pieces.append((question[start : found.start()], question[start : found.end()]))
        start = found.end()
    pieces.append((question[start:], question[start:]))
    clauses: list[str] = []
    held = ""
    for number, (plain, whole) in enumerate(pieces):
        asks = interrogative(plain) or (not clauses and _asks_by_name(plain, pieces[number + 1 :], language))
        if not asks or _CONDITION.search(plain):
            held += whole
            continue
        clauses.append((held + plain).strip())
        held = ""
    if len(clauses) < 2:
        return [question]
    if rest := held.strip():
        clauses[-1] += f",{rest}"
    return clauses


def _asks_by_name(plain: str, following: Sequence[tuple[str, str]], language: str) -> bool:
    """Whether a piece asks by naming a figure alone (储能装机目标), before a question about the same (由谁负责)."""
    if not following or not _FIGURE_NAMED.search(plain):
        return False
    after = following[0][0]
    return interrogative(after) and lacks_subject(after, language)


def _listed(text: str, language: str, places: Sequence[str]) -> list[str]:
    """Deal out the years or places that a question lists, or with "respectively" whatever it lists."""
    if _TOGETHER.search(text):
        return [text]
    years = (_YEARS_EN if language == "en" else _YEARS).search(text)
    if years:
        found = re.findall(YEAR, years["list"])
        each = [year if language == "en" else f"{year}年" for year in found]
        return [_one(text, years.start("list"), years.end("list"), one) for one in each]
    if named := _places_listed(text, places, language):
        start, end, each = named
        return [_one(text, start, end, one) for one in each]
    if language == "zh" and (each_of := _EACH.search(text)):
        return _subjects_listed(text, each_of.start(), places)
    return [text]


def _one(text: str, start: int, end: int, one: str) -> str:
    return _EACH.sub("", text[:start]) + one + _EACH.sub("", text[end:])


def _places_listed(text: str, places: Sequence[str], language: str) -> tuple[int, int, list[str]] | None:
    """Return where at least two of ``places`` stand in a row, and each as it is called there."""
    names = [re.escape(name) for name in sorted({*places}, key=len, reverse=True) if name]
    if len(names) < 2:
        return None
    one = f"(?:{'|'.join(names)})"
    ending = "" if language == "en" else "[市省县縣区區]?"
    row = re.search(rf"(?:{one}{ending}{_AND_EN if language == 'en' else _AND})+{one}{ending}", text, re.IGNORECASE)
    if row is None:
        return None
    each = re.findall(rf"{one}{ending}", row[0], re.IGNORECASE)
    return row.start(), row.end(), each


def _subjects_listed(text: str, until: int, places: Sequence[str]) -> list[str]:
    """森林覆盖率和森林蓄积量的目标分别是多少: each with the year and place that stand before the first."""
    head, tail = text[:until], _EACH.sub("", text[until:], count=1)
    measure = re.search(r"的?(?:目标|目標|指标|指標|要求|任务|任務|标准|標準|数值|數值)?(?:[,，].*)?$", head)
    at = measure.start() if measure else len(head)
    listed, closing = head[:at], head[at:]
    each = [piece for piece in re.split(_AND, listed) if piece.strip()]
    if not 2 <= len(each) <= _MOST or any(piece.endswith("的") for piece in each):
        return [text]
    shared = _shared(each[0], places)
    return [(one if number == 0 else shared + one) + closing + tail for number, one in enumerate(each)]


def _shared(first: str, places: Sequence[str]) -> str:
    """Return what the first of a list says of place and time, which holds for the rest as well."""
    ends = [0]
    ends += [first.rfind(place) + len(place) for place in places if place and place in first]
    ends += [found.end() for found in re.finditer(rf"{YEAR}年(?:底|末|前|以前|之前)?[,，]?", first)]
    lead = first[: max(ends)]
    rest = first[len(lead) :]
    ending = re.match(r"[市省县縣区區]?的?", rest)
    return lead + (ending[0] if ending else "")

"""How an official text opens: a heading of a title's shape, an addressee, the purpose, the first numbered heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.recognizers.bodies import is_body, is_company, leading_body
from index.recognizers.boilerplate import fields_in, is_furniture
from index.recognizers.chapters import chapter_in
from index.recognizers.dates import is_date
from index.recognizers.document_numbers import is_numbered_decree
from index.recognizers.enactment import is_enactment
from index.recognizers.places import gazetteer
from index.recognizers.titles import is_title, letters_of, names_another, unspaced
from index.splitting.lines import Unit
from index.types import Span

__all__ = ["Heading", "heading_at", "heading_named", "is_addressee", "is_numbered", "opening_after", "opens_text"]

_FIRST_HEADING = re.compile(
    r"(?:一、|[(]一[)]|第 ?[一1] ?[编章节条]|1(?:[.．、] ?| )[\u3400-\u9fff]"
    r"|壹、|主旨 ?:|(?:总则|前言|引言|序言|目录|目 ?录|总体要求|目的|背景)$)"
)
_ANY_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|第 ?[一二三四五六七八九十百\d]+ ?[章条])"
)
_PURPOSE = re.compile(
    r"(?:为|根据|依据|按照|经|现将|现就|遵照|落实|近年来|鉴于|《).{0,800}?"
    r"(?:制定|制订|编制|提出|印发|公布|发布|通知|公告|通告|决定|特制|本(?:方案|规划|意见|办法|条例|规定|细则|计划|纲要|通知))"
    r"|(?:订定|修正|制定|增订|废止)[「《]|现(?:予|公布|发布|批准)"
)
_ADDRESSEE = re.compile(r"[^。!?]{2,}[:]$")
_ADDRESSED = re.compile(r"各|政府|委员会|单位|部门|机构|企业|公司|局|厅|管委会|办公室|院|协会")
_BODY_DOES = re.compile(r"对|关于|转发|批转|印发|办公[厅室](?:对|关于|转发|批转|印发)")
_HANDS_ON = re.compile(r"关于(?:印发|转发|批转|下发)")
_CONNECTED = re.compile(r"[和及与暨、的]$|关于|印发")
# 民国111年5月4日总统华总一经字第11100037891号令制定公布全文20条
_HISTORY = re.compile(r"(?:中华)?民国.{4,60}号令?.{0,6}(?:制定|订定|修正|公布|发布)")
# The years or the state of a title, on a line of their own below it.
_ADDITION = re.compile(
    r"\((?:\d{4}年?(?:[-—–~至]+\d{4}年?)?|试行|暂行|草案|修订|节选|摘要|[\u3400-\u9fff]{2,6}稿|\d{4}年(?:修[订正]|版).{0,3})\)"
)
_RUN_IN = re.compile(r"一、|第 ?[一1] ?[编章条]|目 ?录|1 ?总则|近年来")
_OF_A_YEAR = re.compile(r"\d{4}年")
_SENTENCE = re.compile(r"[。;!?]")
# How many units may stand between a title and the opening of its text.
_OPENING = 16
_LONGEST_NOTE = 200
_LONGEST_PURPOSE = 1000
_MOST_LINES = 3
_MOST_BODIES = 6


@dataclass(frozen=True, slots=True)
class Heading:
    """A title over the units ``first`` to ``last`` (inclusive), its folded text without line breaks, and its span."""

    first: int
    last: int
    text: str
    span: Span


def heading_at(folded: str, units: Sequence[Unit], at: int, *, opening: bool = False) -> Heading | None:
    """Return the title that starts at unit ``at``: one unit, or up to three lines when it is broken over them.

    ``opening``: the unit is the first of a text that opens as an official one does; see
    :func:`index.recognizers.titles.is_title`.
    """
    first = unspaced(units[at].of(folded))
    if chapter := chapter_in(units[at].of(folded)):
        start, end = chapter.title
        span = Span(units[at].start + start, units[at].start + end)
        return Heading(at, at, span.of(folded), span)
    if is_numbered_decree(first):
        return _heading(folded, units, at, at)
    broken = _HANDS_ON.search(first) and not names_another(first)
    if is_title(first, first=opening) and not fields_in(first) and not broken:
        following = unspaced(units[at + 1].of(folded)) if at + 1 < len(units) else ""
        if following[:1] in tuple("和及与暨") and units[at + 1].line and is_title(first + following):
            return _heading(folded, units, at, at + 1)
        if _ADDITION.fullmatch(following) and units[at + 1].line and first[-1] != ")":
            return _heading(folded, units, at, at + 1)
        return _heading(folded, units, at, at)
    fragment = len(first) <= 50 and units[at].line and not re.search(r"[。;:!?]|文件$|号$", first)
    body = is_body(first)
    if not fragment or not (body or broken or _goes_on(first) or _CONNECTED.search(first) or _is_place(first, opening)):
        return None
    joined = first
    company = body and is_company(first)
    # Several bodies, each on a line of its own, may head one title.
    bodies = _bodies_from(folded, units, at) if body else 1
    for last in range(at + 1, min(at + bodies - 1 + _MOST_LINES, len(units))):
        line = unspaced(units[last].of(folded))
        # A body over a title, or over a date, is a signature or a letterhead; 「X\n关于印发…的通知」 is one heading.
        if not units[last].line or len(line) > 60 or is_date(line) or line in first:
            return None
        # A whole title below a name (of a site, a series) is a title by itself.
        if not body and _is_place(line, True) and is_title(line) and not _CONNECTED.search(joined):
            return None
        if last < at + bodies:
            joined += line
            continue
        if body and last == at + bodies and line[:2] != "关于" and not (company and _OF_A_YEAR.match(line)):
            return None
        joined += line
        if is_title(joined):
            return _heading(folded, units, at, last)
    return None


def _goes_on(first: str) -> bool:
    """Whether a line begins as a title does that is broken in the middle: X对…, X转发…, X关于…."""
    body = leading_body(first)
    return bool(body) and bool(_BODY_DOES.match(first, len(body)))


def _bodies_from(folded: str, units: Sequence[Unit], at: int) -> int:
    """How many lines from unit ``at`` on name bodies."""
    count = 1
    while count < _MOST_BODIES and at + count < len(units) and is_body(units[at + count].of(folded)):
        count += 1
    return count


def heading_named(folded: str, units: Sequence[Unit], at: int, name: str) -> Heading | None:
    """Return the heading at unit ``at``, of up to three lines, that reads as ``name`` does, signs and blanks aside."""
    wanted = letters_of(name)
    for last in range(at, min(at + _MOST_LINES, len(units))):
        found = letters_of("".join(unit.of(folded) for unit in units[at : last + 1]))
        if found == wanted:
            return _heading(folded, units, at, last)
        if not wanted.startswith(found):
            return None
    return None


def opening_after(folded: str, units: Sequence[Unit], at: int) -> int | None:
    """Return the unit where an official text opens when its title ends before unit ``at``; None when it does not.

    Between the two may stand the portal's labels, the document number, notes in brackets, bodies, dates, another title.
    """
    for number in range(at, min(at + _OPENING, len(units))):
        unit = units[number].of(folded)
        if is_enactment(unit):
            continue
        if is_addressee(unit) or _FIRST_HEADING.match(unit) or _PURPOSE.match(unit[:_LONGEST_PURPOSE]):
            return number
        between = (
            (len(unit) <= 40 and not _SENTENCE.search(unit))
            or is_furniture(unit)
            or is_date(unit)
            or is_body(unit)
            or is_title(unit)
            or _is_note(unit)
        )
        if not between:
            return None
    return None


def opens_text(folded: str) -> bool:
    """Whether a folded text begins as the text below a title does, on a line that goes on: 为…,制定本方案, 第一条."""
    return bool(_RUN_IN.match(folded) or (_PURPOSE.match(folded[:_LONGEST_PURPOSE]) and folded[0] != "《"))


def _heading(folded: str, units: Sequence[Unit], first: int, last: int) -> Heading:
    text = "".join(unspaced(unit.of(folded)) for unit in units[first : last + 1])
    return Heading(first, last, text, Span(units[first].start, units[last].end))


def is_addressee(unit: str) -> bool:
    """Whether a folded unit addresses the bodies that a notice is for: 各县(市、区)人民政府,市政府各部门:."""
    addressed = len(unit) <= 400 and bool(_ADDRESSEE.match(unit)) and bool(_ADDRESSED.search(unit))
    return addressed and "," not in unit[-3:] and not fields_in(unit)


def _is_note(unit: str) -> bool:
    bracketed = unit[0] in "(〔[【" and unit[-1] in ")〕]】"
    return len(unit) <= _LONGEST_NOTE and (bracketed or bool(_HISTORY.match(unit)))


def _is_place(unit: str, opening: bool) -> bool:
    """Whether a line is the name of a place; at the opening of a text it is enough that it begins with one."""
    if not opening:
        return bool(gazetteer().named(unit))
    first = next(gazetteer().find(unit), None)
    return first is not None and first[1].start == 0


def is_numbered(unit: str) -> bool:
    """Whether a folded unit starts as a numbered heading does: 一、, (一), 第一章, 第一条."""
    return bool(_ANY_HEADING.match(unit))

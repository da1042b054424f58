"""The layout of one document on its page: portal, press summary, notice, official text, and again the portal.

The official text is found by how it opens: a heading of a title's shape, followed by an addressee, by the sentence
that says what it is for and ends in 制定本方案, or by its first numbered heading; or by the lead-in 原文如下. In doubt
everything stays official text: a summary taken for text costs less than text taken for a summary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.dates import is_date
from index.furniture import fields_in, is_copyright, is_furniture, is_lead_in, is_navigation, opens_tail
from index.metadata import Outline, is_body
from index.places import gazetteer
from index.splitting.units import Unit
from index.titles import is_title, names_another
from index.types import Part, Role, Span

__all__ = ["Heading", "heading_at", "layout", "opening_after"]

_FIRST_HEADING = re.compile(
    r"(?:一、|[(]一[)]|第[一1]?[编章节条](?:$|[ 　\u3400-\u9fff])|第一[编章节条]|1[.．、] ?[\u3400-\u9fff]"
    r"|(?:总则|前言|引言|序言|目录|目 ?录|总体要求)$)"
)
_ANY_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|第[一二三四五六七八九十百\d]+[章条])"
)
_PURPOSE = re.compile(
    r"(?:为|根据|依据|按照|经|现将|现就|遵照|落实|近年来|鉴于|《).{0,800}?"
    r"(?:制定|制订|编制|提出|印发|公布|发布|通知|公告|通告|决定|特制|本(?:方案|规划|意见|办法|条例|规定|细则|计划|纲要|通知))"
)
_ADDRESSEE = re.compile(r"[^。!?]{2,}[:]$")
_ADDRESSED = re.compile(r"各|政府|委员会|单位|部门|机构|企业|公司|局|厅|管委会|办公室|院|协会")
_HANDED_ON = re.compile(
    r"(?:印发|转发|批转|下发)给你们|请.{0,12}(?:遵照|贯彻|认真|组织)(?:执行|落实|实施|贯彻)|现印发|现予"
)
_PRESS = re.compile(r"近日|日前|获悉|记者|讯[,:(]|消息|报道|印发|发布|出台|公布|\d{1,2}月\d{1,2}日")
_CONNECTED = re.compile(r"[和及与暨、的]$|关于|印发")
# Units of a head: a page states its title, notice and addressee within so many.
_HEAD = 60
_OPENING = 16
_LONGEST_HEAD_SHARE = 0.6
_LONGEST_NOTE = 200
_MOST_PRESS_UNITS = 400
_BACK = 8


@dataclass(frozen=True, slots=True)
class Heading:
    """A title over the units ``first`` to ``last`` (inclusive), its folded text without line breaks, and its span."""

    first: int
    last: int
    text: str
    span: Span


def heading_at(folded: str, units: Sequence[Unit], at: int) -> Heading | None:
    """Return the title that starts at unit ``at``: one unit, or up to three lines when it is broken over them."""
    first = units[at].of(folded)
    if is_title(first):
        following = units[at + 1].of(folded) if at + 1 < len(units) else ""
        if following[:1] in tuple("和及与暨") and units[at + 1].line and is_title(first + following):
            return _heading(folded, units, at, at + 1)
        return _heading(folded, units, at, at)
    fragment = len(first) <= 50 and units[at].line and not re.search(r"[。;:!?]|文件$|号$", first)
    body = is_body(first)
    if not fragment or not (body or _CONNECTED.search(first) or _is_place(first)):
        return None
    joined = first
    for last in range(at + 1, min(at + 3, len(units))):
        line = units[last].of(folded)
        # A body over a title, or over a date, is a signature or a letterhead; 「X\n关于印发…的通知」 is one heading.
        if not units[last].line or len(line) > 60 or is_date(line) or (body and last == at + 1 and line[:2] != "关于"):
            return None
        joined += line
        if is_title(joined):
            return _heading(folded, units, at, last)
    return None


def opening_after(folded: str, units: Sequence[Unit], at: int) -> int | None:
    """Return the unit where an official text opens when its title ends before unit ``at``; None when it does not.

    Between the two may stand the portal's labels, the document number, notes in brackets, bodies, dates, another title.
    """
    for number in range(at, min(at + _OPENING, len(units))):
        unit = units[number].of(folded)
        if _is_addressee(unit) or _FIRST_HEADING.match(unit) or _PURPOSE.match(unit[: _LONGEST_NOTE * 5]):
            return number
        between = (
            is_furniture(unit) or is_date(unit) or is_body(unit) or is_title(unit) or _is_note(unit)
            or (len(unit) <= 40 and not re.search(r"[。;!?]", unit))
        )  # fmt: skip
        if not between:
            return None
    return None


def layout(folded: str, units: Sequence[Unit], span: Span) -> tuple[tuple[Part, ...], Outline]:
    """Return the parts of the document of ``span``, which ``units`` fill, and what its metadata are read from.

    Parts are ordered and cover ``span``; white space belongs to the part before it.
    """
    return _Layout(folded, units, span).result()


class _Layout:
    def __init__(self, folded: str, units: Sequence[Unit], span: Span) -> None:
        self.folded, self.units, self.span = folded, units, span

    def result(self) -> tuple[tuple[Part, ...], Outline]:
        tail = self._tail()
        lead_in = self._lead_in(tail)
        start = lead_in + 1 if lead_in is not None else self._official(tail)
        title, notice, body = self._headings(start, tail) if start is not None else self._first_line(tail)
        roles = [Role.TEXT] * tail + [Role.FURNITURE] * (len(self.units) - tail)
        press: list[int] = []
        if start:
            press = self._before(start, lead_in, roles)
        # What the portal put between title and text. Without either, labels count only as a block.
        limit = body if title or notice else self._label_block(tail)
        for number in range(start or 0, limit):
            if fields_in(self._of(number)) or is_navigation(self._of(number)):
                roles[number] = Role.FURNITURE
        if title is None and notice is None and start:
            title = self._page_title(start, roles)
        reported = bool(press)
        if not reported:
            press = [number for number in range(min(3, tail)) if roles[number] is Role.TEXT]
        return self._parts(roles), self._outline(roles, title, notice, start or 0, body, tail, press, reported)

    def _of(self, number: int) -> str:
        return self.units[number].of(self.folded)

    def _lead_in(self, tail: int) -> int | None:
        """The last of the first lead-ins (原文如下:), when no numbered heading stands before it."""
        found = None
        size = self.span.size
        for number in range(min(tail, _MOST_PRESS_UNITS)):
            unit = self.units[number]
            if unit.start - self.span.start > _LONGEST_HEAD_SHARE * size:
                break
            if is_lead_in(self._of(number)):
                found = number
            elif found is not None or (unit.line and _ANY_HEADING.match(self._of(number))):
                break
        return found if found is not None and found + 1 < tail else None

    def _official(self, tail: int) -> int | None:
        """The unit where the official text begins, without a lead-in: a title that opens one, or an addressee."""
        units = self.units[: min(tail, _HEAD + _OPENING)]
        for number in range(min(tail, _HEAD)):
            unit = self._of(number)
            if _ANY_HEADING.match(unit):
                return None
            heading = heading_at(self.folded, units, number)
            opens = heading and opening_after(self.folded, units, heading.last + 1) is not None
            handed_on = _is_addressee(unit) and number + 1 < tail and _HANDED_ON.search(self._of(number + 1))
            if opens or handed_on:
                return number if self._is_press(self._prose(number)) is not False else None
        return None

    def _prose(self, stop: int) -> list[int]:
        """The units before ``stop`` that are sentences and not the portal's."""
        return [n for n in range(stop) if not is_furniture(self._of(n)) and not self._is_headline(n)]

    def _is_press(self, prose: Sequence[int]) -> bool | None:
        """Whether prose before an official text reports on it; None when there is none."""
        sentences = [n for n in prose if re.search(r"[。;!?]|,.*,", self._of(n))]
        if not sentences:
            return None
        return bool(_PRESS.search("".join(self._of(n)[:200] for n in sentences[:2])))

    def _headings(self, start: int, tail: int) -> tuple[Heading | None, Heading | None, int]:
        """The document's own heading, the heading of the notice over it, and the unit where the body begins."""
        units = self.units[:tail]
        title = notice = None
        body = start
        number = start
        while number < min(start + _HEAD, tail):
            if _ANY_HEADING.match(self._of(number)):
                break
            heading = heading_at(self.folded, units, number)
            opening = opening_after(self.folded, units, heading.last + 1) if heading else None
            if heading is None or opening is None:
                number += 1
                continue
            if notice is None and title is None and (names_another(heading.text) or heading.text.endswith("令")):
                notice, body = heading, opening
            elif notice and not self._belongs(heading, notice):
                break
            else:
                title, body = heading, opening
                break
            number = heading.last + 1
        if notice is None and title is None:
            return None, None, start
        return title, notice, body

    def _first_line(self, tail: int) -> tuple[Heading | None, None, int]:
        """The title of a text that opens in no known way: its first line, when it has a title's shape."""
        heading = heading_at(self.folded, self.units[:tail], 0) if tail else None
        return heading, None, heading.last + 1 if heading else 0

    def _belongs(self, heading: Heading, notice: Heading) -> bool:
        name = names_another(notice.text)
        if name is None:  # a decree: the sentence under it names what it puts into force
            return f"《{heading.text}》" in self.folded[notice.span.end : heading.span.start]
        ours, theirs = _letters(heading.text), _letters(name)
        return theirs in ours or ours in theirs or ours[-6:] == theirs[-6:]

    def _before(self, start: int, lead_in: int | None, roles: list[Role]) -> list[int]:
        """Give the units before the official text their roles; return the press summary's."""
        prose = self._prose(start)
        report = lead_in is not None or bool(self._is_press(prose))
        for number in range(start):
            unit = self._of(number)
            if number == lead_in or is_furniture(unit) or is_lead_in(unit):
                roles[number] = Role.FURNITURE
            elif number not in prose:
                labelled = number + 1 < start and bool(fields_in(self._of(number + 1)))
                roles[number] = Role.FURNITURE if report or labelled else Role.TEXT
            elif report:
                roles[number] = Role.SUMMARY
        return [number for number in prose if roles[number] is Role.SUMMARY]

    def _is_headline(self, number: int) -> bool:
        """A short line at the top or over labels, which is no sentence: the portal's headline."""
        unit = self._of(number)
        return (
            self.units[number].line
            and len(unit) <= 80
            and not re.search(r"[。;:,]$", unit)
            and not re.search(r"[。;]|,.*,", unit)
            and (number == 0 or bool(fields_in(self._of(min(number + 1, len(self.units) - 1)))))
        )

    def _page_title(self, start: int, roles: list[Role]) -> Heading | None:
        """The page's headline, when it is the title of a text that does not repeat it."""
        heading = heading_at(self.folded, self.units, 0)
        if heading is None or heading.last >= start:
            return None
        for number in range(heading.first, heading.last + 1):
            roles[number] = Role.TEXT
        return heading

    def _label_block(self, tail: int) -> int:
        """One past the last of the labels at the top of a page without a title, 0 when there is no block of them."""
        labels = [number for number in range(min(tail, 12)) if fields_in(self._of(number))]
        count = sum(len(fields_in(self._of(number))) for number in labels)
        return labels[-1] + 1 if count >= 2 and labels[-1] - labels[0] < len(labels) + 2 else 0

    def _tail(self) -> int:
        """One past the last unit of the document proper: what follows is the portal's."""
        count = len(self.units)
        at = count
        while at > 1:
            unit = self._of(at - 1)
            if not (self.units[at - 1].line and self._closes(unit)):
                break
            at -= 1
        # A heading over links (相关阅读) takes the short lines below it along.
        for number in range(max(at - 40, 1), at):
            if opens_tail(self._of(number)) and self.units[number].line and all(
                self.units[n].line and len(self._of(n)) <= 60 and not re.search(r"[。;]", self._of(n))
                and not _ANY_HEADING.match(self._of(n)) for n in range(number + 1, at)
            ):  # fmt: skip
                return self._stripped(number)
        return at

    def _stripped(self, at: int) -> int:
        while at > 1 and self.units[at - 1].line and self._closes(self._of(at - 1)):
            at -= 1
        return at

    def _closes(self, unit: str) -> bool:
        return len(unit) <= 160 and (is_furniture(unit) or is_navigation(unit) or is_copyright(unit))

    def _parts(self, roles: Sequence[Role]) -> tuple[Part, ...]:
        parts: list[Part] = []
        begin, role = self.span.start, roles[0] if roles else Role.TEXT
        for unit, own in zip(self.units, roles, strict=True):
            if own is not role:
                # The list bullet of a line is the portal's.
                at = unit.outer if own is Role.FURNITURE else unit.start
                if at > begin:
                    parts.append(Part(Span(begin, at), role))
                begin, role = max(at, begin), own
        if self.span.end > begin:
            parts.append(Part(Span(begin, self.span.end), role))
        return tuple(parts)

    def _outline(
        self,
        roles: Sequence[Role],
        title: Heading | None,
        notice: Heading | None,
        start: int,
        body: int,
        tail: int,
        press: Sequence[int],
        reported: bool,
    ) -> Outline:
        def spans(numbers: Sequence[int]) -> tuple[Span, ...]:
            return tuple(Span(self.units[n].start, self.units[n].end) for n in numbers)

        front = range(start, max(body, start))
        if not (title or notice):
            front = range(start, min(start + 6, tail))
        elif title is None:
            # A notice without the document: its signature stands at its end.
            front = range(start, min(body + 1, tail))
        last = max(front.stop, tail - _BACK)
        return Outline(
            span=self.span,
            title=title.span if title else None,
            notice=notice.span if notice else None,
            front=spans([n for n in front if roles[n] is Role.TEXT]),
            back=spans(range(last, tail)),
            portal=spans([n for n, role in enumerate(roles) if role is Role.FURNITURE]),
            press=spans(press),
            reported=reported,
        )


def _heading(folded: str, units: Sequence[Unit], first: int, last: int) -> Heading:
    text = "".join(unit.of(folded) for unit in units[first : last + 1])
    return Heading(first, last, text, Span(units[first].start, units[last].end))


def _is_addressee(unit: str) -> bool:
    return len(unit) <= 400 and bool(_ADDRESSEE.match(unit)) and bool(_ADDRESSED.search(unit)) and "," not in unit[-3:]


def _is_note(unit: str) -> bool:
    return len(unit) <= _LONGEST_NOTE and unit[0] in "(〔[【" and unit[-1] in ")〕]】"


def _is_place(unit: str) -> bool:
    return len(unit) <= 16 and any(span.size == len(unit) for _, span in gazetteer().find(unit))


def _letters(text: str) -> str:
    return re.sub(r"[^\w]", "", text)

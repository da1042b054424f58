"""The layout of one document on its page: portal, press summary, notice, official text, and again the portal.

The official text is found by how it opens: a heading of a title's shape, followed by an addressee, by the sentence
that says what it is for and ends in 制定本方案, or by its first numbered heading; or by the lead-in 原文如下. In doubt
everything stays official text: a summary taken for text costs less than text taken for a summary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.dates import is_date
from index.furniture import closes_page, fields_in, is_furniture, is_lead_in, is_navigation, opens_tail
from index.metadata import Outline
from index.splitting.openings import (
    Heading,
    heading_at,
    heading_named,
    is_addressee,
    is_numbered,
    letters_of,
    opening_after,
)
from index.splitting.units import Unit
from index.titles import names_another
from index.types import Part, Role, Span

__all__ = ["layout"]

_HANDED_ON = re.compile(
    r"(?:印发|转发|批转|下发)给你们|请.{0,12}(?:遵照|贯彻|认真|组织)(?:执行|落实|实施|贯彻)|现印发|现予"
)
_PRESS = re.compile(r"近日|日前|获悉|记者|讯[,:(]|消息|报道|印发|发布|出台|公布|\d{1,2}月\d{1,2}日")
_SENTENCE = re.compile(r"[。;!?]")
# Units of a head: a page states its title, notice and addressee within so many.
_HEAD = 60
# An opening is looked for so many units beyond.
_REACH = 20
_LONGEST_HEAD_SHARE = 0.6
_MOST_PRESS_UNITS = 400
_BACK = 8


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
            elif found is not None or (unit.line and is_numbered(self._of(number))):
                break
        if found is None or opening_after(self.folded, self.units[: found + 1 + _REACH], found + 1) is None:
            return None
        # 全文 alone on a line is the portal's only on a portal's page.
        announced = re.search(r":|如下|附后", self._of(found))
        labelled = any(fields_in(self._of(number)) for number in range(found))
        return found if announced or labelled or self._is_press(self._prose(found)) else None

    def _official(self, tail: int) -> int | None:
        """The unit where the official text begins, without a lead-in: a title that opens one, or an addressee."""
        units = self.units[: min(tail, _HEAD + _REACH)]
        for number in range(min(tail, _HEAD)):
            unit = self._of(number)
            if is_numbered(unit):
                return None
            heading = heading_at(self.folded, units, number, opening=number == 0)
            opens = heading and opening_after(self.folded, units, heading.last + 1) is not None
            handed_on = is_addressee(unit) and number + 1 < tail and _HANDED_ON.search(self._of(number + 1))
            if opens or handed_on:
                return number if self._is_press(self._prose(number)) is not False else None
        return None

    def _prose(self, stop: int) -> list[int]:
        """The units before ``stop`` that are sentences and not the portal's."""
        own = (n for n in range(stop) if not is_furniture(self._of(n)) and not is_date(self._of(n)))
        return [n for n in own if not is_lead_in(self._of(n)) and not self._is_headline(n)]

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
            if is_numbered(self._of(number)):
                break
            name = names_another(notice.text) if notice else None
            named = heading_named(self.folded, units, number, name) if name else None
            heading = named or heading_at(self.folded, units, number, opening=number == start)
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
        ours, theirs = letters_of(heading.text), letters_of(name)
        return theirs in ours or ours in theirs or ours[-6:] == theirs[-6:]

    def _before(self, start: int, lead_in: int | None, roles: list[Role]) -> list[int]:
        """Give the units before the official text their roles; return the press summary's."""
        prose = self._prose(start)
        report = lead_in is not None or bool(self._is_press(prose))
        for number in range(start):
            unit = self._of(number)
            if number == lead_in or is_furniture(unit) or is_lead_in(unit) or is_date(unit):
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
            if not (self.units[at - 1].line and closes_page(unit)):
                break
            at -= 1
        # A heading over links (相关阅读) takes the short lines below it along.
        for number in range(max(at - 40, 1), at):
            if opens_tail(self._of(number)) and self.units[number].line and all(
                self.units[n].line and len(self._of(n)) <= 60 and not re.search(r"[。;]", self._of(n))
                and not is_numbered(self._of(n)) for n in range(number + 1, at)
            ):  # fmt: skip
                return self._stripped(number)
        return at

    def _stripped(self, at: int) -> int:
        while at > 1 and self.units[at - 1].line and closes_page(self._of(at - 1)):
            at -= 1
        return at

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

        # What an official text has over its first heading: the letterhead, the number.
        first = 0 if not reported else start
        front = range(first, max(body, start))
        if not (title or notice):
            front = range(first, min(start + 6, tail))
        elif title is None:
            # A notice without the document: its signature stands at its end.
            front = range(first, min(body + 1, tail))
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

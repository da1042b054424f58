"""The layout of one document on its page: portal, press summary, notice, official text, and again the portal.

The official text is found by how it opens: a heading of a title's shape, followed by an addressee, by the sentence
that says what it is for and ends in 制定本方案, or by its first numbered heading; or by the lead-in 原文如下. In doubt
everything stays official text: a summary taken for text costs less than text taken for a summary.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from index.metadata import Outline, is_body
from index.recognizers.boilerplate import fields_in, is_furniture, is_lead_in, is_navigation
from index.recognizers.dates import is_date
from index.recognizers.document_numbers import DECREE, is_numbered_decree
from index.recognizers.titles import letters_of, names_another
from index.splitting.lines import Unit
from index.splitting.openings import (
    Heading,
    heading_at,
    heading_named,
    is_addressee,
    is_numbered,
    opening_after,
)
from index.splitting.particulars import (
    after_front_matter,
    after_particulars,
    closing,
    is_letterhead,
    may_stand_over_title,
    rows,
    value_below,
)
from index.splitting.shared_lines import line_key
from index.splitting.standards import standard_heading
from index.splitting.tail import tail_of
from index.types import Part, Role, Span

__all__ = ["layout"]

_HANDED_ON = re.compile(
    r"(?:印发|转发|批转|下发)给你们|请.{0,12}(?:遵照|贯彻|认真|组织)(?:执行|落实|实施|贯彻)|现印发|现予"
)
_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》){4,100})》")
_PRESS = re.compile(r"近日|日前|获悉|记者|讯[,:(]|消息|报道|印发|发布|出台|公布|\d{1,2}月\d{1,2}日")
_SENTENCE = re.compile(r"[。;!?]")
# Units of a head: a page states its title, notice and addressee within so many.
_HEAD = 60
# An opening is looked for so many units beyond.
_REACH = 20
_LONGEST_HEAD_SHARE = 0.6
_MOST_PRESS_UNITS = 400
_BACK = 8
_MOST_OVER_TITLE = 4
_HEADLINE_REACH = 40
# The name of a site is no heading of what it shows.
_SITE = re.compile(r"(?:网|网站|门户|首页|政府)$")


def layout(
    folded: str,
    units: Sequence[Unit],
    span: Span,
    declared: Span | None = None,
    front: int = 0,
    shared: Collection[str] = frozenset(),
) -> tuple[tuple[Part, ...], Outline]:
    """Return the parts of the document of ``span``, which ``units`` fill, and what its metadata are read from.

    Parts are ordered and cover ``span``; white space belongs to the part before it. ``declared`` is the heading that
    the file's format declares to be the only one of the first level, ``front`` how many of the first units are a
    volume's cover and table of contents, ``shared`` the lines that the files of a build share.
    """
    return _Layout(folded, units, span, declared, front, shared).result()


class _Layout:
    def __init__(
        self,
        folded: str,
        units: Sequence[Unit],
        span: Span,
        declared: Span | None,
        front: int,
        shared: Collection[str],
    ) -> None:
        self.folded, self.units, self.span, self.declared = folded, units, span, declared
        self.shared = shared
        # What stands before is front matter.
        self.begin = front or (after_front_matter(folded, units) if span.start == 0 else 0)

    def result(self) -> tuple[tuple[Part, ...], Outline]:
        tail = tail_of(self.folded, self.units, self.shared)
        lead_in = self._lead_in(tail)
        standard = standard_heading(self.folded, self.units[:tail], self.begin)
        start = lead_in + 1 if lead_in is not None else None if standard else self._official(tail)
        title: Heading | None
        if standard and start is None:
            title, notice, body = standard, None, standard.last + 1
        else:
            title, notice, body = self._headings(start, tail) if start is not None else self._first_line(tail)
        roles = [Role.TEXT] * tail + [Role.FURNITURE] * (len(self.units) - tail)
        roles[: self.begin] = [Role.FURNITURE] * self.begin
        press: list[int] = []
        if start:
            press = self._before(start, lead_in, roles)
        # What the portal put between title and text. Without either, labels count only as a block.
        limit = body if title or notice else self._label_block(tail)
        if start is None and title:
            limit, body = title.last + 1, after_particulars(self.folded, self.units[:tail], title.last + 1)
        for number in range(start or 0, limit):
            line = self._of(number)
            if fields_in(line) or is_navigation(line) or line_key(line) in self.shared:
                roles[number] = Role.FURNITURE
                if number + 1 < limit and value_below(self.folded, self.units, number):
                    roles[number + 1] = Role.FURNITURE
        if title is None and notice is None and start:
            title = self._page_title(start, roles)
        headline = None if title or notice else self._headline(tail, roles)
        reported = bool(press)
        if not reported:
            press = [number for number in range(min(3, tail)) if roles[number] is Role.TEXT]
        outline = self._outline(roles, title, notice, headline, start or 0, body, tail, press, reported)
        return self._parts(roles), outline

    def _of(self, number: int) -> str:
        return self.units[number].of(self.folded)

    def _is_furniture(self, unit: str) -> bool:
        return is_furniture(unit) or line_key(unit) in self.shared

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
        for number in range(self.begin, min(tail, _HEAD)):
            unit = self._of(number)
            if is_numbered(unit):
                return None
            heading = heading_at(self.folded, units, number, opening=number == self.begin)
            opens = heading and opening_after(self.folded, units, heading.last + 1) is not None
            handed_on = is_addressee(unit) and number + 1 < tail and _HANDED_ON.search(self._of(number + 1))
            if opens or handed_on:
                return number if self._is_press(self._prose(number)) is not False else None
        return None

    def _prose(self, stop: int) -> list[int]:
        """The units before ``stop`` that are sentences and not the portal's."""
        own = (n for n in range(self.begin, stop) if not self._is_furniture(self._of(n)) and not is_date(self._of(n)))
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
        title: Heading | None = None
        notice: Heading | None = None
        over: Heading | None = None
        body = start
        number = start
        while number < min(start + _HEAD, tail):
            if is_numbered(self._of(number)):
                break
            name = names_another(notice.text) if notice else None
            named = heading_named(self.folded, units, number, name) if name else None
            heading = named or heading_at(self.folded, units, number, opening=number == start)
            opening = opening_after(self.folded, units, heading.last + 1) if heading else None
            if handed_on := next(self._handed_on(units, start, number), None):
                heading, opening = handed_on, handed_on.last + 1
            if heading is None or opening is None:
                number += 1
                continue
            if handed_on:
                title, body = heading, opening
                break
            if notice and letters_of(heading.text) == letters_of(notice.text):
                number, body = heading.last + 1, opening  # a label's value says the notice's title again
                continue
            heads = (
                is_numbered_decree(heading.text)
                or names_another(heading.text)
                or heading.text.endswith("令")
                or is_letterhead(heading.text)
            )
            if notice is None and title is None and heads:
                notice, body = heading, opening
            elif notice and not self._belongs(heading, notice):
                break
            elif notice is None and (decree := self._decree(heading.last + 1, opening)):
                # A page's title over the decree by which the text, under its title again, was put into force.
                over, notice, heading = heading, decree, decree
            else:
                title, body = heading, opening
                break
            number = heading.last + 1
        if notice is None and title is None:
            return None, None, start
        return title or over, notice, body

    def _handed_on(self, units: Sequence[Unit], start: int, number: int) -> Iterator[Heading]:
        """The heading at unit ``number`` that the notice above says it hands on: 现将《X》印发给你们."""
        if self._of(number).startswith("《"):
            return
        for above in range(start, number):
            if _HANDED_ON.search(line := self._of(above)):
                for name in _QUOTED.findall(line):
                    if named := heading_named(self.folded, units, number, name):
                        yield named

    def _decree(self, first: int, stop: int) -> Heading | None:
        """The heading of a decree among the units from ``first`` on."""
        for number in range(first, stop):
            heading = heading_at(self.folded, self.units[:stop], number, opening=True)
            if heading and DECREE.match(heading.text) and heading.text.endswith("令"):
                return heading
        return None

    def _first_line(self, tail: int) -> tuple[Heading | None, None, int]:
        """The title of a text that opens in no known way: its first line, or the one under a letterhead or number."""
        for number in range(self.begin, min(self.begin + _MOST_OVER_TITLE, tail)):
            heading = heading_at(self.folded, self.units[:tail], number)
            if heading and not self._is_furniture(heading.text):
                return heading, None, heading.last + 1
            if not may_stand_over_title(self._of(number)) and not self._is_furniture(self._of(number)):
                break
        return None, None, self.begin

    def _belongs(self, heading: Heading, notice: Heading) -> bool:
        name = names_another(notice.text)
        if is_letterhead(notice.text) and heading.first - notice.last <= 2:
            return True
        if name is None:  # a decree: the sentence under it names what it puts into force
            if is_numbered_decree(notice.text) and heading.first == notice.last + 1:
                return True  # the number stands beside the decree, and the text right below
            between = self.folded[notice.span.end : heading.span.start]
            return any(f"{left}{heading.text}{right}" in between for left, right in ("《》", "「」"))
        ours, theirs = (letters_of(text).replace("的", "") for text in (heading.text, name))
        return theirs in ours or ours in theirs or ours[-6:] == theirs[-6:]

    def _before(self, start: int, lead_in: int | None, roles: list[Role]) -> list[int]:
        """Give the units before the official text their roles; return the press summary's."""
        prose = self._prose(start)
        report = lead_in is not None or bool(self._is_press(prose))
        for number in range(self.begin, start):
            unit = self._of(number)
            if number == lead_in or self._is_furniture(unit) or is_lead_in(unit) or is_date(unit):
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
            and (number == self.begin or bool(fields_in(self._of(min(number + 1, len(self.units) - 1)))))
        )

    def _headline(self, tail: int, roles: list[Role]) -> Span | None:
        """What names a text without a title: its declared heading, or the line over the portal's labels.

        The labels under it become furniture.
        """
        own = self.declared if self.declared and not _SITE.search(self.declared.of(self.folded)) else None
        for number in range(self.begin, min(self.begin + _HEADLINE_REACH, tail - 1)):
            unit, span = self._of(number), Span(self.units[number].start, self.units[number].end)
            labels = {kind for kind, _, _ in fields_in(self._of(number + 1))}
            if own.overlap(span) if own else (
                "published" in labels
                and self._is_headline(number)
                and not (self._is_furniture(unit) or is_body(unit))
            ):  # fmt: skip
                below = number + 1
                while below < tail and fields_in(self._of(below)):
                    roles[below] = Role.FURNITURE
                    below += 1
                return own or span
        return own

    def _page_title(self, start: int, roles: list[Role]) -> Heading | None:
        """The page's headline, when it is the title of a text that does not repeat it."""
        heading = heading_at(self.folded, self.units, self.begin)
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
        headline: Span | None,
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
            headline=headline,
            front=spans([n for n in front if roles[n] is Role.TEXT]),
            closing=spans(closing(self.folded, self.units[:tail], front.stop)),
            back=spans(range(last, tail)),
            portal=spans([n for n, role in enumerate(roles) if role is Role.FURNITURE]),
            rows=spans([*range(self.begin), *rows(self.folded, self.units[:tail], self.begin)]),
            press=spans(press),
            reported=reported,
        )

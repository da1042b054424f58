"""Where the next document of a file begins: a portal's entry header, or another official text with its own title."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from index.recognizers.boilerplate import fields_in, is_lead_in, is_navigation
from index.recognizers.titles import is_title, letters_of
from index.splitting.lines import Unit
from index.splitting.openings import Heading, heading_at, is_numbered, opening_after
from index.splitting.volumes import Contents, contents_of
from index.types import Span

__all__ = ["document_starts"]

# Less text than this between two headers is one page's headline and info box, not a document.
_LEAST_TEXT = 300
_LONGEST_HEADLINE = 120
# A heading sooner than this after the last title belongs to the same document.
_LEAST_DOCUMENT = 500
# ... where articles begin again right below the heading, as only another law's do.
_LEAST_LAW = 40
_FIRST_ARTICLE = re.compile(r"第 ?[一1] ?[编章条]")
_RIGHT_BELOW = 2
# A press report stands this many units at most before the lead-in to its text, and the text's heading after it.
_LONGEST_REPORT = 40
_OPENING = 12
_REPORT = re.compile(r"(?:近日|日前|获悉|讯[,:(]|\d{1,2}月\d{1,2}日).{0,60}(?:印发|发布|出台|公布|下发)")
_RESTART = re.compile(r"第 ?[一1] ?[编章条]|一、")
_SECOND = re.compile(r"^ *(?:第 ?[二2] ?[章条]|二、)", re.M)
_ATTACHMENT = re.compile(r"^\(?附[件表录图]")
_SENTENCE_END = re.compile(r"[。!?;:)）〕”》.]$|日$")


def document_starts(
    folded: str, units: Sequence[Unit], repeats: Sequence[Span], contents: Contents | None = None
) -> list[int]:
    """Return the numbers of the units that begin a document, the first always 0; none lies inside a repeat.

    ``contents`` is the table of contents of a volume; by default it is looked for. An entry header is a headline over
    at least two of the portal's labels, one of which is a date of publication, with text before and after. In a volume
    every title listed begins a document, but for the first, which the front matter belongs to. An official text begins
    a document when its title was not named before, it is no attachment, and its numbering starts again. In doubt there
    is no boundary.
    """
    if not units:
        return []
    texts = _OfficialTexts(folded, units)
    contents = contents if contents is not None else contents_of(folded, units)
    listed = -1
    repeat_starts = [span.start for span in repeats]
    starts = [0]
    titled: Heading | None = None
    skip_until = 0
    for number, unit in enumerate(units):
        if number < max(skip_until, contents.end) or not unit.line:
            continue
        repeat = bisect_right(repeat_starts, unit.start)
        if repeat and unit.start < repeats[repeat - 1].end:
            continue
        if header_end := _header(folded, units, number):
            skip_until = header_end
            begin = _with_page_title(folded, units, number)
            before = unit.start - units[starts[-1]].start
            if begin > starts[-1] and before >= _LEAST_TEXT and _text_after(units, header_end):
                starts.append(begin)
                titled = None
            continue
        # What is listed may be shorter than a title elsewhere (档案法).
        heading = heading_at(folded, units, number, opening=letters_of(unit.of(folded)) in contents.titles)
        opening = opening_after(folded, units, heading.last + 1) if heading else None
        if heading is None or opening is None:
            continue
        skip_until = heading.last + 1
        place = contents.titles.get(letters_of(heading.text.strip("《》 ")), -1)
        if place > listed and not _is_attached(folded, units, number):
            if listed >= 0 and number > starts[-1]:
                starts.append(number)
            listed, titled = place, heading
        elif titled is None:
            titled = heading
        else:
            begin = _with_report(folded, units, number)
            if begin > starts[-1] and texts.is_another(begin, heading, opening, titled, starts[-1]):
                starts.append(begin)
                titled = heading
    return starts


class _OfficialTexts:
    """Tells whether a heading begins another official text; what it has looked up it keeps, for time to stay linear."""

    def __init__(self, folded: str, units: Sequence[Unit]) -> None:
        self._folded, self._units = folded, units
        self._seconds: list[int] | None = None
        self._mentions: dict[str, int] = {}

    def is_another(self, begin: int, heading: Heading, opening: int, titled: Heading, document: int) -> bool:
        """Whether units ``begin`` on are another text than the one of unit ``document``, which is ``titled``."""
        units, folded = self._units, self._folded
        start = units[begin].start
        first = units[heading.last + 1 : heading.last + 1 + _RIGHT_BELOW]
        least = _LEAST_LAW if any(_FIRST_ARTICLE.match(unit.of(folded)) for unit in first) else _LEAST_DOCUMENT
        if start - titled.span.end < least or not _SENTENCE_END.search(units[begin - 1].of(folded)[-3:]):
            return False
        if _is_attached(folded, units, begin):
            return False
        if not any(_RESTART.match(unit.of(folded)) for unit in units[opening : opening + _OPENING]):
            return False
        return self._goes_beyond_one(titled.span.end, start) and not self._names(
            heading.text.strip("《》 "), units[document].start, start
        )

    def _goes_beyond_one(self, start: int, end: int) -> bool:
        """Whether the numbering between the two has a 二、 or 第二条."""
        if self._seconds is None:
            self._seconds = [match.start() for match in _SECOND.finditer(self._folded)]
        at = bisect_left(self._seconds, start)
        return at < len(self._seconds) and self._seconds[at] < end

    def _names(self, title: str, start: int, end: int) -> bool:
        at = self._mentions.get(title, -1)
        if not start <= at < end:
            at = self._mentions[title] = self._folded.find(title, start, end)
        return at >= 0


def _is_attached(folded: str, units: Sequence[Unit], number: int) -> bool:
    """Whether what unit ``number`` begins is an attachment of what stands before it."""
    return any(_ATTACHMENT.match(unit.of(folded)) for unit in units[max(0, number - 3) : number])


def _header(folded: str, units: Sequence[Unit], number: int) -> int:
    """Return one past the last label of the entry header that unit ``number`` headlines, 0 when it headlines none."""
    unit = units[number]
    headline = unit.of(folded) if unit.end - unit.start <= _LONGEST_HEADLINE else ""
    if not headline or number + 1 >= len(units) or headline[-1] in "。;:," or fields_in(headline):
        return 0
    kinds: list[str] = []
    at = number + 1
    while at < len(units) and units[at].line and (fields := fields_in(units[at].of(folded))):
        kinds.extend(kind for kind, _, _ in fields)
        at += 1
    return at if len(kinds) >= 2 and ("published" in kinds or "promulgated" in kinds) else 0


def _with_page_title(folded: str, units: Sequence[Unit], number: int) -> int:
    """Return the unit of the page's title a little above a header that only the portal's words headline (基本介紹)."""
    if is_navigation(units[number].of(folded)):
        for title in range(number - 1, max(number - 4, 0), -1):
            if is_title(units[title].of(folded)):
                return title
    return number


def _text_after(units: Sequence[Unit], at: int) -> bool:
    return at < len(units) and sum(unit.end - unit.start for unit in units[at : at + 40]) >= _LEAST_TEXT


def _with_report(folded: str, units: Sequence[Unit], number: int) -> int:
    """Return the unit where the press report over the heading at ``number`` begins, when a lead-in joins the two."""
    for lead_in in range(number - 1, max(number - _OPENING, 0), -1):
        if is_numbered(units[lead_in].of(folded)):
            return number
        if is_lead_in(units[lead_in].of(folded)):
            break
    else:
        return number
    for first in range(lead_in - 1, max(lead_in - _LONGEST_REPORT, 0), -1):
        unit = units[first].of(folded)
        if is_numbered(unit):
            break
        if units[first].line and _REPORT.search(unit[:80]):
            return first
    return lead_in

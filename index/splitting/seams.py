"""Line breaks that a text has lost around its head: number, addressee, signature, date and title run into one line.

What stood on lines of its own (X政发〔2023〕4号各区人民政府:现将…执行。X局2023年5月11日X措施为贯彻…,制定本措施) is cut
where the forms of these parts leave no doubt: a number before an addressee, a body and a date behind the end of a
sentence, a title before the words that open a text. The middle of a document is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.recognizers.bodies import NOT_IN_A_BODY, is_body, leading_body
from index.recognizers.dates import DAY_IN_TEXT
from index.recognizers.document_numbers import DECREE, DOC_NO, is_cited
from index.recognizers.titles import ends_of_title
from index.splitting.lines import Unit
from index.splitting.openings import is_addressee, opens_text

__all__ = ["without_seams"]

_FRONT = 2_500  # code points in which a document has its head
_LAST = 4  # units at the end that may hold its signature
_LEAST = 24  # code points of a unit that may hold two parts
_LONGEST_ADDRESSEE = 600
_LONGEST_LINE = 150
_LONGEST_OPENING = 1_000
_LONGEST_BODIES = 160
_MOST_CUTS = 16
_SIGNED = re.compile(
    rf"(?P<who>[^。!?;:,\d]{{0,{_LONGEST_BODIES}}}?)(?P<when>{DAY_IN_TEXT})"
    r"(?! ?(?:印发|发布|公布|召开|出台|下发|颁布|在|以|第|起|前|后|通过|批准|施行|实施|[至到—~,、.-]))"
)
_STAMP = re.compile(r" *\([^()]{0,30}章\)$")
_REMARK = re.compile(r" *\((?:此件|本文|联系)[^()]{2,80}\)")
_NOTE = re.compile(r" *\([^()]{0,20}\d{4}年[^()]{4,300}?(?:通过|公布|发布|修订|修正|施行)[^()]{0,60}\)")
_NUMBER_GOES_ON = re.compile(r"文件?|的|规定|令|函|通知|精神|要求|和|与|及|、|等|同时|》|\)")
_HANDS_ON = re.compile(r"(?:印发|转发|批转|下发)你们|(?:印发|转发|批转|下发)给你们|现(?:将|就|予|印发)")
_STOP = re.compile(r"[。!;)]")
_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》){4,100})》")
_OF_YEARS = re.compile(r"\((?:\d{4}[^()]{0,12}|试行|暂行)\)$")
_STATES_ITS_PURPOSE = re.compile(r"(?:制定|提出)(?:本|以下|如下)")


def without_seams(folded: str, units: Sequence[Unit]) -> list[Unit]:
    """Return ``units`` of a folded text with those at its head and its end cut where a line break was lost.

    Time is linear in the text, and only its head and end are looked at.
    """
    found: list[Unit] = []
    names: list[str] = []
    for number, unit in enumerate(units):
        near = unit.start < _FRONT or number >= len(units) - _LAST
        if not near or unit.end - unit.start <= _LEAST:
            found.append(unit)
            continue
        text = unit.of(folded)
        if _HANDS_ON.search(text):
            names += _QUOTED.findall(text)
        cuts = list(_Line(text, names).cuts())
        found += _cut(folded, unit, cuts) if cuts else [unit]
    return found


def _cut(folded: str, unit: Unit, cuts: Sequence[int]) -> Iterator[Unit]:
    edges = [0, *cuts, unit.end - unit.start]
    for number, (start, end) in enumerate(pairwise(edges)):
        piece = folded[unit.start + start : unit.start + end]
        low, high = len(piece) - len(piece.lstrip()), len(piece.rstrip())
        if low < high:
            at = unit.start + start
            yield Unit(at + low, at + high, number > 0 or unit.line, at if number else unit.outer)


class _Line:
    """A line that may have been put together, and the ``names`` that a notice above or in it hands on (现印发《X》)."""

    def __init__(self, text: str, names: Sequence[str]) -> None:
        self.text, self.names = text, names

    def cuts(self) -> Iterator[int]:
        """Yield where the line was put together, in order, inside it."""
        at = 0
        for _ in range(_MOST_CUTS):
            edges = self._signed_at(at) or self._part(at) or self._next(at)
            if not edges:
                return
            yield from (edge for edge in edges if at < edge < len(self.text))
            at = edges[-1]
            if at >= len(self.text):
                return

    def _part(self, at: int) -> list[int]:
        """Where the part of a head that begins at ``at`` ends, when what follows is another part; nothing else."""
        number = DOC_NO.match(self.text, at)
        if number and not is_cited(number.group()) and self._opens(number.end()):
            return [number.end()]
        decree = DECREE.match(self.text, at)
        if decree and decree["number"] and (self.text.startswith("《", decree.end()) or self._title(decree.end())):
            return [decree.end()]
        for form in (_NOTE, _REMARK):
            if (match := form.match(self.text, at)) and match.end() < len(self.text):
                return [match.end()]
        if title := self._title(at):
            return [title]
        colon = self.text.find(":", at, at + _LONGEST_ADDRESSEE)
        hands_on = at or len(self.text) > _LONGEST_LINE or _HANDS_ON.search(self.text, colon)
        if 0 <= colon < len(self.text) - 1 and hands_on and is_addressee(self.text[at : colon + 1]):
            return [colon + 1]
        return []

    def _next(self, at: int) -> list[int]:
        """The edges of the first signature, or title, behind the end of a sentence after ``at``."""
        for stop in _STOP.finditer(self.text, at + 1):
            if edges := self._signed_at(stop.end()):
                return [stop.end(), *edges]
            if stop.group() != ")" and (title := self._title(stop.end(), inside=True)):
                return [stop.end(), title]
        return []

    def _signed_at(self, at: int) -> list[int]:
        """The edges of the signature that begins at ``at``: between its bodies, before its date, behind it."""
        match = _SIGNED.match(self.text, at)
        if match is None:
            return []
        who, end = _STAMP.sub("", match["who"]), match.end()
        closes = not self.text[end:].strip() or _REMARK.match(self.text, end) or self._title(end)
        starts = _bodies(who)
        if not closes or bool(starts) != bool(who) or (not starts and end == len(self.text) and not at):
            return []
        return [*(at + start for start in starts), match.start("when"), end]

    def _title(self, at: int, *, inside: bool = False) -> int | None:
        """Where the title at ``at`` ends, before what opens a text, or with the line when something stands before it.

        ``inside``: it is looked for behind a sentence, which may go on about what the notice hands on.
        """
        for name in () if inside else self.names:
            if self.text.startswith(name, at):
                return at + len(name)
        for end in ends_of_title(self.text, at):
            rest = self.text[end : end + _LONGEST_OPENING]
            if (
                (at and not rest)
                or (rest and ((rest[0] not in "(的" and self._opens(end)) or _NOTE.match(rest)))
                or (_OF_YEARS.search(self.text, at, end) and _STATES_ITS_PURPOSE.search(rest))
            ):
                return end
        return None

    def _opens(self, at: int) -> bool:
        """Whether the text at ``at`` goes on as a document does behind its title or number."""
        if at >= len(self.text) or _NUMBER_GOES_ON.match(self.text, at):
            return False
        number = DOC_NO.match(self.text, at)
        if number and not is_cited(number.group()) and not _NUMBER_GOES_ON.match(self.text, number.end()):
            return True
        colon = self.text.find(":", at, at + _LONGEST_ADDRESSEE)
        if colon >= 0 and is_addressee(self.text[at : colon + 1]):
            return True
        return opens_text(self.text[at : at + _LONGEST_OPENING])


def _bodies(text: str) -> list[int]:
    """Where each of the bodies that ``text`` names begins, one after another without a sign; none when it says more."""
    if is_body(text):
        return [0]
    starts, at = [], 0
    while at < len(text):
        body = leading_body(text[at:])
        if not body or NOT_IN_A_BODY.search(body):
            return []
        starts.append(at)
        at += len(body)
    return starts

"""The lines in which a document says what it is: over its title, under it, and around its signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.metadata import is_body
from index.recognizers.boilerplate import fields_in, is_furniture
from index.recognizers.dates import is_date
from index.recognizers.document_numbers import number_in_line
from index.splitting.lines import Unit
from index.splitting.openings import is_numbered

__all__ = [
    "after_front_matter",
    "after_particulars",
    "closing",
    "is_letterhead",
    "may_stand_over_title",
    "rows",
    "value_below",
]

_SENTENCE = re.compile(r"[。;!?]")
_PRINTED = re.compile(r" ?(?:印发|发布)$")
_FENCE = "---"
_LONGEST_FRONT_MATTER = 40
_MOST_PARTICULARS = 20
_LONGEST_PARTICULAR = 100
_LONGEST_LETTERHEAD = 30
_LONGEST_DATE = 40
_MOST_SIGNATORIES = 6
_ROWS = 25


def after_front_matter(folded: str, units: Sequence[Unit]) -> int:
    """Return one past the block between lines of three hyphens that a Markdown file may start with, 0 without it."""
    if units and units[0].of(folded) == _FENCE:
        for number in range(1, min(len(units) - 1, _LONGEST_FRONT_MATTER)):
            if units[number].of(folded) == _FENCE:
                return number + 1
    return 0


def may_stand_over_title(unit: str) -> bool:
    """Whether a folded line is a number, a body, a letterhead (X市人民政府文件) or the portal's."""
    letterhead = len(unit) <= _LONGEST_LETTERHEAD and unit.endswith("文件")
    return letterhead or bool(number_in_line(unit)) or is_body(unit) or is_furniture(unit)


def is_letterhead(heading: str) -> bool:
    """Whether a heading is a body and the kind of what it issues (X局公告); the heading proper may follow."""
    return bool(re.search(r"(?:公告|通告)$", heading)) and is_body(heading[:-2])


def after_particulars(folded: str, units: Sequence[Unit], at: int) -> int:
    """Return one past the lines from unit ``at`` on that are no sentence and no numbered heading; ``at`` when endless.

    Under a title these are labels, numbers, dates, bodies and notes.
    """
    for number in range(at, min(at + _MOST_PARTICULARS, len(units))):
        unit = units[number].of(folded)
        if len(unit) > _LONGEST_PARTICULAR or is_numbered(unit) or _SENTENCE.search(unit):
            return number
    return at


def closing(folded: str, units: Sequence[Unit], body: int) -> range:
    """Return the units around the first signature after unit ``body``: bodies and their date, before the annexes."""
    for number in range(body + 1, len(units)):
        unit = units[number].of(folded)
        if len(unit) <= _LONGEST_DATE and is_date(_PRINTED.sub("", unit)) and is_body(units[number - 1].of(folded)):
            return range(max(body, number - _MOST_SIGNATORIES), number + 1)
    return range(0)


def rows(folded: str, units: Sequence[Unit], begin: int) -> range:
    """Return the units before the first numbered heading, where a document's own particulars stand."""
    for number in range(begin, min(len(units), begin + _ROWS)):
        if is_numbered(units[number].of(folded)):
            return range(begin, number)
    return range(begin, min(len(units), begin + _ROWS))


def value_below(folded: str, units: Sequence[Unit], number: int) -> bool:
    """Whether the label that unit ``number`` ends in has its value on the next line, as lists of a portal do.

    The line between two labels is one; of the last label of a list, a line that is of the kind that the label says.
    """
    fields = fields_in(units[number].of(folded))
    if not fields or fields[-1][1] < fields[-1][2] or number + 1 >= len(units) or not units[number + 1].line:
        return False
    value = units[number + 1].of(folded)
    if len(value) > _LONGEST_PARTICULAR or fields_in(value) or is_numbered(value):
        return False
    between = number + 2 < len(units) and bool(fields_in(units[number + 2].of(folded)))
    return between or is_date(value) or bool(number_in_line(value))

"""Compiled volumes: a table of contents that lists documents, each of which follows under the title listed there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.recognizers.titles import is_title, letters_of
from index.splitting.lines import Unit

__all__ = ["Contents", "contents_of"]

_ANNOUNCEMENT = re.compile(r"(?:总 ?)?目 {0,4}[录次]|(?i:(?:table of )?contents)")
_LABEL = re.compile(
    r"(?:\d{1,3}(?: ?[.．、]| (?=[^\d ]))|[一二三四五六七八九十百]{1,4}、|[(][一二三四五六七八九十\d]{1,3}[)]) ?"
)
_PAGE = re.compile(r"[ .·…_-]*[(-]? ?\d{1,4} ?[)-]?$|[.·…_]{2,}$")
_DOTTED = re.compile(r"(?:[.·]{3,}|…+|_{3,}) ?[(-]? ?\d{1,4} ?[)-]?$")
_SENTENCE = re.compile(r"[。;!?]")
_LONGEST = 80
_MOST_ENTRIES = 600
_LEAST = 2
_REACH = 200
"""Units from the top of a file within which a volume has its table of contents."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents of a volume: one past its last unit, and the order of each title listed, by its letters.

    Empty for a text that is no volume.
    """

    end: int = 0
    titles: dict[str, int] = field(default_factory=dict)


def contents_of(folded: str, units: Sequence[Unit]) -> Contents:
    """Return the table of contents at the top of a text that lists at least two titles of documents."""
    for number in range(min(len(units), _REACH)):
        unit = units[number].of(folded)
        announced = _ANNOUNCEMENT.fullmatch(unit.strip(" :")) is not None
        if announced or _DOTTED.search(unit):
            return _read(folded, units, number + announced)
    return Contents()


def _read(folded: str, units: Sequence[Unit], first: int) -> Contents:
    listed: dict[str, int] = {}
    seen: set[str] = set()
    at = first
    while at < min(len(units), first + _MOST_ENTRIES):
        entry = units[at].of(folded)
        letters = letters_of(entry)
        # What is listed comes back: the text has begun.
        if len(entry) > _LONGEST or _SENTENCE.search(entry) or letters in listed or letters in seen:
            break
        title = _PAGE.sub("", _LABEL.sub("", entry, count=1))
        if title and is_title(title, first=True):
            listed.setdefault(letters_of(title), len(listed))
        seen.add(letters)
        at += 1
    return Contents(at, listed) if len(listed) >= _LEAST else Contents()

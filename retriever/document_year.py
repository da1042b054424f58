"""The year that a document speaks in: what 今年 means there, and which of its figures lie behind it."""

from __future__ import annotations

import re

from index.recognizers.document_numbers import year_of_number
from index.recognizers.periods import PeriodKind, find_periods
from index.types import Document

__all__ = ["HEAD", "document_year"]

HEAD = 600
"""Code points from the beginning of a document that a line with its date is looked for in."""

_DATED = re.compile(r"(?m)^.{0,6}(?:日期|时间)\s*:\s*(\S.{4,24})$")


def document_year(document: Document, head: str = "") -> int | None:
    """Return the year that a document speaks in, None when it cannot be known.

    It is that of its date, its number, a line of its normalised ``head`` labelled as a date (核定日期:民国113年…),
    or the first one of the periods of its title.
    """
    for date in (document.issued_on, document.published_on):
        if date is not None:
            return int(date.value[:4])
    if document.doc_no is not None and (year := year_of_number(document.doc_no.value)):
        return year
    for line in _DATED.findall(head):
        if dated := [p for p in find_periods(line) if p.kind is not PeriodKind.BASE]:
            return dated[0].first
    if document.title is None:
        return None
    named = (PeriodKind.DURING, PeriodKind.NAME)
    return min((p.first for p in find_periods(document.title.value) if p.kind in named), default=None)

"""Heads with a form of their own: Hong Kong laws, orders of Taiwanese gazettes, notices whose line breaks were lost."""

from __future__ import annotations

import re

from index.language.fold import fold
from index.metadata.page import Page
from index.recognizers.chapters import chapter_in
from index.recognizers.dates import DAY_IN_TEXT
from index.recognizers.document_numbers import DOC_NO, is_cited
from index.types import Metadatum, Span

__all__ = ["chapter_number", "joined_number", "joined_signature", "ordered_title"]

_ORDER = re.compile(
    r"(?:订定|制定|修正|修订|增订)「(?P<name>[^「」]{4,80})」"
    r"(?:[,;]?(?:并将)?(?:名称)?(?:并)?(?:将名称)?(?:修正)?(?:名称)?为「(?P<now>[^「」]{4,80})」)?"
)
_NUMBER = re.compile(rf"\s*(?P<number>{DOC_NO.pattern})(?=[\u3400-\u9fff])(?!文|的|规定|令|函|通知)[^。]{{2,400}}?:")
_DOES = r" ?(?:印发|发布|公布|召开|出台|下发|颁布|在|第|通过|批准|[至到-])"
"""What goes on behind a date that is no signature's."""


def ordered_title(page: Page) -> Span | None:
    """Return what an order of a gazette enacts or amends: X of 修正「X」, Y of 修正「X」,名称并修正为「Y」."""
    for unit in page.outline.front:
        if match := _ORDER.match(page.folded, *unit):
            return Span(*match.span("now" if match["now"] else "name"))
    return None


def chapter_number(page: Page) -> Span | None:
    """Return the number of the chapter of a law of Hong Kong, on the line of its title."""
    title = page.outline.title
    if title is None:
        return None
    start = page.folded.rfind("\n", 0, title.start) + 1
    end = page.folded.find("\n", title.end)
    line = page.folded[start : len(page.folded) if end < 0 else end]
    start += len(line) - len(line.lstrip("# "))
    chapter = chapter_in(line.strip("# "))
    return Span(start + chapter.number.start, start + chapter.number.end) if chapter else None


def joined_number(page: Page) -> Span | None:
    """Return the number right under a title, before the addressee on one line: X政办发〔2023〕25号各区人民政府:…"""
    for heading in (page.outline.notice, page.outline.title):
        at = heading.end if heading else page.outline.span.start
        match = _NUMBER.match(page.folded, at, page.outline.span.end)
        if match and not is_cited(match["number"]):
            return Span(*match.span("number"))
    return None


def joined_signature(page: Page, issuer: Metadatum | None) -> Metadatum | None:
    """Return the date right behind the name of the issuer, behind the end of a sentence on one line; None without."""
    if issuer is None:
        return None
    name = " *".join(re.escape(letter) for letter in fold(issuer.value).replace(" ", ""))
    signature = re.compile(rf"(?<=[。;!)\n]) *{name} *(?P<when>{DAY_IN_TEXT})(?!{_DOES})")
    match = signature.search(page.folded, *page.outline.span)
    return page.first_date(Span(*match.span("when"))) if match else None

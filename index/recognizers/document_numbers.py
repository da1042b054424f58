"""Numbers of documents: 台政发〔2025〕3号, 府数创字第1130098765号, 2025年第8号, 立法会CB(1)123/2025号文件.

:data:`DOC_NO` and :func:`number_in_line` read the number that a document has itself, in folded text,
:data:`CITED_NUMBER` and :func:`names_in` those that a normalised text cites.
"""

from __future__ import annotations

import re

from index.types import Span

__all__ = ["CITED_NUMBER", "DECREE", "DOC_NO", "names_in", "number_in_line", "year_of_number"]

_HAN = r"[\u3400-\u9fff]"
_OPEN, _CLOSE = r"[〔\[(【〈﹝]", r"[〕\])】〉﹞]"
_IN_BRACKETS = rf"{_OPEN}\s?(?:19|20)\d\d\s?{_CLOSE}\s?第?\s?\d+\s?[号號]"
CITED_NUMBER = rf"(?<!{_HAN}){_HAN}{{1,10}}{_IN_BRACKETS}"
"""The number of a document that a text cites, as a regular expression."""

DOC_NO = re.compile(
    rf"{_HAN}{{1,14}}(?:\({_HAN}{{1,6}}\))?{_HAN}{{0,6}}{_OPEN}\d{{4}}{_CLOSE} ?(?:第 ?)?\d{{1,5}} ?号"
    rf"|{_HAN}{{1,14}}字第 ?[\dA-Z]{{4,14}} ?号"
)
"""A number wherever it stands in folded text."""

# Too plain to be believed anywhere but on a line of their own before the text.
_ON_A_LINE = re.compile(
    r"\d{4}年第 ?\d{1,5} ?号"
    r"|[\u3400-\u9fff]{2,12}(?:[A-Z]{2,5}\(\d\) ?)?\d{1,5}/\d{2,4}(?:-\d{2})?(?:\(\d{1,3}\))?号文件"
    r"|[\u3400-\u9fff]{2,12}(?:文件|通函|通告|便笺) ?第 ?\d{1,4}/\d{2,4} ?号"
    r"|〔\d{4}〕 ?第? ?\d{1,4} ?期"
    r"|(?:GB|DB|[A-Z]{2})\d{0,6}(?:/[TZ])? ?\d+(?:\.\d+)?[—-]\d{4}"
    r"|第 ?\d{1,4}/\d{4} ?号(?:法律|行政法规|行政命令|行政长官批示|行政长官公告)"
)
_CITED = re.compile(r"根据|按照|依据|依照|转发|落实|贯彻")
DECREE = re.compile(
    r"(?P<who>[\u3400-\u9fff]{3,24}(?:政府|国务院|委员会|主席|部|局|署|会))(?:令|公告)"
    r"[ \n(]*(?P<number>(?:\d{4}年)?第? ?(?:\d{1,5}|[一二三四五六七八九十百〇零]{1,7}) ?号\)?)?"
)
"""The heading of a decree or announcement, with the number beside or below it."""

_YEAR = re.compile(rf"{_OPEN}\s?(\d{{4}})\s?{_CLOSE}|^(\d{{4}})年")
_TITLE = r"《[^《》]{0,80}》"
_NAMES = {True: re.compile(rf"{_TITLE}|{_IN_BRACKETS}"), False: re.compile(_IN_BRACKETS)}


def number_in_line(folded: str) -> str | None:
    """Return the number that a folded line consists of (brackets aside), None when it says anything else."""
    bare = folded.strip("()*_ ")
    if (DOC_NO.fullmatch(bare) and not _CITED.match(bare)) or _ON_A_LINE.fullmatch(bare):
        return bare
    return None


def year_of_number(number: str) -> int | None:
    """Return the year that a document number states, in brackets or in front (2025年第8号)."""
    match = _YEAR.search(number)
    return int(match[1] or match[2]) if match else None


def names_in(text: str, *, titles: bool = True) -> tuple[Span, ...]:
    """Return where ``text`` names documents, by the year and number in brackets (〔2021〕33号) or by 《title》.

    What stands inside is part of a name: no figure and no year of the sentence. Without ``titles`` the titles are
    left out.
    """
    return tuple(Span(*match.span()) for match in _NAMES[titles].finditer(text))

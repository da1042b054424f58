"""Numbers of documents: 台政发〔2025〕3号, 府数创字第1130098765号, 2025年第8号, 立法会CB(1)123/2025号文件.

:data:`DOC_NO` and :func:`number_in_line` read the number that a document has itself, in folded text,
:data:`CITED_NUMBER` and :func:`names_in` those that a normalised text cites.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from index.recognizers.numbers import han_number
from index.types import Span

__all__ = [
    "CITED_NUMBER",
    "DECREE",
    "DOC_NO",
    "NamedNumber",
    "is_cited",
    "is_numbered_decree",
    "is_standard_number",
    "names_in",
    "number_in_line",
    "number_key",
    "numbers_named",
    "same_number",
    "year_of_number",
]

_HAN = r"[\u3400-\u9fff]"
_OPEN, _CLOSE = r"[〔\[(【〈﹝{]", r"[〕\])】〉﹞}]"
_IN_BRACKETS = rf"{_OPEN}\s?(?:19|20)\d\d\s?{_CLOSE}\s?第?\s?\d+\s?[号號]"
CITED_NUMBER = rf"(?<!{_HAN}){_HAN}{{1,10}}{_IN_BRACKETS}"
"""The number of a document that a text cites, as a regular expression."""

DOC_NO = re.compile(
    rf"{_HAN}{{1,14}}(?:\({_HAN}{{1,6}}\))?{_HAN}{{0,6}}{_OPEN}\d{{4}}{_CLOSE} ?(?:第 ?)?\d{{1,5}} ?号"
    rf"|{_HAN}{{1,14}}(?:\({_HAN}{{1,3}}\){_HAN}{{0,4}}|\d)?字第 ?[\dA-Z]{{4,14}} ?号"
)
"""A number wherever it stands in folded text."""

_STANDARD = (
    r"(?:(?:GB|DB|[A-Z]{2,3})\d{0,6}(?:/[TZ])?|T/[A-Z]{2,8}|Q/[A-Z\d]{2,8})"
    r" ?\d+(?:\.\d+)* ?[—–-]{1,2} ?(?:(?:19|20)\d\d|\d\d)(?!\d)"
)
# Too plain to be believed anywhere but on a line of their own before the text.
_ON_A_LINE = re.compile(
    r"\d{4}年第 ?\d{1,5} ?号"
    r"|[\u3400-\u9fff]{2,12}(?:[A-Z]{2,5}\(\d\) ?)?\d{1,5}/\d{2,4}(?:-\d{2})?(?:\(\d{1,3}\))?号文件"
    r"|[\u3400-\u9fff]{2,12}(?:文件|通函|通告|便笺) ?第 ?\d{1,4}/\d{2,4} ?号"
    r"|〔\d{4}〕 ?第? ?\d{1,4} ?期"
    rf"|{_STANDARD}"
    r"|第 ?\d{1,4}/\d{4} ?号(?:法律|行政法规|行政命令|行政长官批示|行政长官公告)"
)
_CITED = re.compile(r"根据|按照|依据|依照|转发|落实|贯彻")
DECREE = re.compile(
    r"(?P<who>[\u3400-\u9fff]{3,24}(?:政府|国务院|委员会|主席|部|局|署|会议|会))(?:令|公告)"
    r"[ \n(]*(?P<number>(?:\d{4}年)?第? ?(?:\d{1,5}|[一二三四五六七八九十百〇零]{1,7}) ?号\)?)?"
)
"""The heading of a decree or announcement, with the number beside or below it."""

_BY_NUMBER = re.compile(
    rf"{_HAN}{{0,14}}(?:\({_HAN}{{1,6}}\))?{_HAN}{{0,6}}{_OPEN} ?(?:19|20)\d\d ?{_CLOSE} ?(?:第 ?)?\d{{1,5}} ?号"
    rf"|{_HAN}{{1,14}}(?:\({_HAN}{{1,3}}\){_HAN}{{0,4}}|\d)?字第 ?[\dA-Z]{{4,14}} ?号"
    rf"|{_HAN}{{2,20}}令 ?(?:\d{{4}}年)?[( ]*第 ?(?:\d{{1,5}}|[一二三四五六七八九十百〇零]{{1,7}}) ?号"
    rf"|(?<![A-Za-z\d/]){_STANDARD}"
)
# Words before a number that no sign sets off from it, and that stand in none.
_LEAD = re.compile(rf".*(?:请问|按照|根据|依据|依照|提到|说明|[按看查见在对从的和与及以])(?={_HAN}|{_OPEN})")
_LEFT_OUT = re.compile(r"[\s第()]")
_BRACKETS = str.maketrans("[【〈﹝{（(]】〉﹞}）)—–", "〔" * 7 + "〕" * 7 + "--")

_YEAR = re.compile(rf"{_OPEN}\s?(\d{{4}})\s?{_CLOSE}|^(\d{{4}})年")
_TITLE = r"《[^《》]{0,80}》"
_NAMES = {True: re.compile(rf"{_TITLE}|{_IN_BRACKETS}"), False: re.compile(_IN_BRACKETS)}


def is_cited(number: str) -> bool:
    """Whether what looks like a number begins with a word that cites one (根据X政发〔2023〕25号)."""
    return _CITED.match(number) is not None


def is_numbered_decree(folded: str) -> bool:
    """Whether a folded line is the heading of a decree with its number beside it: X人民政府令第16号."""
    decree = DECREE.fullmatch(folded)
    return bool(decree and decree["number"])


def number_in_line(folded: str) -> str | None:
    """Return the number that a folded line consists of (brackets aside), None when it says anything else."""
    bare = folded.strip("()*_ ")
    if (DOC_NO.fullmatch(bare) and not _CITED.match(bare)) or _ON_A_LINE.fullmatch(bare):
        return bare
    return None


def is_standard_number(folded: str) -> bool:
    """Whether a folded line is the number of a standard and nothing else (GB/T 39999—2021)."""
    return re.fullmatch(_STANDARD, folded) is not None


class NamedNumber(NamedTuple):
    """A document number that a text names: its ``key``, for :func:`same_number`, and where it stands."""

    key: str
    span: Span


def number_key(number: str) -> str:
    """Return a folded number without what its writings differ in: brackets, blanks, 第, kinds of dashes.

    〔2022〕10号, [2022] 10号 and (2022)第10号 are one.
    """
    key = re.sub(r"第? ?([一二三四五六七八九十百〇零]{1,7}) ?号$", lambda m: f"{han_number(m[1])}号", number)
    year = re.sub(rf"{_OPEN} ?((?:19|20)\d\d) ?{_CLOSE}", r"〔\1〕", key)
    return re.sub(r"-+", "-", _LEFT_OUT.sub("", year).translate(_BRACKETS)).upper()


def numbers_named(folded: str) -> tuple[NamedNumber, ...]:
    """Return the numbers of documents that a folded text names, in order, in any brackets.

    Words may stand before a number without a sign between, so its key may begin with some that are not known as such.
    """
    found = []
    for match in _BY_NUMBER.finditer(folded):
        lead = _LEAD.match(match.group())
        start = match.start() + (lead.end() if lead else 0)
        found.append(NamedNumber(number_key(folded[start : match.end()]), Span(start, match.end())))
    return tuple(found)


def same_number(named: str, own: str) -> bool:
    """Whether the key of a number that a text names may mean the number of a document, of the key ``own``.

    The text may have words before it (请看德政发〔2022〕10号) or leave out whose it is (政发〔2022〕10号).
    """
    return named.endswith(own) or (own.endswith(named) and "号" in named)


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

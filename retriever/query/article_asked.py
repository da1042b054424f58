"""Articles that a question names by their number, and parts of them: 公共图书馆法第十条第二款, "Article 10 of …"."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.recognizers.numbers import han_number

__all__ = ["Number", "PartAsked", "article_asked", "is_matter", "names_document", "parts_asked"]

_NUMERAL = r"(?:\d{1,4}|[零〇一二三四五六七八九十百千]{1,7})"
_PART = rf"\s*的?\s*(?:第\s*\(?\s*{_NUMERAL}\s*\)?|\(\s*{_NUMERAL}\s*\))\s*(?:款|项(?!目)|目(?!标|的))"
_CHINESE = re.compile(
    rf"第\s*(?P<number>{_NUMERAL})\s*(?:-\s*(?P<inserted>\d{{1,2}})\s*)?条(?:\s*之\s*(?P<of>{_NUMERAL}))?(?P<parts>(?:{_PART})*)"
)
_PARAGRAPH = r"(?:paragraphs?|paras?\.?)"
_ITEM = r"(?:sub-?paragraphs?|items?|points?)"
_ENGLISH = re.compile(
    rf"(?:\b{_PARAGRAPH} (?P<before>\d{{1,2}}) of )?"
    r"\b(?:articles?|art\.?)\s+(?P<number>\d{1,4})(?:-(?P<of>\d{1,2}))?"
    rf"(?:\((?P<inside>\d{{1,2}})\)|,? {_PARAGRAPH} (?P<behind>\d{{1,2}})\b|\b)"
    rf"(?:,? {_ITEM} \(?(?P<item>\d{{1,2}})\b\)?)?"
)
_EACH = re.compile(rf"(?P<number>{_NUMERAL})\s*\)?\s*(?P<unit>[款项目])")
_DOCUMENT = re.compile(
    r"(?<![本该此这上下])(?:法|条例|办法|规定|规则|细则|规程|准则|规范|标准|章程|公约|守则|决定|意见|通知|方案|规划|纲要)[》”」]?\s*的?\s*$"
    r"|》\s*的?\s*$"
)
"""What stands in front of an article's number where a document is named."""
_ENGLISH_DOCUMENT = re.compile(r"^\s*(?:of|in|under) (?:the |an? )?(?!(?:this|that|same|document|text)\b)\w")

_LABEL_WORDS = (
    "article articles art act law laws code measures regulation regulations rules ordinance notice plan programme "
    "program scheme 法 办法 条例 规定 细则 规则 通知 方案 规划 意见 内容"
)
_LABELS = frozenset(_LABEL_WORDS.split())
"""Words for articles and for documents of any matter."""

Number = tuple[int, int]
"""The number of an article, and that of one put in after it (第十条之一 is (10, 1)), else 0."""


class PartAsked(NamedTuple):
    """A part of an article: its ``unit`` as the question calls it ("款", "项" or "目") and its number."""

    unit: str
    number: int


def article_asked(normalised: str) -> Number | None:
    """Return the number of the one article that a normalised question names, None when it names none or several."""
    found = [*_CHINESE.finditer(normalised), *_ENGLISH.finditer(normalised)]
    numbers = {_number(match) for match in found}
    return numbers.pop() if len(numbers) == 1 else None


def parts_asked(normalised: str) -> tuple[PartAsked, ...]:
    """Return the part of an article that a normalised question names, outermost first: 第二款第三项; () for none.

    English paragraphs are 款 and their items 项.
    """
    found = {_parts(match) for match in _CHINESE.finditer(normalised)}
    found |= {_english_parts(match) for match in _ENGLISH.finditer(normalised)}
    return found.pop() if len(found) == 1 else ()


def names_document(normalised: str) -> bool:
    """Whether a normalised question says of which document its article is: 公共图书馆法第十条, not 本办法第十条."""
    before = any(_DOCUMENT.search(normalised[: match.start()]) for match in _CHINESE.finditer(normalised))
    return before or any(_ENGLISH_DOCUMENT.search(normalised[match.end() :]) for match in _ENGLISH.finditer(normalised))


def is_matter(normalised: str, term: str) -> bool:
    """Whether ``term`` of a question says more than the article's number and what kind of document it is of."""
    said = " ".join(match.group() for match in (*_CHINESE.finditer(normalised), *_ENGLISH.finditer(normalised)))
    return term not in said and term not in _LABELS


def _number(match: re.Match[str]) -> Number:
    inserted = match["of"] or match.groupdict().get("inserted")
    return _value(match["number"]), _value(inserted) if inserted else 0


def _parts(match: re.Match[str]) -> tuple[PartAsked, ...]:
    return tuple(PartAsked(part["unit"], _value(part["number"])) for part in _EACH.finditer(match["parts"]))


def _english_parts(match: re.Match[str]) -> tuple[PartAsked, ...]:
    paragraph = match["before"] or match["inside"] or match["behind"]
    named = (("款", paragraph), ("项", match["item"]))
    return tuple(PartAsked(unit, int(number)) for unit, number in named if number)


def _value(text: str) -> int:
    try:
        return han_number(text)
    except ValueError:
        return 0

"""Articles that a question names by their number: 公共图书馆法第十条, "Article 10 of …"."""

from __future__ import annotations

import re

from index.recognizers.numbers import han_number

__all__ = ["Number", "article_asked", "is_matter"]

_NUMERAL = r"(?:\d{1,4}|[零〇一二三四五六七八九十百千]{1,7})"
_CHINESE = re.compile(rf"第\s*(?P<number>{_NUMERAL})\s*条(?:之(?P<of>{_NUMERAL}))?")
_ENGLISH = re.compile(r"\b(?:articles?|art\.?)\s+(?P<number>\d{1,4})(?:-(?P<of>\d{1,2}))?\b")
_LABEL_WORDS = (
    "article articles art act law laws code measures regulation regulations rules ordinance notice plan programme "
    "program scheme 法 办法 条例 规定 细则 规则 通知 方案 规划 意见 内容"
)
_LABELS = frozenset(_LABEL_WORDS.split())
"""Words for articles and for documents of any matter."""

Number = tuple[int, int]
"""The number of an article, and that of one put in after it (第十条之一 is (10, 1)), else 0."""


def article_asked(normalised: str) -> Number | None:
    """Return the number of the one article that a normalised question names, None when it names none or several."""
    found = [*_CHINESE.finditer(normalised), *_ENGLISH.finditer(normalised)]
    numbers = {_number(match) for match in found}
    return numbers.pop() if len(numbers) == 1 else None


def is_matter(normalised: str, term: str) -> bool:
    """Whether ``term`` of a question says more than the article's number and what kind of document it is of."""
    said = " ".join(match.group() for match in (*_CHINESE.finditer(normalised), *_ENGLISH.finditer(normalised)))
    return term not in said and term not in _LABELS


def _number(match: re.Match[str]) -> Number:
    return _value(match["number"]), _value(match["of"]) if match["of"] else 0


def _value(text: str) -> int:
    try:
        return han_number(text)
    except ValueError:
        return 0

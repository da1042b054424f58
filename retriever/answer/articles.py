"""Articles by their number: «公共图书馆法第十条», «Article 10 of …», looked up instead of searched for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.clauses.numbering import Style, match_label
from index.language.normalise import normalise_text
from index.recognizers.numbers import han_number
from index.types import Clause, Role
from retriever.paragraphs import Corpus, clauses_of
from retriever.query.content import Unit

__all__ = ["article_asked", "article_of", "asks_more", "is_matter"]

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


def asks_more(units: Sequence[Unit], title: str) -> bool:
    """Whether a question asks for more than an article as a whole: two things that the title does not say."""
    said = {word for unit in units if unit.said_in(title) for word in unit.forms[0].split()}
    return sum(not unit.said_in(title) and said.isdisjoint(unit.forms[0].split()) for unit in units) > 1


def article_of(corpus: Corpus, doc_id: int, number: Number) -> tuple[Clause, ...] | None:
    """Return the leaves of an article of a document in order, None when the document has no article of this number.

    An article is a heading 第…条 with what stands under it, or a leaf that begins with it.
    """
    leaves: list[Clause] = []
    heading: Clause | None = None
    for clause in clauses_of(corpus, doc_id):
        if heading is not None:
            if clause.role is Role.HEADING and clause.level <= heading.level:
                break
            if clause.role is not Role.HEADING:
                leaves.append(clause)
            continue
        if clause.role in (Role.REPEAT, Role.FURNITURE):
            continue
        if clause.label is None or _label_number(clause.label) != number:
            continue
        if clause.role is not Role.HEADING:
            return (clause,)
        heading = clause
    return tuple(leaves) if heading is not None and leaves else (heading,) if heading is not None else None


def _label_number(label: str) -> Number | None:
    plain = normalise_text(label).strip()
    read = match_label(plain, 0, len(plain))
    if read is None or read[0] is not Style.ARTICLE:
        return None
    return read[1][0], read[1][1] if len(read[1]) > 1 else 0


def _number(match: re.Match[str]) -> Number:
    return _value(match["number"]), _value(match["of"]) if match["of"] else 0


def _value(text: str) -> int:
    try:
        return han_number(text)
    except ValueError:
        return 0

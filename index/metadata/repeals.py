"""The documents that a document repeals: 《X办法》(X政发〔2015〕3号)同时废止."""

from __future__ import annotations

import re

from index.metadata.page import Page
from index.recognizers.document_numbers import numbers_named
from index.types import Metadatum, Span

__all__ = ["repeals_of"]

_REPEALS = re.compile(r"同时废止|予以废止|即行废止|同时失效|同时停止(?:执行|施行)|自行废止")
_CLAUSE = re.compile(r"[^。;!?\r\n]+")
_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》){2,100})》")
_PART = re.compile(r" ?第 ?[一二三四五六七八九十百\d]+ ?[条章款]")
_LONGEST = 1_000


def repeals_of(page: Page) -> Metadatum | None:
    """Return what the text says that it repeals: a line each of ``title`` or ``number``, at the first such clause.

    Titles come without 《》, numbers as they are written; a part of a document (第三条) is not the document.
    """
    found: dict[str, None] = {}
    where: Span | None = None
    for clause in _CLAUSE.finditer(page.folded, *page.outline.span):
        repeal = _REPEALS.search(clause.group()) if clause.end() - clause.start() <= _LONGEST else None
        if repeal is None:
            continue
        said = clause.group()[: repeal.start()]
        names = {match[1]: None for match in _TITLE.finditer(said) if not _PART.match(said, match.end())}
        names |= {number.span.of(said).strip("( "): None for number in numbers_named(said)}
        if names:
            found |= names
            where = where or Span(*clause.span())
    return Metadatum("\n".join(found), where) if where else None

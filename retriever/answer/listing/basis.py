"""What other documents a document names, in the clauses that say what it rests on first."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.types import AnswerItem, Clause, Role, Span
from retriever.citation import answer_item
from retriever.engine import Engine

__all__ = ["MOST", "basis"]

MOST = 60
"""Titles listed."""

SURE = 0.9
"""Confidence of a title in a clause that says what the document rests on."""

_TITLE = re.compile(r"[《〈][^《》〈〉\n]{2,80}[》〉](?:\s*[(（][^()（）\n]{2,40}[号號][)）])?")
_RESTS = re.compile(
    r"依据|依據|根据|根據|依照|按照|按|遵照|贯彻落实|貫徹落實|贯彻|貫徹|落实|落實|为[^。]{0,12}(?:实施|执行)|為[^。]{0,12}(?:實施|執行)"
)


def basis(engine: Engine, documents: Iterable[int]) -> list[AnswerItem]:
    """Return the titles (《…》) that ``documents`` say they rest on, each once, at most MOST.

    Titles in a clause with 依据, 根据, 按照 or 落实; the document's own title and what it issues are none.
    """
    corpus = engine.corpus
    items: list[AnswerItem] = []
    for doc_id in documents:
        title = corpus.documents[doc_id].title
        told = {_key(title.value)} if title else set()
        for clause in _clauses(engine, doc_id):
            text = corpus.text_of(clause)
            if not _RESTS.search(text):
                continue
            for found in _TITLE.finditer(text):
                key = _key(found[0])
                if any(key in other or other in key for other in told):
                    continue
                told.add(key)
                at = Span(clause.span.start + found.start(), clause.span.start + found.end())
                items.append(answer_item(corpus, clause, at, SURE, None))
                if len(items) == MOST:
                    return items
    return items


def _clauses(engine: Engine, doc_id: int) -> Iterable[Clause]:
    corpus = engine.corpus
    for clause_id in corpus.clauses_of(doc_id):
        clause = corpus.clause(clause_id)
        if clause.role is Role.TEXT:
            yield clause


def _key(title: str) -> str:
    return re.sub(r"[《》〈〉\s]|[(（].*", "", title)

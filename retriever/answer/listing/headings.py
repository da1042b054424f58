"""The headings of a document that a question names: its actions, tasks, chapters, its outline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.language.normalise import normalise_text
from index.recognizers.numbers import han_number
from index.types import AnswerItem, Clause, Role
from retriever.answer.listing.entries import entry
from retriever.engine import Engine

__all__ = ["MOST", "headings"]

MOST = 60
"""Headings listed."""

SURE = 0.9
"""Confidence of headings chosen by the words of the question."""

_NUMBER = re.compile(r"(?:[一二三四五六七八九十两]+|\d+)(?:大|项|个|条)")
_LEADING = re.compile(r"^.*?(?:的|有|提出了?|确定了?|部署了?|包括|规定了?)(?=\S)")
_KIND = re.compile(r"(?:重点|主要|专项)?(?P<kind>行动|任务|措施|工程|原则|方面|计划|机制|领域|章|节|部分|内容)$")
_OUTLINE = re.compile(r"目录|大纲|提纲|章节|标题|outline|chapters|headings|sections")
_ENGLISH = {"actions": "行动", "tasks": "任务", "measures": "措施"}


def headings(engine: Engine, what: str, documents: Iterable[int]) -> list[AnswerItem]:
    """Return the headings of ``documents`` that are ``what`` (normalised: 十大行动, 重点任务, 目录), at most MOST.

    Those directly under a heading that names ``what``, or side by side with its kind of thing at the end (…行动): as
    many as it counts (十大), else the first or the longest list. For an outline those of the two top levels. None when
    the documents have none of these.
    """
    items: list[AnswerItem] = []
    for doc_id in documents:
        for clause in _chosen(engine, what, doc_id):
            items.append(entry(engine, clause, SURE))
            if len(items) == MOST:
                return items
    return items


def _chosen(engine: Engine, what: str, doc_id: int) -> Sequence[Clause]:
    corpus = engine.corpus
    found = [corpus.clause(i) for i in corpus.clauses_of(doc_id)]
    found = [clause for clause in found if clause.role is Role.HEADING]
    if _OUTLINE.search(what):
        levels = sorted({clause.level for clause in found})[:2]
        return [clause for clause in found if clause.level in levels]
    named = _LEADING.sub("", _ENGLISH.get(what, what))
    count = _NUMBER.match(named)
    wanted = named[count.end() :] if count else named
    kind = _KIND.search(wanted)
    above = [clause for clause in found if wanted in _words(engine, clause)] if wanted else []
    ending = [clause for clause in found if kind and _words(engine, clause).endswith(kind["kind"])]
    groups = [
        *([clause for clause in found if clause.parent_id == parent.clause_id] for parent in above),
        *([clause for clause in ending if clause.parent_id == parent] for parent in {c.parent_id for c in ending}),
    ]
    stated = _number(count[0]) if count else None
    if stated is not None and (exact := next((group for group in groups if len(group) == stated), None)):
        return exact
    if kind is not None and kind["kind"] == wanted:
        return max(groups[len(above) :], key=len, default=())
    return next((group for group in groups if len(group) > 1), above)


def _number(text: str) -> int | None:
    digits = re.sub(r"[大项个条]+$", "", text)
    return int(digits) if digits.isdigit() else han_number(digits)


def _words(engine: Engine, clause: Clause) -> str:
    return re.sub(r"[\s。:：]+$", "", normalise_text(engine.corpus.text_of(clause)).strip())

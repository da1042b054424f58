"""Names and distinctions that a question insists on and that nothing around a candidate says.

A reader takes one mine for another and a wounded for a dead; these rules do not. A name has to stand in the document,
and where a clause speaks of another thing of its kind it has to stand in the clause. A distinction (受伤, 二级) has to
be that of the nearest text that makes one: the clause, its headings from the innermost, the title.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.language.normalise import normalise_text
from index.recognizers.distinctions import ANY, Distinction, distinctions
from index.recognizers.offices import Office, holders_in, offices_in, same_office
from retriever.answer.forms.candidate import Candidate
from retriever.answer.reading import READ
from retriever.answer.scored import Scored
from retriever.paragraphs import Corpus
from retriever.query.insisted import GENERA, PERSON, Insisted, Name, names_in, other_kind

__all__ = ["Unsaid"]

_KEPT = READ
"""Normalised documents kept: those that one question is read in."""

_ENOUGH = 0.8
"""Share of a cited title's pairs of characters from which a title is the same."""


class Unsaid:
    """Tells what of a question nothing around a candidate says, in the documents of one index."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._texts = lru_cache(_KEPT)(self._text)

    def kept(self, asked: Insisted, scored: Sequence[Scored]) -> tuple[list[Scored], str | None]:
        """Return those of ``scored`` that the question may mean, in their order, and a name that no document says.

        The name is that for which the likeliest of the others was left out, None when it was another reason.
        """
        if not (asked.names or asked.offices or asked.distinctions):
            return list(scored), None
        kept: list[Scored] = []
        missing: list[str | None] = []
        for one in scored:
            name = next(self._unnamed(asked.names, one.candidate), None)
            other = _other_office(asked.offices, one.candidate) or _told_apart(asked.distinctions, one.candidate)
            if name is None and not other:
                kept.append(one)
            else:
                missing.append(name)
        return kept, missing[0] if missing else None

    def _unnamed(self, names: Sequence[Name], candidate: Candidate) -> Iterator[str]:
        """Yield the names that the document of a candidate or, where it names others of its kind, its clause lacks."""
        leaf = _said(candidate)
        for name in names:
            if name.words in leaf:
                there = [other for other in names_in(leaf) if other.words == name.words] if name.kind else []
                if there and all(other_kind(name, other) for other in there):
                    yield name.called
            elif _names_another(name, leaf) or (name.kind not in GENERA and not self._stands(name, candidate)):
                yield name.called

    def _stands(self, name: Name, candidate: Candidate) -> bool:
        item = candidate.item
        if name.words in item.text.text or any(name.words in heading for heading in item.path):
            return True
        title = item.path[0]
        if title and (title in name.words or _same(name.words, title)):
            return True
        return name.words in self._texts(item.doc_id)

    def _text(self, doc_id: int) -> str:
        """What a document says, and what is known of it."""
        document = self._corpus.documents[doc_id]
        stated = (document.title, document.issuer, document.place, document.doc_no)
        whole = self._corpus.slice(doc_id, document.span)
        return normalise_text("\n".join((*(value.value for value in stated if value), whole)))


def _names_another(name: Name, leaf: str) -> bool:
    """Whether a clause that does not say a name speaks of another one of its kind."""
    if name.kind == PERSON:
        return any(True for _ in holders_in(leaf))
    return name.kind != "" and any(other.kind == name.kind for other in names_in(leaf))


def _other_office(asked: Sequence[Office], candidate: Candidate) -> bool:
    """Whether the clause of a candidate names offices and none of those asked for, or not even the post anywhere."""
    if not asked or candidate.form == "value":
        return False
    said = _said(candidate)
    named = list(offices_in(said))
    if named:
        return not any(same_office(one, other) for one in asked for other in named)
    around = (said, candidate.item.label_over(candidate.leaf), *candidate.item.path)
    return not any(one.post in text for one in asked for text in around)


def _told_apart(asked: frozenset[Distinction], candidate: Candidate) -> bool:
    """Whether the nearest text around a candidate that makes a distinction of the question makes another one."""
    if not asked or candidate.form == "value":
        return False  # a value stands under the very key that is named
    item = candidate.item
    own = item.text.text if candidate.form == "note" else _said(candidate)
    told = [distinctions(text) for text in (own, item.label_over(candidate.leaf), *reversed(item.path))]
    for one in asked:
        nearest = next((values for found in told if (values := {d.value for d in found if d.kind == one.kind})), None)
        if nearest is not None and nearest.isdisjoint({one.value, ANY}):
            return True
    return False


def _said(candidate: Candidate) -> str:
    leaf, item = candidate.leaf, candidate.item
    return next((view.text for view in item.views if view.clause is leaf), candidate.subject)


def _same(cited: str, title: str) -> bool:
    pairs = {cited[i : i + 2] for i in range(len(cited) - 1)}
    return bool(pairs) and sum(pair in title for pair in pairs) >= _ENOUGH * len(pairs)

"""Articles by their number: «公共图书馆法第十条», «Article 10 of …», looked up instead of searched for."""

from __future__ import annotations

from collections.abc import Sequence

from index.clauses.numbering import Style, match_label
from index.language.normalise import normalise_text
from index.types import Clause, Role
from retriever.answer.provisions import part_of
from retriever.paragraphs import Corpus, clauses_of
from retriever.query.article_asked import Number, PartAsked
from retriever.query.content import Unit

__all__ = ["article_of", "asks_more"]


def asks_more(units: Sequence[Unit], title: str) -> bool:
    """Whether a question asks for more than an article as a whole: two things that the title does not say."""
    said = {word for unit in units if unit.said_in(title) for word in unit.forms[0].split()}
    return sum(not unit.said_in(title) and said.isdisjoint(unit.forms[0].split()) for unit in units) > 1


def article_of(
    corpus: Corpus, doc_id: int, number: Number, parts: Sequence[PartAsked] = ()
) -> tuple[Clause, ...] | None:
    """Return the leaves of an article of a document in order, or of the part of it that ``parts`` name.

    None when the document has no article of this number, () when the article has no such part. An article is a heading
    第…条 with what stands under it, or a leaf that begins with it.
    """
    inside: list[Clause] = []
    heading: Clause | None = None
    for clause in clauses_of(corpus, doc_id):
        if heading is not None:
            if clause.role is Role.HEADING and clause.level <= heading.level:
                break
            inside.append(clause)
            continue
        if clause.role in (Role.REPEAT, Role.FURNITURE):
            continue
        if clause.label is None or _label_number(clause.label) != number:
            continue
        if clause.role is not Role.HEADING:
            return () if parts else (clause,)
        heading = clause
    if heading is None:
        return None
    if parts:
        return part_of(corpus, heading, inside, parts)
    return tuple(clause for clause in inside if clause.role is not Role.HEADING) or (heading,)


def _label_number(label: str) -> Number | None:
    plain = normalise_text(label).strip()
    read = match_label(plain, 0, len(plain))
    if read is None or read[0] is not Style.ARTICLE:
        return None
    return read[1][0], read[1][1] if len(read[1]) > 1 else 0

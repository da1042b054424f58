"""Everything that an item offers as an answer to a question."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from index.types import Clause, Role
from retriever.answer.forms.candidate import Candidate, Question
from retriever.answer.forms.clauses import bodies, cited, clause, dates, frequencies, in_headings, note
from retriever.answer.forms.figures import figures
from retriever.answer.forms.keyed import cells, keyed, persons
from retriever.paragraphs import Item

__all__ = ["cut"]


def cut(
    question: Question, item: Item, leaves: Collection[int], carried: tuple[Clause, str] | None
) -> Iterator[Candidate]:
    """Yield the candidates of an item; clauses and bodies of the ``leaves`` alone, by clause id.

    ``carried`` is the responsibility note that holds for it from before (see
    :meth:`retriever.paragraphs.Paragraphs.carried`).
    """
    if item.role not in (Role.TEXT, Role.SUMMARY):
        return
    asks = question.intent.answer_kind
    if asks == "number" or (question.intent.figure.expected and asks in ("clause", "name", "place")):
        yield from figures(question, item)
    if asks == "date":
        yield from dates(question, item)
    if asks == "frequency":
        yield from frequencies(question, item)
    if asks == "body":
        yield from note(question, item, carried)
    if asks in ("number", "name", "body", "clause", "place", "date"):
        yield from cells(question, item)
    if asks in ("name", "body", "clause"):
        holders = list(persons(question, item))
        yield from holders
        if not holders and asks != "body":
            yield from keyed(question, item)
    if asks == "document":
        yield from cited(question, item)
    for leaf in item.views:
        if leaf.clause.clause_id not in leaves or leaf.text.strip(" 。") in item.path[0]:
            continue  # the title over the text says nothing of what it is about
        if leaf.clause.role is not Role.RESPONSIBILITY:
            yield clause(question, item, leaf)
            if asks == "body":
                yield from bodies(question, item, leaf)
    yield from in_headings(question, item)

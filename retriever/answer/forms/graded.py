"""The grade, class or stage that something belongs to, where the heading over it says so: 5.1.3 轻伤二级 › 主枝骨折."""

from __future__ import annotations

import re
from dataclasses import replace

from index.clauses.numbering import match_label
from index.language.normalise import normalise, normalise_text
from index.recognizers.distinctions import distinctions
from index.recognizers.units import UNIT
from index.types import Span
from retriever.answer.forms.candidate import Candidate, Fit, Question
from retriever.query.grade_asked import without_grade

__all__ = ["graded"]

_ENOUGH = 0.6
"""Share of what a question says, by weight, that the clause under the heading has to say."""

_FIGURE = re.compile(rf"\d[\d.,]*\s*(?:{UNIT.pattern})?(?:以[上下内])?")
_MARKS = " \u3000#*.:、,."


def graded(question: Question, clause: Candidate) -> Candidate | None:
    """Return the heading that says of the ``clause`` what grade it is of; None where it says so itself, or none does.

    The clause has to say most of what else the question says.
    """
    kind = question.intent.grade
    if kind is None or not clause.whole:
        return None
    view = clause.item.leaf_at(clause.leaf.span.start)
    if view.clause is not clause.leaf or any(told.kind == kind for told in distinctions(view.text)):
        return None
    left = _FIGURE.sub(" ", without_grade(question.text))
    subject = replace(question.content, units=tuple(u for u in question.content.units if u.forms[0] in left))
    if subject.coverage(view.text) < _ENOUGH:
        return None
    for heading, source in clause.item.headings:
        if any(told.kind == kind for told in distinctions(normalise_text(source))):
            span = Span(heading.span.start + _named_from(source), heading.span.end)
            return Candidate(clause.item, "heading", span, heading, None, normalise_text(source), Fit(first=1.0))
    return None


def _named_from(heading: str) -> int:
    """Return where a heading begins behind its marks and its number."""
    text = normalise(heading)
    plain = text.text
    start = len(plain) - len(plain.lstrip(_MARKS))
    label = match_label(plain, start, len(plain))
    if label is not None and distinctions(plain[label[3] :]):
        start = label[3]
    start += len(plain[start:]) - len(plain[start:].lstrip(_MARKS))
    return text.to_source(Span(start, len(plain)))[0]

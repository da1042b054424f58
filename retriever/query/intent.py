"""What a question wants, read once when it is analysed: the kind of answer, a document's field, who, what figure, when.

Search, answering and the lookups read the :class:`Intent` and look at the question's words for none of this again.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from retriever.query.answer_kind import asks_for
from retriever.query.article_asked import Number, PartAsked, article_asked, parts_asked
from retriever.query.duty_asked import asks_assisting, asks_duty, asks_lead, asks_responsibility
from retriever.query.field_asked import asks_number, field_asked
from retriever.query.figure_asked import FigureAsked, YearsAsked, asks_frequency, figure_asked, years_asked
from retriever.query.grade_asked import grade_asked

__all__ = ["Intent", "read_intent"]

_MEANING = re.compile(
    r"定义|界定|是什么意思|什么意思|指什么|是指|指的是|怎么理解|何谓|^什么(?:是|叫)|含义|\bdefin|\bmeans?\b|\bmeant\b|\bmeaning\b"
)
_WHICH_ONES = re.compile(r"哪几")
"""Words that look like asking for a number and ask which ones."""

_BODY_KIND = re.compile(r"哪(?:一|几|些)?[个家]?(?P<end>厅|局|委|办|部|院|公司|中心|银行|集团|协会)(?!门|子|单位)")
_MONTH = re.compile(r"几月|哪\S?个?月|月份|\bmonths?\b")
_DAY = re.compile(r"几[号日]|哪一?[天日]|\bwhat day\b|\bwhich day\b|\bexact date\b")


@dataclass(frozen=True, slots=True)
class Intent:
    """What a question wants.

    ``asks_for`` is one of :data:`retriever.query.answer_kind.KINDS`, by the question words alone. ``answer_kind`` is
    what an answer has to be: the same, or "body" for who is responsible, "frequency" for how often, "clause" for which
    ones. ``field`` is the field of :class:`index.types.Document` that is asked for, ``article`` the number of the one
    article that is named, if any, ``article_parts`` the part of it that is (第二款第三项).

    ``responsibility`` asks who has to do something, in any words; ``duty`` does and means no office or chair; ``lead``
    and ``assisting`` ask for one side of a responsibility note. ``number`` asks for the number of a document that is
    cited, ``meaning`` for a definition, ``grade`` for the grade, class or stage (the kind of it) that something is of.
    ``body_kind`` is the ending that a body must have (哪个厅), ``date_unit`` the "month" or "day" that a date must
    give. ``figure`` says what figure fits. ``years`` are the target years asked for, ``named_years`` those of them that
    may only name a document.
    """

    asks_for: str
    answer_kind: str
    field: str | None = None
    article: Number | None = None
    article_parts: tuple[PartAsked, ...] = ()
    responsibility: bool = False
    duty: bool = False
    lead: bool = False
    assisting: bool = False
    number: bool = False
    meaning: bool = False
    grade: str | None = None
    body_kind: str | None = None
    date_unit: str | None = None
    figure: FigureAsked = dataclasses.field(default_factory=FigureAsked)
    years: frozenset[int] = frozenset()
    named_years: frozenset[int] = frozenset()


def read_intent(normalised: str, language: str, years: Iterable[int], instead: Collection[int] = ()) -> Intent:
    """Read a normalised question in ``language`` ("zh" or "en") that names ``years``.

    ``instead`` are years to ask for in place of those that it names; none leaves it to the question.
    """
    asked = YearsAsked(frozenset(instead)) if instead else years_asked(normalised, years)
    kind, figure = asks_for(normalised, language), figure_asked(normalised, bool(asked.targets))
    field, responsibility = field_asked(normalised), asks_responsibility(normalised)
    grade = grade_asked(normalised)
    answer_kind = kind
    if responsibility and field is None:
        answer_kind = "body"
    elif asks_frequency(normalised):
        answer_kind = "frequency"
    elif (kind == "number" and _WHICH_ONES.search(normalised)) or grade is not None:
        answer_kind = "clause"
    if (answer_kind != kind and answer_kind != "body") or grade is not None:
        figure = replace(figure, expected=False, kinds=frozenset())
    body = _BODY_KIND.search(normalised)
    return Intent(
        asks_for=kind,
        answer_kind=answer_kind,
        field=field,
        article=article_asked(normalised),
        article_parts=parts_asked(normalised),
        responsibility=responsibility,
        duty=asks_duty(normalised),
        lead=asks_lead(normalised),
        assisting=asks_assisting(normalised),
        number=asks_number(normalised),
        meaning=_MEANING.search(normalised) is not None,
        grade=grade,
        body_kind=body["end"] if body else None,
        date_unit="day" if _DAY.search(normalised) else "month" if _MONTH.search(normalised) else None,
        figure=figure,
        years=asked.targets,
        named_years=asked.named,
    )

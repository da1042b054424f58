"""Questions about a document itself: who issued it, when, under which number, its name, since when it is in force.

They are answered from what the document states of itself, each value with the span that it was read from; a document
that does not state it gives no answer.
"""

from __future__ import annotations

import re

from index.types import DateKind, Document, Span
from retriever.query.dates_asked import date_asked

__all__ = ["DATES", "asks_number", "field_asked", "stated"]

_ISSUE = r"(?:印发|发布|颁布|公布|出台|签发|下发|发文|成文|落款)"
_SENT = r"(?:[发出]的?|发出来的)(?=[?\s。呢啊]*$)"
"""The colloquial 谁发的, at the end of a question only."""

_WHEN = r"(?:什么时候|何时|哪[一]?[天年月日]|几[月号]|时间|日期|年月|年份)"
_PAPER = r"\b(?:plan|document|notice|scheme|programme|program|policy|opinions?|measures|regulations?)\b"
_CITED = re.compile(r"依据|根据|引用|参照|落实|贯彻|援引|上位|国务院|cite|based on|refer|under which law")
_FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        (
            "doc_no",
            r"文号|发文字号|几号文|(?:文件|方案|通知)(?:的)?(?:编号|字号)"
            r"|document (?:number|no\b)|reference number",
        ),
        (
            "issued_on",
            rf"{_ISSUE}\S{{0,8}}{_WHEN}|{_WHEN}{_SENT}|{_WHEN}\S{{0,6}}{_ISSUE}|(?:发布|印发|成文|落款)日"
            rf"|when (?:was|were|did)\b.*{_PAPER}.*"
            r"\b(?:issu|publish|releas|adopt|promulgat|sign|dated)"
            r"|(?:issue|publication|release) date",
        ),
        (
            "issuer",
            rf"(?:谁|哪\S{{0,4}}(?:机构|部门|单位|机关|政府|局|厅|委))(?:\S{{0,3}}{_ISSUE}|{_SENT})"
            r"|(?:发文|印发|发布|制定|颁布)(?:机关|单位|机构|部门|主体)"
            rf"|(?:who|which \w+(?: \w+)?) (?:formally )?(?:issued|published|released|promulgated|signed)\b.*{_PAPER}"
            r"|issuing (?:body|authority|agency)",
        ),
        (
            "title",
            r"(?:文件|方案|通知|规划)(?:的)?(?:名称|标题|全称|叫什么)"
            r"|(?:full )?(?:title|name) of the (?:document|plan)",
        ),
    )
)
DATES = frozenset(kind.value for kind in DateKind)
"""The fields that are typed dates."""

_ASKS_NUMBER = re.compile(r"文号|字号|编号|几号|number")


def asks_number(question: str) -> bool:
    """Whether a question about a cited document asks for its number."""
    return _ASKS_NUMBER.search(question) is not None


def field_asked(question: str) -> str | None:
    """Return the field of :class:`~index.types.Document` that a normalised question asks for, or None.

    Of the typed dates it is the value of their :class:`~index.types.DateKind`. A question about the documents that a
    document cites (依据的国务院文件文号) asks for no field of its own.
    """
    if (kind := date_asked(question)) is not None:
        return kind.value
    found = next((field for field, pattern in _FIELDS if pattern.search(question)), None)
    return None if found in ("doc_no", "title") and _CITED.search(question) else found


def stated(document: Document, field: str) -> tuple[Span, ...]:
    """Return where ``document`` states of itself what ``field`` is (see :func:`field_asked`), the latest date first.

    A date of issue that is known to be of another act (通过, 修正) is none, and neither is what a person set and the
    text does not say.
    """
    typed = {
        kind: tuple(date.span for date in document.dates if date.kind is kind and date.span.size) for kind in DateKind
    }
    if field in ("issued_on", DateKind.PROMULGATED.value):
        others = {date.span for date in document.dates if date.kind is not DateKind.PROMULGATED}
        issued = document.issued_on.span if document.issued_on else None
        own = (issued,) if issued and issued.size and issued not in others else ()
        promulgated = typed[DateKind.PROMULGATED][::-1]
        return own or promulgated if field == "issued_on" else promulgated or own
    if field in DATES:
        return typed[DateKind(field)][::-1]
    values = {"doc_no": document.doc_no, "issuer": document.issuer, "title": document.title}
    found = values[field]
    return (found.span,) if found and found.span.size else ()

"""Rows of the target table, read from an index."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from index.recognizers.numbers import NUMERAL
from index.recognizers.quantities import Paragraph
from index.recognizers.quantity import Change, Quantity
from index.recognizers.units import INITIALS, Kind
from index.types import Document, Role, Span
from retriever.citation import cite
from retriever.paragraphs import Item, Paragraphs
from retriever.targets.eligibility import limit_of
from retriever.targets.indicators import lines_of
from retriever.targets.item_figures import figures_of
from retriever.targets.row import Limit, Nature, Target

if TYPE_CHECKING:
    from index.encoders.base import Encoder
    from index.store.bundle import Bundle

__all__ = ["document_targets", "read_targets", "target_table"]

_FROM_ZERO = re.compile(
    r"(?:实现|取得|完成|达成)?(?P<subject>[^,;:。、\s]{0,30}?)(?:实现|取得|完成)?(?P<value>[零0]的?突破)"
)
_NUMERALS = re.compile(
    r"[\d０-９]\s*(?![\d０-９.,．、)）\]〕年月日号號])"
    rf"|[{NUMERAL.replace('一', '')}兩半貳參陸萬億][{INITIALS}個項處條場種類間戶點萬億噸畝臺輛組張隻層棟盞塊艘分]"
    r"|一[倍半成]|翻|突破|[|\t]"
)
"""What a passage with a figure has: a number that is neither date nor list mark, in Chinese with a measure."""

"""Characters at the beginning of a document where its date may stand."""

_STRIVING = ("力争", "争取", "力求")


def target_table(bundle: Bundle, encoder: Encoder) -> tuple[Target, ...]:
    """Return every quantitative statement of an index in order of documents and positions, each with its line.

    ``encoder`` is the one that the index was built with: what words mean decides which rows share a line.
    """
    rows = read_targets(bundle)
    lines = lines_of(rows, encoder, bundle.lexical.idf)
    numbers = {row: line.number for line in lines for row in line.rows}
    return tuple(replace(row, line=numbers[number]) for number, row in enumerate(rows))


def read_targets(bundle: Bundle, wanted: Callable[[Document], bool] = lambda document: True) -> tuple[Target, ...]:
    """Return the rows of the ``wanted`` documents; their lines are not drawn yet.

    The official text is read first; of a press summary only what it does not repeat.
    """
    paragraphs = Paragraphs(bundle)
    rows: list[Target] = []
    for doc_id in range(len(bundle.documents)):
        document = bundle.documents[doc_id]
        if wanted(document):
            rows += _of_document(bundle, paragraphs, document)
    return tuple(rows)


def document_targets(bundle: Bundle, document: Document) -> tuple[Target, ...]:
    """Return the rows of one document; their lines are not drawn."""
    return tuple(_of_document(bundle, Paragraphs(bundle), document))


def _of_document(bundle: Bundle, paragraphs: Paragraphs, document: Document) -> list[Target]:
    by_role: dict[Role, dict[Span, Target]] = {Role.TEXT: {}, Role.SUMMARY: {}}
    item: Item | None = None
    for passage_id in bundle.passages_of(document.doc_id):
        passage = bundle.passage(passage_id)
        if passage.role not in by_role or not _NUMERALS.search(bundle.text_of(passage)):
            continue
        if item is not None and item.span.contains(passage.span):
            # A long stretch is read as overlapping items: what is whole in one is not read again.
            continue
        item = paragraphs.item(passage_id)
        rows_of_role = by_role.get(item.role, {})
        for row in _of_item(bundle, document, item):
            rows_of_role.setdefault(row.span, row)
    rows = list(by_role[Role.TEXT].values())
    said = {_key(row) for row in rows}
    rows += [row for row in by_role[Role.SUMMARY].values() if _key(row) not in said]
    return sorted(rows, key=lambda row: row.span)


def _key(row: Target) -> tuple[object, ...]:
    return row.low, row.high, row.unit, row.year, row.change


def _of_item(bundle: Bundle, document: Document, item: Item) -> Iterator[Target]:
    text = item.text.text
    for figure in figures_of(item):
        row = _row(bundle, document, item, _written(figure.quantity), figure.indicator)
        if row is not None:
            yield _filled(row, text, figure.quantity, figure.nature)
    yield from _from_zero(bundle, document, item)


def _written(quantity: Quantity) -> Span:
    """Return where a figure stands; of 五百元以上五千元以下 with the word that closes it."""
    bounds = quantity.low != quantity.high and quantity.display.end > quantity.span.end
    return Span(quantity.span.start, quantity.display.end if bounds else quantity.span.end)


def _row(bundle: Bundle, document: Document, item: Item, span: Span, indicator: str) -> Target | None:
    """Return a row with its place and citation; None for a figure that runs over the end of its clause."""
    at = item.source(span)
    leaf = item.leaf_at(at.start).clause
    if not leaf.span.contains(at):
        return None
    citation = cite(bundle, leaf)
    return Target(
        place=document.place.value if document.place else None,
        document=document.title.value if document.title else None,
        doc_id=document.doc_id,
        indicator=indicator,
        value=citation.quote[at.start - leaf.span.start : at.end - leaf.span.start].strip(),
        span=at,
        limit=Limit.EXACT,
        low=Decimal(0),
        high=Decimal(0),
        unit="",
        kind=Kind.NUMBER,
        change=Change.LEVEL,
        base_year=None,
        first_year=None,
        year=None,
        strive=False,
        nature=Nature.TARGET,
        citation=citation,
    )


def _filled(row: Target, text: str, quantity: Quantity, nature: Nature) -> Target:
    period = quantity.period
    return replace(
        row,
        limit=limit_of(text, quantity),
        low=quantity.low,
        high=quantity.high,
        unit=quantity.unit,
        kind=quantity.kind,
        change=quantity.change,
        base_year=quantity.base_year,
        first_year=period.first if period else None,
        year=period.last if period else None,
        strive=quantity.strive or _strives(text, quantity),
        nature=nature,
    )


def _strives(text: str, quantity: Quantity) -> bool:
    """Whether 力争 stands before the year that governs the figure (力争到2030年A达到30%,B不低于70%)."""
    period = quantity.period
    if period is None or quantity.period_carried or period.span.start > quantity.span.start:
        return False
    return _striving(text, period.span)


def _striving(text: str, period: Span) -> bool:
    return text[max(0, period.start - 2) : period.start] in _STRIVING or period.of(text).startswith(_STRIVING)


def _from_zero(bundle: Bundle, document: Document, item: Item) -> Iterator[Target]:
    """Yield the rows of 零的突破: more than none of something."""
    text = item.text.text
    if "突破" not in text:
        return
    paragraph: Paragraph | None = None
    for match in _FROM_ZERO.finditer(text):
        paragraph = paragraph or Paragraph(text, item.setting)
        start, end = match.span("subject")
        start = max([start, *(p.span.end for p in paragraph.periods if p.span.end <= end)])
        subject = text[start:end].strip("的 ")
        if len(subject) < 2:
            continue
        row = _row(bundle, document, item, Span(*match.span("value")), subject)
        if row is None:
            continue
        period = paragraph.period_at(match.start("value"))
        yield replace(
            row,
            limit=Limit.MORE_THAN,
            kind=Kind.COUNT,
            first_year=period.first if period else None,
            year=period.last if period else None,
            strive=period is not None and _striving(text, period.span),
        )

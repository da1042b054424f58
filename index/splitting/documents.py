"""Splitting a file into its documents, with the role of every stretch and the metadata of each document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection

from index.language.fold import fold
from index.metadata import read_metadata
from index.recognizers.titles import genre
from index.splitting.boundaries import document_starts
from index.splitting.lines import Unit, units_of
from index.splitting.page_copies import whole_repeats
from index.splitting.parts import layout
from index.splitting.seams import without_seams
from index.splitting.volumes import contents_of
from index.types import Document, Part, Role, SourceFile, Span

__all__ = ["split_documents"]

# A page may have its menus before its heading, but no longer text.
_LONGEST_LEAD = 1_000


def split_documents(source: SourceFile, shared: Collection[str] = frozenset()) -> list[Document]:
    """Return the documents of a file: ordered, disjoint, together covering it; none for an empty text.

    ``doc_id`` counts from 0 within the file. The parts of a document cover its span in order: TEXT is the official text
    with its title and the notice over it, SUMMARY what the press says before it, REPEAT the page (or nearly all of it)
    once more, FURNITURE the portal's own lines. A text without any of these signs is one document, all TEXT.
    ``shared`` are the portal's lines that the files of a build share (:mod:`index.splitting.shared_lines`). Time grows
    linearly with the text.
    """
    text = source.text
    if not text:
        return []
    folded = fold(text)
    units = without_seams(folded, units_of(folded))
    repeats = whole_repeats(folded, 0, len(text))
    contents = contents_of(folded, units)
    starts = [units[number].outer for number in document_starts(folded, units, repeats, contents)] or [0]
    starts[0] = 0
    unit_starts = [unit.outer for unit in units]
    documents = []
    for doc_id, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True)):
        copies = [span for span in repeats if start <= span.start < end]
        own_end = copies[0].start if copies else end
        own = units[bisect_left(unit_starts, start) : bisect_left(unit_starts, own_end)]
        declared = _declared(source) if len(starts) == 1 else None
        front = contents.end if doc_id == 0 and len(starts) > 1 else 0
        documents.append(_document(source, folded, doc_id, Span(start, end), own, copies, declared, front, shared))
    return documents


def _declared(source: SourceFile) -> Span | None:
    """The only heading of the first level that the file's format declares, when the text does not go before it."""
    first = [hint.span for hint in source.headings if hint.level == 1]
    if len(first) != 1 or first[0].start > _LONGEST_LEAD:
        return None
    start, end = first[0]
    while start < end and source.text[start] in "# ":
        start += 1
    return Span(start, end) if start < end else None


def _document(
    source: SourceFile,
    folded: str,
    doc_id: int,
    span: Span,
    units: list[Unit],
    copies: list[Span],
    declared: Span | None,
    front: int,
    shared: Collection[str],
) -> Document:
    own = Span(span.start, copies[0].start if copies else span.end)
    parts, outline = layout(folded, units, own, declared, front, shared)
    found = read_metadata(source.text, folded, outline)
    title = found.title
    return Document(
        doc_id=doc_id,
        title=title,
        issuer=found.issuer,
        place=found.place,
        doc_no=found.doc_no,
        issued_on=found.issued_on,
        published_on=found.published_on,
        source_path=source.path,
        source_sha256=source.sha256,
        span=span,
        kind=genre(fold(title.value)) if title else None,
        parts=(*parts, *_copies(copies, span)),
        dates=found.dates,
        repeals=found.repeals,
    )


def _copies(copies: list[Span], span: Span) -> list[Part]:
    """The repeats as parts; what stands between or after them is text."""
    parts = []
    for number, copy in enumerate(copies):
        following = copies[number + 1].start if number + 1 < len(copies) else span.end
        parts.append(Part(Span(copy.start, min(copy.end, following)), Role.REPEAT))
        if copy.end < following:
            parts.append(Part(Span(copy.end, following), Role.TEXT))
    return parts

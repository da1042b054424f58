"""The documents of an opened index with what people corrected of them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.corrections import FIELDS, Correction, read_corrections
from index.errors import InputError
from index.types import DateKind, Document, DocumentDate, Metadatum, Span

if TYPE_CHECKING:
    from index.store.bundle import Bundle

__all__ = ["corrected", "corrected_documents", "correction_of"]

_log = logging.getLogger(__name__)


def corrected_documents(index: Path, bundle: Bundle) -> Mapping[int, Document]:
    """Return, by id, the documents of ``bundle`` that people corrected in ``index``.

    Corrections that cannot be read are passed over with a warning: what answers does not depend on them.
    """
    try:
        corrections = read_corrections(index)
    except InputError as error:
        _log.warning("%s", error)
        return {}
    found: dict[int, Document] = {}
    for correction in corrections:
        doc_id = _document_of(bundle, correction)
        if doc_id is not None:
            document = bundle.documents.as_read(doc_id)
            found[doc_id] = corrected(document, correction, bundle.slice(doc_id, document.span))
    return found


def correction_of(corrections: Iterable[Correction], bundle: Bundle, doc_id: int) -> Correction:
    """Return what was set of a document so far, an empty correction where nothing was."""
    for correction in corrections:
        if correction.file == bundle.documents[doc_id].source_path and _document_of(bundle, correction) == doc_id:
            return correction
    document = bundle.documents.as_read(doc_id)
    number = bundle.documents_of(document.source_path).index(doc_id)
    return Correction(document.source_path, number, document.title.value if document.title else None)


def corrected(document: Document, correction: Correction, text: str) -> Document:
    """Return ``document``, whose characters are ``text``, with what people set.

    Where the text holds a value word for word, that is its place; where it does not, it has none.
    """
    changed: dict[str, Any] = {}
    dates = list(document.dates)
    for name, value in correction.values.items():
        span = _place_of(value, document, text)
        if name in FIELDS:
            read: Metadatum | None = getattr(document, name)
            kept = read.span if read is not None and read.value == value else span
            changed[name] = Metadatum(value, kept) if value else None
        else:
            kind = DateKind(name)
            dates = [date for date in dates if date.kind is not kind]
            if value:
                dates.append(DocumentDate(kind, value, span))
    order = list(DateKind)
    changed["dates"] = tuple(sorted(dates, key=lambda date: (order.index(date.kind), date.span)))
    names = [*correction.values, *(["tags"] if correction.tags else []), *(["status"] if correction.status else [])]
    return replace(
        document, **changed, tags=correction.tags or (), status=correction.status, by_hand=tuple(sorted(names))
    )


def _document_of(bundle: Bundle, correction: Correction) -> int | None:
    """Return the id of the document that a correction is of, None when the index does not hold it."""
    doc_ids: Sequence[int] = bundle.documents_of(correction.file)
    if len(doc_ids) > 1:
        read = [bundle.documents.as_read(doc_id).title for doc_id in doc_ids]
        titled = [i for i, title in enumerate(read) if correction.title == (title.value if title else None)]
        if len(titled) == 1:
            return doc_ids[titled[0]]
    return doc_ids[correction.number] if correction.number < len(doc_ids) else None


def _place_of(value: str, document: Document, text: str) -> Span:
    at = text.find(value) if value else -1
    start = document.span.start
    return Span(start, start) if at < 0 else Span(start + at, start + at + len(value))

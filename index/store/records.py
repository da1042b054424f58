"""Sources and documents as JSON, and back."""

from __future__ import annotations

import json
from typing import Any

from index.store.schema import ROLES
from index.types import DateKind, Document, DocumentDate, HeadingHint, Metadatum, PageSpan, Part, SourceFile, Span

__all__ = ["document_from_json", "document_to_json", "source_from_json", "source_to_json"]

_ROLE = {role: number for number, role in enumerate(ROLES)}
_METADATA = ("title", "issuer", "place", "doc_no", "issued_on", "published_on", "repeals")


def document_to_json(document: Document) -> str:
    """Return a document as one JSON object. Its id is its row, its file that of its source: they are not repeated."""
    stored: dict[str, Any] = {}
    for name in _METADATA:
        if (value := getattr(document, name)) is not None:
            stored[name] = [value.value, *value.span]
    stored |= {
        "span": list(document.span),
        "kind": document.kind,
        "parts": [[*part.span, _ROLE[part.role]] for part in document.parts],
    }
    if document.dates:
        stored["dates"] = [[date.kind.value, date.value, *date.span] for date in document.dates]
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))


def document_from_json(doc_id: int, data: str, source: str) -> Document:
    """Return the document that :func:`document_to_json` wrote, of the ``source`` that :func:`source_to_json` wrote.

    Raises ValueError, KeyError or TypeError when they did not.
    """
    file = json.loads(source)
    stored = json.loads(data)
    metadata: dict[str, Any] = {
        name: Metadatum(stored[name][0], Span(*stored[name][1:])) if name in stored else None for name in _METADATA
    }
    return Document(
        doc_id=doc_id,
        source_path=file["path"],
        source_sha256=file["sha256"],
        span=Span(*stored["span"]),
        kind=stored["kind"],
        parts=tuple(Part(Span(start, end), ROLES[role]) for start, end, role in stored["parts"]),
        dates=tuple(
            DocumentDate(DateKind(kind), value, Span(start, end)) for kind, value, start, end in stored.get("dates", ())
        ),
        **metadata,
    )


def source_to_json(source: SourceFile) -> str:
    """Return what is kept of a source beside its text and its pages, as one JSON object."""
    kept: dict[str, object] = {
        "path": source.path,
        "sha256": source.sha256,
        "encoding": source.encoding,
        "media": source.media,
    }
    if source.headings:
        kept["headings"] = [[*hint.span, hint.level] for hint in source.headings]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def source_from_json(stored: str, text: str, pages: tuple[PageSpan, ...]) -> SourceFile:
    """Return the source of this text and these pages whose :func:`source_to_json` is ``stored``.

    Raises ValueError, KeyError or TypeError when it is not one.
    """
    kept = json.loads(stored)
    headings = tuple(HeadingHint(Span(start, end), level) for start, end, level in kept.get("headings", ()))
    return SourceFile(kept["path"], text, kept["sha256"], kept["encoding"], kept["media"], headings, pages)

"""From a source to its documents with their clauses and passages."""

from __future__ import annotations

from collections.abc import Collection

from index.clauses import parse_clauses
from index.errors import LoadError, unreadable
from index.loading.pages import check_pages
from index.loading.record import MEDIA, read_record
from index.passages import pack_passages
from index.splitting import split_documents
from index.types import Clause, Document, Passage, SourceFile

__all__ = ["Parsed", "read_documents"]

Parsed = tuple[Document, list[Clause], list[Passage]]
"""A document, its clauses in their order, its passages."""


def read_documents(source: SourceFile, max_chars: int, shared: Collection[str] = frozenset()) -> list[Parsed]:
    """Return the documents of a source with their clauses and passages of at most ``max_chars`` code points.

    ``shared`` are the portal's lines that the files of a build share (:mod:`index.splitting.shared_lines`). Raises
    LoadError when none of the documents has a passage, the pages that the source declares cannot be, or its text is
    such that it cannot be parsed.
    """
    try:
        return _read(source, max_chars, shared)
    except LoadError:
        raise
    except Exception as error:  # one odd text keeps no other out of an index
        raise unreadable(source.path, error) from error


def _read(source: SourceFile, max_chars: int, shared: Collection[str]) -> list[Parsed]:
    check_pages(source)
    if source.media == MEDIA:
        return [read_record(source)]
    documents: list[Parsed] = []
    for document in split_documents(source, shared):
        clauses = parse_clauses(source, document)
        documents.append((document, clauses, pack_passages(source.text, clauses, max_chars=max_chars)))
    if not any(passages for _, _, passages in documents):
        raise LoadError("{name} holds no text that could answer anything: leave it out or fill it.", name=source.path)
    return documents

"""Reading a draft: text, Markdown, HTML or DOCX, as blocks of text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.errors import InputError, LoadError, unreadable
from index.loading.decode import decode
from index.loading.markdown import markdown_headings
from index.types import Span
from retriever.check.draft.sentences import Block, Draft, plain_draft
from retriever.check.draft.table_sentences import labels_of

__all__ = ["SUFFIXES", "DraftFile", "parse_draft", "read_draft", "text_draft"]

SUFFIXES = (".txt", ".md", ".markdown", ".docx")
"""Kinds of draft that are taken."""

_MAX_BYTES = 1 << 27


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A draft as read. ``numbers[i]`` is the body paragraph of a DOCX that block i stands in (None: nowhere)."""

    name: str
    draft: Draft
    data: bytes
    numbers: tuple[int | None, ...]
    is_docx: bool


def read_draft(path: Path) -> DraftFile:
    """Read the draft at ``path``.

    Raises LoadError when it cannot be read, is damaged or of another format, InputError when it is empty.
    """
    name = path.name
    _kind(name)
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise LoadError("{name} is larger than 128 MiB: check it in parts.", name=name)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise LoadError("{path} does not exist: check the path.", path=path) from error
    except OSError as error:
        raise LoadError(
            "{name} cannot be read ({reason}): check the path and your permissions.", name=name, reason=error.strerror
        ) from error
    return parse_draft(data, name)


def parse_draft(data: bytes, name: str) -> DraftFile:
    """Return the draft that the file ``name`` with the content ``data`` is.

    Raises as :func:`read_draft` does, whatever a parser makes of the file.
    """
    suffix = _kind(name)
    if not data.strip():
        raise InputError("{name} is empty: there is nothing to check.", name=name)
    try:
        return _parsed(data, name, suffix)
    except InputError:
        raise
    except MemoryError as error:
        raise LoadError("{name} takes too much memory to read: split it, or save it anew.", name=name) from error
    except Exception as error:  # whatever a parser makes of a damaged file
        raise unreadable(name, error) from error


def text_draft(text: str) -> DraftFile:
    """Return the draft that a text without a file is."""
    return DraftFile("", plain_draft(text), b"", (), is_docx=False)


def _parsed(data: bytes, name: str, suffix: str) -> DraftFile:
    if suffix == ".docx":
        return _docx(data, name)
    text, _ = decode(data, name)
    markdown = suffix != ".txt"
    headings = tuple(hint.span for hint in markdown_headings(text)) if markdown else ()
    draft = plain_draft(text, headings, markdown=markdown)
    return DraftFile(name, draft, data, (), is_docx=False)


def _kind(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise LoadError(
            "{name} cannot be checked: save the draft as one of {suffixes}.", name=name, suffixes=", ".join(SUFFIXES)
        )
    return suffix


def _docx(data: bytes, name: str) -> DraftFile:
    from index.loading.docx import docx_paragraphs

    text, paragraphs = docx_paragraphs(data, name)
    if not text.strip():
        raise InputError("{name} holds no text: there is nothing to check.", name=name)
    kept = [p for p in paragraphs if p.span.of(text).strip()]
    cells: dict[int, dict[tuple[int, int], str]] = {}
    for paragraph in kept:
        if paragraph.cell is not None:
            table, row, column = paragraph.cell
            own = cells.setdefault(table, {})
            own[row, column] = own.get((row, column), "") + paragraph.span.of(text)
    blocks = tuple(
        Block(
            # A comment can only stand at what the file holds, and an automatic number is not in it.
            Span(p.span.start + p.label, p.span.end),
            p.kind,
            labels_of(cells[p.cell[0]], *p.cell[1:]) if p.cell is not None else None,
        )
        for p in kept
    )
    return DraftFile(name, Draft(text, blocks), data, tuple(p.number for p in kept), is_docx=True)

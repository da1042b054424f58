"""Drafts as JSON between the server and the process that parses them: nothing that comes back is run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.types import Span
from retriever.check.draft.sentences import Block, Draft
from ui.office.draft_files import DraftFile

__all__ = ["draft_from_object", "draft_object"]


def draft_object(file: DraftFile) -> dict[str, Any]:
    """Return a draft, without the bytes that it was read from, as an object for JSON."""
    return {
        "name": file.name,
        "text": file.draft.text,
        "markdown": file.draft.markdown,
        "blocks": [(*block.span, block.kind, block.labels) for block in file.draft.blocks],
        "numbers": file.numbers,
        "is_docx": file.is_docx,
    }


def draft_from_object(stored: Mapping[str, Any], data: bytes) -> DraftFile:
    """Return what :func:`draft_object` was given, read from ``data``. Raises KeyError, TypeError or ValueError."""
    blocks = tuple(
        Block(Span(start, end), kind, None if labels is None else (str(labels[0]), str(labels[1])))
        for start, end, kind, labels in stored["blocks"]
    )
    draft = Draft(stored["text"], blocks, stored["markdown"])
    return DraftFile(stored["name"], draft, data, tuple(stored["numbers"]), stored["is_docx"])

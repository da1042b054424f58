"""Question to hits to cited answer; drafts checked, figures tabulated, references written.

What is listed here is public and described in ``docs/python.md``; it is imported when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retriever.answer.assistant import LONGEST_QUESTION, Assistant
    from retriever.answer.contract import SCHEMA, answer_object, json_line, json_schema
    from retriever.search.filters import Filters

__all__ = ["LONGEST_QUESTION", "SCHEMA", "Assistant", "Filters", "answer_object", "json_line", "json_schema"]

_HOMES = {
    "LONGEST_QUESTION": "retriever.answer.assistant",
    "SCHEMA": "retriever.answer.contract",
    "Assistant": "retriever.answer.assistant",
    "Filters": "retriever.search.filters",
    "answer_object": "retriever.answer.contract",
    "json_line": "retriever.answer.contract",
    "json_schema": "retriever.answer.contract",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'retriever' has no attribute {name!r}")

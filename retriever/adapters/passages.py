"""What every adapter hands over: the passages of a question with their places, as the JSON contract has them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from index.place_notation import format_place
from index.types import Span
from retriever.answer.assistant import Assistant
from retriever.answer.contract import answer_object
from retriever.search.filters import Filters

__all__ = ["Found", "Source"]

_MARKS = ("rank", "score", "text", "highlights")
"""Fields of a hit that are no metadata of its passage."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage: ``source[start:end] == text`` for the ``file``, ``start`` and ``end`` of its metadata.

    ``key`` is FILE:START-END, which names it; ``score`` lies in 0..1.
    """

    key: str
    text: str
    score: float
    metadata: Mapping[str, Any]


class Source:
    """The index in the folder ``index``, opened once. Threads may share it."""

    def __init__(self, index: str | os.PathLike[str], *, read: bool = False) -> None:
        """Open it; ``read`` lets the reading model order the passages. Raises as :meth:`.Assistant.open`."""
        self._assistant = Assistant.open(index)
        self._read = read

    def find(self, question: str, k: int, filters: Mapping[str, Any] | Filters | None = None) -> Iterator[Found]:
        """Yield the best ``k`` passages, the best first. Raises InputError as :meth:`.Assistant.search`."""
        chosen = filters if isinstance(filters, Filters) else Filters.of(filters or {})
        ask = self._assistant.ask if self._read else self._assistant.search
        corpus = self._assistant.corpus
        for hit in answer_object(ask(question, k, chosen), corpus)["hits"]:
            metadata = {name: value for name, value in hit.items() if name not in _MARKS}
            key = format_place(hit["file"], Span(hit["start"], hit["end"]))
            yield Found(key, hit["text"], hit["score"], metadata)

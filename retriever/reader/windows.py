"""What the reading model sees of a question and a passage: pieces, and windows over a passage that is too long.

One window is ``<s> question </s></s> title › headings </s></s> stretch of the passage </s>``; the first part is of type
0, the rest of type 1. The passage is cut by pieces, not by characters, and consecutive windows share `OVERLAP` of them:
every piece of the passage stands in one window at least. Only questions and headings that are longer than their share
lose pieces, in their middle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

__all__ = [
    "LONGEST",
    "OVERLAP",
    "Encoded",
    "Tokenizing",
    "Window",
    "asked_pieces",
    "encode_text",
    "well_formed",
    "windows_of",
]

LONGEST = 224
"""Pieces of one window at most, special pieces included: what the model was trained with."""

LONGEST_QUESTION = 64
LONGEST_CONTEXT = 48
OVERLAP = 48
"""Pieces that a window repeats of the one before it; most evidence is shorter."""

START, PAD, STOP = 0, 1, 2
"""Ids of ``<s>``, ``<pad>`` (in training only) and ``</s>``."""

T = TypeVar("T")

_SURROGATE = re.compile("[\ud800-\udfff]")


class Encoded(Protocol):
    """An encoding as `tokenizers` gives it: ids, and the half-open range of code points of each piece."""

    @property
    def ids(self) -> list[int]:
        """Rows of the table, one for each piece."""
        ...

    @property
    def offsets(self) -> list[tuple[int, int]]:
        """Code points of the text that each piece covers."""
        ...


class Tokenizing(Protocol):
    """The part of `tokenizers.Tokenizer` that is used."""

    def encode(self, sequence: str, *, add_special_tokens: bool = ...) -> Encoded:
        """Cut a text into pieces."""
        ...


@dataclass(frozen=True, slots=True)
class Window:
    """One input of the model: ``ids`` and ``types`` of equal length.

    The passage's pieces stand at ``first`` and after it; ``offsets`` are their ranges of code points in the passage.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    first: int
    offsets: tuple[tuple[int, int], ...]


def well_formed(text: str) -> str:
    """The text with each lone surrogate replaced by U+FFFD, so that it can be encoded; no offset moves."""
    return _SURROGATE.sub("\ufffd", text)


def encode_text(tokenizer: Tokenizing, text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Ids and code point ranges of a text's pieces, without special pieces; pieces without characters fall away."""
    encoding = tokenizer.encode(well_formed(text), add_special_tokens=False)
    kept = [(i, span) for i, span in zip(encoding.ids, encoding.offsets, strict=True) if span[0] < span[1]]
    return [i for i, _ in kept], [span for _, span in kept]


def cut_middle(ids: Sequence[T], longest: int) -> list[T]:
    """At most ``longest`` ids: the first half and the last half, because what is asked stands at either end."""
    if len(ids) <= longest:
        return list(ids)
    tail = longest // 2
    return [*ids[: longest - tail], *ids[len(ids) - tail :]]


def asked_pieces(offsets: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges of a question's pieces that every window of it holds, from its second piece on."""
    return cut_middle(offsets, LONGEST_QUESTION)


def windows_of(
    question: Sequence[int],
    context: Sequence[int],
    passage: Sequence[int],
    offsets: Sequence[tuple[int, int]],
    *,
    longest: int = LONGEST,
) -> list[Window]:
    """Windows that together show every piece of the passage, in its order; one at least, also for an empty passage.

    Args:
        question: ids of the question's pieces.
        context: ids of the title and headings, empty when there are none.
        passage: ids of the passage's pieces.
        offsets: code point ranges of the passage's pieces, as many as ``passage``.
        longest: pieces of one window at most.
    """
    head = [START, *cut_middle(question, LONGEST_QUESTION), STOP, STOP]
    body = [*cut_middle(context, LONGEST_CONTEXT), STOP, STOP] if context else []
    first = len(head) + len(body)
    types = [0] * (len(head) - 1) + [1] * (len(body) + 1)
    room = longest - first - 1
    found = []
    for begin, end in stretches(len(passage), room):
        ids = (*head, *body, *passage[begin:end], STOP)
        kinds = (*types, *[1] * (end - begin + 1))
        found.append(Window(ids, kinds, first, tuple(offsets[begin:end])))
    return found


def stretches(count: int, room: int) -> list[tuple[int, int]]:
    """Ranges of at most ``room`` pieces that cover ``count``; each shares at least `OVERLAP` of them with the next.

    They are spread evenly, so that the last one is as long as the others.
    """
    if count <= room:
        return [(0, count)]
    step = max(1, room - OVERLAP)
    number = 1 + -(-(count - room) // step)
    starts = [round(i * (count - room) / (number - 1)) for i in range(number)]
    return [(start, start + room) for start in starts]

"""Showing a text in the other script of Chinese, with every span of the source carried over.

Conversion is for the eyes alone: citations, copies and offsets always come from the source.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher

from index.language.offsets import Offsets, OffsetsBuilder
from index.language.script import to_simplified, to_traditional
from index.types import Span

__all__ = ["SCRIPTS", "Shown", "shown"]

SCRIPTS = ("source", "hans", "hant")
"""Ways to show a document: as it stands, in Simplified, in Traditional characters."""

_CONVERT: dict[str, Callable[[str], str]] = {"hans": to_simplified, "hant": to_traditional}


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """``text`` as shown, and the way between it and its source (None: character by character)."""

    text: str
    offsets: Offsets | None

    def of_source(self, span: Span) -> Span:
        """Return where the characters of ``span`` of the source are shown."""
        return span if self.offsets is None else self.offsets.from_source(*span)

    def to_source(self, span: Span) -> Span:
        """Return the characters of the source that are shown at ``span``."""
        return span if self.offsets is None else self.offsets.to_source(*span)


def shown(source: str, script: str) -> Shown:
    """Return ``source`` as shown in ``script``, one of :data:`SCRIPTS`. Raises KeyError for another."""
    if script == "source":
        return Shown(source, None)
    made = _CONVERT[script](source)
    return Shown(made, None if len(made) == len(source) else _aligned(source, made))


def _aligned(source: str, made: str) -> Offsets:
    """Align two texts of different length: what differs between equal stretches is one block, shown as a whole."""
    steps: list[tuple[int, int]] = []  # (read, made); equal sizes map one to one
    for _, a, b, c, d in SequenceMatcher(None, source, made, autojunk=False).get_opcodes():
        read, written = b - a, d - c
        if steps and (not (read and written) or not all(steps[-1])):
            # No block may be empty on one side: it is joined with the character before it.
            before = steps.pop()
            if before[0] == before[1] > 1 and not (read and written):
                steps.append((before[0] - 1, before[1] - 1))
                before = (1, 1)
            read, written = before[0] + read, before[1] + written
        steps.append((read, written))
    builder = OffsetsBuilder()
    for read, written in steps:
        if read == written:
            builder.copy(read)
        else:
            builder.block(read, written)
    return builder.build()

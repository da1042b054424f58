"""Texts reduced to what comparing words looks at, with the way back to where every character stood."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.types import Span

__all__ = ["Key", "dice", "key_of", "pairs"]

_SKIPPED = re.compile(r"[\s\u3000,，、;；:：。.．!！?？\"'“”‘’「」『』()（）《》〈〉〔〕\[\]【】*_~—–\-·…]+")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")


@dataclass(frozen=True, slots=True)
class Key:
    """The characters of a text that count; ``at[i]`` is where ``text[i]`` stood."""

    text: str
    at: tuple[int, ...]

    def find(self, wanted: str) -> Span | None:
        """Return the range, in the text reduced, of the first place that holds ``wanted``; None without one."""
        found = self.text.find(wanted) if wanted else -1
        return Span(self.at[found], self.at[found + len(wanted) - 1] + 1) if found >= 0 else None


def key_of(text: str, without: Iterable[str] = ()) -> Key:
    """Reduce ``text``: punctuation, white space and the words ``without`` go; the decimal point stays."""
    gone = bytearray(len(text))
    for match in _SKIPPED.finditer(text):
        gone[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for match in _POINT.finditer(text):
        gone[match.start()] = 0
    for word in without:
        at = text.find(word) if word else -1
        while at >= 0:
            gone[at : at + len(word)] = b"\1" * len(word)
            at = text.find(word, at + len(word))
    kept = tuple(i for i in range(len(text)) if not gone[i])
    return Key("".join(text[i] for i in kept), kept)


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a reduced text (the text itself when shorter)."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset({text} - {""})


def dice(one: frozenset[str], other: frozenset[str]) -> float:
    """Return twice what two sets share over their sizes, 0..1; 0 when both are empty."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0

"""Normalised text and the way back: NFKC, mainland words in Simplified characters, lowercase.

Passages and questions are compared in this form only. Every position in it leads back to the characters of the source,
also where lengths change (網際網路 → 互联网, ㎡ → m2). The steps, each with its own offset map, are composed:

1. letters that blanks set apart in a whole line are closed up (:mod:`index.language.set_apart`);
2. NFKC, segmented at normalisation boundaries (UAX #15, section 9.1), since a mark may be reordered or composed;
3. Traditional characters, then regional words (:mod:`index.language.vocabulary`);
4. lowercase, then NFKC once more (the two do not commute: ``İ`` followed by a cedilla).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from index.language.offsets import Offsets, OffsetsBuilder
from index.language.set_apart import closed_up, gaps_in
from index.language.vocabulary import STEPS, Step
from index.types import Span

__all__ = ["NormalisedText", "normalise", "normalise_text"]

# Characters that NFKC turns into exactly one character, that are starters, and that never join the one before them.
_PLAIN = (
    r"\u0000-\u007f\u00b7\u2012-\u2016\u2018-\u201f\u3000-\u3029\u3030-\u303d\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e"
)
# A stretch where NFKC may do anything, with the plain character that a mark at its start would join.
_INTRICATE = re.compile(rf"[{_PLAIN}]?[^{_PLAIN}]+")
# Converted characters can, very rarely, make a word that is converted again (沈浮沈): repeated until nothing changes.
_PASSES = 5
# Characters normalised at a time.
_STRETCH = 1 << 14


@dataclass(frozen=True, slots=True, eq=False)
class NormalisedText:
    """``source``, its normalised ``text``, and the map between them."""

    source: str
    text: str
    offsets: Offsets

    def to_source(self, span: Span) -> Span:
        """Return the smallest span of ``source`` that covers all that produced ``text[span]``.

        Raises ValueError when the span does not lie inside the text.
        """
        return self.offsets.to_source(*span)

    def to_normalised(self, span: Span) -> Span:
        """Return the smallest span of ``text`` that covers all that ``source[span]`` produced.

        Raises ValueError when the span does not lie inside the source.
        """
        return self.offsets.from_source(*span)


def normalise_text(text: str) -> str:
    """Return ``normalise(text).text`` without its map, several times faster."""
    if len(text) <= _STRETCH:
        return _normalised(text)
    # Nothing reaches over a line feed: stretches of whole lines keep the intermediate texts small, and most of them
    # need no second pass.
    made = []
    start = 0
    while start < len(text):
        end = text.find("\n", start + _STRETCH) + 1 or len(text)
        made.append(_normalised(text[start:end]))
        start = end
    return "".join(made)


def _normalised(text: str) -> str:
    if text.isascii():
        return text.lower()
    text = _nfkc(closed_up(text))
    for _ in range(_PASSES):
        before = text
        for step in STEPS:
            text = step.convert(text)
        if text == before:
            break
    return _nfkc(text.lower())


def normalise(text: str) -> NormalisedText:
    """Normalise ``text`` and keep the way back to it."""
    if text.isascii():
        return NormalisedText(text, text.lower(), Offsets.identity(len(text)))
    made, offsets = _then(_closed, text, Offsets.identity(len(text)))
    made, offsets = _then(_compatible, made, offsets)
    for _ in range(_PASSES):
        before = made
        for step in STEPS:
            made, offsets = _then(partial(_converted, step), made, offsets)
        if made == before:
            break
    for stage in (_lowered, _compatible):
        made, offsets = _then(stage, made, offsets)
    return NormalisedText(text, made, offsets)


def _then(stage: Callable[[str], tuple[str, Offsets | None]], text: str, offsets: Offsets) -> tuple[str, Offsets]:
    made, own = stage(text)
    return made, offsets if own is None else offsets.then(own)


def _closed(text: str) -> tuple[str, Offsets | None]:
    """The text closed up, with its map (None: one to one)."""
    builder = OffsetsBuilder()
    at, made = 0, ""
    for gap in gaps_in(text):
        builder.copy(gap.start - at)
        builder.skip(gap.size)
        made += text[at : gap.start]
        at = gap.end
    if not at:
        return text, None
    builder.copy(len(text) - at)
    return made + text[at:], builder.build()


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _compatible(text: str) -> tuple[str, Offsets | None]:
    """NFKC with its map (None: one to one)."""
    made = _nfkc(text)
    if made == text or (len(made) == len(text) and not _INTRICATE.search(text)):
        return made, None
    builder = OffsetsBuilder()
    at = 0
    for match in _INTRICATE.finditer(text):
        builder.copy(match.start() - at)
        at = match.end()
        stretch = match.group()
        if unicodedata.is_normalized("NFKC", stretch):
            builder.copy(len(stretch))
        else:
            builder.blocks(_nfkc_blocks(stretch))
    builder.copy(len(text) - at)
    return made, builder.build()


def _nfkc_blocks(text: str) -> list[tuple[int, int]]:
    """Cut ``text`` before every starter that does not join what stands before it; sizes as (source, NFKC)."""
    blocks = []
    segment, folded = text[0], _nfkc(text[0])
    for char in text[1:]:
        if unicodedata.combining(unicodedata.normalize("NFKD", char)[0]):
            segment += char
            folded = ""  # made up below, once, however many marks follow
            continue
        folded = folded or _nfkc(segment)
        own = _nfkc(char)
        if _nfkc(segment + char) == folded + own:
            blocks.append((len(segment), len(folded)))
            segment, folded = char, own
        else:
            segment += char
            folded = ""
    blocks.append((len(segment), len(_nfkc(segment))))
    return blocks


def _lowered(text: str) -> tuple[str, Offsets | None]:
    """Lowercase with its map (None: one to one)."""
    made = text.lower()
    if len(made) == len(text):
        return made, None
    builder = OffsetsBuilder()
    builder.blocks((1, len(char.lower())) for char in text)
    return made, builder.build()


def _converted(step: Step, text: str) -> tuple[str, Offsets | None]:
    """One step of the conversion with its map (None: one to one). A word that changes its length is one block."""
    made = step.convert(text)
    if made == text:
        return made, None
    builder = OffsetsBuilder()
    at = 0
    for start, size, size_after in step.resized(text):
        builder.copy(start - at)
        builder.block(size, size_after)
        at = start + size
    builder.copy(len(text) - at)
    return made, builder.build() if at else None

"""Examples as rows of numbers: windows as the product cuts them, targets by pieces."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from index.types import Span
from retriever.reader.judging import VERDICTS
from retriever.reader.windows import LONGEST, LONGEST_QUESTION, Window, encode_text, windows_of
from scripts.training.reader.packing import ABSENT, UNKNOWN
from scripts.training.reader.rewrite import Example


@dataclass(frozen=True, slots=True)
class Item:
    """A window with its targets.

    ``asked`` pieces of the question follow the first piece. ``spans`` are the positions of the model's `SPAN_HEADS`;
    ``relevant`` and ``claim`` are 0, 1 or `UNKNOWN`, ``verdict`` a number of `VERDICTS` or `UNKNOWN`.
    """

    window: Window
    asked: int
    spans: tuple[int, ...]
    relevant: int
    verdict: int = UNKNOWN
    claim: int = UNKNOWN


def locate(span: Span, offsets: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """First and last piece that hold characters of the span, None when no piece does."""
    held = [i for i, (start, end) in enumerate(offsets) if start < span.end and end > span.start]
    return (held[0], held[-1]) if held else None


def item_of(example: Example, tokenizer: Tokenizer, rng: random.Random, longest: int = LONGEST) -> Item | None:
    """The window of the example that holds its evidence, else one at random; None when the evidence fits no window."""
    question, marks = encode_text(tokenizer, example.question)
    context, _ = encode_text(tokenizer, example.context)
    passage, offsets = encode_text(tokenizer, example.passage)
    if not question or not passage:
        return None
    windows = windows_of(question, context, passage, offsets, longest=longest)
    asked = min(len(question), LONGEST_QUESTION)
    verdict = VERDICTS.index(example.verdict) if example.verdict else UNKNOWN
    claim = UNKNOWN if example.claim is None else int(example.claim)
    relevant = int(example.relevant)
    if not example.relevant:
        spans = (UNKNOWN,) * 8 if claim == 0 else (*(ABSENT,) * 4, *(UNKNOWN,) * 4)
        return Item(rng.choice(windows), asked, spans, UNKNOWN if claim == 0 else relevant, verdict, claim)
    if example.evidence is None:
        return Item(windows[0], asked, (UNKNOWN,) * 8, relevant, verdict, claim) if len(windows) == 1 else None
    start, end = example.evidence
    whole = [w for w in windows if w.offsets and w.offsets[0][0] <= start and w.offsets[-1][1] >= end]
    if not whole:
        return None
    window = rng.choice(whole)
    evidence, answer = _place(example.evidence, window), _place(example.answer, window)
    if evidence == (UNKNOWN,) * 2:
        return None
    if not example.verdict:
        return Item(window, asked, (*answer, *evidence, *(UNKNOWN,) * 4), relevant, verdict, claim)
    spans = (UNKNOWN, UNKNOWN, *evidence, *_differing(example, answer, marks, len(question) == asked))
    return Item(window, asked, spans, relevant, verdict, claim)


def _place(span: Span | None, window: Window) -> tuple[int, int]:
    found = locate(span, window.offsets) if span is not None else None
    return (window.first + found[0], window.first + found[1]) if found else (UNKNOWN, UNKNOWN)


def _differing(
    example: Example, source: tuple[int, int], marks: Sequence[tuple[int, int]], whole: bool
) -> tuple[int, int, int, int]:
    """Targets of the right words in the passage and of the wrong ones in the draft."""
    if example.verdict != "differs":
        return (ABSENT,) * 4 if example.verdict != "absent" else (UNKNOWN,) * 4
    draft = locate(example.draft, marks) if example.draft is not None and whole else None
    return (*source, *((1 + draft[0], 1 + draft[1]) if draft else (UNKNOWN, UNKNOWN)))

"""Examples as tensors: windows as the product cuts them, targets by pieces, batches of similar length."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from index.types import Span
from retriever.reader.windows import LONGEST, PAD, Window, encode_text, windows_of
from scripts.training.reader.rewrite import Example

UNKNOWN = -100
"""A target that the loss leaves out."""

ABSENT = 0
"""The piece that stands for "not here"."""


@dataclass(frozen=True, slots=True)
class Item:
    """A window with its targets: positions of the four span heads, and relevance as 0 or 1."""

    window: Window
    spans: tuple[int, int, int, int]
    relevant: float


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors ``[batch, length]``, targets ``[batch, 4]`` and ``[batch]``, and what may be pointed at."""

    ids: Tensor
    types: Tensor
    allowed: Tensor
    spans: Tensor
    relevant: Tensor


def locate(span: Span, offsets: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """First and last piece that hold characters of the span, None when no piece does."""
    held = [i for i, (start, end) in enumerate(offsets) if start < span.end and end > span.start]
    return (held[0], held[-1]) if held else None


def item_of(example: Example, tokenizer: Tokenizer, rng: random.Random, longest: int = LONGEST) -> Item | None:
    """The window of the example that holds its evidence, else one at random; None when the evidence fits no window."""
    question, _ = encode_text(tokenizer, example.question)
    context, _ = encode_text(tokenizer, example.context)
    passage, offsets = encode_text(tokenizer, example.passage)
    windows = windows_of(question, context, passage, offsets, longest=longest)
    if not example.relevant:
        return Item(rng.choice(windows), (ABSENT,) * 4, 0.0)
    if example.evidence is None or example.answer is None:
        return Item(windows[0], (UNKNOWN,) * 4, 1.0) if len(windows) == 1 else None
    start, end = example.evidence
    whole = [w for w in windows if w.offsets and w.offsets[0][0] <= start and w.offsets[-1][1] >= end]
    if not whole:
        return None
    window = rng.choice(whole)
    evidence, answer = locate(example.evidence, window.offsets), locate(example.answer, window.offsets)
    if evidence is None or answer is None:
        return None
    first = window.first
    return Item(window, (first + answer[0], first + answer[1], first + evidence[0], first + evidence[1]), 1.0)


def collate(items: Sequence[Item]) -> Batch:
    """Windows padded to the longest; the passage's pieces and the first piece may be pointed at."""
    length = max(len(item.window.ids) for item in items)
    ids = torch.full((len(items), length), PAD)
    types = torch.zeros((len(items), length), dtype=torch.long)
    allowed = torch.zeros((len(items), length), dtype=torch.bool)
    allowed[:, ABSENT] = True
    for row, item in enumerate(items):
        size, first = len(item.window.ids), item.window.first
        ids[row, :size] = torch.tensor(item.window.ids)
        types[row, :size] = torch.tensor(item.window.types)
        allowed[row, first : first + len(item.window.offsets)] = True
    spans = torch.tensor([item.spans for item in items])
    return Batch(ids, types, allowed, spans, torch.tensor([item.relevant for item in items]))


def batches(items: Sequence[Item], size: int, rng: random.Random) -> list[Batch]:
    """Batches of windows of similar length, in random order."""
    ordered = sorted(items, key=lambda item: len(item.window.ids) + rng.random() * 4)
    found = [collate(ordered[i : i + size]) for i in range(0, len(ordered) - size + 1, size)]
    rng.shuffle(found)
    return found

"""Examples drawn from streams into packs."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from scripts.training.reader.items import Item, item_of
from scripts.training.reader.packing import Pack
from scripts.training.reader.stream import Stream

BLOCK = 500
"""Examples drawn at a time; each block has a seed of its own."""


def pack(items: Iterable[Item]) -> Pack:
    """The items as one pack, in their order."""
    held = list(items)

    def column(values: Iterable[object]) -> NDArray[np.int16]:
        return np.array(list(values), np.int16)

    return Pack(
        np.concatenate([np.array(item.window.ids, np.uint16) for item in held]),
        column(len(item.window.ids) for item in held),
        column(item.asked for item in held),
        column(item.window.first for item in held),
        column(item.spans for item in held).reshape(len(held), -1),
        column(item.relevant for item in held),
        column(item.verdict for item in held),
        column(item.claim for item in held),
    )


def joined(packs: Sequence[Pack]) -> Pack:
    """Packs one after another."""
    return Pack(*(np.concatenate([getattr(part, field.name) for part in packs]) for field in fields(Pack)))


_STREAM: Stream
_TOKENIZER: Tokenizer


def _drawn(number: int) -> Pack:
    rng = random.Random(f"{_STREAM.seed}/{number}")
    examples = _STREAM.block(number, BLOCK)
    return pack(item for example in examples if (item := item_of(example, _TOKENIZER, rng)))


def draw(stream: Stream, tokenizer: Tokenizer, count: int, processes: int) -> Iterator[Pack]:
    """Packs of `BLOCK` examples each, ``count`` examples in all (a few fall away); the same however many processes."""
    global _STREAM, _TOKENIZER
    _STREAM, _TOKENIZER = stream, tokenizer
    with get_context("fork").Pool(processes) as pool:
        yield from pool.imap(_drawn, range(-(-count // BLOCK)), chunksize=4)

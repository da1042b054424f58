"""Batches out of a pack, gathered on the device that trains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from scripts.training.reader.model import OF_DRAFT
from scripts.training.reader.packing import Pack

PAD, UNREADABLE = 1, 3
"""Ids of padding, and of what is no piece: it stands for a piece that is hidden."""

TOGETHER = 48
"""Batches whose windows are sorted by length together."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors ``[batch, length]``; ``allowed`` ``[batch, length, 8]`` is what each span head may point at.

    Targets are ``spans`` ``[batch, 8]``, ``relevant``, ``verdict`` and ``claim`` ``[batch]``, -100 where not known.
    """

    ids: Tensor
    types: Tensor
    allowed: Tensor
    spans: Tensor
    relevant: Tensor
    verdict: Tensor
    claim: Tensor


class Feed:
    """The batches of a pack, in a new order every time it is gone through."""

    def __init__(self, pack: Pack, device: torch.device, seed: int) -> None:
        self.pack, self.device, self.seed = pack, device, seed
        self.ids = torch.from_numpy(pack.ids.astype(np.int32)).to(device)
        starts = np.concatenate([[0], np.cumsum(pack.length.astype(np.int64))[:-1]])
        self.starts = torch.from_numpy(starts).to(device)
        names = ("length", "asked", "first", "spans", "relevant", "verdict", "claim")
        self.columns = {name: torch.from_numpy(getattr(pack, name).astype(np.int64)).to(device) for name in names}

    def epoch(self, number: int, pieces: int) -> Iterator[Batch]:
        """Batches of about so many pieces each, padding included, for one time through the pack."""
        rng = np.random.default_rng([self.seed, number])
        order = rng.permutation(len(self.pack))
        group = TOGETHER * max(1, pieces // 160)
        for begin in range(0, len(order), group):
            held = order[begin : begin + group]
            held = held[np.argsort(self.pack.length[held], kind="stable")]
            cuts = self._cuts(held, pieces)
            rng.shuffle(cuts)
            for low, high in cuts:
                yield self.batch(held[low:high])

    def _cuts(self, held: NDArray[np.int64], pieces: int) -> list[tuple[int, int]]:
        cuts, low = [], 0
        while low < len(held):
            high = low + 1
            while high < len(held) and int(self.pack.length[held[high]]) * (high + 1 - low) <= pieces:
                high += 1
            cuts.append((low, high))
            low = high
        return cuts

    def batch(self, numbers: NDArray[np.int64]) -> Batch:
        """The examples of these numbers, padded to the longest."""
        rows = torch.from_numpy(numbers).to(self.device)
        column = {name: values[rows] for name, values in self.columns.items()}
        longest = -(-int(self.pack.length[numbers].max()) // 8) * 8
        at = torch.arange(longest, device=self.device)[None]
        inside = at < column["length"][:, None]
        ids = self.ids[(self.starts[rows][:, None] + at).clamp(max=len(self.ids) - 1)].long()
        ids = torch.where(inside, ids, PAD)
        asked = column["asked"][:, None]
        passage = (at >= column["first"][:, None]) & (at < column["length"][:, None] - 1)
        question = (at >= 1) & (at <= asked)
        zero = at == 0
        passage, question = passage | zero, question | zero
        allowed = torch.stack([passage] * OF_DRAFT + [question] * 2, -1)
        types = ((at >= asked + 2) & inside).long()
        targets = (column[name] for name in ("spans", "relevant", "verdict", "claim"))
        return Batch(ids, types, allowed, *targets)

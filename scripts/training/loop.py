"""Contrastive training of the token table: single vector, nested dimensions and late interaction.

The table holds one row per token. A text's vector is the normalised mean of its rows, so that the length of a row is
the token's learned weight in it; late interaction compares the directions of rows (MaxSim; Khattab and Zaharia,
SIGIR 2020) and weighs every question token by a parameter of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from scripts.training.pairs import PairSet, Ragged, take


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a training run; the defaults are those of the shipped model."""

    dim: int = 208
    nested: tuple[int, ...] = ()
    """Leading dimensions that are trained to stand alone (Matryoshka; Kusupati et al., NeurIPS 2022)."""
    steps: int = 800
    batch: int = 2048
    longest: int = 96
    """Tokens of a text that are used."""
    learning_rate: float = 0.02
    warm_up: int = 30
    scale: float = 20.0
    """Cosines are multiplied by this before the softmax."""
    late_batch: int = 128
    late_every: int = 3
    late_question: int = 20
    late_passage: int = 64
    late_share: float = 1.0
    """Weight of the late-interaction loss beside the single-vector loss."""
    seed: int = 17


@dataclass(frozen=True, slots=True)
class Trained:
    """`rows`: float32 (vocabulary, dim); `weights`: float32 (vocabulary,), of question tokens, positive."""

    rows: NDArray[np.float32]
    weights: NDArray[np.float32]


class RowAdam:
    """Adam that touches only the rows that have a gradient, each with its own step count (Kingma and Ba, ICLR 2015).

    Rare tokens then move as far per occurrence as frequent ones, and not at all in between.
    """

    def __init__(self, table: torch.Tensor, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8) -> None:
        self.table = table
        self.mean = torch.zeros_like(table)
        self.square = torch.zeros_like(table)
        self.count = torch.zeros(table.shape[0])
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon

    def step(self, touched: torch.Tensor, learning_rate: float) -> None:
        """One update of the `touched` rows (int64 ids, distinct) from ``table.grad``, which is then cleared."""
        gradient = self.table.grad
        if gradient is None:
            return
        shape = (-1,) + (1,) * (self.table.dim() - 1)
        with torch.no_grad():
            grad = gradient[touched]
            count = self.count[touched] + 1
            self.count[touched] = count
            mean = self.mean[touched].mul_(self.beta1).add_(grad, alpha=1 - self.beta1)
            square = self.square[touched].mul_(self.beta2).addcmul_(grad, grad, value=1 - self.beta2)
            self.mean[touched], self.square[touched] = mean, square
            mean = mean / (1 - self.beta1**count).reshape(shape)
            square = square / (1 - self.beta2**count).reshape(shape)
            self.table[touched] -= learning_rate * mean / (square.sqrt_() + self.epsilon)
            gradient.zero_()


def contrast(scores: torch.Tensor, same: torch.Tensor) -> torch.Tensor:
    """Symmetric InfoNCE of a square score matrix; pairs marked in `same` (bool, off the diagonal) are no negatives."""
    scores = scores.masked_fill(same, -1e4)
    target = torch.arange(scores.shape[0])
    return (functional.cross_entropy(scores, target) + functional.cross_entropy(scores.T, target)) / 2


def _padded(texts: Ragged, longest: int) -> tuple[torch.Tensor, torch.Tensor]:
    lengths = np.minimum(np.diff(texts.starts), longest)
    width = int(lengths.max())
    mask = np.arange(width)[None, :] < lengths[:, None]
    ids = np.zeros(mask.shape, dtype=np.int64)
    at = texts.starts[:-1, None] + np.arange(width)[None, :]
    ids[mask] = texts.ids[at[mask]]
    return torch.from_numpy(ids), torch.from_numpy(mask)


def late_scores(
    table: torch.Tensor, weights: torch.Tensor, left: Ragged, right: Ragged, *, question: int, passage: int
) -> torch.Tensor:
    """Weighted MaxSim of every left text with every right text; float (lefts, rights) in [-1, 1]."""
    q_ids, q_mask = _padded(left, question)
    p_ids, p_mask = _padded(right, passage)
    q = functional.normalize(functional.embedding(q_ids, table), dim=-1)
    p = functional.normalize(functional.embedding(p_ids, table), dim=-1)
    flat = q[q_mask] @ p.reshape(-1, p.shape[-1]).T
    flat = flat.reshape(-1, *p_ids.shape).masked_fill(~p_mask[None], -2.0).amax(-1)
    weight = functional.softplus(weights[q_ids]) * q_mask
    weight = weight / weight.sum(1, keepdim=True)
    owner = torch.arange(q_ids.shape[0])[:, None].expand_as(q_ids)[q_mask]
    scores = torch.zeros(q_ids.shape[0], p_ids.shape[0])
    return scores.index_add(0, owner, flat * weight[q_mask][:, None])


def first_weights(sets: Sequence[PairSet], vocabulary: int) -> NDArray[np.float64]:
    """Smooth inverse frequency of every token over all pairs, a / (a + p) with a = 1e-3 (Arora et al., ICLR 2017)."""
    count = np.ones(vocabulary)
    for pairs in sets:
        for side in (pairs.left, pairs.right):
            count += np.bincount(side.ids, minlength=vocabulary)
    return np.asarray(1e-3 / (1e-3 + count / count.sum()))


def train(
    sets: Sequence[PairSet],
    vocabulary: int,
    settings: Settings,
    log: Callable[[str], None],
    start: Trained | None = None,
) -> Trained:
    """Train the table and the token weights, anew or from `start`; deterministic for a given number of threads."""
    torch.manual_seed(settings.seed)
    dice = np.random.default_rng(settings.seed)
    if start is None:
        prior = torch.from_numpy(first_weights(sets, vocabulary)).float()
        table = functional.normalize(torch.randn(vocabulary, settings.dim), dim=1) * prior[:, None]
        positive = prior + 1e-3
    else:
        table, positive = torch.from_numpy(start.rows.copy()), torch.from_numpy(start.weights.copy())
    table.requires_grad_()
    weights = torch.log(torch.expm1(positive)).requires_grad_()
    table_adam, weight_adam = RowAdam(table), RowAdam(weights)
    shares = np.array([pairs.share for pairs in sets])
    order = dice.choice(len(sets), size=settings.steps, p=shares / shares.sum())
    queues: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64) for _ in sets]
    started, running = time.monotonic(), 0.0
    for step in range(settings.steps):
        which = int(order[step])
        pairs = sets[which]
        if queues[which].size < min(settings.batch, len(pairs)):
            queues[which] = dice.permutation(len(pairs))
        chosen, queues[which] = np.split(queues[which], [settings.batch])
        loss, touched = _loss(table, weights, pairs, chosen, settings, late=step % settings.late_every == 0)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        rise = min(1.0, (step + 1) / settings.warm_up)
        rate = settings.learning_rate * rise * (1 - step / settings.steps)
        table_adam.step(touched, rate)
        weight_adam.step(touched, rate)
        running += float(loss.detach())
        if (step + 1) % 50 == 0:
            log(f"step {step + 1}/{settings.steps} loss {running / 50:.3f} {time.monotonic() - started:.0f} s")
            running = 0.0
    return Trained(table.detach().numpy(), functional.softplus(weights.detach()).numpy())


def _loss(
    table: torch.Tensor,
    weights: torch.Tensor,
    pairs: PairSet,
    chosen: NDArray[np.int64],
    settings: Settings,
    *,
    late: bool,
) -> tuple[torch.Tensor, torch.Tensor]:
    left = take(pairs.left, chosen, settings.longest)
    right = take(pairs.right, chosen, settings.longest)
    keys = (torch.from_numpy(pairs.left_key[chosen]), torch.from_numpy(pairs.right_key[chosen]))
    same = (keys[0][:, None] == keys[0][None]) | (keys[1][:, None] == keys[1][None])
    same.fill_diagonal_(False)
    vectors = [
        functional.embedding_bag(
            torch.from_numpy(side.ids).long(), table, torch.from_numpy(side.starts[:-1]), mode="mean"
        )
        for side in (left, right)
    ]
    loss = torch.zeros(())
    sizes = (settings.dim, *settings.nested)
    for size in sizes:
        a, b = (functional.normalize(vector[:, :size], dim=1) for vector in vectors)
        loss = loss + contrast(settings.scale * (a @ b.T), same) / len(sizes)
    if late:
        few = np.arange(min(settings.late_batch, chosen.size))
        scores = late_scores(
            table,
            weights,
            take(left, few),
            take(right, few),
            question=settings.late_question,
            passage=settings.late_passage,
        )
        count = few.size
        loss = loss + settings.late_share * contrast(settings.scale * scores, same[:count, :count])
    return loss, torch.from_numpy(np.unique(np.concatenate((left.ids, right.ids))).astype(np.int64))

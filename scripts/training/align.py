"""Word alignment by IBM Model 1, in numpy.

Brown, Della Pietra, Della Pietra and Mercer: The mathematics of statistical machine translation, Computational
Linguistics 19(2), 1993, section 4.2; with a NULL word. Both directions are trained and multiplied, which removes the
rare words that explain everything in one direction ("garbage collectors"; Liang, Taskar and Klein: Alignment by
agreement, NAACL 2006).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bitext:
    """Sentence pairs as sets of word ids.

    `source[i]` and `target[i]` are int64 arrays of distinct ids; `weight[i]` says how much pair *i* counts.
    Source id 0 is kept for NULL and must not occur.
    """

    source: Sequence[IntArray]
    target: Sequence[IntArray]
    weight: Sequence[float]


@dataclass(frozen=True, slots=True)
class Table:
    """Probabilities p(target | source) of the word pairs that occur together, sorted by (source, target)."""

    source: IntArray
    target: IntArray
    probability: FloatArray


def model1(bitext: Bitext, *, iterations: int) -> Table:
    """Expectation maximisation from a uniform start; returns p(target | source) after `iterations` rounds."""
    width = 1 + max(int(ids.max()) for ids in bitext.target if ids.size)
    keys: list[IntArray] = []
    lengths: list[int] = []
    weights: list[float] = []
    null = np.zeros(1, dtype=np.int64)
    for source, target, weight in zip(bitext.source, bitext.target, bitext.weight, strict=True):
        with_null = np.concatenate((null, source))
        keys.append((with_null[None, :] * width + target[:, None]).ravel())
        lengths.extend([with_null.size] * target.size)
        weights.extend([weight] * target.size)
    unique, pair = np.unique(np.concatenate(keys), return_inverse=True)
    del keys
    pair = pair.astype(np.int32)
    sizes = np.asarray(lengths)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    group_weight = np.asarray(weights)
    source_of = unique // width
    probability = np.ones(unique.size)
    for _ in range(iterations):
        share = probability[pair]
        factor = group_weight / np.add.reduceat(share, starts)
        share *= np.repeat(factor, sizes)
        expected = np.bincount(pair, weights=share, minlength=unique.size)
        probability = expected / np.bincount(source_of, weights=expected)[source_of]
    return Table(source_of, unique % width, probability)


def agreed(forward: Table, backward: Table) -> Table:
    """p(target | source) times p(source | target), renormalised per source; NULL is left out.

    `backward` was trained with source and target exchanged.
    """
    width = 1 + int(max(forward.target.max(), backward.source.max()))
    keep = forward.source > 0
    source, target, probability = forward.source[keep], forward.target[keep], forward.probability[keep]
    key = source * width + target
    back_key = backward.target * width + backward.source
    order = np.argsort(back_key, kind="stable")
    back_key, back = back_key[order], backward.probability[order]
    at = np.minimum(np.searchsorted(back_key, key), back_key.size - 1)
    product = probability * np.where(back_key[at] == key, back[at], 0.0)
    total = np.bincount(source, weights=product)
    scale = np.where(total > 0, total, 1.0)[source]
    return Table(source, target, product / scale)

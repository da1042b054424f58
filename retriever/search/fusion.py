"""One score from several rankers, weighted by the question's language and by how many passages compete.

Every ranker's score is put on a scale that does not depend on the other candidates, so that the fused score says
something of its own: 0 is nothing in common, 1 is every word of the question close together. (Scaling by the
candidates' minimum and maximum was measured and is no better; ``docs/retrieval-experiments.md``.)
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retriever.settings import FusionWeights

__all__ = ["Signals", "dense_scale", "fuse"]

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Signals:
    """What each ranker says of the candidates: float32 of one shape, 0..1; cosines below 0 count as 0 when fused."""

    lexical: Floats
    dense: Floats
    late: Floats
    focus: Floats


def fuse(signals: Signals, weights: FusionWeights, pool: int) -> Floats:
    """Weighted mean of the signals, float32 in 0..1; ``pool`` is the number of passages that compete."""
    mixed = np.zeros(len(signals.lexical), dtype=np.float32)
    parts = (
        (weights.lexical, signals.lexical),
        (weights.dense * dense_scale(pool), signals.dense),
        (weights.late, signals.late),
        (weights.focus, signals.focus),
    )
    total = sum(weight for weight, _ in parts)
    for weight, scores in parts:
        mixed += np.float32(weight / total) * np.clip(scores, 0.0, 1.0)
    return mixed


def dense_scale(pool: int) -> float:
    """What the weight of the vectors is multiplied by: 1 at 1,000 passages, 2 at 100,000, not below 1/4.

    Among many passages more hold a question's words by chance, and what the vectors say on their own is worth more; in
    a single document of a hundred passages it adds little to late interaction.
    """
    return max(0.25, (math.log10(max(pool, 1)) - 1.0) / 2.0)

"""One score from several rankers, weighted by what the question is like.

Every ranker's score is put on a scale that does not depend on the other candidates, so that the fused score says
something of its own: 0 is nothing in common, 1 is every word of the question close together. (Scaling by the
candidates' minimum and maximum was measured and is no better; ``docs/retrieval.md``.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retriever.weights import FusionWeights

__all__ = ["Signals", "fuse"]

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Signals:
    """What each ranker says of the candidates: float32 of one shape, 0..1; cosines below 0 count as 0 when fused."""

    lexical: Floats
    dense: Floats
    late: Floats
    focus: Floats


def fuse(signals: Signals, weights: FusionWeights) -> Floats:
    """Weighted mean of the signals, float32 in 0..1.

    The less of the question the best lexical hit reaches, the more the vectors count: words that the corpus does not
    hold in that combination are likely said in another way.
    """
    if not len(signals.lexical):
        return signals.lexical
    reach = float(signals.lexical.max())
    dense = weights.dense * (1.0 + weights.unsure * (1.0 - reach))
    parts = (
        (weights.lexical, signals.lexical),
        (dense, signals.dense),
        (weights.late, signals.late),
        (weights.focus, signals.focus),
    )
    total = sum(weight for weight, _ in parts)
    mixed = np.zeros(len(signals.lexical), dtype=np.float32)
    for weight, scores in parts:
        mixed += np.float32(weight / total) * np.clip(scores, 0.0, 1.0)
    return mixed

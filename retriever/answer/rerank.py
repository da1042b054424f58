"""The order of hits that were read: the score of search and what the reader says of the passage, weighed together.

``docs/retrieval-experiments.md`` has the measurements that set the weights and what else was tried.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from index.types import Hit
from retriever.answer.reading import Read

__all__ = ["BLENDS", "Blend", "reranked"]


@dataclass(frozen=True, slots=True)
class Blend:
    """How the reader and search are weighed.

    ``reader`` (0..1) is the weight of the reader, search has the rest. The larger ``spread``, the more log-odds far
    from even still differ.
    """

    reader: float
    spread: float

    def score(self, found: float, logit: float) -> float:
        """Return the score (0..1) of a hit that search scored ``found`` (0..1), read with the log-odds ``logit``."""
        return (1 - self.reader) * found + self.reader / (1 + math.exp(-logit / self.spread))

    def unread(self, found: float) -> float:
        """Return the score of a hit that was not read: nothing is known to speak for it but what search says."""
        return (1 - self.reader) * found


BLENDS: Final[Mapping[str, Blend]] = MappingProxyType(
    {"zh": Blend(reader=0.2, spread=3.0), "en": Blend(reader=0.3, spread=4.0)}
)
"""By language of the question."""


def reranked(hits: Sequence[Hit], reads: Sequence[Read], language: str) -> list[Hit]:
    """Return ``hits`` with those of ``reads`` first, the best first, and the others behind them in their order.

    Ranks count from 1 anew; scores stay in 0..1 and never rise from one hit to the next. Without ``reads`` the hits
    stay as they are. ``language`` is that of the question, "zh" or "en".
    """
    if not reads:
        return list(hits)
    blend = BLENDS[language]
    logits = {read.hit.passage_id: read.reading.logit for read in reads}
    first = [(blend.score(hit.score, logits[hit.passage_id]), hit) for hit in hits if hit.passage_id in logits]
    first.sort(key=lambda pair: -pair[0])
    behind = [(blend.unread(hit.score), hit) for hit in hits if hit.passage_id not in logits]
    ordered: list[Hit] = []
    least = 1.0
    for rank, (score, hit) in enumerate([*first, *behind], 1):
        least = min(least, score)
        ordered.append(replace(hit, rank=rank, score=least))
    return ordered

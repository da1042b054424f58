"""A system of a few lines: character-pair BM25 over windows of the gold set's texts, with answers cut from the best.

Enough of one to give rankings, answers, confidences and refusals of every quality; nothing is drawn at random.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from eval.measures.matching import canonical_answer

WINDOW = 120


class TinySystem:
    """Answers from windows of :data:`WINDOW` characters; refuses when the best score is below ``refuse``."""

    def __init__(self, texts: Mapping[str, str], refuse: float = 8.0) -> None:
        self.texts = texts
        self.refuse = refuse
        self.places = [
            (file, start, min(start + WINDOW, len(text)))
            for file, text in texts.items()
            for start in range(0, len(text), WINDOW)
        ]
        self.pairs = [Counter(pairs(texts[file][start:end])) for file, start, end in self.places]
        self.frequency = Counter(pair for window in self.pairs for pair in window)

    def __call__(self, question: str) -> dict[str, Any]:
        asked = set(pairs(question))
        scored = sorted(
            (
                (sum(self._weight(pair) for pair in asked & window.keys()), number)
                for number, window in enumerate(self.pairs)
            ),
            key=lambda pair: (-pair[0], pair[1]),
        )[:20]
        hits = [self._hit(rank, score, number) for rank, (score, number) in enumerate(scored, 1)]
        best = scored[0][0]
        refused = best < self.refuse
        return {
            "schema": 1,
            "id": None,
            "question": question,
            "abstained": refused,
            "reason": "nothing near" if refused else None,
            "answers": [] if refused else [self._answer(hits[0], best)],
            "hits": hits,
            "took_ms": 1.0 + len(question) / 100,
        }

    def _weight(self, pair: str) -> float:
        return math.log(1 + len(self.places) / (1 + self.frequency[pair]))

    def _hit(self, rank: int, score: float, number: int) -> dict[str, Any]:
        file, start, end = self.places[number]
        text = self.texts[file][start:end]
        return {"rank": rank, "score": score, "file": file, "start": start, "end": end, "text": text, "document": None,
                "heading": [], "also_at": [], "highlights": []}  # fmt: skip

    def _answer(self, hit: dict[str, Any], score: float) -> dict[str, Any]:
        figure = re.search(r"[\d.]+%?", hit["text"])
        text = figure[0] if figure else hit["text"]
        citation = {"file": hit["file"], "start": hit["start"], "end": hit["end"], "quote": hit["text"]}
        return {"text": text, "confidence": min(1.0, score / 60), "place": None, "year": None, "citation": citation}


def pairs(text: str) -> list[str]:
    bare = canonical_answer(text)
    return [bare[at : at + 2] for at in range(len(bare) - 1)]

"""What a passage says of a draft sentence: from the model's scores to a judgement."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.types import Span
from retriever.reader.spans import (
    EVIDENCE_END,
    EVIDENCE_START,
    LONGEST_ANSWER,
    LONGEST_EVIDENCE,
    best_spans,
    characters,
    log_sum,
    nested,
)
from retriever.reader.windows import Window

__all__ = ["VERDICTS", "Judgement", "judgement_of"]

VERDICTS = ("supported", "same_words", "differs", "absent")
"""What a passage may say of a sentence, in the order of the model's logits."""

DRAWN_OFTENER = np.array([0.0, 0.0, 1.0, 3.0])
"""How much likelier (in logits) training makes "differs" and "absent" than they are in drafts: taken off again.

Chosen on the development sentences of ``claims_read``: the share of four verdicts that is right rises from .82 to .88.
"""

FIRST_VERDICT, CLAIM = 1, 5
"""Where the logits of a whole window begin to be those of the verdicts, and which one is that of a claim."""

RIGHT_START, RIGHT_END, WRONG_START, WRONG_END = range(4, 8)
"""Columns of the span scores: the ends of the right words in the passage, of the wrong ones in the sentence."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one passage says of a draft sentence.

    ``supported`` (in other words), ``same_words``, ``differs`` and ``absent`` are probabilities that sum to 1;
    ``claim`` is the probability that the sentence claims anything at all. ``evidence`` is the stretch of the passage
    that speaks of the sentence, ``right`` the words in it that stand where the sentence has others, ``wrong`` those
    words of the sentence; the two are None where the model believes rather that nothing differs. Spans are code points
    of the texts as given. A passage without any character that can be read is absent and has no spans.
    """

    supported: float
    same_words: float
    differs: float
    absent: float
    claim: float
    evidence: Span | None
    right: Span | None
    wrong: Span | None

    @property
    def verdict(self) -> str:
        """The likeliest of `VERDICTS`."""
        return max(VERDICTS, key=lambda name: float(getattr(self, name)))


def judgement_of(
    scores: NDArray[np.float32], text: NDArray[np.float32], window: Window, said: Sequence[tuple[int, int]]
) -> Judgement:
    """The judgement of one window.

    Args:
        scores: ``[length, 8]`` logits of the ends of spans.
        text: ``[6]`` logits of the whole window.
        window: the input that they belong to.
        said: code point ranges of the sentence's pieces, which stand in the window from its second piece on.
    """
    claim = 1 / (1 + math.exp(-max(-60.0, min(60.0, float(text[CLAIM])))))
    size, first = len(window.offsets), window.first
    if size == 0:
        return Judgement(0.0, 0.0, 0.0, 1.0, claim, None, None, None)
    logits = text[FIRST_VERDICT:CLAIM].astype(np.float64) - DRAWN_OFTENER
    supported, same_words, differs, absent = (float(p) for p in np.exp(logits - log_sum(logits)))
    rows = np.concatenate([scores[:1], scores[first : first + size]]).astype(np.float64)
    rows -= log_sum(rows)
    none, logs = rows[0], rows[1:]
    evidences = best_spans(logs[:, EVIDENCE_START], logs[:, EVIDENCE_END], LONGEST_EVIDENCE)
    candidates = best_spans(logs[:, RIGHT_START], logs[:, RIGHT_END], LONGEST_ANSWER)
    evidence, right = evidences[0][0], None
    if candidates[0][1] > none[RIGHT_START] + none[RIGHT_END]:
        evidence, (right, _) = nested(candidates, evidences)
    return Judgement(
        supported,
        same_words,
        differs,
        absent,
        claim,
        characters(evidence, window.offsets),
        characters(right, window.offsets) if right else None,
        _wrong(scores[: 1 + len(said)].astype(np.float64), said),
    )


def _wrong(rows: NDArray[np.float64], said: Sequence[tuple[int, int]]) -> Span | None:
    """The wrong words of the sentence, None where "none" is likelier than the likeliest of them."""
    if not said:
        return None
    starts, ends = rows[:, WRONG_START], rows[:, WRONG_END]
    pieces, score = best_spans(starts[1:], ends[1:], LONGEST_ANSWER)[0]
    return characters(pieces, said) if score > starts[0] + ends[0] else None

"""How sure an answer is, and when to give none.

The probability that a candidate is right is a logistic regression over its :class:`~retriever.extract.choose.Features`,
one for each form of answer. ``scripts/fit_confidence.py`` fits the weights and writes them here; what they were fitted
on, and how well they are calibrated, is in ``docs/answering.md``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType

from retriever.extract.choose import Candidate, Features

__all__ = ["ANSWER_FROM", "LIST_FROM", "WEIGHTS", "probability"]

ANSWER_FROM = 0.5
"""A question is answered when its best candidate is at least this likely to be right."""

LIST_FROM = 0.5
"""Beside the best, documents whose own best candidate is at least this likely are listed when no place is named."""

OTHER_YEAR = 0.05
"""Most that a figure of another year than the one asked for can have: it is no answer, by rule and not by weight."""

FEATURES = tuple(f.name for f in fields(Features))

_FIGURE = {
    "bias": -7.0,
    "subject": 4.0,
    "sentence": 1.5,
    "context": 2.0,
    "precision": 1.5,
    "subject_similarity": 3.0,
    "clause_similarity": 2.0,
    "context_similarity": 1.5,
    "year_match": 0.8,
    "year_clash": -5.0,
    "year_missing": -0.8,
    "kind": 1.2,
    "change": 0.8,
    "attributive": -1.0,
    "summary": -0.5,
    "hit": 1.5,
}
_TEXT = {
    "bias": -5.5,
    "subject": 3.0,
    "sentence": 1.5,
    "context": 2.5,
    "precision": 0.5,
    "subject_similarity": 3.0,
    "clause_similarity": 2.0,
    "context_similarity": 2.0,
    "year_match": 0.5,
    "year_clash": -3.0,
    "kind": 0.5,
    "summary": -0.5,
    "fallback": -2.5,
    "hit": 2.0,
}
_NOTE = {**_TEXT, "bias": -4.5}

WEIGHTS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {"quantity": _FIGURE, "note": _NOTE, "body": _TEXT, "date": _TEXT, "number": _TEXT, "clause": _TEXT}
)
"""Weights by form of answer, then by feature ("bias" is the intercept); a feature left out weighs nothing."""


def probability(candidate: Candidate) -> float:
    """Return the probability (0..1) that ``candidate`` answers the question."""
    weights = WEIGHTS[candidate.form]
    features = candidate.features
    score = weights["bias"] + sum(w * getattr(features, name) for name, w in weights.items() if name != "bias")
    chance = 1 / (1 + math.exp(-score))
    return min(chance, OTHER_YEAR) if features.year_clash else chance

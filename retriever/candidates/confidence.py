"""How sure an answer is, and when to give none.

The probability that a candidate is right is a logistic regression over its
:class:`~retriever.candidates.choose.Features`, one for each form of answer; a question gets no answer when its best
candidate stays below the threshold of its form. ``scripts/fit_confidence.py`` fits both into ``confidence.json``;
what they were fitted on, and how well they are calibrated, is in ``docs/answering.md``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from retriever.candidates.features import Candidate, Features

__all__ = [
    "FEATURES",
    "FREE",
    "GROUPS",
    "OTHER_YEAR",
    "PRIOR",
    "Model",
    "enough",
    "least",
    "model",
    "probability",
    "threshold_name",
]

FEATURES = tuple(f.name for f in fields(Features))

FREE = frozenset({"latin"})
"""Features whose weight may have either sign; the others keep the sign that they have by hand."""

OTHER_YEAR = 0.05
"""Most that a figure of another year than the one asked for can have: it is no answer, by rule and not by weight."""

DEFAULT_FROM = 0.5
"""Threshold of a form without one of its own."""

GROUPS = (("quantity",), ("note",), ("body", "date", "frequency", "cited"), ("clause",), ("fallback",))
"""Forms of answer that share their weights: those cut out of a leaf agree with the question as the leaf does."""

_FIGURE = {
    "bias": -6.0,
    "subject": 2.0,
    "meant": 2.0,
    "meant_sentence": 1.0,
    "meant_context": 1.0,
    "precision": 1.0,
    "reverse": 1.0,
    "unasked": -0.5,
    "swapped": -1.0,
    "missing": -0.5,
    "unmet": -1.0,
    "unmet_context": -1.0,
    "pieces": 1.0,
    "pieces_clause": 1.0,
    "subject_similarity": 2.0,
    "clause_similarity": 2.0,
    "context_similarity": 0.5,
    "pieces_leaf": 1.0,
    "leaf_similarity": 1.0,
    "sole": 0.5,
    "rival": -2.0,
    "year_match": 0.8,
    "year_missing": -0.8,
    "kind_clash": -3.0,
    "kind_fit": 0.5,
    "change": 0.8,
    "attributive": -1.0,
    "summary": -0.5,
    "hit": 1.0,
    "lead": 1.0,
    "unheard": -1.0,
    "slight": -1.0,
    "unnamed": -1.0,
}
_LEAF = {
    "bias": -6.0,
    "meant": 1.0,
    "meant_context": 1.0,
    "unmet_context": -1.0,
    "pieces": 3.0,
    "pieces_clause": 1.0,
    "subject_similarity": 3.0,
    "year_match": 0.5,
    "summary": -0.5,
    "hit": 2.0,
    "lead": 2.0,
    "unheard": -1.0,
    "slight": -1.0,
    "unnamed": -1.0,
    "opening": -1.0,
    "defines": 1.0,
}
_SHORT = {
    **_LEAF,
    "meant_sentence": 1.0,
    "clause_similarity": 1.0,
    "context_similarity": 1.0,
    "first": 0.5,
    "echo": -2.0,
    "kind_clash": -2.0,
}
_NOTE = {
    **_LEAF,
    "bias": -5.0,
    "subject": 1.0,
    "meant_sentence": 1.0,
    "precision": 0.5,
    "reverse": 0.5,
    "kind_clash": -1.0,
    "clause_similarity": 2.0,
    "context_similarity": 1.0,
    "first": 1.0,
}
PRIOR: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "quantity": _FIGURE,
        "note": _NOTE,
        "body": _SHORT,
        "date": _SHORT,
        "frequency": _SHORT,
        "cited": _SHORT,
        "clause": _LEAF,
        "fallback": {**_LEAF, "bias": -7.0, "kind_clash": -2.0},
    }
)
"""Weights set by hand, by form and feature ("bias" is the intercept): signs bound the fit, sizes anchor it."""


@dataclass(frozen=True, slots=True)
class Model:
    """Fitted ``weights`` by form and feature, and the probability from which a question is answered.

    ``answer_from`` is by form, and by form and " en" for questions in English, whose agreement is weaker throughout.
    """

    weights: Mapping[str, Mapping[str, float]]
    answer_from: Mapping[str, float]


@cache
def model() -> Model:
    """Return the model that comes with the package, read once."""
    stored = json.loads((files("retriever.candidates") / "confidence.json").read_text("utf-8"))
    return Model(stored["weights"], stored["answer_from"])


def probability(candidate: Candidate) -> float:
    """Return the probability (0..1) that ``candidate`` answers the question."""
    weights = model().weights[candidate.form]
    features = candidate.features
    score = weights["bias"]
    for name, weight in weights.items():
        if name != "bias":
            score += weight * getattr(features, name)
    chance = 1 / (1 + math.exp(-score))
    return min(chance, OTHER_YEAR) if features.year_clash else chance


def enough(candidate: Candidate, chance: float, share: float = 1.0) -> bool:
    """Whether a candidate of this probability is given as an answer, from ``share`` of the threshold of its form."""
    return chance >= share * least(candidate.form, bool(candidate.features.latin))


def least(form: str, latin: bool = False) -> float:
    """Return the probability from which a candidate of ``form`` is an answer, ``latin`` to an English question."""
    thresholds = model().answer_from
    return thresholds.get(threshold_name(form, latin), thresholds.get(form, DEFAULT_FROM))


def threshold_name(form: str, latin: bool) -> str:
    """Return the name of a threshold in ``answer_from``."""
    return f"{form} en" if latin else form

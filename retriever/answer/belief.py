"""How likely a candidate is right: what the reader says of it and of its passage, and how it fits by rule.

A logistic regression over `FEATURES` ranks the candidates; of the best, a line per language turns the score into a
probability (Platt, 1999), and below the threshold of its language no answer is given. All three are in ``belief.json``,
fitted by ``scripts/fit_belief.py`` on questions that the reader was not trained on: see ``docs/answering.md``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.types import Span
from retriever.answer.forms.candidate import Candidate
from retriever.answer.reading import Read

__all__ = ["Belief", "belief", "features"]

FORMS = ("quantity", "note", "body", "date", "frequency", "cited", "clause", "fallback")
_SUREST, _LEAST_SUPPORT = 12.0, -10.0


@dataclass(frozen=True, slots=True)
class Belief:
    """The fitted values; ``lines`` and ``thresholds`` are by language, "zh" or "en"."""

    weights: Mapping[str, float]
    lines: Mapping[str, tuple[float, float]]
    thresholds: Mapping[str, float]

    def score(self, given: Mapping[str, float]) -> float:
        """The log-odds by which candidates are ranked."""
        return sum(self.weights.get(name, 0.0) * value for name, value in given.items() if value)

    def probability(self, score: float, language: str) -> float:
        """How likely (0..1) a best candidate of this score is right."""
        slope, offset = self.lines[language]
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, slope * score + offset))))


@cache
def belief() -> Belief:
    """The fitted values that come with the package."""
    held = json.loads((files("retriever.answer") / "belief.json").read_text("utf-8"))
    lines = {language: (float(line[0]), float(line[1])) for language, line in held["lines"].items()}
    return Belief(held["weights"], lines, held["thresholds"])


def features(candidate: Candidate, read: Read, language: str) -> dict[str, float]:
    """What is known of a candidate out of a passage that was read, by name."""
    reading, fit = read.reading, candidate.fit
    whole, note = float(candidate.whole), float(candidate.form == "note")
    short = 1.0 - whole - note
    logit = max(-_SUREST, min(_SUREST, reading.logit)) / 4
    margin = max(-_SUREST, min(_SUREST, read.margin)) / 4
    support = max(_LEAST_SUPPORT, read.answer_support(candidate.answer)) / 3
    evidence = max(_LEAST_SUPPORT, read.evidence_support(candidate.leaf.span)) / 3
    same = _agreement(candidate.answer, read.answer)
    latin = float(language == "en")
    return {
        "bias": 1.0,
        "logit": logit,
        "margin": margin,
        "hit": read.hit.score,
        "support_short": short * support,
        "support_whole": whole * support,
        "evidence": (1 - note) * evidence,
        "evidence_note": note * evidence,
        "same_short": short * same,
        "same_whole": whole * same,
        "same_clause": whole * _agreement(candidate.leaf.span, read.evidence),
        "note_logit": note * logit,
        "kind_fit": fit.kind_fit,
        "kind_clash": (1 - whole) * fit.kind_clash,
        "lacks": whole * fit.kind_clash,
        "change": fit.change,
        "attributive": fit.attributive,
        "echo": fit.echo,
        "first": fit.first,
        "opening": fit.opening,
        "defines": fit.defines,
        "year_match": fit.year_match,
        "year_clash": fit.year_clash,
        "year_missing": fit.year_missing,
        "latin": latin,
        "latin_logit": latin * logit,
        **{form: float(candidate.form == form) for form in FORMS},
    }


def _agreement(one: Span, other: Span | None) -> float:
    """F1 of the characters of two spans."""
    return 0.0 if other is None else 2 * one.overlap(other) / max(1, one.size + other.size)

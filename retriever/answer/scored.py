"""A candidate with what is thought of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from retriever.answer.forms.candidate import Candidate
from retriever.answer.reading import Read

__all__ = ["Scored"]


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with the probability that it is right, what the probability was made of, and its reading."""

    chance: float
    candidate: Candidate
    features: Mapping[str, float]
    read: Read

"""Every weight of retrieval and what it does; ``docs/retrieval-experiments.md`` has the measurements that set them."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = [
    "CANDIDATES",
    "CHARACTER_WEIGHT",
    "CROWDING",
    "CROWDING_LIMIT",
    "CROWDING_SEVERAL",
    "DOCUMENT_SHARE",
    "ELSEWHERE_FACTOR",
    "ELSEWHERE_NAMED_FACTOR",
    "FOCUS_TOKENS",
    "LATE_TOKENS",
    "NAMED_FACTOR",
    "NOTE_FACTOR",
    "PAIR_WEIGHT",
    "RARITY_SAMPLE",
    "SCOPE_SAMPLE",
    "SETTINGS",
    "STATED_FACTOR",
    "SUMMARY_FACTOR",
    "TRANSLATION_POWER",
    "UNKNOWN_FACTOR",
    "WEIGHTS",
    "FusionWeights",
    "SearchSettings",
]

CANDIDATES: Final = 100
"""Passages taken from each of the two first-stage rankers."""

FOCUS_TOKENS: Final = 16
"""Tokens of a stretch of a passage that late interaction looks at on its own."""

LATE_TOKENS: Final = 128
"""Distinct tokens of a question that late interaction compares, the weightiest first: bounds what a long text costs."""

CHARACTER_WEIGHT: Final = 0.7
"""Weight of the characters of a Chinese question beside its words, where the index holds them."""

PAIR_WEIGHT: Final = 0.6
"""Weight of pairs of adjacent characters of a Chinese question beside its words, where the index holds them."""

TRANSLATION_POWER: Final = 0.5
"""Exponent of a translation's probability in a mixture: below 1, unusual translations count for more."""


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """Weights of the rankers, each of whose scores lies in 0..1 on a scale of its own that no other question changes.

    ``lexical`` is BM25 as a share of the most that the question could reach, ``dense`` the cosine of the vectors,
    ``late`` MaxSim over the passage, ``focus`` MaxSim over its best stretch. ``dense`` holds for a thousand passages
    (see :func:`retriever.search.fusion.dense_scale`).
    """

    lexical: float
    dense: float
    late: float
    focus: float


WEIGHTS: Final = MappingProxyType(
    {
        "zh": FusionWeights(lexical=1.0, dense=0.3, late=0.5, focus=0.4),
        "en": FusionWeights(lexical=2.0, dense=0.3, late=0.4, focus=0.6),
    }
)
"""By language of the question: in English the lexical ranker sees translations only."""

SUMMARY_FACTOR: Final = 0.97
"""What the score of a press summary without an official counterpart is multiplied by: below equals, never hidden."""

NOTE_FACTOR: Final = 1.1
"""What the score of a passage with a responsibility note is multiplied by when a question asks for a body."""

STATED_FACTOR: Final = 2.0
"""What the score of a passage that states a document's number, date, issuer or title is multiplied by, if asked for."""

NAMED_FACTOR: Final = 0.9
"""What the score of a passage is multiplied by that names the place asked for, in a document whose place is not known
(or which is about the country, or a larger place around it)."""

UNKNOWN_FACTOR: Final = 0.75
"""The same for a passage of such a document that does not name the place."""

ELSEWHERE_NAMED_FACTOR: Final = 0.7
"""The same for a passage that names the place, in a document that is known to be about another one."""

ELSEWHERE_FACTOR: Final = 0.3
"""The same for any other passage of a document that is known to be about another place."""

DOCUMENT_SHARE: Final = 0.8
"""Share of a passage's score that counts by how near its document's best passage comes to the best of all, unless a
question asks for several places."""

CROWDING: Final = 0.02
"""Share of its score that a passage loses for every better one of the same document, when no place is named."""

CROWDING_SEVERAL: Final = 0.05
"""The same when a question asks for several places: who asks for every city wants every city's answer."""

CROWDING_LIMIT: Final = 4
"""Better passages of the same document that count at most."""

RARITY_SAMPLE: Final = 2_000_000
"""Tokens of the corpus that their rarity is estimated from."""

SCOPE_SAMPLE: Final = 512
"""Passages that the rarity of tokens within a question's limits is estimated from."""


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """What a search may be tuned by, each field a constant above; `yinju eval sweep` tries others by these names."""

    zh: FusionWeights = WEIGHTS["zh"]
    en: FusionWeights = WEIGHTS["en"]
    candidates: int = CANDIDATES
    focus_tokens: int = FOCUS_TOKENS
    character_weight: float = CHARACTER_WEIGHT
    pair_weight: float = PAIR_WEIGHT
    translation_power: float = TRANSLATION_POWER
    summary_factor: float = SUMMARY_FACTOR
    note_factor: float = NOTE_FACTOR
    stated_factor: float = STATED_FACTOR
    named_factor: float = NAMED_FACTOR
    unknown_factor: float = UNKNOWN_FACTOR
    elsewhere_named_factor: float = ELSEWHERE_NAMED_FACTOR
    elsewhere_factor: float = ELSEWHERE_FACTOR
    document_share: float = DOCUMENT_SHARE
    crowding: float = CROWDING
    crowding_several: float = CROWDING_SEVERAL
    crowding_limit: int = CROWDING_LIMIT

    def fusion(self, language: str) -> FusionWeights:
        """Return the weights for a question in ``language``, "zh" or "en"."""
        return self.en if language == "en" else self.zh


SETTINGS: Final = SearchSettings()
"""The values in force."""

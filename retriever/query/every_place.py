"""Questions that ask for every place at once: what is asked of each of them."""

from __future__ import annotations

import re

__all__ = ["asked_of_each"]

_EVERY = re.compile(
    r"各[个個]?(?:城市|地[区區方]?|[县縣]市|省市)的?|有?哪(?:些|几|幾)?[个個座]?(?:城市|地方|地[区區]|[县縣]市|省市)的?"
    r"|[,，]?\s*\b(?:(?:all|which|each|every|across|for|in|of|the)\s+)+(?:cit(?:y|ies)|places)\b",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"^\s*(?:都|分别|分別)?(?:提出|[订訂]出?|明[确確]|[设設]定|制定|[规規]定|写明|寫明)(?:了|过|過)?(?=\S{2,}的(?:目[标標]|指[标標]))"
)
"""What a city does to a target: without the city it asks for one who says so, not for the target."""

_SHORTEST = 4
"""Characters that have to be left for a question."""


def asked_of_each(question: str) -> str:
    """Return the question without the words that ask it of every place (各城市, which cities), as one asks it of one.

    A passage answers for its own place and cannot say that it does for all; the question as it is when little is left.
    """
    plain = _STATED.sub("", _EVERY.sub(" ", question).strip()) if _EVERY.search(question) else question
    return plain if len(plain) >= _SHORTEST else question

"""English words as the lexicon spells them: American spelling, and the parts of words that it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.language.lexicon import Lexicon

__all__ = ["american", "spelled_for"]

_WORD = re.compile(r"[a-z]+")
_SHORTEST_PART = 4
"""Letters of the shortest part that a compound is cut into: waste-water, but not of-ten."""
_PREFIXES = ("non", "de", "re", "pre", "co", "sub", "inter", "multi", "micro", "mini", "over", "under", "bio", "eco")
_BRITISH = (
    (re.compile(r"is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"ys(?=(?:e|ed|es|er|ing)$)"), "yz"),
    (re.compile(r"our(?=(?:s|ed|ing|able|ite)?$)"), "or"),
    (re.compile(r"(?<=[bct])re(?=s?$)"), "er"),
    (re.compile(r"(?<=[a-z]{3})ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=[a-z]{3})mme(?=s?$)"), "m"),
    (re.compile(r"ll(?=(?:ed|ing|er|ers)$)"), "l"),
    (re.compile(r"ence(?=s?$)"), "ense"),
    (re.compile(r"^aluminium"), "aluminum"),
)


def american(word: str) -> Iterator[str]:
    """Spellings that a British ``word`` may have in American English: utilisation → utilization, fibre → fiber."""
    for pattern, replacement in _BRITISH:
        respelled = pattern.sub(replacement, word)
        if respelled != word:
            yield respelled


def spelled_for(lexicon: Lexicon, text: str) -> str:
    """``text`` (lower case) with every word that ``lexicon`` lacks put in a way that it has, where there is one.

    In order: an American spelling, two words that make it up (greywater → grey water), the word without a prefix.
    """
    return _WORD.sub(lambda match: _known(lexicon, match.group()), text)


def _known(lexicon: Lexicon, word: str) -> str:
    for respelled in american(word):
        if lexicon.entry((respelled,)) is not None:
            return respelled
    if len(word) < 2 * _SHORTEST_PART or lexicon.entry((word,)) is not None:
        return word
    cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    for at in sorted(cuts, key=lambda at: abs(2 * at - len(word))):
        if lexicon.entry((word[:at],)) is not None and lexicon.entry((word[at:],)) is not None:
            return f"{word[:at]} {word[at:]}"
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and lexicon.entry((rest,)) is not None:
            return rest
    return word

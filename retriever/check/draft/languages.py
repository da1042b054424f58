"""Whether a sentence is in a language that is read: Chinese or English, and no other."""

from __future__ import annotations

import re

__all__ = ["in_another_language"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_OTHER = re.compile(r"[^\W\d_A-Za-zÀ-ɏ\u3400-\u9fff]")
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|is|are|by|for|with|from|that|this|its?|will|be|was|were|ha[sd]|have|at|as|or|which|should)\b"
)
# The commonest words of French, Spanish, Portuguese, Italian, German and Dutch that are no English ones.
_FOREIGN = re.compile(
    r"\b(?:l[aeo]s?|des|une?|du|et|est|que|qui|pour|dans|sur|avec|aux|ce|cette|el|los|una"
    r"|del|por|para|con|como|y|os?|d[ao]s?|em|não|il|gli|di|che|per|della|der|die|und|ist|den|dem|eine?|mit|für|von|auf|het|een|van|de|à)\b"
)
_MOST = 0.3
"""Share of the letters that may be of another script: names, symbols."""


def in_another_language(said: str) -> bool:
    """Whether most of a sentence cannot be read: another script (kana included), or words of another Latin language."""
    han, latin, other = (len(script.findall(said)) for script in (_HAN, _LATIN, _OTHER))
    if other > _MOST * (han + latin + other):
        return True
    if han * 2 > latin:
        return False
    text = said.lower()
    foreign, english = len(_FOREIGN.findall(text)), len(_ENGLISH.findall(text))
    return foreign >= 2 and foreign > english

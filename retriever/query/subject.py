"""Whether a clause of a question names what it is about, or leaves that to what was said before (由谁负责?)."""

from __future__ import annotations

import re

from index.language.normalise import normalise_text
from index.language.tokens import tagged_words
from retriever.query.content import is_content

__all__ = ["lacks_subject"]

_NAMING = ("n", "eng", "j", "l", "i", "x", "t")
"""Parts of speech, by their first letters, that can name a subject: nouns, Latin words, abbreviations, idioms."""

_LIGHT_WORDS = (
    "it its that this they them there what who whom which when where why how much many long is are was were be been do "
    "does did will would should must can could may has have had for in on at by of to from with and or but so then the "
    "a an any some about responsible responsibility charge lead leads leading start starts begin begins effect force "
    "apply applies say says text document plan people way else also more exactly please tell me"
)
_LIGHT = frozenset(_LIGHT_WORDS.split())
"""English words that leave open what is asked about."""

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")


def lacks_subject(clause: str, language: str) -> bool:
    """Whether a clause (as typed, "zh" or "en") names nothing that it could be about.

    A noun directly behind the question word (哪些材料, 多少钱) is what is asked for, not what it is asked of. One
    verb alone (怎么申请) leaves its object open, several words of doing name a matter (淘汰落后产能).
    """
    if language == "en":
        words = [word.lower() for word in _WORD.findall(clause)]
        return all(word in _LIGHT for word in words) and not re.search(r"\d", clause)
    acts, asked = 0, False
    for word, pos in tagged_words(normalise_text(clause)):
        says, behind = is_content(word), asked
        asked = pos in ("r", "m") and not word.isdigit()
        if behind or not says:
            continue
        if pos.startswith(_NAMING):
            return False
        acts += pos.startswith(("v", "a"))
    return acts <= 1

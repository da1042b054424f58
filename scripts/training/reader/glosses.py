"""Words of Chinese questions put into English by a dictionary (CC-CEDICT), as bilingual users write."""

from __future__ import annotations

import random
import re
from pathlib import Path

import rjieba

from scripts.training.corpus import rows

SHARE = 0.35
"""Part of the words with a gloss that is replaced in a question."""

_LONGEST = 24


class Glosses:
    """One short English word or phrase for many Chinese words, in both scripts."""

    def __init__(self, data: Path) -> None:
        self.english: dict[str, str] = {}
        for row in rows(data, "cedict"):
            gloss = _first(row["defs"])
            if gloss and len(row["simp"]) > 1:
                self.english.setdefault(row["simp"], gloss)
                self.english.setdefault(row["trad"], gloss)

    def mix(self, text: str, rng: random.Random) -> str:
        """The text with some of its words in English."""
        pieces = []
        for word in rjieba.cut(text):
            gloss = self.english.get(word)
            pieces.append(f" {gloss} " if gloss and rng.random() < SHARE else word)
        return re.sub(" +", " ", "".join(pieces)).strip()


def _first(definitions: object) -> str:
    """The first plain definition of an entry, without what stands in brackets."""
    texts = definitions if isinstance(definitions, list) else str(definitions).split("/")
    for text in texts:
        plain = re.sub(r"\([^)]*\)|\[[^\]]*\]", "", str(text)).split(";")[0].strip()
        plain = re.sub(r"^to ", "", plain)
        if (
            plain
            and len(plain) <= _LONGEST
            and re.fullmatch(r"[A-Za-z' -]+", plain)
            and not plain.startswith(("variant", "see ", "old "))
        ):
            return plain
    return ""

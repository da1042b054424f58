"""English words as the lexicon spells them."""

from __future__ import annotations

import pytest

from index.language.english_spelling import spelled_for
from index.language.lexicon import Lexicon


class Words(Lexicon):
    """A lexicon of a few words."""

    def __init__(self) -> None:
        pass

    def entry(self, words: tuple[str, ...]) -> str | None:
        known = {
            "utilization",
            "fiber",
            "fibre",
            "center",
            "water",
            "grey",
            "store",
            "fossil",
            "labor",
            "hour",
            "waste",
        }
        return words[0] if words[0] in known else None


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("carbon utilisation", "carbon utilization"),
        ("the fibre centre", "the fiber center"),
        ("labour per hour", "labor per hour"),
        ("greywater store", "grey water store"),
        ("nonfossil", "fossil"),
        ("quantum zorgs 2025", "quantum zorgs 2025"),
        ("", ""),
    ],
)
def test_spelling(text: str, spelled: str) -> None:
    assert spelled_for(Words(), text) == spelled

"""Traditional characters and regional words to the mainland's, in two steps of longest matches from left to right.

``characters.txt`` simplifies characters and words written with Traditional ones; ``words.txt`` then replaces Taiwan's
and Hong Kong's words in the Simplified result, so that text converted unevenly meets the same word. Both are
tab-separated OpenCC dictionaries, derived by ``scripts/derive_vocabulary.py`` from OpenCC's own (Apache-2.0), and
OpenCC does the conversion; the tables are read here only to know which words change their length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import opencc

__all__ = ["STEPS", "Step", "converted"]

_HERE = Path(__file__).parent
_LONE_SURROGATES = re.compile(r"([\ud800-\udfff]+)")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the conversion; ``name`` is that of its dictionary."""

    name: str

    def convert(self, text: str) -> str:
        """Return ``text`` converted."""
        return converted(_config(self.name), text)

    def resized(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield, from left to right, ``(start, size, size after conversion)`` of the words that change their length."""
        table, sizes, starts = _table(self.name)
        end = 0
        for match in starts.finditer(text):
            at = match.start()
            if at < end:
                continue
            for size in sizes[match.group()]:
                key = text[at : at + size]  # shorter than size at the end of the text
                value = table.get(key)
                if value is not None:
                    if len(value) != len(key):
                        yield at, len(key), len(value)
                    end = at + len(key)
                    break


STEPS = (Step("characters"), Step("words"))


def converted(config: str, text: str) -> str:
    """Return ``text`` converted by OpenCC; ``config`` is the name or the path of one of its configurations."""
    if text.isascii():
        return text
    converter = _converter(config)
    try:
        made: str = converter.convert(text)
    except UnicodeEncodeError:  # a lone surrogate, for instance out of a JSON escape
        parts = _LONE_SURROGATES.split(text)
        return "".join(part if i % 2 else converter.convert(part) for i, part in enumerate(parts))
    return made


@cache
def _config(name: str) -> str:
    return str(_HERE / f"{name}.json")


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


@cache
def _table(name: str) -> tuple[dict[str, str], dict[str, tuple[int, ...]], re.Pattern[str]]:
    """Return key → value, first character → sizes of keys (longest first), and a pattern of those characters.

    Keys of one character that stay one are left out: they neither change a length nor hide another word.
    """
    table: dict[str, str] = {}
    sizes: dict[str, set[int]] = {}
    for line in (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        key, value = line.split("\t")
        if len(key) > 1 or len(value) > 1:
            table[key] = value
            sizes.setdefault(key[0], set()).add(len(key))
    ordered = {char: tuple(sorted(found, reverse=True)) for char, found in sizes.items()}
    return table, ordered, re.compile(f"[{re.escape(''.join(ordered))}]")

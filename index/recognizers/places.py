"""Names of places in China: a gazetteer, and finding its names in a text or a question.

``places.tsv`` holds the provinces, the prefecture-level units, the county-level cities and most counties (these taken
from the place names of jieba's dictionary), with their province and how they are spelled in Latin letters (pinyin
first, then spellings such as Harbin or Hong Kong). It is general knowledge, independent of any corpus. Names are
Simplified: give it folded (:func:`index.language.fold.fold`) or normalised text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from index.language.tokens import tokenise_spans
from index.types import Span

__all__ = ["Gazetteer", "GazetteerEntry", "find_places", "gazetteer", "places_in", "spelled"]

_LEVELS = {"p": "province", "c": "prefecture", "x": "county"}
# What makes 朝阳区, 南京镇 or 四平路 another, smaller place than the city; not 区域, 县级, 镇化, 路网 ...
_SMALLER = re.compile(
    r"(?:县(?![级域城长]|区)|区(?![域间别块位分划县])|镇(?!化)|乡(?!村|镇)|村|街道|旗"
    r"|[东西南北中]?(?:路|大道)(?![网线面段灯权况侧边内外旁桥]))"
)
# A short name that is also a common word (日照, 朝阳) counts only where a name of a place would stand.
_NAME_ENDS = re.compile(r"[\s\d“\"'《(,、:;?的和与及是有在到]|$|全市|政府")
_NAME_STARTS = frozenset(" \n、,。:;“《(\"'和与及在比跟")


class GazetteerEntry(NamedTuple):
    """A place: full ``name`` (宜春市), ``short`` name (宜春), ``level`` ("province", "prefecture" or "county").

    ``parent`` is the full name of its province, None for a province or where unknown. ``ambiguous`` short names are
    ordinary words too (日照). ``spellings`` are lowercase Latin, pinyin without blanks first. A NamedTuple, since
    thousands are made before the first question can be answered.
    """

    name: str
    short: str
    level: str
    parent: str | None
    ambiguous: bool
    spellings: tuple[str, ...]


class Gazetteer:
    """Entries, found by name, by short name, by Latin spelling, or in running text."""

    def __init__(self, entries: tuple[GazetteerEntry, ...]) -> None:
        self.entries = entries
        self._by_name: dict[str, list[GazetteerEntry]] = {}
        self._by_spelling: dict[str, list[GazetteerEntry]] = {}
        # The longest name that starts with these two characters.
        self._longest: dict[str, int] = {}
        for entry in entries:
            names = (entry.name,) if entry.name == entry.short else (entry.name, entry.short)
            for name in names:
                self._by_name.setdefault(name, []).append(entry)
                if len(name) > self._longest.get(name[:2], 0):
                    self._longest[name[:2]] = len(name)
            for spelling in entry.spellings:
                self._by_spelling.setdefault(spelling, []).append(entry)

    @classmethod
    def load(cls) -> Gazetteer:
        """Read the gazetteer that comes with the package (a few milliseconds)."""
        rows = (files("index.recognizers") / "places.tsv").read_text("utf-8").splitlines()
        return cls(tuple(_entry(row) for row in rows if not row.startswith("#")))

    def named(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Return the places of this full or short Simplified name, the larger first (吉林: the province, the city)."""
        return tuple(self._by_name.get(name, ()))

    def spelled(self, spelling: str) -> tuple[GazetteerEntry, ...]:
        """Return the places of this Latin spelling, the larger first; Yichun is 宜春 as well as 伊春.

        Case, accents, blanks and apostrophes do not matter, nor does a final "city" or "province".
        """
        plain = unicodedata.normalize("NFKD", spelling).encode("ascii", "ignore").decode().lower().strip()
        plain = re.sub(r"[\s-]+(?:city|province|prefecture|county|shi|sheng|xian)$", "", plain)
        found = self._by_spelling.get(plain) or self._by_spelling.get(re.sub(r"[\s'’-]+", "", plain), [])
        return tuple(found)

    def within(self, inner: str, outer: str) -> bool:
        """Whether the place ``inner`` (full or short name) is ``outer`` or lies in the province ``outer``."""
        provinces = {entry.name for entry in self.named(outer)}
        return any(entry.name in provinces or entry.parent in provinces for entry in self.named(inner))

    def find(self, text: str) -> Iterator[tuple[GazetteerEntry, Span]]:
        """Yield the places named in ``text`` from left to right, the longest name at each position, none overlapping.

        A short name before 县, 区, 镇 ... names another, smaller place and is left out (朝阳区 is not 朝阳市).
        """
        at, size = 0, len(text)
        while at < size - 1:
            longest = self._longest.get(text[at : at + 2], 0)
            for end in range(min(at + longest, size), at + 1, -1):
                found = self._by_name.get(text[at:end])
                if found and (entry := _fitting(found, text, at, end)):
                    yield entry, Span(at, end)
                    at = end
                    break
            else:
                at += 1


def _entry(row: str) -> GazetteerEntry:
    name, short, level, parent, ambiguous, spellings = row.split("\t")
    latin = tuple(spellings.split("|")) if spellings else ()
    return GazetteerEntry(name, short, _LEVELS[level], parent or None, ambiguous == "*", latin)


def _fitting(found: list[GazetteerEntry], text: str, start: int, end: int) -> GazetteerEntry | None:
    """Return the first of the places of one name that can be meant between ``start`` and ``end``."""
    name = text[start:end]
    for entry in found:
        if name == entry.name:
            return entry
        if _SMALLER.match(text, end):
            continue
        if not entry.ambiguous:
            return entry
        if (start == 0 or text[start - 1] in _NAME_STARTS) and _NAME_ENDS.match(text, end):
            return entry
    return None


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer, read once per process."""
    return Gazetteer.load()


def find_places(text: str) -> list[tuple[str, Span]]:
    """Return the places that Simplified ``text`` names, as (full name, span), in order.

    >>> find_places("深圳和宜春2025年的目标")
    [('深圳市', Span(start=0, end=2)), ('宜春市', Span(start=3, end=5))]
    """
    return [(entry.name, span) for entry, span in gazetteer().find(text)]


def places_in(text: str, places: Gazetteer | None = None) -> Iterator[tuple[GazetteerEntry, Span]]:
    """Yield the places that a normalised text names as words of their own, in order.

    合作市 in 合作市场 and 南京 in 南京大学 are parts of words. ``places`` is the gazetteer, by default the one shipped.
    """
    words: list[Span] | None = None
    for entry, span in (places or gazetteer()).find(text):
        if words is None:
            words = [word for _, word in tokenise_spans(text)]
        if not any(word.start < edge < word.end and word.end > span.end for word in words for edge in span):
            yield entry, span


# Capitalised in English; a pinyin syllable run may be written apart (Yi Chun is not tried, Inner Mongolia is).
_LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’]*")
_LONGEST_SPELLING = 3


def spelled(text: str) -> list[tuple[tuple[str, ...], Span]]:
    """Return the places spelled in Latin letters in ``text``, as (full names that it may mean, span), in order.

    A word counts when it starts with a capital, unless the text holds none (a question typed in lowercase).
    """
    words = list(_LATIN.finditer(text))
    lowercase = text == text.lower()
    found: list[tuple[tuple[str, ...], Span]] = []
    at = 0
    while at < len(words):
        step = 1
        if lowercase or words[at].group()[0].isupper():
            for count in range(min(_LONGEST_SPELLING, len(words) - at), 0, -1):
                span = Span(words[at].start(), words[at + count - 1].end())
                entries = gazetteer().spelled(re.sub(r"['’]s$", "", span.of(text)))
                if entries and not (lowercase and len(span.of(text)) < 5):
                    found.append((tuple(entry.name for entry in entries), span))
                    step = count
                    break
        at += step
    return found

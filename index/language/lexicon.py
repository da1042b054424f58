"""The cross-lingual lexicon: Chinese translations, with probabilities, of the English words of a question.

Used for probabilistic structured queries (Darwish and Oard, SIGIR 2003): an English term is scored as the mixture of
its Chinese translations, weighted by their probabilities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from index.errors import ModelError

LEXICON_FILE = Path(__file__).resolve().parents[1] / "embedded" / "lexicon" / "en-zh.tsv"
LONGEST_PHRASE = 4
"""Words in the longest phrase that is looked up."""

_WORD = re.compile(r"[a-z]+(?:[0-9]+)?|[0-9]+(?:\.[0-9]+)?%?")

_STOPWORDS = (
    "a about above after again all also am an and any are as at be because been before being below between both "
    "but by can could did do does doing done down during each either else ever every for from further had has "
    "have having he her here hers him his how i if in into is it its itself just me more most much my no nor not "
    "now of off on once only or other our out over own per please same shall she should since so some such than "
    "that the their them then there these they this those through to too under until up upon us very was we were "
    "what when where whether which while who whom whose why will with within would you your tell give many s t d "
    "ll re ve m isn aren wasn weren don doesn didn won couldn wouldn shouldn hasn haven hadn"
)

STOPWORDS = frozenset(_STOPWORDS.split())
"""English words that carry no content in a question and are not translated."""


def forms(word: str) -> Iterator[str]:
    """The word, then what it may be an inflected form of, likeliest first (a light stemmer after Harman 1991)."""
    yield word
    if len(word) < 4:
        return
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-1]
        yield word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        yield word[:-1]
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3:
            if stem[-1] == stem[-2]:
                yield stem[:-1]
            yield stem + "e"
            yield stem
            if ending == "ed" and stem.endswith("i"):
                yield stem[:-1] + "y"


def words_of(text: str) -> list[str]:
    """Lower-case English words and numbers of a text, in order."""
    return _WORD.findall(text.lower())


@dataclass(frozen=True, slots=True)
class TermTranslations:
    """One English word or phrase of a text with its Chinese translations.

    `start` and `length` count words as `words_of` finds them; `translations` holds (Chinese term, probability), most
    probable first, with probabilities that sum to at most 1.
    """

    term: str
    start: int
    length: int
    translations: tuple[tuple[str, float], ...]


class Lexicon:
    """Translations by English entry; an entry is a word or a phrase of words joined by blanks, in lower case.

    The file is looked up as it lies, by bisection, so that opening it costs no more than reading it.
    """

    def __init__(self, lines: bytes) -> None:
        """`lines` holds UTF-8 lines ``entry TAB term,permille,term,permille…``, sorted by the bytes of their entries.

        Raises:
            ValueError: the last line has no end or no tab, as when a file was cut off.
        """
        last = lines[lines.rfind(b"\n", 0, len(lines) - 1) + 1 :]
        if not last.endswith(b"\n") or b"\t" not in last:
            raise ValueError("the last line is incomplete")
        self._lines = lines

    def __len__(self) -> int:
        return self._lines.count(b"\n")

    @classmethod
    @cache
    def load(cls, path: Path = LEXICON_FILE) -> Lexicon:
        """Read the shipped lexicon, once per process.

        Raises:
            ModelError: the file is missing or is no lexicon.
        """
        remedy = "reinstall Yinju or run scripts.train_lexicon."
        try:
            return cls(path.read_bytes())
        except FileNotFoundError as error:
            raise ModelError("The lexicon {path} is missing; {remedy}", path=path, remedy=remedy) from error
        except (OSError, ValueError) as error:
            raise ModelError(
                "The lexicon {path} is damaged ({error}); {remedy}", path=path, error=error, remedy=remedy
            ) from error

    def entries(self) -> Iterator[str]:
        """All English entries, in the order of the file."""
        return (line.split(b"\t", 1)[0].decode() for line in self._lines.splitlines())

    def says(self, term: str) -> bool:
        """Whether a Chinese term is a translation of any entry: a word of the language, and hardly a proper name."""
        wanted = term.encode()
        return any(b"".join((before, wanted, b",")) in self._lines for before in (b"\t", b","))

    def entry(self, words: tuple[str, ...]) -> str | None:
        """The entry for these words, inflected or not; None when there is none."""
        keys = (" ".join(chosen) for chosen in product(*map(forms, words)))
        return next((key for key in keys if self._packed(key) is not None), None)

    def lookup(self, entry: str) -> tuple[tuple[str, float], ...]:
        """(Chinese term, probability) of an entry, most probable first; empty when there is no such entry."""
        packed = self._packed(entry)
        if packed is None:
            return ()
        fields = packed.decode().split(",")
        return tuple((term, int(share) / 1000) for term, share in zip(fields[::2], fields[1::2], strict=True))

    def _packed(self, entry: str) -> bytes | None:
        lines, key = self._lines, entry.encode()
        low, high = 0, len(lines)
        while low < high:  # both always at the start of a line
            middle = (low + high) // 2
            start = lines.rfind(b"\n", low, middle) + 1 or low
            tab, end = lines.index(b"\t", start), lines.index(b"\n", start)
            found = lines[start:tab]
            if found == key:
                return lines[tab + 1 : end]
            if found < key:
                low = end + 1
            else:
                high = start
        return None

    def translate(self, text: str) -> list[TermTranslations]:
        """Translations of every word and of every longest phrase of an English text, in order.

        A phrase does not replace its words: both are returned, the phrase first.
        """
        words = words_of(text)
        found: list[TermTranslations] = []
        covered = 0
        for start, word in enumerate(words):
            for length in range(min(LONGEST_PHRASE, len(words) - start), 1, -1):
                if start + length <= covered:
                    break
                entry = self.entry(tuple(words[start : start + length]))
                if entry is not None:
                    found.append(TermTranslations(entry, start, length, self.lookup(entry)))
                    covered = start + length
                    break
            if word in STOPWORDS:
                continue
            entry = self.entry((word,))
            if entry is not None:
                found.append(TermTranslations(entry, start, 1, self.lookup(entry)))
        return found

"""How near the words of two subjects are in meaning: equal, one part of the other, by the lexicon, by the encoder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.language.lexicon import Lexicon
from index.language.tokens import STOP_WORDS, tagged_words

if TYPE_CHECKING:
    from index.encoders.base import Encoder

__all__ = ["LIGHT", "PROPORTION", "SAME_WORD", "Floats", "WordMeanings", "Words", "content_words"]

SAME_WORD = 0.45
"""Cosine from which two words may say the same (公交 and 公共交通: 0.60); at FULL and above they do."""

FULL = 0.6

NEARLY = 0.85
"""Cosine from which a word says no more than the one that it ends with."""

PREFIXED = 0.9
"""How far a word says one that begins with it."""

PROPORTION = frozenset({"比例", "比重", "占比", "份额", "占", "比", "率", "达到", "当年", "同期", "全", "省", "市"})
"""Words for "share" itself, which the unit says already, and words of scope: they weigh little."""

LIGHT = 0.15
"""Weight of such words."""

BLOCK = 256
"""Words compared with all others at a time: what bounds the memory."""

TRANSLATED = 0.5
"""Probability from which a Latin word (GDP) is its translation."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Words:
    """The content words of a subject: their rows in the vocabulary and their weights."""

    rows: npt.NDArray[np.intp]
    weights: Floats


class WordMeanings:
    """How far one word says another, for a set of words: 1 for the same, by the encoder's cosine otherwise."""

    def __init__(self, subjects: Iterable[str], encoder: Encoder, idf: Callable[[str], float]) -> None:
        self._numbers: dict[str, int] = {}
        self._idf = idf
        for subject in subjects:
            for word in content_words(subject):
                self._numbers.setdefault(word, len(self._numbers))
        names = self._names = list(self._numbers)
        self._encoder = encoder
        self._pairs: dict[tuple[int, int], bool] = {}
        vectors = encoder.encode_passages(names) if names else np.zeros((0, 1), dtype=np.float32)
        self._vectors = np.asarray(vectors, dtype=np.float32)
        self._kin = _kin(self._numbers)
        ceiling = max((idf(name) for name in names), default=1.0) or 1.0
        # A word that the corpus lacks has no idf: it is as rare as any.
        self._weights = np.array([self._weight(name, ceiling) for name in names], dtype=np.float32)

    def _weight(self, word: str, ceiling: float) -> float:
        if word in PROPORTION:
            return LIGHT
        return max(LIGHT, (self._idf(word) or ceiling) / ceiling)

    def read(self, subject: str) -> Words:
        """Return the words of one of the subjects given to the constructor."""
        rows = np.array([self._numbers[word] for word in content_words(subject)], dtype=np.intp)
        return Words(rows, self._weights[rows])

    def similar(self, words: npt.NDArray[np.intp], others: npt.NDArray[np.intp]) -> Floats:
        """Return how far each of ``words`` is said by each of ``others``, 0..1: float32 (len(words), len(others))."""
        cosines = self._vectors[words] @ self._vectors[others].T
        meant = np.where(cosines >= SAME_WORD, np.minimum(cosines / FULL, 1.0), 0.0)
        for row, column in zip(*(axis.tolist() for axis in np.nonzero(meant)), strict=True):
            meant[row, column] = self._meant(int(words[row]), int(others[column]), float(meant[row, column]))
        columns = {word: column for column, word in enumerate(others.tolist())}
        for row, word in enumerate(words.tolist()):
            for kin, share in self._kin[word]:
                if (column := columns.get(kin)) is not None:
                    meant[row, column] = max(meant[row, column], share)
        return np.asarray(meant, dtype=np.float32)

    def near(self, words: npt.NDArray[np.intp], others: npt.NDArray[np.intp]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield each of ``words`` with those of ``others`` that say it or are said by it, BLOCK words at a time."""
        kin: dict[int, set[int]] = defaultdict(set)
        for word, related in enumerate(self._kin):
            for other, _ in related:
                kin[word].add(other)
                kin[other].add(word)
        known = set(others.tolist())
        for start in range(0, len(words), BLOCK):
            block = words[start : start + BLOCK]
            close = self._vectors[block] @ self._vectors[others].T >= SAME_WORD
            for row, word in enumerate(block.tolist()):
                yield word, tuple(known & kin[word] | set(others[np.flatnonzero(close[row])].tolist()))

    def _meant(self, word: int, other: int, share: float) -> float:
        """Return how far a word means another, given how close the encoder finds them.

        Words that share characters are close whatever else they say (煤炭产量, 粮食产量): their rest has to be close.
        """
        if word == other:
            return 1.0
        pair = (word, other) if word < other else (other, word)
        if (kept := self._pairs.get(pair)) is None:
            cosine = float(self._vectors[word] @ self._vectors[other])
            kept = self._pairs[pair] = self._rest_close(self._names[word], self._names[other], cosine)
        return share if kept else 0.0

    def _rest_close(self, one: str, other: str, cosine: float) -> bool:
        if any(char.isdigit() for char in one + other):
            return False
        head = _alike(one, other)
        tail = _alike(one[head:][::-1], other[head:][::-1])
        rests = one[head : len(one) - tail], other[head : len(other) - tail]
        if not head and not tail:
            return True
        if not all(rests):
            # 高速公路 is more than 公路, 一次能源 hardly more than 能源; what a word begins with is settled by kinship.
            return not head and cosine >= NEARLY
        short, long = sorted((one, other), key=len)
        if len(short) < len(long) and _within(short, long):
            return True
        left, right = np.asarray(self._encoder.encode_passages(rests), dtype=np.float32)
        return float(left @ right) >= SAME_WORD

    def coverage(self, asked: Words, subject: Words) -> float:
        """Return the share of what is ``asked`` that a subject says, 0..1."""
        total = float(asked.weights.sum())
        if not total or not len(subject.rows):
            return 0.0
        said = self.similar(asked.rows, subject.rows).max(axis=1)
        return float((said * asked.weights).sum()) / total


def _kin(numbers: Mapping[str, int]) -> list[list[tuple[int, float]]]:
    """Return for every word by which it is said: itself (1), words that begin with it, and by less what it begins with.

    公交车 says 公交 and nearly the other way; 财政 says but half of 财政赤字.
    """
    kin: list[list[tuple[int, float]]] = [[(number, 1.0)] for number in numbers.values()]
    for word, number in numbers.items():
        for size in range(2, len(word)):
            if (shorter := numbers.get(word[:size])) is not None:
                kin[shorter].append((number, PREFIXED))
                kin[number].append((shorter, PREFIXED if len(word) - size == 1 else size / len(word)))
        if word.isascii() and word.isalpha():
            for chinese, share in Lexicon.load().lookup(word):
                if share >= TRANSLATED and (other := numbers.get(chinese)) is not None:
                    kin[number].append((other, 1.0))
                    kin[other].append((number, 1.0))
    return kin


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _within(short: str, long: str) -> bool:
    """Whether the characters of ``short`` stand in ``long`` in their order, as those of an abbreviation do."""
    rest = iter(long)
    return all(char in rest for char in short)


def content_words(subject: str) -> tuple[str, ...]:
    """Return the distinct words of a normalised subject that say something."""
    words = (w for w, pos in tagged_words(subject) if pos != "x" or w.isalnum())
    return tuple(dict.fromkeys(w for w in words if w not in STOP_WORDS and w.strip()))

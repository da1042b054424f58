"""Indicators that an English phrase means: word by word through the built-in lexicon and the bilingual encoder.

Every word or lexicon phrase of what is asked is held against the words of every indicator. It is said outright when one
of its translations stands there; otherwise as far as a translation shares its characters (出租车, 出租汽车) or the
encoder finds the two close. The parts of a closed compound that means something else as a whole (rooftop, 天台) count
too. What all indicators are (share, rate) weighs little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.language.english_spelling import spelled_for
from index.language.lexicon import STOPWORDS, Lexicon, TermTranslations
from index.language.tokens import tagged_words
from retriever.targets.word_meanings import LIGHT, PROPORTION, content_words

if TYPE_CHECKING:
    from index.encoders.base import Encoder

__all__ = ["said_in_english"]

LIKELY = 0.05
"""Probability from which a translation counts as what a word says."""

CLOSE = 0.2
"""Cosine from which a word is said a little; at SAME it is said."""

SAME = 0.6

SIMILAR = 0.65
"""Share of common characters, in order, from which two Chinese words are spellings of one thing."""

PARTS = 0.8
"""What a part of a compound, or the singular of a word of its own (taxis), counts against the word itself."""

SINGLE = 0.7
"""What a translation of one character counts: it stands in many words."""

_SHORTEST_PART = 3
_MEASURES = frozenset(["share", "rate", "ratio", "proportion", "percentage", "percent", "level", "target", "indicator"])
_TOKEN = re.compile(r"[a-z0-9][a-z0-9.\-]*")

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Concept:
    """A word of what is asked, ``words`` and ``terms`` (with what each counts) in which it may be said."""

    words: tuple[str, ...]
    terms: tuple[tuple[str, float], ...]
    weight: float
    parts: tuple[_Concept, ...] = ()


def said_in_english(phrase: str, names: Sequence[str], encoder: Encoder) -> dict[str, float]:
    """Return for each of the ``names`` (normalised) the share of an English phrase that it says, 0..1."""
    concepts = tuple(_concepts(phrase, names))
    if not concepts:
        return {}
    vocabulary = list(dict.fromkeys(word for name in names for word in content_words(name)))
    if not vocabulary:
        return {}
    numbers = {word: number for number, word in enumerate(vocabulary)}
    rows = {name: np.array([numbers[word] for word in content_words(name)], dtype=np.intp) for name in names}
    vectors = np.asarray(encoder.encode_passages(vocabulary), dtype=np.float32)
    total = sum(concept.weight for concept in concepts)
    shares = dict.fromkeys(names, 0.0)
    for concept in concepts:
        for name, share in _said(concept, names, rows, vocabulary, vectors, encoder).items():
            shares[name] += share * concept.weight / total
    return shares


def _concepts(phrase: str, names: Sequence[str]) -> Iterator[_Concept]:
    """Yield what is asked: words that indicators hold as they are (PM2.5), phrases of the lexicon, single words."""
    kept = [token for token in _TOKEN.findall(phrase.lower()) if len(token) > 1 and any(token in n for n in names)]
    for token in kept:
        yield _Concept((), ((token, 1.0),), 1.0)
    lexicon = Lexicon.load()
    rest = spelled_for(lexicon, " ".join(t for t in phrase.lower().split() if t.strip(".,;:?!\"'()") not in kept))
    found = lexicon.translate(rest)
    known = {word for one in found for word in one.term.split()}
    covered = -1
    for one in found:
        if one.start < covered:
            continue
        covered = one.start + one.length
        inside = tuple(_word(w) for w in found if one.start <= w.start < covered and w.length == 1)
        yield _concept(one, inside if one.length > 1 else ())
    for token in _TOKEN.findall(rest):
        if token not in known and token not in STOPWORDS and not any(lexicon.entry((p,)) for p in token.split("-")):
            yield _Concept((token,), (), 1.0)


def _concept(found: TermTranslations, inside: tuple[_Concept, ...]) -> _Concept:
    whole = _word(found)
    # What a phrase is close to may be its parts alone, so only its translations speak for the whole.
    return _Concept((), whole.terms, whole.weight, inside) if inside else whole


def _word(found: TermTranslations) -> _Concept:
    likely = [(term, 1.0 if len(term) > 1 else SINGLE) for term, share in found.translations if share >= LIKELY]
    light = found.term in _MEASURES or any(term in PROPORTION for term, _ in likely)
    terms = (*likely, *_of_parts(found), *_of_singular(found))
    return _Concept((found.term,), terms, LIGHT if light else 1.0)


def _of_singular(found: TermTranslations) -> Iterator[tuple[str, float]]:
    lexicon, word = Lexicon.load(), found.term
    if found.length == 1 and word.endswith("s") and not word.endswith(("ss", "us")):
        yield from ((term, PARTS) for term, share in lexicon.lookup(word[:-1]) if share >= LIKELY)


def _of_parts(found: TermTranslations) -> Iterator[tuple[str, float]]:
    """Yield the translations of the parts of a closed compound, cut where both are words, the longest first part."""
    lexicon, word = Lexicon.load(), found.term
    for at in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        if not word.isalpha() or lexicon.entry((word[at:],)) is None:
            continue
        if entry := lexicon.entry((word[:at],)):
            likely = [term for term, share in lexicon.lookup(entry) if share >= 2 * LIKELY and len(term) > 1]
            yield from ((term, PARTS) for term in likely)
            return


def _said(
    concept: _Concept,
    names: Sequence[str],
    rows: dict[str, npt.NDArray[np.intp]],
    vocabulary: Sequence[str],
    vectors: Floats,
    encoder: Encoder,
) -> dict[str, float]:
    """Return how far each name says ``concept``: by its own terms, or by its parts where they say more."""
    near = np.zeros(len(vocabulary), dtype=np.float32)
    if concept.words:
        near = _closeness(np.asarray(encoder.encode_queries(concept.words), dtype=np.float32) @ vectors.T)
    whole = [(term, worth) for term, worth in concept.terms if len(term) > 1]
    if whole:
        worth = np.array([worth for _, worth in whole], dtype=np.float32)[:, None]
        meant = np.asarray(encoder.encode_passages([term for term, _ in whole]), dtype=np.float32) @ vectors.T
        near = np.maximum(near, _closeness(meant, worth))
        spelt = [max(w * _common(term, word) for term, w in whole) for word in vocabulary]
        near = np.maximum(near, np.array(spelt, dtype=np.float32))
    found = {}
    for name in names:
        outright = max((worth for term, worth in concept.terms if _stands_in(term, name)), default=0.0)
        found[name] = max(outright, float(near[rows[name]].max(initial=0.0)))
    if concept.parts:
        parts = [_said(part, names, rows, vocabulary, vectors, encoder) for part in concept.parts]
        found = {name: max(share, sum(p[name] for p in parts) / len(parts)) for name, share in found.items()}
    return found


def _stands_in(term: str, name: str) -> bool:
    """Whether a term stands in a name as words or within one, and not across two (房屋 in 厂房屋顶)."""
    if term not in name:
        return False
    if len(term) < 2 or term.isascii():
        return True
    start = 0
    for word, _ in tagged_words(name):
        if term in word or name.startswith(term, start):
            return True
        start += len(word)
    return False


def _closeness(cosines: Floats, worth: Floats | float = 1.0) -> Floats:
    near = np.clip((cosines - CLOSE) / (SAME - CLOSE), 0.0, 1.0) * worth
    return np.asarray(near.max(axis=0), dtype=np.float32)


def _common(one: str, other: str) -> float:
    """Return the share of the longer of two words that their longest common subsequence makes up, 0 below SIMILAR."""
    if min(len(one), len(other)) < 2 or not set(one) & set(other):
        return 0.0
    before = [0] * (len(other) + 1)
    for char in one:
        row = [0]
        for j, against in enumerate(other):
            row.append(before[j] + 1 if char == against else max(before[j + 1], row[j]))
        before = row
    share = before[-1] / max(len(one), len(other))
    return share if share >= SIMILAR else 0.0

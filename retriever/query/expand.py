"""A question as BM25 elements: its own terms, and for English words their Chinese translations as mixtures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from index.language.english_spelling import spelled_for
from index.language.lexicon import Lexicon, TermTranslations
from index.language.tokens import STOP_WORDS, tokenise
from index.recognizers.periods import plan_label, plans_in
from index.store.bm25 import Mixture, WeightedTerm
from retriever.settings import SETTINGS, SearchSettings

__all__ = ["Element", "Expansion", "expand", "strength", "terms_of"]

_LATIN = re.compile(r"(?<![a-z0-9])[a-z]{2,}(?![a-z0-9])")

Element = WeightedTerm | Mixture
_E = TypeVar("_E", WeightedTerm, Mixture, Element)


@dataclass(frozen=True, slots=True)
class Expansion:
    """``words`` are the elements that carry meaning, ``grams`` the characters and pairs beside them."""

    words: tuple[Element, ...]
    grams: tuple[WeightedTerm, ...]

    @property
    def elements(self) -> tuple[Element, ...]:
        """Everything that BM25 scores."""
        return self.words + self.grams


def terms_of(element: Element) -> tuple[str, ...]:
    """Every index term by which an element can match."""
    return (element.term,) if isinstance(element, WeightedTerm) else tuple(term for term, _ in element.alternatives)


def strength(element: Element, idf: Callable[[str], float]) -> float:
    """The most that an element can add to a BM25 score: its weight by its idf.

    A mixture counts as its most frequent usual translation: the idf of a rare wrong one says nothing.
    """
    if isinstance(element, WeightedTerm):
        return element.weight * idf(element.term)
    total = sum(share for _, share in element.alternatives)
    return element.weight * sum(share * idf(term) for term, share in element.alternatives) / max(total, 1e-9)


def expand(
    normalised: str, language: str, grams: bool, names: Sequence[str] = (), settings: SearchSettings = SETTINGS
) -> Expansion:
    """Elements of a normalised question.

    In an English question every word becomes a mixture of itself and its translations (it may stand in the corpus as it
    is: CCUS, GDP). A Chinese question keeps its words; with ``grams`` (when the index holds them) their characters and
    pairs stand beside them, weighing less. ``names`` are the Chinese names of places spelled in Latin letters.
    """
    words: list[Element] = []
    fine: list[WeightedTerm] = []
    if language == "en":
        words += _translated(normalised, settings.translation_power)
        words += (WeightedTerm(term) for plan in plans_in(normalised) for term in tokenise(plan_label(plan)))
    else:
        own = tokenise(normalised)
        foreign = {element.alternatives[-1][0]: element for element in _foreign(normalised, settings.translation_power)}
        words += (foreign.get(term, WeightedTerm(term)) for term in own)
        if grams:
            known = set(own)
            fine += (
                WeightedTerm(term, settings.character_weight if len(term) == 1 else settings.pair_weight)
                for term in tokenise(normalised, grams=True)
                if term not in known
            )
    words += (WeightedTerm(term) for name in names for term in tokenise(name))
    return Expansion(_merged(words), _merged(fine))


def _foreign(normalised: str, power: float) -> Iterator[Mixture]:
    """Mixtures of the Latin words in a Chinese question (GDP, AI) and their translations, the word itself last."""
    for word in _LATIN.findall(normalised):
        lexicon = Lexicon.load()
        for found in lexicon.translate(word):
            own = tokenise(word)
            alternatives = dict(_alternatives(found, own, power)) if found.length == 1 and len(own) == 1 else {}
            if len(alternatives) > 1:
                itself = alternatives.pop(own[0])
                yield Mixture((*alternatives.items(), (own[0], itself)))


def _merged(elements: Iterable[_E]) -> tuple[_E, ...]:
    """Each element once, with the weights of its repeats added: what BM25 makes of repeats, at the cost of one."""
    counts = Counter(elements)
    return tuple(replace(element, weight=element.weight * count) for element, count in counts.items())


def _translated(normalised: str, power: float) -> list[Element]:
    lexicon = Lexicon.load()
    elements: list[Element] = []
    translated: set[str] = set()
    for found in lexicon.translate(spelled_for(lexicon, normalised)):
        own = tokenise(found.term) if found.length == 1 else []
        alternatives = _alternatives(found, own, power)
        if alternatives:
            elements.append(Mixture(alternatives))
            translated.update(own)
    for term in tokenise(normalised):
        if term not in translated and term not in STOP_WORDS:
            elements.append(WeightedTerm(term))
    return elements


def _alternatives(found: TermTranslations, own: Sequence[str], power: float) -> tuple[tuple[str, float], ...]:
    """Index terms of the translations; a word inside one counts by how much of it the word makes up."""
    shares: dict[str, float] = {}
    for translation, probability in found.translations:
        trust = probability**power
        for term in tokenise(translation):
            shares[term] = max(shares.get(term, 0.0), trust * len(term) / len(translation))
    shares.update(dict.fromkeys(own, 1.0))
    return tuple(shares.items())

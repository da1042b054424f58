"""The places that a question names, matched to the places that documents are about.

Three cases are told apart. A place that a document is about narrows the search to it. A place that no document is about
makes the question unanswerable. A place that is merely part of what a text says (a city whose experience is borrowed, a
county of the city, a university's name) does neither: some passage then names it together with most of the rest of the
question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.lexical import WeightedTerm
from index.normalise import normalise_text
from index.places import Gazetteer, spelled
from index.types import Place, Span
from retriever.expand import Element, terms_of

__all__ = ["CorpusView", "PlaceMatch", "match_places"]

COVERED = 0.6
"""Share of a question's remaining content that one passage must hold beside a place's name for the name to be a mention."""

_MANY = re.compile(
    r"各(?:个)?(?:地级)?[市县区地]|城市|哪(?:些|个|几个|座)?(?:地级)?[市县区]|下辖|省内|地市|\bcit(?:y|ies)\b|\bcount(?:y|ies)\b|\beach\b",
    re.IGNORECASE,
)
"""Words that ask for the places inside a province rather than for the province."""

_KIND = re.compile(r"(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|地区|省|市|县|区|盟|州)$")


class CorpusView(Protocol):
    """What query analysis has to know of a corpus."""

    @property
    def document_places(self) -> Sequence[str]:
        """Distinct places that documents are about, as the documents give them."""
        ...

    def coverage(self, place: str, elements: Sequence[Element]) -> float:
        """Greatest share, 0..1 by idf, of ``elements`` in a passage that names ``place``; 0 when none names it."""
        ...


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """``places`` are corpus places named or implied, ``unknown`` full names of the others that the question is about.

    ``names`` are the Chinese names of what the question spells in Latin letters.
    """

    places: tuple[Place, ...]
    unknown: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Mention:
    """What a question calls a place, and the full names that it may mean."""

    text: str
    names: tuple[str, ...]


def short_name(name: str) -> str:
    """A place's name without what kind of place it is, unless a single character would be left: 宜春市 → 宜春."""
    short = _KIND.sub("", name)
    return short if len(short) > 1 else name


def match_places(
    text: str, normalised: str, elements: Sequence[Element], corpus: CorpusView, gazetteer: Gazetteer, asks_for: str
) -> PlaceMatch:
    """Match the places named in a question, given as typed and normalised, with the ``elements`` that BM25 scores.

    ``asks_for`` is the kind of answer: a question for a place is not about a place that it names only by the way.
    """
    known = {normalise_text(name): name for name in corpus.document_places}
    mentions = _mentions(text, normalised, known, gazetteer)
    places: dict[str, str] = {}
    strangers: list[_Mention] = []
    for mention in mentions:
        matched = [name for name in mention.names if name in known]
        for name in matched:
            places.setdefault(known[name], mention.text)
        if not matched:
            strangers.append(mention)
    named = set(places)
    unknown: list[str] = []
    for mention in strangers:
        inside = [name for key, name in known.items() if any(gazetteer.within(key, outer) for outer in mention.names)]
        if named.intersection(inside):
            continue
        if inside and (_MANY.search(normalised) or asks_for == "place"):
            for name in inside:
                places.setdefault(name, mention.text)
        elif known and not _is_mention(mention, elements, corpus, asks_for):
            unknown.append(mention.names[0])
    for mention in mentions:
        # 江苏 beside 连云港 only says where it lies; 江苏的城市 means the cities as well.
        outer = [name for name in mention.names if name in known]
        inner = [name for key, name in known.items() if key not in outer and any(gazetteer.within(key, o) for o in outer)]
        if inner and named.intersection(inner):
            for name in outer:
                places.pop(known[name], None)
        elif inner and _MANY.search(normalised):
            for name in inner:
                places.setdefault(name, mention.text)
    return PlaceMatch(
        tuple(Place(name, mention) for name, mention in places.items()),
        tuple(dict.fromkeys(unknown)),
        tuple(dict.fromkeys(name for mention in mentions if mention.text.isascii() for name in mention.names)),
    )


def _mentions(text: str, normalised: str, known: Iterable[str], gazetteer: Gazetteer) -> list[_Mention]:
    found: list[tuple[Span, _Mention]] = []
    for entry, span in gazetteer.find(normalised):
        names = [entry.name, *(other.name for other in gazetteer.named(span.of(normalised)))]
        found.append((span, _Mention(span.of(normalised), tuple(dict.fromkeys(names)))))
    # A document's own place counts even where the gazetteer lacks it.
    for name in known:
        for label in (name, short_name(name)):
            at = normalised.find(label)
            if at >= 0 and not any(span.overlap(Span(at, at + len(label))) for span, _ in found):
                found.append((Span(at, at + len(label)), _Mention(label, (name,))))
                break
    found.sort(key=lambda pair: pair[0])
    mentions = [mention for _, mention in found]
    for names, span in spelled(text):
        mentions.append(_Mention(span.of(text), tuple(names)))
    return mentions


def _is_mention(mention: _Mention, elements: Sequence[Element], corpus: CorpusView, asks_for: str) -> bool:
    own = {*mention.names, *map(short_name, mention.names), mention.text.lower()}
    rest = [element for element in elements if own.isdisjoint(terms_of(element)) and not _is_figure(element)]
    best = max(corpus.coverage(short_name(name), rest) for name in mention.names)
    return best >= COVERED or (asks_for == "place" and best > 0)


def _is_figure(element: Element) -> bool:
    return isinstance(element, WeightedTerm) and element.term[:1].isdigit()

"""The places that a question names, matched to the places that documents are about.

Three cases are told apart. A place that a document is about narrows the search to it. A place that no document is about
makes the question unanswerable. A place that is merely part of what a text says (a city whose experience is borrowed, a
county of the city, a university's name) does neither: some passage then names it together with most of the rest of the
question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from index.language.normalise import normalise_text
from index.recognizers.places import Gazetteer, places_in, spelled
from index.store.bm25 import WeightedTerm
from index.types import Place, Span
from retriever.query.expand import Element, terms_of

__all__ = [
    "COVERED",
    "CorpusView",
    "asks_several",
    "bare_mention",
    "match_places",
    "names_itself",
    "short_name",
    "without_place",
]

COVERED = 0.6
"""Share of a question's other words that one passage must hold beside a place's name for the name to be a mention."""

COVERED_BESIDE = 0.3
"""The same for a county, and for any place when the question also names one that a document is about."""

COVERED_PROVINCE = 0.8
"""The same for the province of a document's place, which such a document names again and again."""

_NAMED = 1e-6
"""Any passage that names the place and says something of the question."""

_MANY = re.compile(
    r"各(?:个)?(?:地级|设区|城)?[市县区地]|(?:哪(?:些|个|几个|座)?|几[个座])(?:城|地级|设区)?[市县区]|哪些地[方区]"
    r"|的城市|城市(?:都|分别|有哪些)|下辖|省内|地市"
    r"|\b(?:cities|counties|(?:which|what|each|every|per|by) (?:city|county)|(?:each|every|per|by) (?:place|region))\b",
    re.IGNORECASE,
)
"""Words that ask for the places inside a province rather than for the province."""

_POSSESSIVE = re.compile(r"['’]s?$")
_KIND = re.compile(r"(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|地区|省|市|县|区|盟|州)$")


def asks_several(normalised: str) -> bool:
    """Whether a normalised question asks for several places: every city, the cities of a province, which cities."""
    return bool(_MANY.search(normalised))


class CorpusView(Protocol):
    """What query analysis has to know of a corpus."""

    @property
    def document_places(self) -> Sequence[str]:
        """Distinct places that documents are about, as the documents give them."""
        ...

    def coverage(self, place: str, elements: Sequence[Element]) -> float:
        """Greatest share, 0..1 by idf, of ``elements`` in a passage that names ``place``; 0 when none names it."""
        ...

    def naming(self, place: str) -> Sequence[str]:
        """Distinct places of the documents that name ``place`` in a passage; none when one is about no place."""
        ...

    def numbered(self, number: str) -> Mapping[int, str]:
        """Documents (ids) that the key of a number may mean, each with the key of its own."""
        ...


@dataclass(frozen=True, slots=True)
class _Mention:
    """What a question calls a place, and the full names that it may mean."""

    text: str
    names: tuple[str, ...]


def short_name(name: str) -> str:
    """A place's name without what kind of place it is, unless a single character would be left: 宜春市 → 宜春."""
    short = _KIND.sub("", name)
    return short if len(short) > 1 else name


def bare_mention(mention: str) -> str:
    """Return what a question calls a place without the sign of possession: Yichun's → Yichun."""
    return _POSSESSIVE.sub("", mention)


def without_place(text: str, mention: str) -> str:
    """Return a question as typed without what it calls a place: 宜春市的储能目标 → 储能目标."""
    name = re.escape(bare_mention(mention))
    return re.sub(
        rf"(?:\b(?:in|of|for)\s+)?{name}(?:['’]s?\b)?[市省县縣区區]?的?", "", text, flags=re.IGNORECASE
    ).strip()


def names_itself(place: Place) -> bool:
    """Whether the mention of a place names it, and not a county that it was found by."""
    mention, name = normalise_text(place.mention), normalise_text(place.name)
    return short_name(name) in mention or short_name(mention) in name


def match_places(
    text: str, normalised: str, elements: Sequence[Element], corpus: CorpusView, gazetteer: Gazetteer, asks_for: str
) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    """Match the places named in a question, given as typed and normalised, with the ``elements`` that BM25 scores.

    ``asks_for`` is the kind of answer: a question for a place is not about a place that it names only by the way.

    Returns:
        The corpus places that are named or implied, and the full names of other places that the question is about.
    """
    known: dict[str, list[str]] = {}
    for name in corpus.document_places:
        known.setdefault(_normalised(name), []).append(name)  # 臺中市 and 台中市 are one
    mentions = _mentions(text, normalised, known, gazetteer)
    matched = {name: mention.text for mention in mentions for name in mention.names if name in known}
    places = dict(matched)
    unknown: list[str] = []
    several = asks_several(normalised)
    for mention in mentions:
        inside = [name for name in known if any(_lies_in(gazetteer, name, outer) for outer in mention.names)]
        own = [name for name in mention.names if name in known]
        if matched.keys() & set(inside):
            # 江苏 beside 连云港 only says where it lies.
            for name in own:
                places.pop(name, None)
        elif inside and (several or (not own and asks_for == "place")):
            # 江苏的城市 means the cities, too.
            places |= {name: mention.text for name in inside if name not in places}
        elif not own and known:
            around = corpus.naming(short_name(mention.names[0])) if _is_small(mention, gazetteer) else ()
            if len(around) == 1:
                # A county that only the documents about one city speak of lies there.
                places.setdefault(normalise_text(around[0]), mention.text)
                continue
            least = COVERED_PROVINCE if inside else COVERED
            if matched or _is_small(mention, gazetteer):
                least = COVERED_BESIDE
            if asks_for == "place":
                least = _NAMED
            if _covered(mention, elements, corpus) < least:
                unknown.append(mention.names[0])
    found = tuple(Place(written, mention) for name, mention in places.items() for written in known[name])
    return found, tuple(dict.fromkeys(unknown))


@lru_cache(16_384)
def _normalised(name: str) -> str:
    """The places of a corpus are the same for every question."""
    return normalise_text(name)


def _lies_in(gazetteer: Gazetteer, inner: str, outer: str) -> bool:
    return inner != outer and gazetteer.within(inner, outer)


def _mentions(text: str, normalised: str, known: Iterable[str], gazetteer: Gazetteer) -> list[_Mention]:
    """Places named in Chinese, in the order of the question, then those spelled in Latin letters."""
    found: list[tuple[Span, tuple[str, ...]]] = []
    for entry, span in places_in(normalised, gazetteer):
        others = (other.name for other in gazetteer.named(span.of(normalised)))
        found.append((span, tuple(dict.fromkeys((entry.name, *others)))))
    # A document's own place counts even where the gazetteer lacks it, and over a shorter name inside it.
    for name in known:
        for label in (name, short_name(name)):
            at = normalised.find(label)
            own = Span(at, at + len(label))
            if at >= 0 and not any(span.overlap(own) and span.size >= own.size for span, _ in found):
                found = [(span, names) for span, names in found if not span.overlap(own)]
                found.append((own, (name,)))
                break
    found.sort()
    return [
        *(_Mention(span.of(normalised), names) for span, names in found),
        *(_Mention(span.of(text), names) for names, span in spelled(text)),
    ]


def _covered(mention: _Mention, elements: Sequence[Element], corpus: CorpusView) -> float:
    """How much of the question's other words some passage says beside the place."""
    own = {*mention.names, *map(short_name, mention.names), mention.text.lower()}
    rest = [element for element in elements if own.isdisjoint(terms_of(element)) and not _is_figure(element)]
    return max(corpus.coverage(short_name(name), rest) for name in mention.names)


def _is_small(mention: _Mention, gazetteer: Gazetteer) -> bool:
    """Whether a county is meant, which documents about its city treat."""
    return all(entry.level == "county" for name in mention.names for entry in gazetteer.named(name))


def _is_figure(element: Element) -> bool:
    return isinstance(element, WeightedTerm) and element.term[:1].isdigit()

"""The stretches of the corpus that a claim may stand in: runs of leaves of one item, and how much of it they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.language.normalise import normalise_text
from index.types import Hit, Span
from retriever.check.compare.text_keys import Key, key_of, pairs
from retriever.paragraphs import Item, LeafView, Paragraphs

__all__ = ["Sources", "Window", "said_pairs"]

_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_Known = tuple[int, int]
_GAIN = 0.06
"""Share of a claim's pairs of characters that another leaf must add to join the stretch."""
_LEAVES = 6
"""Leaves of the longest stretch."""
_WHOLE = ("全市", "全省", "全县", "全区", "我市", "我省", "本市", "该市")


def said_pairs(text: str, places: Sequence[str]) -> frozenset[str]:
    """Return the pairs of characters of a normalised text without figures and places, which are compared apart."""
    return pairs(_NUMBER.sub("", key_of(text, (*places, *_WHOLE)).text))


@dataclass(frozen=True, slots=True)
class Window:
    """The leaves ``first`` to ``last`` of an item, and ``lexical`` (0..1), the share of the claim that they hold.

    ``heading`` is what a responsibility note is read as said of, its item's heading: it is then the window's text.
    """

    item: Item
    first: int
    last: int
    lexical: float
    heading: str | None = None

    @property
    def views(self) -> tuple[LeafView, ...]:
        """The leaves as they read in the item."""
        return self.item.views[self.first : self.last + 1]

    @property
    def span(self) -> Span:
        """The range in the item's normalised text."""
        return Span(self.item.views[self.first].span.start, self.item.views[self.last].span.end)

    @property
    def text(self) -> str:
        """The normalised text."""
        return self.heading or self.span.of(self.item.text.text)


class Sources:
    """Reads hits as stretches; what was read is kept."""

    def __init__(self, paragraphs: Paragraphs, names: Sequence[Sequence[str]]) -> None:
        """``names[doc_id]`` are the normalised names of the place that a document is about."""
        self._paragraphs = paragraphs
        self._names = names
        self._leaf_pairs = lru_cache(16_384)(self._pairs)
        self._passage_pairs = lru_cache(65_536)(self._pairs_of_passage)
        self._keys = lru_cache(4_096)(self._key)
        self._items: dict[_Known, Item] = {}

    def items(self, hits: Iterable[Hit]) -> list[Item]:
        """Return the distinct items that ``hits`` stand in, in their order."""
        found: dict[_Known, Item] = {}
        for hit in hits:
            item = self._paragraphs.item(hit.passage_id)
            found.setdefault(self._known(item), item)
        return list(found.values())

    def nearest(self, hits: Iterable[Hit], wanted: frozenset[str], most: int, least: float = 0.0) -> list[Hit]:
        """Return the ``most`` hits whose passages hold most of these pairs, and that share of them at ``least``."""
        found = {hit.passage_id: hit for hit in hits}
        shares = {i: len(wanted & self._passage_pairs(i)) / max(1, len(wanted)) for i in found}
        order = sorted((i for i in found if shares[i] >= least), key=lambda i: -shares[i])
        return [found[i] for i in order[:most]]

    def key(self, item: Item) -> Key:
        """Return the reduced normalised text of an item."""
        return self._keys(self._known(item))

    def windows(
        self, item: Item, wanted: frozenset[str], most: int = 2, said: Callable[[str], float] | None = None
    ) -> list[Window]:
        """Return the best stretches of ``item`` for a claim with these pairs, best first.

        ``said`` tells how much of the claim a normalised text says, 0..1, where characters cannot: between languages.
        """
        own = self._leaf_pairs(self._known(item))
        if not wanted:
            return []
        if said is None:
            shares = [len(wanted & leaf) / len(wanted) for leaf in own]
        else:
            shares = [said(view.text) for view in item.views]
        order = sorted(range(len(own)), key=lambda i: -shares[i])[:most]
        if said is not None:
            return [Window(item, i, i, shares[i]) for i in order]
        found = [self._extended(item, i, wanted, own) for i in order]
        return list({(w.first, w.last): w for w in found}.values())

    def _extended(self, item: Item, at: int, wanted: frozenset[str], own: Sequence[frozenset[str]]) -> Window:
        first = last = at
        held = wanted & own[at]
        while last - first + 1 < _LEAVES:
            sides = [i for i in (first - 1, last + 1) if 0 <= i < len(own)]
            gains = [(len((wanted & own[i]) - held) / len(wanted), i) for i in sides]
            gain, side = max(gains, default=(0.0, -1))
            if gain < _GAIN:
                break
            first, last = min(first, side), max(last, side)
            held |= wanted & own[side]
        return Window(item, first, last, len(held) / len(wanted))

    def _known(self, item: Item) -> _Known:
        # Of a long item, every hit reads a stretch of its own: first leaves alone may be the same.
        known = (item.leaves[0].clause_id, item.leaves[-1].clause_id)
        self._items.setdefault(known, item)
        return known

    def _pairs_of_passage(self, passage_id: int) -> frozenset[str]:
        corpus = self._paragraphs.corpus
        passage = corpus.passage(passage_id)
        text = normalise_text(corpus.slice(passage.doc_id, passage.span))
        return said_pairs(text, self._names[passage.doc_id])

    def _pairs(self, known: _Known) -> tuple[frozenset[str], ...]:
        item = self._items[known]
        return tuple(said_pairs(view.text, self._names[item.doc_id]) for view in item.views)

    def _key(self, known: _Known) -> Key:
        return key_of(self._items[known].text.text)

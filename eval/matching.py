"""When a found place holds the evidence, and when two short answers say the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from eval.gold import Evidence
from index.normalise import normalise_text
from index.types import Span
from retriever.extract.quantities import find_quantities

__all__ = ["COVERAGE", "Located", "answer_f1", "canonical_answer", "holds", "same_answer"]

Located = tuple[str, Span]
"""A file and a span in it."""

COVERAGE = 0.5
"""A passage holds a piece of evidence when it covers over this share of the evidence's characters."""

_NOISE = re.compile(r"[\s,.;:。、!?“”‘’\"'「」『』《》〈〉()\[\]〔〕【】—–\-·]+")
_ITEM_ENDS = re.compile(r"[、,;\s]+|和|及|与")


def holds(places: Iterable[Located], evidence: Sequence[Evidence]) -> bool:
    """Whether some place covers over half of one of the (interchangeable) pieces of evidence."""
    return any(
        file == piece.file and span.overlap(piece.span) > COVERAGE * piece.span.size
        for file, span in places
        for piece in evidence
    )


def canonical_answer(text: str) -> str:
    """Return ``text`` with script, vocabulary, width, case, punctuation and spacing levelled."""
    return _NOISE.sub("", normalise_text(text))


def same_answer(given: str, accepted: Iterable[str]) -> bool:
    """Whether ``given`` says the same as one of the accepted forms.

    Figures are compared as figures (百分之五十 is 50%, 80万千瓦 is 800000千瓦, the words of bound around them are
    ignored where the accepted form has none); lists of names as sets; everything else after :func:`canonical_answer`.
    """
    return any(_equal(given, form) for form in accepted)


def _equal(given: str, form: str) -> bool:
    if canonical_answer(given) == canonical_answer(form):
        return True
    figure = _figure(form)
    if figure is not None:
        return figure == _figure(given)
    return _items(given) == _items(form)


def _figure(text: str) -> tuple[Decimal, Decimal, str] | None:
    quantities = find_quantities(normalise_text(text))
    if len(quantities) != 1:
        return None
    only = quantities[0]
    return only.low, only.high, only.unit


def _items(text: str) -> frozenset[str]:
    return frozenset(item for piece in _ITEM_ENDS.split(normalise_text(text)) if (item := _NOISE.sub("", piece)))


def answer_f1(given: str, accepted: Iterable[str]) -> float:
    """Best F1 of shared characters against any accepted form (Rajpurkar et al., 2016; by character as in CMRC 2018)."""
    return max((_f1(canonical_answer(given), canonical_answer(form)) for form in accepted), default=0.0)


def _f1(given: str, form: str) -> float:
    shared = sum((Counter(given) & Counter(form)).values())
    return 2 * shared / (len(given) + len(form)) if shared else 0.0

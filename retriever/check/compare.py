"""What a claim says otherwise than a stretch of the corpus: figures, years, places, a negation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from index.places import GazetteerEntry, gazetteer
from index.tokens import tokenise_spans
from index.types import Span
from retriever.check.figures import claimed_figures, compare_figures
from retriever.check.keys import key_of
from retriever.check.likeness import Claim, stated_figures
from retriever.check.sources import Window
from retriever.check.verdict import Difference, Field
from retriever.extract.dates import PeriodKind, find_periods
from retriever.years import years_in

__all__ = ["differences_of"]

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NEGATION = re.compile(r"不得|不再|不予|不准|不允许|严禁|禁止|未|无需|取消|停止")


def differences_of(claim: Claim, window: Window, names: Sequence[str]) -> list[Difference]:
    """Return what ``claim`` says otherwise than ``window``; ``names`` are those of the place of its document."""
    english = claim.query.language == "en"
    stated = stated_figures(window)
    claimed = claimed_figures(claim.core, english)
    found = compare_figures(claimed, stated, english=english)
    if not any(d.field is Field.YEAR for d in found):
        found += _years(claim, window)
    found += _places(claim, window, names)
    if not english:
        found += _negations(claim, window)
    return list(dict.fromkeys(found))


def _years(claim: Claim, window: Window) -> Iterator[Difference]:
    if claim.query.language == "en":
        said = {year: str(year) for year in years_in(claim.core)} if "five-year" not in claim.core else {}
    else:
        said = {}
        for period in find_periods(claim.core):
            said.setdefault(period.last, period.span.of(claim.core))
            if (
                period.kind is PeriodKind.DURING
                and period.first != period.last
                and str(period.first) in said[period.last]
            ):
                said.setdefault(period.first, period.span.of(claim.core))
    if not said:
        return
    periods = [*find_periods(window.text), *(p for view in window.views for p in view.periods)]
    periods += [q.period for q in window.item.quantities if window.span.contains(q.span) and q.period is not None]
    own = {year for period in periods for year in (period.first, period.last)}
    around = own | {int(y) for text in (*window.item.path, window.text) for y in _YEAR.findall(text)}
    unsaid = [year for year in said if year not in around]
    left = sorted({p.last for p in periods} - set(said))
    for year in unsaid:
        near = min(left, key=lambda y: abs(y - year), default=None)
        shown = next((p.span.of(window.text) for p in find_periods(window.text) if p.last == near), None)
        yield Difference(Field.YEAR, said[year], shown or (str(near) if near else None))


def _places(claim: Claim, window: Window, names: Sequence[str]) -> Iterator[Difference]:
    here = " ".join((*window.item.path, window.text, *names))
    places = gazetteer()
    own = {entry.name for name in names for entry in places.named(name)}
    above = {entry.parent for name in names for entry in places.named(name)}
    known = {place.mention for place in claim.query.places}
    said = [entry for entry, _ in _named(claim.core)]
    stated = [entry for entry, _ in _named(window.text)]
    swapped = [e.name for e in stated if e.name not in {s.name for s in said} and e.name not in own]
    for entry in said:
        if (
            entry.short in here
            or entry.name in own
            or entry.name in above
            or entry.short in known
            or entry.name in known
        ):
            continue
        # A county or city of the province that the document is about is its own business.
        if not swapped and entry.parent is not None and entry.parent in own:
            continue
        yield Difference(Field.PLACE, entry.name, swapped[0] if swapped else names[0] if names else None)


def _named(text: str) -> Iterator[tuple[GazetteerEntry, Span]]:
    words: list[Span] | None = None
    for entry, span in gazetteer().find(text):
        if words is None:
            words = [s for _, s in tokenise_spans(text)]
        # 合作市 in 合作市场 is part of words.
        if not any(w.start < edge < w.end and w.end > span.end for w in words for edge in span):
            yield entry, span


def _negations(claim: Claim, window: Window) -> Iterator[Difference]:
    """A negation that only one of two nearly equal texts has."""
    one, other = key_of(claim.core).text, key_of(window.text).text
    for mark in set(_NEGATION.findall(one)) ^ set(_NEGATION.findall(other)):
        matcher = SequenceMatcher(None, one, other, autojunk=False)
        held, lacking = (one, other) if mark in one else (other, one)
        at = held.find(mark)
        for op, a, b, c, d in matcher.get_opcodes():
            low, high = (a, b) if held is one else (c, d)
            if (
                op != "equal"
                and low <= at < high
                and at
                and held[at - 2 : at] in lacking
                and held[at + len(mark) : at + len(mark) + 2] in lacking
            ):
                text = (one[max(0, a - 2) : b + 2], other[max(0, c - 2) : d + 2])
                yield Difference(Field.NEGATION, *text)
                return

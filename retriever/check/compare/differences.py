"""What a claim says otherwise than its source: figures, years, places, bodies, directions and negations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.recognizers.dates import days_in
from index.recognizers.document_numbers import names_in, year_of_number
from index.recognizers.offices import holders_in, offices_in, same_office
from index.recognizers.periods import PeriodKind, find_periods, years_in
from index.recognizers.places import gazetteer, places_in
from index.recognizers.scopes import nation_as_subject, speaks_of
from retriever.check.compare.bodies import StatedBodies, body_differences
from retriever.check.compare.figure_differences import compare_figures
from retriever.check.compare.figures import claimed_figures
from retriever.check.compare.listed import list_differences
from retriever.check.compare.polarity import polarity_differences
from retriever.check.evidence.support import Claim, stated_figures
from retriever.check.evidence.windows import Window
from retriever.check.verdict import Difference, Field

__all__ = ["differences_of"]

_LINE_END = re.compile(r"[\n;。]")
_BLANKS = re.compile(r"[ \t|]+")


def differences_of(claim: Claim, window: Window, names: Sequence[str], bodies: StatedBodies) -> list[Difference]:
    """Return what ``claim`` says otherwise than ``window``.

    ``names`` are those of the place of its document, ``bodies`` those that it and its item's notes name.
    """
    english = claim.query.language == "en"
    stated = stated_figures(window)
    claimed = claimed_figures(claim.core, english)
    found = compare_figures(claimed, stated, claim.around, english=english)
    if not any(d.field is Field.YEAR for d in found):
        found += _years(claim, window)
    found += [*_days(claim.core, window.text), *_places(claim, window, names)]
    if not english:
        turned = any(d.field is Field.CHANGE for d in found)
        found += [d for d in polarity_differences(claim.core, window.text) if d.field is not Field.CHANGE or not turned]
        found += body_differences(claim.said, claim.duties, bodies)
        found += list_differences(claim.core, window.item.text.text)
        found += _offices(claim, window)
    return list(dict.fromkeys(found))


def _offices(claim: Claim, window: Window) -> Iterator[Difference]:
    """Offices that the claim gives to persons to whom the source gives another one: of another body, another post."""
    for person, office in holders_in(claim.core):
        lines = (_BLANKS.sub("", line) for line in _LINE_END.split(window.text))
        named = [other for line in lines if person in line for other in offices_in(line)]
        if named and not any(same_office(office, other) for other in named):
            yield Difference(Field.BODY, "".join(office), "".join(named[0]))


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
    own |= {figure.year for figure in stated_figures(window) if figure.year is not None}
    stated = _stated_years(window.text)
    # The title's years date what is dated by nothing else.
    above = window.item.path[1:] if stated else window.item.path
    around = own | stated | {year for text in above for year in _stated_years(text)}
    unsaid = [year for year in said if year not in around]
    left = sorted({p.last for p in periods} - set(said))
    for year in unsaid:
        near = min(left, key=lambda y: abs(y - year), default=None)
        shown = next((p.span.of(window.text) for p in find_periods(window.text) if p.last == near), None)
        yield Difference(Field.YEAR, said[year], shown or (str(near) if near else None))


def _days(claim: str, source: str) -> Iterator[Difference]:
    """Months and days that the claim names where the source names others; years are compared apart."""
    stated = days_in(source)
    for said in days_in(claim):
        if stated and not any(s.month == said.month and s.day in (None, said.day or s.day) for s in stated):
            yield Difference(Field.YEAR, said.span.of(claim), stated[0].span.of(source))


def _stated_years(text: str) -> set[int]:
    """Return every year that a text names, those of document numbers, too."""
    numbered = (year_of_number(span.of(text)) for span in names_in(text, titles=False))
    return {*years_in(text), *(year for year in numbered if year is not None)}


def _places(claim: Claim, window: Window, names: Sequence[str]) -> Iterator[Difference]:
    here = " ".join((*window.item.path, window.text, *names))
    places = gazetteer()
    own = {entry.name for name in names for entry in places.named(name)}
    nation = nation_as_subject(claim.core)
    if nation is not None and own and not speaks_of(here, "nation"):
        yield Difference(Field.PLACE, nation, names[0])
    above = {entry.parent for name in names for entry in places.named(name)}
    known = {place.mention for place in claim.query.places}
    said = [entry for entry, _ in places_in(claim.core)]
    stated = [entry for entry, _ in places_in(window.text)]
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

"""Decimal numbering (5, 5.3, 5.3.1) proved by its sequence.

A number at the start of a line may be a heading's, a reference (5.3.2的试验适用于…), a figure or a row of a table. It
is a heading's where it belongs to a sequence: the best chain of steps through all candidates, by dynamic programming.
A step goes down to a first child, or on to the next number of a level that is open. A plain integer counts only in a
chain that has decimals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.clauses.numbering import Marker, Position, Style

__all__ = ["proved_decimals"]

GAP = 3  # how many numbers of a level may be missing
_REACH = 48  # candidates that one step may pass over
_RESTART = 1.6  # what a chain that begins anew costs, in headings
_WEAK = 0.3  # ... a step that leaves out a number
_INTEGER = 0.5  # the weight of a plain integer, of a decimal 1
_SENTENCE = 0.2  # what a sentence behind the label costs, as against a title
_LONGEST = 160
_MOST_TITLE = 60
# A title ends without these; columns are a table's.
_STOPS = re.compile(r"[。；;，,：:]\s*\Z|。.|\t|\S\s{2,}\S*\d")
_GOES_ON = re.compile(r"\s*(?:[的和与與或至到及、~～—–\-,，)）]|中的|规定|規定|所[述列]|条款|條款|表\d|图\d)")

Number = tuple[int, ...]


@dataclass(slots=True)
class _Link:
    """The best chain that ends with a candidate: its worth, the candidate before it, and whether that is a step."""

    worth: float
    before: int | None
    step: bool


def proved_decimals(text: str, markers: Sequence[Marker]) -> frozenset[int]:
    """Return the positions in ``markers`` of the decimals that a sequence proves.

    Arabic labels (1.) at the start of a line take part in the sequence and are not returned. Time is linear in the
    number of markers.
    """
    places = [i for i, marker in enumerate(markers) if _may_count(text, marker)]
    if not any(markers[i].style is Style.DECIMAL for i in places):
        return frozenset()
    weights = [_weight(text, markers[i]) for i in places]
    links: list[_Link] = []
    best, best_at = 0.0, None  # the best chain so far, for one that begins anew
    for at, i in enumerate(places):
        link = _Link(best - (_RESTART if best_at is not None else 0.0), best_at, False)
        for before in range(max(0, at - _REACH), at):
            cost = _step(markers[places[before]].number, markers[i].number)
            if cost is not None and links[before].worth - cost > link.worth:
                link = _Link(links[before].worth - cost, before, True)
        link.worth += weights[at]
        links.append(link)
        if link.worth > best:
            best, best_at = link.worth, at
    return frozenset(_proved(markers, places, links, best_at))


def _proved(markers: Sequence[Marker], places: Sequence[int], links: Sequence[_Link], last: int | None) -> list[int]:
    """Follow the best chain back; keep its runs of steps with two decimals, or a plain integer and a decimal."""
    proved: list[int] = []
    run: list[int] = []
    at = last
    while at is not None:
        run.append(places[at])
        if not links[at].step:
            own = [i for i in run if markers[i].style is Style.DECIMAL]
            if len(own) > 1 and any(len(markers[i].number) > 1 for i in own):
                proved += own
            run = []
        at = links[at].before
    return proved


def _may_count(text: str, marker: Marker) -> bool:
    if marker.level or marker.position is not Position.LINE:
        return False
    if marker.style is Style.ARABIC:
        return True
    return marker.style is Style.DECIMAL and _GOES_ON.match(text, marker.end) is None


def _weight(text: str, marker: Marker) -> float:
    line = text[marker.end : marker.end + _LONGEST].partition("\n")[0].strip()
    title = 0 < len(line) <= _MOST_TITLE and _STOPS.search(line) is None
    if len(marker.number) > 1:
        return 1.0 if title else 1.0 - _SENTENCE
    return _INTEGER if title or marker.style is Style.ARABIC else 0.0


def _step(before: Number, number: Number) -> float | None:
    """Return what it costs to go on from one number to the next, None when that is no step."""
    depth = len(number) - 1
    if number[:-1] == before:
        return 0.0 if number[-1] == 1 else _WEAK
    if len(before) > depth and number[:-1] == before[:depth]:
        ahead = number[-1] - before[depth]
        return (ahead - 1) * _WEAK / GAP if 0 < ahead <= GAP + 1 else None
    # The heading over a first child may have no number (第二章, 2.1) or stand without its own line.
    if depth and number[-1] == 1 and len(before) >= depth and number[: depth - 1] == before[: depth - 1]:
        return _WEAK if number[depth - 1] == before[depth - 1] + 1 else None
    return None

"""The matrix of the target tab: indicators and periods down, places across, every figure a link to its clause."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from retriever.targets import Target
from ui.service.targets_table import Table, collated
from ui.service.targets_wanted import AT, View
from ui.web.html import Markup, render
from ui.web.targets.listing import column
from ui.web.targets.row_words import Words

__all__ = ["ENTRIES", "Entry", "entries", "render_matrix"]

ENTRIES = 60
"""Rows of a page of the matrix."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the matrix: a line and a period, with the figures of each place in the order of the source."""

    line: int
    period: str
    spread: int
    held: Mapping[str, tuple[Target, ...]]


def column_of(table: Table, row: Target) -> str:
    """Return the column that a row stands in: its place, its document where it names none."""
    return row.place or table.titles[row.doc_id]


def entries(table: Table, rows: Iterable[Target], view: View) -> tuple[Entry, ...]:
    """Return the rows of the matrix in the order of ``view``: by default what most places have comes first."""
    cells: dict[tuple[int, str], dict[str, list[Target]]] = {}
    places: dict[int, set[str]] = {}
    for row in rows:
        column = column_of(table, row)
        cells.setdefault((row.line, row.period), {}).setdefault(column, []).append(row)
        places.setdefault(row.line, set()).add(column)
    made = [
        Entry(line, period, len(places[line]), {column: tuple(held) for column, held in of_place.items()})
        for (line, period), of_place in cells.items()
    ]
    made.sort(key=lambda entry: (-entry.spread, entry.line, entry.period))
    if view.sort in ("indicator", "period"):
        made.sort(key=lambda entry: _said(table, entry, view.sort), reverse=view.down)
    elif view.sort.startswith(AT):
        wanted = view.sort.removeprefix(AT)
        stated = [entry for entry in made if wanted in entry.held]
        stated.sort(key=lambda entry: _size(entry.held[wanted][0]), reverse=view.down)
        made = stated + [entry for entry in made if wanted not in entry.held]
    return tuple(made)


def _said(table: Table, entry: Entry, sort: str) -> Any:
    return entry.period if sort == "period" else (collated(table.names[entry.line]), entry.line)


def _size(row: Target) -> Any:
    return row.kind.value, row.change.value, row.unit, row.high


def render_matrix(shown: Sequence[Entry], words: Words) -> Markup:
    """Return the rows of one page as a table with the places that they name."""
    say, view = words.say, words.view
    places = sorted({place for entry in shown for place in entry.held}, key=collated)
    columns = [column(name, say(f"targets_{name}"), view, say) for name in ("indicator", "period")]
    columns += [column(AT + place, " ".join(place.split()), view, say) for place in places]
    groups = [
        {"name": words.table.names[line], "entries": tuple(group)}
        for line, group in groupby(shown, key=lambda entry: entry.line)
    ]

    def figures(entry: Entry, place: str) -> ItemsView[Markup, Target]:
        """Return the distinct figures of a cell, each with the first row that says it."""
        said: dict[Markup, Target] = {}
        for row in entry.held.get(place, ()):
            said.setdefault(words.phrase(row), row)
        return said.items()

    return render(
        "targets_matrix.html", columns=columns, groups=groups, places=places, figures=figures, words=words, say=say
    )

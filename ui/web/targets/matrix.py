"""The matrix of the target tab: indicators and periods down, places across, every figure a link to its clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from retriever.targets import Target
from ui.service.targets_table import Table, collated
from ui.service.targets_wanted import AT, View
from ui.web.html import Markup, tag
from ui.web.targets.listing import heading
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
    """Return the rows of one page as a table with the places that they name; it scrolls in its own box."""
    say = words.say
    columns = sorted({column for entry in shown for column in entry.held}, key=collated)
    head = [heading(name, say(f"targets_{name}"), words.view, say) for name in ("indicator", "period")]
    head += [heading(AT + column, " ".join(column.split()), words.view, say) for column in columns]
    bodies = [
        tag("tbody", *_group(tuple(group), columns, words)) for _, group in groupby(shown, key=lambda entry: entry.line)
    ]
    table = tag(
        "table",
        tag("caption", say("targets_matrix_of"), class_="yj-hidden"),
        tag("thead", tag("tr", *head)),
        *bodies,
        class_="yj-matrix",
    )
    return tag(
        "div", table, class_="yj-scroll yj-crossed", tabindex="0", role="region", aria_label=say("targets_matrix_of")
    )


def _group(group: Sequence[Entry], columns: Sequence[str], words: Words) -> Iterable[Markup]:
    name = words.table.names[group[0].line]
    for number, entry in enumerate(group):
        first = [] if number else [tag("th", words.only(name), scope="rowgroup", rowspan=len(group))]
        period = tag("th", entry.period.replace("-", "–") or "–", scope="row", class_="yj-c-period")
        yield tag("tr", *first, period, *(_cell(entry.held.get(column, ()), words) for column in columns))


def _cell(rows: Sequence[Target], words: Words) -> Markup:
    shown: dict[Markup, Target] = {}
    for row in rows:
        shown.setdefault(words.phrase(row), row)
    links = (words.link(row, said, "yj-figure", title=row.citation.quote.strip()) for said, row in shown.items())
    return tag("td", *links)

"""Rows of the target table as cells: the list of all fields, and the matrix of place × indicator × year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from retriever.targets.filtering import plain_number
from retriever.targets.row import Target

__all__ = ["Cell", "Grid", "link_of", "listing", "matrix"]


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of a cell, and where it was read from: addresses such as ``a.txt#char=12,15`` (RFC 5147)."""

    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A header and rows of as many cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


_HEADER = (
    "place",
    "document",
    "indicator",
    "period",
    "bound",
    "value",
    "low",
    "high",
    "unit",
    "change",
    "base_year",
    "strive",
    "nature",
    "line",
    "file",
    "start",
    "end",
    "clause",
)


def link_of(target: Target) -> str:
    """Return the address of a figure in its file, a fragment of plain text as RFC 5147 has it."""
    return f"{target.citation.file}#char={target.span.start},{target.span.end}"


def listing(rows: Sequence[Target]) -> Grid:
    """Return one row per target with every field; numbers are plain decimals in their unit."""
    return Grid(_HEADER, tuple(_listed(row) for row in rows))


def _listed(row: Target) -> tuple[Cell, ...]:
    texts = (
        row.place or "",
        row.document or "",
        row.indicator,
        row.period,
        row.limit.value,
        row.value,
        plain_number(row.low),
        plain_number(row.high),
        row.unit,
        row.change.value,
        str(row.base_year or ""),
        "yes" if row.strive else "",
        row.nature.value,
        str(row.line),
        row.citation.file,
        str(row.span.start),
        str(row.span.end),
        row.citation.quote.strip(),
    )
    return tuple(
        Cell(text, link_of(row) if name == "value" else None) for name, text in zip(_HEADER, texts, strict=True)
    )


def matrix(rows: Sequence[Target]) -> Grid:
    """Return a row per line and period and a column per place (or document, where it names no place).

    A line is named as most of its rows name it. Several figures in one cell follow each other, the first one linked.
    """
    of_line: dict[int, list[Target]] = {}
    for row in rows:
        of_line.setdefault(row.line, []).append(row)
    names = {line: _name(held) for line, held in of_line.items()}
    columns = tuple(dict.fromkeys(_column(row) for row in rows))
    cells: dict[tuple[int, str], dict[str, list[Target]]] = {}
    for row in rows:
        cells.setdefault((row.line, row.period), {}).setdefault(_column(row), []).append(row)
    order = {line: number for number, line in enumerate(names)}
    out = []
    for line, period in sorted(cells, key=lambda key: (order[key[0]], key[1])):
        held = cells[line, period]
        out.append((Cell(names[line]), Cell(period), *(_cell(held.get(column, ())) for column in columns)))
    return Grid(("indicator", "period", *columns), tuple(out))


def _cell(targets: Sequence[Target]) -> Cell:
    texts = dict.fromkeys(target.signed for target in targets)
    return Cell(" / ".join(texts), link_of(targets[0])) if targets else Cell("")


def _column(row: Target) -> str:
    return row.place or row.document or row.citation.file


def _name(rows: Sequence[Target]) -> str:
    counts = Counter(row.indicator for row in rows)
    return min(counts, key=lambda text: (-counts[text], len(text), text))

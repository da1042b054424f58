"""The target table on a terminal: a list, a matrix, bars."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from index.place_notation import format_place
from retriever.targets.filtering import SORTS
from retriever.targets.row import Nature, Target
from retriever.targets.table_layout import matrix
from ui.cli.render import make_console
from ui.text.locale import say
from ui.text.terminal_escape import for_line

__all__ = ["print_chart", "print_targets"]


WIDEST = 10_000
"""Columns that a table in a pipe may take."""

NARROWEST = 11
"""Characters that a column of a table needs; where the terminal has fewer, rows stand one below the other."""


def print_targets(rows: Sequence[Target], *, as_matrix: bool) -> None:
    """Print rows as a list, or as a matrix of indicator and period by place."""
    console = make_console()
    if not rows:
        console.print(say("No such figure in this corpus.", "语料中没有这样的数据。"))
        return
    if as_matrix:
        grid = matrix(rows)
        names = _named(grid.header)
        lines = [tuple(cell.text for cell in row) for row in grid.rows]
    else:
        names = _header()
        lines = [_fields(target) for target in rows]
    if console.is_terminal and console.width < NARROWEST * len(names):
        _print_stacked(console, names, lines)
        return
    table = Table(show_lines=as_matrix)
    for name in names:
        table.add_column(for_line(name), overflow="fold")
    for line in lines:
        table.add_row(*(Text(for_line(text)) for text in line))
    if not console.is_terminal:
        # A pipe has no width: nothing is folded or cut.
        console.width = console.measure(table, options=console.options.update(max_width=WIDEST)).maximum
    console.print(table)


def _print_stacked(console: Console, names: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """Print every row as lines of name and text: its first two columns as the heading, empty ones left out."""
    for line in lines:
        console.print(Text(for_line(" ".join(filter(None, line[:2]))), style="bold"))
        for name, text in zip(names[2:], line[2:], strict=True):
            if text:
                console.print(Text(f"  {for_line(name)}  {for_line(text)}"))


def _named(header: Sequence[str]) -> tuple[str, ...]:
    return (say("indicator", "指标"), say("period", "年份"), *header[2:])


def _header() -> tuple[str, ...]:
    return (
        say("place", "地方"),
        say("indicator", "指标"),
        say("period", "年份"),
        say("value", "数值"),
        say("kind", "性质"),
        say("source", "出处"),
    )


def _fields(target: Target) -> tuple[str, ...]:
    value = target.signed
    if target.base_year:
        value += say(f" vs {target.base_year}", f"(比{target.base_year}年)")
    if target.strive:
        value += say(" (strive)", "(力争)")
    nature = say("state", "现状") if target.nature is Nature.STATE else say("target", "目标")
    source = format_place(target.citation.file, target.span)
    return target.place or target.document or "", target.indicator, target.period, value, nature, source


def print_chart(rows: Sequence[Target], width: int) -> None:
    """Print one block of bars per line, drawn to the largest value in it; ``width`` is the longest bar in columns."""
    console = make_console()
    if not rows:
        console.print(say("No such figure in this corpus.", "语料中没有这样的数据。"))
        return
    for _, group in groupby(sorted(rows, key=SORTS["indicator"]), key=lambda row: row.line):
        targets = list(group)
        most = max(target.high for target in targets) or 1
        console.print(Text(for_line(targets[0].indicator), style="bold"))
        names = [for_line(f"{t.place or t.document or t.citation.file} {t.period}".strip()) for t in targets]
        longest = max(Text(name).cell_len for name in names)
        for name, target in zip(names, targets, strict=True):
            bar = "█" * max(1 if target.high else 0, round(float(target.high / most) * width))
            line = Text("  " + name + " " * (longest - Text(name).cell_len) + " ")
            line.append(bar, style="green" if target.nature is Nature.TARGET else "dim")
            console.print(line.append(f" {for_line(target.signed)}"))

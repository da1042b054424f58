"""Evaluation as terminal tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.measures.scoring import LOWER_IS_BETTER, SLICE_FIGURES
from eval.measures.statistics import Estimate
from eval.measures.summary import Summary
from eval.report import meaning_of
from eval.runs.comparison import Change, Comparison, Moved
from eval.runs.results import Results
from ui.cli.render import make_console
from ui.text.terminal_escape import for_terminal

__all__ = ["WIDE", "print_comparison", "print_summary", "report_console"]

WIDE = 126
"""Columns from which definitions and the intervals of slices are shown; what is not a terminal has as many."""
LABEL = 30
CELL = 12

_VERDICTS = {"better": "bold green", "worse": "bold red", "mixed": "bold yellow", "no difference": "dim"}


def report_console() -> Console:
    """A console for tables: as wide as the terminal, or :data:`WIDE` when the output goes elsewhere."""
    console = make_console()
    if not console.is_terminal:
        console.width = WIDE
    return console


def print_summary(
    console: Console, results: Results, summary: Summary, recorded: Mapping[str, float] | None = None
) -> None:
    """Print every figure with its interval, and the main ones per slice."""
    console.print(Text(for_terminal(f"{results.benchmark}: {results.system}"), style="bold"))
    for note in results.notes:
        console.print(Text(for_terminal(f"Note: {note}"), style="yellow"))
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("figure", no_wrap=True)
    table.add_column("value", justify="right", style="bold", min_width=5)
    table.add_column("95% interval", justify="right", no_wrap=True)
    if recorded:
        table.add_column("baseline", justify="right", min_width=8)
    table.add_column("n", justify="right", min_width=3)
    wide = console.width >= WIDE
    if wide:
        table.add_column("definition", style="dim", no_wrap=True, overflow="ellipsis")
    for name, estimate in summary.figures.items():
        places = 1 if name.endswith(" ms") else 3
        row = [_label(name), f"{estimate.value:.{places}f}", f"{estimate.low:.{places}f}–{estimate.high:.{places}f}"]
        if recorded:
            row.append(f"{recorded[name]:.{places}f}" if name in recorded else "–")
        table.add_row(*row, str(estimate.n), *([meaning_of(name)] if wide else []))
    console.print(table)
    _print_slices(console, summary, wide)


def _print_slices(console: Console, summary: Summary, wide: bool) -> None:
    names = [name for name in SLICE_FIGURES if name in summary.figures]
    for dimension, group in groupby(summary.slices.items(), key=lambda item: item[0][0]):
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column(f"by {dimension}", width=LABEL if wide else None, overflow="ellipsis", no_wrap=True)
        table.add_column("n", justify="right")
        for name in names:
            table.add_column(name if wide else name.replace("Wrongly", "W."), min_width=CELL if wide else None)
        for (_, value), figures in group:
            most = max(estimate.n for estimate in figures.values())
            table.add_row(for_terminal(value), str(most), *(_cell(figures.get(name), wide) for name in names))
        console.print()
        console.print(table)


def _label(name: str) -> str:
    return f"{name} ↓" if name in LOWER_IS_BETTER else name


def _cell(estimate: Estimate | None, wide: bool) -> str:
    if estimate is None:
        return "–"
    value = _short(estimate.value)
    return f"{value:<4}{_short(estimate.low)}–{_short(estimate.high)}" if wide else value


def _short(share: float) -> str:
    """A share in two decimals without its leading zero: .93, 1.0."""
    return "1.0" if share >= 0.995 else f"{share:.2f}"[1:]


def print_comparison(console: Console, comparison: Comparison, listed: int) -> None:
    """Print what changed over all questions, the slices with a real change, and the questions that moved."""
    before, after = comparison.before, comparison.after
    console.print(Text(for_terminal(str(before.benchmark)), style="bold"))
    console.print(Text(for_terminal(f"before: {before.system} ({before.command})")))
    console.print(Text(for_terminal(f"after:  {after.system} ({after.command})")))
    for note in comparison.notes:
        console.print(Text(for_terminal(f"Note: {note}"), style="yellow"))
    console.print(_changes_table(comparison.overall, "over all questions"))
    real = [change for change in comparison.slices if change.verdict != "no difference"]
    console.print()
    if real:
        console.print(_changes_table(real, "by slice, where it is real"))
    else:
        console.print(f"No slice differs beyond chance ({len(comparison.slices)} tests, Holm-corrected).")
    _print_moved(console, "better", comparison.better, listed)
    _print_moved(console, "worse", comparison.worse, listed)
    console.print(Text(f"\nVerdict: {comparison.verdict}", style=_VERDICTS[comparison.verdict]))


def _changes_table(changes: Sequence[Change], head: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(head)
    for name in ("before", "after", "change", "95% interval", "p", "p (Holm)"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    for change in changes:
        slice_name = "" if change.slice[0] == "all" else f"{change.slice[1]}: "
        low, high = change.difference.low, change.difference.high
        table.add_row(
            for_terminal(f"{slice_name}{change.figure}{' ↓' if change.figure in LOWER_IS_BETTER else ''}"),
            f"{change.before:.3f}",
            f"{change.after:.3f}",
            f"{change.difference.value:+.3f}",
            f"{low:+.3f}…{high:+.3f}",
            _probability(change.p),
            _probability(change.adjusted),
            Text(change.verdict, style=_VERDICTS[change.verdict]),
        )
    return table


def _probability(p: float) -> str:
    return f"{p:.4f}" if p >= 0.0001 else "<.0001"


def _print_moved(console: Console, direction: str, moved: Sequence[Moved], listed: int) -> None:
    if not moved:
        return
    more = f", the first {listed}" if len(moved) > listed else ""
    console.print(Text(f"\n{len(moved)} questions {direction}{more}", style="bold"))
    for question in moved[:listed]:
        figures = ", ".join(f"{name} {a:.2f}→{b:.2f}" for name, (a, b) in question.figures.items())
        line = Text(f"{question.id}  ", style="bold")
        line.append(for_terminal(question.question), style="not bold")
        console.print(line)
        console.print(Text(f"    {figures}", style="dim"))

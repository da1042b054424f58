"""``yinju eval sweep``: figures under every combination of some parameters' values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.table import Table
from rich.text import Text

from eval.runs.benchmarks import measure_gold
from eval.runs.results import Results
from eval.runs.sweep import Trial, parse_values, sweep, sweep_object
from eval.runs.systems import open_system
from index.errors import InputError
from retriever.settings import SETTINGS, SearchSettings
from ui.cli.evaluate_run import gold_set
from ui.cli.evaluate_tables import LABEL, report_console

__all__ = ["SWEPT_FIGURES", "sweep_and_report"]

SWEPT_FIGURES = ("Success@5", "RR@20", "nDCG@10", "TopAnswerEM", "CitationRecall")
"""Figures of the table; a value marked * differs from the values in force (Holm-adjusted p below .05)."""


def sweep_and_report(
    options: Sequence[str], index: Path, gold: Path | None, corpus: Path | None, split: str, *, as_json: bool
) -> None:
    """Try every combination of the values given, and print a line of figures for each.

    Raises:
        YinjuError: a parameter is unknown, the reporting half is asked for, or something cannot be read.
    """
    values = parse_values(options, SETTINGS)
    if split == "report" or (split == "all" and gold is None):
        raise InputError("No parameter is ever chosen on the reporting half; sweep over --split tune.")
    questions = gold_set(gold, corpus, split)
    from index.encoders import load_encoder
    from index.store.bundle import Bundle

    bundle = Bundle.open(index)
    encoder = load_encoder(bundle.encoder.name)

    def measure(settings: SearchSettings) -> Results:
        system = open_system("hybrid", bundle, encoder, settings)
        return measure_gold(questions, system, bundle, command="").results

    trials = sweep(SETTINGS, values, measure, SWEPT_FIGURES)
    if as_json:
        typer.echo(json.dumps(sweep_object(trials), ensure_ascii=False))
    else:
        _print(trials)


def _print(trials: Sequence[Trial]) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("values", min_width=LABEL)
    for name in trials[0].figures:
        table.add_column(name, justify="right", no_wrap=True)
    for at, trial in enumerate(trials):
        label = ", ".join(f"{name} {value}" for name, value in trial.values.items())
        cells = [
            f"{e.value:.3f} {e.low:.3f}–{e.high:.3f}{'*' if trial.adjusted[name] < 0.05 else ' '}"
            for name, e in trial.figures.items()
        ]
        table.add_row(Text(label if at else f"{label} (in force)", style="" if at else "bold"), *cells)
    console = report_console()
    console.print(table)
    console.print("* differs from the values in force (paired randomisation test, Holm-adjusted p < .05).")

"""The gate: figures of the reporting half that must not fall below what was recorded, by more than chance explains."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.measures.scoring import LOWER_IS_BETTER
from eval.measures.summary import PERCENTILES, Summary
from eval.runs.results import Results
from index.errors import InputError, LoadError, StorageError

__all__ = ["BASELINE", "Baseline", "Fallen", "fallen", "load_baselines", "record_baseline"]

BASELINE = Path(__file__).with_name("baseline.json")
"""The recorded figures, one entry per system."""

_UNGATED = {f"p{percent} ms" for percent in PERCENTILES}
"""Latency depends on the machine that the gate runs on; it is reported, not gated."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The figures of one system: who set them, when (ISO date), with which command, on which questions."""

    set_by: str
    set_on: str
    command: str
    benchmark: str
    sha256: str
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fallen:
    """A figure that is worse than recorded even at the better end of its interval (``reach``)."""

    figure: str
    recorded: float
    value: float
    reach: float

    def __str__(self) -> str:
        return f"{self.figure} is {self.value:.3f}, at best {self.reach:.3f}; recorded was {self.recorded:.3f}"


def load_baselines(path: Path = BASELINE) -> dict[str, Baseline]:
    """Read system → baseline.

    Raises:
        LoadError: the file is missing or is no baseline.
    """
    remedy = "record one with `yinju eval --set-baseline`"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return {str(system): Baseline(**entry) for system, entry in raw.items()}
    except OSError as error:
        raise LoadError(
            "{path} cannot be read ({reason}); {remedy}.", path=path, reason=error.strerror, remedy=remedy
        ) from error
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise LoadError(
            "{path} is no baseline file ({error}); {remedy}.", path=path, error=error, remedy=remedy
        ) from error


def record_baseline(path: Path, results: Results, summary: Summary, *, set_by: str, set_on: str) -> None:
    """Record the figures of a run as its system's baseline, beside those of other systems.

    Raises:
        StorageError: the file cannot be written.
        LoadError: the file that is there is no baseline.
    """
    entries: dict[str, Any] = {}
    if path.exists():
        entries = {system: asdict(entry) for system, entry in load_baselines(path).items()}
    figures = {name: round(e.value, 4) for name, e in summary.figures.items() if name not in _UNGATED}
    benchmark = results.benchmark
    entries[results.system] = asdict(
        Baseline(set_by, set_on, results.command, str(benchmark), benchmark.sha256, figures)
    )
    text = json.dumps(dict(sorted(entries.items())), ensure_ascii=False, indent=2)
    try:
        path.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise StorageError(
            "{path} cannot be written ({reason}); choose another place.", path=path, reason=error.strerror
        ) from error


def fallen(results: Results, summary: Summary, baseline: Baseline) -> list[Fallen]:
    """Return the figures that fell below the baseline by more than their interval.

    Raises:
        InputError: the baseline was recorded over other questions, or holds a figure that the run lacks.
    """
    if baseline.sha256 != results.benchmark.sha256:
        raise InputError(
            "The baseline was recorded over {benchmark}, this run answers {benchmark_2}; run the gate over the "
            "same questions, or record the baseline anew with `yinju eval --set-baseline`.",
            benchmark=baseline.benchmark,
            benchmark_2=results.benchmark,
        )
    lost = [name for name in baseline.figures if name not in summary.figures]
    if lost:
        raise InputError(
            "The run lacks {names}, which the baseline holds; run the same system, or record the baseline anew.",
            names=", ".join(lost),
        )
    found = []
    for name, recorded in baseline.figures.items():
        now = summary.figures[name]
        lower = name in LOWER_IS_BETTER
        reach = now.low if lower else now.high
        # The file keeps four decimals.
        if (reach > recorded + 5e-5) if lower else (reach < recorded - 5e-5):
            found.append(Fallen(name, recorded, now.value, reach))
    return found

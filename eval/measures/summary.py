"""A run in figures with intervals: over all questions and per slice, the risk-coverage curve, the calibration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from eval.measures.selective import Bin, Floats, aurc, calibration_error, reliability, risk_coverage
from eval.measures.statistics import Estimate, estimate, estimate_mean
from eval.runs.results import SLICES, QuestionResult, Results

__all__ = ["PERCENTILES", "Summary", "confidence_and_error", "summarise", "summary_object"]

PERCENTILES = (50, 95, 99)
"""Of the milliseconds from question to answer."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures over all questions; (dimension, value) → figures of that slice; risk at coverage 1/n … 1; calibration."""

    figures: Mapping[str, Estimate]
    slices: Mapping[tuple[str, str], Mapping[str, Estimate]]
    curve: Sequence[float]
    calibration: Sequence[Bin]


def summarise(results: Results) -> Summary:
    """Average a run. A question about two documents counts in both slices; one without figures is in none."""
    groups: dict[tuple[str, str], list[QuestionResult]] = {}
    for dimension in SLICES:
        for value in sorted({value for q in results.questions for value in q.slices.get(dimension, ())}):
            groups[dimension, value] = [q for q in results.questions if value in q.slices.get(dimension, ())]
    figures = _means(results.questions, results.figure_names)
    curve: list[float] = []
    bins: list[Bin] = []
    columns = confidence_and_error(results.questions)
    if columns is not None:
        confidence, wrong = columns
        figures["AURC"] = estimate([confidence, wrong], aurc)
        curve = risk_coverage(np.array([confidence]), np.array([wrong]))[0].tolist()
        sure = [q.confidence for q in results.questions if q.confidence is not None]
        right = [float(bool(q.right)) for q in results.questions if q.confidence is not None]
        if sure:
            figures["ECE"] = estimate([sure, right], calibration_error)
            bins = reliability(sure, right)
    took = [q.took_ms for q in results.questions if q.took_ms is not None]
    if took:
        for percent in PERCENTILES:
            figures[f"p{percent} ms"] = estimate([took], _percentile(percent))
    names = results.figure_names
    slices = {key: _means(group, names) for key, group in groups.items()}
    return Summary(figures, {key: means for key, means in slices.items() if means}, curve, bins)


def confidence_and_error(questions: Sequence[QuestionResult]) -> tuple[list[float], list[float]] | None:
    """Return confidence (0 when refused) and error of every question; None when the system only ranks."""
    if any(question.right is None for question in questions):
        return None
    return [q.confidence or 0.0 for q in questions], [float(not q.right) for q in questions]


def _means(questions: Sequence[QuestionResult], names: Sequence[str]) -> dict[str, Estimate]:
    columns = {name: [q.figures[name] for q in questions if name in q.figures] for name in names}
    return {name: estimate_mean(values) for name, values in columns.items() if values}


def _percentile(percent: int) -> Callable[[Floats], Floats]:
    # The observed value at or above which the rest lies: no latency is reported that nobody waited.
    return lambda rows: np.asarray(np.percentile(rows, percent, axis=1, method="higher"), dtype=float)


def summary_object(results: Results, summary: Summary) -> dict[str, Any]:
    """Return the summary for JSON: ``figures`` and ``slices`` hold value, low, high and n of every figure."""
    benchmark = results.benchmark
    return {
        "schema": 1,
        "benchmark": {
            "name": benchmark.name,
            "split": benchmark.split,
            "questions": benchmark.questions,
            "sha256": benchmark.sha256,
        },
        "system": results.system,
        "settings": dict(results.settings),
        "command": results.command,
        "notes": list(results.notes),
        "figures": _estimates(summary.figures),
        "slices": [
            {"by": by, "value": value, "figures": _estimates(figures)}
            for (by, value), figures in summary.slices.items()
        ],
        "risk_coverage": [round(risk, 4) for risk in summary.curve],
        "calibration": [
            {
                "low": part.low,
                "high": part.high,
                "count": part.count,
                "confidence": round(part.confidence, 4),
                "accuracy": round(part.accuracy, 4),
            }
            for part in summary.calibration
        ],
    }


def _estimates(figures: Mapping[str, Estimate]) -> dict[str, Any]:
    return {
        name: {"value": round(e.value, 4), "low": round(e.low, 4), "high": round(e.high, 4), "n": e.n}
        for name, e in figures.items()
    }

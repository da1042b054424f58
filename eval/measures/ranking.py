"""Ranking metrics by ir_measures (MacAvaney, Macdonald and Ounis, ECIR 2022), averaged over all judged queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.errors import InputError
from index.extras import install_command

__all__ = ["DEFAULT_METRICS", "evaluate", "per_query"]

DEFAULT_METRICS = ("nDCG@10", "R@100", "RR")
"""What the quality bars name; RR averaged over queries is MRR."""

Run = Mapping[str, Sequence[tuple[str, float]]]
Judgements = Mapping[str, Mapping[str, int]]


def evaluate(run: Run, qrels: Judgements, metrics: Sequence[str] = DEFAULT_METRICS) -> dict[str, float]:
    """Mean of every metric over the judged queries; a query without results counts 0.

    Raises:
        InputError: ir_measures is not installed or does not know a metric.
    """
    totals = dict.fromkeys(metrics, 0.0)
    for name, _, value in per_query(run, qrels, metrics):
        totals[name] += value
    return {name: total / max(1, len(qrels)) for name, total in totals.items()}


def per_query(
    run: Run, qrels: Judgements, metrics: Sequence[str] = DEFAULT_METRICS
) -> Iterator[tuple[str, str, float]]:
    """(metric, query id, value) for every judged query that ir_measures scores."""
    measures = _measures(metrics)
    names = dict(zip(measures, metrics, strict=True))
    # Order as given, whatever the ties in the scores: evaluators sort by score.
    scores = {
        query: {passage: float(len(ranked) - position) for position, (passage, _) in enumerate(ranked)}
        for query, ranked in run.items()
    }
    for result in _import().iter_calc(list(measures), qrels, scores):
        yield names[result.measure], result.query_id, float(result.value)


def _import() -> Any:
    try:
        import ir_measures
    except ImportError as error:
        raise InputError(
            "Measuring needs ir-measures; install it with: {command}", command=install_command("eval")
        ) from error
    return ir_measures


def _measures(metrics: Sequence[str]) -> list[Any]:
    module = _import()
    try:
        return [module.parse_measure(metric) for metric in metrics]
    except (NameError, ValueError, SyntaxError) as error:
        raise InputError(
            "{names} holds a metric that ir_measures does not know: {error}.", names=", ".join(metrics), error=error
        ) from error

"""How much of the target table is right: precision and recall on a gold table of whole documents, and per field.

    python -m eval.measures.target_table INDEX...

The gold (``eval/data/gold/targets.jsonl``) holds every quantitative statement of its documents, one JSON object per
line with the fields of :class:`GoldTarget`: two of ``seeds/``, two of ``eval/data/invented/corpus``. Counted are the
documents that one of the indexes has. A row is found when it stands on the gold figure's characters. Fields are scored
on the rows that were found; an indicator counts as right when the characters of both overlap by INDICATOR_OVERLAP.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

from index.errors import InputError
from index.language.normalise import normalise_text
from index.types import Span
from retriever.targets import Target

__all__ = ["FIELDS", "GoldTarget", "TargetScore", "load_gold_targets", "score_targets"]

INDICATOR_OVERLAP = 0.8

FIELDS = ("indicator", "year", "first_year", "limit", "value", "unit", "change", "base_year", "strive", "nature")


@dataclass(frozen=True, slots=True)
class GoldTarget:
    """A figure as a person read it; ``span`` covers number and unit in the file, ``low``/``high`` are in ``unit``."""

    document: str
    file: str
    figure: str
    indicator: str
    first_year: int | None
    year: int | None
    bound: str
    strive: bool
    low: str
    high: str
    unit: str
    change: str
    base_year: int | None
    kind: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where the figure stands in its file."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class TargetScore:
    """Counts of a comparison: ``right`` gives, per field, in how many of the ``found`` rows it is as in the gold."""

    gold: int
    given: int
    found: int
    right: dict[str, int]
    whole: int
    """Rows found in which every field is right."""
    missed: tuple[GoldTarget, ...]
    extra: tuple[Target, ...]
    differing: tuple[tuple[GoldTarget, Target, str], ...]

    @property
    def precision(self) -> float:
        """Share of the rows given that the gold has, 1 without any."""
        return self.found / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found, 1 without any."""
        return self.found / self.gold if self.gold else 1.0


def load_gold_targets(path: Path | None = None) -> tuple[GoldTarget, ...]:
    """Read a gold table, the package's own by default. Raises InputError for a line that is none."""
    text = path.read_text("utf-8") if path else (files("eval.data") / "gold" / "targets.jsonl").read_text("utf-8")
    gold = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            gold.append(GoldTarget(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise InputError(
                "Line {number} of the gold table is no target ({error}): mend or remove it.", number=number, error=error
            ) from error
    return tuple(gold)


def score_targets(rows: Sequence[Target], gold: Sequence[GoldTarget]) -> TargetScore:
    """Compare the rows of the gold's documents with the gold."""
    documents = {(g.file, g.document) for g in gold}
    given = [r for r in rows if (r.citation.file, r.document) in documents]
    free = list(given)
    right: Counter[str] = Counter()
    missed: list[GoldTarget] = []
    differing: list[tuple[GoldTarget, Target, str]] = []
    whole = 0
    for one in gold:
        row = next((r for r in free if r.citation.file == one.file and r.span.overlap(one.span)), None)
        if row is None:
            missed.append(one)
            continue
        free.remove(row)
        wrong = [field for field in FIELDS if not _agrees(field, row, one)]
        right.update(set(FIELDS) - set(wrong))
        differing += [(one, row, field) for field in wrong]
        whole += not wrong
    return TargetScore(
        gold=len(gold),
        given=len(given),
        found=len(gold) - len(missed),
        right=dict(right),
        whole=whole,
        missed=tuple(missed),
        extra=tuple(free),
        differing=tuple(differing),
    )


def _agrees(field: str, row: Target, gold: GoldTarget) -> bool:
    match field:
        case "indicator":
            return _overlap(row.indicator, normalise_text(gold.indicator)) >= INDICATOR_OVERLAP
        case "value":
            return (row.low, row.high) == (Decimal(gold.low), Decimal(gold.high))
        case "limit":
            return row.limit.value == gold.bound
        case "change":
            return row.change.value == gold.change
        case "nature":
            return row.nature.value == gold.kind
        case _:
            return bool(getattr(row, field) == getattr(gold, field))


def _overlap(one: str, other: str) -> float:
    """Dice coefficient of the characters of two texts, counted as often as they stand there."""
    left, right = Counter(one), Counter(other)
    return 2 * (left & right).total() / max(1, left.total() + right.total())


def main(arguments: Sequence[str]) -> None:
    """Print the score of the indexes named on the command line, taken together."""
    from index.store.bundle import Bundle
    from retriever.targets import read_targets

    rows = [row for index in arguments for row in read_targets(Bundle.open(index))]
    held = {(row.citation.file, row.document) for row in rows}
    gold = [one for one in load_gold_targets() if (one.file, one.document) in held]
    score = score_targets(rows, gold)
    out = [
        f"precision {score.precision:.3f} ({score.found}/{score.given})  recall {score.recall:.3f} "
        f"({score.found}/{score.gold})  every field right {score.whole}/{score.gold}",
        *(f"{field:<10} {score.right.get(field, 0)}/{score.found}" for field in FIELDS),
        *(f"missed: {one.indicator} {one.figure} ({one.file}:{one.start})" for one in score.missed),
        *(f"extra: {row.indicator} {row.signed} ({row.citation.file}:{row.span.start})" for row in score.extra),
        *(
            f"{field}: {one.indicator} {one.figure}, given {row.indicator} {row.signed} {row.period}"
            for one, row, field in score.differing
        ),
    ]
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])

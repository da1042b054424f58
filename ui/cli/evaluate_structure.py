"""``yinju eval structure``: metadata, outlines and tables measured against what a person read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.data.structure_gold import STRUCTURE, load_structure, read_texts
from eval.measures.statistics import Estimate
from eval.measures.structure import Difference, Figure, StructureScore, read_text, score_structure
from index.errors import InputError
from ui.cli.streams import print_json
from ui.text.locale import say
from ui.text.terminal_escape import for_line

__all__ = ["measure_and_report"]

_NONE = "–"


def measure_and_report(
    documents: Path | None, kind: str, half: str, gold: Path | None, *, wrong: bool, as_json: bool
) -> None:
    """Read the texts of the gold and print precision and recall, with ``wrong`` also every difference.

    Raises:
        YinjuError: there is no such kind or half, texts are wanting, or the gold does not hold.
    """
    folder = gold if gold is not None else STRUCTURE
    wanted = load_structure(kind, half, folder)
    if not wanted:
        raise InputError("{folder} holds no document of this half; measure another one.", folder=folder)
    texts = read_texts(wanted, documents)
    score = score_structure({one.sha256: read_text(texts[one.sha256], one.suffix) for one in wanted}, wanted)
    if as_json:
        print_json(_object(score, kind, half, wrong=wrong))
        return
    sys.stdout.write("\n".join(_lines(score, half, wrong=wrong)) + "\n")


def _object(score: StructureScore, kind: str, half: str, *, wrong: bool) -> dict[str, Any]:
    return {
        "kind": kind,
        "half": half,
        "documents": score.documents,
        "figures": {
            figure.name: {
                "precision": figure.precision and figure.precision._asdict(),
                "recall": figure.recall and figure.recall._asdict(),
                **figure.counts._asdict(),
            }
            for figure in score.figures
        },
        "wrong": [
            {"document": d.document, "figure": d.figure, "given": d.given, "wanted": d.wanted}
            for d in (score.differences if wrong else ())
        ],
    }


def _lines(score: StructureScore, half: str, *, wrong: bool) -> Iterator[str]:
    yield say(f"{score.documents} documents ({half})", f"{score.documents} 份文件({half})")
    yield f"{'':16}{'precision':>22}{'recall':>24}"
    yield from (_row(figure) for figure in score.figures)
    for difference in score.differences if wrong else ():
        yield _told(difference)


def _row(figure: Figure) -> str:
    counts = figure.counts
    precision = f"{_shown(figure.precision)} {counts.right:>5}/{counts.given:<5}"
    recall = f"{_shown(figure.recall)} {counts.found:>5}/{counts.wanted:<5}"
    return f"{figure.name:16}{precision}  {recall}"


def _shown(estimate: Estimate | None) -> str:
    return f"{_NONE:>19}" if estimate is None else f"{estimate.value:.3f} ({estimate.low:.3f}–{estimate.high:.3f})"


def _told(difference: Difference) -> str:
    given, wanted = difference.given or _NONE, difference.wanted or _NONE
    return for_line(f"{difference.figure}: {given} <> {wanted} ({difference.document})")

"""``yinju eval check``: the draft check measured on altered clauses, as a confusion matrix."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.check.cases import HALVES
from eval.check.confusion import Outcome, Row, matrix, run
from index.errors import InputError
from retriever.check.verdict import Verdict
from ui.cli.streams import print_json
from ui.text.locale import say

__all__ = ["check_and_report"]


def check_and_report(corpus: Path, half: str, *, by_hand: bool, wrong: bool, as_json: bool) -> None:
    """Measure over the files in ``corpus`` and print the matrix, with ``wrong`` also the cases that went wrong.

    Raises:
        YinjuError: there is no such half, the folder holds no file, or an index cannot be built from it.
    """
    if half not in HALVES:
        raise InputError("There is no half {half}: choose one of {halves}.", half=half, halves=", ".join(HALVES))
    paths = sorted(p for p in corpus.glob("*") if p.is_file() and p.suffix != ".json") if corpus.is_dir() else []
    if not paths:
        raise InputError("{corpus} holds no files: name the folder of the documents to check against.", corpus=corpus)
    outcomes = run(paths, half, by_hand=by_hand)
    rows = list(matrix(outcomes))
    failed = [o for o in outcomes if not (o.right and o.clause_right and o.field_right)]
    if as_json:
        print_json(
            {"half": half, "rows": [_object(r) for r in rows], "wrong": [_case(o) for o in failed] if wrong else []}
        )
        return
    sys.stdout.write("\n".join(_table(rows)) + "\n")
    if wrong:
        sys.stdout.write("\n" + say("Cases that went wrong:", "判断有误的例子:") + "\n")
        for one in failed:
            shown = _case(one)
            told = "; ".join(f"{d['field']}: {d['draft']} <> {d['source']}" for d in shown["differences"])
            sys.stdout.write(
                f"\n{shown['kind']}/{shown['form']} -> {shown['verdict']}\n  {shown['sentence']}\n  {shown['source']}\n"
                f"  {shown['found'] or '-'}\n  {told}\n"
            )


def _table(rows: Sequence[Row]) -> Iterator[str]:
    verdicts = list(Verdict)
    yield (
        f"{'kind':20}{'form':13}{'n':>4}"
        + "".join(f"{v.value:>11}" for v in verdicts)
        + f"{'right':>8}{'clause':>8}{'field':>8}"
    )
    for row in rows:
        cells = "".join(f"{row.counts.get(v, 0):>11}" for v in verdicts)
        rates = "".join(f"{rate:>8.1%}" for rate in (row.right, row.clause, row.field))
        yield f"{row.kind:20}{row.form:13}{row.cases:>4}{cells}{rates}"


def _object(row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "form": row.form,
        "cases": row.cases,
        "verdicts": {v.value if v else "no_claim": n for v, n in row.counts.items()},
        "right": round(row.right, 4),
        "clause_right": round(row.clause, 4),
        "field_right": round(row.field, 4),
    }


def _case(one: Outcome) -> dict[str, Any]:
    finding = one.finding
    return {
        "kind": one.case.kind,
        "form": one.case.form,
        "sentence": one.case.sentence,
        "source": one.case.source,
        "verdict": finding.verdict.value if finding.verdict else finding.skipped,
        "found": finding.evidence[0].citation.quote if finding.evidence else None,
        "differences": [{"field": d.field.value, "draft": d.draft, "source": d.source} for d in finding.differences],
    }

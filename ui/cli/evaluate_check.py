"""``yinju eval check``: the draft check measured on altered clauses, or on drafts that people wrote."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.check.cases import HALVES
from eval.check.confusion import Outcome, Row, matrix, run
from eval.check.drafts import FIGURES, LABELS, NO_CLAIM, check_written, figures, read_drafts
from eval.check.drafts import Outcome as DraftOutcome
from eval.data.document_questions import read_document_questions, write_documents
from index.errors import InputError
from retriever.check.verdict import Verdict
from ui.cli.streams import print_json
from ui.text.locale import say

__all__ = ["check_and_report", "check_drafts_and_report"]

_VERDICTS = (*(verdict.value for verdict in Verdict), NO_CLAIM)


def check_and_report(corpus: Path, half: str, *, by_hand: bool, wrong: bool, as_json: bool) -> None:
    """Measure over the files in ``corpus`` and print the matrix, with ``wrong`` also the cases that went wrong.

    Raises:
        YinjuError: there is no such half, the folder holds no file, or an index cannot be built from it.
    """
    _prove_half(half)
    paths = _files_of(corpus)
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


def check_drafts_and_report(drafts: Path, corpus: Path, half: str, *, wrong: bool, as_json: bool) -> None:
    """Check the drafts of a folder against the files in ``corpus`` and print the figures, with their intervals.

    ``corpus`` may also be a folder with ``documents.jsonl`` as ``eval --documents`` takes it.

    Raises:
        YinjuError: there is no such half, a folder holds nothing of use, or an index cannot be built.
    """
    _prove_half(half)
    written = read_drafts(drafts, half)
    with tempfile.TemporaryDirectory() as folder:
        paths = _files_of(corpus)
        if any(path.name.startswith("documents.jsonl") for path in paths):
            write_documents(read_document_questions(corpus).texts, Path(folder))
            paths = _files_of(Path(folder))
        outcomes = check_written(paths, written)
    found = figures(outcomes)
    failed = [_sentence(o) for o in outcomes if not o.right] if wrong else []
    if as_json:
        told = {name: {**e._asdict(), "definition": FIGURES[name]} for name, e in found.items()}
        print_json(
            {"half": half, "drafts": len(written), "figures": told, "verdicts": _counts(outcomes), "wrong": failed}
        )
        return
    lines = [f"{len(written)} drafts, {len(outcomes)} sentences"]
    lines += [f"{name:30}{e.value:7.3f}  {e.low:.3f}-{e.high:.3f}{e.n:6}  {FIGURES[name]}" for name, e in found.items()]
    lines += ["", " " * 12 + "".join(f"{verdict:>11}" for verdict in _VERDICTS)]
    for label, counts in _counts(outcomes).items():
        lines.append(f"{label:12}" + "".join(f"{counts.get(verdict, 0):>11}" for verdict in _VERDICTS))
    lines += [f"\n{o['label']} {o['field']} -> {o['verdict']}\n  {o['sentence']}\n  {o['evidence']}" for o in failed]
    sys.stdout.write("\n".join(lines) + "\n")


def _prove_half(half: str) -> None:
    if half not in HALVES:
        raise InputError("There is no half {half}: choose one of {halves}.", half=half, halves=", ".join(HALVES))


def _files_of(corpus: Path) -> list[Path]:
    paths = sorted(p for p in corpus.glob("*") if p.is_file() and p.suffix != ".json") if corpus.is_dir() else []
    if not paths:
        raise InputError("{corpus} holds no files: name the folder of the documents to check against.", corpus=corpus)
    return paths


def _counts(outcomes: Sequence[DraftOutcome]) -> dict[str, dict[str, int]]:
    return {label: dict(Counter(o.said for o in outcomes if o.sentence.verdict == label)) for label in LABELS}


def _sentence(one: DraftOutcome) -> dict[str, str]:
    said = one.sentence
    return {
        "draft": one.draft,
        "label": said.verdict,
        "field": said.field,
        "verdict": one.said,
        "sentence": said.text,
        "evidence": said.evidence,
    }


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
        "verdicts": {v.value if v else NO_CLAIM: n for v, n in row.counts.items()},
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

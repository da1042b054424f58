"""The long work of the page, in a process of its own: ``python -m ui.service.worker``.

A build neither slows answers down nor dies with a question; to cancel it is to end the process, which leaves the old
index whole. One JSON object comes in on standard input; one per line goes out: ``{"stage", "done", "total"}`` while it
works, at last ``{"result": …}`` or ``{"error": sentence}``.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from index.errors import IndexMissing, LoadError, NothingToIndex, YinjuError
from index.types import SourceFile

__all__ = ["main"]


def main() -> None:
    """Do the task on standard input and report on standard output."""
    if hasattr(os, "nice"):
        os.nice(10)
    task = json.load(sys.stdin)
    work = {"change": _change, "evaluate": _evaluate}[task["task"]]
    try:
        _say({"result": work(task)})
    except YinjuError as error:
        _say({"error": str(error)})


def _say(line: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _progress(stage: str, done: int, total: int | None) -> None:
    _say({"stage": stage, "done": done, "total": total})


def _change(task: Mapping[str, Any]) -> dict[str, Any]:
    """Build the next generation from what the current one holds, without ``remove`` and with ``add``.

    ``remove`` lists names of files of the index, ``add`` pairs of a stored upload and the name that it was sent under;
    a file of that name is replaced.
    """
    from index.build import build_from_sources
    from index.loading import load_file
    from index.store.bundle import Bundle
    from retriever.examples import make_examples

    index = Path(task["index"])
    bundle: Bundle | None = None
    try:
        bundle = Bundle.open(index)
    except IndexMissing:
        if not task["add"]:
            raise
    removed = set(task["remove"])
    held = set(bundle.texts) if bundle else set()
    report: dict[str, dict[str, Any]] = {}
    added: dict[str, SourceFile] = {}
    for number, (stored, name) in enumerate(task["add"], start=1):
        try:
            added[name] = load_file(Path(stored), name=name)
            report[name] = {"name": name, "outcome": "replaced" if name in held else "added"}
        except LoadError as error:
            report[name] = {"name": name, "outcome": "left out", "reason": str(error)}
        _progress("load", number, len(task["add"]))
    report |= {name: {"name": name, "outcome": "removed"} for name in sorted(removed & held)}
    if task["add"] and not added and not removed & held:
        return {"generation": None, "files": list(report.values())}
    if bundle is not None and not held - removed and not added:
        raise NothingToIndex("The corpus cannot be emptied: add another file before removing the last one.")
    handled = removed | report.keys()
    skipped = [entry for entry in bundle.manifest.skipped if entry[0] not in handled] if bundle else []
    before = len(skipped)
    made = build_from_sources(
        _sources(bundle, removed | added.keys(), added),
        index,
        model=bundle.encoder.name if bundle else None,
        progress=_progress,
        skipped=skipped,
        examples=make_examples,
    )
    for name, reason in skipped[before:]:
        report[name] = {"name": name, "outcome": "left out", "reason": reason}
    _count(Bundle.open(index), report)
    return {"generation": made.generation, "files": list(report.values()), "seconds": round(made.seconds, 2)}


def _sources(bundle: Any, without: set[str], added: Mapping[str, SourceFile]) -> Iterator[SourceFile]:
    if bundle is not None:
        yield from (source for source in bundle.sources() if source.path not in without)
    yield from added.values()


def _count(bundle: Any, report: Mapping[str, dict[str, Any]]) -> None:
    for document in bundle.documents:
        row = report.get(document.source_path)
        if row is not None and row["outcome"] in ("added", "replaced"):
            row["documents"] = row.get("documents", 0) + 1
            row["passages"] = row.get("passages", 0) + len(bundle.passages_of(document.doc_id))


def _evaluate(task: Mapping[str, Any]) -> dict[str, Any]:
    """Ask the gold questions of ``split`` over the index and save the run at ``save``."""
    from eval.data.questions import GOLD
    from eval.runs.benchmarks import SEEDS, measure_gold, open_gold
    from eval.runs.results import save_results
    from eval.runs.systems import open_system
    from index.encoders import load_encoder
    from index.store.bundle import Bundle

    gold = open_gold(GOLD, SEEDS, task["split"])
    bundle = Bundle.open(Path(task["index"]))
    system = open_system(task["system"], bundle, load_encoder(bundle.encoder.name))
    total = len(gold.questions)
    ranked = measure_gold(
        gold, system, bundle, command=task["command"], progress=lambda done: _progress("ask", done, total)
    )
    save_results(Path(task["save"]), ranked.results)
    return {"questions": total}


if __name__ == "__main__":
    main()

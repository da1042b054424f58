"""The long work of the page, in a process of its own: ``python -m ui.service.worker``.

What takes long neither slows answers down nor dies with a question; to cancel a build is to end the process, which
leaves the old index whole. The first line on standard input is the task, a JSON object; rows of the target table may
follow, one per line. What goes out is JSON too, one value per line: objects ``{"stage", "done", "total"}`` while it
works, arrays that are rows, at last ``{"result": …}`` or ``{"error": sentence}``.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.errors import YinjuError
from index.messages import Message

__all__ = ["main"]


def main() -> None:
    """Do the task on standard input and report on standard output."""
    if hasattr(os, "nice"):
        os.nice(10)
    task = json.loads(sys.stdin.readline())
    work = {"change": _change, "evaluate": _evaluate, "read_targets": _read_targets, "export_targets": _export_targets}
    try:
        _say({"result": work[task["task"]](task)})
    except YinjuError as error:
        _say({"error": error.message.as_object()})


def _say(line: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _progress(stage: str, done: int, total: int | None) -> None:
    _say({"stage": stage, "done": done, "total": total})


def _change(task: Mapping[str, Any]) -> dict[str, Any]:
    """Change the index: ``remove`` lists names of its files, ``add`` pairs of a stored upload and the name of the file.

    With neither, it is built again from what it holds.
    """
    from index.batches import loaded
    from index.loading import FoundFile
    from index.originals import keep_originals
    from index.store.bundle import Bundle
    from index.update import change
    from retriever.examples import make_examples

    found = [FoundFile(Path(stored), name) for stored, name in task["add"]]
    skipped: list[tuple[str, str]] = []
    made = change(
        task["index"],
        loaded(found, skipped, _progress),
        task["remove"],
        create=bool(found),
        progress=_progress,
        skipped=skipped,
        examples=make_examples,
    )
    names = {"removed": made.removed, "added": made.added, "replaced": made.replaced}
    rows: dict[str, dict[str, Any]] = {
        name: {"name": name, "outcome": outcome} for outcome, files in names.items() for name in files
    }
    for name, reason in made.skipped:
        # What is told of a file that came in is of a part of it.
        row = rows.setdefault(name, {"name": name, "outcome": "left out"})
        row["reason"] = Message.of(reason).as_object()
    bundle = Bundle.open(task["index"])
    keep_originals(Path(task["index"]), found, {document.source_sha256 for document in bundle.documents})
    _count(bundle, rows)
    generation = made.generation if made.changed else None
    return {"generation": generation, "files": list(rows.values()), "seconds": round(made.seconds, 2)}


def _count(bundle: Any, rows: Mapping[str, dict[str, Any]]) -> None:
    for document in bundle.documents:
        row = rows.get(document.source_path)
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


def _read_targets(task: Mapping[str, Any]) -> dict[str, Any]:
    """Read the target table of the generation in ``folder``: its rows go out one by one."""
    from index.encoders import load_encoder
    from index.store.bundle import Bundle
    from retriever.targets import target_table
    from ui.service.targets_codec import encode

    bundle = Bundle.open_generation(Path(task["folder"]))
    encoder = load_encoder(bundle.encoder.name)
    bundle.check_encoder(encoder)
    sys.stdout.writelines(encode(row) + "\n" for row in target_table(bundle, encoder))
    return {}


def _export_targets(task: Mapping[str, Any]) -> dict[str, Any]:
    """Write the rows that follow the task as a file of ``form``; ``words`` are those of :class:`.Wording`."""
    from ui.service.targets_codec import decoder
    from ui.service.targets_files import Wording, encoded

    decode = decoder()
    rows = [decode(json.loads(line)) for line in sys.stdin]
    data = encoded(rows, task["form"], Wording(task["words"]), as_matrix=task["matrix"], page=task["page"])
    return {"data": base64.b64encode(data).decode("ascii")}


if __name__ == "__main__":
    main()

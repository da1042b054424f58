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
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.child_processes import limit_memory
from index.errors import YinjuError
from index.messages import Message

if TYPE_CHECKING:
    from index.update import UpdateReport

__all__ = ["DRAFT_MEMORY", "main"]

DRAFT_MEMORY = 1 << 30
"""Bytes that parsing a draft may take."""

_OF_OTHERS = frozenset({"parse_draft", "parse_text", "comment_draft"})
"""Work on files of whoever uses the page."""


def main() -> None:
    """Do the task on standard input and report on standard output."""
    if hasattr(os, "nice"):
        os.nice(10)
    task = json.loads(sys.stdin.readline())
    work = {
        "change": _change,
        "sync": _sync,
        "rollback": _rollback,
        "gc": _gc,
        "evaluate": _evaluate,
        "read_targets": _read_targets,
        "export_targets": _export_targets,
        "parse_draft": _parse_draft,
        "parse_text": _parse_text,
        "comment_draft": _comment_draft,
    }
    if task["task"] in _OF_OTHERS:
        limit_memory(DRAFT_MEMORY)
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
    from retriever.examples import make_examples, renew_examples

    found = [FoundFile(Path(stored), name) for stored, name in task["add"]]
    skipped: list[tuple[str, str]] = []
    made = change(
        task["index"],
        loaded(found, skipped, _progress),
        task["remove"],
        create=bool(found),
        progress=_progress,
        skipped=skipped,
        examples=renew_examples if found or task["remove"] else make_examples,
    )
    digests = {document.source_sha256 for document in Bundle.open(task["index"]).documents}
    keep_originals(Path(task["index"]), found, digests)
    return _outcome(task["index"], made)


def _sync(task: Mapping[str, Any]) -> dict[str, Any]:
    """Make the index hold the files of ``folder`` as they are now."""
    from index.following import sync
    from retriever.examples import renew_examples

    made = sync(task["index"], task["folder"], progress=_progress, examples=renew_examples)
    return _outcome(task["index"], made)


def _rollback(task: Mapping[str, Any]) -> dict[str, Any]:
    """Let the ``generation`` answer again."""
    from index.versions import rollback

    started = time.perf_counter()
    version = rollback(task["index"], task["generation"] or None)
    return {"generation": version.generation, "files": [], "seconds": round(time.perf_counter() - started, 2)}


def _gc(task: Mapping[str, Any]) -> dict[str, Any]:
    """Remove all generations but the one that answers."""
    from index.versions import collect_garbage

    pruned = collect_garbage(task["index"], 1, from_now_on=False)
    return {"generation": None, "files": [], "pruned": len(pruned.removed)}


def _outcome(index: str, made: UpdateReport) -> dict[str, Any]:
    """Return what came of every file of a change."""
    from index.store.bundle import Bundle

    names = {"removed": made.removed, "added": made.added, "replaced": made.replaced}
    rows: dict[str, dict[str, Any]] = {
        name: {"name": name, "outcome": outcome} for outcome, files in names.items() for name in files
    }
    for name, reason in made.skipped:
        # What is told of a file that came in is of a part of it.
        row = rows.setdefault(name, {"name": name, "outcome": "left out"})
        row["reason"] = Message.of(reason).as_object()
    _count(Bundle.open(index), rows)
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
    from index.store.applied import corrected_documents
    from index.store.bundle import Bundle
    from retriever.targets import target_table
    from ui.service.targets_codec import encode

    folder = Path(task["folder"])
    bundle = Bundle.open_generation(folder)
    bundle.documents.correct(corrected_documents(folder.parent.parent, bundle))
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


def _parse_draft(task: Mapping[str, Any]) -> dict[str, Any]:
    """Parse the draft that the file ``name`` with the content ``data`` (base64) is."""
    from ui.office.draft_files import parse_draft
    from ui.service.draft_codec import draft_object

    return draft_object(parse_draft(base64.b64decode(task["data"]), task["name"]))


def _parse_text(task: Mapping[str, Any]) -> dict[str, Any]:
    """Parse the draft that the plain ``text`` is."""
    from ui.office.draft_files import text_draft
    from ui.service.draft_codec import draft_object

    return draft_object(text_draft(task["text"]))


def _comment_draft(task: Mapping[str, Any]) -> dict[str, Any]:
    """Write the ``findings`` as comments into a ``draft``, in ``language``."""
    from ui.office.checked_docx import commented_docx
    from ui.service.draft_codec import draft_from_object
    from ui.text.locale import speaking

    draft = draft_from_object(task["draft"], base64.b64decode(task["data"]))
    with speaking(task["language"]):
        made = commented_docx(draft, task["findings"])
    return {"data": base64.b64encode(made).decode("ascii")}


if __name__ == "__main__":
    main()

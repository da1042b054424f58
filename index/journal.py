"""When which generation came about, and what it changed: a file beside the generations, which themselves hold no date.

A missing or damaged journal only tells less: nothing that answers depends on it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from index.store.bundle import Bundle
from index.store.files import write_atomically
from index.store.schema import JOURNAL

__all__ = ["Changes", "Entry", "changes_between", "note", "read_journal"]

_MOST_ENTRIES = 1_000
_MOST_NAMES = 1_000
"""Names of files kept of one change; how many there were is kept whatever their number."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How the files of one generation differ from those of another, by name; at most 1,000 names of a kind.

    ``counts`` are how many were added, replaced and removed.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    counts: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: ``at`` is UTC (ISO 8601), ``how`` "build", "change", "sync" or "rollback"."""

    at: str
    generation: str
    how: str
    files: int
    documents: int
    passages: int
    changes: Changes


def changes_between(before: Bundle | None, after: Bundle) -> Changes:
    """Return which files ``after`` has gained, lost or has with other bytes; everything is new without ``before``."""
    old = before.source_digests() if before is not None else {}
    new = after.source_digests()
    added = [name for name in new if name not in old]
    replaced = [name for name, digest in new.items() if name in old and old[name] != digest]
    removed = [name for name in old if name not in new]
    return Changes(
        tuple(added[:_MOST_NAMES]),
        tuple(replaced[:_MOST_NAMES]),
        tuple(removed[:_MOST_NAMES]),
        (len(added), len(replaced), len(removed)),
    )


def note(index: Path, how: str, before: Bundle | None) -> None:
    """Write down that the current generation of ``index`` came after ``before``, unless it is that one.

    The caller holds the writer's lock.
    """
    after = Bundle.open(index)
    if before is not None and before.folder.name == after.folder.name:
        return
    counts = after.counts
    changes = changes_between(before, after)
    at = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    entry = Entry(at, after.folder.name, how, counts.files, counts.documents, counts.passages, changes)
    entries = [*read_journal(index), entry][-_MOST_ENTRIES:]
    data = json.dumps({"entries": [asdict(entry) for entry in entries]}, ensure_ascii=True, indent=1)
    with suppress(OSError):
        write_atomically(index / JOURNAL, f"{data}\n".encode("ascii"))


def read_journal(index: Path) -> tuple[Entry, ...]:
    """Return the changes of an index, oldest first; none where no journal can be read."""
    try:
        stored = json.loads((index / JOURNAL).read_bytes())["entries"]
        return tuple(_entry(entry) for entry in stored)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()


def _entry(stored: Mapping[str, Any]) -> Entry:
    changes = stored["changes"]
    added, replaced, removed = (tuple(map(str, changes[name])) for name in ("added", "replaced", "removed"))
    first, second, third = map(int, changes["counts"])
    return Entry(
        at=str(stored["at"]),
        generation=str(stored["generation"]),
        how=str(stored["how"]),
        files=int(stored["files"]),
        documents=int(stored["documents"]),
        passages=int(stored["passages"]),
        changes=Changes(added, replaced, removed, (first, second, third)),
    )

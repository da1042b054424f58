"""The generations of an index: which there are, going back to one, and removing old ones."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from index.errors import IndexDamaged, InputError
from index.journal import Entry, note, read_journal
from index.store.bundle import Bundle, current_generation
from index.store.files import storage_errors, write_atomically
from index.store.generations import kept_generations, make_current, prune
from index.store.lock import writer_lock
from index.store.schema import GENERATIONS, KEEP

__all__ = ["Pruned", "Version", "collect_garbage", "history", "rollback"]


@dataclass(frozen=True, slots=True)
class Version:
    """A generation on disk: whether it answers now (``current``) and how it came about, where the journal says so.

    ``entry`` is of the last change that made it the one that answers.
    """

    generation: str
    current: bool
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Pruned:
    """The generations that were ``removed``, those that stay because somebody reads them, and all that are left."""

    removed: tuple[str, ...]
    in_use: tuple[str, ...]
    kept: tuple[str, ...]


def history(index_dir: str | os.PathLike[str]) -> tuple[Version, ...]:
    """Return the generations of an index: the one that answers, then the others, last used first.

    Raises IndexMissing without an index and IndexDamaged when none is current.
    """
    root = Path(index_dir)
    current = current_generation(root)
    entries = {entry.generation: entry for entry in read_journal(root)}
    return tuple(Version(name, name == current, entries.get(name)) for name in kept_generations(root))


def rollback(index_dir: str | os.PathLike[str], generation: str | None = None) -> Version:
    """Let a kept ``generation`` answer again (its name or a beginning of it), by default the one last used before.

    It is verified first. Raises IndexMissing, InputError when there is no such generation, IndexDamaged when it is not
    whole, IndexBusy and StorageError; the one that answered then still does.
    """
    root = Path(index_dir)
    current_generation(root)  # before the lock makes the folder
    with storage_errors(root), writer_lock(root):
        name = _chosen(root, generation)
        target = Bundle.open_generation(root / GENERATIONS / name)
        target.verify()
        try:
            before: Bundle | None = Bundle.open(root)
        except IndexDamaged:
            before = None
        make_current(root, name)
        note(root, "rollback", before)
    return history(root)[0]


def collect_garbage(index_dir: str | os.PathLike[str], keep: int, *, from_now_on: bool = True) -> Pruned:
    """Keep the last ``keep`` generations, the one that answers among them.

    ``from_now_on``: later changes keep as many too, two at least.

    One that somebody reads stays until a later change. Raises IndexMissing, InputError when ``keep`` is not positive,
    IndexBusy and StorageError.
    """
    if keep < 1:
        raise InputError("At least the generation that answers is kept: give a number from 1 on.")
    root = Path(index_dir)
    current_generation(root)
    with storage_errors(root), writer_lock(root):
        if from_now_on:
            write_atomically(root / KEEP, f"{keep}\n".encode("ascii"))
        removed, in_use = prune(root, keep)
        return Pruned(tuple(removed), tuple(in_use), tuple(kept_generations(root)))


def _chosen(root: Path, wanted: str | None) -> str:
    current = current_generation(root)
    others = [name for name in kept_generations(root) if name != current]
    if wanted is None:
        if not others:
            raise InputError("There is no other generation to go back to: `yinju history` lists what is kept.")
        return others[0]
    found = [name for name in others if wanted and name.startswith(wanted)]
    if current.startswith(wanted) and wanted:
        raise InputError("The generation {name} answers already: `yinju history` lists the others.", name=current)
    if len(found) != 1:
        raise InputError(
            "There is no one generation {name} to go back to: `yinju history` lists what is kept.", name=repr(wanted)
        )
    return found[0]

"""Generations: each build in a folder of its own, made current in one step when it stands whole on disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexDamaged
from index.store.bundle import Bundle
from index.store.files import remove_entry, sync_folder, write_atomically
from index.store.held import alone
from index.store.manifest import Manifest, generation_name
from index.store.opening import is_generation_name
from index.store.schema import CURRENT, GENERATIONS, KEEP, UNFINISHED

__all__ = ["LEAST_KEPT", "kept_generations", "kept_number", "make_current", "prune", "publish", "unfinished"]

LEAST_KEPT = 2
"""Generations kept where nothing else is said: the one that answers, and the one before, which readers may hold."""


@contextmanager
def unfinished(root: Path) -> Iterator[Path]:
    """Give the folder to build in; whatever an earlier or this build leaves unfinished is removed."""
    generations = root / GENERATIONS
    generations.mkdir(exist_ok=True)
    for leftover in generations.glob(f"{UNFINISHED}*"):
        remove_entry(leftover)
    folder = generations / f"{UNFINISHED}{os.getpid()}"
    try:
        yield folder
    finally:
        remove_entry(folder, quiet=True)


def publish(root: Path, folder: Path, manifest: Manifest) -> str:
    """Make the finished ``folder`` the current generation, remove those beyond what is kept; return its name."""
    generations = root / GENERATIONS
    name = generation_name(manifest.to_bytes())
    target = generations / name
    if not _is_whole(target):
        if target.exists():
            target.rename(generations / f"{UNFINISHED}damaged")
        folder.rename(target)
    make_current(root, name)
    prune(root, kept_number(root))
    return name


def make_current(root: Path, name: str) -> None:
    """Let the generation ``name``, whole on disk, answer from now on. Raises OSError."""
    before = _current(root)
    if before and (root / GENERATIONS / before).is_dir():
        os.utime(root / GENERATIONS / before)
    os.utime(root / GENERATIONS / name)
    sync_folder(root / GENERATIONS)
    write_atomically(root / CURRENT, f"{name}\n".encode("ascii"))


def kept_generations(root: Path) -> list[str]:
    """Return the names of the generations on disk: the one that answers, then the others, last used first."""
    current = _current(root)
    found = [(entry.stat().st_mtime_ns, entry.name) for entry in _entries(root) if is_generation_name(entry.name)]
    return sorted((name for _, name in sorted(found, reverse=True)), key=lambda name: name != current)


def kept_number(root: Path) -> int:
    """Return how many generations are kept, the one that answers included."""
    try:
        return max(LEAST_KEPT, int((root / KEEP).read_text(encoding="ascii")))
    except (OSError, ValueError):
        return LEAST_KEPT


def prune(root: Path, keep: int) -> tuple[list[str], list[str]]:
    """Remove what unfinished builds left, and all generations but the one that answers and the ``keep - 1`` after it.

    Returns the names of those removed, and of those that stay because somebody reads them. The caller holds the
    writer's lock. What is not ours is left alone.
    """
    removed: list[str] = []
    in_use: list[str] = []
    for name in kept_generations(root)[max(keep, 1) :]:
        (removed if _discard(root / GENERATIONS / name) else in_use).append(name)
    for entry in _entries(root):
        if entry.name.startswith(UNFINISHED):
            remove_entry(entry, quiet=True)
    return removed, in_use


def _discard(generation: Path) -> bool:
    """Remove a generation unless somebody reads it. It is moved away first: it is never seen with half of its files."""
    with alone(generation) as unused:
        if not unused:
            return False
        away = generation.with_name(f"{UNFINISHED}{generation.name}")
        try:
            generation.rename(away)
        except OSError:
            return False
    remove_entry(away, quiet=True)
    return True


def _current(root: Path) -> str:
    path = root / CURRENT
    return path.read_text(encoding="ascii", errors="replace").strip() if path.exists() else ""


def _entries(root: Path) -> list[Path]:
    generations = root / GENERATIONS
    return sorted(generations.iterdir()) if generations.is_dir() else []


def _is_whole(generation: Path) -> bool:
    """Whether the same input was indexed before and nothing happened to the files since."""
    try:
        Bundle.open_generation(generation).verify()
    except IndexDamaged:
        return False
    return True

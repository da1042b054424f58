"""Generations: each build in a folder of its own, made current in one step when it stands whole on disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexDamaged
from index.store.bundle import Bundle
from index.store.files import remove_entry, sync_folder, write_atomically
from index.store.manifest import Manifest, generation_name
from index.store.opening import is_generation_name
from index.store.schema import CURRENT, GENERATIONS, UNFINISHED

__all__ = ["publish", "unfinished"]


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
    """Make the finished ``folder`` the current generation and keep one before it; return its name."""
    generations = root / GENERATIONS
    name = generation_name(manifest.to_bytes())
    target = generations / name
    before = (root / CURRENT).read_text(encoding="ascii", errors="replace").strip() if (root / CURRENT).exists() else ""
    if not _is_whole(target):
        if target.exists():
            target.rename(generations / f"{UNFINISHED}damaged")
        folder.rename(target)
    sync_folder(generations)
    write_atomically(root / CURRENT, f"{name}\n".encode("ascii"))
    for other in generations.iterdir():
        # Readers of the generation before may not have mapped all of it yet; what is not ours is left alone.
        ours = is_generation_name(other.name) or other.name.startswith(UNFINISHED)
        if ours and other.name not in (name, before):
            remove_entry(other, quiet=True)
    return name


def _is_whole(generation: Path) -> bool:
    """Whether the same input was indexed before and nothing happened to the files since."""
    try:
        Bundle.open_generation(generation).verify()
    except IndexDamaged:
        return False
    return True

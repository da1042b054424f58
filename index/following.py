"""An index that follows a folder: files that are new, changed or gone there, told by the SHA-256 of their bytes."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from index.batches import Progress, loaded, silent
from index.build import ExampleMaker
from index.encoders import Encoder
from index.errors import LoadError, NothingToIndex
from index.loading import FoundFile, find_files
from index.loading.containers import holder, inner_bytes
from index.originals import remember_originals
from index.reading import fingerprint
from index.store.bundle import Bundle
from index.store.files import hash_file, write_atomically
from index.store.schema import BUILT_FROM, FOLLOWED
from index.update import Plan, UpdateReport, update

__all__ = ["followed_folders", "sync"]


def sync(
    index_dir: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    *,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    examples: ExampleMaker | None = None,
) -> UpdateReport:
    """Make the index in ``index_dir`` hold the files of ``folder`` as they are now; one is made where there is none.

    A file whose bytes are those of before is neither read nor encoded. What is gone from the folder is removed where it
    came from it: the files of other folders, and those added by themselves, stay. Raises LoadError when ``folder`` is
    no folder, NothingToIndex when it holds no file that can be read, and as :func:`index.update.change` does.
    """
    root, place = Path(index_dir), Path(folder)
    if not place.is_dir():
        raise LoadError("{folder} is no folder: name the folder whose files the index follows.", folder=place)
    report = progress or silent
    skipped: list[tuple[str, str]] = []
    now: dict[str, str] = {}
    there: list[FoundFile] = []

    def plan(bundle: Bundle | None) -> Plan | None:
        found = find_files([place], skipped)
        if not found:
            raise NothingToIndex(
                "{folder} holds no file that can be read: check that it is the right one.", folder=place
            )
        there.extend(found)
        known = _known(root, place, bundle)
        now.update({file.name: _digest(file) for file in found})
        changed = [file for file in found if not _holds(bundle, file.name, now[file.name], known)]
        gone = _gone(bundle, known, now)
        if not changed and not gone:
            return None
        return Plan(loaded(changed, skipped, report), gone)

    def published() -> None:
        _remember(root, place, now)
        remember_originals(root, there)

    return update(
        root,
        plan,
        how="sync",
        encoder=encoder,
        create=True,
        progress=progress,
        workers=workers,
        skipped=skipped,
        examples=examples,
        published=published,
    )


def followed_folders(index_dir: str | os.PathLike[str]) -> tuple[str, ...]:
    """Return the folders that an index was synchronised with, by their paths."""
    return tuple(_followed(Path(index_dir)))


def _digest(file: FoundFile) -> str:
    try:
        if holder(file.path) is not None:
            return sha256(inner_bytes(file.path, file.name)).hexdigest()
        return hash_file(file.path)
    except (LoadError, OSError):
        return ""  # reading it will say why


def _holds(bundle: Bundle | None, name: str, digest: str, known: Mapping[str, str]) -> bool:
    """Whether the index holds a file with these bytes, read as this version reads it."""
    if bundle is None or not digest or bundle.manifest.reading != fingerprint():
        return False
    number = bundle.texts.number(name)
    if number is not None:
        return bundle.source_digest(number) == digest
    # What is in an archive is named below it.
    return known.get(name) == digest and any(_is_of(held, name) for held in bundle.texts)


def _gone(bundle: Bundle | None, known: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return the files of the index that came from the folder and are no longer there."""
    if bundle is None:
        return []
    lost = [name for name in known if name not in now]
    return [held for held in bundle.texts if held not in now and any(_is_of(held, name) for name in lost)]


def _is_of(held: str, name: str) -> bool:
    return held == name or held.startswith(f"{name}/")


def _known(root: Path, folder: Path, bundle: Bundle | None) -> Mapping[str, str]:
    """Return the files that the folder had when the index last followed it, with their digests.

    The first time these are all files of an index that was built from this folder alone.
    """
    name = _name(folder)
    followed = _followed(root)
    if name in followed or bundle is None:
        return followed.get(name, {})
    try:
        built = json.loads((root / BUILT_FROM).read_bytes())
        whole = built == {"generation": bundle.folder.name, "paths": [name]}
    except (OSError, ValueError, RecursionError):
        whole = False
    return bundle.source_digests() if whole else {}


def _followed(root: Path) -> dict[str, dict[str, str]]:
    try:
        stored = json.loads((root / FOLLOWED).read_bytes())["folders"]
        return {str(name): {str(file): str(sha) for file, sha in files.items()} for name, files in stored.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _remember(root: Path, folder: Path, files: Mapping[str, str]) -> None:
    kept = {**_followed(root), _name(folder): dict(files)}
    data = json.dumps({"folders": kept}, ensure_ascii=True, indent=1)
    # Without it the next synchronisation removes nothing that is gone, and reads archives again.
    with suppress(OSError):
        write_atomically(root / FOLLOWED, f"{data}\n".encode("ascii"))


def _name(folder: Path) -> str:
    return os.fsencode(folder.resolve()).decode("utf-8", "replace")

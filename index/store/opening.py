"""What is checked of an index on disk before anything of it is used."""

from __future__ import annotations

import re
from pathlib import Path

from index.errors import IndexDamaged, IndexMissing
from index.language.tokens import GRAMS, WORDS
from index.messages import Message
from index.store.files import hash_file
from index.store.manifest import NORMALISER, Manifest, generation_name
from index.store.schema import CURRENT, FILES, MANIFEST, OPTIONAL

__all__ = ["checked_manifest", "current_generation", "damaged", "is_generation_name"]

_NAME = re.compile(r"[0-9a-f]{16}")
_HASHED_ON_OPENING = 4 << 20
"""Bytes up to which a file is hashed whenever the index is opened; larger ones are hashed when it is verified."""


def checked_manifest(index: Path, folder: Path) -> Manifest:
    """Return the manifest of the generation in ``folder``, whose versions and files are as they should be.

    Raises IndexDamaged when they are not, and what reading a file raises.
    """
    data = (folder / MANIFEST).read_bytes()
    if is_generation_name(folder.name) and generation_name(data) != folder.name:
        raise damaged(index, Message("its manifest was changed"))
    manifest = Manifest.from_bytes(data)
    _check_versions(index, manifest)
    _check_files(index, folder, manifest)
    return manifest


def is_generation_name(name: str) -> bool:
    """Whether a folder of this name can be a generation."""
    return _NAME.fullmatch(name) is not None


def current_generation(index: Path) -> str:
    """Return the name of the current generation. Raises IndexMissing without an index, IndexDamaged otherwise."""
    try:
        name = (index / CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing(
            "There is no index in {index}: build one with `yinju build FILES --index {index}`.", index=index
        ) from error
    except (OSError, ValueError) as error:
        raise damaged(index, f"{CURRENT} cannot be read") from error
    if not _NAME.fullmatch(name):
        raise damaged(index, f"{CURRENT} names no generation")
    return name


def _check_versions(index: Path, manifest: Manifest) -> None:
    if manifest.tokenizer not in (WORDS, GRAMS) or manifest.normaliser != NORMALISER:
        raise damaged(index, Message("it was built by a version that cuts words otherwise"))


def _check_files(index: Path, folder: Path, manifest: Manifest) -> None:
    names = {file.name for file in FILES}
    if not names - OPTIONAL <= set(manifest.files) <= names:
        raise damaged(index, "its manifest lists other files than it should")
    for name, stored in manifest.files.items():
        try:
            size = (folder / name).stat().st_size
        except FileNotFoundError as error:
            raise damaged(index, Message("{name} is missing", name=name)) from error
        if size != stored.size:
            raise damaged(
                index,
                Message("{name} has {size} bytes instead of {expected}", name=name, size=size, expected=stored.size),
            )
        if size <= _HASHED_ON_OPENING and hash_file(folder / name) != stored.sha256:
            raise damaged(index, Message("{name} was changed", name=name))


def damaged(index: Path, what: str) -> IndexDamaged:
    """Return the error that says ``what`` does not match in ``index`` and how to build it again."""
    return IndexDamaged(
        "The index {index} cannot be used ({what}): build it again with `yinju build FILES --index {index}`.",
        index=index,
        what=what,
    )

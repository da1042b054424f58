"""The version of a file before the one that answers, in the generations that are kept."""

from __future__ import annotations

from index.errors import IndexDamaged, InputError
from index.store.bundle import Bundle
from index.versions import history

__all__ = ["version_before"]


def version_before(bundle: Bundle, file: str) -> Bundle:
    """Return the last kept generation that holds ``file`` with other bytes than ``bundle``, or holds it at all.

    Raises InputError when none does.
    """
    root = bundle.folder.parent.parent
    number = bundle.texts.number(file)
    now = None if number is None else bundle.source_digest(number)
    for version in history(root):
        if version.generation == bundle.folder.name:
            continue
        try:
            other = Bundle.open_generation(bundle.folder.with_name(version.generation))
        except IndexDamaged:
            continue  # an older layout, or being removed
        held = other.texts.number(file)
        if held is not None and other.source_digest(held) != now:
            return other
    raise InputError(
        "No generation that is kept holds {file} otherwise: `yinju gc --keep` keeps more of them from now on.",
        file=file,
    )

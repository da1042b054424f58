"""What people say of documents, kept beside the generations and across rebuilds: INDEX/METADATA.

A correction belongs to a document of a file: the one of the title that was read when it was made, or else by its number
in the file. It stays in the file when its document goes, and holds again when that is back.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from index.errors import InputError
from index.store.file_lock import exclusive
from index.store.files import storage_errors, write_atomically
from index.store.schema import METADATA
from index.types import DateKind, Status

__all__ = ["DATES", "FIELDS", "Correction", "change_corrections", "checked", "read_corrections", "stamp"]

FIELDS = ("title", "issuer", "place", "doc_no", "issued_on", "published_on")
"""What can be set beside typed dates, tags and a status."""

DATES = {"issued": "issued_on", "published": "published_on"} | {kind.value: kind.value for kind in DateKind}
"""The dates that can be set, and what each is of a document: a field, or the value of a DateKind."""

_ISO = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_LONGEST = 500
_MOST_TAGS = 50


@dataclass(frozen=True, slots=True)
class Correction:
    """What people set of document ``number`` (from 0) of ``file``, of which ``title`` was read.

    ``values`` are those of FIELDS and, by DateKind, of typed dates; "" says that there is none. ``tags`` and ``status``
    are None where nobody set them.
    """

    file: str
    number: int
    title: str | None
    values: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] | None = None
    status: Status | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not self.values and self.tags is None and self.status is None


def checked(correction: Correction) -> Correction:
    """Return the correction with blanks at the ends taken off. Raises InputError for what cannot be set."""
    values = {name: " ".join(value.split()) for name, value in correction.values.items()}
    for name, value in values.items():
        if name not in FIELDS[:4] and value and _ISO.fullmatch(value) is None:
            raise InputError("{value} is no date: write 2023, 2023-06 or 2023-06-30.", value=repr(value))
    tags = correction.tags
    if tags is not None:
        tags = tuple(dict.fromkeys(filter(None, (" ".join(tag.split()) for tag in tags))))
    said = [*values.values(), *(tags or ())]
    if any(len(value) > _LONGEST for value in said) or len(tags or ()) > _MOST_TAGS:
        raise InputError(
            "At most {most} characters are taken for a value, and {tags} tags: shorten it.",
            most=_LONGEST,
            tags=_MOST_TAGS,
        )
    return Correction(correction.file, correction.number, correction.title, values, tags, correction.status)


def read_corrections(index: str | os.PathLike[str]) -> tuple[Correction, ...]:
    """Return what people corrected of an index; nothing where nobody did. Raises InputError for a damaged file."""
    path = Path(index) / METADATA
    try:
        stored = json.loads(path.read_bytes())
        return tuple(map(_read, stored["documents"]))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            "The corrections in {path} cannot be read: put back a copy of the file, or remove it.", path=path
        ) from error


def change_corrections(
    index: str | os.PathLike[str], change: Callable[[Sequence[Correction]], Sequence[Correction]]
) -> None:
    """Replace the corrections of an index by what ``change`` makes of them; a second process waits until that is done.

    Raises InputError for a damaged file, which is left as it is, and StorageError when it cannot be written.
    """
    root = Path(index)
    own = root / f".{METADATA}.lock"
    with storage_errors(root), open(own, "a", encoding="ascii", opener=_not_through_a_link) as lock, exclusive(lock):
        kept = [correction for correction in change(read_corrections(root)) if not correction.is_empty]
        data = json.dumps({"documents": [asdict(correction) for correction in kept]}, indent=1)
        write_atomically(root / METADATA, f"{data}\n".encode("ascii"))


def _not_through_a_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)


def stamp(index: str | os.PathLike[str]) -> tuple[int, int]:
    """Return what differs once the corrections of an index are others: when they were written, and their size."""
    try:
        info = (Path(index) / METADATA).stat()
    except OSError:
        return 0, 0
    return info.st_mtime_ns, info.st_size


def _read(stored: Mapping[str, Any]) -> Correction:
    values, tags, title = stored["values"], stored["tags"], stored["title"]
    known = {*FIELDS, *(kind.value for kind in DateKind)}
    if not all(name in known and isinstance(value, str) for name, value in values.items()):
        raise ValueError("a value of something that cannot be set")
    return Correction(
        file=str(stored["file"]),
        number=int(stored["number"]),
        title=None if title is None else str(title),
        values=dict(values),
        tags=None if tags is None else tuple(map(str, tags)),
        status=None if stored["status"] is None else Status(stored["status"]),
    )

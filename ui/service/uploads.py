"""Files on their way in: sent in pieces, kept under names made here, limited in size, number and kind.

The name that a file was sent under is only ever shown; it never becomes part of a path.
"""

from __future__ import annotations

import base64
import binascii
import re
import secrets
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from index.errors import InputError
from index.loading import supported_suffixes

__all__ = ["LARGEST_FILE", "MOST_FILES", "PIECE", "Uploads", "shown_name"]

LARGEST_FILE = 32 << 20
"""Bytes of one file."""

MOST_FILES = 100
"""Files that wait to be indexed, over all who use the page."""

MOST_BYTES = 256 << 20
"""Bytes of the files that wait."""

PIECE = 1 << 20
"""Bytes sent at a time."""

LONGEST_NAME = 200
_KEPT = 3_600.0
"""Seconds after which what was never indexed is removed."""

_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


@dataclass(slots=True)
class _Upload:
    path: Path
    name: str
    size: int
    received: int
    begun: float


class Uploads:
    """Threads may share it. Everything lies in a folder of this process, readable by its user alone."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="yinju-uploads-")
        self._held: dict[str, _Upload] = {}
        self._lock = threading.Lock()

    def begin(self, name: str, size: int) -> str:
        """Return a token for a file of ``size`` bytes. Raises InputError when it is not taken."""
        shown = shown_name(name)
        suffix = Path(shown).suffix.lower()
        if suffix not in supported_suffixes():
            raise InputError(f"{shown} cannot be read: convert it to one of {', '.join(supported_suffixes())}.")
        if not 0 < size <= LARGEST_FILE:
            raise InputError(
                f"{shown} has {size:,} bytes: files of 1 to {LARGEST_FILE >> 20} MiB are taken; "
                "add a larger one on the command line with `yinju build`."
            )
        token = secrets.token_hex(16)
        with self._lock:
            self._forget_old()
            if len(self._held) >= MOST_FILES:
                raise InputError(f"{MOST_FILES} files are waiting already: index them first.")
            if sum(upload.size for upload in self._held.values()) + size > MOST_BYTES:
                raise InputError(f"More than {MOST_BYTES >> 20} MiB would be waiting: index what is there first.")
            path = Path(self._folder.name) / f"{token}{suffix}"
            path.touch(mode=0o600)
            self._held[token] = _Upload(path, shown, size, 0, time.monotonic())
        return token

    def piece(self, token: str, encoded: str) -> int:
        """Append a piece, in base64, and return how many bytes are there. Raises InputError when it does not fit."""
        try:
            data = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError) as error:
            raise InputError("A piece of the file arrived damaged: add the file again.") from error
        with self._lock:
            upload = self._upload(token)
            if len(data) > PIECE or upload.received + len(data) > upload.size:
                raise InputError(f"More of {upload.name} arrived than was announced: add the file again.")
            with upload.path.open("ab") as file:
                file.write(data)
            upload.received += len(data)
            return upload.received

    def take(self, tokens: list[str]) -> list[tuple[Path, str]]:
        """Return (where it lies, what it is called) of complete files, the last of each name. Raises InputError."""
        with self._lock:
            uploads = [self._upload(token) for token in tokens]
        short = [upload.name for upload in uploads if upload.received != upload.size]
        if short:
            raise InputError(f"{short[0]} has not arrived completely: add it again.")
        return [(upload.path, upload.name) for upload in {upload.name: upload for upload in uploads}.values()]

    def drop(self, tokens: list[str]) -> None:
        """Remove files; unknown tokens are passed over."""
        with self._lock:
            for token in tokens:
                upload = self._held.pop(token, None)
                if upload is not None:
                    upload.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Remove everything."""
        self._folder.cleanup()

    def _upload(self, token: str) -> _Upload:
        upload = self._held.get(token)
        if upload is None:
            raise InputError("The file is not there any more: add it again.")
        return upload

    def _forget_old(self) -> None:
        now = time.monotonic()
        for token in [token for token, upload in self._held.items() if now - upload.begun > _KEPT]:
            self._held.pop(token).path.unlink(missing_ok=True)


def shown_name(name: str) -> str:
    """Return what a file is called on screen and in citations: its own name, without folders and unseen characters."""
    own = _UNSHOWN.sub("", name.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    if not own.strip("."):
        raise InputError("A file without a name cannot be cited: rename it and add it again.")
    if len(own) > LONGEST_NAME:
        stem, dot, suffix = own.rpartition(".")
        own = f"{stem[: LONGEST_NAME - len(suffix) - 2]}…{dot}{suffix}"
    return own

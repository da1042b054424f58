"""Drafts on their way in: sent in pieces, kept in memory alone, limited in size, number and kind."""

from __future__ import annotations

import base64
import binascii
import secrets
import threading
import time
from dataclasses import dataclass, field

from index.errors import InputError
from ui.office.draft_files import SUFFIXES
from ui.service.uploads import PIECE, shown_name

__all__ = ["LARGEST", "Arriving"]

LARGEST = 16 << 20
"""Bytes of one draft."""

MOST = 16
"""Drafts that may be on their way at once, over all who use the page."""

KEPT = 600.0
"""Seconds after which one that never arrived is forgotten."""


@dataclass(slots=True)
class _Coming:
    name: str
    size: int
    data: bytearray = field(default_factory=bytearray)
    begun: float = field(default_factory=time.monotonic)


class Arriving:
    """Threads may share it."""

    def __init__(self) -> None:
        self._coming: dict[str, _Coming] = {}
        self._lock = threading.Lock()

    def begin(self, name: str, size: int) -> str:
        """Return a token for a draft of ``size`` bytes. Raises InputError when it is not taken."""
        shown = shown_name(name)
        if not shown.lower().endswith(SUFFIXES):
            raise InputError(f"{shown} cannot be checked: save the draft as one of {', '.join(SUFFIXES)}.")
        if not size:
            raise InputError(f"{shown} is empty: there is nothing to check.")
        if size > LARGEST:
            raise InputError(
                f"{shown} has {size:,} bytes and at most {LARGEST >> 20} MiB are taken: leave pictures out, or check "
                "it in parts."
            )
        with self._lock:
            now = time.monotonic()
            for old in [token for token, coming in self._coming.items() if now - coming.begun > KEPT]:
                del self._coming[old]
            if len(self._coming) >= MOST:
                raise InputError(f"{MOST} drafts are being sent already: try again in a minute.")
            token = secrets.token_hex(16)
            self._coming[token] = _Coming(shown, size)
        return token

    def piece(self, token: str, encoded: str) -> int:
        """Append a piece, in base64, and return how many bytes are there. Raises InputError when it does not fit."""
        try:
            data = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError) as error:
            raise InputError("A piece of the file arrived damaged: send the file again.") from error
        with self._lock:
            coming = self._of(token)
            if len(data) > PIECE or len(coming.data) + len(data) > coming.size:
                raise InputError(f"More of {coming.name} arrived than was announced: send the file again.")
            coming.data += data
            return len(coming.data)

    def take(self, token: str) -> tuple[str, bytes]:
        """Return the name and the content of a draft that has arrived, and forget it. Raises InputError."""
        with self._lock:
            coming = self._of(token)
            if len(coming.data) != coming.size:
                raise InputError(f"{coming.name} has not arrived completely: send it again.")
            del self._coming[token]
        return coming.name, bytes(coming.data)

    def _of(self, token: str) -> _Coming:
        coming = self._coming.get(token)
        if coming is None:
            raise InputError("The file is not there any more: send it again.")
        return coming

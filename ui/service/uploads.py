"""Files on their way in: sent in pieces, limited in size, number and kind, kept until they are used or forgotten.

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
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from index.errors import InputError
from index.loading import supported_suffixes
from index.messages import Message
from ui.office.draft_files import SUFFIXES

__all__ = [
    "LARGEST_DRAFT",
    "LARGEST_FILE",
    "MOST_DRAFTS",
    "MOST_FILES",
    "PIECE",
    "CorpusUploads",
    "DraftUploads",
    "Limits",
    "StoredFile",
    "Uploads",
    "shown_name",
]

LARGEST_FILE = 32 << 20
"""Bytes of one file for the corpus."""

MOST_FILES = 100
"""Files that wait to be indexed, over all who use the page."""

MOST_BYTES = 256 << 20
"""Bytes of the files that wait."""

LARGEST_DRAFT = 16 << 20
"""Bytes of one draft."""

MOST_DRAFTS = 16
"""Drafts that may be on their way at once, over all who use the page."""

PIECE = 1 << 20
"""Bytes sent at a time."""

IDLE = 120.0
"""Seconds without a piece after which a file that has not arrived whole is forgotten."""

STUCK = 10.0
"""The same where it takes the place of another."""

LONGEST_NAME = 200
_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class Kept(Protocol):
    """Where the bytes of one upload go; closed, nothing of it is left."""

    def write(self, data: bytes, /) -> int:
        """Append ``data``."""

    def close(self) -> None:
        """Forget everything."""


K = TypeVar("K", bound=Kept)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken: ``suffixes`` in lower case, bytes of one file, number and bytes of all, seconds that one is kept.

    An upload of which nothing has come for ``IDLE`` seconds is forgotten; where there is no room for another, one of
    which nothing has come for ``STUCK`` seconds makes it.

    The others are the sentences that refuse a file of another kind (by its name) or size, or one too many.
    """

    suffixes: Sequence[str]
    largest: int
    most: int
    most_bytes: int
    seconds: float
    wrong_kind: Callable[[str], str]
    wrong_size: Callable[[str, int], str]
    too_many: str


@dataclass(slots=True)
class _Upload(Generic[K]):
    kept: K
    name: str
    size: int
    received: int
    begun: float
    heard: float


class Uploads(ABC, Generic[K]):
    """Threads may share it. Files are named by tokens that cannot be guessed."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._held: dict[str, _Upload[K]] = {}
        self._lock = threading.Lock()

    @abstractmethod
    def _store(self, name: str) -> K:
        """Return a new place to keep a file; ``name`` was made here and has the suffix of the file."""

    def begin(self, name: str, size: int) -> str:
        """Return a token for a file of ``size`` bytes. Raises InputError when it is not taken."""
        limits, shown = self._limits, shown_name(name)
        suffix = Path(shown).suffix.lower()
        if suffix not in limits.suffixes:
            raise InputError(limits.wrong_kind(shown))
        if not 0 < size <= limits.largest:
            raise InputError(limits.wrong_size(shown, size))
        token = secrets.token_hex(16)
        with self._lock:
            self._forget_old()
            if self._full(size):
                self._forget_stuck()
            if len(self._held) >= limits.most:
                raise InputError(limits.too_many)
            if sum(upload.size for upload in self._held.values()) + size > limits.most_bytes:
                raise InputError(
                    "More than {most} MiB would be waiting: use what is there first.", most=limits.most_bytes >> 20
                )
            now = self._clock()
            self._held[token] = _Upload(self._store(f"{token}{suffix}"), shown, size, 0, now, now)
        return token

    def piece(self, token: str, encoded: str) -> int:
        """Append a piece, in base64, and return how many bytes are there. Raises InputError when it does not fit."""
        try:
            data = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError) as error:
            raise InputError("A piece of the file arrived damaged: send the file again.") from error
        with self._lock:
            upload = self._upload(token)
            if len(data) > PIECE or upload.received + len(data) > upload.size:
                raise InputError("More of {name} arrived than was announced: send the file again.", name=upload.name)
            upload.kept.write(data)
            upload.received += len(data)
            upload.heard = self._clock() if data else upload.heard
            return upload.received

    def take(self, tokens: Sequence[str]) -> list[tuple[K, str]]:
        """Return (where it is kept, what it is called) of complete files, the last of each name. Raises InputError."""
        with self._lock:
            uploads = [self._upload(token) for token in tokens]
        short = [upload.name for upload in uploads if upload.received != upload.size]
        if short:
            raise InputError("{name} has not arrived completely: send it again.", name=short[0])
        return [(upload.kept, upload.name) for upload in {upload.name: upload for upload in uploads}.values()]

    def drop(self, tokens: Sequence[str]) -> None:
        """Forget files; unknown tokens are passed over."""
        with self._lock:
            for token in tokens:
                upload = self._held.pop(token, None)
                if upload is not None:
                    upload.kept.close()

    def close(self) -> None:
        """Forget everything."""
        self.drop(list(self._held))

    def _upload(self, token: str) -> _Upload[K]:
        upload = self._held.get(token)
        if upload is None:
            raise InputError("The file is not there any more: send it again.")
        return upload

    def _full(self, size: int) -> bool:
        """Whether another file of ``size`` bytes has no room."""
        waiting = sum(upload.size for upload in self._held.values())
        return len(self._held) >= self._limits.most or waiting + size > self._limits.most_bytes

    def _forget_old(self) -> None:
        now = self._clock()
        self._forget(lambda upload: now - upload.begun > self._limits.seconds or _idle(upload, now, IDLE))

    def _forget_stuck(self) -> None:
        now = self._clock()
        self._forget(lambda upload: _idle(upload, now, STUCK))

    def _forget(self, unwanted: Callable[[_Upload[K]], bool]) -> None:
        for token in [token for token, upload in self._held.items() if unwanted(upload)]:
            self._held.pop(token).kept.close()


def _idle(upload: _Upload[K], now: float, seconds: float) -> bool:
    """Whether a file has not arrived whole, and nothing of it has come for ``seconds``."""
    return upload.received < upload.size and now - upload.heard > seconds


class StoredFile:
    """A file that only the server's user can read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch(mode=0o600)

    def write(self, data: bytes, /) -> int:
        """Append ``data``."""
        with self.path.open("ab") as file:
            return file.write(data)

    def close(self) -> None:
        """Remove the file."""
        self.path.unlink(missing_ok=True)


class CorpusUploads(Uploads[StoredFile]):
    """Files for the corpus, in a folder of this process that its user alone can read."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(
            Limits(
                suffixes=supported_suffixes(),
                largest=LARGEST_FILE,
                most=MOST_FILES,
                most_bytes=MOST_BYTES,
                seconds=3_600.0,
                wrong_kind=lambda name: Message(
                    "{name} cannot be read: convert it to one of {suffixes}.",
                    name=name,
                    suffixes=", ".join(supported_suffixes()),
                ),
                wrong_size=lambda name, size: Message(
                    "{name} has {size} bytes: files of 1 to {most} MiB are taken; add a larger one on the "
                    "command line with `yinju build`.",
                    name=name,
                    size=f"{size:,}",
                    most=LARGEST_FILE >> 20,
                ),
                too_many=Message("{most} files are waiting already: index them first.", most=MOST_FILES),
            ),
            clock,
        )
        self._folder = tempfile.TemporaryDirectory(prefix="yinju-uploads-")

    def _store(self, name: str) -> StoredFile:
        return StoredFile(Path(self._folder.name) / name)

    def close(self) -> None:
        """Remove everything, the folder too."""
        super().close()
        self._folder.cleanup()


class DraftUploads(Uploads[BytesIO]):
    """Drafts, in memory alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(
            Limits(
                suffixes=SUFFIXES,
                largest=LARGEST_DRAFT,
                most=MOST_DRAFTS,
                most_bytes=MOST_DRAFTS * LARGEST_DRAFT,
                seconds=600.0,
                wrong_kind=lambda name: Message(
                    "{name} cannot be checked: save the draft as one of {suffixes}.",
                    name=name,
                    suffixes=", ".join(SUFFIXES),
                ),
                wrong_size=_unfit_draft,
                too_many=Message("{most} drafts are being sent already: try again in a minute.", most=MOST_DRAFTS),
            ),
            clock,
        )

    def _store(self, name: str) -> BytesIO:
        return BytesIO()


def _unfit_draft(name: str, size: int) -> str:
    if not size:
        return Message("{name} is empty: there is nothing to check.", name=name)
    return Message(
        "{name} has {size} bytes and at most {most} MiB are taken: leave pictures out, or check it in parts.",
        name=name,
        size=f"{size:,}",
        most=LARGEST_DRAFT >> 20,
    )


def shown_name(name: str) -> str:
    """Return what a file is called on screen and in citations: its own name, without folders and unseen characters.

    Raises InputError for a name of which nothing is left.
    """
    own = _UNSHOWN.sub("", name.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    if not own.strip("."):
        raise InputError("A file without a name cannot be cited: rename it and add it again.")
    if len(own) > LONGEST_NAME:
        stem, dot, suffix = own.rpartition(".")
        own = f"{stem[: LONGEST_NAME - len(suffix) - 2]}…{dot}{suffix}"
    return own

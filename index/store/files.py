"""Writing files so that what stands on disk is whole, and reading arrays back without copying them."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedWriter
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import StorageError
from index.messages import Message

__all__ = [
    "FolderWriter",
    "StoredBytes",
    "hash_file",
    "map_array",
    "map_bytes",
    "storage_errors",
    "sync_folder",
    "write_atomically",
]

_BLOCK = 1 << 20
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@dataclass(frozen=True, slots=True)
class StoredBytes:
    """What a file must be: ``size`` in bytes, ``sha256`` in hex."""

    size: int
    sha256: str


class _HashedFile:
    """A binary file open for writing that hashes what passes through."""

    def __init__(self, file: BufferedWriter) -> None:
        self._file = file
        self._digest = sha256()
        self._size = 0

    def write(self, data: bytes | memoryview) -> int:
        self._digest.update(data)
        self._size += len(data)
        return self._file.write(data)

    def stored(self) -> StoredBytes:
        return StoredBytes(self._size, self._digest.hexdigest())


class FolderWriter:
    """Creates a folder of files, each synced to disk when closed; ``files`` tells what was written, by name."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.files: dict[str, StoredBytes] = {}

    @contextmanager
    def open(self, name: str) -> Iterator[_HashedFile]:
        """Open a new file; it counts as written when the block ends without an error."""
        with (self.folder / name).open("xb") as file:
            hashed = _HashedFile(file)
            yield hashed
            file.flush()
            os.fsync(file.fileno())
        self.files[name] = hashed.stored()

    def array(self, name: str, array: npt.NDArray[Any]) -> None:
        """Write ``array`` as ``.npy``, never pickled."""
        with self.open(name) as file:
            np.lib.format.write_array_header_1_0(file, np.lib.format.header_data_from_array_1_0(array))
            if array.size:
                file.write(np.ascontiguousarray(array).view(np.uint8).data)

    def bytes(self, name: str, data: bytes | memoryview) -> None:
        """Write ``data`` as it is."""
        with self.open(name) as file:
            file.write(data)


def map_array(path: Path, dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """Map a one-dimensional ``.npy`` file of ``dtype`` into memory, read-only.

    Raises ValueError when it is something else, OSError when it cannot be read.
    """
    # An empty file cannot be mapped.
    empty = path.stat().st_size <= 128 and np.load(path, allow_pickle=False).size == 0
    array: npt.NDArray[Any] = np.load(path, mmap_mode=None if empty else "r", allow_pickle=False)
    if array.dtype != np.dtype(dtype) or array.ndim != 1:
        raise ValueError(f"{path.name} holds {array.ndim}-dimensional {array.dtype}, not a column of {np.dtype(dtype)}")
    # A plain view: indexing np.memmap costs several times as much.
    return np.asarray(array)


def map_bytes(path: Path) -> npt.NDArray[np.uint8]:
    """Map a file into memory as bytes, read-only. Raises OSError when it cannot be read."""
    if path.stat().st_size == 0:
        return np.zeros(0, dtype=np.uint8)
    return np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))


def hash_file(path: Path) -> str:
    """Return the SHA-256 (hex) of a file."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Make created and renamed entries of ``folder`` survive a power cut, where the system lets folders be synced."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_atomically(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data`` in one step: a reader sees the old bytes or the new ones, also after a crash."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Turn an OSError of writing below ``folder`` into a StorageError that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            message = Message(
                "There is no room left to write the index {index}: free some space or choose another --index.",
                index=folder,
            )
        elif error.errno in _FORBIDDEN:
            message = Message(
                "The index {index} may not be written: give yourself permission or choose another --index.",
                index=folder,
            )
        elif isinstance(error, FileExistsError | NotADirectoryError):
            message = Message(
                "The index {index} cannot be a folder, since a file has its name: choose another --index.", index=folder
            )
        else:
            message = Message(
                "The index {index} could not be written ({error}): check the disk or choose another --index.",
                index=folder,
                error=error,
            )
        raise StorageError(message) from error

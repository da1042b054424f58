"""Writing files so that what stands on disk is whole, and reading arrays back without copying them."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedWriter
from pathlib import Path
from typing import Any, BinaryIO

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
    "remove_entry",
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
    with path.open("rb") as file:
        shape, stored, start = _npy_header(file, path.name)
        rows, rest = divmod(os.fstat(file.fileno()).st_size - start, stored.itemsize)
    if stored != np.dtype(dtype) or len(shape) != 1:
        raise ValueError(f"{path.name} holds {len(shape)}-dimensional {stored}, not a column of {np.dtype(dtype)}")
    if rest or shape != (rows,):
        raise ValueError(f"{path.name} holds {rows} rows and tells of {shape[0]}")
    if not rows:  # nothing cannot be mapped
        return np.zeros(0, dtype=stored)
    # A plain view: indexing np.memmap costs several times as much.
    return np.asarray(np.memmap(path, dtype=stored, mode="r", offset=start, shape=shape))


def _npy_header(file: BinaryIO, name: str) -> tuple[tuple[int, ...], np.dtype[Any], int]:
    """Return the shape and type that a ``.npy`` file declares, and where its array starts. Raises ValueError."""
    try:
        version = np.lib.format.read_magic(file)
        read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, _, stored = read(file)
    except Exception as error:  # NumPy evaluates the header, and damage in it raises whatever Python's parser does
        raise ValueError(f"the header of {name} is damaged") from error
    if stored.hasobject or not stored.itemsize:
        raise ValueError(f"{name} holds no numbers")
    return shape, stored, file.tell()


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
    # What an ended process left there, or a link that another would have us write through.
    beside.unlink(missing_ok=True)
    with beside.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def remove_entry(path: Path, *, quiet: bool = False) -> None:
    """Remove a folder with all that is in it, a file or a link. Raises OSError, unless ``quiet``."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError:
        if not quiet:
            raise


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

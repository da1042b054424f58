"""Files in files: what a ZIP archive or a mail holds, each under a path that goes on behind the file's own.

``a.zip/内/b.docx`` is the member ``内/b.docx`` of the archive ``a.zip``; ``mail.eml/附件.docx`` what is attached to the
mail. Such a path names no file on disk, and is otherwise used as one.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from index.errors import LoadError
from index.loading.mail import attachments
from index.loading.refusals import too_many
from index.loading.zip_archive import ZipArchive
from index.messages import Message

__all__ = ["SUFFIXES", "Inner", "holder", "inner_bytes", "inner_files"]

SUFFIXES = (".zip", ".eml")
"""The suffixes of files that hold others."""

_DEEPEST = 3
"""How many containers a file may stand in; an archive in an archive in an archive holds copies of itself."""
_MOST_FILES = 10_000


class Inner(NamedTuple):
    """A file in a container: its path, the name that citations give it, and why it is not read, if it is not."""

    path: Path
    name: str
    refused: LoadError | None


class _Container(Protocol):
    """An opened container: the files in it by name, and what makes the errors of those that are not read."""

    @property
    def members(self) -> Mapping[str, object]: ...

    @property
    def refused(self) -> Mapping[str, Callable[[str], LoadError]]: ...

    def read(self, member: str) -> bytes: ...


class _Mail:
    def __init__(self, data: bytes, name: str) -> None:
        self.members = attachments(data, name)
        self.refused: dict[str, Callable[[str], LoadError]] = {}

    def read(self, member: str) -> bytes:
        return self.members[member]


class _Disk(NamedTuple):
    """A container on disk as it is now."""

    path: Path
    changed: int
    size: int


def holder(path: Path) -> Path | None:
    """Return the file on disk that holds ``path``, None where ``path`` is in no container."""
    for outer in reversed(path.parents):
        if outer.suffix.lower() in SUFFIXES and outer.is_file():
            return outer
    return None


def inner_files(path: Path, name: str) -> Iterator[Inner]:
    """Yield the files in the container ``path``, those of containers in it after each; hidden files are passed over.

    ``name`` is what citations call the container. Raises LoadError when it cannot be opened; OSError as reading does.
    """
    disk = _disk(path)
    left = _MOST_FILES
    waiting = [(_opened(path, disk), path, name, 1)]
    while waiting:
        container, place, called, depth = waiting.pop()
        for member, refusal in container.refused.items():
            yield Inner(place / member, f"{called}/{member}", refusal(f"{called}/{member}"))
        for member in sorted(container.members):
            if any(part.startswith((".", "~$", "__MACOSX")) for part in member.split("/")):
                continue
            left -= 1
            if left < 0:
                raise too_many(name, _MOST_FILES, Message("members"))
            inner = Inner(place / member, f"{called}/{member}", None)
            if inner.path.suffix.lower() not in SUFFIXES:
                yield inner
            elif depth >= _DEEPEST:
                yield inner._replace(refused=_too_deep(inner.name))
            else:
                try:
                    waiting.append((_opened(inner.path, disk), inner.path, inner.name, depth + 1))
                    if inner.path.suffix.lower() == ".eml":
                        yield inner
                except LoadError as error:
                    yield inner._replace(refused=error)


def inner_bytes(path: Path, name: str) -> bytes:
    """Return the bytes of a file in a container; ``name`` is for messages.

    Raises LoadError when it is not in it (any more) or damaged; OSError as reading the container does.
    """
    outer = holder(path)
    if outer is None:
        raise FileNotFoundError(path)
    try:
        container, member = _held(path, _disk(outer))
    except KeyError as error:
        raise LoadError("{name} does not exist (any more): check the path {path}.", name=name, path=path) from error
    return container.read(member)


def _too_deep(name: str) -> LoadError:
    return LoadError("{name} is packed more than {most} times over: unpack it first.", name=name, most=_DEEPEST)


def _disk(path: Path) -> _Disk:
    info = path.stat()
    return _Disk(path, info.st_mtime_ns, info.st_size)


def _held(path: Path, disk: _Disk) -> tuple[_Container, str]:
    """Return the container that holds ``path`` and its name there. Raises KeyError when none does."""
    for place in path.parents:
        if place.suffix.lower() in SUFFIXES:
            member = path.relative_to(place).as_posix()
            try:
                container = _opened(place, disk)
            except KeyError:  # a folder with such a name
                continue
            if member in container.members:
                return container, member
        if place == disk.path:
            break
    raise KeyError(path)


@lru_cache(maxsize=_DEEPEST)
def _opened(path: Path, disk: _Disk) -> _Container:
    """Open a container, on disk or in another one; the last ones stay open, since files in them come in a row."""
    name = "/".join((disk.path.name, *path.relative_to(disk.path).parts))
    packed = path.suffix.lower() == ".zip"
    if path == disk.path:
        return ZipArchive(path, name) if packed else _Mail(path.read_bytes(), name)
    container, member = _held(path, disk)
    data = container.read(member)
    return ZipArchive(io.BytesIO(data), name) if packed else _Mail(data, name)

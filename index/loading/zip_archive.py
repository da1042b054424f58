"""ZIP archives: the names of their members as people read them, and which members may not be unpacked."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

from index.errors import LoadError
from index.loading.characters import plausibility
from index.loading.package import FAULTS
from index.loading.refusals import damaged, outside, protected, too_many, unpacks_to_more
from index.messages import Message

__all__ = ["ZipArchive"]

_MOST_MEMBERS = 10_000
_MOST_BYTES, _MOST_IN_ALL = 1 << 28, 1 << 31
_UTF_8 = 0x800
_ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "cp932", "cp437")
_UNICODE_PATH = 0x7075
_DRIVE = re.compile(r"[A-Za-z]:")


class ZipArchive:
    """An open archive. ``members`` are the files in it by name; ``refused`` makes the errors of the other ones."""

    def __init__(self, file: Path | IO[bytes], name: str) -> None:
        """Raises LoadError when ``file`` is no archive, or has more in it than is unpacked."""
        self._name = name
        try:
            self._archive = zipfile.ZipFile(file)
            infos = [info for info in self._archive.infolist() if not info.is_dir()]
        except FAULTS as error:
            raise damaged(name, "ZIP") from error
        if len(infos) > _MOST_MEMBERS:
            raise too_many(name, _MOST_MEMBERS, Message("members"))
        if sum(info.file_size for info in infos) > _MOST_IN_ALL:
            raise unpacks_to_more(name, _MOST_IN_ALL)
        encoding = _encoding([raw for info in infos if (raw := _raw_name(info)) is not None])
        self.members: dict[str, zipfile.ZipInfo] = {}
        self.refused: dict[str, Callable[[str], LoadError]] = {}
        for info in infos:
            self._enter(info, _member_name(info, encoding))

    def read(self, member: str) -> bytes:
        """Return the bytes of one of ``members``. Raises LoadError when they are damaged."""
        try:
            return self._archive.read(self.members[member])
        except FAULTS as error:
            raise damaged(f"{self._name}/{member}", "ZIP") from error

    def _enter(self, info: zipfile.ZipInfo, said: str) -> None:
        said = said.replace("\\", "/")
        parts = [part for part in said.split("/") if part not in ("", ".")]
        name = "/".join(parts)
        if said.startswith("/") or ".." in parts or _DRIVE.match(said):
            self.refused[name] = outside
        elif info.flag_bits & 1:
            self.refused[name] = protected
        elif info.file_size > _MOST_BYTES:
            self.refused[name] = lambda shown: unpacks_to_more(shown, _MOST_BYTES)
        elif name:
            self.members[name] = info


def _raw_name(info: zipfile.ZipInfo) -> bytes | None:
    """Return a name whose encoding the archive does not state as it is stored, None where all is clear."""
    if info.flag_bits & _UTF_8 or info.filename.isascii():
        return None
    try:
        return info.filename.encode("cp437")  # what the library has taken it for
    except UnicodeEncodeError:
        return None


def _encoding(names: list[bytes]) -> str:
    """Return the encoding in which all ``names`` are legal and together look most like names."""
    joined = b"\n".join(names)
    best, found = -3.0, "cp437"
    for encoding in _ENCODINGS:
        try:
            text = joined.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8":
            return encoding
        score = plausibility(text, ascii_counts=False)
        if score > best:
            best, found = score, encoding
    return found


def _member_name(info: zipfile.ZipInfo, encoding: str) -> str:
    raw = _raw_name(info)
    if raw is None:
        return info.filename
    return _unicode_path(info.extra, raw) or raw.decode(encoding)


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Return the name that Info-ZIP stores in UTF-8 beside the other one, when it belongs to it."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == _UNICODE_PATH and size > 5 and extra[5:9] == struct.pack("<I", zlib.crc32(raw)):
            try:
                return extra[9 : 4 + size].decode("utf-8")
            except UnicodeDecodeError:
                return None
        extra = extra[4 + size :]
    return None

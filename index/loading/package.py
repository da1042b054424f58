"""Packed files (ZIP) whose members are read with limits: office documents, OFD, archives."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from index.loading.refusals import damaged, protected, too_many, unpacks_to_more
from index.messages import Message

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["FAULTS", "OLE", "Package", "parse_xml"]

FAULTS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError, ValueError,
    IndexError, KeyError,
)  # fmt: skip
"""What the standard library raises for damaged archives, NotImplementedError and UnicodeDecodeError among them."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of the old Office begins, or what Office wraps in one: it is encrypted."""

_MOST_MEMBERS = 20_000
_MOST_BYTES = 1 << 28
_MOST_STREAMED = 8_000_000
_MOST_NODES = 4_000_000
"""Tags and attributes of one part: each takes some hundred bytes of memory, whatever its length in the file."""


class Package:
    """An office file that is a ZIP archive: its parts by name, read within limits.

    ``kind`` is what it should be ("ODT"), for messages. Not more than 256 MiB are unpacked in all, parts read twice
    counted twice.
    """

    def __init__(self, data: bytes, name: str, kind: str) -> None:
        """Raises LoadError for what is no archive, is encrypted, or has too many members."""
        self.name, self.kind = name, kind
        self._left = _MOST_BYTES
        if data.startswith(OLE):  # how Office wraps what it encrypts
            raise protected(name)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            members = self._archive.infolist()
        except FAULTS as error:
            raise damaged(name, kind) from error
        if len(members) > _MOST_MEMBERS:
            raise too_many(name, _MOST_MEMBERS, Message("members"))
        self._members = {member.filename.lstrip("/"): member for member in members}

    def __contains__(self, part: str) -> bool:
        return part in self._members

    def read(self, part: str) -> bytes:
        """Return the bytes of a part. Raises LoadError when it is missing, damaged, encrypted or too large."""
        try:
            with self._open(part) as file:
                return file.read()
        except FAULTS as error:
            raise damaged(self.name, self.kind) from error

    @contextmanager
    def stream(self, part: str) -> Iterator[_Counted]:
        """Give an XML part as a file that is read in pieces, of which no tree is kept.

        Reading raises any of :data:`FAULTS`, and LoadError for more tags or attributes than fit the memory.
        """
        with self._open(part) as file:
            yield _Counted(file, self.name)

    def _open(self, part: str) -> IO[bytes]:
        member = self._members.get(part)
        if member is None:
            raise damaged(self.name, self.kind)
        if member.flag_bits & 1:
            raise protected(self.name)
        self._left -= member.file_size  # reading ends there, whatever the packed bytes say
        if self._left < 0:
            raise unpacks_to_more(self.name, _MOST_BYTES)
        return self._archive.open(member)

    def xml(self, part: str) -> etree._Element:
        """Return the root of an XML part. Raises LoadError as :meth:`read` and :func:`parse_xml` do."""
        return parse_xml(self.read(part), self.name, self.kind)


class _Counted:
    """An XML file whose tags and attributes are counted as it is read, since a parser may keep them."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file, self._name = file, name
        self._tags = self._attributes = 0

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes."""
        data = self._file.read(size)
        self._tags += data.count(b"<")
        self._attributes += data.count(b"=")
        if max(self._tags, self._attributes) > _MOST_STREAMED:
            raise too_many(self._name, _MOST_STREAMED, Message("elements"))
        return data


def parse_xml(data: bytes, name: str, kind: str) -> etree._Element:
    """Return the root of an XML document, without comments and instructions.

    Raises LoadError when it is not well-formed, declares entities, which no office program does, or has more tags and
    attributes than fit the memory.
    """
    from lxml import etree

    if data.count(b"<") + data.count(b"=") > _MOST_NODES:
        raise too_many(name, _MOST_NODES, Message("elements"))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(name, kind) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise damaged(name, kind)
    return root

"""The parts of a DOCX: unpacked piece by piece, counted as they come, and refused before they fill the memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Any

from index.errors import LoadError
from index.loading.package import OLE

__all__ = ["read_parts"]

_MAX_PART = 1 << 28
"""Bytes of the largest part that is unpacked: beyond, a file of some kilobytes was made to fill the memory."""

_MOST_MARKS = 3_000_000
"""``<`` and ``=`` in all parts together. Each element has at least one, each attribute one: some 200 bytes of memory
each, beside what is made of it. A thousand pages written in Word hold about a million."""

_PIECE = 1 << 16
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})")
_ENCODINGS = frozenset({b"utf-8", b"utf-16", b"us-ascii", b"iso-8859-1", b"gbk", b"gb18030"})
"""What a part may declare: OPC (ECMA-376, part 2, 8.1.3.2) allows the first two. In all of them ``<`` is that byte."""


def read_parts(data: bytes, name: str, wanted: Iterable[str]) -> dict[str, Any]:
    """Return the root elements of those of the parts ``wanted`` that the DOCX ``data`` has, by the names of the parts.

    Raises LoadError when the file is protected by a password, damaged, no DOCX, or made to fill the memory, and
    MemoryError.
    """
    from lxml import etree

    if data.startswith(OLE):
        raise LoadError(
            "{name} is protected by a password or of the old DOC format: save it as DOCX without a password.", name=name
        )
    parts: dict[str, Any] = {}
    marks = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            held = set(package.namelist())
            for part in (part for part in wanted if part in held):
                if package.getinfo(part).file_size > _MAX_PART:
                    raise LoadError("{name} unpacks to more than 256 MiB: split it into several files.", name=name)
                parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
                with package.open(part) as file:
                    for piece in _pieces(file):
                        marks += piece.count(b"<") + piece.count(b"=")
                        if marks > _MOST_MARKS:
                            raise LoadError(
                                "{name} has more than {most} marks of XML: split it into several files.",
                                name=name,
                                most=f"{_MOST_MARKS:,}",
                            )
                        parser.feed(piece)
                parts[part] = parser.close()
    except (zipfile.BadZipFile, etree.LxmlError, EOFError, OSError, RuntimeError, ValueError, zlib.error) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise LoadError(
            "{name} is damaged or no DOCX: open it in a word processor and save it again.", name=name
        ) from error
    return parts


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the content of a part. Raises ValueError for an encoding in which marks could not be counted."""
    piece = file.read(_PIECE)
    declared = _DECLARED.search(piece[:_PIECE].replace(b"\0", b""), 0, 400)
    if b"<" not in piece[:4] or (declared is not None and declared[1].lower() not in _ENCODINGS):
        raise ValueError("an encoding that no part has")
    while piece:
        yield piece
        piece = file.read(_PIECE)

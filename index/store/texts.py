"""All source texts in one file, sliced by code point without decoding what is not asked for.

Each text is stored at the narrowest of one, two or four bytes per code point that holds all of its characters (as in
PEP 393), so that code point *i* stands at a known byte.
"""

from __future__ import annotations

import re
from typing import BinaryIO, Protocol

import numpy as np
import numpy.typing as npt

from index.store.damage import damage_told
from index.store.schema import TEXT

__all__ = ["Texts", "TextsWriter"]

_CODECS = {1: "latin-1", 2: "utf-16-le", 4: "utf-32-le"}
_ALIGNMENT = 4
# Two lone surrogates side by side would come back from UTF-16 as one character.
_FOUR_BYTES = re.compile("[\U00010000-\U0010ffff\ud800-\udfff]")


class _Writes(Protocol):
    def write(self, data: bytes | memoryview, /) -> object: ...


class Texts:
    """Texts by source number. ``blob`` (uint8) and ``rows`` (see :data:`index.store.schema.TEXT`) may be memory-mapped.

    Raises ValueError when a row points outside the blob.
    """

    def __init__(self, blob: npt.NDArray[np.uint8], rows: npt.NDArray[np.void]) -> None:
        ends = rows["offset"] + rows["size"].astype(np.int64) * rows["width"]
        if len(rows) and (int(ends.max()) > len(blob) or not np.isin(rows["width"], tuple(_CODECS)).all()):
            raise ValueError("the texts are shorter than their table says")
        self._view = blob.data
        self._rows = rows

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self._rows)

    def size(self, number: int) -> int:
        """Return the length of a text in code points."""
        return int(self._rows["size"][number])

    def text(self, number: int) -> str:
        """Return a whole text."""
        return self.slice(number, 0, self.size(number))

    def stored(self, first: int, stop: int) -> tuple[memoryview, npt.NDArray[np.void]]:
        """Return the bytes of the texts ``first`` to ``stop`` as they lie, and their table, counted from there."""
        rows = self._rows[first:stop].copy()
        if not len(rows):
            return memoryview(b""), rows
        begin = int(rows["offset"][0])
        end = int(self._rows["offset"][stop]) if stop < len(self._rows) else len(self._view)
        rows["offset"] -= begin
        return self._view[begin:end], rows

    def slice(self, number: int, start: int, end: int) -> str:
        """Return ``text(number)[start:end]`` for ``0 <= start <= end <= size``; raises ValueError otherwise."""
        offset, size, width = self._rows[number].tolist()
        if not 0 <= start <= end <= size:
            raise ValueError(f"{start}:{end} is not a range of a text of {size} code points")
        stored = bytes(self._view[offset + start * width : offset + end * width])
        with damage_told("texts.bin"):
            return stored.decode(_CODECS[width], "surrogatepass" if width == 4 else "strict")


class TextsWriter:
    """Appends texts to an open binary file; ``rows()`` is the table that :class:`Texts` needs to read them."""

    def __init__(self, file: BinaryIO | _Writes) -> None:
        self._file = file
        self._rows: list[tuple[int, int, int]] = []
        self._offset = 0

    def add(self, text: str) -> int:
        """Append ``text`` and return its number."""
        stored, width = _narrowest(text)
        padding = -len(stored) % _ALIGNMENT
        self._file.write(stored + bytes(padding))
        self._rows.append((self._offset, len(text), width))
        self._offset += len(stored) + padding
        return len(self._rows) - 1

    def take_over(self, texts: Texts, first: int, stop: int) -> None:
        """Append the texts ``first`` to ``stop`` of another file as they are stored there."""
        stored, rows = texts.stored(first, stop)
        self._file.write(stored)
        self._rows += [(self._offset + offset, size, width) for offset, size, width in rows.tolist()]
        self._offset += len(stored)

    def rows(self) -> npt.NDArray[np.void]:
        """Return the table of the texts added so far."""
        return np.array(self._rows, dtype=TEXT)


def _narrowest(text: str) -> tuple[bytes, int]:
    try:
        return text.encode(_CODECS[1]), 1
    except UnicodeEncodeError:
        pass
    if _FOUR_BYTES.search(text):
        return text.encode(_CODECS[4], "surrogatepass"), 4
    return text.encode(_CODECS[2]), 2

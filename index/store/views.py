"""Sequences and mappings over an opened index that read an element when it is asked for."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import overload

import numpy as np
import numpy.typing as npt

from index.store.damage import damage_told
from index.store.page_rows import PageRow, page_span
from index.store.records import document_from_json
from index.store.strings import Strings
from index.store.texts import Texts
from index.types import Document, PageSpan, Span

__all__ = ["Documents", "FileTexts", "Pages", "TokenIds"]

_TEXTS_KEPT = 16
_ANY = rb'[^"\\]*(?:\\.[^"\\]*)*'
"""What stands between the quotation marks of a text in JSON."""


class TokenIds:
    """The encoder's token ids by passage: those of row i are ``flat[starts[i]:starts[i + 1]]`` (int32, int64)."""

    def __init__(self, flat: npt.NDArray[np.int32], starts: npt.NDArray[np.int64]) -> None:
        self.flat = flat
        self.starts = starts

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, row: int) -> npt.NDArray[np.int32]:
        return self.flat[self.starts[row] : self.starts[row + 1]]


class Pages:
    """The pages that sources declare: ``rows`` (see :data:`index.store.schema.PAGE`) by source and position."""

    def __init__(self, rows: npt.NDArray[np.void]) -> None:
        self._rows = rows

    def of(self, source: int) -> tuple[PageSpan, ...]:
        """Return the pages of a source, in order."""
        first, last = (bisect_left(range(len(self._rows)), at, key=self._source) for at in (source, source + 1))
        return tuple(map(page_span, self._rows[first:last].tolist()))

    def at(self, source: int, position: int) -> int | None:
        """Return the number of the page that a character of a source stands on, None when it declares none there."""
        page = self._holding(source, position)
        return page.page if page is not None else None

    def confidence_at(self, source: int, position: int) -> float | None:
        """Return how sure the recognition of the page is that a character stands on, None where it is text itself."""
        page = self._holding(source, position)
        return page.confidence if page is not None else None

    def _holding(self, source: int, position: int) -> PageSpan | None:
        at = bisect_right(range(len(self._rows)), (source, position), key=self._start) - 1
        if at < 0:
            return None
        row: PageRow = self._rows[at].item()
        page = page_span(row)
        return page if row[0] == source and position < page.span.end else None

    def over(self, source: int, span: Span) -> tuple[int, ...]:
        """Return the numbers of the pages that hold characters of ``span`` of a source, each once, ascending."""
        row = max(0, bisect_right(range(len(self._rows)), (source, span.start), key=self._start) - 1)
        found: set[int] = set()
        while row < len(self._rows):
            holder, page, start, end, _ = self._rows[row].item()
            if (holder, start) >= (source, span.end):
                break
            if holder == source and span.overlap(Span(start, end)):
                found.add(int(page))
            row += 1
        return tuple(sorted(found))

    def _source(self, row: int) -> int:
        return int(self._rows["source"][row])

    def _start(self, row: int) -> tuple[int, int]:
        source, _, start, _, _ = self._rows[row].item()
        return source, start


class Documents(Sequence[Document]):
    """All documents, each read when first asked for; those that people corrected with what they set."""

    def __init__(self, stored: Strings, sources: Sequence[str], source_of: npt.NDArray[np.int32]) -> None:
        self._stored = stored
        self._sources = sources
        self._source_of = source_of
        self._read: dict[int, Document] = {}
        self._corrected: frozenset[int] = frozenset()

    @property
    def corrected(self) -> frozenset[int]:
        """The rows of the documents that people corrected."""
        return self._corrected

    def correct(self, documents: Mapping[int, Document]) -> None:
        """Give these documents, by row, in the place of those that were read."""
        self._read.update(documents)
        self._corrected |= documents.keys()

    def as_read(self, row: int) -> Document:
        """Return a document as it was read, whatever people corrected."""
        with damage_told("documents.bin"):
            return document_from_json(row, self._stored[row], self._sources[self._source_of[row]])

    def __len__(self) -> int:
        return len(self._stored)

    @overload
    def __getitem__(self, row: int) -> Document: ...
    @overload
    def __getitem__(self, row: slice) -> list[Document]: ...
    def __getitem__(self, row: int | slice) -> Document | list[Document]:
        if isinstance(row, slice):
            return [self[i] for i in range(*row.indices(len(self)))]
        row = range(len(self))[row]  # as a list does: negative from the end, IndexError outside
        if row not in self._read:
            self._read[row] = self.as_read(row)
        return self._read[row]

    def values(self, name: str) -> list[str | None]:
        """Return one metadatum ("title", "issuer" …) of every document, None where it states none.

        No record is read for it.
        """
        found: list[str | None] = [None] * len(self)
        for row, value in zip(*self._stored.matches(_metadatum(name, _ANY)), strict=True):
            found[row] = json.loads(b'"' + value + b'"') if b"\\" in value else value.decode("utf-8", "surrogatepass")
        for row in self._corrected:
            found[row] = self._value(row, name)
        return found

    def stating(self, name: str, value: str) -> list[int]:
        """Return the rows, ascending, of the documents whose metadatum ``name`` is ``value``; no record is read."""
        written = json.dumps(value, ensure_ascii=False)[1:-1].encode("utf-8", "surrogatepass")
        rows, _ = self._stored.matches(_metadatum(name, re.escape(written)))
        if not self._corrected:
            return rows
        set_so = {row for row in self._corrected if self._value(row, name) == value}
        return sorted(set(rows) - self._corrected | set_so)

    def _value(self, row: int, name: str) -> str | None:
        metadatum = getattr(self[row], name)
        return None if metadatum is None else str(metadatum.value)


def _metadatum(name: str, value: bytes) -> re.Pattern[bytes]:
    """What finds a metadatum in the JSON of :func:`document_to_json`: inside a text, a quotation mark is escaped."""
    return re.compile(b'"%s":\\["(%s)",' % (name.encode(), value))


class FileTexts(Mapping[str, str]):
    """Source texts by the path that citations give, decoded when asked for; the last few are kept.

    ``order`` holds the source numbers in order of their paths: no dictionary of all paths has to be built first.
    """

    def __init__(self, texts: Texts, sources: Sequence[str], order: npt.NDArray[np.int32]) -> None:
        self._sources = sources
        self._order = order
        self._text = lru_cache(_TEXTS_KEPT)(texts.text)

    def __getitem__(self, path: str) -> str:
        number = self.number(path)
        if number is None:
            raise KeyError(path)
        return self._text(number)

    def number(self, path: str) -> int | None:
        """Return the number of the source of this path, None without one."""
        at = bisect_left(range(len(self)), path, key=lambda rank: self._path(int(self._order[rank])))
        if at == len(self) or self._path(number := int(self._order[at])) != path:
            return None
        return number

    def __iter__(self) -> Iterator[str]:
        return map(self._path, range(len(self)))

    def __len__(self) -> int:
        return len(self._sources)

    def _path(self, number: int) -> str:
        path: str = json.loads(self._sources[number])["path"]
        return path

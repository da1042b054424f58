"""Sequences and mappings over an opened index that read an element when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import overload

import numpy as np
import numpy.typing as npt

from index.columns import document_from_json
from index.texts import Texts
from index.types import Document

__all__ = ["Documents", "FileTexts", "TokenIds"]

_TEXTS_KEPT = 16


class TokenIds:
    """The encoder's token ids by passage: those of row i are ``flat[starts[i]:starts[i + 1]]`` (int32, int64)."""

    def __init__(self, flat: npt.NDArray[np.int32], starts: npt.NDArray[np.int64]) -> None:
        self.flat = flat
        self.starts = starts

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, row: int) -> npt.NDArray[np.int32]:
        return self.flat[self.starts[row] : self.starts[row + 1]]


class Documents(Sequence[Document]):
    """All documents, each read when first asked for."""

    def __init__(self, stored: Sequence[str], sources: Sequence[str], source_of: npt.NDArray[np.int32]) -> None:
        self._stored = stored
        self._sources = sources
        self._source_of = source_of
        self._read: dict[int, Document] = {}

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
            self._read[row] = document_from_json(row, self._stored[row], self._sources[self._source_of[row]])
        return self._read[row]


class FileTexts(Mapping[str, str]):
    """Source texts by the path that citations give, decoded when asked for; the last few are kept."""

    def __init__(self, texts: Texts, paths: Mapping[str, int]) -> None:
        self._numbers = paths
        self._text = lru_cache(_TEXTS_KEPT)(texts.text)

    def __getitem__(self, path: str) -> str:
        return self._text(self._numbers[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

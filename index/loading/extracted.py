"""What a reader of one format makes of a file's bytes."""

from __future__ import annotations

from typing import NamedTuple

from index.types import HeadingHint

__all__ = ["Extracted"]


class Extracted(NamedTuple):
    """The text that offsets point into, the encoding of the bytes, and the headings that the format declares."""

    text: str
    encoding: str
    headings: tuple[HeadingHint, ...]

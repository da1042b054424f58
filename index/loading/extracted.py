"""What a reader of one format makes of a file's bytes."""

from __future__ import annotations

from typing import NamedTuple

from index.messages import Message
from index.types import HeadingHint, PageSpan

__all__ = ["Extracted"]


class Extracted(NamedTuple):
    """The text that offsets point into, the encoding of the bytes, and what the format declares: headings and pages.

    ``pages`` are as :class:`index.types.SourceFile` has them; ``remarks`` tell what of the file could not be read.
    """

    text: str
    encoding: str
    headings: tuple[HeadingHint, ...]
    pages: tuple[PageSpan, ...] = ()
    remarks: tuple[Message, ...] = ()

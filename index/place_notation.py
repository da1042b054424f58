"""How a place in a file is written for people: ``FILE:START-END``, and how it is read back.

START and END count code points of the file as decoded, END behind the last one. A file name may itself hold colons,
digits and blanks: what follows the last colon is the range. Ranges written as ``13:40`` or ``13–40`` are read too.
"""

from __future__ import annotations

import re

from index.types import Span

__all__ = ["format_place", "format_span", "parse_place", "parse_span"]

_SPAN = r"(\d{1,15})[-–:](\d{1,15})"
_PLACE = re.compile(rf"(.+):{_SPAN}", re.DOTALL)
_RANGE = re.compile(_SPAN)


def format_span(span: Span) -> str:
    """Return ``START-END``."""
    return f"{span.start}-{span.end}"


def format_place(file: str, span: Span) -> str:
    """Return ``FILE:START-END``."""
    return f"{file}:{format_span(span)}"


def parse_span(text: str) -> Span:
    """Read ``START-END``. Raises ValueError when ``text`` is not that."""
    match = _RANGE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not START-END")
    return Span(int(match[1]), int(match[2]))


def parse_place(text: str) -> tuple[str, Span]:
    """Read ``FILE:START-END`` into the file's name and the range. Raises ValueError as :func:`parse_span`."""
    match = _PLACE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not FILE:START-END")
    return match[1], Span(int(match[2]), int(match[3]))

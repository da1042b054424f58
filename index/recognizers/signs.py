"""Signs in front of numbers: 零下18摄氏度, -18°C, ±5%."""

from __future__ import annotations

import re
from dataclasses import replace

from index.recognizers.numbers import Literal
from index.recognizers.units import Kind
from index.types import Span

__all__ = ["signed"]

_SIGN = re.compile(r"(?:(?P<below>零下)|(?P<above>零上)|(?P<either>±)|(?P<minus>(?<![\dA-Za-z%)])[-−–]))\s*$")
_REACH = 3


def signed(text: str, literal: Literal, kind: Kind) -> Literal:
    """Return ``literal``, a number of ``kind``, with the sign in front of it: negative for 零下18, -18 to 18 for ±18.

    A hyphen is a sign of temperatures and shares only: elsewhere it parts or joins.
    """
    start, end = literal.span
    match = _SIGN.search(text, max(0, start - _REACH), start)
    if match is None or (match["minus"] and kind not in (Kind.TEMPERATURE, Kind.SHARE)):
        return literal
    span = Span(match.start(), end)
    if match["above"]:
        return replace(literal, span=span)
    if match["either"]:
        return replace(literal, low=-literal.high, span=span)
    # Of a range the sign in front is that of its lower end (-5~10°C).
    high = -literal.high if literal.low == literal.high else literal.high
    return replace(literal, low=-literal.low, high=high, span=span)

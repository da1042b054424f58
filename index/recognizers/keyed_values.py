"""A value under its key: «X:Y» at the start of a line, a sentence or a cell (指标来源:病案首页)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.types import Span

__all__ = ["KeyedValue", "keyed_values"]

_PAIR = re.compile(
    r"(?:^|(?<=[\n\t|。;]))[ \t]*(?P<key>[\u3400-\u9fffA-Za-z](?: *[\u3400-\u9fffA-Za-z()]){1,13}) *:[ \t]*"
    r"(?P<value>[^\n\t|。;:][^\n\t|。;]*)"
)
_NO_KEY = re.compile(r"如下|以下|下列|包括|例如|比如|其中|要求$|指出|强调|提出|认为|规定$|^(?:注|附|即|如|是|为)")


@dataclass(frozen=True, slots=True)
class KeyedValue:
    """A ``key`` (without blanks inside) and where its ``value`` stands; ``line`` is where both do."""

    key: str
    value: Span
    line: Span


def keyed_values(text: str) -> tuple[KeyedValue, ...]:
    """Return the pairs of key and value of a normalised text, in order; what opens a list or a quotation is none."""
    found = []
    for match in _PAIR.finditer(text):
        key = re.sub(" ", "", match["key"])
        start, end = match.span("value")
        end -= len(match["value"]) - len(match["value"].rstrip())
        if not _NO_KEY.search(key):
            found.append(KeyedValue(key, Span(start, end), Span(match.start("key"), end)))
    return tuple(found)

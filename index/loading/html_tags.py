"""The tags of an HTML page, found in one scan that never goes back, whatever is left open in it.

Tags end as the HTML standard has it (13.2.5): a ``>`` inside a quoted value does not end one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Tag", "scan_tags", "with_few_attributes"]

MOST_ATTRIBUTES = 1_000
"""Attributes of one tag: the parser compares each with all before it, and no page has so many."""

_OPENING = re.compile(r"<(?:!--|/?([a-zA-Z][^\s/>]{0,40})(?=[\s/>]|\Z))")
_STOP = re.compile("[>=]")
_QUOTE = re.compile(r"\s{0,100}([\"'])")
_RAW = {name: re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE) for name in ("script", "style")}
_ATTRIBUTE = re.compile(r"""[^\s"'/=][^\s/=]*(?:\s{0,100}=\s{0,100}(?:"[^"]*"|'[^']*'|[^\s"']*))?""")


class Tag(NamedTuple):
    """A tag or a comment, from ``start`` to ``end``; ``name`` is in lower case, "" for a comment.

    A ``script`` or ``style`` element is one, with all that is in it. ``opened`` is where its first tag ends.
    """

    name: str
    start: int
    end: int
    opened: int


def scan_tags(markup: str) -> Iterator[Tag]:
    """Yield the tags and comments of ``markup`` in order. What is never closed is none: it stands as text."""
    never: set[str] = set()  # what is not closed any more from here on
    at = 0
    while (opening := _OPENING.search(markup, at)) is not None:
        start, name = opening.start(), (opening[1] or "").lower()
        at = opening.end()
        if not opening[1]:
            end = markup.find("-->", at) if "" not in never else -1
            if end < 0:
                never.add("")
                continue
            at = end + 3
            yield Tag("", start, at, at)
            continue
        opened = _end_of(markup, at)
        if opened < 0:
            return
        at = opened
        if markup[start + 1] != "/" and name in _RAW and name not in never:
            closing = _RAW[name].search(markup, opened)
            if closing is None:
                never.add(name)
            else:
                at = closing.end()
        yield Tag(name, start, at, opened)


def _end_of(markup: str, at: int) -> int:
    """Return where the tag ends in which ``at`` stands, behind its name; -1 when it never does."""
    while (stop := _STOP.search(markup, at)) is not None:
        at = stop.end()
        if stop[0] == ">":
            return at
        quote = _QUOTE.match(markup, at)
        if quote is not None:
            at = markup.find(quote[1], quote.end()) + 1
            if not at:
                return -1
    return -1


def with_few_attributes(markup: str) -> str:
    """Return ``markup`` without the attributes of tags that have more than :data:`MOST_ATTRIBUTES`."""
    kept: list[str] = []
    after = 0
    for tag in scan_tags(markup):
        # An attribute takes two characters at least.
        if tag.opened - tag.start < 2 * MOST_ATTRIBUTES or not tag.name:
            continue
        if sum(1 for _ in _ATTRIBUTE.finditer(markup, tag.start + 1 + len(tag.name), tag.opened - 1)) > MOST_ATTRIBUTES:
            kept += (markup[after : tag.start + 1], markup[tag.start + 1 : tag.start + 1 + len(tag.name)], ">")
            after = tag.opened
    return "".join((*kept, markup[after:])) if kept else markup

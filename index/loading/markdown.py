"""Markdown: the text is the file as decoded, with the headings that the markup declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from index.loading.decode import decode
from index.loading.extracted import Extracted
from index.types import HeadingHint, Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = ["markdown_headings", "read_markdown"]

_LINE_END = re.compile(r"\r\n|\r|\n")
# ATX or setext heading, perhaps: most files of a corpus have none and need no parser.
_MAYBE_HEADING = re.compile(r"(?:^|[\r\n])(?:[^\r\n#]{0,80}#{1,6}[ \t\r\n]|[ \t>]*(?:=+|-+)[ \t]*(?:[\r\n]|\Z))")
_FRONT_MATTER = re.compile(r"\A(?:---|\+\+\+)[ \t]*\r?\n(?:.*\r?\n)*?(?:---|\+\+\+|\.\.\.)[ \t]*(?:\r?\n|\Z)")


def read_markdown(data: bytes, name: str) -> Extracted:
    """Read a Markdown file; raises LoadError as :func:`index.loading.decode.decode` does."""
    text, encoding = decode(data, name)
    return Extracted(text, encoding, markdown_headings(text))


def markdown_headings(text: str) -> tuple[HeadingHint, ...]:
    """Return the ATX and setext headings of CommonMark ``text``, without marks; none in code, none in front matter."""
    front = _FRONT_MATTER.match(text)
    start = front.end() if front else 0
    if not _MAYBE_HEADING.search(text, max(0, start - 1)):
        return ()
    return tuple(_headings(text, start))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # half of the time that importing this package would take

    # Blocks only: headings need no inline markup, and inline parsing is most of the work.
    return MarkdownIt("commonmark").disable("inline")


def _headings(text: str, start: int) -> Iterator[HeadingHint]:
    line_starts = [start]
    line_starts += [match.end() for match in _LINE_END.finditer(text, start)]
    line_starts.append(len(text))
    tokens = _parser().parse(text[start:])
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open" or opening.map is None or not inline.content:
            continue
        first, after = opening.map
        low, high = line_starts[first], line_starts[min(after, len(line_starts) - 1)]
        if opening.markup.startswith("#"):
            low = text.index("#", low, high) + len(opening.markup)
        span = _span(text, low, high, inline.content)
        if span is not None:
            yield HeadingHint(span, int(opening.tag[1:]))


def _span(text: str, low: int, high: int, content: str) -> Span | None:
    """Find the lines of ``content``, which the parser has stripped and joined with line feeds."""
    lines = content.split("\n")
    begin = text.find(lines[0], low, high)
    end = begin
    for line in lines:
        at = text.find(line, end, high)
        if at < 0:  # a character that the parser replaces (NUL)
            return None
        end = at + len(line)
    return Span(begin, end)

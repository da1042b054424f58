"""Which lines make one paragraph: by how far they reach, how they are indented and how far they are apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.loading.layout.segments import Char, is_wide, text_of

__all__ = ["Line", "Style", "joins"]

_INDENT = 1.2
"""Ems by which the first line of a paragraph is indented at least."""

_APART = 1.25
"""How far lines of one paragraph are apart at most, in the document's usual distances."""

_NARROWEST = 12
"""Ems of the narrowest column whose lines are broken: narrower ones are lists of short lines."""

_LARGE = 1.1
"""The size of the letters of titles at least, in those of the text."""

_ENDS = "。！？!?…;；:：.”」』"
_LABEL = re.compile(
    r"\s*(?:第[〇零一二三四五六七八九十百千\d]{1,9}[编編章节節条條款]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,3}[、.．](?!\d)|"
    r"[(（](?:[一二三四五六七八九十]{1,3}|\d{1,3}|[a-z]{1,4})[)）]|[①-⑳•●■◆▪–—-]\s*)"
)
_LEADERS = re.compile(r"(?:[.．…·・]\s?){3,}\s*[\divxlcIVXLC]{1,6}\s*\Z")
_CLOSING = frozenset("，。、；：？！）》〉」』】〕”’,.;:?!)]%％‰")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column: its characters, extent and size, and the margins of the column, in points."""

    chars: list[Char]
    left: float
    right: float
    base: float
    size: float
    page: int
    column: int
    margin_left: float
    margin_right: float

    @property
    def end(self) -> str:
        """Its last character that is no blank."""
        return text_of(self.chars).rstrip()[-1:]

    @property
    def indent(self) -> float:
        """How far it is indented, in ems."""
        return (self.left - self.margin_left) / self.size

    @property
    def is_even(self) -> bool:
        """Whether it is as far from one margin as from the other."""
        return abs(self.left - self.margin_left - (self.margin_right - self.right)) < 2.5 * self.size

    @property
    def is_centred(self) -> bool:
        """Whether it stands in the middle of its column and reaches neither margin."""
        return self.is_even and self.left - self.margin_left > self.size


@dataclass(frozen=True, slots=True)
class Style:
    """How a document is set: the size of its text, the distance of its lines, whether paragraphs are indented."""

    body: float
    leading: float
    indented: bool


def joins(before: Line, line: Line, first: Line, style: Style) -> bool:
    """Whether ``line`` goes on the paragraph that began with ``first`` and has reached ``before``."""
    if abs(before.size - line.size) > 0.08 * max(before.size, line.size) or _LEADERS.search(text_of(before.chars)):
        return False
    here = before.page == line.page and before.column == line.column
    leading = max(style.leading * line.size, line.size)
    if here and (not 0 < line.base - before.base <= _APART * leading or _changes_font(before, line)):
        return False
    if before.is_even and line.is_centred and before.size > _LARGE * style.body:
        return here and before.end not in _ENDS
    if before.margin_right - before.right > _first_word(line) + 0.6 * line.size:
        return False
    if before.margin_right - before.margin_left < _NARROWEST * line.size:
        return False
    ended = before.end in _ENDS
    said = text_of(line.chars)
    if line.indent > _INDENT:
        if _hangs(first, line):
            return True
        same = abs(before.indent - line.indent) < 0.5 and before is not first
        return same and not ended and not _LABEL.match(said)
    return not (ended and (_LABEL.match(said) or (not here and not style.indented)))


def _changes_font(before: Line, line: Line) -> bool:
    """Whether two lines have no font in common: a heading and what stands below it."""
    one, other = ({c.glyph.font for c in part.chars if c.glyph and is_wide(c.char)} for part in (before, line))
    if not one and not other:
        one, other = ({c.glyph.font for c in part.chars if c.glyph} for part in (before, line))
    return bool(one and other) and -1 not in one | other and one.isdisjoint(other)


def _first_word(line: Line) -> float:
    """Return the width of what cannot be broken at the start of a line, in points."""
    end = 1
    chars = line.chars
    if is_wide(chars[0].char):
        while end < len(chars) and chars[end].char in _CLOSING:
            end += 1
    else:
        while end < len(chars) and not chars[end].char.isspace() and not is_wide(chars[end].char):
            end += 1
    boxes = [char.glyph.box for char in chars[:end] if char.glyph]
    return boxes[-1].right - boxes[0].left if boxes else 0.0


def _hangs(first: Line, line: Line) -> bool:
    """Whether a line stands below the words behind the label of its paragraph (a hanging indent)."""
    label = _LABEL.match(text_of(first.chars))
    if label is None or first.left >= line.left:
        return False
    behind: Sequence[Char] = first.chars[label.end() : label.end() + 3]
    return any(char.glyph and abs(char.glyph.box.left - line.left) < 0.4 * line.size for char in behind)

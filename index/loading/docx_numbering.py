"""The automatic numbers of a DOCX: what Word shows in front of a paragraph and the file does not hold as text.

ECMA-376, part 1, 17.9: a paragraph, or the style that it has, names a list (``w:num``) and a level of it; the list
names an abstract list (``w:abstractNum``), whose levels say where they start, in which numerals they count and what is
written around the number. Lists of one abstract list count on together, unless one begins anew (``w:startOverride``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from index.loading.docx_numerals import numeral

__all__ = ["Numbering"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_DASHES = re.compile(r"[—─–]{1,2}\Z")
_MOST_STYLES = 32
"""Styles that one style may be based on in a row, and lists that refer to one another: more is a circle."""
_LONGEST_TEXT = 256
"""Code points of the longest text around a number: every paragraph of the list gets it."""


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list; ``restart`` is the level above that begins it anew (0-based), -1 when none does."""

    start: int
    form: str
    text: str
    style: str
    restart: int
    legal: bool
    tight: bool


@dataclass(frozen=True, slots=True)
class _List:
    """A list: the abstract list whose counts it shares, its levels, and which of them it begins anew."""

    abstract: str
    levels: Mapping[int, _Level]
    anew: frozenset[int]


class Numbering:
    """Gives the paragraphs of one document their numbers; :meth:`label` is called once for each, in document order."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        """``numbering`` and ``styles`` are the root elements of the parts of these names, None for a part not there."""
        self._styles = {s.get(f"{_W}styleId", ""): s for s in _all(styles, f"{_W}style")}
        self._default = next(
            (
                name
                for name, s in self._styles.items()
                if s.get(f"{_W}type") == "paragraph" and s.get(f"{_W}default") in ("1", "true", "on")
            ),
            "",
        )
        self._abstract = {a.get(f"{_W}abstractNumId", ""): a for a in _all(numbering, f"{_W}abstractNum")}
        self._nums = {n.get(f"{_W}numId", ""): n for n in _all(numbering, f"{_W}num")}
        self._lists: dict[str, _List | None] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, paragraph: Any, text: str, *, alone: bool = False) -> str:
        """Return what Word writes in front of a ``w:p`` whose own text is ``text``; "" for one without a number.

        A blank parts the two where the number ends with a letter or digit, or Latin text follows, unless the list sets
        none. Bullets are no numbers, except a dash. An empty paragraph counts, but is given no label, except where the
        number may stand ``alone``, as in a table's first column.
        """
        named = self._named(paragraph)
        if named is None:
            return ""
        number, depth = named
        found = self._list(number)
        if found is None or depth not in found.levels:
            return ""
        level = found.levels[depth]
        if level.form == "bullet":
            return level.text if _DASHES.match(level.text) and text.strip() else ""
        self._count(number, found, depth)
        if not text.strip():
            return self._shown(found, depth).strip() if alone else ""
        label = self._shown(found, depth)
        if not label or level.tight or label[-1].isspace():
            return label
        apart = label[-1].isalnum() or bool(re.match("[A-Za-z]", text))
        return f"{label} " if apart and not text[0].isspace() else label

    def _count(self, number: str, found: _List, depth: int) -> None:
        counts = self._counts.setdefault(found.abstract, {})
        for above in found.anew:
            if above <= depth and (number, above) not in self._begun:
                self._begun.add((number, above))
                counts.pop(above, None)
        counts[depth] = counts[depth] + 1 if depth in counts else found.levels[depth].start
        for deeper in [below for below in counts if below > depth]:
            level = found.levels.get(deeper)
            if level is None or level.restart >= depth:
                del counts[deeper]

    def _shown(self, found: _List, depth: int) -> str:
        counts = self._counts[found.abstract]
        legal = found.levels[depth].legal

        def value(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            level = found.levels.get(at)
            if level is None or at > depth:
                return ""
            return numeral(counts.get(at, level.start), "decimal" if legal and at < depth else level.form)

        return _PLACEHOLDER.sub(value, found.levels[depth].text)

    def _named(self, paragraph: Any) -> tuple[str, int] | None:
        """Return the list and level that a paragraph names itself or by its style; None when it is in no list."""
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        styled = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style = styled.get(f"{_W}val", "") if styled is not None else self._default
        number, depth = _value(own, "numId"), _value(own, "ilvl")
        if number is None:
            for name, element in self._line_of(style):
                inherited = element.find(f"{_W}pPr/{_W}numPr")
                if (number := _value(inherited, "numId")) is not None:
                    depth = depth if depth is not None else self._depth_of(number, style, name, inherited)
                    break
        if number is None or number == "0":
            return None
        return number, int(depth) if depth is not None and depth.isdecimal() else 0

    def _depth_of(self, number: str, style: str, name: str, inherited: Any) -> str | None:
        """The level of a style: the one that names the style, or the style that it has its list from."""
        found = self._list(number)
        levels = found.levels if found is not None else {}
        for wanted in (style, name):
            for depth, level in levels.items():
                if level.style == wanted:
                    return str(depth)
        return _value(inherited, "ilvl")

    def _line_of(self, style: str) -> Iterator[tuple[str, Any]]:
        """Yield a style and those that it is based on, nearest first."""
        for _ in range(_MOST_STYLES):
            element = self._styles.get(style)
            if element is None:
                return
            yield style, element
            based = element.find(f"{_W}basedOn")
            style = based.get(f"{_W}val", "") if based is not None else ""

    def _list(self, number: str) -> _List | None:
        if number not in self._lists:
            self._lists[number] = self._read(number)
        return self._lists[number]

    def _read(self, number: str) -> _List | None:
        element = self._nums.get(number)
        abstract = self._abstract_of(number, frozenset())
        if element is None or abstract is None:
            return None
        name = abstract.get(f"{_W}abstractNumId", "")
        if name not in self._levels:
            self._levels[name] = dict(map(_level, abstract.iterfind(f"{_W}lvl")))
        levels = dict(self._levels[name])
        anew: set[int] = set()
        for override in element.iterfind(f"{_W}lvlOverride"):
            depth = min(_number(override.get(f"{_W}ilvl"), 0), _LEVELS - 1)
            if (own := override.find(f"{_W}lvl")) is not None:
                levels[depth] = _level(own)[1]
            if (start := _value(override, "startOverride")) is not None:
                anew.add(depth)
                if depth in levels:
                    levels[depth] = replace(levels[depth], start=_number(start, 1))
        return _List(name, levels, frozenset(anew))

    def _abstract_of(self, number: str, seen: frozenset[str]) -> Any | None:
        """The abstract list of a list; one that only refers to a list style is looked up there."""
        element = self._nums.get(number)
        name = _value(element, "abstractNumId")
        abstract = self._abstract.get(name) if name is not None else None
        linked = _value(abstract, "numStyleLink")
        if abstract is None or linked is None or number in seen or len(seen) >= _MOST_STYLES:
            return abstract
        style = self._styles.get(linked)
        other = _value(style.find(f"{_W}pPr/{_W}numPr"), "numId") if style is not None else None
        return self._abstract_of(other, seen | {number}) if other is not None else abstract


def _level(element: Any) -> tuple[int, _Level]:
    depth = min(_number(element.get(f"{_W}ilvl"), 0), _LEVELS - 1)
    # Word writes a custom numeral beside one that older programs know, which comes last.
    forms = [form.get(f"{_W}val", "decimal") for form in element.iter(f"{_W}numFmt")]
    legal = element.find(f"{_W}isLgl")
    restart = _value(element, "lvlRestart")
    return depth, _Level(
        start=_number(_value(element, "start"), 0),
        form=forms[-1] if forms else "decimal",
        text=(_value(element, "lvlText") or "")[:_LONGEST_TEXT],
        style=_value(element, "pStyle") or "",
        restart=depth - 1 if restart is None else min(_number(restart, 0) - 1, depth - 1),
        legal=legal is not None and legal.get(f"{_W}val") not in ("0", "false", "off"),
        tight=_value(element, "suff") == "nothing",
    )


def _all(root: Any | None, tag: str) -> list[Any]:
    return list(root.iter(tag)) if root is not None else []


def _value(element: Any | None, name: str) -> str | None:
    """Return the ``w:val`` of a child of ``element``, None without either."""
    child = element.find(f"{_W}{name}") if element is not None else None
    found: str | None = child.get(f"{_W}val") if child is not None else None
    return found


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 8 else default

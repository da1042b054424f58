"""The automatic numbers of an ODT: what its lists and headings show in front of a paragraph and do not hold as text.

OpenDocument 1.3, part 3, 5.3 and 16.30: a list names a style, whose levels say where they start, in which numerals they
count and what is written around the number. A list begins anew unless it continues another one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from index.loading.docx_numerals import numeral

__all__ = ["TEXT", "ListNumbers", "with_label"]

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
"""The namespace of text, as lxml writes it."""

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_EXTENDED = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "chineseCountingThousand",
    "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "壹, 貳, 參, ...": "ideographLegalTraditional",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac",
    "１, ２, ３, ...": "decimalFullWidth",
    "①, ②, ③, ...": "decimalEnclosedCircle",
}
_PLACE = re.compile(r"%(\d{1,2})%")
_MOST_LEVELS = 10


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: ``form`` as :func:`numeral` has it, "" for none; ``pattern`` with ``%N%`` for the counts."""

    start: int
    form: str
    pattern: str


class ListNumbers:
    """Counts the items of the lists and the headings of one document, in document order."""

    def __init__(self, *roots: Any | None) -> None:
        """``roots`` are those of the parts that hold styles, the ones that win last."""
        self._styles: dict[str, Mapping[int, _Level]] = {}
        self._outline: Mapping[int, _Level] = {}
        for root in roots:
            if root is None:
                continue
            for style in root.iter(f"{TEXT}list-style"):
                self._styles[style.get(f"{_STYLE}name", "")] = _levels(style)
            for style in root.iter(f"{TEXT}outline-style"):
                self._outline = _levels(style)
        self._counts: dict[str, dict[int, int]] = {}
        self._latest: dict[str, str] = {}
        self._headings: dict[int, int] = {}

    def begin(self, element: Any) -> tuple[str, str]:
        """Begin a ``text:list`` that is in no other one; return its key and its style for :meth:`item`."""
        style = element.get(f"{TEXT}style-name", "")
        key = element.get("{http://www.w3.org/XML/1998/namespace}id") or f"#{len(self._counts)}"
        continued = element.get(f"{TEXT}continue-list")
        if continued is None and element.get(f"{TEXT}continue-numbering") == "true":
            continued = self._latest.get(style)
        self._counts[key] = self._counts.get(continued, {}) if continued is not None else {}
        self._latest[style] = key
        return key, style

    def item(self, key: str, style: str, depth: int, start: str | None) -> str:
        """Count an item at ``depth`` (from 1) of the list ``key`` and return its label, "" for a bullet."""
        return _label(self._styles.get(style, {}), self._counts[key], depth, start)

    def heading(self, depth: int, start: str | None) -> str:
        """Count a heading of level ``depth`` that is in no list and return its label."""
        return _label(self._outline, self._headings, depth, start)


def with_label(label: str, text: str) -> str:
    """Return a paragraph behind its label, parted by a blank where letters or digits would meet."""
    apart = label and text and (label[-1].isalnum() or (text[0].isascii() and text[0].isalnum()))
    return f"{label} {text}" if apart else f"{label}{text}"


def _label(levels: Mapping[int, _Level], counts: dict[int, int], depth: int, start: str | None) -> str:
    level = levels.get(depth)
    if level is None:
        return ""
    begun = counts.get(depth)
    counts[depth] = _number(start, 1) if start is not None else level.start if begun is None else begun + 1
    for deeper in [below for below in counts if below > depth]:
        del counts[deeper]
    if not level.form:
        return ""

    def value(match: re.Match[str]) -> str:
        at = int(match[1])
        named = levels.get(at)
        if named is None or at > depth or not named.form:
            return ""
        return numeral(counts.get(at, named.start), named.form)

    return _PLACE.sub(value, level.pattern)


def _levels(style: Any) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for element in style:
        depth = _number(element.get(f"{TEXT}level"), 0)
        if not 0 < depth <= _MOST_LEVELS:
            continue
        form = element.get(f"{_STYLE}num-format", "")
        pattern = element.get(f"{_EXTENDED}num-list-format")
        if pattern is None:
            shown = range(max(1, depth + 1 - _number(element.get(f"{TEXT}display-levels"), 1)), depth + 1)
            numbers = ".".join(f"%{at}%" for at in shown)
            pattern = f"{element.get(f'{_STYLE}num-prefix', '')}{numbers}{element.get(f'{_STYLE}num-suffix', '')}"
        numbered = element.tag != f"{TEXT}list-level-style-bullet" and form != ""
        found[depth] = _Level(
            start=_number(element.get(f"{TEXT}start-value"), 1),
            form=_FORMS.get(form, "decimal") if numbered else "",
            pattern=pattern,
        )
    return found


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 8 else default

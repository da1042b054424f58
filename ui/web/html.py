"""HTML in which every character of a document or question is escaped: templates, elements, and text with marks in it.

What a tab shows is laid out in ``templates/`` (Jinja, escaping by itself); :func:`tag` makes the small pieces that
functions put together. Both take a :class:`markupsafe.Markup` as it stands and escape anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup, escape

from index.types import Span

__all__ = ["Mark", "Markup", "join", "limiting", "marked", "render", "tag"]

_MARKS = frozenset({"answer", "match", "cited", "differs-draft", "differs-source"})
"""Kinds that are marked for a reader; any other kind only styles the stretch that it covers."""

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Characters that HTML forbids or that reorder the text around them (bidirectional embeddings, overrides, isolates)."""

_VOID = frozenset({"br", "input", "meta"})
_LAYOUT = re.compile(r"(?<=[>}])\n\s*|\n\s*(?=[<{])")


def _shown(value: object) -> object:
    """Return ``value`` as it may be escaped: nothing for None, without the characters that HTML forbids."""
    if isinstance(value, Markup):
        return value
    return "" if value is None else _FORBIDDEN.sub("\ufffd", str(value))


class _Layout(Extension):
    """Line breaks and indentation beside tags and braces lay out the template, not the page."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _LAYOUT.sub("", source)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("ui.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        extensions=[_Layout],
    )


def render(template: str, /, **values: object) -> Markup:
    """Return a file of ``templates/`` filled with ``values``. Raises jinja2.UndefinedError where one is missing."""
    return Markup(_environment().get_template(template).render(values))


class Mark(NamedTuple):
    """A span to show as ``kind``: "cited", "answer", "match", "found" or "stop"; ``stop`` numbers a place to go to."""

    span: Span
    kind: str
    stop: int | None = None


def join(*children: object) -> Markup:
    """Return the children one after the other, each escaped unless it is markup."""
    return Markup("").join(escape(_shown(child)) for child in children)


def tag(name: str, /, *children: object, **attributes: object) -> Markup:
    """Return an element. ``class_`` is the class; an underscore in another attribute stands for a hyphen."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_shown(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{given}>")
    return Markup(f"<{name}{given}>{join(*children)}</{name}>")


def marked(text: str, marks: Iterable[Mark], window: Span | None = None) -> Markup:
    """Return ``text`` (or ``window`` of it) with ``marks``; offsets are code points of ``text``, and marks may overlap.

    Where several cover a character it carries the classes of all, so that no mark hides another. The stretch that
    a mark with a stop begins with carries ``data-stop``.
    """
    shown = window or Span(0, len(text))
    inside = [mark for mark in marks if mark.span.overlap(shown)]
    cuts = sorted({*shown, *(min(max(at, shown.start), shown.end) for mark in inside for at in mark.span)})
    return join(*(_stretch(text, Span(start, end), inside) for start, end in pairwise(cuts)))


def limiting(name: str, label: str, every: str, values: Iterable[tuple[object, object]]) -> Markup:
    """Return a list to choose from (value, text) pairs, of which ``every``, the first and empty one, limits nothing."""
    options = [tag("option", every, value="")]
    options += [tag("option", text, value=value) for value, text in values]
    return tag("select", *options, name=name, aria_label=label)


def _stretch(text: str, span: Span, marks: Sequence[Mark]) -> Markup:
    over = [mark for mark in marks if mark.span.overlap(span)]
    if not over:
        return join(span.of(text))
    kinds = dict.fromkeys(mark.kind for mark in over)
    begun = [m.stop for m in over if m.stop is not None and m.span.start == span.start]
    stops = " ".join(map(str, begun)) or None
    name = "mark" if _MARKS & kinds.keys() else "span"
    return tag(name, span.of(text), class_=" ".join(kinds), data_stop=stops)

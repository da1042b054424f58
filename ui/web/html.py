"""Text and the spans to mark in it, as HTML in which every character of a document or question is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from eval.report.markup import Markup, join, tag
from index.types import Span

__all__ = ["Mark", "Markup", "join", "limiting", "marked", "tag"]

_MARKS = frozenset({"answer", "match", "cited", "differs-draft", "differs-source"})
"""Kinds that are marked for a reader; any other kind only styles the stretch that it covers."""


class Mark(NamedTuple):
    """A span to show as ``kind``: "cited", "answer", "match", "found" or "stop"; ``stop`` numbers a place to go to."""

    span: Span
    kind: str
    stop: int | None = None


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

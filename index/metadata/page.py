"""A document's text with the parts that metadata are read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.recognizers.bodies import closed_up
from index.recognizers.boilerplate import field_of, fields_in, row_field
from index.recognizers.dates import find_dates
from index.recognizers.titles import clean_title, without_note_mark
from index.types import Metadatum, Span

__all__ = ["Outline", "Page"]

_LONGEST_SENTENCE = 400
_PRESS_UNITS = 3


@dataclass(frozen=True, slots=True)
class Outline:
    """Where the parts of a document stand that metadata are read from; spans in the source, in order.

    ``title`` is the document's own heading and ``notice`` the heading of the notice that passes it on (one of them may
    be None, or both); ``headline`` names a text that has neither, such as an article. ``front`` are the units of the
    official text before its body: addressee, signature, date, notes; ``closing`` those around the first signature
    after it, ``back`` the last ones of the document. ``portal`` are the portal's lines and ``rows`` the first ones of
    the text, where a label may stand without its colon, as in a table; ``press`` is what stands before the official
    text when ``reported``, else the first lines of the document.
    """

    span: Span
    title: Span | None
    notice: Span | None
    headline: Span | None
    front: tuple[Span, ...]
    closing: tuple[Span, ...]
    back: tuple[Span, ...]
    portal: tuple[Span, ...]
    rows: tuple[Span, ...]
    press: tuple[Span, ...]
    reported: bool


class Page:
    """The source ``text`` of a file, ``folded`` of the same length, and the outline of one document of it."""

    def __init__(self, text: str, folded: str, outline: Outline) -> None:
        self.text, self.folded, self.outline = text, folded, outline

    def labelled(self, kind: str) -> Span | None:
        """Return the value of the first label of a kind (see :func:`index.recognizers.boilerplate.fields_in`)."""
        for span, below in zip(self.outline.portal, (*self.outline.portal[1:], None), strict=False):
            if value := field_of(span.of(self.folded), kind):
                return self._unquoted(Span(span.start + value[0], span.start + value[1]))
            if below and self._is_value(span, below, kind):
                return below
        for span in self.outline.rows:
            if value := row_field(span.of(self.folded), kind):
                return self._unquoted(Span(span.start + value[0], span.start + value[1]))
        return None

    def _is_value(self, label: Span, below: Span, kind: str) -> bool:
        """Whether the line ``below`` holds the value of the label, of this kind, that a line ends in."""
        fields = fields_in(label.of(self.folded))
        alone = bool(fields) and fields[-1][0] == kind and fields[-1][1] == fields[-1][2] == label.size
        return alone and self.folded[label.end : below.start].count("\n") <= 2 and not fields_in(below.of(self.folded))

    def _unquoted(self, span: Span) -> Span:
        quoted = span.size > 2 and self.folded[span.start] in "\"'" and self.folded[span.end - 1] in "\"'"
        return Span(span.start + 1, span.end - 1) if quoted else span

    def first_date(self, span: Span) -> Metadatum | None:
        """Return the first date in ``span``."""
        return next((Metadatum(value, at) for value, at in find_dates(self.folded, *span)), None)

    def title_at(self, span: Span) -> Metadatum | None:
        """Return the title that ``span`` holds, on one line, without the mark of a footnote; None for blanks."""
        value = without_note_mark(clean_title(span.of(self.text)))
        return Metadatum(value, span) if value else None

    def plain(self, span: Span) -> Metadatum:
        """Return what ``span`` holds, on one line, of ASCII width."""
        value = clean_title(" ".join(span.of(self.text).split()))
        return Metadatum(closed_up(value), span)

    def press_sentences(self) -> Iterator[Span]:
        """The first sentence of each of the first press units, which says who issued what."""
        for span in self.outline.press[:_PRESS_UNITS]:
            yield self.sentence(Span(span.start, span.start + 1))

    def sentence(self, inside: Span) -> Span:
        """Return the sentence around ``inside``, within the document."""
        stops = "。\n"
        low = max(0, inside.start - _LONGEST_SENTENCE)
        high = min(len(self.folded), inside.end + _LONGEST_SENTENCE)
        start = max(self.folded.rfind(stop, low, inside.start) for stop in stops) + 1
        ends = [at for stop in stops if (at := self.folded.find(stop, inside.start, high)) >= 0]
        return Span(max(start, low, self.outline.span.start), min([*ends, high, self.outline.span.end]))

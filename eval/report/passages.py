"""The passages that a report links to: each shown once, with its surroundings and the evidence in it marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from eval.report.markup import Markup, join, tag
from index.place_notation import format_place
from index.types import Span

__all__ = ["Passages"]

_CONTEXT = 60
"""Characters shown on either side."""


class Passages:
    """Collects places as they are linked, and shows them all at the end of the page."""

    def __init__(self, texts: Mapping[str, str], evidence: Mapping[str, Iterable[Span]]) -> None:
        self._texts = texts
        self._evidence = evidence
        self._places: dict[tuple[str, Span], int] = {}

    def link(self, file: str, span: Span, label: object) -> Markup:
        """Return ``label`` as a link to the place, or alone when the text of the file is not at hand."""
        text = self._texts.get(file)
        if text is None or not 0 <= span.start < span.end <= len(text):
            return join(label)
        number = self._places.setdefault((file, span), len(self._places) + 1)
        return tag("a", label, href=f"#p{number}")

    def whole(self, file: str) -> str:
        """Return the text of a file, "" when it is not at hand."""
        return self._texts.get(file, "")

    def text(self, file: str, span: Span, limit: int) -> str | None:
        """Return the first ``limit`` characters at a place, None when the text of the file is not at hand."""
        text = self._texts.get(file)
        if text is None:
            return None
        shown = span.of(text)
        return shown if len(shown) <= limit else f"{shown[:limit]}…"

    def section(self) -> Markup:
        """Return every place that was linked, in the order of files and positions."""
        shown = [self._shown(file, span, self._places[file, span]) for file, span in sorted(self._places)]
        return tag("section", tag("h2", "Passages"), *shown, id="passages") if shown else Markup("")

    def _shown(self, file: str, span: Span, number: int) -> Markup:
        text = self._texts[file]
        before = text[max(0, span.start - _CONTEXT) : span.start]
        after = text[span.end : span.end + _CONTEXT]
        return tag(
            "article",
            tag("h4", format_place(file, span)),
            tag(
                "p",
                tag("span", before, class_="around"),
                tag("span", self._marked(file, span), class_="place"),
                tag("span", after, class_="around"),
                class_="source",
            ),
            id=f"p{number}",
        )

    def _marked(self, file: str, span: Span) -> Markup:
        text = self._texts[file]
        inside = [piece for piece in self._evidence.get(file, ()) if piece.overlap(span)]
        cuts = sorted({span.start, span.end, *(min(max(at, span.start), span.end) for piece in inside for at in piece)})
        parts: list[object] = []
        for start, end in pairwise(cuts):
            held = any(piece.contains(Span(start, end)) for piece in inside)
            parts.append(tag("mark", text[start:end]) if held else text[start:end])
        return join(*parts)

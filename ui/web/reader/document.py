"""One document opened at a place: what to mark in it, what is cited, where searched words stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from index.errors import InputError
from index.language.normalise import normalise, normalise_text
from index.types import Answer, Document, Span
from ui.service.blocks import Block, Page
from ui.service.citing import Styles, cited, title_of
from ui.service.snapshot import Snapshot
from ui.web.display import SCRIPTS, Shown, shown
from ui.web.html import Mark
from ui.web.strings import TAGS

__all__ = ["FOUND_AT_MOST", "Found", "Reading"]

FOUND_AT_MOST = 2_000
"""Places of a searched word that are returned."""


class Found(NamedTuple):
    """Where a searched word is shown: number of the block, and range of its text in UTF-16 units, as browsers count."""

    block: int
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """One document opened at ``span`` of its file, shown in ``script``."""

    snapshot: Snapshot
    document: Document
    span: Span | None
    script: str

    @classmethod
    def open(cls, snapshot: Snapshot, file: str, start: int, end: int, script: str) -> Reading:
        """Open the document of ``file`` at ``start``; an empty range cites nothing.

        Raises InputError when the index holds no such document, range or script.
        """
        document = snapshot.document_at(file, start)
        if script not in SCRIPTS:
            raise InputError(
                "There is no script {script}: choose one of {names}.", script=repr(script), names=", ".join(SCRIPTS)
            )
        if not start <= end <= document.span.end:
            raise InputError(
                "{start}-{end} is no range of {document}: open the citation again.",
                start=start,
                end=end,
                document=title_of(document),
            )
        return cls(snapshot, document, Span(start, end) if end > start else None, script)

    @cached_property
    def page(self) -> Page:
        """The document as laid out."""
        return self.snapshot.page(self.document.doc_id)

    @property
    def lang(self) -> str:
        """The ``lang`` of what is shown."""
        return TAGS[self.snapshot.script(self.document.doc_id) if self.script == "source" else self.script]

    def shown(self, block: Block) -> Shown:
        """Return the text of a block as shown."""
        return shown(block.span.of(self.page.text), self.script)

    def marks(self, answer: Answer | None) -> list[Mark]:
        """Return what to mark: the cited span, the passages that ``answer`` found here, and what is marked in them."""
        bundle = self.snapshot.bundle
        marks: list[Mark] = []
        stops: set[Span] = {self.span} if self.span else set()
        for hit in answer.hits if answer else ():
            passage = bundle.passage(hit.passage_id)
            if passage.doc_id != self.document.doc_id:
                continue
            marks.append(Mark(passage.span, "found"))
            marks += [Mark(mark.span, mark.kind) for mark in hit.highlights]
            if not any(passage.span.overlap(stop) for stop in stops):
                stops.add(passage.span)
        if self.span:
            marks.append(Mark(self.span, "cited"))
        numbered = [Mark(span, "stop", number) for number, span in enumerate(sorted(stops))]
        return marks + numbered

    def citation(self) -> Styles | None:
        """Return the cited span in every style of citing, None when nothing is cited."""
        if self.span is None:
            return None
        return cited(self.snapshot.bundle, self.document, self.span)

    def find(self, words: str) -> list[Found]:
        """Return where ``words`` stand, in either script and any width, at most FOUND_AT_MOST places."""
        wanted = normalise_text(words).strip()
        found: list[Found] = []
        if not wanted:
            return found
        for number, block in enumerate(self.page.blocks):
            source = block.span.of(self.page.text)
            if wanted not in normalise_text(source):
                continue
            normalised, view = normalise(source), self.shown(block)
            at = normalised.text.find(wanted)
            while at >= 0:
                start, end = view.of_source(normalised.to_source(Span(at, at + len(wanted))))
                found.append(Found(number, _units(view.text, start), _units(view.text, end)))
                at = normalised.text.find(wanted, at + len(wanted))
            if len(found) >= FOUND_AT_MOST:
                break
        return found[:FOUND_AT_MOST]


def _units(text: str, position: int) -> int:
    """Return how many UTF-16 units stand before code point ``position``."""
    head = text[:position]
    return position if head.isascii() else len(head.encode("utf-16-le", "surrogatepass")) // 2

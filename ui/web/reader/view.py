"""A document beside the answer as HTML: laid out, marked, with its outline, its metadata and the ways to cite it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.originals import has_pictures
from index.types import Answer, Role, Span
from ui.service.blocks import Block
from ui.service.citing import title_of
from ui.web.display import SCRIPTS
from ui.web.html import Mark, Markup, marked, render
from ui.web.reader.document import Reading
from ui.web.strings import TAGS, Say

__all__ = ["render_reader"]

_ROLES = {Role.SUMMARY: "summary", Role.REPEAT: "repeat", Role.FURNITURE: "furniture", Role.RESPONSIBILITY: "note"}
_TOLD = frozenset({"summary", "repeat", "furniture"})
"""What a reader is told of where it begins: it is not the official text."""

_METADATA = ("issuer", "doc_no", "issued_on", "published_on", "place")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A block as ``templates/reader.html`` shows it; one that is all heading has no ``rest``."""

    kinds: str
    told: str | None
    level: int | None
    heading: Markup
    rest: Markup
    page: int | None = None


def render_reader(reading: Reading, answer: Answer | None, say: Say) -> Markup:
    """Return the document with its tools; ``answer`` is what the question beside it found, None without one."""
    marks = reading.marks(answer)
    ordered = sorted(marks, key=lambda mark: mark.span)
    return render(
        "reader.html",
        reading=reading,
        title=title_of(reading.document),
        title_lang=TAGS[reading.snapshot.script(reading.document.doc_id)],
        facts=_facts(reading, say),
        stops=sum(mark.stop is not None for mark in marks),
        scripts=tuple(zip(SCRIPTS, ("as_written", "in_hans", "in_hant"), strict=True)),
        cited=reading.citation(),
        printed=has_pictures(reading.document.source_path),
        blocks=_paragraphs(reading, ordered, say),
        say=say,
    )


def _paragraphs(reading: Reading, marks: Sequence[Mark], say: Say) -> list[_Paragraph]:
    """Return the blocks; the first that begins on a page, where the file has pages, bears its number."""
    made: list[_Paragraph] = []
    before: int | None = None
    for block in reading.page.blocks:
        paragraph = _paragraph(reading, block, list(_near(marks, block.span)), say)
        page = reading.snapshot.bundle.page_at(reading.document.doc_id, block.span.start)
        made.append(replace(paragraph, page=page) if page != before else paragraph)
        before = page
    return made


def _facts(reading: Reading, say: Say) -> list[tuple[str, str]]:
    """Return what the document states of itself, under its names."""
    document = reading.document
    stated = ((name, getattr(document, name)) for name in _METADATA)

    def told(name: str, value: str) -> str:
        return f"{value} {say('set_by_hand')}" if name in document.by_hand else value

    facts = [(say(name), told(name, " ".join(fact.value.split()))) for name, fact in stated if fact is not None]
    facts += [(say(f"date_{date.kind.value}"), told(date.kind.value, date.value)) for date in document.dates]
    if document.status:
        facts.append((say("meta_status"), told("status", say(f"status_{document.status.value.replace(' ', '_')}"))))
    if document.tags:
        facts.append((say("meta_tags"), told("tags", ", ".join(document.tags))))
    if document.kind:
        facts.append((say("kind"), document.kind))
    size = say("characters", n=f"{document.span.size:,}")
    return [*facts, (say("source_file"), f"{document.source_path} ({size})")]


def _near(marks: Iterable[Mark], span: Span) -> Iterable[Mark]:
    return (mark for mark in marks if mark.span.overlap(span))


def _paragraph(reading: Reading, block: Block, marks: Sequence[Mark], say: Say) -> _Paragraph:
    view = reading.shown(block)
    start = block.span.start
    moved = []
    for mark in marks:
        inside = Span(max(mark.span.start, start) - start, min(mark.span.end, block.span.end) - start)
        # A mark that began in an earlier block has its stop there.
        moved.append(Mark(view.of_source(inside), mark.kind, mark.stop if mark.span.start >= start else None))
    role = _ROLES.get(block.role)
    told = say(f"{role}_role") if role in _TOLD else None
    kinds = [f"yj-{role}"] if role else []
    if block.level is None:
        return _Paragraph(" ".join(kinds), told, None, Markup(""), marked(view.text, moved))
    heading = view.of_source(Span(0, block.heading)).end
    level = min(block.level, 3)
    return _Paragraph(
        kinds=" ".join([*kinds, f"yj-h{level}"]),
        told=told,
        level=level + 3,
        heading=marked(view.text, moved, Span(0, heading)),
        rest=marked(view.text, moved, Span(heading, len(view.text))),
    )

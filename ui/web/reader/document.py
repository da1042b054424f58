"""A document beside the answer: laid out, marked, with its outline, its metadata and the ways to cite it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from index.errors import InputError
from index.language.normalise import normalise, normalise_text
from index.types import Answer, Document, Role, Span
from ui.service.snapshot import Snapshot
from ui.web.ask.answers import collecting, title_of
from ui.web.display import SCRIPTS, Shown, shown
from ui.web.html import Mark, Markup, join, marked, tag
from ui.web.reader.blocks import Block, Page
from ui.web.reader.citing import Styles, styles
from ui.web.strings import TAGS, Say

__all__ = ["FOUND_AT_MOST", "Found", "Reading", "render_reader"]

FOUND_AT_MOST = 2_000
"""Places of a searched word that are returned."""

_ROLES = {Role.SUMMARY: "summary", Role.REPEAT: "repeat", Role.FURNITURE: "furniture", Role.RESPONSIBILITY: "note"}
_TOLD = frozenset({"summary", "repeat", "furniture"})
"""What a reader is told of where it begins: it is not the official text."""

_METADATA = ("issuer", "doc_no", "issued_on", "published_on", "place")


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
            raise InputError(f"There is no script {script!r}: choose one of {', '.join(SCRIPTS)}.")
        if not start <= end <= document.span.end:
            raise InputError(f"{start}-{end} is no range of {title_of(document)}: open the citation again.")
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
        bundle = self.snapshot.bundle
        path: tuple[str, ...] = ()
        for number in bundle.clauses_of(self.document.doc_id):
            clause = bundle.clause(number)
            if clause.span.overlap(self.span):
                path = clause.path
                break
        return styles(self.document, path, self.span.of(self.page.text))

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


def render_reader(reading: Reading, answer: Answer | None, say: Say) -> Markup:
    """Return the document with its tools; ``answer`` is what the question beside it found, None without one."""
    marks = reading.marks(answer)
    stops = sum(mark.stop is not None for mark in marks)
    return join(
        _head(reading, say),
        _tools(reading, stops, say),
        _outline(reading.page, say),
        _text(reading, marks, say),
        _picked(reading, say),
    )


def _head(reading: Reading, say: Say) -> Markup:
    document = reading.document
    facts: list[tuple[str, str]] = []
    for name in _METADATA:
        stated = getattr(document, name)
        if stated is not None:
            facts.append((say(name), " ".join(stated.value.split())))
    if document.kind:
        facts.append((say("kind"), document.kind))
    size = say("characters", n=f"{document.span.size:,}")
    facts.append((say("source_file"), f"{document.source_path} ({size})"))
    return tag(
        "header",
        tag("h2", tag("bdi", title_of(document)), tabindex="-1", lang=TAGS[reading.snapshot.script(document.doc_id)]),
        tag("button", "×", type="button", class_="yj-close", aria_label=say("close"), title=say("close")),
        tag("dl", *(tag("div", tag("dt", name), tag("dd", tag("bdi", value))) for name, value in facts)),
    )


def _tools(reading: Reading, stops: int, say: Say) -> Markup:
    copies: list[Markup] = []
    collect = Markup("")
    cited = reading.citation()
    if cited is not None:
        ways = ("copy_plain", cited.plain), ("copy_markdown", cited.markdown), ("copy_gbt", cited.gbt7714)
        copies = [tag("span", say("copy"), class_="yj-label")]
        copies += [tag("button", say(key), type="button", data_copy=text) for key, text in ways]
        file = reading.document.source_path
        collect = collecting(file, reading.span, say) if reading.span else Markup("")
    return tag(
        "div",
        tag(
            "div",
            tag("button", "↑", type="button", class_="yj-previous", aria_label=say("previous"), title=say("previous")),
            tag("span", "", class_="yj-at", role="status", data_stops=stops),
            tag("button", "↓", type="button", class_="yj-next", aria_label=say("next"), title=say("next")),
            class_="yj-group",
        ),
        tag("input", type="search", class_="yj-find", placeholder=say("find"), aria_label=say("find")),
        tag(
            "div",
            *(
                tag(
                    "button",
                    say(key),
                    type="button",
                    data_script=name,
                    aria_pressed=str(name == reading.script).lower(),
                )
                for name, key in zip(SCRIPTS, ("as_written", "in_hans", "in_hant"), strict=True)
            ),
            class_="yj-group yj-script",
            role="group",
            aria_label=say("script"),
        ),
        tag("div", collect, class_="yj-group yj-keep") if collect else "",
        tag("div", *copies, class_="yj-group yj-copy") if copies else "",
        class_="yj-tools",
    )


def _picked(reading: Reading, say: Say) -> Markup:
    """Return the strip that comes up once words are selected; the script fills in which."""
    return tag(
        "div",
        tag("span", "", class_="yj-picked-said", role="status", data_said=say("picked")),
        tag("button", say("collect"), type="button", data_collect=""),
        tag("button", say("copy"), type="button", data_copy=""),
        class_="yj-picked",
        hidden="hidden",
        data_file=reading.document.source_path,
        data_begin=reading.document.span.start,
        data_view=reading.script,
    )


def _outline(page: Page, say: Say) -> Markup:
    if not page.outline:
        return Markup("")
    rows = [
        tag(
            "li",
            tag("a", heading.text, href=f"#b{heading.block}", data_block=heading.block),
            style=f"--level:{heading.level}",
        )
        for heading in page.outline
    ]
    return tag(
        "details",
        tag("summary", say("outline")),
        tag("nav", tag("ol", *rows), aria_label=say("outline")),
        class_="yj-outline",
    )


def _text(reading: Reading, marks: Sequence[Mark], say: Say) -> Markup:
    ordered = sorted(marks, key=lambda mark: mark.span)
    blocks = [
        _block(reading, number, block, list(_near(ordered, block.span)), say)
        for number, block in enumerate(reading.page.blocks)
    ]
    name = title_of(reading.document)
    return tag("div", *blocks, class_="yj-document", lang=reading.lang, tabindex="0", role="region", aria_label=name)


def _near(marks: Iterable[Mark], span: Span) -> Iterable[Mark]:
    return (mark for mark in marks if mark.span.overlap(span))


def _block(reading: Reading, number: int, block: Block, marks: Sequence[Mark], say: Say) -> Markup:
    view = reading.shown(block)
    start = block.span.start
    moved = []
    for mark in marks:
        inside = Span(max(mark.span.start, start) - start, min(mark.span.end, block.span.end) - start)
        # A mark that began in an earlier block has its stop there.
        moved.append(Mark(view.of_source(inside), mark.kind, mark.stop if mark.span.start >= start else None))
    heading = view.of_source(Span(0, block.heading)).end
    role = _ROLES.get(block.role)
    told = say(f"{role}_role") if role in _TOLD else None
    classes = [f"yj-{role}"] if role else []
    if block.level is None:
        return tag("p", marked(view.text, moved), id=f"b{number}", class_=" ".join(classes) or None, title=told)
    level = min(block.level, 3)
    names = " ".join([*classes, f"yj-h{level}"])
    head = tag("strong", marked(view.text, moved, Span(0, heading)))
    if heading == len(view.text):
        return tag("p", head, id=f"b{number}", class_=names, title=told, role="heading", aria_level=level + 3)
    rest = marked(view.text, moved, Span(heading, len(view.text)))
    return tag("p", head, rest, id=f"b{number}", class_=names, title=told)

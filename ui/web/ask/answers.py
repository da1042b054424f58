"""An answer as HTML: its items by place and document, then the passages behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from urllib.parse import urlencode

from index.place_notation import format_span
from index.types import Answer, AnswerItem, Document, Hit, Role, Span
from retriever.citation import is_unsure
from retriever.standing import ceased
from ui.service.chosen import NAMES
from ui.service.citing import styles, title_of
from ui.service.snapshot import Asked, Snapshot
from ui.web.html import Mark, Markup, join, marked, tag
from ui.web.strings import TAGS, Say

__all__ = ["address", "collecting", "render_answer"]

FIRST = 6
"""Passages shown at once; the others are behind "more"."""


def address(asked: Asked, file: str | None = None, span: Span | None = None) -> str:
    """Return the query part of the address that shows ``asked``, and ``span`` of ``file`` beside it."""
    named: dict[str, object] = {"q": asked.question}
    named |= {name: getattr(asked.filters, field) for name, field in NAMES.items()}
    if asked.plain:
        named["plain"] = "1"
    if file is not None and span is not None:
        named |= {"file": file, "at": f"{span.start}-{span.end}"}
    return "?" + urlencode({key: value for key, value in named.items() if value}, doseq=True)


def render_answer(snapshot: Snapshot, asked: Asked, answer: Answer, say: Say, *, unread: bool = False) -> Markup:
    """Return the answer with its sources, or why there is none; of an ``unread`` one the passages found alone."""
    found = _Rendered(snapshot, asked, answer, say)
    if unread:
        return join(tag("p", say("reading"), class_="yj-unread"), found.passages())
    return join(found.head(), found.items(), found.passages())


class _Rendered:
    def __init__(self, snapshot: Snapshot, asked: Asked, answer: Answer, say: Say) -> None:
        self._snapshot = snapshot
        self._bundle = snapshot.bundle
        self._asked = asked
        self._answer = answer
        self._say = say

    def head(self) -> Markup:
        say, answer = self._say, self._answer
        if answer.abstained and answer.parts:
            return Markup("")  # each says its own reason
        if answer.abstained:
            # Without a passage near it, it asked the corpus nothing: what is said is help.
            heading = tag("h2", say("not_here")) if answer.hits else ""
            return tag("div", heading, tag("p", answer.reason or ""), class_="yj-refusal")
        documents = len({item.citation.doc_id for item in answer.items})
        line = say(
            "found",
            answers=_counted(say, "n_answers", len(answer.items)),
            documents=_counted(say, "n_documents", documents),
            ms=f"{answer.took_ms:.0f}",
        )
        listed = self._listed() if answer.intent != "answer" else ""
        export = tag("button", say("export_answer"), type="button", class_="yj-action yj-export-answer")
        return tag("div", tag("p", line, class_="yj-count"), listed, export, class_="yj-counted")

    def _listed(self) -> Markup:
        """What is listed, and the way to have the question read for instead."""
        say, plain = self._say, replace(self._asked, plain=True)
        link = tag("a", say("read_instead"), href=address(plain), data_q=plain.question, class_="yj-action")
        return tag("p", say(f"listed_{self._answer.intent}"), " ", link, class_="yj-listed")

    def items(self) -> Markup:
        """The answers by place; of several questions in one, under each its own."""
        answer = self._answer
        if not answer.parts:
            return self._by_place(answer.items)
        return join(
            *(
                tag(
                    "section",
                    tag("h2", tag("bdi", part.question)),
                    tag("p", part.reason, class_="yj-refusal") if part.reason else "",
                    self._by_place(answer.items[part.items.start : part.items.stop]),
                    class_="yj-part",
                )
                for part in answer.parts
            )
        )

    def _by_place(self, found: Iterable[AnswerItem]) -> Markup:
        by_place: dict[str, list[AnswerItem]] = {}
        for item in found:
            by_place.setdefault(item.place or self._say("no_place"), []).append(item)
        return join(*(self._place(place, items) for place, items in by_place.items()))

    def _place(self, place: str, items: Sequence[AnswerItem]) -> Markup:
        order = list(dict.fromkeys(item.citation.doc_id for item in items))
        ranked = sorted(items, key=lambda item: order.index(item.citation.doc_id))
        documents = [
            self._document(self._bundle.document(doc_id), list(group))
            for doc_id, group in groupby(ranked, key=lambda item: item.citation.doc_id)
        ]
        return tag("section", tag("h2", tag("bdi", place)), tag("div", *documents), class_="yj-place")

    def _document(self, document: Document, items: Iterable[AnswerItem]) -> Markup:
        facts = [fact.value for fact in (document.issuer, document.doc_no, document.issued_on) if fact]
        if gone := ceased(self._bundle, document.doc_id):
            facts.append(self._say(f"ceased_{gone.how}", on=gone.on, by=gone.by))
        return tag(
            "article",
            *(self._item(document, item) for item in items),
            tag(
                "p",
                tag("bdi", title_of(document), class_="yj-title", lang=self._lang(document)),
                *(join(" · ", tag("bdi", fact)) for fact in facts),
                class_="yj-source",
            ),
        )

    def _item(self, document: Document, item: AnswerItem) -> Markup:
        say, citation = self._say, item.citation
        share = f"{item.confidence:.0%}"
        short = item.span != citation.span
        value = [tag("bdi", item.text, class_="yj-value", lang=self._lang(document))] if short else []
        if item.year is not None:
            value.append(tag("span", item.year, class_="yj-year"))
        value.append(
            tag(
                "span",
                tag("span", "", class_="yj-bar", style=f"--share:{item.confidence:.2f}", aria_hidden="true"),
                say("confidence", share=share),
                class_="yj-confidence",
            )
        )
        quote = self._marked(document, citation.span, [Mark(item.span, "answer")] if short else [])
        copied = styles(document, citation.path, citation.quote, citation.page)
        actions = tag(
            "span",
            self._link(citation.file, citation.span, say("open"), "yj-action"),
            tag("button", say("copy"), type="button", class_="yj-action", data_copy=copied.plain),
            collecting(citation.file, citation.span, say, "yj-action"),
            class_="yj-actions",
        )
        return tag(
            "div",
            tag("div", *_spaced(value), " ", actions, class_="yj-facts"),
            tag("blockquote", self._link(citation.file, citation.span, quote, "yj-quote"), lang=self._lang(document)),
            self._path(document, citation.path, citation.page, citation.page_confidence),
            class_="yj-item",
        )

    def passages(self) -> Markup:
        hits, say = self._answer.hits, self._say
        if not hits:
            return Markup("")
        rows = [self._passage(hit) for hit in hits]
        rest = Markup("")
        if len(rows) > FIRST:
            rest = tag(
                "details",
                tag("summary", say("more", n=len(rows) - FIRST)),
                tag("ol", *rows[FIRST:], start=FIRST + 1),
            )
        return tag(
            "section",
            tag("h2", say("near" if self._answer.abstained else "passages")),
            tag("ol", *rows[:FIRST]),
            rest,
            class_="yj-passages yj-near" if self._answer.abstained else "yj-passages",
        )

    def _passage(self, hit: Hit) -> Markup:
        passage = self._bundle.passage(hit.passage_id)
        document = self._bundle.document(passage.doc_id)
        file = document.source_path
        marks = [Mark(mark.span, mark.kind) for mark in hit.highlights]
        text = self._marked(document, passage.span, marks)
        return tag(
            "li",
            tag(
                "p",
                self._link(file, passage.span, tag("bdi", title_of(document)), "yj-from"),
                " ",
                collecting(file, passage.span, self._say, "yj-action"),
                class_="yj-source yj-passage-head",
            ),
            self._path(
                document,
                self._bundle.heading_path(hit.passage_id),
                self._bundle.page_at(document.doc_id, passage.span.start),
                self._bundle.page_confidence(document.doc_id, passage.span.start),
            ),
            tag("p", text, class_="yj-text", lang=self._lang(document)),
            *(self._also(where, span) for where, span in hit.duplicates[:3]),
        )

    def _also(self, file: str, span: Span) -> Markup:
        document = self._snapshot.document_at(file, span.start)
        summary = any(part.role is Role.SUMMARY and part.span.overlap(span) for part in document.parts)
        at = f"{title_of(document)}, {format_span(span)}"
        label = self._say("also_summary") if summary else self._say("also_repeat", at=at)
        return tag("p", self._link(file, span, label, "yj-also"), class_="yj-source")

    def _marked(self, document: Document, span: Span, marks: Iterable[Mark]) -> Markup:
        inside = (mark for mark in marks if mark.span.overlap(span))
        shifted = (
            mark._replace(span=Span(max(0, mark.span.start - span.start), min(mark.span.end, span.end) - span.start))
            for mark in inside
        )
        return marked(self._bundle.slice(document.doc_id, span), shifted)

    def _path(self, document: Document, path: Sequence[str], page: int | None, recognised: float | None) -> Markup:
        parts = [tag("bdi", " ".join(part.split())) for part in path]
        if page is not None:
            parts.append(tag("bdi", self._say("page_number", n=page)))
        if recognised is not None and is_unsure(recognised):
            parts.append(tag("bdi", self._say("page_unsure", share=f"{recognised:.0%}")))
        if not parts:
            return Markup("")
        return tag("p", *_spaced(parts, " › "), class_="yj-path", lang=self._lang(document))

    def _link(self, file: str, span: Span, label: object, kind: str) -> Markup:
        return tag(
            "a",
            label,
            href=address(self._asked, file, span),
            class_=kind,
            data_file=file,
            data_start=span.start,
            data_end=span.end,
        )

    def _lang(self, document: Document) -> str:
        return TAGS[self._snapshot.script(document.doc_id)]


def collecting(file: str, span: Span, say: Say, kind: str | None = None) -> Markup:
    """Return the button that puts ``span`` of ``file`` into the basket of this browser."""
    place = {"data_collect": file, "data_start": span.start, "data_end": span.end}
    return tag("button", say("collect"), type="button", class_=kind, **place)


def _counted(say: Say, key: str, count: int) -> str:
    return say(f"{key}_1") if count == 1 else say(key, n=count)


def _spaced(parts: Sequence[object], between: str = " ") -> list[object]:
    return [piece for part in parts for piece in (between, part)][1:]

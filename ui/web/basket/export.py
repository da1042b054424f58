"""A basket or an answer as files for other programs, and as it will look there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from index.errors import InputError
from retriever.answer.contract import answer_object
from retriever.cite import FORMATS, Bibliography, references_of
from retriever.cite.collected import to_bytes
from retriever.cite.collection import Collection
from retriever.cite.gbt7714 import entry_text, render_in_text
from ui.office.word import Section, answer_sections, word_document
from ui.service.snapshot import Asked, Snapshot
from ui.text.references import reference_count
from ui.web.endpoints import Reply, download
from ui.web.html import Markup, join, tag
from ui.web.strings import Say

__all__ = ["EXPORTS", "answer_file", "basket_file", "export_file", "preview"]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PREVIEWED = 20_000
"""Characters of an export that are shown; it is copied and saved whole."""


@dataclass(frozen=True, slots=True)
class Export:
    """A format: what files of it are called, their media type, and what writes the text (None: a Word document)."""

    suffix: str
    type: str
    render: Callable[[Bibliography], str] | None


EXPORTS: Mapping[str, Export] = {
    "gbt7714": Export("txt", "text/plain", FORMATS["gbt7714"]),
    "in-text": Export("txt", "text/plain", render_in_text),
    "plain": Export("txt", "text/plain", FORMATS["plain"]),
    "markdown": Export("md", "text/markdown", FORMATS["markdown"]),
    "docx": Export("docx", DOCX, None),
    "bibtex": Export("bib", "application/x-bibtex", FORMATS["bibtex"]),
    "ris": Export("ris", "application/x-research-info-systems", FORMATS["ris"]),
    "csl": Export("json", "application/vnd.citationstyles.csl+json", FORMATS["csl"]),
}
"""Formats by name, in the order in which the page offers them."""


def export_file(collection: Collection, format: str, say: Say, language: str) -> Reply:
    """Return a file for the browser, and how many references are in it.

    Raises InputError for an unknown format or an empty basket.
    """
    export = _known(format)
    if not collection.items:
        raise InputError("The basket is empty: collect a citation first.")
    if export.render is None:
        sections = [Section(item.note, quotes=(item.reference,)) for item in collection.items]
        data = word_document(say("tab_basket"), sections, language)
    else:
        data = export.render(collection.bibliography()).encode()
    told = reference_count(collection.bibliography(), format, language)
    return {**download(f"{say('tab_basket')}.{export.suffix}", export.type, data), "said": told}


def basket_file(collection: Collection) -> Reply:
    """Return the file that ``yinju collect`` reads."""
    return download("yinju-collection.json", "application/json", to_bytes(collection.items))


def answer_file(snapshot: Snapshot, asked: Asked, say: Say, language: str) -> Reply:
    """Return an answer as a Word document with footnotes. Raises InputError when it cannot be asked or written."""
    told = answer_object(snapshot.ask(asked), snapshot.bundle)
    quotes = tuple(references_of(told, snapshot.bundle))
    data = word_document(say("answer_title"), answer_sections(told, quotes, language), language)
    return download(f"{say('answer_title')}.docx", DOCX, data)


def preview(collection: Collection, format: str, say: Say, language: str) -> Reply:
    """Return an export as HTML and, unless it is a Word document, as text to copy; and how many references it has.

    Raises InputError for an unknown format.
    """
    export = _known(format)
    bibliography = collection.bibliography()
    told = reference_count(bibliography, format, language)
    if export.render is None:
        return {"html": _as_word(collection, bibliography, say), "text": "", "said": told}
    text = export.render(bibliography)
    shown = text if len(text) <= PREVIEWED else f"{text[:PREVIEWED]}…"
    # The first line break of a <pre> is dropped by parsers.
    html = tag("pre", "\n", shown, tabindex="0", aria_label=say("preview"))
    return {"html": html, "text": text, "said": told}


def _as_word(collection: Collection, bibliography: Bibliography, say: Say) -> Markup:
    rows: list[Markup] = []
    notes: list[Markup] = []
    for number, item in enumerate(collection.items, 1):
        place = item.reference.place
        if item.note:
            rows.append(tag("p", item.note))
        rows.append(tag("p", "“", place.quote, "”", tag("sup", number), class_="yj-quoted"))
        notes.append(tag("p", tag("sup", number), " ", entry_text(item.reference.source, place.locator)))
    entries = [tag("p", f"[{entry.number}] {entry_text(entry.source)}") for entry in bibliography.entries]
    return tag(
        "div",
        *_first(rows),
        tag("div", *_first(notes), class_="yj-footnotes"),
        tag("p", tag("strong", say("references"))),
        *_first(entries),
        class_="yj-word",
        tabindex="0",
        role="region",
        aria_label=say("preview"),
    )


def _first(rows: Iterable[Markup]) -> list[Markup]:
    kept: list[Markup] = []
    left = PREVIEWED
    for row in rows:
        left -= len(row)
        if left < 0:
            return [*kept, tag("p", join("…"))]
        kept.append(row)
    return kept


def _known(format: str) -> Export:
    if format not in EXPORTS:
        raise InputError(
            "There is no citation format {name}: choose one of {names}.",
            name=repr(format),
            names=", ".join(EXPORTS),
        )
    return EXPORTS[format]

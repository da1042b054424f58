"""An answer or a collection as a Word document: quotations, their sources as real footnotes, and a reference list."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from index.errors import InputError
from index.extras import install_command
from retriever.cite.gbt7714 import entry_text
from retriever.cite.reference import Bibliography, Reference, one_line
from ui.text.locale import say

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["Section", "answer_sections", "word_document"]

_LATIN, _HAN = "Times New Roman", "宋体"


@dataclass(frozen=True, slots=True)
class Section:
    """A statement in the writer's words (a question, a short answer, a note; "" for none) and what is quoted for it.

    ``level`` 0 is running text, 1 and 2 are headings.
    """

    text: str
    level: int = 0
    quotes: Sequence[Reference] = ()


def answer_sections(
    answer: Mapping[str, Any], quotes: Sequence[Reference], language: str | None = None
) -> Iterator[Section]:
    """Yield an object of the JSON contract as parts of a document: the question, then each answer with its clause.

    ``quotes`` are its citations (of a search, those of its hits). ``language`` is that of the interface by default.
    """
    yield Section(str(answer["question"]), level=1)
    if answer["abstained"]:
        yield Section(str(answer["reason"] or ""))
        return
    for item, quote in zip(answer["answers"], quotes, strict=False):
        facts = say(", ", "，", language).join(str(fact) for fact in (item.get("place"), item.get("year")) if fact)
        text = str(item.get("text", ""))
        said = "" if text == quote.place.quote else say(": ", "：", language).join(filter(None, (facts, text)))
        yield Section(said, quotes=(quote,))
    for quote in quotes[len(answer["answers"]) :]:
        yield Section("", quotes=(quote,))


def word_document(title: str, sections: Iterable[Section], language: str | None = None) -> bytes:
    """Return a .docx: ``title``, the sections, and the documents cited as a list in GB/T 7714-2015.

    Each footnote is the entry of its document with the place of the quotation; ``language`` is that of the words
    around them, the interface's by default. Raises InputError when python-docx is not installed.
    """
    try:
        import docx

        from ui.office.footnotes import Footnotes
    except ImportError as error:
        raise InputError(
            "Word documents need python-docx; install it with: {command}", command=install_command("office")
        ) from error
    document = docx.Document()
    _prepare(document, title)
    footnotes = Footnotes(document)
    document.add_heading(_clean(title), 0)
    cited: list[Reference] = []
    for section in sections:
        if section.text:
            text = _clean(section.text)
            document.add_heading(text, section.level) if section.level else document.add_paragraph(text)
        for reference in section.quotes:
            paragraph = document.add_paragraph(f"“{_clean(reference.place.quote)}”", style="Quote")
            footnotes.add(paragraph, _clean(entry_text(reference.source, reference.place.locator)))
            cited.append(reference)
    if cited:
        document.add_heading(say("References", "参考文献", language), 1)
        for entry in Bibliography.of(cited).entries:
            document.add_paragraph(_clean(f"[{entry.number}] {entry_text(entry.source)}"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _prepare(document: Document, title: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for name in ("Normal", "Quote", "Title", "Heading 1", "Heading 2"):
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        # A theme's font would win over a named one, and has no Han characters.
        for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.attrib.pop(qn(f"w:{kind}Theme"), None)
            fonts.set(qn(f"w:{kind}"), _HAN if kind == "eastAsia" else _LATIN)
    normal = document.styles["Normal"].element.get_or_add_rPr()
    language = normal.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        normal.append(language)
    language.set(qn("w:eastAsia"), "zh-CN")
    # Han has no italics: a slanted 宋体 is hard to read.
    quote = document.styles["Quote"]
    quote.font.italic = False
    quote.paragraph_format.left_indent = Pt(24)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = _clean(title), "", ""
    properties.created = properties.modified = datetime.now(timezone.utc).replace(tzinfo=None)


def _clean(text: str) -> str:
    """Return ``text`` on one line without what XML cannot hold (controls, surrogates, non-characters)."""
    return one_line("".join(char for char in text if char not in "\ufffe\uffff" and not "\ud800" <= char <= "\udfff"))

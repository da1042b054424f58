"""Footnotes in a Word document: python-docx writes none, so the part, its styles and settings are made here.

A footnote is three things (ECMA-376 part 1, 17.11): the note in ``word/footnotes.xml``, a reference to it in a run of
the text, and the two separators that every such part begins with and that the settings name.
"""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

__all__ = ["Footnotes"]

_SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))
_TEXT_STYLE = "FootnoteText"
_MARK_STYLE = "FootnoteReference"


class Footnotes:
    """The footnotes of one document, which must not have any yet."""

    def __init__(self, document: Document) -> None:
        _add_styles(document)
        _add_settings(document)
        notes = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
            f'w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for number, kind in _SEPARATORS
        )
        self._notes = parse_xml(f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>")
        part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, self._notes, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._mark = document.styles["footnote reference"]
        self._last = 0

    def add(self, paragraph: Paragraph, text: str) -> None:
        """Put a footnote of one paragraph, ``text`` (valid in XML), at the end of ``paragraph``."""
        self._last += 1
        mark = paragraph.add_run()
        mark.style = self._mark
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self._last))
        mark._r.append(reference)
        note = parse_xml(
            f'<w:footnote {nsdecls("w")} w:id="{self._last}"><w:p><w:pPr><w:pStyle w:val="{_TEXT_STYLE}"/></w:pPr>'
            f'<w:r><w:rPr><w:rStyle w:val="{_MARK_STYLE}"/></w:rPr><w:footnoteRef/></w:r>'
            '<w:r><w:t xml:space="preserve"></w:t></w:r></w:p></w:footnote>'
        )
        next(iter(note.iter(qn("w:t")))).text = f" {text}"
        self._notes.append(note)


def _add_styles(document: Document) -> None:
    text = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    text.base_style = document.styles["Normal"]
    text.font.size = Pt(9)
    text.paragraph_format.space_after = Pt(0)
    mark = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    mark.font.superscript = True
    # add_style() derives the id from the name; Word knows these two by their ids.
    text.element.set(qn("w:styleId"), _TEXT_STYLE)
    mark.element.set(qn("w:styleId"), _MARK_STYLE)


def _add_settings(document: Document) -> None:
    listed = "".join(f'<w:footnote w:id="{number}"/>' for number, _ in _SEPARATORS)
    properties = parse_xml(f"<w:footnotePr {nsdecls('w')}>{listed}</w:footnotePr>")
    settings = document.settings.element
    # The schema wants it before the compatibility settings.
    compat = settings.find(qn("w:compat"))
    if compat is None:
        settings.append(properties)
    else:
        compat.addprevious(properties)

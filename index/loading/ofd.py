"""OFD: the text of its pages in reading order, with page numbers and the headings of its outline.

Read from the XML (GB/T 33190-2016): the root names the documents, a document its pages, templates and outline, a page
its layers of objects (:mod:`index.loading.ofd_text`). What stands in a template of several pages, or alone on a page as
its number, is a header or footer and no text.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from index.loading.extracted import Extracted
from index.loading.lines import Lines
from index.loading.ofd_text import Box, PageText
from index.loading.package import Package
from index.loading.page_layout import Paragraph, Piece, is_page_number, is_rest, page_paragraphs
from index.loading.refusals import protected, too_many
from index.messages import Message

__all__ = ["read_ofd"]

_MOST_PAGES = 20_000


def read_ofd(data: bytes, name: str) -> Extracted:
    """Read an OFD file; raises LoadError when it is damaged, encrypted, or holds no text."""
    package = Package(data, name, "OFD")
    if "Encryptions.xml" in package:
        raise protected(name)
    lines = Lines()
    number = 0
    for stored in package.xml("OFD.xml").iterfind("{*}DocBody/{*}DocRoot"):
        number = _Document(package, (stored.text or "").strip()).write(lines, number)
    return lines.filled(name)


class _Page(NamedTuple):
    """A page as read: its id, the pieces of text of its own, the templates that it names, its area."""

    name: str
    pieces: list[Piece]
    templates: list[str]
    area: Box


class _Document:
    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part.lstrip("/")
        self._root = package.xml(self._part)
        self._text = PageText(package, self._part, self._root)

    def write(self, lines: Lines, before: int) -> int:
        """Write the pages to ``lines``, numbered from ``before`` + 1; return the last number."""
        pages = self._pages(_MOST_PAGES - before)
        used = Counter(template for page in pages for template in page.templates)
        templates = {
            element.get("ID", ""): element.get("BaseLoc", "")
            for element in self._root.iterfind("{*}CommonData/{*}TemplatePage")
        }
        outline = self._outline()
        last: Paragraph | None = None
        for number, page in enumerate(pages, start=before + 1):
            pieces = page.pieces
            for template in page.templates:
                if used[template] == 1 and template in templates:
                    pieces += self._text.pieces(*self._xml(templates[template]))
            paragraphs = [
                p for p in page_paragraphs(pieces) if not is_page_number(p, page.area.top, page.area.height or 1.0)
            ]
            headings = outline.get(page.name, {})
            lines.begin_page(number)
            for at, paragraph in enumerate(paragraphs):
                level = headings.pop("".join(paragraph.text.split()), 0)
                if not at and not level and last is not None and is_rest(last, paragraph):
                    lines.go_on(paragraph.text)
                else:
                    lines.add(paragraph.text, level)
            last = paragraphs[-1] if paragraphs else last
        return before + len(pages)

    def _pages(self, most: int) -> list[_Page]:
        listed = self._root.findall("{*}Pages/{*}Page")
        if len(listed) > most:
            raise too_many(self._package.name, _MOST_PAGES, Message("pages"))
        pages: list[_Page] = []
        for page in listed:
            part, root = self._xml(page.get("BaseLoc", ""))
            templates = [template.get("TemplateID", "") for template in root.iterfind("{*}Template")]
            pages.append(
                _Page(page.get("ID", ""), list(self._text.pieces(part, root)), templates, self._text.area(root))
            )
        return pages

    def _xml(self, location: str) -> tuple[str, Any]:
        part = self._text.located(self._part, location)
        return part, self._package.xml(part)

    def _outline(self) -> dict[str, dict[str, int]]:
        """Return the levels of the outline's headings by the page that each leads to, and by its title without blanks.

        A heading leads to a page itself or by a bookmark; one that leads nowhere is left out.
        """
        bookmarks = {
            mark.get("Name", ""): dest.get("PageID", "")
            for mark in self._root.iterfind("{*}Bookmarks/{*}Bookmark")
            for dest in mark.iterfind("{*}Dest")
        }
        found: dict[str, dict[str, int]] = {}
        waiting = [(element, 1) for element in self._root.findall("{*}Outlines/{*}OutlineElem")]
        while waiting:
            element, level = waiting.pop()
            for goto in element.iterfind("{*}Actions/{*}Action/{*}Goto"):
                dest, mark = goto.find("{*}Dest"), goto.find("{*}Bookmark")
                page = dest.get("PageID", "") if dest is not None else ""
                page = page or (bookmarks.get(mark.get("Name", ""), "") if mark is not None else "")
                found.setdefault(page, {}).setdefault("".join(element.get("Title", "").split()), level)
            waiting += [(child, level + 1) for child in element.findall("{*}OutlineElem")]
        return found

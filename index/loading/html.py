"""HTML: the text that a reader sees, block by block, with its headings.

The text is extracted, and every offset points into it. Everything inside ``body`` is kept except scripts, styles,
form controls, ``nav``, ``footer`` and lists of links that call themselves menus. Choosing a page's main content by
density was tried and drops parts of official texts; what is furniture is decided later, on the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import accumulate

from lxml import etree

from index.errors import LoadError
from index.language.set_apart import closed_up
from index.loading.decode import decode
from index.loading.extracted import Extracted
from index.loading.html_tags import scan_tags, with_few_attributes
from index.loading.merged_cells import fill_html_cells
from index.types import HeadingHint, Span

__all__ = ["html_text", "read_html"]

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD = 8_192


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_DROPPED = _tags(
    """script style noscript template nav footer iframe object embed svg canvas audio video map
    select option button input textarea datalist head"""
)
_BLOCKS = _tags(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody
    tfoot thead tr ul"""
)
_CELLS = frozenset({"td", "th"})
_BREAKING = _BLOCKS | _CELLS | {"br"}
_HIDDEN = frozenset({"", "script", "style"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SPACE = re.compile(r"[ \t\n\r\f]+")
# A line break of the markup between two of these is no space: Chinese is written without.
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\u201c\u201d\U00020000-\U0003ffff]")
_MENU = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|footer|sidebar|share|pager|pagination|related)(?:$|[\s_-])",
    re.IGNORECASE,
)
# A cell with more text than this is no figure of a table: the table lays out the page.
_LAYOUT_CELL = 400
# The parts of a page title that are shorter may stand anywhere.
_SHORTEST_PART = 4


def read_html(data: bytes, name: str) -> Extracted:
    """Read an HTML file; raises LoadError as :func:`index.loading.decode.decode` does, or when no text is left."""
    match = _DECLARED.search(data, 0, _HEAD)
    markup, encoding = decode(data, name, match.group(1).decode("ascii", "ignore") if match else None)
    text, headings = html_text(markup)
    if not text:
        raise LoadError(
            "{name} holds no text outside scripts and menus: save the page again once it is shown in full.", name=name
        )
    return Extracted(text, encoding, headings)


def html_text(markup: str) -> tuple[str, tuple[HeadingHint, ...]]:
    """Return the text of an HTML page, and its ``h1`` to ``h6`` as spans of that text.

    Each block stands on its own line, each row of a table on one line with a tab between cells; white space is folded
    as a browser does, except in ``pre``. Letters that are all set apart in a line (香 港 年 報) are closed up. The
    page's title comes first when the body does not state it.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    # The parser ends the text at a NUL.
    clean = with_few_attributes(markup.replace("\x00", "\ufffd"))
    root = etree.fromstring(clean.encode("utf-8", "replace"), parser) if clean.strip() else None
    if root is None:
        return "", ()
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        return _without_tags(clean), ()  # nested too deep for the parser, which has left the rest out
    title = _title(root)
    fill_html_cells(root)
    body = _Writer()
    body.walk(root)
    text, headings = body.result()
    if title and text and not _states(text, title):
        shift = len(title) + 1
        moved = (HeadingHint(Span(hint.span.start + shift, hint.span.end + shift), hint.level) for hint in headings)
        return f"{title}\n{text}", tuple(moved)
    return text, headings


def _without_tags(markup: str) -> str:
    """Return the text of a page without regard to its structure."""
    kept: list[str] = []
    at = 0
    for tag in scan_tags(markup):
        kept += (markup[at : tag.start], "\n" if tag.name in _BREAKING else " " if tag.name in _HIDDEN else "")
        at = tag.end
    text = html.unescape("".join((*kept, markup[at:])))
    lines = (_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _title(root: etree._Element) -> str:
    found = root.find(".//title")
    return "" if found is None else closed_up(_SPACE.sub(" ", "".join(found.itertext())).strip())


def _states(text: str, title: str) -> bool:
    """Whether a page's text holds the first or the longest part of a page title such as ``方案-政策文件_市政府``."""
    whole = _SPACE.sub("", text)
    parts = [_SPACE.sub("", part) for part in re.split(r"[_|—–]|-+", title)]
    first = next((part for part in parts if len(part) >= _SHORTEST_PART), "")
    words = [word for part in re.split(r"[_|—–]|-+", title) for word in part.split()]
    return any(part and part in whole for part in (first, max(parts, key=len), max(words, key=len, default="")))


class _Writer:
    """Writes the text of a tree. One walk over parser events, without recursion: pages nest as deep as they like."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._at = 0  # where the current line starts in the text
        self._space = ""  # white space held back until more text comes in this line
        self._headings: list[HeadingHint] = []

    def result(self) -> tuple[str, tuple[HeadingHint, ...]]:
        self._break()
        return "\n".join(self._lines), tuple(self._headings)

    def walk(self, root: etree._Element) -> None:
        preformatted = 0
        inline_cells = 0
        cells: list[bool] = []
        heading_from: int | None = None
        for event, node in _events(root):
            tag = node.tag
            if event == "dropped":
                if tag in _BLOCKS:
                    self._pause(inline_cells > 0)
                self._add(node.tail, preformatted > 0 and not inline_cells)
            elif event == "start":
                if tag in _CELLS:
                    flat = inline_cells > 0 or not _lays_out(node)
                    cells.append(flat)
                    if not flat:
                        self._break()
                    else:
                        inline_cells += 1
                        if node.getprevious() is not None:
                            self._tab()
                elif tag == "br":
                    self._pause(inline_cells > 0 or heading_from is not None)
                elif tag in _BLOCKS:
                    self._pause(inline_cells > 0)
                    if tag in _HEADINGS and not inline_cells:
                        heading_from = len(self._lines)
                preformatted += tag == "pre"
                self._add(node.text, preformatted > 0 and not inline_cells)
            else:
                preformatted -= tag == "pre"
                if tag in _CELLS:
                    if cells.pop():
                        inline_cells -= 1
                    else:
                        self._break()
                elif tag in _BLOCKS:
                    self._pause(inline_cells > 0)
                    if tag in _HEADINGS and heading_from is not None:
                        self._heading(heading_from, _HEADINGS[tag])
                        heading_from = None
                self._add(node.tail, preformatted > 0 and not inline_cells)

    def _heading(self, first_line: int, level: int) -> None:
        lines = self._lines[first_line:]
        if lines:
            size = sum(map(len, lines)) + len(lines) - 1
            end = self._at - 1
            self._headings.append(HeadingHint(Span(end - size, end), level))

    def _add(self, text: str | None, preformatted: bool) -> None:
        if not text:
            return
        if preformatted:
            first, *rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._put(first)
            for line in rest:
                self._break()
                self._put(line)
            return
        at = 0
        for gap in _SPACE.finditer(text):
            self._put(text[at : gap.start()])
            if not self._space and self._line:
                self._space = "\n" if "\n" in gap.group() else " "
            at = gap.end()
        self._put(text[at:])

    def _put(self, text: str) -> None:
        if not text:
            return
        if self._space in (" ", "\n"):
            broken = self._space == "\n" and self._line and _WIDE.match(self._line[-1][-1]) and _WIDE.match(text[0])
            self._space = " " if self._line and not broken else ""
        if self._space:  # a blank, or tabs: these also before the first filled cell of a row
            self._line.append(self._space)
        self._space = ""
        self._line.append(text)

    def _tab(self) -> None:
        self._space = self._space.rstrip(" \n") + "\t"

    def _pause(self, in_cell: bool) -> None:
        if not in_cell:
            self._break()
        elif self._line and not self._space:
            self._space = "\n"

    def _break(self) -> None:
        line = closed_up("".join(self._line).rstrip())
        self._line, self._space = [], ""
        if line:
            self._lines.append(line)
            self._at += len(line) + 1


def _events(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield "start" and "end" of every element that is kept, and "dropped" for the others."""
    menus = _menus(root)
    walker = etree.iterwalk(root, events=("start", "end"))
    dropped = None
    for event, node in walker:
        if event == "start" and (node.tag in _DROPPED or node in menus):
            walker.skip_subtree()
            dropped = node
        elif node is dropped:
            yield "dropped", node
        else:
            yield event, node


def _menus(root: etree._Element) -> set[etree._Element]:
    """Return the elements that call themselves menus and hold hardly anything but links.

    One walk that adds up what stands before each of them and what behind: menus nest as deep as they like.
    """
    found: set[etree._Element] = set()
    open_menus: list[tuple[etree._Element, int, int]] = []
    size = linked = links = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            links += node.tag == "a"
            if _calls_itself_menu(node):
                open_menus.append((node, size, linked))
            added = len((node.text or "").strip())
        else:
            if open_menus and open_menus[-1][0] is node:
                _, before, linked_before = open_menus.pop()
                if (linked - linked_before) * 2 > size - before:
                    found.add(node)
            links -= node.tag == "a"
            added = len((node.tail or "").strip())
        size += added
        linked += added if links else 0
    return found


def _calls_itself_menu(node: etree._Element) -> bool:
    names = " ".join(node.get(key, "") for key in ("class", "id", "role"))
    return _MENU.search(names) is not None


def _lays_out(cell: etree._Element) -> bool:
    """Whether a table cell holds a part of the page and not a figure or a remark."""
    if any(True for _ in cell.iter("table", *_HEADINGS)):
        return True
    return any(size > _LAYOUT_CELL for size in accumulate(len(text.strip()) for text in cell.itertext()))

"""From the bytes of a PDF to its text with pages and headings, and to the places of its characters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from index.errors import LoadError
from index.extras import install_command
from index.loading.extracted import Extracted
from index.loading.layout import Box, Glyph, LaidOut, PageContent, lay_out
from index.loading.page_images import PageImage, RecognizedLine, Recognizer
from index.loading.pdf.engine import Bookmark, OpenPdf, opened
from index.loading.progress import tell
from index.messages import Message
from index.types import HeadingHint, PageSpan, Span

__all__ = ["PdfText", "page_picture", "pdf_text", "read_pdf"]

_FEW_GLYPHS = 20
"""Characters of a page that may stand beside the picture of a scan: a stamp, a number."""

_SCANNED = 0.5
"""The share of a page that pictures cover where it is a scan."""

_UNREADABLE = 0.3
"""The share of characters without a meaning from which a page cannot be read: its fonts say only how to draw."""

_MOST_TEXT = 60_000_000
"""Characters of one file: some 20,000 full pages."""

_LONGEST_SIDE = 2_600
"""Pixels of the longer side of a page that is given to text recognition: A4 at 220 dpi."""


_JITTER = 0.25
"""How far the boxes of recognised lines of one size may differ in height, as a share of the usual one."""

_NARROW, _NARROW_INK = "，。、；：）》」”’,.;:)", 0.5
"""Marks that leave half of their square blank, and that half in ems."""


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF says, where its characters stand, and which of its pages hold pictures and no text.

    ``confidence``, from 0 to 1, is that of the pages whose text was recognised: the mean over their characters.
    """

    laid_out: LaidOut
    headings: tuple[HeadingHint, ...]
    unread: tuple[int, ...]
    confidence: Mapping[int, float]


def read_pdf(data: bytes, name: str, *, recognize: Recognizer | None = None) -> Extracted:
    """Read a PDF; ``recognize`` reads the pages that hold no text, which are told of in ``remarks`` without it.

    Raises LoadError as :func:`pdf_text` does.
    """
    read = pdf_text(data, name, recognize=recognize)
    remarks = (_without_text(name, read.unread),) if read.unread else ()
    pages = tuple(replace(page, confidence=read.confidence.get(page.page)) for page in read.laid_out.pages)
    return Extracted(read.laid_out.text, "utf-8", read.headings, pages, remarks)


def pdf_text(data: bytes, name: str, *, recognize: Recognizer | None = None) -> PdfText:
    """Read a PDF with the places of its characters.

    Raises LoadError when it cannot be opened (empty, damaged, protected by a password), holds more than a document can,
    or has no text on any page.
    """
    with opened(data, name) as pdf:
        contents: list[PageContent] = []
        unread: list[int] = []
        confidence: dict[int, float] = {}
        glyphs = 0
        for number in range(1, pdf.pages + 1):
            content, pictured = pdf.content(number)
            if _holds_no_text(content, pictured):
                content, sure = (
                    _recognized(pdf, content, recognize) if recognize else (replace(content, glyphs=(), rules=()), 0.0)
                )
                if content.glyphs:
                    confidence[number] = sure
                else:
                    unread.append(number)
            glyphs += len(content.glyphs)
            if glyphs > _MOST_TEXT:
                raise LoadError("{name} holds too much text for one document: split it into several files.", name=name)
            contents.append(content)
            tell(number, pdf.pages)
        bookmarks = list(pdf.bookmarks())
    laid_out = lay_out(contents)
    if not laid_out.text.strip():
        if unread:
            raise LoadError(_without_text(name, unread))
        raise LoadError("{name} holds no text: its pages are blank. Leave it out, or fetch it again.", name=name)
    return PdfText(laid_out, tuple(_headings(laid_out, bookmarks)), tuple(unread), confidence)


def page_picture(data: bytes, name: str, page: int, longest: int) -> bytes:
    """Return page ``page`` (from 1) as a PNG whose longer side has ``longest`` pixels.

    Raises LoadError as :func:`pdf_text` does, and when there is no such page.
    """
    import io

    with opened(data, name) as pdf:
        if not 1 <= page <= pdf.pages:
            raise LoadError("{name} has no page {page}: it has {pages}.", name=name, page=page, pages=pdf.pages)
        made = io.BytesIO()
        pdf.picture(page, longest).save(made, "PNG")
        return made.getvalue()


def _without_text(name: str, pages: Sequence[int]) -> Message:
    return Message(
        "{name} holds no text on p. {pages} (scanned, or set in fonts that only draw): run text recognition (OCR) on "
        "it and save it as a searchable PDF, or install it here with: {command}",
        name=name,
        pages=_ranges(pages),
        command=install_command("ocr"),
    )


def _ranges(pages: Sequence[int]) -> str:
    """Write page numbers as 3-5, 9."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1][1:] = [page]
        else:
            runs.append([page])
    return ", ".join("-".join(map(str, run)) for run in runs)


def _holds_no_text(content: PageContent, pictured: float) -> bool:
    said = [glyph.char for glyph in content.glyphs if not glyph.char.isspace()]
    lost = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in said)
    if said and lost > _UNREADABLE * len(said):
        return True
    return len(said) <= _FEW_GLYPHS and pictured >= _SCANNED


def _recognized(pdf: OpenPdf, content: PageContent, recognize: Recognizer) -> tuple[PageContent, float]:
    """Return the page as recognised, and how sure the recognition is."""
    picture = pdf.picture(content.page, _LONGEST_SIDE)
    width, height = content.displayed_size
    scale = max(width, height) / max(picture.size)
    lines = recognize(PageImage(content.page, picture, scale))
    usual = median(line.box[3] - line.box[1] for line in lines) if lines else 0.0
    glyphs = tuple(glyph for line in lines for glyph in _glyphs(line, scale, usual))
    sure = sum(line.confidence * len(line.text) for line in lines) / max(1, sum(len(line.text) for line in lines))
    return PageContent(content.page, width, height, glyphs), sure


def _glyphs(line: RecognizedLine, scale: float, usual: float) -> Iterator[Glyph]:
    """Yield the characters of a line that was read from a picture, its width dealt out: letters get half of a Han's.

    Boxes are drawn around the ink. So lines about as high as is ``usual`` are taken for that high, and a mark of
    punctuation at the end, whose ink is narrow, for as wide as it was set.
    """
    left, top, right, bottom = (value * scale for value in line.box)
    height = (bottom - top) / scale
    if abs(height - usual) < _JITTER * usual:
        top = bottom - usual * scale
    if line.text[-1:] in _NARROW:
        right += _NARROW_INK * (bottom - top)
    shares = [1.0 if char >= "\u2e80" else 0.5 for char in line.text]
    step = (right - left) / max(0.5, sum(shares))
    at = left
    for char, share in zip(line.text, shares, strict=True):
        yield Glyph(char, Box(at, top, at + share * step, bottom), bottom, bottom - top)
        at += share * step


def _headings(laid_out: LaidOut, bookmarks: Sequence[Bookmark]) -> Iterator[HeadingHint]:
    """Yield the lines that bookmarks name: each the first on its page, behind the one before, that begins with one."""
    lines: dict[int, list[int]] = {}
    for start in _line_starts(laid_out.text):
        lines.setdefault(_page_at(laid_out.pages, start), []).append(start)
    after = 0
    for bookmark in bookmarks:
        wanted = "".join(bookmark.title.split())
        for start in lines.get(bookmark.page, ()) if wanted else ():
            end = _matched(laid_out.text, start, wanted)
            if start >= after and end is not None:
                yield HeadingHint(Span(start, end), bookmark.level)
                after = end
                break


def _line_starts(text: str) -> Iterator[int]:
    at = 0
    while at >= 0:
        yield at
        at = text.find("\n", at) + 1 or -1


def _page_at(pages: Sequence[PageSpan], position: int) -> int:
    found = bisect_right(pages, position, key=lambda page: page.span.start) - 1
    return pages[found].page if found >= 0 else 0


def _matched(text: str, start: int, wanted: str) -> int | None:
    """Return where ``wanted``, which has no blanks, ends in the line at ``start``; None when it does not begin so."""
    at, found = start, 0
    while found < len(wanted):
        if at >= len(text) or text[at] == "\n":
            return None
        if not text[at].isspace():
            if text[at] != wanted[found]:
                return None
            found += 1
        at += 1
    return at

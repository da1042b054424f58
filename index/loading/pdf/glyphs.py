"""The characters of a PDF page, each with what it says, where it stands and how it is turned."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from typing import Any

from index.loading.layout.content import Box, Glyph
from index.loading.pdf.placing import Placing
from index.loading.pdf.radicals import RADICALS

__all__ = ["character", "glyphs_of"]


def glyphs_of(text: Any, place: Placing) -> Iterator[tuple[Glyph, int]]:
    """Yield the glyphs of a text page on the displayed page, each with the quarter turns of its text, clockwise.

    What stands aslant is a watermark and left out; what is drawn twice at nearly one place, to look bold, is there
    once.
    """
    import pypdfium2.raw as pdfium

    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    fonts: dict[bytes, int] = {}
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    high = 0
    drawn: set[tuple[str, int, int]] = set()
    before: Box | None = None
    for i in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(text, i) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text, i)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        char = character(code)
        if not char or not pdfium.FPDFText_GetLooseCharBox(text, i, box):
            continue
        pdfium.FPDFText_GetCharOrigin(text, i, x, y)
        pdfium.FPDFText_GetMatrix(text, i, matrix)
        size = pdfium.FPDFText_GetFontSize(text, i) * (math.hypot(matrix.c, matrix.d) or 1.0)
        shown = place.box(box.left, box.bottom, box.right, box.top)
        along = place.a * matrix.a + place.c * matrix.b, place.b * matrix.a + place.d * matrix.b
        # What is drawn twice at nearly one place is meant to look bold.
        key = (char, round(shown.left / max(1.0, 0.12 * size)), round(shown.top / max(1.0, 0.12 * size)))
        # Letters of a ligature have one box, too, and follow each other.
        if size <= 0 or (key in drawn and shown != before):
            continue
        drawn.add(key)
        before = shown
        turn = round(math.atan2(along[1], along[0]) / (math.pi / 2), 1)
        if turn != round(turn):
            continue  # aslant: a watermark
        origin = place.point(x.value, y.value)
        quarter = round(turn) % 4
        base = origin[1] if quarter in (0, 2) else origin[0]
        pdfium.FPDFText_GetFontInfo(text, i, name, len(name), flags)
        font = fonts.setdefault(name.value, len(fonts))
        for one in char:
            yield Glyph(one, shown, base, size, font), quarter


def character(code: int) -> str:
    """Return what a code says: letters for ligatures, Han characters for the radicals that fonts give instead."""
    char = chr(code) if code else "\ufffd"
    if "\ufb00" <= char <= "\ufb06" or "\u2f00" <= char <= "\u2fd5":
        return unicodedata.normalize("NFKC", char)
    if char in RADICALS:
        return RADICALS[char]
    if char == "\x02":  # PDFium's sign for a hyphen at the end of a line
        return "-"
    if char in "\t\n\r\x0b\x0c":
        return " "
    return "" if unicodedata.category(char) in ("Cc", "Cf") and char != "\xad" else char

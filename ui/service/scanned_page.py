"""A page of a picture file with the lines of a citation marked: found again by recognising the page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from index.errors import InputError
from index.loading.images import pictures
from index.loading.ocr import OcrPage, read_image

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["marked_lines", "scanned_page"]

_SHARED = 4
"""Characters at least that a line has in common with a quotation that begins or ends in it."""

Box = tuple[float, float, float, float]


def scanned_page(data: bytes, name: str, number: int, quote: str, longest: int) -> tuple[int, bytes, list[Box]]:
    """Return how many pages there are, page ``number`` as a PNG, and the boxes of the lines that ``quote`` stands in.

    Boxes are (left, top, width, height) in parts of the page, none for a page that was turned to be read. The longer
    side of the picture has ``longest`` pixels at most. Raises LoadError when the file is damaged, InputError when it
    has no such page.
    """
    total = 0
    for page, total, image in pictures(data, name):
        if page == number:
            read = read_image(image) if quote else None
            # A page that was turned to be read has other sides.
            upright = read is not None and (read.width > read.height) == (image.width > image.height)
            boxes = marked_lines(read, quote) if read is not None and upright else []
            return total, _png(image, longest), boxes
    raise InputError("{name} has no page {page}: it has {pages}.", name=name, page=number, pages=total)


def marked_lines(page: OcrPage, quote: str) -> list[Box]:
    """Return the boxes of the lines of ``page`` that ``quote`` stands in, whole or with its beginning or its end."""
    wanted = "".join(quote.split())
    found = []
    for line in page.lines:
        said = "".join(line.text.split())
        if said and (said in wanted or wanted in said or _overlap(said, wanted) or _overlap(wanted, said)):
            left, top, right, bottom = line.box
            size = page.width, page.height
            found.append((left / size[0], top / size[1], (right - left) / size[0], (bottom - top) / size[1]))
    return found


def _overlap(before: str, after: str) -> bool:
    """Whether the end of one text is the beginning of the other."""
    longest = min(len(before), len(after))
    return any(before.endswith(after[:size]) for size in range(_SHARED, longest + 1))


def _png(image: Image, longest: int) -> bytes:
    shown = image.convert("RGB")
    shown.thumbnail((longest, longest))
    made = io.BytesIO()
    shown.save(made, "PNG")
    return made.getvalue()

"""Pictures of pages: PNG, JPEG and TIFF through text recognition, each picture of a file a page."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.errors import LoadError
from index.extras import install_command
from index.loading.extracted import Extracted
from index.loading.lines import Lines
from index.loading.ocr import OcrPage, read_image
from index.loading.page_layout import Paragraph, Piece, is_page_number, is_rest, page_paragraphs
from index.loading.progress import tell
from index.loading.refusals import damaged, too_many
from index.messages import Message

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["ocr_paragraphs", "pictures", "read_pictures"]

_FORMATS = ("PNG", "JPEG", "TIFF")
_MOST_PIXELS = 150_000_000
"""Pixels of the largest picture: A3 at 800 dpi; three bytes each."""
_MOST_PAGES = 5_000


def read_pictures(data: bytes, name: str) -> Extracted:
    """Read a picture, or the pages of a TIFF; tells its progress by :mod:`index.loading.progress`.

    Raises LoadError when it is damaged or enormous, holds no text, or the extra ``ocr`` is missing.
    """
    lines = Lines()
    last: Paragraph | None = None
    try:
        for number, total, image in pictures(data, name):
            page = read_image(image)
            lines.begin_page(number, confidence=page.confidence if page.lines else None)
            for at, paragraph in enumerate(ocr_paragraphs(page)):
                if not at and last is not None and is_rest(last, paragraph):
                    lines.go_on(paragraph.text)
                else:
                    lines.add(paragraph.text)
                last = paragraph
            tell(number, total)
    except ImportError as error:
        raise LoadError(
            "{name} is a picture, whose text is recognised by RapidOCR: install it with: {command}",
            name=name,
            command=install_command("ocr"),
        ) from error
    return lines.filled(name, "binary")


def ocr_paragraphs(page: OcrPage) -> list[Paragraph]:
    """Return the paragraphs of a recognised page in reading order, without its number."""
    pieces = [Piece(line.text, *line.box, line.upright) for line in page.lines]
    return [p for p in page_paragraphs(pieces) if not is_page_number(p, 0.0, float(page.height))]


def pictures(data: bytes, name: str) -> Iterator[tuple[int, int, Image]]:
    """Yield the number of each page, how many there are, and its picture. Raises ImportError without Pillow."""
    from PIL import Image, UnidentifiedImageError

    try:
        with _quiet():
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
            total = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        if total > _MOST_PAGES:
            raise too_many(name, _MOST_PAGES, Message("pages"))
        for number in range(1, total + 1):
            with _quiet():
                image.seek(number - 1)
                if image.width * image.height > _MOST_PIXELS:
                    raise too_many(name, _MOST_PIXELS, Message("pixels"))
                image.load()
            yield number, total, image
    except Image.DecompressionBombError as error:
        raise too_many(name, _MOST_PIXELS, Message("pixels")) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError,
            OverflowError) as error:  # fmt: skip
        raise damaged(name, "PNG, JPEG or TIFF") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the library warns of, damage and sizes, from people: it is refused here, or harmless."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield

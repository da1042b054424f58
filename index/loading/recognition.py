"""Text recognition for the formats whose pages may hold pictures instead of text, where the extra ``ocr`` is there."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from index.loading.page_images import PageImage, RecognizedLine, Recognizer

__all__ = ["installed_recognizer"]


def installed_recognizer() -> Recognizer | None:
    """Return what reads the picture of a page (:mod:`index.loading.ocr`), None where rapidocr is not installed."""
    return _recognize if find_spec("rapidocr") is not None else None


def _recognize(image: PageImage) -> Sequence[RecognizedLine]:
    from index.loading.ocr import read_image

    return [RecognizedLine(line.text, line.box, line.confidence) for line in read_image(image.picture).lines]

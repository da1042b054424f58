"""Text recognition: a picture of a page to its lines, each with its place and how sure the recognition is.

RapidOCR (extra ``ocr``) runs PP-OCR models that its wheel brings: nothing is fetched. Around it, what official scans
need: a red seal is wiped off the text that it covers, characters that stand below each other (a red head at the side)
are put side by side before they are read, and a page that lies on its side or on its head is turned.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["OcrLine", "OcrPage", "read_image"]

_LONGEST_SIDE = 4_000
"""Pixels that a page is brought to: A4 at 340 dpi."""
_DETECTION_SIDE = 1_280
"""Pixels of the page in which lines are sought; at 960 footnotes get lost, above 1,280 nothing more is found."""
_MOST_THREADS = 4
_LEAST_CONFIDENCE = 0.5
"""Below, what was recognised is a stain or an ornament."""
_UNSURE = 0.75
"""Below, a page may lie on its head; upright ones are read at .9 and more."""
_ON_ITS_SIDE = 0.6
"""Share of lines that stand upright from which the page lies on its side."""
_FEWEST_LINES = 4
_UPRIGHT = 2.0
_COLUMN_GAP = 1.0
"""Widths of a column that the next character in it may be away."""
_SEAL_SHARES = (0.07, 0.4)
"""Sides of a seal's square, by the shorter side of the page: 4 to 6 cm on A4, whole or in part."""
_SEAL_ASPECT = 1.5
_REDDER = 50
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class OcrLine:
    """A line of text: ``box`` is its left, top, right and bottom in pixels of the picture, ``confidence`` from 0 to 1.

    ``upright`` tells that its characters stand below each other.
    """

    text: str
    box: tuple[float, float, float, float]
    confidence: float
    upright: bool = False


@dataclass(frozen=True, slots=True)
class OcrPage:
    """The lines of a page, from top to bottom, and its size in pixels, turned as it is read."""

    lines: tuple[OcrLine, ...]
    width: int
    height: int

    @property
    def confidence(self) -> float:
        """The mean confidence over the characters, from 0 to 1; 1 for a page without text."""
        size = sum(len(line.text) for line in self.lines)
        return sum(line.confidence * len(line.text) for line in self.lines) / size if size else 1.0


def read_image(image: Image) -> OcrPage:
    """Recognise the text in a picture of one page. Raises ImportError without the extra ``ocr``."""
    pixels, scale = _pixels(image)
    pixels = _without_seals(pixels)
    pixels, page = _best(pixels)
    page = _with_columns(pixels, page)
    lines = tuple(
        OcrLine(line.text, _scaled(line.box, scale), line.confidence, line.upright)
        for line in sorted(page.lines, key=lambda line: line.box[1])
    )
    return OcrPage(lines, round(page.width * scale), round(page.height * scale))


def _best(pixels: Pixels) -> tuple[Pixels, OcrPage]:
    """Return the page as it stands upright, and what is read on it."""
    page = _read(pixels)
    turns: tuple[int, ...]
    if _lies(page):
        turns = (1, 3)
    elif page.lines and page.confidence < _UNSURE:
        turns = (2,)
    else:
        return pixels, page
    best = pixels, page
    for quarters in turns:
        turned = np.ascontiguousarray(np.rot90(pixels, quarters))
        found = _read(turned)
        if found.lines and not _lies(found) and (_lies(best[1]) or found.confidence > best[1].confidence):
            best = turned, found
    return best if best[1].confidence >= _UNSURE else (pixels, page)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    threads = min(_MOST_THREADS, os.cpu_count() or 1)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": _LONGEST_SIDE,
            "Global.text_score": _LEAST_CONFIDENCE,
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTION_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _pixels(image: Image) -> tuple[Pixels, float]:
    """Return the pixels of a picture in blue, green, red, and how many of its own each of them is across."""
    from PIL import Image as Pictures
    from PIL import ImageOps

    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I") or image.mode == "F":  # 16 or 32 bits of grey
        grey = np.asarray(image, dtype=np.float64)
        image = Pictures.fromarray((grey * (255.0 / max(1.0, float(grey.max(initial=0.0))))).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        paper = Pictures.new("RGBA", image.size, "white")
        image = Pictures.alpha_composite(paper, image.convert("RGBA"))
    scale = max(1.0, max(image.size) / _LONGEST_SIDE)
    if scale > 1.0:
        size = (max(1, round(image.width / scale)), max(1, round(image.height / scale)))
        image = image.convert("RGB").resize(size, Pictures.Resampling.LANCZOS)
    return np.ascontiguousarray(np.asarray(image.convert("RGB"))[:, :, ::-1]), scale


def _read(pixels: Pixels) -> OcrPage:
    height, width = pixels.shape[:2]
    found = _engine()(pixels, use_det=True, use_rec=True, use_cls=False)
    if found.boxes is None or found.txts is None:
        return OcrPage((), width, height)
    lines = []
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        left, top = (float(value) for value in corners.min(axis=0))
        right, bottom = (float(value) for value in corners.max(axis=0))
        box = (max(0.0, left), max(0.0, top), min(float(width), right), min(float(height), bottom))
        upright = bottom - top >= _UPRIGHT * (right - left)
        lines.append(OcrLine(" ".join(text.split()), box, float(score), upright))
    return OcrPage(tuple(lines), width, height)


def _with_columns(pixels: Pixels, page: OcrPage) -> OcrPage:
    """Return the page that was read from ``pixels`` with its upright lines read again."""
    lines = [_side_by_side(pixels, line) if line.upright else line for line in page.lines]
    kept = [line for line in lines if line.text and line.confidence >= _LEAST_CONFIDENCE]
    return OcrPage(tuple(_columns(pixels, kept)), page.width, page.height)


def _columns(pixels: Pixels, lines: list[OcrLine]) -> Iterator[OcrLine]:
    """Yield lines, characters and short runs of them that stand closely below each other read as one."""
    columns: list[list[OcrLine]] = []
    for line in sorted(lines, key=lambda line: line.box[1]):
        if not line.upright and len(line.text) > 1:
            yield line
            continue
        column = next((column for column in reversed(columns) if _below(column[-1], line)), None)
        if column is None:
            columns.append([line])
        else:
            column.append(line)
    for column in columns:
        left, right = min(line.box[0] for line in column), max(line.box[2] for line in column)
        top, bottom = column[0].box[1], max(line.box[3] for line in column)
        if len(column) > 1 and bottom - top >= _UPRIGHT * (right - left):
            whole = _side_by_side(pixels, OcrLine("", (left, top, right, bottom), 0.0, True))
            if whole.confidence >= _LEAST_CONFIDENCE:
                yield whole
                continue
        yield from column


def _below(upper: OcrLine, lower: OcrLine) -> bool:
    """Whether a piece stands below another one as the next character of a column does."""
    wide = sorted((upper.box[2] - upper.box[0], lower.box[2] - lower.box[0]))
    shared = min(upper.box[2], lower.box[2]) - max(upper.box[0], lower.box[0])
    return shared > 0.5 * wide[0] and wide[1] < 2 * wide[0] and lower.box[1] - upper.box[3] < _COLUMN_GAP * wide[1]


def _lies(page: OcrPage) -> bool:
    """Whether a page lies on its side: most of its lines, and more than a head or a margin has, stand upright."""
    upright = sum(line.upright for line in page.lines)
    return upright >= _FEWEST_LINES and upright > _ON_ITS_SIDE * len(page.lines)


def _scaled(box: tuple[float, float, float, float], scale: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = (value * scale for value in box)
    return left, top, right, bottom


def _side_by_side(pixels: Pixels, line: OcrLine) -> OcrLine:
    """Read characters that stand below each other by putting them side by side; the better reading of the two stays."""
    left, top, right, bottom = (round(value) for value in line.box)
    column = pixels[top:bottom, left:right]
    cells = _cells(column)
    if len(cells) < 2:
        return line
    side = max(column.shape[1], *(cell.shape[0] for cell in cells))
    strip = np.full((side, side * len(cells), 3), 255, dtype=np.uint8)
    for at, cell in enumerate(cells):
        y = (side - cell.shape[0]) // 2
        x = at * side + (side - cell.shape[1]) // 2
        strip[y : y + cell.shape[0], x : x + cell.shape[1]] = cell
    found = _engine()(strip, use_det=False, use_rec=True, use_cls=False)
    if not found.txts or float(found.scores[0]) <= line.confidence:
        return line
    return OcrLine("".join(found.txts[0].split()), line.box, float(found.scores[0]), True)


def _cells(column: Pixels) -> list[Pixels]:
    """Part a column of characters where no ink is, into pieces that are about as high as the column is wide."""
    ink = (column.min(axis=2) < 128).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], ink, [False])).astype(np.int8)))
    runs = [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
    wide = column.shape[1]
    cells: list[tuple[int, int]] = []
    for start, end in runs:
        # 二 or 言 in parts: what fits into one square with the part above belongs to it.
        if cells and end - cells[-1][0] <= 0.95 * wide:
            cells[-1] = (cells[-1][0], end)
        else:
            cells.append((start, end))
    return [column[start:end] for start, end in cells if end - start > 0.1 * wide]


def _without_seals(pixels: Pixels) -> Pixels:
    """Return the page with its red seals made white: what is red and fills a square of a seal's size, but no line.

    Red heads are lines, wider or higher than a seal, and stay.
    """
    import cv2

    blue, green, red = (pixels[:, :, channel].astype(np.int16) for channel in range(3))
    reddish = (red - np.maximum(blue, green) > _REDDER).astype(np.uint8)
    if not reddish.any():
        return pixels
    height, width = reddish.shape
    short = min(height, width)
    reach = max(3, short // 80)
    joined = cv2.morphologyEx(reddish, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
    cleaned = pixels
    for label in range(1, count):
        left, top, wide, high = (int(value) for value in boxes[label][:4])
        low, most = (share * short for share in _SEAL_SHARES)
        if not (low <= wide <= most and low <= high <= most and max(wide, high) <= _SEAL_ASPECT * min(wide, high)):
            continue
        if cleaned is pixels:
            cleaned = pixels.copy()
        region = (slice(top, top + high), slice(left, left + wide))
        # What is red in it, not only the ring: the text of the seal as well. Ink below stays dark in the red channel.
        own = reddish[region].astype(bool)
        part = cleaned[region]
        dark = part[:, :, 2] < 128
        part[own & ~dark] = 255
    return cleaned

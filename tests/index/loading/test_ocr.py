"""Text recognition: pages of pictures, what must not hurt, and that nothing is fetched."""

from __future__ import annotations

import io
import math
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index.errors import LoadError
from index.extras import install_command
from index.loading.images import ocr_paragraphs, read_pictures
from index.loading.progress import heard_by

pytest.importorskip("rapidocr", reason="text recognition is the extra `ocr`")

from PIL import Image, ImageDraw, ImageFont

from index.loading.ocr import OcrLine, OcrPage, read_image

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
)
LINES = (
    "宜春市碳达峰实施方案",
    "为深入贯彻落实党中央、国务院关于碳达峰",
    "碳中和的重大战略决策，结合实际，制定本方案。",
    "到2025年，新型储能装机达到60万千瓦以上。",
)
RED = (214, 32, 32)


@cache
def _font(size: int) -> FreeTypeFont:
    for path in FONTS:
        if Path(path).is_file():
            return ImageFont.truetype(path, size, index=2 if "Noto" in path else 0)
    pytest.skip("no font with Chinese characters is installed")


def _page(lines: Sequence[str] = LINES, size: int = 44) -> Image.Image:
    page = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(page)
    for at, line in enumerate(lines):
        draw.text((140, 200 + at * 2 * size), line, font=_font(size), fill=(20, 20, 20))
    return page


def _seal(page: Image.Image, x: int, y: int, radius: int = 130) -> Image.Image:
    seal = Image.new("RGBA", page.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(seal)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(*RED, 210), width=9)
    for at, char in enumerate("宜春市人民政府"):
        angle = math.radians(180 + 30 * at)
        place = (x + 0.75 * radius * math.cos(angle) - 14, y + 0.75 * radius * math.sin(angle) - 14)
        draw.text(place, char, font=_font(28), fill=(*RED, 210))
    return Image.alpha_composite(page.convert("RGBA"), seal).convert("RGB")


def _saved(*pages: Image.Image, kind: str = "TIFF", **more: Any) -> bytes:
    made = io.BytesIO()
    pages[0].save(made, kind, **({"save_all": True, "append_images": pages[1:]} if kind == "TIFF" else {}), **more)
    return made.getvalue()


def _same(found: str, expected: str) -> bool:
    """Whether two texts differ in 2% of their characters at most, white space and widths of signs apart."""
    import difflib
    import unicodedata

    a, b = (unicodedata.normalize("NFKC", "".join(text.split())) for text in (found, expected))
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.98


def _text(image: Image.Image) -> str:
    return "\n".join(paragraph.text for paragraph in ocr_paragraphs(read_image(image)))


def test_a_page_is_read_with_the_places_of_its_lines() -> None:
    page = read_image(_page())
    assert _same("".join(line.text for line in page.lines), "".join(LINES))
    assert (page.width, page.height) == (1240, 1754)
    assert page.confidence > 0.9
    for at, line in enumerate(page.lines):
        left, top, right, bottom = line.box
        assert (abs(left - 140) < 15, abs(top - (200 + at * 88)) < 25) == (True, True)
        assert 30 < bottom - top < 80 < right - left


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_one_page(kind: str) -> None:
    found = read_pictures(_saved(_page(), kind=kind), "a")
    assert _same(found.text, "".join(LINES))
    ((page,), text) = found.pages, found.text
    assert (page.page, page.span) == (1, (0, len(text)))
    assert page.confidence is not None
    assert page.confidence > 0.9


def test_pictures_of_a_tiff_are_pages_and_progress_is_told_by_page() -> None:
    told: list[tuple[int, int]] = []
    with heard_by(lambda done, total: told.append((done, total))):
        blank = Image.new("RGB", (600, 800), "white")
        found = read_pictures(_saved(_page(LINES[:2]), blank, _page(LINES[2:])), "a.tif")
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert [page.page for page in found.pages] == [1, 2, 3]
    assert [page.confidence is None for page in found.pages] == [False, True, False]
    assert _same(found.pages[2].span.of(found.text), "".join(LINES[2:]))


def test_a_seal_over_the_text_does_not_hurt() -> None:
    assert _same(_text(_seal(_page(), 700, 300)), "".join(LINES))


def test_a_red_head_beside_the_text_is_read_and_does_not_hurt() -> None:
    page = _page()
    draw = ImageDraw.Draw(page)
    for at, char in enumerate("市政府文件"):
        draw.text((40, 180 + at * 76), char, font=_font(60), fill=RED)
    lines = _text(page).split("\n")
    assert "市政府文件" in lines
    assert _same("".join(line for line in lines if line != "市政府文件"), "".join(LINES))


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_that_was_laid_the_wrong_way_is_turned(angle: int) -> None:
    more = LINES * 2
    page = read_image(_page(more).rotate(angle, expand=True))
    assert _same("".join(line.text for line in page.lines), "".join(more))
    assert (page.width, page.height) == (1240, 1754)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "I;16", "CMYK"])
def test_any_kind_of_pixels_is_read(mode: str) -> None:
    page = _page()
    if mode == "RGBA":
        page = Image.merge("RGBA", (*Image.new("RGB", page.size).split(), page.convert("L").point(lambda v: 255 - v)))
    elif mode == "I;16":
        page = page.convert("I").point(lambda v: v * 200).convert("I;16")
    else:
        page = page.convert(mode)
    assert _same(_text(page), "".join(LINES))


def test_sure_and_unsure_lines_weigh_by_their_length() -> None:
    page = OcrPage((OcrLine("一二三", (0, 0, 3, 1), 1.0), OcrLine("四", (0, 2, 1, 3), 0.6)), 10, 10)
    assert page.confidence == pytest.approx(0.9)
    assert OcrPage((), 10, 10).confidence == 1.0


NO_NETWORK = """
import socket, sys
def refuse(*_, **__):
    raise AssertionError("the network was asked for")
socket.socket.connect = socket.socket.connect_ex = socket.create_connection = socket.getaddrinfo = refuse
socket.socket.sendto = refuse
from index.loading.images import read_pictures
print(read_pictures(sys.stdin.buffer.read(), "a.png").text)
"""


def test_nothing_is_fetched() -> None:
    run = subprocess.run(
        [sys.executable, "-c", NO_NETWORK],
        input=_saved(_page(), kind="PNG"),
        capture_output=True,
        check=False,
        cwd=Path(__file__).resolve().parents[3],
        env={"PATH": "", "PYTHONIOENCODING": "utf-8"},
    )
    assert run.returncode == 0, run.stderr.decode()
    assert _same(run.stdout.decode(), "".join(LINES))
    assert run.stderr == b"", "the library says nothing of its own"


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(LoadError) as error:
        read_pictures(b"\x89PNG", "a.png")
    assert str(error.value) == (
        f"a.png is a picture, whose text is recognised by RapidOCR: install it with: {install_command('ocr')}"
    )


def _claims(width: int, height: int) -> bytes:
    """A PNG that claims to be as large as this and holds next to nothing."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


BLANK = Image.new("L", (200, 200), 255)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "damaged or no PNG, JPEG or TIFF"),
        (b"\x89PNG\r\n\x1a\n", "damaged or no PNG, JPEG or TIFF"),
        (_saved(BLANK, kind="PNG")[:-40], "damaged or no PNG, JPEG or TIFF"),
        (_saved(BLANK, kind="JPEG")[:200], "damaged or no PNG, JPEG or TIFF"),
        (_saved(BLANK, kind="TIFF")[:100], "damaged or no PNG, JPEG or TIFF"),
        (_saved(BLANK, kind="GIF"), "damaged or no PNG, JPEG or TIFF"),
        (_claims(300, 300), "damaged or no PNG, JPEG or TIFF"),
        (_claims(13_000, 13_000), "more than 150,000,000 pixels"),
        (_claims(100_000, 100_000), "more than 150,000,000 pixels"),
        (_saved(BLANK, kind="PNG"), "holds no text"),
    ],
    ids=range(10),
)
def test_what_cannot_be_read_is_refused_with_its_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(LoadError, match=f"^a.png .*{reason}.*: .*"):
        read_pictures(data, "a.png")

"""A page of a picture is shown with the lines of a citation marked where they stand."""

from __future__ import annotations

import io

import pytest

from index.errors import InputError
from index.loading.ocr import OcrLine, OcrPage
from ui.service.scanned_page import marked_lines, scanned_page

Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")

PAGE = OcrPage(
    (
        OcrLine("一、主要目标", (100, 100, 300, 140), 0.99),
        OcrLine("节约用水。到2025年,供水管网漏损率", (100, 200, 900, 240), 0.99),
        OcrLine("控制在9%以内,再生水利用率不低于25%。", (100, 260, 900, 300), 0.99),
        OcrLine("二、重点任务", (100, 400, 300, 440), 0.99),
    ),
    1000,
    1400,
)


def test_a_quotation_marks_the_lines_that_hold_its_beginning_and_its_end() -> None:
    boxes = marked_lines(PAGE, "到2025年,供水管网漏损率\n控制在9%以内")
    assert [round(top * 1400) for _, top, _, _ in boxes] == [200, 260]
    assert boxes[0][0] == pytest.approx(0.1)


def test_a_heading_marks_its_own_line_alone() -> None:
    assert [round(top * 1400) for _, top, _, _ in marked_lines(PAGE, "二、重点任务")] == [400]


def test_what_the_page_does_not_say_marks_nothing() -> None:
    assert marked_lines(PAGE, "深入推进碳达峰行动") == []


def picture(*sizes: tuple[int, int]) -> bytes:
    frames = [Image.new("RGB", size, "white") for size in sizes]
    made = io.BytesIO()
    frames[0].save(made, "TIFF", save_all=True, append_images=frames[1:])
    return made.getvalue()


def test_each_frame_is_a_page_drawn_no_larger_than_asked_for() -> None:
    pages, png, boxes = scanned_page(picture((300, 400), (800, 600)), "a.tif", 2, "", 400)
    assert (pages, boxes) == (2, [])
    assert Image.open(io.BytesIO(png)).size == (400, 300)


def test_a_page_that_is_not_there_is_said() -> None:
    with pytest.raises(InputError, match="has no page 3: it has 2"):
        scanned_page(picture((30, 40), (30, 40)), "a.tif", 3, "", 400)

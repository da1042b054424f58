"""PDF as text: reading order, what belongs to the page and not to the text, and what cannot be read."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from index.errors import LoadError
from index.loading.files import load_file
from index.loading.page_images import PageImage, RecognizedLine
from index.loading.pdf import read_pdf
from index.loading.pdf.glyphs import character
from index.loading.pdf.reader import page_picture, pdf_text
from tests.index.loading.drawn_pdf import HEIGHT, LEFT, WIDTH, Draw, Page, pdf

FULL = "到二〇二五年全市新建建筑全面执行绿色建筑标准可再生能源替代率达到百分之八"  # 35 characters of 12 points
"""A line from margin to margin, so that what follows it goes on the paragraph."""


def text(*pages: Draw) -> str:
    return read_pdf(pdf(*pages), "a.pdf").text


def prose(page: Page, y: float = 100, number: str | None = None) -> None:
    page.lines(LEFT + 24, y, FULL[:35])
    page.lines(LEFT, y + 18, FULL + "以", FULL + "上", "并逐年提高。")
    if number:
        page.text(290, 800, number, 9)


PROSE = FULL[:35] + FULL + "以" + FULL + "上" + "并逐年提高。"


def test_lines_of_a_paragraph_are_one_line_without_blanks_between_chinese() -> None:
    assert text(prose) == PROSE


def test_an_indented_line_begins_a_paragraph_also_below_a_full_one() -> None:
    def draw(page: Page) -> None:
        prose(page)
        page.lines(LEFT + 24, 172, "各县应当制定计划。")

    assert text(draw) == f"{PROSE}\n各县应当制定计划。"


def test_english_lines_are_joined_with_a_blank_and_broken_words_made_whole() -> None:
    def draw(page: Page) -> None:
        lines = (
            "The government will reduce the electricity consumption of commercial build-",
            "ings by 20% compared with 2015, and publish a long-term plan for low-",
            "carbon fuels before the end of the year 2025 together with an assessment.",
        )
        page.lines(LEFT, 100, *lines)

    assert text(draw) == (
        "The government will reduce the electricity consumption of commercial buildings by 20% compared with 2015, "
        "and publish a long-term plan for low-carbon fuels before the end of the year 2025 together with an assessment."
    )


def test_columns_are_read_one_after_the_other_though_the_file_has_them_line_by_line() -> None:
    left = [f"左栏第{n}行说明任务的内容和要求" for n in "一二三四五六"]
    right = [f"右栏第{n}行说明任务的内容和要求" for n in "一二三四五六"]

    def draw(page: Page) -> None:
        page.text(220, 80, "任务说明", 20)
        for number, (one, other) in enumerate(zip(left, right, strict=True)):
            page.text(72, 120 + number * 18, one)
            page.text(320, 120 + number * 18, other)

    read = text(draw)
    assert read.startswith("任务说明\n左栏第一行")
    assert read.index("左栏第六行") < read.index("右栏第一行")


def test_heads_feet_and_page_numbers_are_no_text() -> None:
    def page(number: int) -> Draw:
        def draw(page: Page) -> None:
            page.text(240, 50, "云川市人民政府公报", 9)
            prose(page, number=f"— {number} —")

        return draw

    assert text(page(1), page(2), page(3)) == "\n".join([PROSE] * 3)


def test_a_line_that_pages_share_in_the_middle_stays() -> None:
    def draw(page: Page) -> None:
        page.text(LEFT, 400, "本条所称单位，是指法人。")
        page.text(LEFT, 430, "其他单位参照执行。")

    assert text(draw, draw).count("本条所称单位") == 2


def test_numbers_that_are_no_sequence_stay_at_the_foot() -> None:
    def page(label: str, figure: str) -> Draw:
        def draw(page: Page) -> None:
            prose(page)
            page.lines(LEFT, 760, f"{label}合计", figure)

        return draw

    shown = {"东区": "35", "西区": "812", "市直": "7"}
    read = text(*(page(label, figure) for label, figure in shown.items()))
    assert all(f"{label}合计\n{figure}" in read for label, figure in shown.items())


def test_a_paragraph_goes_on_over_the_page_with_the_page_of_each_character() -> None:
    def first(page: Page) -> None:
        page.lines(LEFT + 24, 690, FULL[:35])
        page.lines(LEFT, 708, FULL + "以", FULL + "上")
        page.text(290, 800, "1", 9)

    def second(page: Page) -> None:
        page.lines(LEFT, 90, "并逐年提高。")
        page.lines(LEFT + 24, 108, FULL[:35])
        page.text(290, 800, "2", 9)

    read = read_pdf(pdf(first, second), "a.pdf")
    assert read.text.startswith(PROSE)
    at = read.text.index("并逐年提高")
    assert [(page.page, page.span.start) for page in read.pages] == [(1, 0), (2, at)]


def test_rows_of_a_ruled_table_are_lines_with_merged_keys_written_out() -> None:
    def draw(page: Page) -> None:
        rows: list[list[str]] = [
            ["领域", "指标", "2025年"],
            ["能源", "风电\n装机容量", "120万千瓦"],
            [None, "光伏", "300万千瓦"],
        ]  # type: ignore[list-item]
        page.grid([72, 160, 320, 480], [100, 130, 170, 200], rows)

    assert text(draw) == "领域\t指标\t2025年\n能源\t风电装机容量\t120万千瓦\n能源\t光伏\t300万千瓦"


def test_a_table_goes_on_over_the_page_without_its_header_and_with_its_broken_row() -> None:
    head = ["序号", "任务", "单位"]

    def first(page: Page) -> None:
        page.grid([72, 120, 320, 480], [680, 710, 750], [head, ["1", "建设充电桩，", "市发改委"]])

    def second(page: Page) -> None:
        page.grid([72, 120, 320, 480], [80, 110, 140, 170], [head, ["", "覆盖城区", ""], ["2", "改造管网", "市住建局"]])

    assert text(first, second) == "序号\t任务\t单位\n1\t建设充电桩，覆盖城区\t市发改委\n2\t改造管网\t市住建局"


def test_a_frame_around_text_is_no_table() -> None:
    def draw(page: Page) -> None:
        page.grid([60, 535], [80, 200], [[""]])
        prose(page)

    assert text(draw) == PROSE


def test_a_table_without_lines_is_read_by_its_columns() -> None:
    def draw(page: Page) -> None:
        for number, row in enumerate(
            (("指标", "2020年", "2025年"), ("森林覆盖率", "40.2%", "41.5%"), ("绿地率", "38%", "40%"))
        ):
            for x, cell in zip((80, 240, 400), row, strict=True):
                page.text(x, 100 + number * 20, cell)

    assert text(draw) == "指标\t2020年\t2025年\n森林覆盖率\t40.2%\t41.5%\n绿地率\t38%\t40%"


def test_notes_follow_the_text_and_their_marks_leave_the_figures_alone() -> None:
    def draw(page: Page) -> None:
        page.lines(LEFT, 100, "新建面积达到50")
        page.text(LEFT + 84, 95, "1", 6)
        page.text(LEFT + 90, 100, "万m")
        page.text(LEFT + 112, 95, "2", 6)
        page.text(LEFT + 118, 100, "，其中改造一半。")
        page.lines(LEFT, 130, FULL, FULL)
        page.rule(LEFT, 740, LEFT + 140, 740)
        page.text(LEFT, 760, "1面积按建筑面积计算。", 8)
        page.text(LEFT, 775, "2改造包括节能改造。", 8)

    read = text(draw)
    assert read.startswith("新建面积达到50万m2，其中改造一半。\n")
    assert read.endswith("\n面积按建筑面积计算。\n改造包括节能改造。")


def test_text_that_stands_sideways_on_most_of_a_page_is_read_and_a_watermark_is_not() -> None:
    def draw(page: Page) -> None:
        page.canvas.saveState()
        page.canvas.translate(100, 100)
        page.canvas.rotate(90)
        page.canvas.setFont("STSong-Light", 12)
        for number, line in enumerate(("附表用水总量", "临江区六点四亿立方米", "青山区五点一亿立方米")):
            page.canvas.drawString(0, -20 * number, line)
        page.canvas.restoreState()
        page.canvas.saveState()
        page.canvas.translate(200, 300)
        page.canvas.rotate(45)
        page.canvas.drawString(0, 0, "内部资料")
        page.canvas.restoreState()

    read = pdf_text(pdf(draw), "a.pdf").laid_out
    assert read.text == "附表用水总量\n临江区六点四亿立方米\n青山区五点一亿立方米"
    first = read.places[0]
    assert first is not None
    # The text runs upwards from (100, 100) above the lower left corner, its letters to the left of that line.
    assert first[1].right <= 104
    assert HEIGHT - 114 <= first[1].top < first[1].bottom <= HEIGHT - 98


def test_a_page_turned_by_the_file_is_read_as_it_is_shown() -> None:
    def draw(page: Page) -> None:
        page.canvas.setPageRotation(90)
        page.canvas.saveState()
        page.canvas.translate(100, 100)
        page.canvas.rotate(90)
        page.canvas.setFont("STSong-Light", 12)
        page.canvas.drawString(0, 0, "横排的附表")
        page.canvas.restoreState()

    read = pdf_text(pdf(draw), "a.pdf").laid_out
    assert read.text == "横排的附表"
    place = read.places[0]
    assert place is not None
    assert place[1].left == pytest.approx(100, abs=2)
    assert place[1].bottom == pytest.approx(100, abs=5)


def test_letters_drawn_twice_to_look_bold_are_there_once() -> None:
    def draw(page: Page) -> None:
        page.text(100, 100, "加粗的标题")
        page.text(100.4, 100, "加粗的标题")

    assert text(draw) == "加粗的标题"


def test_radicals_that_fonts_give_for_characters_are_these_characters() -> None:
    assert [character(ord(char)) for char in "⼈⺠⻓"] == ["人", "民", "长"]
    assert character(0xFB01) == "fi"
    assert character(0) == "\ufffd"


def scan(words: str = "") -> Draw:
    """A page that a picture covers, with ``words`` stamped on it."""

    def draw(page: Page) -> None:
        from reportlab.lib.utils import ImageReader

        picture = io.BytesIO()
        Image.new("RGB", (60, 84), "white").save(picture, "PNG")
        page.canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)
        if words:
            page.text(400, 60, words, 9)

    return draw


def test_pages_without_text_are_told_of_by_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(prose, scan(), scan("12"), prose, scan()))
    source = load_file(path)
    assert source.text == f"{PROSE}\n{PROSE}"
    assert [page.page for page in source.pages] == [1, 4]
    assert len(source.remarks) == 1
    assert source.remarks[0].startswith("a.pdf holds no text on p. 2-3, 5 (scanned")


def test_a_pdf_without_any_text_says_that_its_pages_are_scans() -> None:
    with pytest.raises(LoadError, match=r"^a\.pdf holds no text on p\. 1-2 \(scanned"):
        read_pdf(pdf(scan(), scan()), "a.pdf")


def test_a_scanned_page_is_read_by_whoever_recognizes_its_lines() -> None:
    asked: list[tuple[int, tuple[int, int]]] = []

    def recognize(image: PageImage) -> list[RecognizedLine]:
        asked.append((image.page, image.picture.size))
        size = 12 / image.scale
        left, top = LEFT / image.scale, 100 / image.scale
        return [
            RecognizedLine("第二条 本办法自公布之日起施行。", (left, top, left + 15.5 * size, top + size), 0.9),
            RecognizedLine(
                "第一条 为了加强管理，制定本办法。", (left, top - 2 * size, left + 16.5 * size, top - size), 0.9
            ),
        ]

    read = pdf_text(pdf(prose, scan()), "a.pdf", recognize=recognize)
    assert [page for page, _ in asked] == [2]
    assert max(asked[0][1]) > 2000
    assert read.unread == ()
    assert read.confidence == {2: pytest.approx(0.9)}
    assert read.laid_out.text == f"{PROSE}\n第一条 为了加强管理，制定本办法。\n第二条 本办法自公布之日起施行。"
    place = read.laid_out.places[read.laid_out.text.index("第二条")]
    assert place is not None
    assert place[0] == 2
    assert place[1].left == pytest.approx(LEFT, abs=1)
    assert place[1].top == pytest.approx(100, abs=1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "a.pdf is empty"),
        (b"\n\n\x00", "a.pdf is empty"),
        (b"%PDF-1.7\nnothing of the kind", "a.pdf is damaged or no PDF"),
        (b"hello, this is text", "a.pdf is damaged or no PDF"),
        (pdf(prose, encrypt="secret"), "a.pdf is protected by a password"),
        (pdf(lambda page: None), "a.pdf holds no text: its pages are blank"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(LoadError, match=f"^{said}") as raised:
        read_pdf(data, "a.pdf")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("kept", [0.1, 0.35, 0.6, 0.9, 0.99])
def test_a_truncated_pdf_is_read_or_refused(kept: float) -> None:
    data = pdf(prose, prose)
    with suppress(LoadError):
        assert read_pdf(data[: int(len(data) * kept)], "a.pdf").text in (PROSE, f"{PROSE}\n{PROSE}")


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    assert read_pdf(pdf(prose, encrypt=StandardEncryption("", "owner", canModify=0)), "a.pdf").text == PROSE


def test_a_page_is_drawn_in_the_size_that_is_asked_for() -> None:
    data = pdf(prose)
    picture = Image.open(io.BytesIO(page_picture(data, "a.pdf", 1, 1000)))
    assert max(picture.size) == 1000
    assert picture.size[0] == pytest.approx(1000 * WIDTH / HEIGHT, abs=2)
    with pytest.raises(LoadError, match=r"^a\.pdf has no page 2: it has 1\.$"):
        page_picture(data, "a.pdf", 2, 1000)

"""From glyphs to text, where a PDF that is drawn for a test would not show the case."""

from __future__ import annotations

from index.loading.layout import Box, Glyph, PageContent, lay_out
from index.loading.layout.grids import grids_of


def set_in(words: str, left: float, base: float, size: float = 12) -> list[Glyph]:
    """The glyphs of a line of Chinese."""
    boxes = (
        Box(left + i * size, base - 0.9 * size, left + (i + 1) * size, base + 0.1 * size) for i in range(len(words))
    )
    return [Glyph(char, box, base, size) for char, box in zip(words, boxes, strict=True)]


def page(number: int, *lines: list[Glyph]) -> PageContent:
    return PageContent(number, 595, 842, tuple(glyph for line in lines for glyph in line))


def text(*pages: PageContent) -> str:
    return lay_out(pages).text


def test_two_letters_that_one_sign_draws_keep_their_order() -> None:
    first, second, *rest = set_in("——普惠性原则。", 72, 100)
    both = first.box.around(second.box)
    assert text(page(1, [first._replace(box=both), second._replace(box=both), *rest])) == "——普惠性原则。"


def test_a_page_of_short_lines_is_set_in_columns_where_other_pages_are() -> None:
    full = "一二三四五六七八九十一二三四五六"
    columns = [line for n in range(8) for line in (set_in(full, 72, 100 + 18 * n), set_in(full, 320, 100 + 18 * n))]
    left = [set_in(full, 72, 100 + 18 * n) for n in range(6)]
    right = [
        set_in(words, 320, 100 + 18 * n) for n, words in enumerate(("联系人", "传真", "邮箱", "附件", "清单", "地址"))
    ]
    read = text(page(1, *columns), page(2, *(line for pair in zip(left, right, strict=True) for line in pair)))
    assert read.endswith("联系人\n传真\n邮箱\n附件\n清单\n地址")


def test_a_title_over_two_columns_is_read_before_both() -> None:
    full = "一二三四五六七八九十一二三四五六"
    title = set_in("关于办理情况的函", 220, 80, 20)
    left = [set_in("左" + full, 72, 120 + 18 * n) for n in range(8)]
    right = [set_in("右" + full, 320, 120 + 18 * n) for n in range(8)]
    read = text(page(1, *right, title, *left))
    assert read.startswith("关于办理情况的函\n左")
    assert read.rindex("左") < read.index("右")


def test_lines_drawn_twice_close_together_are_one_and_merged_cells_stay_merged() -> None:
    """As LibreOffice draws borders; the second column has no line between its two rows."""
    rules = [Box(x, 100, x, 160) for x in (72, 150, 250)]
    for y in (100, 160):
        rules += [Box(72, y + off, 250, y + off) for off in (0.0, 0.55)]
    rules += [Box(72, 130 + off, 150, 130 + off) for off in (0.0, 0.55)]
    glyphs = [*set_in("甲", 80, 120), *set_in("乙", 80, 150), *set_in("丙", 160, 120)]
    (grid,) = grids_of(rules, glyphs)
    assert [(cell.row, cell.column, cell.height) for cell in grid.cells] == [(0, 0, 1), (0, 1, 2), (1, 0, 1)]


def test_places_are_those_of_the_page_as_displayed() -> None:
    """Text that runs downwards on the displayed page is turned to be read, and its places are turned back."""
    line = set_in("横排", 100, 200)
    content = PageContent(1, 842, 595, tuple(line), turns=1)
    laid_out = lay_out([content])
    (_, first), (_, second) = (place for place in laid_out.places if place)
    assert laid_out.sizes == {1: (595, 842)}
    assert first.top == line[0].box.left
    assert first.bottom == second.top
    assert (first.left, first.right) == (second.left, second.right)
    assert first.right == 595 - line[0].box.top


def test_nothing_on_the_pages_is_an_empty_text() -> None:
    laid_out = lay_out([page(1), page(2)])
    assert (laid_out.text, laid_out.pages, list(laid_out.places)) == ("", (), [])

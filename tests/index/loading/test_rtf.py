"""RTF: code pages, what is text, headings, numbers and tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import LoadError
from index.loading.rtf import read_rtf


def _rtf(body: str | bytes, head: str = "\\ansi\\ansicpg936") -> bytes:
    return b"{\\rtf1" + head.encode() + b" " + (body if isinstance(body, bytes) else body.encode("ascii")) + b"}"


def _text(body: str | bytes, head: str = "\\ansi\\ansicpg936") -> str:
    return read_rtf(_rtf(body, head), "a.rtf").text


def _hex(text: str, encoding: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


FONTS = "{\\fonttbl{\\f0\\fcharset134 A;}{\\f1\\fcharset136 B;}}"


@pytest.mark.parametrize(
    ("body", "head", "expected"),
    [
        (_hex("碳达峰", "gbk"), "\\ansi\\ansicpg936", "碳达峰"),
        (_hex("碳達峰", "big5"), "\\ansi\\ansicpg950", "碳達峰"),
        ("\\u30899?\\u-30334?x", "\\ansi", "碳覂x"),
        ("\\uc2\\u30899??x{\\uc0\\u30899 y}\\u30899\\'3f\\'3fz", "\\ansi", "碳x碳y碳z"),
        ("\\u-10179?\\u-8704?", "\\ansi", "😀"),
        (FONTS + "\\f0 " + _hex("碳", "gbk") + "\\f1 " + _hex("達", "big5"), "\\ansi", "碳達"),
        ("\\'81@", "\\ansi\\ansicpg936", "丂"),
        ("a\\'e9", "\\ansi\\ansicpg99999", "aé"),
        ("\\ldblquote a\\rdblquote\\emdash\\~\\{\\}\\\\", "\\ansi", "“a”—\xa0{}\\"),
    ],
)  # fmt: skip
def test_characters_are_read_by_the_code_page_of_their_font(body: str, head: str, expected: str) -> None:
    assert _text(body, head) == expected


def test_bytes_that_no_program_should_write_are_read_in_the_code_page_of_the_file() -> None:
    assert _text("碳达峰".encode("gbk")) == "碳达峰"


def test_paragraphs_are_lines_and_ends_of_lines_in_the_file_are_nothing() -> None:
    assert _text("a\r\nb\\par c\\line d\\par\n{\\b e}f\\'67") == "ab\nc d\nefg"


def test_what_is_no_running_text_is_left_out() -> None:
    body = (
        "{\\info{\\title T}}{\\header H\\par}{\\footerf F}{\\pict\\pngblip 89504e47}{\\*\\unknown{\\x u}v}"
        "{\\v hidden}{\\deleted gone}{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt link}} end"
        "{\\*\\annotation note}{\\pict\\bin5 }{\\x}} more"
    )
    assert _text(body) == "link end more"


def test_notes_follow_the_body_and_boxes_stand_before_their_anchor() -> None:
    body = (
        "a{\\footnote\\pard {\\super 1}note}b{\\shp{\\*\\shpinst{\\sp{\\sn n}{\\sv v}}{\\shptxt\\pard box\\par}}"
        "{\\shprslt{\\*\\do{\\dptxbxtext\\pard box\\par}}}}\\par c"
    )
    assert _text(body) == "box\nab\nc\n1note"


def test_headings_are_those_of_styles_and_outline_levels() -> None:
    body = (
        "{\\stylesheet{\\s0 Normal;}{\\s1\\b heading 1;}{\\s2\\outlinelevel2 Mine;}{\\s3 Title;}{\\*\\cs4 heading 9;}}"
        "\\pard\\s3 T\\par\\pard\\s1 A\\par\\pard\\s2 B\\par\\pard text\\par\\pard\\outlinelevel1 C\\par"
        "\\pard\\s1\\outlinelevel9 none\\par"
    )
    found = read_rtf(_rtf(body), "a")
    assert [(h.level, h.span.of(found.text)) for h in found.headings] == [(1, "T"), (1, "A"), (3, "B"), (2, "C")]


def test_numbers_of_lists_are_kept_and_bullets_are_not() -> None:
    body = (
        "\\pard{\\listtext\\pard\\plain 1.\\tab}one\\par\\pard{\\listtext\\pard\\f2 \\u-3913?\\tab}two\\par"
        "\\pard{\\pntext\\pard " + _hex("(三)", "gbk") + "\\tab}three\\par"
    )
    assert _text(body) == "1. one\ntwo\n(三) three"


def test_cells_that_end_at_one_place_are_one_column_and_merged_ones_are_written_out() -> None:
    def row(*cells: tuple[str, int, str]) -> str:
        shape = "".join(f"{more}\\cellx{end}" for _, end, more in cells)
        return f"\\trowd{shape}\\pard\\intbl " + "".join(f"{text}\\cell " for text, _, _ in cells) + "\\row "

    body = (
        row(("key", 1000, "\\clvmgf"), ("2025", 3000, ""), ("unit", 4000, "\\clvmgf"))
        + row(("", 1000, "\\clvmrg"), ("goal", 2010, ""), ("least", 2995, ""), ("", 4000, "\\clvmrg"))
        + row(("all", 4000, ""))
        + "\\pard after\\par"
    )
    assert _text(body) == "key\t2025\t\tunit\nkey\tgoal\tleast\tunit\nall\nafter"


def test_a_cell_of_several_paragraphs_stays_one_cell() -> None:
    assert _text("\\trowd\\cellx1\\cellx2\\pard\\intbl a\\par b\\cell c\\cell\\row\\pard d") == "a b\tc\nd"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "damaged or no RTF"),
        (b"text", "damaged or no RTF"),
        (_rtf("cut off")[:-1], "damaged or no RTF"),
        (_rtf("cut {off"), "damaged or no RTF"),
        (_rtf("\\bin99999999 x"), "damaged or no RTF"),
        (_rtf("{" * 100_000 + "}" * 100_000), "damaged or no RTF"),
        (_rtf("{\\info{\\title T}}"), "holds no text"),
    ],
    ids=range(7),
)
def test_what_cannot_be_read_is_refused_with_its_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(LoadError, match=f"^a.rtf .*{reason}.*: .*"):
        read_rtf(data, "a.rtf")


def test_more_cells_than_fit_the_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.loading.rtf._MOST_CELLS", 100)
    with pytest.raises(LoadError, match="more than 100 cells"):
        read_rtf(_rtf("\\cell" * 101), "a")


def test_rows_of_very_many_columns_do_not_multiply() -> None:
    wide = "\\trowd" + "".join(f"\\cellx{40 * i}" for i in range(1, 20_000)) + "\\row "
    rows = f"{wide}" + "\\trowd\\cellx800000\\pard\\intbl x\\cell\\row " * 1_000
    assert len(_text(rows)) < 5_000_000


WORDS = ["{", "}", "\\par ", "\\cell ", "\\row ", "\\trowd", "\\cellx9", "\\intbl", "\\pard ", "\\u9?", "\\'a1", "\\*",
         "\\footnote ", "\\shptxt ", "\\*\\shpinst", "\\listtext ", "\\stylesheet", "\\s1", "\\fonttbl", "\\f1",
         "\\fcharset134", "\\bin3 ", "\\ansicpg0", "\\ansicpg1200", "\\uc9", "a"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
def test_any_tokens_are_read_or_refused(body: str) -> None:
    try:
        found = read_rtf(_rtf(body), "a")
    except LoadError:
        return
    assert found.text.strip()

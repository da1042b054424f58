"""Files made to break a reader: each is text or is told of in one sentence, and costs no more than its size."""

from __future__ import annotations

import io
import os
import signal
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from index.build import build_index
from index.errors import LoadError
from index.loading import files as loading_files
from index.loading import load_file
from index.loading.docx import docx_paragraphs, read_docx
from index.loading.html import html_text, read_html
from index.loading.html_tags import MOST_ATTRIBUTES, scan_tags, with_few_attributes
from index.loading.loader import Loader
from tests.index.hashing_encoder import HashingEncoder

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
POLICY = "某市碳达峰实施方案\n一、总体要求\n到2025年,新建厂房屋顶光伏覆盖率力争达到50%。\n"


def docx(body: str, head: str = "", **parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("word/document.xml", f"{head}<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            out.writestr(f"word/{name}.xml", xml)
    return made.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, span: str | None = None) -> str:
    width = "" if span is None else f'<w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>'
    return f"<w:tc>{width}{paragraph(text)}</w:tc>"


def misnamed_member() -> bytes:
    """A ZIP archive whose directory calls a member's name UTF-8, which it is not."""
    data = bytearray(docx(paragraph("x")))
    at = data.rindex(b"PK\x01\x02")
    data[at + 9] |= 0x08
    data[at + 46] = 0xFF
    return bytes(data)


def work(function: Callable[..., Any], *arguments: object) -> int:
    """Return how many calls a function makes: what it does, in numbers that no machine changes."""
    calls = 0

    def count(frame: FrameType, event: str, value: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "charset", ["hex", "undefined", "punycode", "idna", "unicode_escape", "rot13", "zlib", "utf-7"]
)
def test_an_encoding_that_no_page_may_have_is_not_used(charset: str) -> None:
    page = f'<meta charset="{charset}">41'.encode() + b"\xff"
    assert read_html(page, "a.html")[:2] == ("41\ufffd", "utf-8")


def test_a_declared_encoding_of_the_web_is_still_used() -> None:
    page = '<meta charset="windows-1251"><p>Постановление правительства о мерах'.encode("cp1251")
    assert read_html(page, "a.html").encoding == "cp1251"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<w:tr>{cell('甲')}</w:tr>", "甲"),
        (f"<w:tc>{paragraph('甲')}</w:tc>", "甲"),
        (f"<w:tbl><w:tr>{cell('甲', '²')}{cell('乙')}</w:tr></w:tbl>", "甲\t乙"),
        (f"<w:tbl><w:tr>{cell('甲', '9' * 5000)}{cell('乙')}</w:tr></w:tbl>", "甲\t乙"),
        (f"<w:tbl><w:tr>{cell('甲', '-3')}{cell('乙', '')}</w:tr></w:tbl>", "甲\t乙"),
        (f"<w:tbl><w:tr><w:txbxContent>{paragraph('框')}</w:txbxContent>{cell('甲')}</w:tr></w:tbl>", "框\n甲"),
        (f"<w:p>{paragraph('内')}<w:r><w:t>外</w:t></w:r></w:p>", "外\n内"),
    ],
)
def test_markup_that_no_program_writes_is_read_as_it_stands(body: str, text: str) -> None:
    data = docx(body)
    assert docx_paragraphs(data, "a.docx")[0] == text
    assert read_docx(data, "a.docx").text.replace("\t\t", "\t") == text


@pytest.mark.parametrize(
    "data",
    [
        misnamed_member(),
        docx(paragraph("x"), '<?xml version="1.0" encoding="UTF-7"?>'),
        docx(paragraph("x")).replace(b"PK\x01\x02", b"PK\x01\x03"),
        docx(paragraph("&x;"), "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>")[:-9],
    ],
)
def test_a_damaged_package_is_told_of(data: bytes) -> None:
    with pytest.raises(LoadError, match=r"a\.docx is damaged"):
        read_docx(data, "a.docx")


def test_a_good_file_stays_when_a_parser_fails_on_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(data: bytes, name: str) -> Any:
        raise RecursionError

    monkeypatch.setitem(loading_files._FORMATS, ".txt", loading_files._Format("text/plain", fails))
    (tmp_path / "bad.txt").write_text(POLICY, encoding="utf-8")
    (tmp_path / "good.md").write_text(POLICY, encoding="utf-8")
    report = build_index([tmp_path / "bad.txt", tmp_path / "good.md"], tmp_path / "i", encoder=HashingEncoder())
    assert report.files == 1
    assert [(name, "is damaged or not what its name says (RecursionError)" in why) for name, why in report.skipped] == [
        ("bad.txt", True)
    ]


def test_a_good_file_stays_when_another_cannot_be_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index import parsing

    whole = parsing.split_documents

    def split(source: Any, shared: Any) -> Any:
        if source.path == "bad.txt":
            raise ZeroDivisionError
        return whole(source, shared)

    monkeypatch.setattr(parsing, "split_documents", split)
    for name in ("bad.txt", "good.txt"):
        (tmp_path / name).write_text(POLICY, encoding="utf-8")
    report = build_index([tmp_path], tmp_path / "i", encoder=HashingEncoder())
    assert (report.files, [name for name, _ in report.skipped]) == (1, ["bad.txt"])


def test_cells_and_runs_cost_what_they_are_and_not_its_square() -> None:
    def row(cells: int) -> bytes:
        return docx(f"<w:tbl><w:tr>{cell('一') * cells}</w:tr></w:tbl>")

    def parted(tables: int) -> bytes:
        inner = f"<w:tc>{paragraph('一')}<w:tbl><w:tr>{cell('一')}</w:tr></w:tbl></w:tc>"
        return docx(f"<w:tbl><w:tr>{inner * tables}</w:tr></w:tbl>")

    for made in (row, parted):
        once, twice = (work(docx_paragraphs, made(size), "a.docx") for size in (200, 400))
        assert twice < 2.5 * once


@pytest.mark.parametrize(
    ("body", "parts"),
    [("<w:p/>" * 3_100_000, {}), (paragraph("x"), {"styles": f"<w:styles {W}>{'<w:style/>' * 3_100_000}</w:styles>"})],
    ids=["paragraphs", "styles"],
)
def test_a_small_file_of_millions_of_elements_is_refused_while_it_is_unpacked(body: str, parts: dict[str, str]) -> None:
    data = docx(body, **parts)
    assert len(data) < 100_000
    with pytest.raises(LoadError, match="3,000,000 marks of XML"):
        read_docx(data, "a.docx")


def test_a_part_that_unpacks_to_more_than_is_taken_is_refused_before_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.loading.docx_package._MAX_PART", 10_000)
    assert read_docx(docx(paragraph("一" * 3_000)), "a.docx").text == "一" * 3_000
    with pytest.raises(LoadError, match="unpacks to more than 256 MiB"):
        read_docx(docx(paragraph("一" * 3_400)), "a.docx")


def test_merged_cells_are_written_out_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.loading.merged_cells.MOST_ADDED", 300)
    rows = f"<w:tr>{cell('', '64') * 2}</w:tr>" * 5
    text = read_docx(docx(f"<w:tbl>{rows}</w:tbl>{paragraph('x')}"), "a.docx").text
    assert text.count("\t") == 300 + 5
    page = f"<table>{'<tr><td colspan=64>甲</td><td rowspan=3>乙</td></tr>' * 9}</table>"
    assert 300 <= html_text(page)[0].count("\t") <= 320


def test_what_is_never_closed_in_a_page_is_looked_for_once() -> None:
    """Twenty million steps would be a matter of seconds, their square of days."""
    for opened in ("<!--", "<script>", "<a b='", '<a b="', "<a ", "</script  ", "<style><!--"):
        assert sum(1 for _ in scan_tags(opened * 400_000)) <= 400_000
    assert html_text("<div>" * 3_000 + "<!--" * 40_000 + POLICY)[0].endswith("50%。")


def test_a_page_nested_too_deep_is_read_without_its_markup() -> None:
    inner = (
        "<!-- a > b --><script>if (a<b) { c = '</div>' }</script ><p title='x>y'>甲<br/>乙</p><style>p{}</style>丙&amp;"
    )
    assert html_text("<div>" * 9_000 + inner)[0] == "甲\n乙\n丙&"


def test_the_attributes_of_a_tag_are_limited_and_its_text_stays() -> None:
    many = " ".join(f"a{number}='>'" for number in range(200_000))
    page = f"<p {many}>甲</p><!-- <p {many}> --><p title='a=b>c'>乙</p>"
    cut = with_few_attributes(page)
    assert cut == f"<p>甲</p><!-- <p {many}> --><p title='a=b>c'>乙</p>"
    assert html_text(page)[0] == "甲\n乙"
    few = f"<p {' '.join(f'a{number}=x' for number in range(MOST_ATTRIBUTES))}>甲</p>"
    assert with_few_attributes(few) is few


def test_menus_in_menus_are_looked_at_once() -> None:
    def nested(depth: int) -> str:
        return "<div class=menu>" * depth + "<b>x</b>" * 2_000 + "</div>" * depth

    once, twice = (work(html_text, nested(depth)) for depth in (50, 100))
    assert twice < 1.5 * once


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(POLICY, encoding="utf-8")
    info = path.stat()
    path.unlink()
    os.mkfifo(path)
    seen = iter([info])
    # It was a file when it was looked at.
    monkeypatch.setattr(Path, "stat", lambda self, **_: next(seen))
    with pytest.raises(LoadError, match="device or pipe"):
        load_file(path)


def slow(path: Path) -> Path:
    path.write_bytes(docx(paragraph("一") * 300_000))
    return path


def test_a_file_that_takes_too_long_is_left_out_by_name_and_the_build_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.loading.loader.SECONDS", 1.5)
    slow(tmp_path / "a.docx")
    (tmp_path / "b.docx").write_bytes(docx(paragraph("到2025年,新建厂房屋顶光伏覆盖率力争达到50%。")))
    report = build_index([tmp_path], tmp_path / "index", encoder=HashingEncoder())
    assert report.files == 1
    ((name, reason),) = report.skipped
    assert (name, "not read within 1.5 seconds" in reason) == ("a.docx", True)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_a_file_that_takes_too_much_memory_is_left_out_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.loading.loader.MEMORY", 120 << 20)
    (tmp_path / "b.docx").write_bytes(docx(paragraph("一")))
    with Loader() as loader:
        with pytest.raises(LoadError, match=r"a\.docx .*(memory|ended the process)"):
            loader.load(slow(tmp_path / "a.docx"), "a.docx")
        assert loader.load(tmp_path / "b.docx", "b.docx").text == "一"


def test_a_file_that_ends_the_process_is_left_out_by_name(tmp_path: Path) -> None:
    (tmp_path / "b.docx").write_bytes(docx(paragraph("一")))
    with Loader() as loader:
        assert loader.load(tmp_path / "b.docx", "b.docx") == load_file(tmp_path / "b.docx")
        assert loader._process is not None
        os.kill(loader._process.pid, signal.SIGSTOP)
        os.kill(loader._process.pid, signal.SIGKILL)
        with pytest.raises(LoadError, match=r"c\.docx could not be read, since it ended the process"):
            loader.load(tmp_path / "b.docx", "c.docx")
        assert loader.load(tmp_path / "b.docx", "b.docx").text == "一"
    assert loader._process is None

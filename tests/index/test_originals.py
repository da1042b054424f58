"""Originals: given out only for what the index names, and only as long as they are the files that it read."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from index.build import build_index
from index.errors import InputError
from index.loading import FoundFile
from index.loading.layout.rectangles import rectangles
from index.loading.pdf.reader import pdf_text
from index.originals import has_pictures, keep_originals, read_original, remember_originals
from index.store.bundle import Bundle
from index.types import Span
from index.update import add
from tests.index.hashing_encoder import HashingEncoder
from tests.index.loading.drawn_pdf import LEFT, Page, pdf


def plan(page: Page) -> None:
    page.lines(LEFT, 100, "云川市行动方案", "到2025年，覆盖率达到50%。", leading=30)


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def test_a_build_and_an_addition_remember_where_their_files_lie(tmp_path: Path) -> None:
    corpus, more = tmp_path / "corpus" / "甲", tmp_path / "more.pdf"
    corpus.mkdir(parents=True)
    (corpus / "a.pdf").write_bytes(pdf(plan))
    (corpus / "b.txt").write_text("云川市通知\n\n请遵照执行。", encoding="utf-8")
    more.write_bytes(pdf(plan, plan))
    index = tmp_path / "index"
    build_index([tmp_path / "corpus"], index, encoder=HashingEncoder(), workers=1)
    add(index, [more], encoder=HashingEncoder(), workers=1)
    for document in Bundle.open(index).documents:
        if has_pictures(document.source_path):
            data = read_original(index, document.source_path, document.source_sha256)
            assert digest(data) == document.source_sha256
    held = json.loads((index / "ORIGINALS").read_bytes())
    assert set(held) == {"甲/a.pdf", "more.pdf"}


def test_a_file_that_is_unknown_gone_or_changed_is_refused_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"one")
    with pytest.raises(InputError, match=r"was not kept"):
        read_original(tmp_path, "a.pdf", digest(b"one"))
    remember_originals(tmp_path, [FoundFile(path, "a.pdf")])
    assert read_original(tmp_path, "a.pdf", digest(b"one")) == b"one"
    path.write_bytes(b"two")
    with pytest.raises(InputError, match=r"was changed since"):
        read_original(tmp_path, "a.pdf", digest(b"one"))
    path.unlink()
    with pytest.raises(InputError, match=r"is no longer at"):
        read_original(tmp_path, "a.pdf", digest(b"one"))


@pytest.mark.parametrize("name", ["../a.pdf", "/etc/passwd", "a.pdf/../a.pdf", "", "a\x00.pdf"])
def test_a_name_is_looked_up_and_never_used_as_a_path(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.pdf").write_bytes(b"one")
    remember_originals(tmp_path, [FoundFile(tmp_path / "a.pdf", "b.pdf")])
    with pytest.raises(InputError, match=r"was not kept"):
        read_original(tmp_path, name, digest(b"one"))


@pytest.mark.parametrize("note", [b"", b"[]", b"{", b'{"a.pdf": 3}', b"\xff", b"[" * 100_000])
def test_a_damaged_note_means_that_nothing_is_known(tmp_path: Path, note: bytes) -> None:
    (tmp_path / "ORIGINALS").write_bytes(note)
    with pytest.raises(InputError, match=r"was not kept"):
        read_original(tmp_path, "a.pdf", digest(b"one"))


def test_a_stretch_over_lines_and_pages_has_a_rectangle_for_each_line() -> None:
    line = "到二〇二五年全市新建建筑全面执行绿色建筑标准可再生能源替代率达到百分之八以"

    def first(page: Page) -> None:
        page.lines(LEFT, 700, line, line)

    def second(page: Page) -> None:
        page.lines(LEFT, 100, "上并逐年提高。", "本方案自印发之日起施行。", leading=40)

    laid_out = pdf_text(pdf(first, second), "a.pdf").laid_out
    start, end = laid_out.text.index("新建"), laid_out.text.index("。") + 1
    found = rectangles(laid_out, Span(start, end))
    assert {page: len(boxes) for page, boxes in found.items()} == {1: 2, 2: 1}
    assert found[1][0].left == pytest.approx(LEFT + 12 * line.index("新建"), abs=1)
    assert found[1][1].left == pytest.approx(LEFT, abs=1)
    assert found[2][0].right == pytest.approx(LEFT + 12 * 7, abs=1)
    assert rectangles(laid_out, Span(start, start)) == {}


def test_uploads_are_copied_and_forgotten_with_their_document(tmp_path: Path) -> None:
    upload, gone = tmp_path / "upload-1", digest(b"gone")
    upload.write_bytes(b"one")
    index = tmp_path / "index"
    (index / "originals").mkdir(parents=True)
    (index / "originals" / gone).write_bytes(b"gone")
    keep_originals(index, [FoundFile(upload, "甲.pdf"), FoundFile(upload, "乙.txt")], {digest(b"one")})
    upload.unlink()
    assert read_original(index, "甲.pdf", digest(b"one")) == b"one"
    assert [copy.name for copy in (index / "originals").iterdir()] == [digest(b"one")]
    keep_originals(index, [], set())
    assert list((index / "originals").iterdir()) == []

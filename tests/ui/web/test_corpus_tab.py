"""What the page tells of the open index without a browser: files left out, and questions to begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from index.build import build_index
from retriever.examples import make_examples
from tests.ui.web.test_service import POLICY
from ui.service.snapshot import Service
from ui.service.uploads import CorpusUploads
from ui.service.worker import _change
from ui.web.ask.form import render_form
from ui.web.corpus.tab import LISTED, CorpusEndpoints


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(POLICY.format(city="南京市", share=65), encoding="utf-8")
    return folder


@pytest.fixture
def uploads() -> Iterator[CorpusUploads]:
    held = CorpusUploads()
    yield held
    held.close()


def shown(index: Path, uploads: CorpusUploads, language: str = "en") -> str:
    reply = CorpusEndpoints(Service(index), uploads).corpus({"lang": language})
    return unescape(re.sub(r"<[^>]+>", "\n", str(reply["html"])))


def test_files_left_out_are_listed_by_reason(corpus: Path, tmp_path: Path, uploads: CorpusUploads) -> None:
    for name in ("scan.psd", "more.psd", "old.dwg"):
        (corpus / name).write_bytes(b"x")
    build_index([corpus], tmp_path / "index")
    told = shown(tmp_path / "index", uploads)
    assert "Files left out when the index was built: 3" in told
    assert "more.psd is a .psd file" in told
    assert "The same: 1 more\n" in told
    assert "\nscan.psd\n" in told
    assert "old.dwg is a .dwg file" in told
    assert "未收入的文件：3 个" in shown(tmp_path / "index", uploads, "hans")


def test_a_folder_of_pictures_is_counted(corpus: Path, tmp_path: Path, uploads: CorpusUploads) -> None:
    for number in range(LISTED + 3):
        (corpus / f"{number:04}.dwg").touch()
    build_index([corpus], tmp_path / "index")
    told = shown(tmp_path / "index", uploads)
    assert f"\n{LISTED:04}.dwg\n" in told
    assert f"\n{LISTED + 1:04}.dwg\n" not in told
    assert "\n2 more\n" in told


def test_a_change_on_the_page_keeps_what_was_left_out(corpus: Path, tmp_path: Path, uploads: CorpusUploads) -> None:
    (corpus / "scan.psd").write_bytes(b"x")
    build_index([corpus], tmp_path / "index")
    new = tmp_path / "upload.txt"
    new.write_text(POLICY.format(city="无锡市", share=66), encoding="utf-8")
    made = _change({"index": str(tmp_path / "index"), "add": [[str(new), "b.txt"]], "remove": []})
    assert [row["name"] for row in made["files"]] == ["b.txt"]
    assert "scan.psd is a .psd file" in shown(tmp_path / "index", uploads)


def test_the_page_offers_the_examples_of_the_index(corpus: Path, tmp_path: Path) -> None:
    build_index([corpus], tmp_path / "index", examples=make_examples)
    snapshot = Service(tmp_path / "index").snapshot()
    assert snapshot.bundle.examples
    page = unescape(str(render_form(snapshot, None, "en")))
    assert re.findall(r'data-q="([^"]+)"', page) == list(snapshot.bundle.examples)


def test_an_index_without_examples_offers_none(corpus: Path, tmp_path: Path) -> None:
    build_index([corpus], tmp_path / "index")
    page = str(render_form(Service(tmp_path / "index").snapshot(), None, "en"))
    assert "data-q" not in page
    assert "For example" not in page
    assert "data-q" not in str(render_form(None, "There is no index.", "en"))

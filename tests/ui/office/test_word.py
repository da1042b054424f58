"""Word documents, read back as the package of XML that they are."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest

from index.errors import InputError
from index.extras import install_command
from index.types import Span
from retriever.cite import Place, Reference, Source
from ui.office.word import Section, word_document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SOURCE = Source("宜春市碳達峰實施方案", "宜春市人民政府", None, "2023-01-06", "實施方案", "a.txt", "zh-Hant")


def quoted(quote: str, heading: str) -> Reference:
    return Reference(SOURCE, Place("a.txt", Span(0, 4), quote, (heading,)))


def parts(data: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: ElementTree.fromstring(package.read(name)) for name in package.namelist() if name.endswith("xml")}


def text_of(element: ElementTree.Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{W}t"))


@pytest.fixture
def made() -> bytes:
    return word_document(
        "引文",
        [
            Section("屋顶光伏？", 1),
            Section("宜春市：50%", quotes=[quoted("達到<50%> & 更多\n", "一、"), quoted("第二處", "二、")]),
            Section("", quotes=[quoted("第三處\x00\x0b\ud800\uffff", "三、")]),
        ],
    )


def test_every_quotation_has_a_footnote_with_its_place(made: bytes) -> None:
    package = parts(made)
    notes = {note.get(f"{W}id"): text_of(note) for note in package["word/footnotes.xml"].iter(f"{W}footnote")}
    assert list(notes) == ["-1", "0", "1", "2", "3"]
    assert notes["1"] == " 宜春市人民政府. 宜春市碳達峰實施方案[Z]. 2023-01-06: 一、."
    document = package["word/document.xml"]
    marked = {
        reference.get(f"{W}id"): text_of(paragraph)
        for paragraph in document.iter(f"{W}p")
        for reference in paragraph.iter(f"{W}footnoteReference")
    }
    assert marked == {"1": "“達到<50%> & 更多”", "2": "“第二處”", "3": "“第三處”"}
    lines = [text_of(paragraph) for paragraph in document.iter(f"{W}p")]
    assert lines[:3] == ["引文", "屋顶光伏？", "宜春市：50%"]
    assert lines[-1] == "[1] 宜春市人民政府. 宜春市碳達峰實施方案[Z]. 2023-01-06."


def test_the_package_says_where_its_footnotes_are(made: bytes) -> None:
    package = parts(made)
    types = {part.get("PartName"): part.get("ContentType") for part in package["[Content_Types].xml"]}
    assert types["/word/footnotes.xml"] == (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    )
    settings = package["word/settings.xml"]
    listed = [note.get(f"{W}id") for note in settings.findall(f"{W}footnotePr/{W}footnote")]
    assert listed == ["-1", "0"]
    names = [child.tag for child in settings]
    assert names.index(f"{W}footnotePr") < names.index(f"{W}compat")
    styles = {style.get(f"{W}styleId") for style in package["word/styles.xml"].iter(f"{W}style")}
    used = {
        element.get(f"{W}val")
        for name in ("word/document.xml", "word/footnotes.xml")
        for tag in ("pStyle", "rStyle")
        for element in package[name].iter(f"{W}{tag}")
    }
    assert used <= styles
    assert {"FootnoteText", "FootnoteReference"} <= used


def test_python_docx_opens_it_again(made: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(made)
    document = docx.Document(str(path))
    assert document.core_properties.title == "引文"
    assert document.core_properties.author == ""


def test_nothing_cited_makes_no_list() -> None:
    lines = [text_of(p) for p in parts(word_document("空", []))["word/document.xml"].iter(f"{W}p")]
    assert lines == ["空"]


def test_without_python_docx_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(InputError, match=re.escape(install_command("office"))):
        word_document("a", [])

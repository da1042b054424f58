"""Old office formats: converted where LibreOffice is installed, refused plainly where it is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from index.errors import LoadError
from index.loading import libreoffice
from index.loading.libreoffice import read_sheet, read_writing
from tests.index.loading.writers import Block, as_docx, as_html, as_rtf, as_xlsx

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
BLOCKS = (
    Block("实施方案", 1),
    Block("到2025年，新型储能装机达到60万千瓦。"),
    Block(rows=(("指标", "2025年"), ("储能", "60"))),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + b"\0" * 512


def _saved(folder: Path, data: bytes, suffix: str, target: str, *more: str) -> bytes:
    """Return what LibreOffice saves: the files that the reader is for."""
    given = folder / f"a{suffix}"
    given.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", *more, "--convert-to", target, "--outdir", os.fspath(folder)]
    subprocess.run([*command, os.fspath(given)], check=True, capture_output=True, timeout=120)
    return (folder / f"a.{target}").read_bytes()


@needs_libreoffice
@pytest.mark.parametrize("name", ["a.doc", "a.wps"])
def test_old_writing_reads_as_the_new(tmp_path: Path, name: str) -> None:
    data = _saved(tmp_path, as_rtf(BLOCKS), ".rtf", "doc")
    found = read_writing(data, name)
    assert found.text.rstrip().split("\n") == ["实施方案", BLOCKS[1].text, "指标\t2025年", "储能\t60"]
    assert [h.span.of(found.text) for h in found.headings] == ["实施方案"]


@needs_libreoffice
def test_old_sheets_read_as_the_new(tmp_path: Path) -> None:
    data = _saved(tmp_path, "指标,2025年\n储能,60\n".encode(), ".csv", "xls", "--infilter=CSV:44,34,76,1")
    assert read_sheet(data, "a.xls").text == "指标\t2025年\n储能\t60"


@needs_libreoffice
def test_what_libreoffice_cannot_open_is_refused_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", os.fspath(tmp_path))
    with pytest.raises(LoadError, match=r"^a\.doc cannot be opened by LibreOffice.*save it as DOCX\.$"):
        read_writing(_stream("WordDocument"), "a.doc")
    assert list(tmp_path.iterdir()) == []


def test_without_libreoffice_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "_program", lambda: None)
    with pytest.raises(LoadError, match=r"^a\.wps needs LibreOffice.* or save the file as DOCX\.$"):
        read_writing(_stream("WordDocument"), "a.wps")
    with pytest.raises(LoadError, match=r"^a\.et needs LibreOffice.* or save the file as XLSX\.$"):
        read_sheet(_stream("Workbook"), "a.et")


@pytest.mark.skipif(os.name != "posix", reason="process groups are POSIX")
def test_a_conversion_that_is_stuck_ends_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = tmp_path / "soffice"
    told = tmp_path / "told"
    stuck.write_text(f"#!/bin/sh\nsleep 300 & echo $! > {told}\nwait\n")
    stuck.chmod(0o755)
    monkeypatch.setattr(libreoffice, "_program", lambda: os.fspath(stuck))
    monkeypatch.setattr(libreoffice, "_SECONDS", 1)
    with pytest.raises(LoadError, match="not converted by LibreOffice within 1 s"):
        read_writing(_stream("WordDocument"), "a.doc")
    child = int(told.read_text())
    for _ in range(200):
        if not _runs(child):
            return
        time.sleep(0.01)
    pytest.fail("the child still runs")


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_what_only_bears_an_old_suffix_is_read_as_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "_program", lambda: None)
    texts = {read_writing(write(BLOCKS), "a.doc").text for write in (as_docx, as_rtf, as_html)}
    assert texts == {"实施方案\n到2025年，新型储能装机达到60万千瓦。\n指标\t2025年\n储能\t60"}
    for data in (as_xlsx(BLOCKS[2:]), as_html(BLOCKS[2:]), "指标\t2025年\n储能\t60".encode("gb18030")):
        assert read_sheet(data, "a.xls").text == "指标\t2025年\n储能\t60"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"plain text", "damaged or no DOC"),
        (OLE + b"\0" * 512, "damaged or no DOC"),
        (_stream("EncryptedPackage"), "protected by a password"),
    ],
)
def test_what_is_no_writing_is_refused_without_libreoffice(
    monkeypatch: pytest.MonkeyPatch, data: bytes, reason: str
) -> None:
    monkeypatch.setattr(libreoffice, "_program", lambda: pytest.fail("it was asked for"))
    with pytest.raises(LoadError, match=f"^a.doc .*{reason}"):
        read_writing(data, "a.doc")

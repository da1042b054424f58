"""Malformed, lying and enormous files of every format, each parsed within limits of time and memory.

The files are made anew, the same in every run: :mod:`tests.fuzz.samples` has small valid ones, and
:mod:`tests.fuzz.mutations` changes them. ``python -m pytest tests/fuzz`` runs them all.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from index.build import build_index
from index.child_processes import start_child
from index.loading import find_files, supported_suffixes
from index.store.bundle import Bundle
from tests.fuzz.mutations import corpus
from tests.fuzz.samples import SAMPLES, STUBS, TITLE
from tests.index.hashing_encoder import HashingEncoder

ROOT = Path(__file__).resolve().parents[2]
FILES = 150
"""Changed files of each suffix."""
PICTURES = {".png": 40, ".jpg": 30, ".jpeg": 10, ".tif": 30, ".tiff": 10}
"""How many there are of those whose text is recognised, which takes a tenth of a second each."""


@pytest.fixture
def conversions(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a LibreOffice first that opens no file; return where it writes a line for each that it was given."""
    folder = tmp_path_factory.mktemp("office")
    told = folder / "told"
    told.touch()
    (folder / "soffice").write_text(f"#!/bin/sh\necho >> {told}\n")
    (folder / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return told


def parsed(paths: list[Path]) -> dict[str, dict[str, Any]]:
    """Return what became of each file by its name, in one limited process."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.parse_files"],
        input="".join(f"{path}\n" for path in paths),
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    told = {line["name"]: line for line in map(json.loads, done.stdout.splitlines())}
    ended_at = next((path.name for path in paths if path.name not in told), None)
    assert done.returncode == 0, f"{ended_at} ended the process ({done.returncode}): {done.stderr[-2_000:]}"
    assert "Traceback" not in done.stderr
    return told


def test_every_format_that_is_read_has_files_to_be_fuzzed_with() -> None:
    assert [suffix for suffix in supported_suffixes() if suffix not in SAMPLES] == []


def test_the_corpus_is_the_same_in_every_run() -> None:
    for suffix in supported_suffixes():
        assert dict(corpus(suffix, 20)) == dict(corpus(suffix, 20))


@pytest.mark.parametrize("suffix", supported_suffixes())
def test_each_file_is_text_or_is_told_of_in_one_sentence(tmp_path: Path, conversions: Path, suffix: str) -> None:
    if suffix in PICTURES and find_spec("rapidocr") is None:
        pytest.skip("text recognition is the extra `ocr`")
    files = dict(corpus(suffix, PICTURES.get(suffix, FILES)))
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    told = parsed([tmp_path / name for name in files])
    assert told.keys() == files.keys()
    for name, line in told.items():
        assert line["characters"] or line["reasons"], f"of {name} there is nothing, and nobody is told"
        for called, reason in line["reasons"]:
            assert called.split("/")[0] == name
            assert called in reason
            assert reason.endswith(".")
            assert "\n" not in reason
            assert "memory" not in reason, "these files are small"
    whole = [name for name in files if name.startswith("whole-")]
    assert whole
    assert [told[name] for name in whole if told[name]["reasons"]] == [], "what is valid is read"
    assert bool(conversions.read_text()) is (suffix in STUBS), "LibreOffice is asked for what looks like an old file"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", [".doc", ".xls"])
def test_what_libreoffice_itself_cannot_open_is_told_of(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"stub{suffix}"
    path.write_bytes(STUBS[suffix]()[0])
    ((name, reason),) = parsed([path])[path.name]["reasons"]
    assert name == path.name
    assert "cannot be opened by LibreOffice" in reason


@pytest.mark.usefixtures("conversions")
def test_whatever_lies_beside_it_a_good_file_is_indexed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []

    def start(code: str, *, quiet: bool = False) -> subprocess.Popen[bytes]:
        started.append(code)
        return start_child(code, quiet=quiet)

    monkeypatch.setattr("index.loading.loader.start_child", start)
    for suffix in supported_suffixes():
        for name, data in corpus(suffix, 3):
            if not name.startswith("whole-"):
                (tmp_path / f"{suffix[1:]}-{name}").write_bytes(data)
    (tmp_path / "good.txt").write_bytes(SAMPLES[".txt"]()[0])
    files = {path.name for path in tmp_path.iterdir()}
    found = {file.name for file in find_files([tmp_path], [])}
    report = build_index([tmp_path], tmp_path / "index", encoder=HashingEncoder(), workers=1)
    assert "good.txt" not in dict(report.skipped)
    assert len(started) == 1, "a file that is refused costs no process"
    indexed = set(Bundle.open(tmp_path / "index").source_names())
    assert len(indexed) == report.files
    skipped = {name for name, _ in report.skipped}
    assert indexed <= found <= indexed | skipped
    assert {name.split("/")[0] for name in indexed | skipped} == files
    assert all(name in reason for name, reason in report.skipped), TITLE

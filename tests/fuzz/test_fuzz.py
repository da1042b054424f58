"""Malformed, lying and enormous files of every format, each parsed within limits of time and memory.

The files are made anew, the same in every run: :mod:`tests.fuzz.samples` has small valid ones, and
:mod:`tests.fuzz.mutations` changes them. ``python -m pytest tests/fuzz`` runs them all.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from index.build import build_index
from index.loading import supported_suffixes
from tests.fuzz.mutations import corpus
from tests.fuzz.samples import SAMPLES, TITLE
from tests.index.hashing_encoder import HashingEncoder

ROOT = Path(__file__).resolve().parents[2]
FILES = 150
"""Changed files of each suffix."""


def parsed(paths: list[Path]) -> dict[str, dict[str, object]]:
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
def test_each_file_is_text_or_is_told_of_in_one_sentence(tmp_path: Path, suffix: str) -> None:
    files = dict(corpus(suffix, FILES))
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    told = parsed([tmp_path / name for name in files])
    assert told.keys() == files.keys()
    for name, line in told.items():
        if "reason" in line:
            reason = str(line["reason"])
            assert name in reason
            assert reason.endswith(".")
            assert "\n" not in reason
            assert "memory" not in reason, "these files are small"
    whole = [name for name in files if name.startswith("whole-")]
    assert [told[name] for name in whole if "characters" not in told[name]] == [], "what is valid is read"


def test_whatever_lies_beside_it_a_good_file_is_indexed(tmp_path: Path) -> None:
    for suffix in supported_suffixes():
        for name, data in corpus(suffix, 3):
            if not name.startswith("whole-"):
                (tmp_path / f"{suffix[1:]}-{name}").write_bytes(data)
    (tmp_path / "good.txt").write_bytes(SAMPLES[".txt"]()[0])
    report = build_index([tmp_path], tmp_path / "index", encoder=HashingEncoder(), workers=1)
    assert "good.txt" not in dict(report.skipped)
    assert report.files + len(report.skipped) == len([path for path in tmp_path.iterdir() if path.is_file()])
    assert all(name in reason for name, reason in report.skipped), TITLE

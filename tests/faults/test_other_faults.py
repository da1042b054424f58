"""Bytes flipped and lost, two writers, readers of what is replaced, and files that change while they are read."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from index import update
from index.build import build_from_sources, build_index
from index.errors import IndexBusy, IndexDamaged, LoadError
from index.loading import FoundFile, load_file
from index.loading.loader import Loader
from index.loading.record import record
from index.store.bundle import Bundle
from index.store.schema import CURRENT, FILES, GENERATIONS, MANIFEST
from index.types import SourceFile
from tests.faults.steps import POLICY
from tests.index.hashing_encoder import HashingEncoder


def build(corpus: Path, index: Path) -> str:
    return build_index([corpus], index, encoder=HashingEncoder(), workers=1).generation


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for city in ("甲市", "乙市"):
        (folder / f"{city}.txt").write_text(POLICY.format(city=city, share=50), encoding="utf-8")
    return folder


@pytest.fixture
def index(corpus: Path, tmp_path: Path) -> Path:
    build_index([corpus], tmp_path / "index", encoder=HashingEncoder(), workers=1, examples=lambda *_: ["何时印发?"])
    return tmp_path / "index"


def generation(index: Path) -> Path:
    return index / GENERATIONS / (index / CURRENT).read_text().strip()


def damaged(data: bytes) -> Iterator[bytes]:
    """Yield what may become of a file: cut at many places, and a byte flipped at many."""
    places = sorted({0, 1, 7, 8, 9, 10, len(data) // 3, len(data) // 2, len(data) - 2, len(data) - 1})
    for at in (at for at in places if 0 <= at < len(data)):
        yield data[:at]
        for flip in (1, 0x80, 0xFF):
            yield data[:at] + bytes([data[at] ^ flip]) + data[at + 1 :]
    yield data + b"\0"


@pytest.mark.parametrize("hashed", [True, False], ids=["hashed", "only verified"])
@pytest.mark.parametrize("name", [*(file.name for file in FILES), MANIFEST, CURRENT])
def test_a_flipped_or_lost_byte_is_damage_and_nothing_else(
    index: Path, name: str, hashed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files too large to be hashed on opening are read as they lie until somebody verifies them."""
    if not hashed:
        monkeypatch.setattr("index.store.opening._HASHED_ON_OPENING", -1)
    path = index / CURRENT if name == CURRENT else generation(index) / name
    if not path.exists():
        pytest.skip("this index has no such file")
    whole = path.read_bytes()
    for data in damaged(whole):
        path.write_bytes(data)
        if name == CURRENT and data.strip() == whole.strip():
            continue
        with pytest.raises(IndexDamaged, match="index"):
            Bundle.open(index).verify()
    path.write_bytes(whole)
    Bundle.open(index).verify()


def test_of_two_writers_one_is_told_to_wait(corpus: Path, index: Path) -> None:
    inside, leave = threading.Event(), threading.Event()

    def sources() -> Iterator[SourceFile]:
        yield record("a.txt", "一", POLICY.format(city="丙市", share=60))
        inside.set()
        leave.wait(60)

    first = threading.Thread(target=lambda: build_from_sources(sources(), index, encoder=HashingEncoder(), workers=1))
    first.start()
    assert inside.wait(60)
    try:
        for write in (
            lambda: build(corpus, index),
            lambda: update.add(index, [corpus / "甲市.txt"], encoder=HashingEncoder(), workers=1),
            lambda: update.remove(index, ["甲市.txt"], encoder=HashingEncoder(), workers=1),
        ):
            with pytest.raises(IndexBusy, match=f"pid {os.getpid()}"):
                write()
        assert set(Bundle.open(index).texts) == {"甲市.txt", "乙市.txt"}, "readers are not held up"
    finally:
        leave.set()
        first.join(60)
    assert set(Bundle.open(index).texts) == {"a.txt"}


def test_a_reader_of_an_old_generation_reads_on_when_it_is_removed(corpus: Path, index: Path) -> None:
    held = Bundle.open(index)
    old = held.folder
    assert held.dense  # the vectors are mapped when they are first asked for
    for share in (60, 70, 80):
        (corpus / "甲市.txt").write_text(POLICY.format(city="甲市", share=share), encoding="utf-8")
        build(corpus, index)
    shutil.rmtree(old, ignore_errors=True)
    assert "50%" in held.texts["甲市.txt"]
    assert [held.text_of(held.passage(row)) for row in range(held.counts.passages)]
    rows = np.arange(held.counts.passages, dtype=np.int32)
    assert held.dense.vectors(rows).shape == (len(rows), held.encoder.dim)
    assert "80%" in Bundle.open(index).texts["甲市.txt"]


def test_an_index_is_opened_while_generations_come_and_go(corpus: Path, index: Path) -> None:
    """Between reading CURRENT and opening what it names, a build may have removed that."""
    done = threading.Event()
    failures: list[BaseException] = []

    def read() -> None:
        while not done.is_set():
            try:
                Bundle.open(index).verify()
            except Exception as error:  # noqa: BLE001  (whatever it is, it is the finding)
                failures.append(error)
                return

    reader = threading.Thread(target=read)
    reader.start()
    for share in range(60, 72):
        (corpus / "甲市.txt").write_text(POLICY.format(city="甲市", share=share), encoding="utf-8")
        build(corpus, index)
    done.set()
    reader.join(60)
    assert failures == []


def vanishes(path: Path) -> None:
    path.unlink()


def becomes_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def becomes_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def becomes_a_loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def becomes_binary(path: Path) -> None:
    path.write_bytes(os.urandom(64) + bytes(4_096))


@pytest.mark.parametrize("happens", [vanishes, becomes_a_pipe, becomes_a_folder, becomes_a_loop, becomes_binary])
@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_a_file_to_which_something_happens_before_it_is_read_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, happens: Callable[[Path], None], suffix: str
) -> None:
    """Between the walk over the folder and the reading of its files."""
    corpus = tmp_path / "files"
    corpus.mkdir()
    for name in ("a", "b", "c"):
        (corpus / f"{name}{suffix}").write_text(POLICY.format(city="甲市", share=50), encoding="utf-8")

    whole = Loader.load

    def load(self: Loader, path: Path, name: str) -> SourceFile:
        if name == f"b{suffix}":
            happens(path)
        return whole(self, path, name)

    monkeypatch.setattr(Loader, "load", load)
    report = build_index([corpus], tmp_path / "index", encoder=HashingEncoder(), workers=1)
    assert (report.files, [name for name, _ in report.skipped]) == (2, [f"b{suffix}"])


def test_a_file_that_grows_or_shrinks_while_it_is_read_is_read_as_it_was_at_one_moment_or_left_out(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.txt"
    line = POLICY.format(city="甲市", share=50)
    path.write_text(line, encoding="utf-8")
    done = threading.Event()

    def change() -> None:
        while not done.is_set():
            with path.open("a", encoding="utf-8") as file:
                file.write(line * 200)
            os.truncate(path, len(line.encode()))

    writer = threading.Thread(target=change)
    writer.start()
    try:
        until = time.monotonic() + 2
        while time.monotonic() < until:
            try:
                text = load_file(path).text
            except LoadError:
                continue
            assert text.replace("\ufffd", "").startswith(line[:20])
    finally:
        done.set()
        writer.join(10)


def test_a_pipe_that_nobody_writes_into_holds_no_build_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.html")
    with Loader() as loader, pytest.raises(LoadError, match="device or pipe"):
        loader.load(FoundFile(tmp_path / "a.html", "a.html").path, "a.html")

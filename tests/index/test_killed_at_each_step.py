"""kill -9 at each step of a change: an index answers whole, as before or as after, and the next change goes through."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index.build import build_index
from index.following import sync
from index.store.bundle import Bundle
from index.store.schema import GENERATIONS
from index.update import remove
from index.versions import collect_garbage
from tests.index.hashing_encoder import HashingEncoder

ROOT = Path(__file__).resolve().parents[2]
ENCODER = HashingEncoder()

CHANGES = [
    ("index.update:read_documents", "1"),
    ("index.build:measured", "1"),
    ("index.store.files:FolderWriter.array", "1"),
    ("index.store.files:FolderWriter.array", "9"),
    ("index.store.files:FolderWriter.bytes", "+1"),
    ("index.store.files:FolderWriter.bytes", "+3"),
    ("index.build:sync_folder", "1"),
    ("index.build:sync_folder", "+1"),
    ("index.build:publish", "1"),
    ("index.store.generations:_is_whole", "+1"),
    ("index.store.generations:make_current", "1"),
    ("index.store.generations:write_atomically", "1"),
    ("index.store.generations:write_atomically", "+1"),
    ("index.store.generations:_discard", "1"),
    ("index.store.generations:remove_entry", "1"),
    ("index.build:publish", "+1"),
    ("index.update:note", "1"),
    ("index.journal:write_atomically", "+1"),
]
SYNC = [("index.following:hash_file", "2"), ("index.following:_remember", "1"), ("index.following:_remember", "+1")]
GC = [
    ("index.versions:write_atomically", "+1"),
    ("index.versions:prune", "1"),
    ("index.store.generations:remove_entry", "1"),
    ("index.versions:prune", "+1"),
]
ROLLBACK = [
    ("index.versions:make_current", "1"),
    ("index.store.generations:write_atomically", "1"),
    ("index.versions:make_current", "+1"),
    ("index.versions:note", "1"),
]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of three generations, and beside it the files that are to come."""
    place = tmp_path_factory.mktemp("prepared")
    (place / "folder").mkdir()
    for number, name in enumerate("甲乙丙"):
        write(place / "folder" / f"{name}.txt", number)
    build_index([place / "folder"], place / "index", encoder=ENCODER, workers=1)
    collect_garbage(place / "index", 3)
    for number in (5, 6):
        write(place / "folder" / "乙.txt", number)
        sync(place / "index", place / "folder", encoder=ENCODER, workers=1)
    write(place / "folder" / "乙.txt", 7)
    write(place / "folder" / "丁.txt", 8)
    return place


def write(path: Path, number: int) -> None:
    path.write_text(f"第{number}号通知\n\n一、要求\n\n各单位要按照要求完成第{number}项任务。\n", encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize(
    ("work", "step", "number"),
    [
        *(("add", *at) for at in CHANGES),
        *(("remove", *at) for at in CHANGES[-9:]),
        *(("sync", *at) for at in (*CHANGES[-9:], *SYNC)),
        *(("gc", *at) for at in GC),
        *(("rollback", *at) for at in ROLLBACK),
    ],
)
def test_an_index_survives_being_killed(prepared: Path, tmp_path: Path, work: str, step: str, number: str) -> None:
    place = tmp_path / "place"
    shutil.copytree(prepared, place)
    index = place / "index"
    before = Bundle.open(index).source_digests()
    done = subprocess.run(
        [sys.executable, "-m", "tests.index.killed", index, work, step, number],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, f"the step was never reached: {done.stderr.decode()}"
    bundle = Bundle.open(index)
    bundle.verify()
    held = bundle.source_digests()
    if work == "gc":
        assert held == before
    if held != before and work in ("add", "sync"):
        assert set(held) == {"甲.txt", "乙.txt", "丙.txt", "丁.txt"}
    if held != before and work == "remove":
        assert set(held) == {"乙.txt", "丙.txt"}
    # Neither its lock nor what it left behind stands in the way of the next.
    sync(index, place / "folder", encoder=ENCODER, workers=1)
    report = remove(index, ["丙.txt"], encoder=ENCODER, workers=1)
    assert report.generation == Bundle.open(index).folder.name
    assert not [entry for entry in (index / GENERATIONS).iterdir() if entry.name.startswith(".")]
    assert "第7项" in Bundle.open(index).texts["乙.txt"]

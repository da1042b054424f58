"""Damage of any kind is said as damage: in headers of arrays, in rows that point at nothing, in what is read late."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from index.build import build_index
from index.errors import IndexDamaged, StorageError
from index.store.bm25 import WeightedTerm
from index.store.bundle import Bundle
from index.store.files import FolderWriter, map_array, write_atomically
from index.store.generations import publish, unfinished
from index.store.lock import writer_lock
from index.store.manifest import generation_name
from index.store.schema import CURRENT, FILES, GENERATIONS, LOCK, MANIFEST
from tests.index.hashing_encoder import HashingEncoder

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
Change = Callable[[npt.NDArray[np.generic]], None]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damage") / "index"
    build_index(sorted(SEEDS.glob("*.txt"))[:2], folder, encoder=HashingEncoder(), workers=1)
    return folder


def copied(index: Path, folder: Path) -> tuple[Path, Path]:
    """Return a copy of the index and its generation."""
    shutil.copytree(index, folder / "index")
    name = (index / CURRENT).read_text().strip()
    return folder / "index", folder / "index" / GENERATIONS / name


def vouched(copy: Path, generation: Path, name: str) -> None:
    """Make the manifest vouch for a changed file, as one does that was written so."""
    data = (generation / name).read_bytes()
    stored = json.loads((generation / MANIFEST).read_bytes())
    stored["files"][name] = {"size": len(data), "sha256": sha256(data).hexdigest()}
    manifest = json.dumps(stored).encode()
    (generation / MANIFEST).write_bytes(manifest)
    generation.rename(generation.with_name(generation_name(manifest)))
    (copy / CURRENT).write_text(generation_name(manifest))


ARRAYS = [file.name for file in FILES if file.dtype is not None]


@pytest.mark.parametrize("name", ARRAYS)
def test_every_byte_of_an_arrays_header_may_be_damaged(index: Path, tmp_path: Path, name: str) -> None:
    """Where a file is too large to be hashed on opening, its header is all that tells what it holds."""
    file = next(file for file in FILES if file.name == name)
    whole = (index / GENERATIONS / (index / CURRENT).read_text().strip() / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(whole)
    right = map_array(path, file.dtype)
    for at in range(128):
        for flip in (1, 4, 16, 128):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :])
            try:
                read = map_array(path, file.dtype)
            except ValueError:
                continue
            assert np.array_equal(read, right), "what is taken for whole is what was written"


@pytest.mark.parametrize("header", [b"", b"\x93NUMPY", b"{'descr': '|O', 'fortran_order': False, 'shape': (9,), }"])
def test_what_is_no_array_of_numbers_is_refused(tmp_path: Path, header: bytes) -> None:
    path = tmp_path / "a.npy"
    whole = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header if header.startswith(b"{") else header
    path.write_bytes(whole + bytes(72))
    with pytest.raises(ValueError, match=r"a\.npy"):
        map_array(path, "<i8")


TABLES = {
    "texts.npy": ("offset", "size", "width"),
    "document_rows.npy": (
        *("source", "start", "end", "first_clause", "clauses", "first_passage", "passages", "place"),
    ),
    "clauses.npy": ("document", "parent", "label", "path", "start", "end", "canonical", "role"),
    "passages.npy": ("document", "start", "end", "first_leaf", "leaves", "canonical", "role"),
    "paths.npy": ("parent", "text"),
}


@pytest.mark.parametrize(("name", "column"), [(name, column) for name, columns in TABLES.items() for column in columns])
@pytest.mark.parametrize("value", [-2, 30_000])
def test_a_row_that_points_at_nothing_is_refused_when_the_index_is_opened(
    index: Path, tmp_path: Path, name: str, column: str, value: int
) -> None:
    copy, generation = copied(index, tmp_path)
    rows = np.load(generation / name)
    rows[column][len(rows) // 2] = value * (10_000 if rows[column].dtype.itemsize > 2 else 1)
    np.save(generation / name, rows)
    vouched(copy, generation, name)
    with pytest.raises(IndexDamaged, match="build it again"):
        Bundle.open(copy)


@pytest.mark.parametrize("name", [name for name in ARRAYS if name.split(".")[-2] != "scores" and name not in TABLES])
@pytest.mark.parametrize("value", [-1, 1 << 30])
def test_an_entry_that_points_at_nothing_is_refused_when_the_index_is_verified(
    index: Path, tmp_path: Path, name: str, value: int
) -> None:
    copy, generation = copied(index, tmp_path)
    entries = np.load(generation / name)
    if not len(entries) or (value > 0 and name in ("tokens.npy", "lexical.lengths.npy")):
        pytest.skip("it has no entry, or none that could be too high")
    if entries.dtype.kind == "u":
        pytest.skip("a count points at nothing, and has no sign")
    if entries.dtype.names:
        entries["within"][len(entries) // 2] = value - 1  # -1 is none
    else:
        entries[len(entries) // 2] = value
    np.save(generation / name, entries)
    vouched(copy, generation, name)
    with pytest.raises(IndexDamaged, match="build it again"):
        Bundle.open(copy).verify()


def test_damage_that_is_met_while_answering_is_said(index: Path, tmp_path: Path) -> None:
    copy, generation = copied(index, tmp_path)
    for name in ("lexical.rows.npy", "texts.bin"):
        path = generation / name
        data = bytearray(path.read_bytes())
        data[len(data) // 2 :] = b"\xdb" * (len(data) - len(data) // 2)
        path.write_bytes(data)
        vouched(copy, generation, name)
        generation = copy / GENERATIONS / (copy / CURRENT).read_text()
    bundle = Bundle.open(copy)
    terms = list(bundle.lexical.vocabulary)
    with pytest.raises(IndexDamaged, match=r"lexical\.rows\.npy"):
        bundle.lexical.search([WeightedTerm(term) for term in terms], 3)
    with pytest.raises(IndexDamaged, match=r"texts\.bin"):
        [bundle.text_of(bundle.passage(row)) for row in range(bundle.counts.passages)]


def test_a_lock_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("kept", encoding="utf-8")
    index = tmp_path / "index"
    index.mkdir()
    (index / LOCK).symlink_to(other)
    with pytest.raises(StorageError, match="is a link, which no lock may be"), writer_lock(index):
        pass
    (index / LOCK).unlink()
    (index / LOCK).symlink_to(tmp_path / "nowhere.txt")
    with pytest.raises(StorageError, match="is a link"), writer_lock(index):
        pass
    assert other.read_text(encoding="utf-8") == "kept"
    assert not (tmp_path / "nowhere.txt").exists()


def test_what_replaces_a_file_is_not_written_through_a_link(tmp_path: Path) -> None:
    other, path = tmp_path / "other.txt", tmp_path / CURRENT
    other.write_text("kept", encoding="utf-8")
    (tmp_path / f".{CURRENT}.new").symlink_to(other)
    write_atomically(path, b"new")
    assert (path.read_bytes(), path.is_symlink(), other.read_text(encoding="utf-8")) == (b"new", False, "kept")


def test_whatever_bears_the_name_of_an_unfinished_build_is_cleared_away(index: Path, tmp_path: Path) -> None:
    copy, generation = copied(index, tmp_path)
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "a.txt").write_text("kept", encoding="utf-8")
    (copy / GENERATIONS / ".building-9").write_text("x", encoding="utf-8")
    (copy / GENERATIONS / ".building-8").symlink_to(kept)
    with unfinished(copy) as folder:
        assert [path.name for path in folder.parent.iterdir()] == [generation.name]
    assert (kept / "a.txt").read_text(encoding="utf-8") == "kept"


def test_everything_is_on_disk_before_it_is_called_current(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In that order: each file, its folder, the folder of generations, what CURRENT becomes, and the folder of that."""
    copy, generation = copied(index, tmp_path)
    manifest = Bundle.open(copy).manifest
    steps: list[tuple[str, str]] = []
    whole_sync, whole_replace = os.fsync, Path.replace

    def sync(descriptor: int) -> None:
        steps.append(("sync", os.fspath(Path(f"/proc/self/fd/{descriptor}").readlink())))
        whole_sync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        steps.append(("replace", os.fspath(target)))
        return whole_replace(self, target)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system does not tell which file a descriptor is of")
    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    writer = FolderWriter(tmp_path / "written")
    writer.bytes("a", b"1")
    writer.array("b.npy", np.zeros(3))
    assert steps == [("sync", str(tmp_path / "written" / name)) for name in ("a", "b.npy")]
    steps.clear()
    shutil.copytree(generation, copy / GENERATIONS / ".building-1")
    publish(copy, copy / GENERATIONS / ".building-1", manifest)
    assert steps == [
        ("sync", str(copy / GENERATIONS)),
        ("sync", str(copy / f".{CURRENT}.new")),
        ("replace", str(copy / CURRENT)),
        ("sync", str(copy)),
    ]

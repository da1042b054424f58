"""Generations: the journal of them, going back, removing old ones, and none that somebody reads."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.build import build_from_sources
from index.errors import IndexBusy, IndexDamaged, IndexMissing, InputError
from index.journal import read_journal
from index.loading.record import record
from index.store.bundle import Bundle, current_generation
from index.store.lock import writer_lock
from index.store.schema import GENERATIONS, JOURNAL
from index.update import change
from index.versions import collect_garbage, history, rollback
from tests.index.hashing_encoder import HashingEncoder

ROOT = Path(__file__).resolve().parents[2]
ENCODER = HashingEncoder()


def write(folder: Path, name: str, version: int = 0) -> str:
    text = f"第{version}条 各单位要完成{name}的任务。"
    sources = [record(name, f"{name}通知", text)]
    if folder.exists():
        return change(folder, sources, encoder=ENCODER, workers=1).generation
    return build_from_sources(sources, folder, encoder=ENCODER, workers=1).generation


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def on_disk(folder: Path) -> set[str]:
    return {path.name for path in (folder / GENERATIONS).iterdir()}


def test_the_journal_tells_what_each_generation_changed(folder: Path) -> None:
    names = [write(folder, "甲"), write(folder, "乙"), write(folder, "甲", 1)]
    names.append(change(folder, remove=["乙"], encoder=ENCODER, workers=1).generation)
    entries = read_journal(folder)
    assert [entry.generation for entry in entries] == names
    assert [entry.how for entry in entries] == ["build", "change", "change", "change"]
    changes = [(entry.changes.added, entry.changes.replaced, entry.changes.removed) for entry in entries]
    assert changes == [(("甲",), (), ()), (("乙",), (), ()), ((), ("甲",), ()), ((), (), ("乙",))]
    assert [entry.files for entry in entries] == [1, 2, 2, 1]


def test_the_generations_that_are_kept_are_listed_the_one_that_answers_first(folder: Path) -> None:
    first, second = write(folder, "甲"), write(folder, "乙")
    versions = history(folder)
    assert [(version.generation, version.current) for version in versions] == [(second, True), (first, False)]
    assert [version.entry.changes.added for version in versions if version.entry] == [("乙",), ("甲",)]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"entries": [1]}', b'{"entries": [{"at": 1}]}', b"[" * 100_000])
def test_a_damaged_journal_only_tells_less(folder: Path, damage: bytes) -> None:
    write(folder, "甲")
    (folder / JOURNAL).write_bytes(damage)
    assert [version.entry for version in history(folder)] == [None]
    name = write(folder, "乙")
    assert [entry.generation for entry in read_journal(folder)] == [name]


def test_going_back_lets_the_generation_before_answer_and_can_be_undone(folder: Path) -> None:
    first, second = write(folder, "甲"), write(folder, "乙")
    assert rollback(folder).generation == first == current_generation(folder)
    assert list(Bundle.open(folder).texts) == ["甲"]
    entry = read_journal(folder)[-1]
    assert (entry.how, entry.changes.removed) == ("rollback", ("乙",))
    assert rollback(folder).generation == second


def test_a_change_after_going_back_builds_on_what_answers(folder: Path) -> None:
    write(folder, "甲")
    write(folder, "乙")
    rollback(folder)
    write(folder, "丙")
    assert list(Bundle.open(folder).texts) == ["甲", "丙"]


def test_a_generation_is_named_by_the_beginning_of_its_name(folder: Path) -> None:
    first, second = write(folder, "甲"), write(folder, "乙")
    assert rollback(folder, first[:6]).generation == first
    for wanted in ("", "zz", first):
        with pytest.raises(InputError):
            rollback(folder, wanted)
    assert current_generation(folder) == first
    assert rollback(folder, second).generation == second


def test_a_damaged_generation_is_not_gone_back_to(folder: Path) -> None:
    first, second = write(folder, "甲"), write(folder, "乙")
    damaged = folder / GENERATIONS / first / "lexical.scores.npy"
    data = damaged.read_bytes()
    damaged.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(IndexDamaged):
        rollback(folder)
    assert current_generation(folder) == second


def test_without_another_generation_or_an_index_there_is_no_going_back(folder: Path) -> None:
    for call in (lambda: rollback(folder), lambda: history(folder), lambda: collect_garbage(folder, 1)):
        with pytest.raises(IndexMissing):
            call()
    assert not folder.exists()
    write(folder, "甲")
    with pytest.raises(InputError, match="no other generation"):
        rollback(folder)


def test_as_many_generations_are_kept_as_was_said_now_and_later(folder: Path) -> None:
    write(folder, "甲")
    assert collect_garbage(folder, 3).removed == ()
    names = [current_generation(folder), *(write(folder, "甲", version) for version in (1, 2))]
    assert on_disk(folder) == set(names)
    names.append(write(folder, "甲", 3))
    assert on_disk(folder) == set(names[1:])
    pruned = collect_garbage(folder, 1)
    assert (set(pruned.removed), pruned.kept) == (set(names[1:3]), (names[3],))
    assert on_disk(folder) == {names[3]}
    with pytest.raises(InputError, match="from 1 on"):
        collect_garbage(folder, 0)


def test_the_generation_that_answers_is_never_removed(folder: Path) -> None:
    first, second = write(folder, "甲"), write(folder, "乙")
    rollback(folder, first)
    assert collect_garbage(folder, 1).removed == (second,)
    assert list(Bundle.open(folder).texts) == ["甲"]


@pytest.mark.skipif(os.name != "posix", reason="a file in use cannot be removed on Windows")
def test_a_generation_that_is_read_stays_until_it_is_read_no_longer(folder: Path) -> None:
    first = write(folder, "甲")
    reader: Bundle | None = Bundle.open(folder)
    write(folder, "乙")
    assert collect_garbage(folder, 1).in_use == (first,)
    assert reader is not None
    assert len(reader.dense) == reader.counts.passages, "it is read at first use, after the others went"
    del reader
    assert collect_garbage(folder, 1).removed == (first,)


@pytest.mark.skipif(os.name != "posix", reason="a file in use cannot be removed on Windows")
def test_a_generation_that_another_process_reads_stays_until_that_ends(folder: Path) -> None:
    first = write(folder, "甲")
    code = "import sys; from index import Bundle; b = Bundle.open(sys.argv[1]); print('open', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        write(folder, "乙")
        assert collect_garbage(folder, 1).in_use == (first,)
        reader.kill()
    assert collect_garbage(folder, 1).removed == (first,)


def test_a_reader_that_comes_while_its_generation_is_replaced_reads_the_new_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "甲")
    real = current_generation
    told: list[str] = []

    def late(index: Path) -> str:
        told.append(real(index))
        if len(told) == 1:
            monkeypatch.setattr("index.store.bundle.current_generation", real)
            write(folder, "乙")
            collect_garbage(folder, 1)
        return told[0]

    monkeypatch.setattr("index.store.bundle.current_generation", late)
    assert list(Bundle.open(folder).texts) == ["甲", "乙"]


def test_going_back_and_removing_wait_for_no_other_writer(folder: Path) -> None:
    write(folder, "甲")
    write(folder, "乙")
    with writer_lock(folder):
        for call in (lambda: rollback(folder), lambda: collect_garbage(folder, 1)):
            with pytest.raises(IndexBusy):
                call()
    assert len(on_disk(folder)) == 2


def test_the_journal_keeps_the_number_of_names_where_there_are_too_many(folder: Path) -> None:
    sources = [record(f"{number}", "", f"第{number}条 按照要求完成任务。") for number in range(1_005)]
    build_from_sources(sources, folder, encoder=ENCODER, workers=1)
    (entry,) = read_journal(folder)
    assert (len(entry.changes.added), entry.changes.counts) == (1_000, (1_005, 0, 0))
    assert json.loads((folder / JOURNAL).read_bytes())

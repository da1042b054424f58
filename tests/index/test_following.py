"""Following a folder: what is new, changed and gone there, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build_index
from index.errors import LoadError, NothingToIndex
from index.following import followed_folders, sync
from index.store.bundle import Bundle
from index.store.schema import FOLLOWED
from index.update import UpdateReport, add
from index.watch import folder_changes
from tests.index.hashing_encoder import HashingEncoder

ENCODER = HashingEncoder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "folder"
    (place / "市").mkdir(parents=True)
    write(place / "甲.txt", 1)
    write(place / "市" / "乙.txt", 2)
    return place


def write(path: Path, number: int) -> Path:
    path.write_text(f"第{number}号通知\n\n一、要求\n\n各单位要按照要求完成第{number}项任务。\n", encoding="utf-8")
    return path


def following(index: Path, folder: Path) -> UpdateReport:
    return sync(index, folder, encoder=ENCODER, workers=1)


def outcome(report: UpdateReport) -> tuple[set[str], set[str], set[str]]:
    return set(report.added), set(report.replaced), set(report.removed)


def test_the_first_time_makes_the_index(folder: Path, tmp_path: Path) -> None:
    assert outcome(following(tmp_path / "index", folder)) == ({"甲.txt", "市/乙.txt"}, set(), set())
    assert followed_folders(tmp_path / "index") == (str(folder.resolve()),)


def test_only_what_changed_is_read(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "index"
    following(index, folder)
    read: list[str] = []
    monkeypatch.setattr(
        "index.following.loaded", lambda found, *rest: read.extend(file.name for file in found) or _loaded(found, *rest)
    )
    before = following(index, folder)
    assert (before.changed, read) == (False, [])
    write(folder / "甲.txt", 3)
    write(folder / "丙.txt", 4)
    (folder / "市" / "乙.txt").unlink()
    assert outcome(following(index, folder)) == ({"丙.txt"}, {"甲.txt"}, {"市/乙.txt"})
    assert set(read) == {"甲.txt", "丙.txt"}
    assert set(Bundle.open(index).texts) == {"甲.txt", "丙.txt"}


def _loaded(*arguments: object) -> object:
    from index.batches import loaded

    return loaded(*arguments)  # type: ignore[arg-type]


def test_a_touched_file_with_the_same_bytes_is_no_change(folder: Path, tmp_path: Path) -> None:
    generation = following(tmp_path / "index", folder).generation
    write(folder / "甲.txt", 1)
    assert following(tmp_path / "index", folder).generation == generation


def test_files_that_came_from_elsewhere_stay(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    following(index, folder)
    add(index, [write(tmp_path / "别处.txt", 7)], encoder=ENCODER, workers=1)
    (folder / "甲.txt").unlink()
    assert following(index, folder).removed == ("甲.txt",)
    other = tmp_path / "other"
    other.mkdir()
    write(other / "丁.txt", 8)
    assert outcome(following(index, other)) == ({"丁.txt"}, set(), set())
    assert set(Bundle.open(index).texts) == {"市/乙.txt", "别处.txt", "丁.txt"}


def test_an_index_built_from_the_folder_follows_it_from_the_first_time(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build_index([folder], index, encoder=ENCODER, workers=1)
    (folder / "甲.txt").unlink()
    assert following(index, folder).removed == ("甲.txt",)


def test_an_index_built_from_elsewhere_loses_nothing_the_first_time(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build_index([write(tmp_path / "别处.txt", 7)], index, encoder=ENCODER, workers=1)
    assert outcome(following(index, folder)) == ({"甲.txt", "市/乙.txt"}, set(), set())


def test_an_empty_or_missing_folder_empties_nothing(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    following(index, folder)
    for path in folder.rglob("*.txt"):
        path.unlink()
    with pytest.raises(NothingToIndex, match="check that it is the right one"):
        following(index, folder)
    with pytest.raises(LoadError, match="is no folder"):
        following(index, tmp_path / "gone")
    assert len(Bundle.open(index).texts) == 2


def test_a_file_that_can_no_longer_be_read_keeps_its_last_reading(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    following(index, folder)
    (folder / "甲.txt").write_text(" ", encoding="utf-8")
    report = following(index, folder)
    assert (report.changed, [name for name, _ in report.skipped]) == (False, ["甲.txt"])
    assert "第1项" in Bundle.open(index).texts["甲.txt"]


def test_another_version_reads_the_whole_folder_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.build.fingerprint", lambda: "of another version")
    following(tmp_path / "index", folder)
    monkeypatch.undo()
    assert outcome(following(tmp_path / "index", folder)) == (set(), {"甲.txt", "市/乙.txt"}, set())
    assert not following(tmp_path / "index", folder).changed


def test_what_was_followed_may_be_lost(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    following(index, folder)
    (index / FOLLOWED).write_bytes(b"{")
    (folder / "甲.txt").unlink()
    assert following(index, folder).removed == (), "nobody knows any more where the file came from"


def test_a_change_is_told_once_it_has_settled(folder: Path) -> None:
    waited = 0

    def steps() -> Iterator[None]:
        yield  # nothing happens
        write(folder / "丙.txt", 4)  # it is being written
        yield
        (folder / "丙.txt").write_text("第4号通知,还在写入中,越来越长。\n" * 9, encoding="utf-8")
        yield
        yield  # written

    script = steps()

    def wait(_: float) -> None:
        nonlocal waited
        waited += 1
        if next(script, "over") == "over":
            raise StopIteration

    changes = folder_changes(folder, wait=wait)
    next(changes)
    assert waited == 4
    with pytest.raises(RuntimeError):
        next(changes)  # told once: the script is over before anything else is


def test_what_changes_before_the_first_look_is_told_too(folder: Path) -> None:
    changes = folder_changes(folder, wait=lambda _: None)
    write(folder / "丁.txt", 5)  # while the folder is followed for the first time
    next(changes)

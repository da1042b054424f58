"""Updates: an index changed step by step is the index built at once, and what fails leaves it as it was."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index
from index.build import build_from_sources, build_index
from index.errors import (
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    InputError,
    ModelError,
    NothingToIndex,
    StorageError,
)
from index.loading.record import record
from index.store.bm25 import WeightedTerm
from index.store.bundle import Bundle, current_generation
from index.store.files import FolderWriter
from index.store.lock import writer_lock
from index.store.schema import GENERATIONS
from index.types import PageSpan, SourceFile, Span
from index.update import UpdateReport, add, change, remove
from tests.index.hashing_encoder import HashingEncoder

ROOT = Path(__file__).resolve().parents[2]
POLICY = "{city}碳达峰实施方案\n\n一、目标\n\n到2025年,新建厂房屋顶光伏覆盖率力争达到{share}%。\n"
ENCODER = HashingEncoder()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for city, share in (("宜春市", 50), ("宿迁市", 40)):
        write(folder / f"{city}.txt", city, share)
    return folder


@pytest.fixture
def built(corpus: Path, tmp_path: Path) -> Path:
    build_index([corpus], tmp_path / "index", encoder=ENCODER, workers=1)
    return tmp_path / "index"


def write(path: Path, city: str, share: int) -> Path:
    path.write_text(POLICY.format(city=city, share=share), encoding="utf-8")
    return path


def adding(index_dir: Path, *paths: Path) -> UpdateReport:
    return add(index_dir, paths, encoder=ENCODER, workers=1)


def removing(index_dir: Path, *files: str) -> UpdateReport:
    return remove(index_dir, files, encoder=ENCODER, workers=1)


def content(index_dir: Path) -> dict[str, bytes]:
    """The files of the current generation, by name."""
    folder = index_dir / GENERATIONS / current_generation(index_dir)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def shares(index_dir: Path) -> set[str]:
    bundle = Bundle.open(index_dir)
    rows, _ = bundle.lexical.search([WeightedTerm(term) for term in bundle.tokenise("屋顶光伏覆盖率")], 99)
    return {bundle.text_of(bundle.passage(row)).strip()[-4:-1] for row in rows.tolist()}


def test_a_file_is_added_and_answers(built: Path, tmp_path: Path) -> None:
    report = adding(built, write(tmp_path / "南京市.txt", "南京市", 65))
    assert (report.added, report.replaced, report.removed, report.skipped) == (("南京市.txt",), (), (), ())
    bundle = Bundle.open(built)
    bundle.verify()
    assert report.changed
    assert report.generation == bundle.folder.name
    assert (report.files, report.documents, report.passages) == (3, 3, bundle.counts.passages)
    assert shares(built) == {"50%", "40%", "65%"}


def test_a_folder_is_added_and_what_cannot_be_is_told(built: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    write(more / "南京市.txt", "南京市", 65)
    (more / "empty.txt").write_text(" ", encoding="utf-8")
    report = adding(built, more, tmp_path / "gone.txt")
    assert report.added == ("南京市.txt",)
    assert [name.rsplit("/", 1)[-1] for name, _ in report.skipped] == ["gone.txt", "empty.txt"]
    assert Bundle.open(built).manifest.skipped == report.skipped


def test_a_file_of_the_same_name_replaces_and_the_report_says_so(built: Path, tmp_path: Path) -> None:
    before = content(built)
    report = adding(built, write(tmp_path / "宜春市.txt", "宜春市", 55))
    assert (report.added, report.replaced) == ((), ("宜春市.txt",))
    assert shares(built) == {"55%", "40%"}
    adding(built, write(tmp_path / "宜春市.txt", "宜春市", 50))
    assert content(built) == before, "what is replaced keeps its place"


def test_a_file_that_cannot_be_read_does_not_replace_the_one_that_answers(built: Path, tmp_path: Path) -> None:
    before = content(built)
    bad = tmp_path / "宜春市.txt"
    bad.write_text(" ", encoding="utf-8")
    overlapping = record(bad.name, "", "甲乙丙丁。", pages=(PageSpan(1, Span(0, 3)), PageSpan(2, Span(2, 5))))
    for report in (
        adding(built, bad),
        change(built, [record(bad.name, "", " ")], encoder=ENCODER, workers=1),
        change(built, [overlapping], encoder=ENCODER, workers=1),
    ):
        assert (report.changed, report.added, report.replaced) == (False, (), ())
        assert [name for name, _ in report.skipped] == ["宜春市.txt"]
        assert report.generation == current_generation(built)
        assert (report.files, report.documents) == (2, 2)
        assert content(built) == before
    report = adding(built, bad, write(tmp_path / "南京市.txt", "南京市", 65))
    assert report.added == ("南京市.txt",)
    assert shares(built) == {"50%", "40%", "65%"}
    assert Bundle.open(built).manifest.skipped == (), "the name that failed still answers: it is not left out"


def test_adding_and_removing_gives_the_bytes_of_before(built: Path, tmp_path: Path) -> None:
    before = content(built)
    adding(built, write(tmp_path / "南京市.txt", "南京市", 65), write(tmp_path / "无锡市.txt", "无锡市", 66))
    assert content(built) != before
    report = removing(built, "无锡市.txt", "南京市.txt")
    assert report.removed == ("无锡市.txt", "南京市.txt")
    assert content(built) == before


def test_adding_gives_the_bytes_of_building_at_once(corpus: Path, built: Path, tmp_path: Path) -> None:
    more = write(tmp_path / "南京市.txt", "南京市", 65)
    adding(built, more)
    build_index([corpus, more], tmp_path / "whole", encoder=ENCODER, workers=1)
    assert content(built) == content(tmp_path / "whole")


def test_the_files_that_an_index_was_built_from_are_not_needed(corpus: Path, built: Path, tmp_path: Path) -> None:
    for path in corpus.iterdir():
        path.unlink()
    adding(built, write(tmp_path / "南京市.txt", "南京市", 65))
    assert shares(built) == {"50%", "40%", "65%"}


def source(name: str, version: int) -> SourceFile:
    text = f"第{version}条 各单位要完成{name}的任务。"
    return record(name, f"{name}通知", text, pages=(PageSpan(version, Span(0, len(text))),))


NAMES = st.sampled_from("甲乙丙丁")
STEPS = st.lists(
    st.tuples(st.dictionaries(NAMES, st.integers(0, 3), max_size=3), st.sets(NAMES, max_size=2)), min_size=1, max_size=4
)


@settings(max_examples=25)
@given(STEPS)
def test_any_steps_lead_to_the_index_of_the_files_that_are_left(
    tmp_path_factory: pytest.TempPathFactory, steps: Sequence[tuple[dict[str, int], set[str]]]
) -> None:
    folder = tmp_path_factory.mktemp("steps")
    left = {"戊": source("戊", 0)}
    build_from_sources(left.values(), folder / "index", encoder=ENCODER, workers=1)
    for added, wanted in steps:
        gone = sorted(wanted & left.keys() - added.keys())
        report = change(folder / "index", [source(*item) for item in added.items()], gone, encoder=ENCODER, workers=1)
        assert set(report.added) == added.keys() - left.keys()
        assert set(report.replaced) == added.keys() & left.keys()
        assert report.removed == tuple(gone)
        left = {name: one for name, one in left.items() if name not in gone}
        left |= {name: source(name, version) for name, version in added.items()}
    build_from_sources(left.values(), folder / "whole", encoder=ENCODER, workers=1)
    assert content(folder / "index") == content(folder / "whole")


def test_what_was_left_out_stays_listed_until_it_is_added_or_removed(corpus: Path, tmp_path: Path) -> None:
    (corpus / "broken.txt").write_text("", encoding="utf-8")
    (corpus / "empty.txt").write_text("", encoding="utf-8")
    folder = tmp_path / "index"
    build_index([corpus], folder, encoder=ENCODER, workers=1)
    listed = Bundle.open(folder).manifest.skipped
    assert [name for name, _ in listed] == ["broken.txt", "empty.txt"]
    assert adding(folder, write(tmp_path / "南京市.txt", "南京市", 65)).skipped == ()
    assert Bundle.open(folder).manifest.skipped == listed
    assert adding(folder, write(tmp_path / "broken.txt", "无锡市", 66)).added == ("broken.txt",)
    assert Bundle.open(folder).manifest.skipped == listed[1:]
    assert removing(folder, "empty.txt").removed == ("empty.txt",)
    assert Bundle.open(folder).manifest.skipped == ()


def test_the_same_name_twice_is_taken_once(built: Path) -> None:
    new = [source("甲", 1), source("甲", 2), record("宜春市.txt", "", "甲乙丙。"), record("宜春市.txt", "", "丁戊己。")]
    report = change(built, new, encoder=ENCODER, workers=1)
    assert (report.added, report.replaced) == (("甲",), ("宜春市.txt",))
    assert sorted(report.skipped) == [
        ("宜春市.txt", "宜春市.txt is named twice: only the first is indexed."),
        ("甲", "甲 is named twice: only the first is indexed."),
    ]
    texts = Bundle.open(built).texts
    assert (texts["宜春市.txt"], texts["甲"]) == ("甲乙丙。", source("甲", 1).text)


def test_nothing_given_builds_the_index_again_from_what_it_holds(built: Path) -> None:
    before = content(built)
    report = change(built, encoder=ENCODER, workers=1)
    assert report.changed
    assert content(built) == before


def test_the_length_of_passages_is_that_of_the_index(corpus: Path, tmp_path: Path) -> None:
    long = "".join(f"第{number}项任务由各县区按照职责分工完成。" for number in range(60))
    (corpus / "long.txt").write_text(f"某市方案\n\n一、任务\n\n{long}\n", encoding="utf-8")
    folder = tmp_path / "index"
    build_index([corpus], folder, encoder=ENCODER, max_chars=80, workers=1)
    before = content(folder)
    adding(folder, write(tmp_path / "南京市.txt", "南京市", 65))
    removing(folder, "南京市.txt")
    assert content(folder) == before


def test_a_file_that_is_not_there_is_not_removed(built: Path) -> None:
    before = content(built)
    with pytest.raises(InputError, match=r"^The index has no file gone\.txt: `yinju info` lists what it holds\.$"):
        removing(built, "宜春市.txt", "gone.txt")
    with pytest.raises(InputError, match="No file to remove is named"):
        removing(built)
    assert content(built) == before


def test_the_last_file_is_not_removed(built: Path) -> None:
    before = content(built)
    with pytest.raises(NothingToIndex, match="cannot be emptied"):
        removing(built, "宜春市.txt", "宿迁市.txt")
    assert content(built) == before
    report = change(built, [source("甲", 1)], ["宜春市.txt", "宿迁市.txt"], encoder=ENCODER, workers=1)
    assert (report.files, report.added) == (1, ("甲",))


def test_nothing_to_add_leaves_the_index_as_it_is(built: Path, tmp_path: Path) -> None:
    before = content(built)
    (tmp_path / "none").mkdir()
    for paths in ([], [tmp_path / "none"]):
        with pytest.raises(NothingToIndex, match="nothing to index"):
            adding(built, *paths)
    assert content(built) == before


def test_without_an_index_nothing_is_made_unless_it_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    path = write(tmp_path / "南京市.txt", "南京市", 65)
    for call in (lambda: adding(folder, path), lambda: removing(folder, "a.txt"), lambda: change(folder)):
        with pytest.raises(IndexMissing, match="yinju build FILES"):
            call()
    assert not folder.exists()
    assert change(folder, [source("甲", 1)], encoder=ENCODER, create=True, workers=1).added == ("甲",)
    with pytest.raises(NothingToIndex, match="nothing to index"):
        change(tmp_path / "other", encoder=ENCODER, create=True, workers=1)


def test_one_writer_at_a_time(built: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "南京市.txt", "南京市", 65)
    before = content(built)
    with writer_lock(built):
        for call in (lambda: adding(built, path), lambda: removing(built, "宜春市.txt")):
            with pytest.raises(IndexBusy, match=f"pid {os.getpid()}"):
                call()
    assert content(built) == before
    assert adding(built, path).added == ("南京市.txt",)


def test_the_lock_is_held_from_reading_to_publishing(built: Path) -> None:
    def meanwhile() -> list[SourceFile]:
        with pytest.raises(IndexBusy):
            removing(built, "宜春市.txt")
        return [source("甲", 1)]

    def late():
        yield from meanwhile()

    assert change(built, late(), encoder=ENCODER, workers=1).files == 3


def test_another_encoder_is_refused(built: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "南京市.txt", "南京市", 65)
    with pytest.raises(ModelError, match="hashing-32-997"):
        add(built, [path], encoder=HashingEncoder(vocabulary=101), workers=1)


def test_a_damaged_index_is_not_copied_under_new_checksums(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = built / GENERATIONS / current_generation(built) / "texts.bin"
    whole = texts.read_bytes()
    texts.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    monkeypatch.setattr("index.store.opening._HASHED_ON_OPENING", 0)
    with pytest.raises(IndexDamaged, match=r"texts\.bin was changed"):
        adding(built, write(tmp_path / "南京市.txt", "南京市", 65))


def test_a_full_disk_leaves_the_old_one_answering(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(built)

    def full(self: FolderWriter, name: str, data: bytes | memoryview) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FolderWriter, "bytes", full)
    with pytest.raises(StorageError, match="no room left"):
        adding(built, write(tmp_path / "南京市.txt", "南京市", 65))
    assert content(built) == before


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_killed_at_any_moment(built: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    for number in range(12):
        text = POLICY.format(city=f"第{number}试点", share=number + 60) * 6
        (more / f"more{number}.txt").write_text(text, encoding="utf-8")
    code = (
        "import sys; from index.update import add, remove; from tests.index.hashing_encoder import HashingEncoder; "
        "print('ready', flush=True); "
        "add(sys.argv[1], [sys.argv[2]], encoder=HashingEncoder(), workers=2)"
    )
    old, texts = current_generation(built), dict(Bundle.open(built).texts)
    expected = tmp_path / "expected"
    subprocess.run(["cp", "-r", built, expected], check=True)
    whole = adding(expected, more)
    for share in (0.02, 0.15, 0.35, 0.55, 0.75, 0.9, 0.97):
        with subprocess.Popen([sys.executable, "-c", code, built, more], stdout=subprocess.PIPE, cwd=ROOT) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(share * whole.seconds)
            process.send_signal(signal.SIGKILL)
        bundle = Bundle.open(built)
        bundle.verify()
        assert bundle.folder.name in (old, whole.generation)
        assert bundle.folder.name == whole.generation or dict(bundle.texts) == texts
    # The lock of a killed process is gone, and what it left behind goes with the next change.
    adding(built, more)
    assert content(built) == content(expected)
    assert not [path for path in (built / GENERATIONS).iterdir() if path.name.startswith(".")]


def test_questions_to_begin_with_are_made_from_the_next_generation(built: Path, tmp_path: Path) -> None:
    def listing(bundle: Bundle, encoder: object) -> list[str]:
        return sorted(bundle.texts)

    path = write(tmp_path / "南京市.txt", "南京市", 65)
    add(built, [path], encoder=ENCODER, workers=1, examples=listing)
    assert Bundle.open(built).examples == ("南京市.txt", "宜春市.txt", "宿迁市.txt")
    remove(built, ["南京市.txt"], encoder=ENCODER, workers=1, examples=listing)
    assert Bundle.open(built).examples == ("宜春市.txt", "宿迁市.txt")


def test_updates_are_public() -> None:
    assert (index.add, index.remove, index.change, index.UpdateReport) == (add, remove, change, UpdateReport)

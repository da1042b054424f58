"""Builds: everything readable goes in, the rest is told, and nothing that happens to a build harms the old index."""

import errno
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from index.build import BuildReport, build_from_sources, build_index
from index.errors import IndexBusy, NothingToIndex, StorageError
from index.language.tokens import GRAMS, WORDS
from index.loading.record import record
from index.store.bm25 import WeightedTerm
from index.store.bundle import Bundle
from index.store.files import FolderWriter
from index.store.lock import writer_lock
from index.store.schema import CURRENT, GENERATIONS, JOURNAL
from index.types import Span
from tests.index.hashing_encoder import HashingEncoder

ROOT = Path(__file__).resolve().parents[2]
POLICY = """宜春市碳达峰实施方案

一、总体要求

(一)指导思想。深入贯彻新发展理念,稳妥有序推进碳达峰行动。

二、重点任务

(一)能源绿色低碳转型行动

1. 大力发展新能源。到2025年,全市新型储能装机规模达到80万千瓦。(市发展改革委牵头,市能源局按职责分工负责)

(二)城乡建设碳达峰行动

1. 推进可再生能源建筑应用。到2025年,新建厂房屋顶光伏覆盖率力争达到50%。
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(POLICY, encoding="utf-8")
    (folder / "b.txt").write_bytes(POLICY.replace("宜春", "宿迁").encode("gb18030"))
    return folder


def build(corpus: Path, index: Path, workers: int = 1) -> BuildReport:
    return build_index([corpus], index, encoder=HashingEncoder(), workers=workers)


def answers(index: Path) -> list[str]:
    bundle = Bundle.open(index)
    rows, _ = bundle.lexical.search([WeightedTerm(term) for term in bundle.tokenise("厂房屋顶光伏覆盖率")], 1)
    return [bundle.text_of(bundle.passage(row)) for row in rows.tolist()]


def content(index: Path) -> dict[str, bytes]:
    """Return all files of an index but its lock and its journal, which tells the time, by relative path."""
    return {
        str(path.relative_to(index)): path.read_bytes()
        for path in sorted(index.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and path.name != JOURNAL
    }


def test_everything_readable_goes_in(corpus: Path, tmp_path: Path) -> None:
    (corpus / "empty.txt").write_text(" \n", encoding="utf-8")
    (corpus / "binary.txt").write_bytes(bytes(range(256)) * 20)
    index = tmp_path / "index"
    report = build_index([corpus, tmp_path / "gone.txt"], index, encoder=HashingEncoder(), workers=1)
    assert (report.files, report.documents) == (2, 2)
    assert report.passages == Bundle.open(index).counts.passages > 4
    assert sorted(name.rsplit("/", 1)[-1] for name, _ in report.skipped) == ["binary.txt", "empty.txt", "gone.txt"]
    assert all(reason.endswith(".") for _, reason in report.skipped)
    assert "50%" in answers(index)[0]


def test_nothing_usable_leaves_the_old_index_alone(corpus: Path, tmp_path: Path) -> None:
    index, empty = tmp_path / "index", tmp_path / "empty"
    empty.mkdir()
    build(corpus, index)
    before = content(index)
    for paths in ([], [empty], [tmp_path / "gone"]):
        with pytest.raises(NothingToIndex, match="nothing to index"):
            build_index(paths, index, encoder=HashingEncoder(), workers=1)
    assert content(index) == before


@pytest.mark.parametrize("workers", [1, 3])
def test_same_input_gives_the_same_bytes(corpus: Path, tmp_path: Path, workers: int) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    first = build(corpus, one)
    second = build(corpus, other, workers)
    assert first.generation == second.generation
    assert content(one) == content(other)


def test_another_process_gives_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    build(corpus, one)
    subprocess.run(child(corpus, other), check=True, env={**os.environ, "PYTHONHASHSEED": "7"}, cwd=ROOT)
    assert content(one) == content(other)


def test_old_generation_is_kept_once_for_its_readers(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    names = []
    for number in range(3):
        (corpus / "c.txt").write_text(f"第{number}号通知\n\n一、要求\n\n各单位要按照要求完成第{number}项任务。\n")
        reader = Bundle.open(index) if number else None
        names.append(build(corpus, index).generation)
        if reader is not None:
            reader.verify()
            assert reader.text_of(reader.passage(0))
    assert sorted(path.name for path in (index / GENERATIONS).iterdir()) == sorted(names[1:])


def test_same_input_again_changes_nothing_and_mends_damage(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    name = build(corpus, index).generation
    before = content(index)
    assert build(corpus, index).generation == name
    assert content(index) == before
    (index / GENERATIONS / name / "passages.npy").write_bytes(b"damaged")
    build(corpus, index)
    assert content(index) == before


def test_two_builds_at_once(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    with writer_lock(index), pytest.raises(IndexBusy, match=f"pid {os.getpid()}"):
        build(corpus, index)
    build(corpus, index)


def test_disk_full(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "index"
    build(corpus, index)
    before = content(index)
    (corpus / "c.txt").write_text("另一份通知\n\n一、要求\n\n按照要求完成任务。\n", encoding="utf-8")

    def full(self: FolderWriter, name: str, data: bytes | memoryview) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(FolderWriter, "bytes", full)
        with pytest.raises(StorageError, match="no room left"):
            build(corpus, index)
    assert content(index) == before
    assert list((index / GENERATIONS).iterdir()) == [index / GENERATIONS / (index / CURRENT).read_text().strip()]


def test_file_size_limit_is_a_full_disk(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    sources = [record(f"r{i}", "通知", f"第{i}条 各单位要按照职责分工完成第{i}项任务。" * 20) for i in range(50)]
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(StorageError, match="no room left"):
            build_from_sources(sources, tmp_path / "index", encoder=HashingEncoder(), workers=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list((tmp_path / "index" / GENERATIONS).iterdir()) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_folder_that_may_not_be_written(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    index.mkdir(mode=0o500)
    with pytest.raises(StorageError, match="may not be written"):
        build(corpus, index)


def test_index_path_is_a_file(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "index").write_text("something else")
    with pytest.raises(StorageError, match="a file has its name"):
        build(corpus, tmp_path / "index")


def child(corpus: Path, index: Path) -> list[str]:
    code = (
        "import sys; from pathlib import Path; from index.build import build_index; "
        "from tests.index.hashing_encoder import HashingEncoder; "
        "print('ready', flush=True); "
        "build_index([Path(sys.argv[1])], sys.argv[2], encoder=HashingEncoder(), workers=2)"
    )
    return [sys.executable, "-c", code, str(corpus), str(index)]


def delays(whole: float) -> Iterator[float]:
    for share in (0.02, 0.15, 0.35, 0.55, 0.75, 0.9, 0.97):
        yield share * whole


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_killed_at_any_moment(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(corpus, index)
    old = answers(index)
    for number in range(12):
        text = POLICY.replace("宜春", f"第{number}试点") * 6
        (corpus / f"more{number}.txt").write_text(text, encoding="utf-8")

    def start() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(child(corpus, index), stdout=subprocess.PIPE, cwd=ROOT)
        assert process.stdout is not None
        process.stdout.readline()
        return process

    expected = tmp_path / "expected"
    whole = build(corpus, expected)
    for delay in delays(whole.seconds):
        with start() as process:
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
        Bundle.open(index).verify()
        if Bundle.open(index).folder.name != whole.generation:
            assert answers(index) == old
    # The lock of a killed process is gone, and what it left behind goes with the next build.
    build(corpus, index)
    Bundle.open(index).verify()
    assert (index / CURRENT).read_text().strip() == whole.generation
    assert not [path for path in (index / GENERATIONS).iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("step", ["sync_folder", "write_atomically"])
def test_crash_while_publishing(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    index = tmp_path / "index"
    old = build(corpus, index).generation
    (corpus / "c.txt").write_text("另一份通知\n\n一、要求\n\n按照要求完成任务。\n", encoding="utf-8")

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(f"index.store.generations.{step}", crash)
        with pytest.raises(KeyboardInterrupt):
            build(corpus, index)
    assert Bundle.open(index).folder.name == old
    assert build(corpus, index).generation == Bundle.open(index).folder.name != old


def test_records(tmp_path: Path) -> None:
    sources = [
        record("law#1", "口岸服务条例 第一条", "为了规范口岸开放,制定本条例。"),
        record("law#2", "", "\n  没有标题的记录。 "),
        record("law#3", "只有标题", "  "),
        record("law#4", "", " "),
        record("law#1", "重复", "同一个编号。"),
    ]
    report = build_from_sources(sources, tmp_path, encoder=HashingEncoder(), workers=1)
    assert (report.files, report.passages) == (3, 3)
    assert [name for name, _ in report.skipped] == ["law#4", "law#1"]
    bundle = Bundle.open(tmp_path)
    assert [bundle.text_of(bundle.passage(i)) for i in range(3)] == [
        *["为了规范口岸开放,制定本条例。", "没有标题的记录。", "只有标题"],
    ]
    title = bundle.documents[0].title
    assert title is not None
    assert title.span.of(bundle.texts["law#1"]) == title.value == "口岸服务条例 第一条"
    # The title is context: it can be searched.
    assert bundle.lexical.df("口岸") == 1


class PlainEncoder:
    """An encoder like a transformer: texts as they stand, no token vectors."""

    name, dim, fingerprint, wants_normalised = "plain", 8, "f" * 64, False

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.seen += texts
        return np.eye(8, dtype=np.float32)[[len(text) % 8 for text in texts]]

    encode_queries = encode_passages


def test_encoder_without_tokens_reads_the_source_as_it_stands(corpus: Path, tmp_path: Path) -> None:
    encoder = PlainEncoder()
    build_index([corpus], tmp_path / "index", encoder=encoder, workers=1)
    bundle = Bundle.open(tmp_path / "index")
    bundle.verify()
    assert bundle.token_ids is None
    assert len(encoder.seen) == bundle.counts.passages
    for row, text in enumerate(encoder.seen):
        context, own = text.rsplit("\n", 1)
        passage = bundle.passage(row)
        # The headings directly above are in the passage's text, but they are indexed as its context.
        leaves = Span(bundle.clause(passage.clause_ids[0]).span.start, passage.span.end)
        assert own == bundle.slice(passage.doc_id, leaves).rsplit("\n", 1)[-1]
        assert all(heading in context for heading in bundle.heading_path(row))


def test_large_corpora_hold_words_only(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(corpus, tmp_path / "small")
    monkeypatch.setattr("index.build.GRAMS_LIMIT", 100)
    build(corpus, tmp_path / "large")
    small, large = Bundle.open(tmp_path / "small"), Bundle.open(tmp_path / "large")
    assert (small.manifest.tokenizer, large.manifest.tokenizer) == (GRAMS, WORDS)
    assert small.counts.passages == large.counts.passages
    assert small.counts.terms > large.counts.terms
    for bundle in (small, large):
        terms = bundle.tokenise("屋顶光伏覆盖率")
        assert all(bundle.lexical.df(term) for term in terms)
        assert [term for term, _ in bundle.tokenise_spans("屋顶光伏覆盖率")] == terms


def test_progress_is_told(corpus: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    build_index(
        [corpus],
        tmp_path / "index",
        encoder=HashingEncoder(),
        progress=lambda stage, done, total: told.append((stage, done, total)),
    )
    assert [stage for stage, _, _ in told if stage == "load"] == ["load", "load"]
    assert {stage for stage, _, _ in told} == {"load", "encode", "write"}
    assert told[-1][1] == told[-1][2]


def test_the_opening_stands_in_for_a_title_and_is_said_once(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    rest = "各单位应当认真学习并做好宣传。" * 40
    text = f"洗车行业用水说明 洗车用水必须循环使用。 {rest}"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (folder / "b.txt").write_text(f"洗车行业用水办法\n第一条 洗车用水必须循环使用。\n第二条 {rest}", encoding="utf-8")
    build_index([folder], tmp_path / "index", encoder=HashingEncoder(), workers=1)
    bundle = Bundle.open(tmp_path / "index")
    untitled, titled = bundle.documents
    assert (untitled.title, titled.title is not None) == (None, True)
    rows, _ = bundle.lexical.search([WeightedTerm("洗车")], len(bundle.passage_rows))
    assert sorted(rows.tolist()) == list(range(len(bundle.passage_rows))), "every passage has context"
    passages = [bundle.passage(row) for row in bundle.passages_of(untitled.doc_id)]
    assert len(passages) > 1
    assert [bundle.text_of(passage) for passage in passages] == [passage.span.of(text) for passage in passages]
    # 洗车 stands twice in the opening; were it context of its own passage, that would hold more tokens than it has.
    held = bundle.lexical.lengths[passages[0].passage_id]
    assert held == len(bundle.tokenise(bundle.text_of(passages[0])))

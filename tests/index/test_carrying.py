"""What is taken over: an index changed step by step is the one built at once, and what stays is not read again."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index.build
import index.update
from index.build import build_from_sources
from index.encoders.base import unit_rows
from index.loading.record import record
from index.store.bundle import Bundle
from index.store.vectors import faiss
from index.types import PageSpan, SourceFile, Span
from index.update import change
from tests.index.hashing_encoder import HashingEncoder

ENCODER = HashingEncoder()
PORTAL = "打印本页\n扫一扫在手机打开当前页\n"
NAMES = "甲乙丙丁戊己庚"
CLAUSES = [
    f"{number}．各县区按照{{name}}职责分工，{2021 + number}年底前完成第{number}项任务，覆盖率达到{40 + number}%以上。"
    for number in range(6)
]
OFFICIAL = "云州市{name}工作实施方案\n\n一、总体要求\n\n{first}\n\n二、重点任务\n\n{rest}\n\n（责任单位：市{name}局）\n"


def official(name: str, clauses: Sequence[str]) -> str:
    return OFFICIAL.format(name=name, first=clauses[0], rest="\n".join(clauses[1:])).replace("{name}", name)


def source(name: str, version: int) -> SourceFile:
    """A file that shares with others what they have, by its version: a portal's lines, a text, a summary, pages."""
    text = official(name, CLAUSES[version % 3 :])
    media, pages = "text/plain", ()
    if version in (1, 4):
        text = PORTAL + text + PORTAL
    if version == 2:
        text = official("甲", CLAUSES)  # a copy
    if version == 3:
        text = f"记者从市政府获悉，方案日前印发。{CLAUSES[1].format(name=name)}\n原文如下：\n{text}"
    if version == 5:
        pages = (PageSpan(1, Span(0, 30)), PageSpan(2, Span(30, len(text))))
    if version == 6:
        return record(name, f"{name}通知", CLAUSES[2].format(name=name))
    return SourceFile(name, text, f"{version:064}", "utf-8", media, (), pages)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Bundle.open(folder).folder.iterdir()}


def changed(folder: Path, added: Mapping[str, int], gone: Sequence[str] = ()) -> None:
    change(folder, [source(*item) for item in added.items()], gone, encoder=ENCODER, workers=1)


def built(folder: Path, files: Mapping[str, int]) -> Path:
    build_from_sources([source(*item) for item in files.items()], folder, encoder=ENCODER, workers=1)
    return folder


STEPS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(NAMES), st.integers(0, 6), max_size=3),
        st.sets(st.sampled_from(NAMES), max_size=2),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 6), min_size=1), STEPS)
def test_any_steps_over_files_that_share_text_lead_to_the_index_of_the_files_that_are_left(
    tmp_path_factory: pytest.TempPathFactory,
    start: dict[str, int],
    steps: Sequence[tuple[dict[str, int], set[str]]],
) -> None:
    folder = tmp_path_factory.mktemp("steps")
    left = {"辛": 0, **start}
    built(folder / "index", left)
    for added, wanted in steps:
        gone = sorted(wanted & left.keys() - added.keys())
        if not added and not gone:
            continue
        changed(folder / "index", added, gone)
        left = {name: version for name, version in left.items() if name not in gone} | added
    assert content(folder / "index") == content(built(folder / "whole", left))


def test_a_file_that_stays_is_neither_parsed_nor_encoded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = built(tmp_path / "index", dict.fromkeys(NAMES, 0))
    parsed: list[str] = []
    encoded: list[str] = []

    class Watching(HashingEncoder):
        def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
            encoded.extend(texts)
            return super().encode_passages(texts)

        def token_ids(self, texts: Sequence[str]) -> list[np.ndarray]:
            encoded.extend(texts)
            return super().token_ids(texts)

    for module in (index.build, index.update):
        real = module.read_documents

        def watched(source: SourceFile, *rest: object, real: object = real) -> object:
            parsed.append(source.path)
            return real(source, *rest)  # type: ignore[operator]

        monkeypatch.setattr(module, "read_documents", watched)
    change(folder, [source("丙", 5)], encoder=Watching(), workers=1)
    assert set(parsed) == {"丙"}
    assert encoded
    assert not [text for text in encoded if "丙" not in text]


def test_a_line_that_becomes_the_portals_changes_the_files_that_hold_it(tmp_path: Path) -> None:
    folder = built(tmp_path / "index", {"甲": 1, "乙": 1, "丙": 0})
    assert not Bundle.open(folder).shared_lines
    changed(folder, {"丁": 1})
    assert Bundle.open(folder).shared_lines
    assert content(folder) == content(built(tmp_path / "whole", {"甲": 1, "乙": 1, "丙": 0, "丁": 1}))


def test_a_copy_stands_by_itself_when_its_original_goes(tmp_path: Path) -> None:
    folder = built(tmp_path / "index", {"甲": 0, "乙": 2, "丙": 5})
    assert (Bundle.open(folder).passage_canonicals >= 0).any()
    changed(folder, {}, ["甲"])
    assert content(folder) == content(built(tmp_path / "whole", {"乙": 2, "丙": 5}))


def test_crossing_the_bound_of_another_tokenizer_either_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.build.GRAMS_LIMIT", 4 * len(source("甲", 0).text) + 20)
    folder = built(tmp_path / "index", {"甲": 0, "乙": 1, "丙": 0})
    small = Bundle.open(folder).manifest.tokenizer
    changed(folder, {"丁": 1, "戊": 1})
    assert Bundle.open(folder).manifest.tokenizer != small
    assert content(folder) == content(built(tmp_path / "large", {"甲": 0, "乙": 1, "丙": 0, "丁": 1, "戊": 1}))
    changed(folder, {}, ["甲", "乙"])
    assert Bundle.open(folder).manifest.tokenizer == small
    assert content(folder) == content(built(tmp_path / "small", {"丙": 0, "丁": 1, "戊": 1}))


def test_crossing_the_bound_of_compressed_vectors_either_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faiss, "FLAT_LIMIT", 20)
    monkeypatch.setattr(faiss, "_TRAINING", 16)
    monkeypatch.setitem(faiss.FaissStore.build.__func__.__kwdefaults__, "flat_limit", 20)
    few, more = dict.fromkeys("甲乙", 0), dict.fromkeys("丙丁戊己", 4)
    folder = built(tmp_path / "index", few)
    assert Bundle.open(folder).counts.passages <= 20
    changed(folder, more)
    assert Bundle.open(folder).counts.passages > 20
    assert content(folder) == content(built(tmp_path / "whole", few | more))
    changed(folder, {"甲": 5})
    assert content(folder) == content(built(tmp_path / "next", few | {"甲": 5} | more))
    changed(folder, {}, list(more))
    assert content(folder) == content(built(tmp_path / "again", few | {"甲": 5}))


def test_vectors_of_a_compressed_store_make_the_same_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faiss, "_TRAINING", 64)
    vectors = unit_rows(np.random.default_rng(3).normal(size=(90, 16)).astype(np.float32))
    store = faiss.FaissStore.build(vectors, flat_limit=10)
    again = faiss.FaissStore.build(store.vectors(np.arange(90, dtype=np.int32)), flat_limit=10)
    assert store.may_be_built_again(faiss.FLAT_LIMIT + 1)
    assert not store.may_be_built_again(9)
    np.testing.assert_array_equal(again.search(vectors[5], 20)[1], store.search(vectors[5], 20)[1])


def test_another_version_reads_everything_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.build.fingerprint", lambda: "of another version")
    folder = built(tmp_path / "index", dict.fromkeys("甲乙丙", 0))
    monkeypatch.undo()
    read: list[str] = []
    real = index.build.read_documents

    def watched(source: SourceFile, *rest: object) -> object:
        read.append(source.path)
        return real(source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(index.build, "read_documents", watched)
    changed(folder, {"丁": 0})
    assert set(read) == set("甲乙丙丁")
    assert content(folder) == content(built(tmp_path / "whole", dict.fromkeys("甲乙丙丁", 0)))

"""An opened index gives back what went in, and refuses whatever does not match."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.build import build_index
from index.clauses import parse_clauses
from index.errors import IndexDamaged, IndexMissing, ModelError
from index.language.normalise import normalise_text
from index.loading import find_files, load_file
from index.passages import pack_passages
from index.splitting import split_documents
from index.store.bundle import Bundle
from index.store.manifest import Manifest, generation_name
from index.store.schema import CURRENT, FILES, GENERATIONS, MANIFEST, OPTIONAL, PASSAGE, SCHEMA
from index.types import Role, Span
from tests.index.hashing_encoder import HashingEncoder

ROOT = Path(__file__).resolve().parents[3]
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle") / "index"
    build_index([SEEDS], folder, encoder=HashingEncoder(), workers=1)
    return folder


@pytest.fixture(scope="module")
def bundle(index: Path) -> Bundle:
    return Bundle.open(index)


def copy_of(index: Path, folder: Path) -> tuple[Path, Path]:
    """Return a copy of the index and its current generation."""
    shutil.copytree(index, folder / "index")
    name = (index / CURRENT).read_text().strip()
    return folder / "index", folder / "index" / GENERATIONS / name


def rewrite_manifest(copy: Path, generation: Path, **changes: object) -> None:
    """Change the manifest of a copy as another version would have written it."""
    stored = json.loads((generation / MANIFEST).read_bytes()) | changes
    data = json.dumps(stored).encode()
    (generation / MANIFEST).write_bytes(data)
    generation.rename(generation.with_name(generation_name(data)))
    (copy / CURRENT).write_text(generation_name(data))


def test_what_went_in_comes_back(bundle: Bundle) -> None:
    doc_id = clause_id = passage_id = 0
    for file in find_files([SEEDS]):
        if file.name not in bundle.texts:
            continue
        source = load_file(file.path, name=file.name)
        assert bundle.texts[file.name] == source.text
        for document in split_documents(source):
            read = bundle.document(doc_id)
            for name in ("title", "issuer", "place", "doc_no", "issued_on", "published_on", "span", "kind", "parts"):
                assert getattr(read, name) == getattr(document, name)
            assert (read.doc_id, read.source_path, read.source_sha256) == (doc_id, file.name, source.sha256)
            clauses = parse_clauses(source, document)
            first = clause_id
            assert bundle.clauses_of(doc_id) == range(first, first + len(clauses))
            for clause in clauses:
                stored = bundle.clause(clause_id)
                assert (stored.label, stored.path, stored.span, stored.role, stored.level) == (
                    *(clause.label, clause.path, clause.span, clause.role, clause.level),
                )
                parent = None if clause.parent_id is None else first + clause.parent_id - clauses[0].clause_id
                assert (stored.clause_id, stored.doc_id, stored.parent_id) == (clause_id, doc_id, parent)
                assert bundle.text_of(stored) == clause.span.of(source.text)
                clause_id += 1
            for passage in pack_passages(source.text, clauses, max_chars=bundle.manifest.max_chars):
                packed = bundle.passage(passage_id)
                assert (packed.span, packed.role, packed.doc_id) == (passage.span, passage.role, doc_id)
                assert packed.clause_ids == tuple(first + i - clauses[0].clause_id for i in passage.clause_ids)
                assert bundle.heading_path(passage_id) == bundle.clause(packed.clause_ids[0]).path
                assert passage_id in bundle.passages_of(doc_id)
                passage_id += 1
            doc_id += 1
    counts = bundle.counts
    assert (doc_id, clause_id, passage_id) == (counts.documents, counts.clauses, counts.passages)
    assert bundle.clause_count == clause_id


def test_texts_are_found_by_path(bundle: Bundle) -> None:
    assert len(bundle.texts) == bundle.counts.files == len(list(bundle.texts))
    for path, text in bundle.texts.items():
        assert bundle.texts[path] == text
    for missing in ("", "zzz", "光伏"):
        assert missing not in bundle.texts


def test_row_is_the_same_passage_in_every_array(bundle: Bundle) -> None:
    encoder = HashingEncoder()
    assert bundle.token_ids is not None
    assert len(bundle.lexical) == len(bundle.dense) == len(bundle.token_ids) == len(bundle.passage_rows)
    for row in range(0, len(bundle.passage_rows), 37):
        ids = bundle.token_ids[row]
        passage = bundle.passage(row)
        leaves = Span(bundle.clause(passage.clause_ids[0]).span.start, passage.span.end)
        text = normalise_text(bundle.slice(passage.doc_id, leaves))
        assert ids[-len(text) + 1 :].tolist() == encoder.token_ids([text])[0].tolist()
        vector = encoder.encode_ids([ids])[0]
        np.testing.assert_allclose(bundle.dense.vectors(np.array([row]))[0], vector, atol=1e-6)
        assert bundle.lexical.lengths[row] >= len(bundle.tokenise(text))


def test_repeats_are_folded_under_the_official_text(bundle: Bundle) -> None:
    roles = [bundle.passage(row).role for row in range(bundle.counts.passages)]
    repeating = [row for row, role in enumerate(roles) if role in (Role.SUMMARY, Role.REPEAT)]
    folded = [row for row in repeating if bundle.canonical(row) != row]
    assert len(folded) >= 0.9 * len(repeating) > 0
    for row in folded:
        official = bundle.canonical(row)
        assert roles[official] is Role.TEXT
        assert bundle.canonical(official) == official
    assert all(bundle.canonical(row) == row for row, role in enumerate(roles) if role is Role.TEXT)


def test_places_that_repeat_a_passage(bundle: Bundle) -> None:
    row = next(
        row
        for row in range(bundle.counts.passages)
        if bundle.passage(row).role is Role.REPEAT and bundle.canonical(row) != row
    )
    official = bundle.canonical(row)
    places = bundle.repeats_of(official)
    repeat = bundle.passage(row)
    file = bundle.document(repeat.doc_id).source_path
    assert any(place == file and span.overlap(repeat.span) for place, span in places)


def test_places_of_documents(bundle: Bundle) -> None:
    for place, documents in bundle.places.items():
        for doc_id in documents.tolist():
            stated = bundle.document(doc_id).place
            assert stated is not None
            assert stated.value == place
    assert sum(map(len, bundle.places.values())) == sum(document.place is not None for document in bundle.documents)


def test_masks_are_what_the_records_say(bundle: Bundle) -> None:
    passages = [bundle.passage(row) for row in range(bundle.counts.passages)]
    assert bundle.passage_documents.tolist() == [passage.doc_id for passage in passages]
    canonical = [target if target >= 0 else row for row, target in enumerate(bundle.passage_canonicals.tolist())]
    assert canonical == [bundle.canonical(row) for row in range(len(passages))]
    for role in Role:
        assert bundle.passages_of_role(role).tolist() == [passage.role is role for passage in passages]
        clauses = [bundle.clause(row).role is role for row in range(bundle.clause_count)]
        assert bundle.clauses_of_role(role).tolist() == clauses
    files = [document.source_path for document in bundle.documents]
    for file in (*bundle.texts, "gone.txt"):
        assert bundle.documents_of(file) == [doc_id for doc_id, holding in enumerate(files) if holding == file]
    assert bundle.unplaced_documents.tolist() == [document.place is None for document in bundle.documents]


def test_passages_over_a_span_are_those_that_share_characters_with_it(bundle: Bundle) -> None:
    for document in bundle.documents:
        start, end = document.span
        for span in (Span(start, start + 1), Span((start + end) // 2, (start + end) // 2 + 60), Span(start, end)):
            own = [row for row in bundle.passages_of(document.doc_id) if bundle.passage(row).span.overlap(span)]
            assert bundle.passages_over(document.doc_id, span).tolist() == own


def test_only_the_encoder_of_the_index_fits(bundle: Bundle) -> None:
    bundle.check_encoder(HashingEncoder())
    with pytest.raises(ModelError, match="hashing-32-997"):
        bundle.check_encoder(HashingEncoder(vocabulary=101))


def test_layout_is_what_is_declared(bundle: Bundle) -> None:
    assert {path.name for path in bundle.folder.iterdir()} == {file.name for file in FILES} | {MANIFEST}
    assert {file.name for file in FILES} >= OPTIONAL
    assert bundle.manifest.schema == SCHEMA
    documented = (ROOT / "docs" / "index-format.md").read_text(encoding="utf-8")
    assert f"Layout {SCHEMA}, " in documented
    for file in FILES:
        assert f"`{file.name}`" in documented
        assert file.holds in documented
    assert all(f"`{name}`" in documented for name in PASSAGE.names or ())


def test_no_index(tmp_path: Path) -> None:
    for missing in (tmp_path, tmp_path / "gone"):
        with pytest.raises(IndexMissing, match=f"yinju build FILES --index {missing}"):
            Bundle.open(missing)


@pytest.mark.parametrize("name", [file.name for file in FILES] + [MANIFEST])
def test_damaged_file_is_refused(index: Path, tmp_path: Path, name: str) -> None:
    copy, generation = copy_of(index, tmp_path)
    path = generation / name
    whole = path.read_bytes()
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    for damaged in (whole[:-1], flipped, whole + b"\0"):
        path.write_bytes(damaged)
        with pytest.raises(IndexDamaged, match="build it again with `yinju build"):
            Bundle.open(copy)
    path.unlink()
    with pytest.raises(IndexDamaged):
        Bundle.open(copy)


def test_large_files_are_compared_when_verified(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy, generation = copy_of(index, tmp_path)
    path = generation / "lexical.scores.npy"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    monkeypatch.setattr("index.store.opening._HASHED_ON_OPENING", 1000)
    opened = Bundle.open(copy)
    with pytest.raises(IndexDamaged, match=r"lexical.scores.npy was changed"):
        opened.verify()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"schema": 0}, "layout 0"),
        (
            {"schema": 1},
            f"layout 1, this version reads layout {SCHEMA}.*again with `yinju build FILES --index",
        ),
        ({"tokenizer": "other/1"}, "cuts words otherwise"),
        ({"normaliser": "other/1"}, "cuts words otherwise"),
        ({"files": {}}, "lists other files"),
        ({"encoder": 5}, "cannot be used"),
    ],
)
def test_other_version_is_refused(index: Path, tmp_path: Path, changes: dict[str, object], why: str) -> None:
    copy, generation = copy_of(index, tmp_path)
    rewrite_manifest(copy, generation, **changes)
    with pytest.raises(IndexDamaged, match=why):
        Bundle.open(copy)


@pytest.mark.parametrize("pointer", [b"", b"../../etc", b"\xff\xfe", b"0123456789abcdef"])
def test_damaged_pointer_is_refused(index: Path, tmp_path: Path, pointer: bytes) -> None:
    copy, _ = copy_of(index, tmp_path)
    (copy / CURRENT).write_bytes(pointer)
    with pytest.raises(IndexDamaged):
        Bundle.open(copy)


def test_manifest_round_trip(bundle: Bundle) -> None:
    data = bundle.manifest.to_bytes()
    assert Manifest.from_bytes(data) == bundle.manifest
    assert generation_name(data) == bundle.folder.name


def test_opening_imports_nothing_heavy(index: Path) -> None:
    code = (
        "import sys; from index.store.bundle import Bundle; b = Bundle.open(sys.argv[1]); b.dense; "
        "heavy = {'torch', 'bm25s', 'scipy', 'jieba', 'lxml', 'sentence_transformers'} & set(sys.modules); "
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code, str(index)], check=True, cwd=ROOT)


def test_an_index_gives_back_its_sources_whole(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.md").write_text("# 某市方案\n\n## 目标\n\n到2025年达到50%。\n", encoding="utf-8")
    (folder / "b.txt").write_bytes("某县方案\n\n一、目标\n\n到2025年达到60%。\n".encode("gb18030"))
    build_index([folder], tmp_path / "index", encoder=HashingEncoder(), workers=1)
    read = [load_file(found.path, name=found.name) for found in find_files([folder])]
    assert read[0].headings
    assert list(Bundle.open(tmp_path / "index").sources()) == read

"""What people say of documents: kept across changes and rebuilds, used where documents are told apart, never cited."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.build import build_from_sources, build_index
from index.corrections import Correction, change_corrections, checked, read_corrections
from index.errors import InputError
from index.loading.record import record
from index.store.bundle import Bundle, current_generation
from index.store.schema import METADATA
from index.types import DateKind, SourceFile, Status
from index.update import change, remove
from retriever.query.field_asked import stated
from retriever.standing import ceased
from tests.index.hashing_encoder import HashingEncoder

ROOT = Path(__file__).resolve().parents[2]
ENCODER = HashingEncoder()
TEXT = (
    "云州市人民政府关于印发云州市碳达峰实施方案的通知\n云政发〔2023〕5号\n\n各区人民政府:\n\n一、目标\n\n"
    "到2025年,屋顶光伏覆盖率达到50%。\n\n云州市人民政府\n2023年1月6日\n"
)


def source(name: str, text: str = TEXT) -> SourceFile:
    return SourceFile(name, text, "0" * 64, "utf-8", "text/plain")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build_from_sources(
        [source("甲.txt"), record("乙", "储能通知", "新型储能达到80万千瓦。")], tmp_path, encoder=ENCODER
    )
    return tmp_path


def setting(folder: Path, **changes: object) -> None:
    correction = Correction("甲.txt", 0, None, **changes)  # type: ignore[arg-type]
    change_corrections(folder, lambda before: [*(one for one in before if one.file != "甲.txt"), correction])


def test_what_is_set_stands_in_the_place_of_what_was_read(folder: Path) -> None:
    read = Bundle.open(folder).documents[0]
    setting(folder, values={"issuer": "云州市发展和改革委员会", "place": "云州"}, tags=("能源",), status=Status.DRAFT)
    bundle = Bundle.open(folder)
    document = bundle.documents[0]
    assert document.issuer is not None
    assert document.issuer.value == "云州市发展和改革委员会"
    assert (document.tags, document.status) == (("能源",), Status.DRAFT)
    assert document.by_hand == ("issuer", "place", "status", "tags")
    assert document.title == read.title
    assert bundle.documents.as_read(0) == read
    assert bundle.documents[1].by_hand == ()


def test_documents_are_found_by_what_is_set(folder: Path) -> None:
    setting(folder, values={"issuer": "云州市发展和改革委员会", "place": "云州", "issued_on": ""})
    bundle = Bundle.open(folder)
    assert bundle.documents.values("issuer")[0] == "云州市发展和改革委员会"
    assert bundle.documents.stating("issuer", "云州市发展和改革委员会") == [0]
    assert bundle.documents.stating("issuer", "云州市人民政府") == []
    assert bundle.documents.values("issued_on") == [None, None]
    assert {place: rows.tolist() for place, rows in bundle.places.items()} == {"云州": [0]}
    assert bundle.unplaced_documents.tolist() == [False, True]


def test_nothing_that_the_text_does_not_say_is_cited(folder: Path) -> None:
    setting(folder, values={"issued_on": "2024-02-03", "doc_no": "云政发〔2023〕5号", "effective": "2024-03-01"})
    document = Bundle.open(folder).documents[0]
    assert stated(document, "issued_on") == ()
    assert stated(document, DateKind.EFFECTIVE.value) == ()
    assert [span.of(TEXT) for span in stated(document, "doc_no")] == ["云政发〔2023〕5号"]


def test_what_is_set_outlives_changes_rebuilds_and_its_document(folder: Path) -> None:
    setting(folder, values={"title": "别的标题"})
    before = current_generation(folder)
    change(folder, [source("丙.txt", TEXT.replace("50%", "60%"))], encoder=ENCODER, workers=1)

    def title() -> str | None:
        bundle = Bundle.open(folder)
        held = bundle.documents_of("甲.txt")
        found = bundle.documents[held[0]].title if held else None
        return found.value if found else None

    assert title() == "别的标题"
    remove(folder, ["甲.txt"], encoder=ENCODER, workers=1)
    assert title() is None
    build_from_sources([source("丙.txt"), source("甲.txt")], folder, encoder=ENCODER)
    assert title() == "别的标题"
    assert current_generation(folder) != before


def test_what_is_set_changes_no_byte_of_a_generation(folder: Path) -> None:
    before = current_generation(folder)
    setting(folder, values={"title": "别的标题"})
    assert change(folder, encoder=ENCODER, workers=1).generation == before


def test_a_document_of_several_is_known_by_its_title_when_others_before_it_go(tmp_path: Path) -> None:
    (seed,) = (ROOT / "seeds").glob("003_*.txt")
    build_index([seed], tmp_path, encoder=ENCODER, workers=1)
    bundle = Bundle.open(tmp_path)
    titles = bundle.documents.values("title")
    assert len(titles) > 2, "the file is read as several documents"
    change_corrections(tmp_path, lambda _: [Correction(seed.name, 1, titles[1], tags=("试点",))])
    without_first = bundle.texts[seed.name][bundle.documents[1].span.start :]
    build_from_sources([source(seed.name, without_first)], tmp_path, encoder=ENCODER)
    now = Bundle.open(tmp_path)
    assert now.documents.values("title") == titles[1:]
    assert [document.tags for document in now.documents] == [("试点",), *[()] * (len(titles) - 2)]


def test_a_status_says_whether_a_document_has_ceased(folder: Path) -> None:
    setting(folder, status=Status.REPEALED)
    found = ceased(Bundle.open(folder), 0)
    assert found is not None
    assert (found.how, found.on) == ("repealed", None)
    setting(folder, values={"expires": "2020-01-01"})
    assert ceased(Bundle.open(folder), 0) is not None
    setting(folder, values={"expires": "2020-01-01"}, status=Status.IN_FORCE)
    assert ceased(Bundle.open(folder), 0) is None


@pytest.mark.parametrize(
    "damage", [b"", b"{", b'{"documents": [1]}', b'{"documents": [{"file": "x"}]}', b"[" * 100_000]
)
def test_a_damaged_file_is_neither_believed_nor_overwritten(folder: Path, damage: bytes) -> None:
    setting(folder, values={"title": "别的标题"})
    (folder / METADATA).write_bytes(damage)
    assert Bundle.open(folder).documents[0].by_hand == ()
    for call in (lambda: read_corrections(folder), lambda: setting(folder, tags=("能源",))):
        with pytest.raises(InputError, match="cannot be read"):
            call()
    assert (folder / METADATA).read_bytes() == damage


@pytest.mark.parametrize("date", ["2023", "2023-06", "2023-06-30", ""])
def test_dates_that_are_taken(date: str) -> None:
    assert checked(Correction("甲", 0, None, values={"issued_on": f" {date} "})).values == {"issued_on": date}


@pytest.mark.parametrize(
    "wrong",
    [
        {"values": {"issued_on": "2023-13"}},
        {"values": {"effective": "昨天"}},
        {"values": {"title": "长" * 501}},
        {"tags": tuple(map(str, range(51)))},
    ],
)
def test_what_cannot_be_set_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        checked(Correction("甲", 0, None, **wrong))  # type: ignore[arg-type]


def test_two_who_correct_at_once_both_do(folder: Path) -> None:
    code = (
        "import sys; from index.corrections import *;\n"
        "for i in range(20):\n"
        "    change_corrections(sys.argv[1], lambda old: [*old, Correction(sys.argv[2], i, None, tags=('x',))])"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, folder, name], cwd=ROOT) for name in ("甲.txt", "乙", "丙", "丁")
    ]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    assert len(read_corrections(folder)) == 80

import json
import math
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest
import torch

from index.errors import ModelError
from retriever.reader import Reader, ReaderInput, Reading
from retriever.reader.model import GRAPH_FILE, MANIFEST_FILE, TOKENIZER_FILE, ReadingModel
from retriever.reader.reader import LARGEST
from retriever.reader.windows import encode_text, windows_of
from scripts.training.reader.model import SPAN_HEADS, TEXT_HEADS
from tests.retriever.reader.tiny import save_tiny, tiny_tokenizer

PASSAGE = "企业最高300万元，以上的补贴由省厅负责。"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reader")
    save_tiny(folder)
    return folder


@pytest.fixture(scope="module")
def reader(folder: Path) -> Reader:
    return Reader.load(folder)


@pytest.mark.parametrize(("quantised", "tolerance"), [(False, 1e-4), (True, 0.35)])
def test_the_exported_graph_says_what_the_trained_model_says(tmp_path: Path, quantised: bool, tolerance: float) -> None:
    model = save_tiny(tmp_path, quantised=quantised)
    tokenizer = tiny_tokenizer()
    asked, _ = encode_text(tokenizer, "补贴多少？")
    for passage in (PASSAGE, "a", PASSAGE * 8):
        pieces, offsets = encode_text(tokenizer, passage)
        windows = windows_of(asked, [], pieces, offsets)
        for window, (spans, text) in zip(windows, ReadingModel.load(tmp_path).run(windows), strict=True):
            with torch.no_grad():
                expected, said = model(torch.tensor([window.ids]), torch.tensor([window.types]))
            assert spans.shape == (len(window.ids), len(SPAN_HEADS))
            assert np.abs(spans - expected[0].numpy()).max() < tolerance
            assert text.shape == (len(TEXT_HEADS),)
            assert np.abs(text - said[0].numpy()).max() < tolerance


def test_padding_changes_nothing() -> None:
    from tests.retriever.reader.tiny import tiny_model

    ids, types = torch.tensor([[0, 7, 2, 2, 8, 9, 2]]), torch.tensor([[0, 0, 0, 1, 1, 1, 1]])
    padded = torch.cat([ids, torch.ones(1, 5, dtype=torch.long)], 1), torch.cat([types, torch.zeros(1, 5).long()], 1)
    model = tiny_model()
    with torch.no_grad():
        (spans, text), (other, again) = model(ids, types), model(*padded)
    assert torch.allclose(spans, other[:, :7], atol=1e-5)
    assert torch.allclose(text, again, atol=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        PASSAGE,
        "企業最高３００萬元，補貼由省廳負責。" * 60,
        "0123456789" * 1000,
        "a\x00企业\x00",
        "\ud800企业\udfff最高",
        "企" * 10_000,
        "① ㎡ ½ e\u0301",
    ],
)
def test_spans_are_ranges_of_the_passage(reader: Reader, text: str) -> None:
    (reading,) = reader.read("补贴多少？", [ReaderInput(text, "通知", ("一、企业",))])
    assert reading.evidence is not None
    assert reading.answer is not None
    assert 0 <= reading.evidence.start <= reading.answer.start < reading.answer.end <= reading.evidence.end <= len(text)
    assert 0 <= reading.relevance <= 1
    assert reading.answer_score <= 0
    assert reading.none_score <= 0


@pytest.mark.parametrize("text", ["", "   \n", "\u3000"])
def test_a_passage_without_characters_has_no_spans(reader: Reader, text: str) -> None:
    (reading,) = reader.read("补贴多少？", [ReaderInput(text)])
    assert reading == Reading(-LARGEST, None, None, -math.inf, 0.0)
    assert reading.relevance < 1e-20
    assert reading.support is None


@pytest.mark.parametrize("question", ["", "补" * 2000, "\x00\udfff", "How much?" * 200])
def test_no_question_is_too_strange(reader: Reader, question: str) -> None:
    assert len(reader.read(question, [ReaderInput(PASSAGE)])) == 1


def test_a_reading_does_not_depend_on_what_else_is_read(reader: Reader) -> None:
    passages = [ReaderInput(PASSAGE * n) for n in (1, 9, 2, 5)]
    together, alone = reader.read("谁负责", passages), [reader.read("谁负责", [passage])[0] for passage in passages]
    assert together == alone
    for one, other in zip(together, alone, strict=True):
        assert one.support is not None
        assert other.support is not None
        assert one.answer is not None
        assert one.support.answer(one.answer) == other.support.answer(one.answer)


def test_nothing_to_read_is_no_reading(reader: Reader) -> None:
    assert reader.read("谁负责", []) == []


def test_the_context_is_title_and_headings() -> None:
    assert ReaderInput("x", "通知", ("一、", "（一）")).context == "通知 › 一、 › （一）"
    assert ReaderInput("x", headings=("一、",)).context == "一、"
    assert ReaderInput("x").context == ""


def test_readings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        ReaderInput("x").text = "y"  # type: ignore[misc]


@pytest.mark.parametrize("name", [MANIFEST_FILE, TOKENIZER_FILE, GRAPH_FILE])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    save_tiny(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ModelError, match=name) as caught:
        Reader.load(tmp_path)
    assert str(caught.value).count("\n") == 0


def test_a_file_cut_short_is_named(tmp_path: Path) -> None:
    save_tiny(tmp_path)
    content = (tmp_path / GRAPH_FILE).read_bytes()
    (tmp_path / GRAPH_FILE).write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelError, match="cut short"):
        Reader.load(tmp_path)


def test_a_changed_file_is_found(tmp_path: Path) -> None:
    save_tiny(tmp_path)
    content = bytearray((tmp_path / GRAPH_FILE).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / GRAPH_FILE).write_bytes(content)
    with pytest.raises(ModelError, match="checksum"):
        Reader.load(tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "damaged"),
        (b"[]", "damaged"),
        (b"\xff", "damaged"),
        (b'{"format": 99}', "format 99"),
        (b'{"format": 1}', "does not describe"),
    ],
)
def test_a_manifest_of_another_kind_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    save_tiny(tmp_path)
    (tmp_path / MANIFEST_FILE).write_bytes(content)
    with pytest.raises(ModelError, match=message):
        Reader.load(tmp_path)


def test_a_graph_that_is_none_is_refused(tmp_path: Path) -> None:
    save_tiny(tmp_path)
    manifest = json.loads((tmp_path / MANIFEST_FILE).read_text())
    from retriever.reader.model import digest

    (tmp_path / GRAPH_FILE).write_bytes(b"no graph")
    manifest["files"][GRAPH_FILE] = {"bytes": 8, "sha256": digest(b"no graph")}
    (tmp_path / MANIFEST_FILE).write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match="cannot be opened"):
        Reader.load(tmp_path)


def test_a_missing_runtime_is_said_with_the_command(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelError, match="pip install onnxruntime"):
        Reader.load(folder)


def test_importing_and_reading_need_no_torch(folder: Path) -> None:
    code = (
        "import sys; from retriever.reader import Reader, ReaderInput; assert 'onnxruntime' not in sys.modules; "
        "from pathlib import Path; r = Reader.load(Path(sys.argv[1])); r.read('a', [ReaderInput('b')]); "
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True, timeout=120)

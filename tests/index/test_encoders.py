"""Encoders: the shipped one against sentence-transformers, tiny transformers loaded offline, and what is refused."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoders import EMBEDDED, Encoder, TokenEncoder, load_encoder
from index.encoders.base import unit_rows
from index.encoders.registry import EMBEDDED_FOLDER
from index.encoders.static import StaticEncoder
from index.errors import ModelError

NEEDED = "other models than the embedded one need the extra `models`"
TEXTS = [
    "到2025年,新增可再生能源和原料用能不纳入能源消费总量控制。",
    "by 2025, at least half of the roofs of new public buildings carry photovoltaic panels",
    "牛顿阐明了动量和角动量守恒的原理",
    "14.5%",
]


@pytest.fixture(scope="module")
def embedded() -> StaticEncoder:
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    return encoder


def test_embedded_encoder_keeps_the_contract(embedded: StaticEncoder) -> None:
    assert isinstance(embedded, Encoder)
    assert isinstance(embedded, TokenEncoder)
    assert embedded.name == EMBEDDED
    assert len(embedded.fingerprint) == 64
    vectors = embedded.encode_queries([*TEXTS, "", "。!?"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (6, embedded.dim)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 1, 0, 0], abs=1e-5)
    pieces = embedded.token_weights.size
    assert embedded.token_rows(np.arange(pieces)).shape == (pieces, embedded.dim)
    assert (embedded.token_weights > 0).all()


def test_embedded_folder_is_small() -> None:
    sizes = {path: path.stat().st_size for path in EMBEDDED_FOLDER.parent.rglob("*") if path.is_file()}
    assert max(sizes.values()) <= 15_000_000
    assert sum(size for path, size in sizes.items() if EMBEDDED_FOLDER in path.parents) <= 15_000_000


def test_embedded_encoder_equals_sentence_transformers(embedded: StaticEncoder) -> None:
    pytest.importorskip("sentence_transformers", reason=NEEDED)
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(EMBEDDED_FOLDER), device="cpu")
    expected = model.encode(TEXTS, convert_to_numpy=True)
    assert embedded.encode_passages(TEXTS) == pytest.approx(expected, abs=1e-5)


def test_embedded_encoder_equals_static_embedding_of_the_same_rows(embedded: StaticEncoder) -> None:
    pytest.importorskip("sentence_transformers", reason=NEEDED)
    from safetensors.numpy import load_file
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, StaticEmbedding
    from tokenizers import Tokenizer

    rows = load_file(EMBEDDED_FOLDER / "model.safetensors")["emb_layer.weight"].astype(np.float32)
    tokenizer = Tokenizer.from_file(str(EMBEDDED_FOLDER / "tokenizer.json"))
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=rows), Normalize()], device="cpu")
    assert embedded.encode_queries(TEXTS) == pytest.approx(model.encode(TEXTS), abs=1e-5)


def test_embedded_encoder_needs_no_torch() -> None:
    code = (
        "import sys; from index.encoders import load_encoder; load_encoder().encode_queries(['建筑']);"
        "sys.exit(any(m in sys.modules for m in ('torch', 'sentence_transformers', 'huggingface_hub', 'model2vec')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_translations_are_nearer_than_other_texts(embedded: StaticEncoder) -> None:
    english = embedded.encode_queries(["solar power", "hospital", "traffic accident"])
    chinese = embedded.encode_passages(["太阳能发电", "医院", "交通事故"])
    assert (english @ chinese.T).argmax(1).tolist() == [0, 1, 2]


@settings(max_examples=25)
@given(st.lists(st.text(), max_size=5))
def test_a_text_has_the_same_vector_in_any_company(texts: list[str]) -> None:
    encoder = load_encoder()
    together = encoder.encode_passages(texts)
    for text, vector in zip(texts, together, strict=True):
        assert encoder.encode_passages([text])[0] == pytest.approx(vector, abs=1e-6)


@pytest.fixture(scope="module")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A two-layer BERT with random weights, saved by sentence-transformers with prompts of its own."""
    torch = pytest.importorskip("torch", reason=NEEDED)
    pytest.importorskip("sentence_transformers", reason=NEEDED)
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("bert")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "query", "passage", ":", "碳", "达", "峰", "建", "筑"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    tokenizer = BertTokenizerFast(vocab=str(folder / "vocab.txt"))
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=32,
    )
    BertModel(config).save_pretrained(folder / "raw")
    tokenizer.save_pretrained(folder / "raw")
    transformer = Transformer(str(folder / "raw"))
    model = SentenceTransformer(
        modules=[transformer, Pooling(16)], device="cpu", prompts={"query": "query: ", "document": "passage: "}
    )
    model.save(str(folder / "model"))
    return folder / "model"


def test_transformer_folder_applies_the_prompts(tiny_folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    encoder = load_encoder(str(tiny_folder))
    model = SentenceTransformer(str(tiny_folder), device="cpu")
    expected = unit_rows(model.encode(["query: 碳达峰", "passage: 碳达峰"], prompt=""))
    assert encoder.dim == 16
    assert not encoder.wants_normalised
    assert encoder.encode_queries(["碳达峰", " "]) == pytest.approx(np.stack([expected[0], np.zeros(16)]), abs=1e-5)
    assert encoder.encode_passages(["碳达峰"])[0] == pytest.approx(expected[1], abs=1e-5)


def test_fingerprint_follows_the_files(tiny_folder: Path, tmp_path: Path) -> None:
    before = load_encoder(str(tiny_folder)).fingerprint
    copied = tmp_path / "copy"
    shutil.copytree(tiny_folder, copied)
    assert load_encoder(str(copied)).fingerprint == before
    settings_file = copied / "config_sentence_transformers.json"
    content: dict[str, Any] = json.loads(settings_file.read_text(encoding="utf-8"))
    content["prompts"] = {"query": "", "document": ""}
    settings_file.write_text(json.dumps(content), encoding="utf-8")
    assert load_encoder(str(copied)).fingerprint != before


@pytest.mark.parametrize("path", ["./models/e5", "/models/e5", "~/models/e5", "models/e5/", "a/b/c", "...", "模型"])
def test_mistyped_path_is_never_taken_for_a_hub_name(path: str) -> None:
    with pytest.raises(ModelError, match="no folder"):
        load_encoder(path)


def test_file_and_empty_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ModelError, match="is a file"):
        load_encoder(str(tmp_path / "file"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="no sentence-transformers model"):
        load_encoder(str(tmp_path / "empty"))


def test_unreachable_hub_fails_fast_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sentence_transformers", reason=NEEDED)
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(ModelError, match="no model hub can be reached; give the path"):
        load_encoder("nobody/no-such-model")


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_damaged_static_folder_is_refused(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(EMBEDDED_FOLDER, folder)
    (folder / name).write_bytes(b"{}")
    with pytest.raises(ModelError, match="whole copy"):
        load_encoder(str(folder))


def test_static_folder_loads_from_a_copy(tmp_path: Path, embedded: StaticEncoder) -> None:
    shutil.copytree(EMBEDDED_FOLDER, tmp_path / "model")
    copied = load_encoder(str(tmp_path / "model"))
    assert copied.fingerprint == embedded.fingerprint
    assert np.array_equal(copied.encode_queries(TEXTS), embedded.encode_queries(TEXTS))


def test_lone_surrogates_are_encoded_as_nothing_known(embedded: StaticEncoder) -> None:
    with_them = embedded.encode_queries(["\ud800屋顶\udfff", "屋顶", "🙂屋顶"])
    assert np.allclose(with_them[0], embedded.encode_queries(["\ufffd屋顶\ufffd"])[0])

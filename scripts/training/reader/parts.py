"""A trained model as files of at most 15 MB, for a machine that only small files leave."""

from __future__ import annotations

import io
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from scripts.training.reader.model import ReaderModel
from scripts.training.reader.wheel import Sizes

LARGEST = 15_000_000
LEVELS = 127


def write_parts(model: ReaderModel, folder: Path, name: str, *, levels: bool) -> None:
    """Write the weights in 16 bits, or its matrices in 8 (``levels``: the large model is only a teacher)."""
    folder.mkdir(parents=True, exist_ok=True)
    held: dict[str, np.ndarray] = {":sizes": np.array(list(asdict(model.sizes).values()), np.float64)}
    for key, value in model.state_dict().items():
        array = value.detach().cpu().numpy()
        if key == "table.rows":
            if not levels:
                held[key] = array
        elif levels and array.ndim == 2 and array.size > 100_000:
            scale = np.maximum(np.abs(array).max(1, keepdims=True), 1e-8) / LEVELS
            held[f"8bit:{key}"], held[f"scale:{key}"] = np.rint(array / scale).astype(np.int8), scale.astype(np.float16)
        else:
            held[key] = array if key == "table.scales" else array.astype(np.float16)
    content = io.BytesIO()
    np.savez(content, **held)
    data = content.getvalue()
    for number, start in enumerate(range(0, len(data), LARGEST)):
        (folder / f"{name}.{number}").write_bytes(data[start : start + LARGEST])


def read_parts(folder: Path, name: str, table: ReaderModel | None = None) -> ReaderModel:
    """The model; a large one, which was written without its table, takes that of ``table``."""
    numbers = sorted(folder.glob(f"{name}.*"), key=lambda path: int(path.suffix[1:]))
    with np.load(io.BytesIO(b"".join(path.read_bytes() for path in numbers))) as held:
        values = dict(zip(Sizes.__slots__, held[":sizes"].tolist(), strict=True))
        model = ReaderModel(Sizes(**{key: v if key == "epsilon" else int(v) for key, v in values.items()}))
        state = model.state_dict()
        for key in held.files:
            plain = key.removeprefix("8bit:")
            if key.startswith("8bit:"):
                state[plain] = torch.from_numpy(
                    held[key].astype(np.float32) * held[f"scale:{plain}"].astype(np.float32)
                )
            elif plain in state:
                value = torch.from_numpy(held[key])
                state[plain] = value if value.dtype == torch.int8 else value.float()
        if table is not None:
            state |= {key: value for key, value in table.state_dict().items() if key.startswith("table.")}
        model.load_state_dict(state)
    return model

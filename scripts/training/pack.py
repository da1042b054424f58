"""The shipped form: an int8 table in a folder that sentence-transformers opens as it stands.

``StaticEmbedding`` holds floating-point rows only, which would double the file. ``WordEmbeddings`` followed by mean
``Pooling`` and ``Normalize`` is the same function, and converts int8 rows as it loads them. One scale for the whole
table needs no storing, because the mean is normalised.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from index.encoders.static import CARD_FILE, ROWS, TOKENIZER_FILE, WEIGHTS, WEIGHTS_FILE
from scripts.training.loop import Trained

CLIPPED = 1e-5
"""Share of the table's entries that may be clipped, so that a few long rows do not coarsen all others."""


def quantise(rows: NDArray[np.float32]) -> NDArray[np.int8]:
    """The table in int8 with one common scale, the largest 0.001% of the entries clipped."""
    largest = float(np.quantile(np.abs(rows), 1 - CLIPPED))
    return np.asarray(np.clip(np.rint(rows * (127.0 / largest)), -127, 127), dtype=np.int8)


def save(trained: Trained, tokenizer: Tokenizer, card: Mapping[str, object], folder: Path) -> None:
    """Write the model folder; the same input gives the same bytes."""
    dim = int(trained.rows.shape[1])
    modules = ("", "WordEmbeddings"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")
    listed = [
        {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for number, (path, kind) in enumerate(modules)
    ]
    _write_json(folder / "modules.json", listed)
    _write_json(
        folder / "wordembedding_config.json",
        {
            "tokenizer_class": "sentence_transformers.models.tokenizer.WordTokenizer.TransformersTokenizerWrapper",
            "update_embeddings": False,
            "max_seq_length": 1_000_000,
        },
    )
    _write_json(folder / "tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast"})
    _write_json(folder / "config_sentence_transformers.json", {"prompts": {}, "similarity_fn_name": "cosine"})
    _write_json(
        folder / "1_Pooling" / "config.json", {"word_embedding_dimension": dim, "pooling_mode_mean_tokens": True}
    )
    _write_json(folder / "2_Normalize" / "config.json", {})
    _write_json(folder / CARD_FILE, dict(card))
    tokenizer.save(str(folder / TOKENIZER_FILE), pretty=False)
    weights = trained.weights.astype(np.float32)
    save_file({ROWS: quantise(trained.rows), WEIGHTS: weights}, folder / WEIGHTS_FILE)
    (folder / WEIGHTS_FILE).chmod(0o644)  # safetensors writes files for their owner alone


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", encoding="utf-8")

"""The shipped folder: the model as an int8 ONNX graph with its tokenizer and manifest."""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path

import torch
from tokenizers import Tokenizer

from retriever.reader.model import FORMAT, GRAPH_FILE, MANIFEST_FILE, TOKENIZER_FILE, digest
from scripts.training.reader.model import ReaderModel

OPSET = 17


def export(
    model: ReaderModel, tokenizer: Tokenizer, card: Mapping[str, object], folder: Path, *, quantised: bool = True
) -> None:
    """Write the folder that `retriever.reader.model` opens.

    Matrices become int8, one scale a column; of seven bits, because processors without VNNI add pairs of products in
    16 bits, which eight overflow. Activations are quantised as they come. The heads stay in float32.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        _graph(model, plain)
        if quantised:
            _quantise(plain, folder / GRAPH_FILE)
        else:
            (folder / GRAPH_FILE).write_bytes(plain.read_bytes())
    tokenizer.save(str(folder / TOKENIZER_FILE), pretty=False)
    files = {
        name: {"bytes": (folder / name).stat().st_size, "sha256": digest((folder / name).read_bytes())}
        for name in (GRAPH_FILE, TOKENIZER_FILE)
    }
    manifest = {"format": FORMAT, "files": files, "card": dict(card)}
    text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    (folder / MANIFEST_FILE).write_text(text, encoding="utf-8")


def _graph(model: ReaderModel, path: Path) -> None:
    ids = torch.randint(4, model.sizes.vocabulary, (2, 12))
    types = torch.ones_like(ids)
    types[:, :4] = 0
    axes = {0: "batch", 1: "length"}
    model.eval()
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (ids, types),
            str(path),
            input_names=["ids", "types"],
            output_names=["spans", "text"],
            dynamic_axes={"ids": axes, "types": axes, "spans": axes, "text": {0: "batch"}},
            opset_version=OPSET,
            dynamo=False,
        )


def _quantise(source: Path, target: Path) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    heads = [node.name for node in onnx.load(str(source)).graph.node if "_head" in node.name]
    quantize_dynamic(
        str(source),
        str(target),
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=heads,
    )

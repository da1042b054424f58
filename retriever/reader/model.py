"""The reading model: a folder with a manifest, a tokenizer and an int8 ONNX graph, run by onnxruntime."""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.errors import ModelError
from index.messages import Message
from retriever.reader.windows import Window

__all__ = ["FOLDER", "FORMAT", "GRAPH_FILE", "MANIFEST_FILE", "TOKENIZER_FILE", "ReadingModel", "digest"]

FOLDER = Path(__file__).with_name("embedded")
"""Where a trained reader is looked for, and written by ``scripts.train_reader``, unless another folder is named."""

MANIFEST_FILE, TOKENIZER_FILE, GRAPH_FILE = "manifest.json", "tokenizer.json", "reader.onnx"

FORMAT = 1
"""Version of the folder: names of the files, inputs and outputs of the graph."""

REMEDY = Message("Install yinju again, or name the folder of a reader in YINJU_READER.")


class ReadingModel:
    """Scores of windows. ``tokenizer`` gives the pieces that they are made of, ``card`` says how it was trained."""

    def __init__(self, session: Any, tokenizer: Tokenizer, card: dict[str, Any], threads: int = 1) -> None:
        self.session, self.tokenizer, self.card = session, tokenizer, card
        self._pool = ThreadPoolExecutor(threads, "reader") if threads > 1 else None

    @classmethod
    def load(cls, folder: Path = FOLDER, *, threads: int = 1) -> ReadingModel:
        """Open the model of a folder after checking its files against the manifest.

        Args:
            folder: the model's folder.
            threads: windows that are read at a time.

        Raises:
            ModelError: a file is missing, cut short, changed or of another format, or onnxruntime is not installed.
        """
        manifest = _manifest(folder)
        content = {name: _checked(folder, name, manifest) for name in (TOKENIZER_FILE, GRAPH_FILE)}
        try:
            runtime = importlib.import_module("onnxruntime")
        except ImportError as error:
            raise ModelError(
                "The reader needs the package onnxruntime, which is not installed: pip install onnxruntime."
            ) from error
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            session = runtime.InferenceSession(content[GRAPH_FILE], options, providers=["CPUExecutionProvider"])
            tokenizer = Tokenizer.from_str(content[TOKENIZER_FILE].decode("utf-8"))
        except Exception as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ModelError(
                "The reader in {folder} cannot be opened ({reason}). {remedy}",
                folder=folder,
                reason=reason,
                remedy=REMEDY,
            ) from error
        return cls(session, tokenizer, manifest.get("card", {}), threads)

    def run(self, windows: Sequence[Window]) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """For each window the span scores ``[length, 8]`` and the logits ``[6]`` of the whole, in the order given.

        The logits are relevance, supported, same words, differs, absent (a softmax over these four), and claim.

        One window a run: on a processor that is as fast as many at once and spares the padding, and because activations
        are quantised by their range, what is said of a window would otherwise depend on those beside it.
        """
        at_once = map if self._pool is None or len(windows) == 1 else self._pool.map
        yield from at_once(self._scores, windows)

    def _scores(self, window: Window) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        feed = {"ids": np.array([window.ids], np.int64), "types": np.array([window.types], np.int64)}
        spans, text = self.session.run(["spans", "text"], feed)
        return spans[0], text[0]


def digest(content: bytes) -> str:
    """SHA-256 in hex, as the manifest holds it."""
    return hashlib.sha256(content).hexdigest()


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST_FILE
    try:
        manifest = json.loads(path.read_bytes())
        version = manifest["format"]
    except FileNotFoundError as error:
        raise ModelError(
            "There is no reader in {folder} ({name} is missing). {remedy}",
            folder=folder,
            name=MANIFEST_FILE,
            remedy=REMEDY,
        ) from error
    except OSError as error:
        raise ModelError(
            "{path} cannot be read ({reason}). {remedy}", path=path, reason=error.strerror, remedy=REMEDY
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(
            "{path} is damaged: it is no manifest of a reader. {remedy}", path=path, remedy=REMEDY
        ) from error
    if version != FORMAT:
        raise ModelError(
            "The reader in {folder} is of format {version}, this version reads {format}. {remedy}",
            folder=folder,
            version=version,
            format=FORMAT,
            remedy=REMEDY,
        )
    return dict(manifest)


def _checked(folder: Path, name: str, manifest: dict[str, Any]) -> bytes:
    path = folder / name
    try:
        size, expected = int(manifest["files"][name]["bytes"]), str(manifest["files"][name]["sha256"])
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            "{path} is damaged: it does not describe {name}. {remedy}",
            path=folder / MANIFEST_FILE,
            name=name,
            remedy=REMEDY,
        ) from error
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ModelError("The reader's file {path} is missing. {remedy}", path=path, remedy=REMEDY) from error
    except OSError as error:
        raise ModelError(
            "The reader's file {path} cannot be read ({reason}). {remedy}",
            path=path,
            reason=error.strerror,
            remedy=REMEDY,
        ) from error
    if len(content) < size:
        raise ModelError(
            "The reader's file {path} is cut short: {count} of {size} bytes. {remedy}",
            path=path,
            count=len(content),
            size=size,
            remedy=REMEDY,
        )
    if digest(content) != expected:
        raise ModelError("The reader's file {path} does not match its checksum. {remedy}", path=path, remedy=REMEDY)
    return content

"""Any sentence-transformers model, by hub name or local path. Imports torch, and only when a model is loaded."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from index.encoders.base import FloatMatrix, fingerprint_files, unit_rows, well_formed
from index.errors import ModelError
from index.extras import install_command

__all__ = ["TransformerEncoder"]

_BATCH = 32
_HUB_TIMEOUT = 3.0
_MARKS = ("modules.json", "config.json")
"""Every model has one of them."""
_MODEL_FILES = ("*.json", "*.safetensors", "*.bin", "*.onnx", "*.txt", "*.model")


class TransformerEncoder:
    """A sentence-transformers model; implements `Encoder`.

    Prompts such as "query: " are those of the model: ``encode_query`` and ``encode_document`` apply what it names.
    """

    wants_normalised = False

    def __init__(self, name: str, fingerprint: str, model: Any) -> None:
        """`model` is a loaded ``SentenceTransformer``."""
        self.name = name
        self.fingerprint = fingerprint
        renamed = getattr(model, "get_embedding_dimension", None)  # its name since sentence-transformers 5.3
        self.dim = int((renamed or model.get_sentence_embedding_dimension)())
        self._model = model

    @classmethod
    def from_folder(cls, folder: Path) -> TransformerEncoder:
        """Load a model folder; the network is never touched.

        Raises:
            ModelError: the folder holds no model, or sentence-transformers is not installed.
        """
        if not any((folder / name).is_file() for name in _MARKS):
            # Known before the seconds that torch takes to import.
            raise ModelError(
                "The folder {folder} holds no sentence-transformers model (no {names}); name a folder written by "
                "SentenceTransformer.save.",
                folder=folder,
                names=" or ".join(_MARKS),
            )
        try:
            model = _open(str(folder), local=True)
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                "The folder {folder} holds no sentence-transformers model that can be loaded ({error}); name a "
                "folder written by SentenceTransformer.save.",
                folder=folder,
                error=_first_line(error),
            ) from error
        files = sorted({path for pattern in _MODEL_FILES for path in folder.rglob(pattern)})
        return cls(str(folder), fingerprint_files(files), model)

    @classmethod
    def from_hub(cls, name: str) -> TransformerEncoder:
        """Load a model of the hub; one that is in the hub's cache needs no network.

        Raises:
            ModelError: the hub cannot be reached (found out in seconds), does not have the model, or
                sentence-transformers is not installed.
        """
        cached = _is_cached(name)
        if not cached:
            _require_hub(name)
        try:
            model = _open(name, local=cached)
        except (OSError, ValueError) as error:
            if not cached:
                raise _unloadable(name, error) from error
            # What the cache holds is a part of it.
            _require_hub(name)
            try:
                model = _open(name, local=False)
            except (OSError, ValueError) as problem:
                raise _unloadable(name, problem) from problem
        return cls(name, _fingerprint_weights(model), model)

    def encode_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """Vectors of questions, with the model's prompt for questions: float32 (len(texts), dim), unit rows."""
        return self._encode(self._model.encode_query, texts)

    def encode_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """Vectors of passages, with the model's prompt for documents: float32 (len(texts), dim), unit rows."""
        return self._encode(self._model.encode_document, texts)

    def _encode(self, encode: Any, texts: Sequence[str]) -> FloatMatrix:
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        full = [number for number, text in enumerate(texts) if text.strip()]
        if full:
            chosen = well_formed([texts[number] for number in full])
            made = encode(chosen, batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True)
            vectors[full] = np.asarray(made, dtype=np.float32)
        return unit_rows(vectors)


def _open(name: str, *, local: bool) -> Any:
    try:
        from sentence_transformers import SentenceTransformer
    except ModuleNotFoundError as error:
        raise _not_installed(name) from error
    return SentenceTransformer(name, device="cpu", local_files_only=local)


def _not_installed(name: str) -> ModelError:
    return ModelError(
        "The model {name} needs sentence-transformers; install it with: {command}",
        name=name,
        command=install_command("models"),
    )


def _unloadable(name: str, error: Exception) -> ModelError:
    return ModelError(
        "The model {name} cannot be loaded from the hub ({error}); check its name, give the path of a local "
        "copy, or use the embedded model.",
        name=name,
        error=_first_line(error),
    )


def _is_cached(name: str) -> bool:
    """Whether the hub's cache holds the model, without importing torch to find out."""
    try:
        from huggingface_hub import try_to_load_from_cache
        from huggingface_hub.errors import HFValidationError
    except ModuleNotFoundError as error:
        raise _not_installed(name) from error
    full = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return any(isinstance(try_to_load_from_cache(full, mark), str) for mark in _MARKS)
    except HFValidationError as error:
        raise _unloadable(name, error) from error


def _require_hub(name: str) -> None:
    """Fail at once where the hub's own client would retry for a minute."""
    from huggingface_hub import constants

    try:
        urllib.request.urlopen(constants.ENDPOINT, timeout=_HUB_TIMEOUT).close()
    except urllib.error.HTTPError:
        return  # it answers
    except OSError as error:
        raise ModelError(
            "The model {name} is not in the local cache and no model hub can be reached; give the path of a "
            "local copy, or use the embedded model.",
            name=name,
        ) from error


def _fingerprint_weights(model: Any) -> str:
    """SHA-256 (hex) over the names and values of all weights: a hub model's files lie in a cache of unknown layout."""
    digest = sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(f"{key}\0{tuple(tensor.shape)}\0".encode())
        digest.update(tensor.detach().cpu().contiguous().float().numpy().tobytes())
    return digest.hexdigest()


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]

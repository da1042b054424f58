"""Encoders by name: the embedded one, a folder, or a model of the hub."""

from __future__ import annotations

import re
from pathlib import Path

from index.encoders.base import Encoder
from index.encoders.static import CARD_FILE, StaticEncoder
from index.errors import ModelError

__all__ = ["EMBEDDED", "EMBEDDED_FOLDER", "load_encoder"]

EMBEDDED = "embedded"
"""Name of the shipped model, as manifests store it; it moves with the installation."""

EMBEDDED_FOLDER = Path(__file__).resolve().parent.parent / "embedded" / "model"

_HUB_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9._-]+)?")


def load_encoder(name_or_path: str | None = None) -> Encoder:
    """Load an encoder.

    Args:
        name_or_path: None or "embedded" for the shipped model; the path of a model folder; or the name of a
            sentence-transformers model on the hub, such as ``intfloat/multilingual-e5-small``.

    Raises:
        ModelError: there is no such folder, the hub cannot be reached, or the model is damaged.
    """
    if name_or_path is None or name_or_path == EMBEDDED:
        return StaticEncoder.load(EMBEDDED_FOLDER, name=EMBEDDED)
    if not name_or_path.strip():
        raise ModelError("The name of the model is empty: leave it out for the embedded model, or name one.")
    folder = Path(name_or_path).expanduser()
    if folder.is_dir():
        return _from_folder(folder.resolve())
    if folder.exists():
        raise ModelError("{path} is a file; name the folder of a sentence-transformers model.", path=name_or_path)
    if not _HUB_NAME.fullmatch(name_or_path):
        raise ModelError(
            "There is no folder {folder}; check the path, or name a model of the hub such as "
            "intfloat/multilingual-e5-small.",
            folder=name_or_path,
        )
    from index.encoders.transformer import TransformerEncoder

    return TransformerEncoder.from_hub(name_or_path)


def _from_folder(folder: Path) -> Encoder:
    if (folder / CARD_FILE).is_file():
        return StaticEncoder.load(folder)
    from index.encoders.transformer import TransformerEncoder

    return TransformerEncoder.from_folder(folder)

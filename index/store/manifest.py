"""The manifest of an index: what it was built with, what it holds, and what every file must be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from index.messages import Message
from index.store.bm25 import Bm25
from index.store.files import StoredBytes
from index.store.schema import SCHEMA

__all__ = ["NORMALISER", "Counts", "EncoderInfo", "Manifest", "generation_name"]

NORMALISER = "nfkc-mainland-lowercase/3"
"""Name of what :func:`index.language.normalise.normalise_text` does, changed whenever the same text may come out
otherwise."""


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """The encoder of an index: what loads it again, its dimensions, the SHA-256 of its files."""

    name: str
    dim: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much an index holds; ``characters`` are code points of source text."""

    files: int
    documents: int
    clauses: int
    passages: int
    characters: int
    terms: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that must match before an index is used. ``skipped`` lists (file, reason) of what was left out.

    ``reading`` is the fingerprint of the code that read the sources (:mod:`index.reading`): another version may answer
    from the index, but reads all sources again when it changes it. There is no date in it: the same input gives the
    same bytes.
    """

    schema: int
    tokenizer: str
    normaliser: str
    reading: str
    encoder: EncoderInfo
    bm25: Bm25
    max_chars: int
    counts: Counts
    skipped: tuple[tuple[str, str], ...]
    files: Mapping[str, StoredBytes]

    def to_bytes(self) -> bytes:
        """Return the JSON that :meth:`from_bytes` reads, the same bytes for the same manifest."""
        stored = asdict(self)
        stored["skipped"] = [(path, Message.of(reason).as_object()) for path, reason in self.skipped]
        return (json.dumps(stored, ensure_ascii=True, indent=1, sort_keys=True) + "\n").encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """Read a manifest. Raises ValueError, KeyError or TypeError when it is not one of this schema."""
        stored: dict[str, Any] = json.loads(data)
        if stored["schema"] != SCHEMA:
            raise ValueError(
                Message(
                    "it has layout {theirs}, this version reads layout {ours}", theirs=stored["schema"], ours=SCHEMA
                )
            )
        return cls(
            schema=stored["schema"],
            tokenizer=stored["tokenizer"],
            normaliser=stored["normaliser"],
            reading=stored["reading"],
            encoder=EncoderInfo(**stored["encoder"]),
            bm25=Bm25(**stored["bm25"]),
            max_chars=stored["max_chars"],
            counts=Counts(**stored["counts"]),
            skipped=tuple((path, Message.from_object(reason)) for path, reason in stored["skipped"]),
            files={name: StoredBytes(**entry) for name, entry in stored["files"].items()},
        )


def generation_name(manifest: bytes) -> str:
    """Return the name of the generation with this manifest: a change of any file changes it."""
    return sha256(manifest).hexdigest()[:16]

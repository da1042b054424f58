"""Text to a verified, versioned index: loading, splitting, normalising, parsing, packing, encoding and storing.

What is listed here is public and described in ``docs/python.md``; it is imported when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index import errors, types
    from index.build import BuildReport, build_from_sources, build_index
    from index.encoders import Encoder, load_encoder
    from index.loading.record import record
    from index.store.bundle import Bundle
    from index.update import UpdateReport, add, change, remove

__all__ = [
    "BuildReport",
    "Bundle",
    "Encoder",
    "UpdateReport",
    "add",
    "build_from_sources",
    "build_index",
    "change",
    "collect_garbage",
    "errors",
    "history",
    "load_encoder",
    "record",
    "remove",
    "rollback",
    "sync",
    "types",
]

_HOMES = {
    "BuildReport": "index.build",
    "Bundle": "index.store.bundle",
    "Encoder": "index.encoders",
    "UpdateReport": "index.update",
    "add": "index.update",
    "build_from_sources": "index.build",
    "build_index": "index.build",
    "change": "index.update",
    "collect_garbage": "index.versions",
    "history": "index.versions",
    "load_encoder": "index.encoders",
    "record": "index.loading.record",
    "remove": "index.update",
    "rollback": "index.versions",
    "sync": "index.following",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in __all__:
        return import_module(f"index.{name}")
    raise AttributeError(f"module 'index' has no attribute {name!r}")

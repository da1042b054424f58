"""Rows of the target table as lines of JSON and back, without loss: how the page's processes hand them over."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from index.recognizers.quantity import Change
from index.recognizers.units import Kind
from index.types import Citation, Span
from retriever.targets import Limit, Nature, Target

__all__ = ["decoder", "encode"]

_NAMES = tuple(field.name for field in fields(Target))


def encode(row: Target) -> str:
    """Return a row as one line: its fields in their order."""
    return json.dumps([getattr(row, name) for name in _NAMES], default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Citation):
        return [value.doc_id, value.file, value.path, value.span, value.quote, value.page, value.page_confidence]
    raise TypeError(f"a {type(value).__name__} is no part of a row")


def decoder() -> Callable[[Sequence[Any]], Target]:
    """Return what makes rows of parsed lines; those that one decoder makes share their files, titles and paths."""
    held: dict[Any, Any] = {}

    def shared(value: Any) -> Any:
        return held.setdefault(value, value)

    def citation(value: Sequence[Any]) -> Citation:
        doc_id, file, path, span, quote, page, sure = value
        return Citation(doc_id, shared(file), shared(tuple(path)), Span(*span), quote, page, sure)

    read: dict[str, Callable[[Any], Any]] = {
        "place": shared,
        "document": shared,
        "indicator": shared,
        "unit": shared,
        "span": lambda value: Span(*value),
        "limit": Limit,
        "low": Decimal,
        "high": Decimal,
        "kind": Kind,
        "change": Change,
        "nature": Nature,
        "citation": citation,
    }

    def decode(values: Sequence[Any]) -> Target:
        given = zip(_NAMES, values, strict=True)
        return Target(**{name: read[name](value) if name in read else value for name, value in given})

    return decode

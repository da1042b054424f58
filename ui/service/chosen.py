"""Filters as the address, the endpoints and the command line name them, each given once, often or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from retriever.search.filters import Filters

__all__ = ["NAMES", "chosen_filters"]

NAMES = {
    "document": "documents",
    "place": "places",
    "issuer": "issuers",
    "year": "years",
    "from": "issued_from",
    "until": "issued_until",
}
"""What a filter is called in an address → its field of :class:`retriever.Filters`."""

_ONCE = frozenset({"from", "until"})


def chosen_filters(given: Mapping[str, Any]) -> Filters:
    """Return the filters among the values of ``given`` by :data:`NAMES`; "", 0 and None limit nothing.

    A year may be written in digits. Raises InputError as :class:`retriever.Filters` does.
    """
    return Filters(**{field: _value(name, given.get(name)) for name, field in NAMES.items()})


def _value(name: str, value: Any) -> Any:
    if name in _ONCE:
        return value or None
    values = value if isinstance(value, list | tuple) else (value,)
    kept = [one for one in values if one not in ("", 0, None)]
    return [int(one) if _is_year(name, one) else one for one in kept]


def _is_year(name: str, value: object) -> bool:
    return name == "year" and isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 4

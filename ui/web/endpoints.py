"""What every tab's functions for the page have in common: each takes one object from the browser and returns one.

An error made on purpose comes back as ``{"error": sentence}``; what a request says is looked up in the index and never
used as a path.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from index.errors import InputError, YinjuError
from ui.service.chosen import chosen_filters
from ui.service.snapshot import Asked
from ui.text.messages import localised
from ui.web.strings import language

__all__ = ["TABS", "Endpoint", "Reply", "asked_in", "download", "guarded", "integer", "string"]

TABS = ("ask", "targets", "check", "basket", "corpus", "evaluation")
"""Tabs of the page, in their order."""

Reply = dict[str, Any]
Endpoint = Callable[[Mapping[str, Any]], Reply]


def guarded(function: Callable[[Mapping[str, Any]], Reply]) -> Endpoint:
    """Return ``function`` with the errors that Yinju raises on purpose as a sentence for the page."""

    @wraps(function)
    def safe(sent: Mapping[str, Any]) -> Reply:
        try:
            if not isinstance(sent, Mapping):
                raise InputError("The page sent something that is no object: reload it.")
            return function(sent)
        except YinjuError as error:
            wanted = sent.get("lang") if isinstance(sent, Mapping) else None
            return {"error": localised(error.message, language(wanted if isinstance(wanted, str) else ""))}

    return safe


def string(sent: Mapping[str, Any], key: str) -> str:
    """Return a text of the request, "" when it is missing. Raises InputError for anything else."""
    value = sent.get(key, "")
    if not isinstance(value, str):
        raise InputError("The page sent {key} that is no text: reload it.", key=repr(key))
    return value


def integer(sent: Mapping[str, Any], key: str) -> int:
    """Return a non-negative number of the request, 0 when it is missing. Raises InputError for anything else."""
    value = sent.get(key) or 0
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InputError("The page sent {key} that is no number: reload it.", key=repr(key))
    return value


def download(name: str, mime: str, data: bytes) -> Reply:
    """Return a file for ``save`` of ``assets/common.js`` to hand to the reader."""
    return {"name": name, "type": mime, "data": base64.b64encode(data).decode("ascii")}


def asked_in(sent: Mapping[str, Any]) -> Asked:
    """Return the question of the request with its filters. Raises InputError for what is none."""
    return Asked(string(sent, "q").strip(), chosen_filters(sent), string(sent, "plain") != "")

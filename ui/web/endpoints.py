"""What the page asks the server for: each function takes one object from the browser and returns one.

An error made on purpose comes back as ``{"error": sentence}``; what a request says is looked up in the index and never
used as a path.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from index.errors import InputError, YinjuError
from index.types import Answer
from ui.service.chosen import chosen_filters
from ui.service.citing import title_of
from ui.service.snapshot import Asked, Service, Snapshot
from ui.text.messages import localised
from ui.web.ask.answers import address, render_answer
from ui.web.ask.form import render_bar, render_form
from ui.web.reader.document import Reading, render_reader
from ui.web.strings import TAGS, Say, language, say_in

__all__ = ["TABS", "AskEndpoints", "Endpoint", "Reply", "asked_of", "download", "guarded", "integer", "string"]

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
            return {"error": localised(str(error), language(wanted if isinstance(wanted, str) else ""))}

    return safe


def string(sent: Mapping[str, Any], key: str) -> str:
    """Return a text of the request, "" when it is missing. Raises InputError for anything else."""
    value = sent.get(key, "")
    if not isinstance(value, str):
        raise InputError(f"The page sent {key!r} that is no text: reload it.")
    return value


def integer(sent: Mapping[str, Any], key: str) -> int:
    """Return a non-negative number of the request, 0 when it is missing. Raises InputError for anything else."""
    value = sent.get(key) or 0
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InputError(f"The page sent {key!r} that is no number: reload it.")
    return value


def download(name: str, mime: str, data: bytes) -> Reply:
    """Return a file for ``save`` of ``assets/common.js`` to hand to the reader."""
    return {"name": name, "type": mime, "data": base64.b64encode(data).decode("ascii")}


class AskEndpoints:
    """Asking and reading."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.start: Endpoint = guarded(self._start)
        self.ask: Endpoint = guarded(self._ask)
        self.read: Endpoint = guarded(self._read)
        self.find: Endpoint = guarded(self._find)

    def _start(self, sent: Mapping[str, Any]) -> Reply:
        """The form in a language, with the documents, places and years of the index to choose from."""
        chosen = language(string(sent, "lang"))
        say = say_in(chosen)
        problem = None
        snapshot: Snapshot | None = None
        try:
            snapshot = self._service.snapshot()
        except YinjuError as error:
            problem = localised(str(error), chosen)
        return {
            "html": render_form(snapshot, problem, chosen),
            "bar": render_bar(chosen),
            "tabs": {name: say(f"tab_{name}") for name in TABS},
            "words": {key: say(key, n="{n}") for key in ("collected", "already", "added", "full")},
            "title": f"{say('app')} · {say('tagline')}",
            "lang": TAGS[chosen],
        }

    def _ask(self, sent: Mapping[str, Any]) -> Reply:
        say = _say(sent)
        snapshot = self._service.snapshot()
        asked = asked_of(sent)
        answer = snapshot.ask(asked)
        return {"html": render_answer(snapshot, asked, answer, say), "address": address(asked)}

    def _read(self, sent: Mapping[str, Any]) -> Reply:
        say = _say(sent)
        snapshot = self._service.snapshot()
        asked = asked_of(sent)
        reading = _reading(snapshot, sent)
        return {
            "html": render_reader(reading, _answered(snapshot, asked), say),
            "address": address(asked, reading.document.source_path, reading.span),
            "title": title_of(reading.document),
        }

    def _find(self, sent: Mapping[str, Any]) -> Reply:
        reading = _reading(self._service.snapshot(), sent)
        return {"found": reading.find(string(sent, "words"))}


def _say(sent: Mapping[str, Any]) -> Say:
    return say_in(language(string(sent, "lang")))


def asked_of(sent: Mapping[str, Any]) -> Asked:
    """Return the question of a request with its filters. Raises InputError for what is none."""
    return Asked(string(sent, "q").strip(), chosen_filters(sent))


def _reading(snapshot: Snapshot, sent: Mapping[str, Any]) -> Reading:
    script = string(sent, "script") or "source"
    return Reading.open(snapshot, string(sent, "file"), integer(sent, "start"), integer(sent, "end"), script)


def _answered(snapshot: Snapshot, asked: Asked) -> Answer | None:
    return snapshot.ask(asked) if asked.question else None

"""The document beside the answer: opened at a clause, searched, words selected in it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from ui.service.citing import title_of
from ui.service.originals import Originals
from ui.service.snapshot import Service, Snapshot
from ui.web.ask.answers import address
from ui.web.endpoints import Endpoint, Reply, asked_in, guarded, integer, string
from ui.web.reader.document import Reading
from ui.web.reader.selection import picked
from ui.web.reader.view import render_reader
from ui.web.strings import language, say_in

__all__ = ["ReaderEndpoints"]


class ReaderEndpoints:
    """Called by ``assets/ask.js`` and ``assets/selection.js``: the reader stands in the first tab."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.read: Endpoint = guarded(self._read)
        self.find: Endpoint = guarded(self._find)
        self.pick: Endpoint = guarded(self._pick)
        self.printed: Endpoint = guarded(self._printed)
        self._originals = Originals(service.index)

    def _read(self, sent: Mapping[str, Any]) -> Reply:
        say = say_in(language(string(sent, "lang")))
        snapshot = self._service.snapshot()
        asked = asked_in(sent)
        reading = _reading(snapshot, sent)
        answer = snapshot.ask(asked) if asked.question else None
        return {
            "html": render_reader(reading, answer, say),
            "address": address(asked, reading.document.source_path, reading.span),
            "title": title_of(reading.document),
        }

    def _find(self, sent: Mapping[str, Any]) -> Reply:
        reading = _reading(self._service.snapshot(), sent)
        return {"found": reading.find(string(sent, "words"))}

    def _printed(self, sent: Mapping[str, Any]) -> Reply:
        """A page of the document's file as it was printed, and where the cited words stand on it."""
        reading = _reading(self._service.snapshot(), sent)
        page = self._originals.page(
            reading.snapshot.bundle, reading.document, reading.span, integer(sent, "page") or None
        )
        return {
            "page": page.number,
            "pages": page.pages,
            "picture": base64.b64encode(page.picture).decode("ascii"),
            "marks": page.marks,
            "cited": page.cited,
        }

    def _pick(self, sent: Mapping[str, Any]) -> Reply:
        """What was selected in a document: its place in the source, how long it is, and the citation to copy."""
        begin = integer(sent, "begin")
        reading = Reading.open(self._service.snapshot(), string(sent, "file"), begin, begin, string(sent, "script"))
        span = picked(reading, sent)
        cited = Reading(reading.snapshot, reading.document, span, reading.script).citation()
        return {"start": span.start, "end": span.end, "size": span.size, "copy": cited.plain if cited else ""}


def _reading(snapshot: Snapshot, sent: Mapping[str, Any]) -> Reading:
    script = string(sent, "script") or "source"
    return Reading.open(snapshot, string(sent, "file"), integer(sent, "start"), integer(sent, "end"), script)

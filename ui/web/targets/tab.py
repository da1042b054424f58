"""The target tab: figures of the corpus as a list, a matrix, charts, and files to take away."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from index.errors import IndexMissing, InputError
from retriever.targets import Target
from ui.service.processes import Processes
from ui.service.snapshot import Service
from ui.service.targets_codec import encode
from ui.service.targets_files import FORMS, WORDS, file_name
from ui.service.targets_table import Table, Tables
from ui.service.targets_wanted import View, viewed
from ui.web.endpoints import Endpoint, Reply, guarded, string
from ui.web.html import Markup, join, tag
from ui.web.strings import Say, language, say_in
from ui.web.strings.targets import TEXT
from ui.web.targets.chart import render_charts
from ui.web.targets.form import render_form, render_pages, render_reading, render_toolbar
from ui.web.targets.listing import ROWS, render_list
from ui.web.targets.matrix import ENTRIES, entries, render_matrix
from ui.web.targets.row_words import Words, counted

__all__ = ["TargetsEndpoints", "file_words"]

PATIENCE = 0.8
"""Seconds that a request waits for the table before it says that it is still being read."""


class TargetsEndpoints:
    """Called by ``assets/targets.js``."""

    def __init__(self, service: Service, processes: Processes, tables: Tables) -> None:
        self._service = service
        self._processes = processes
        self.tables = tables
        self.form: Endpoint = guarded(self._form)
        self.rows: Endpoint = guarded(self._rows)
        self.export: Endpoint = guarded(self._export)

    def _form(self, sent: Mapping[str, Any]) -> Reply:
        """The filters, or how long the figures have been read for; ``generation`` is what they belong to."""
        chosen = language(string(sent, "lang"))
        say = say_in(chosen)
        try:
            reading = self.tables.reading()
        except IndexMissing:
            raise InputError(say("no_index")) from None
        reading.ended.wait(PATIENCE)
        if not reading.ended.is_set():
            documents = len(self._service.snapshot().bundle.documents)
            seconds = time.monotonic() - reading.began
            return {"state": "reading", "html": render_reading(documents, seconds, say, chosen)}
        table = reading.result()
        return {"state": "ready", "html": render_form(table, say, chosen), "generation": reading.generation}

    def _rows(self, sent: Mapping[str, Any]) -> Reply:
        """One page of the view that the address asks for."""
        chosen = language(string(sent, "lang"))
        say = say_in(chosen)
        reading = self.tables.reading()
        if not reading.ended.is_set():
            return {"state": "reading"}
        table, view = reading.result(), viewed(sent)
        rows = table.chosen(view)
        words = Words(table, view, say, chosen)
        if not rows:
            return {"state": "ready", "generation": reading.generation, **_none(table, view, say)}
        line, shown, pages = _page(rows, words)
        charts = render_charts(rows, words) if view.indicator else ""
        return {
            "state": "ready",
            "generation": reading.generation,
            "html": join(render_toolbar(view, line, len(rows), say), charts, shown, pages),
            "said": line,
        }

    def _export(self, sent: Mapping[str, Any]) -> Reply:
        """All rows of the view as a file, made in a process of its own."""
        chosen, form = language(string(sent, "lang")), string(sent, "form")
        if form not in FORMS:
            raise InputError(
                "There is no format {form}: choose one of {names}.", form=repr(form), names=", ".join(FORMS)
            )
        table, view = self.tables.reading().result(), viewed(sent)
        task = {
            "task": "export_targets",
            "form": form,
            "words": file_words(say_in(chosen)),
            "matrix": view.shown == "matrix",
            "page": _page_address(string(sent, "page_address")),
        }
        (told,) = self._processes.run(task, map(encode, table.chosen(view)))
        name = file_name(form, view.indicator)
        return {
            "name": name,
            "type": FORMS[form],
            "data": told["result"]["data"],
            "said": say_in(chosen)("targets_exported", name=name),
        }


def file_words(say: Say) -> dict[str, str]:
    """Return the words that stand in a file, for :class:`ui.service.targets_files.Wording`."""
    return {key: say(key) for key in TEXT if key.startswith(WORDS)}


def _page_address(given: str) -> str:
    """Return the address of the page as the browser says it, "" when it is none: links are then relative."""
    parts = urlsplit(given)
    return given if parts.scheme in ("http", "https") and parts.netloc and not parts.query else ""


def _none(table: Table, view: View, say: Say) -> Reply:
    if not table.rows:
        sentence = say("targets_none")
    elif view.indicator and not table.chosen(View(indicator=view.indicator)):
        sentence = say("targets_not_found", indicator=view.indicator)
    else:
        sentence = say("targets_nothing")
    return {"html": tag("p", sentence, class_="yj-refusal"), "said": sentence}


def _page(rows: Sequence[Target], words: Words) -> tuple[str, Markup, Markup]:
    """Return the line that counts, the rows of the page that is looked at, and the way to the others."""
    view, say = words.view, words.say
    documents = len({row.doc_id for row in rows})
    line = say(
        "targets_count",
        rows=counted(say, "targets_rows", len(rows)),
        documents=counted(say, "n_documents", documents),
    )
    if view.shown == "matrix":
        all_entries = entries(words.table, rows, view)
        line += " · " + counted(say, "targets_lines", len({entry.line for entry in all_entries}))
        page, pages = _within(view.page, len(all_entries), ENTRIES)
        shown = render_matrix(all_entries[(page - 1) * ENTRIES : page * ENTRIES], words)
    else:
        page, pages = _within(view.page, len(rows), ROWS)
        first = (page - 1) * ROWS
        part = rows[first : first + ROWS]
        shown = render_list(part, words)
        if pages > 1:
            line += " · " + say("targets_part", first=f"{first + 1:,}", last=f"{first + len(part):,}")
    return line, shown, render_pages(view, page, pages, say)


def _within(page: int, count: int, size: int) -> tuple[int, int]:
    pages = max(1, -(-count // size))
    return min(page, pages), pages

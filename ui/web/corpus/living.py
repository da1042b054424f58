"""The corpus over time: its generations, followed folders, how a file changed, and what people say of documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from index.errors import InputError, YinjuError
from index.following import followed_folders
from index.types import DateKind, Document, Span, Status
from index.versions import Version, history
from retriever.diff import Comparison, Difference, Kind, Side
from ui.service.citing import title_of
from ui.service.differences import Compared, compared_with_other, compared_with_version_before
from ui.service.metadata import Wanted, set_metadata
from ui.service.snapshot import Asked, Service, Snapshot
from ui.web.ask.answers import address
from ui.web.endpoints import Endpoint, Reply, guarded, integer, string
from ui.web.html import Mark, Markup, marked, render
from ui.web.strings import Say, language, say_in

__all__ = ["LivingEndpoints", "render_living"]

SHOWN = 500
"""Differences that are shown; the command line gives all."""

_FIELDS = ("title", "issuer", "place", "doc_no", "issued_on", "published_on")
_TASKS = frozenset({"sync", "rollback", "gc"})

Start = Callable[[Mapping[str, Any], str], Reply]
"""Starts a task of :mod:`ui.service.worker` and returns how far it is, in a language."""


class LivingEndpoints:
    """Going back, following folders, comparing and correcting. ``start`` starts work on the index."""

    def __init__(self, service: Service, start: Start) -> None:
        self._service = service
        self._start = start
        self.renew: Endpoint = guarded(self._renew)
        self.compare: Endpoint = guarded(self._compare)
        self.describe: Endpoint = guarded(self._describe)
        self.correct: Endpoint = guarded(self._correct)

    def _renew(self, sent: Mapping[str, Any]) -> Reply:
        """Start one of the tasks; a folder is followed only if the command line named it once."""
        task, chosen = string(sent, "task"), language(string(sent, "lang"))
        if task not in _TASKS:
            raise InputError("The page asked for work that there is not: reload it.")
        folder = string(sent, "folder")
        if task == "sync" and folder not in followed_folders(self._service.index):
            raise InputError(
                "{folder} is not followed yet: begin with `yinju sync` on the command line.", folder=folder
            )
        wanted = {"folder": folder, "generation": string(sent, "generation")}
        return self._start({"task": task, "index": str(self._service.index), **wanted}, chosen)

    def _compare(self, sent: Mapping[str, Any]) -> Reply:
        say = say_in(language(string(sent, "lang")))
        bundle = self._service.snapshot().bundle
        file, other = string(sent, "file"), string(sent, "other")
        if other:
            for name in (file, other):
                if name not in bundle.texts:
                    raise InputError("The index has no file {name}: `yinju info` lists what it holds.", name=name)
            sides = (file, bundle.documents_of(file)), (other, bundle.documents_of(other))
            return {"html": _differences(compared_with_other(bundle, *sides), say)}
        return {"html": _differences(compared_with_version_before(bundle, file), say)}

    def _describe(self, sent: Mapping[str, Any]) -> Reply:
        say = say_in(language(string(sent, "lang")))
        document = self._service.snapshot().document_at(string(sent, "file"), integer(sent, "start"))
        return {"html": _form(document, say)}

    def _correct(self, sent: Mapping[str, Any]) -> Reply:
        """Set what differs from what is shown; nothing else is taken for a person's word."""
        snapshot = self._service.snapshot()
        document = snapshot.document_at(string(sent, "file"), integer(sent, "start"))
        now = _values(document)
        given = sent.get("values", {})
        if not isinstance(given, Mapping) or not all(isinstance(value, str) for value in given.values()):
            raise InputError("The page sent {key} that is no list of texts: reload it.", key=repr("values"))
        values = {name: value for name, value in given.items() if name in now and " ".join(value.split()) != now[name]}
        tags, status = given.get("tags"), given.get("status")
        wanted = Wanted(
            values=values,
            tags=None if tags is None or tags == _tags(document) else tags.replace("，", ",").split(","),
            status=None if status is None or status == _status(document) else status,
            reset=bool(sent.get("reset")),
        )
        if not wanted.is_empty:
            set_metadata(self._service.index, snapshot.bundle, document.doc_id, wanted)
        return self._describe(sent)


def render_living(service: Service, snapshot: Snapshot, say: Say) -> Markup:
    """Return the generations that are kept and the folders that are followed."""
    try:
        versions: tuple[Version, ...] = history(service.index)
    except YinjuError:
        versions = ()
    folders = followed_folders(service.index)
    return render(
        "corpus_living.html", versions=versions, folders=folders, current=snapshot.bundle.folder.name, say=say
    )


def _differences(compared: Compared, say: Say) -> Markup:
    comparison: Comparison = compared.comparison
    return render(
        "corpus_differences.html",
        compared=compared,
        counts={kind: len(comparison.of(kind)) for kind in Kind},
        shown=comparison.differences[:SHOWN],
        more=max(0, len(comparison.differences) - SHOWN),
        text=_text,
        figures=_figures,
        opening=lambda side: address(Asked(""), side.file, side.span),
        Kind=Kind,
        say=say,
    )


def _text(difference: Difference, side: Side) -> Markup:
    """Return a side with the characters marked that differ."""
    is_before = side is difference.before
    spans = [edit.before if is_before else edit.after for edit in difference.edits]
    kind = "differs-draft" if is_before else "differs-source"
    return marked(side.text, [Mark(span, kind) for span in spans if span.size])


def _figures(difference: Difference) -> list[tuple[str, str]]:
    def written(side: Side | None, span: Span | None) -> str:
        return span.of(side.text) if side is not None and span is not None else "∅"

    return [
        (written(difference.before, figure.before), written(difference.after, figure.after))
        for figure in difference.figures
    ]


def _form(document: Document, say: Say) -> Markup:
    return render(
        "corpus_metadata.html",
        document=document,
        title=title_of(document),
        values=_values(document),
        tags=_tags(document),
        status=_status(document),
        statuses=[status.value for status in Status],
        fields=_FIELDS[:4],
        say=say,
    )


def _values(document: Document) -> dict[str, str]:
    """Return what can be set, under the names of :class:`index.corrections.Correction`, as it is now."""
    values = {name: fact.value if (fact := getattr(document, name)) else "" for name in _FIELDS}
    dates = {date.kind.value: date.value for date in document.dates}
    return values | {kind.value: dates.get(kind.value, "") for kind in DateKind}


def _tags(document: Document) -> str:
    return ", ".join(document.tags)


def _status(document: Document) -> str:
    return document.status.value if document.status else ""

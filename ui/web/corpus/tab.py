"""The corpus: what is indexed, files added and removed, each change a new verified generation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from index.errors import IndexMissing, InputError, YinjuError
from index.language.normalise import normalise_text
from index.loading import supported_suffixes
from index.messages import Message
from index.types import Document, Span
from ui.service.citing import title_of
from ui.service.jobs import Job, Jobs
from ui.service.snapshot import Asked, Service, Snapshot
from ui.service.uploads import LARGEST_FILE, MOST_FILES, PIECE, CorpusUploads
from ui.text.left_out import grouped
from ui.text.messages import localised
from ui.web.ask.answers import address
from ui.web.corpus.living import LivingEndpoints, render_living
from ui.web.endpoints import Endpoint, Reply, guarded, integer, string
from ui.web.html import Markup, join, render, tag
from ui.web.job import render_job
from ui.web.strings import TAGS, Say, language, say_in

__all__ = ["CorpusEndpoints"]

LISTED = 500
"""Files listed."""


class CorpusEndpoints:
    """Seeing and changing the corpus."""

    def __init__(self, service: Service, uploads: CorpusUploads) -> None:
        self._service = service
        self._uploads = uploads
        self._jobs = Jobs(finished=service.snapshot)
        self.corpus: Endpoint = guarded(self._corpus)
        self.begin: Endpoint = guarded(self._begin)
        self.piece: Endpoint = guarded(self._piece)
        self.listed: Endpoint = guarded(self._listed)
        self.change: Endpoint = guarded(self._change)
        self.job: Endpoint = guarded(self._job)
        self.cancel: Endpoint = guarded(self._cancel)
        self.living = LivingEndpoints(service, lambda task, chosen: _state(self._jobs.start(task), chosen))

    def _corpus(self, sent: Mapping[str, Any]) -> Reply:
        chosen = language(string(sent, "lang"))
        shown: Snapshot | YinjuError
        try:
            shown = self._service.snapshot()
        except YinjuError as error:
            shown = error
        return {"html": _render(self._service, shown, chosen), "piece": PIECE, **_state(self._jobs.current, chosen)}

    def _listed(self, sent: Mapping[str, Any]) -> Reply:
        say = say_in(language(string(sent, "lang")))
        return {"html": _table(self._service.snapshot(), say, string(sent, "words"))}

    def _begin(self, sent: Mapping[str, Any]) -> Reply:
        return {"token": self._uploads.begin(string(sent, "name"), integer(sent, "size"))}

    def _piece(self, sent: Mapping[str, Any]) -> Reply:
        return {"received": self._uploads.piece(string(sent, "token"), string(sent, "data"))}

    def _change(self, sent: Mapping[str, Any]) -> Reply:
        chosen = language(string(sent, "lang"))
        tokens, remove = _strings(sent, "add"), _strings(sent, "remove")
        added = self._uploads.take(tokens)
        task = {
            "task": "change",
            "index": str(self._service.index),
            "add": [[str(kept.path), name] for kept, name in added],
            "remove": remove,
        }
        job = self._jobs.start(task, cleanup=lambda: self._uploads.drop(tokens))
        return _state(job, chosen)

    def _job(self, sent: Mapping[str, Any]) -> Reply:
        return _state(self._jobs.current, language(string(sent, "lang")))

    def _cancel(self, sent: Mapping[str, Any]) -> Reply:
        self._jobs.cancel()
        return self._job(sent)


def _strings(sent: Mapping[str, Any], key: str) -> list[str]:
    values = sent.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise InputError("The page sent {key} that is no list of texts: reload it.", key=repr(key))
    return values


def _state(job: Job | None, chosen: str) -> Reply:
    if job is None:
        return {"state": "none", "number": 0, "report": ""}
    return {"state": job.state, "number": job.number, "report": _report(job, say_in(chosen), chosen)}


def _report(job: Job, say: Say, chosen: str) -> Markup:
    """Return how far a job is, or what came of every file."""
    if job.state != "done":
        return render_job(job, say, chosen)
    rows = [
        tag("li", tag("bdi", row["name"]), " — ", _outcome(row, say, chosen)) for row in job.result.get("files", ())
    ]
    if "pruned" in job.result:
        return tag("p", say("pruned", n=job.result["pruned"]), class_="yj-done")
    changed = job.result.get("generation") is not None
    line = say("changed", seconds=job.result.get("seconds", 0)) if changed else say("unchanged")
    return tag("div", tag("p", line), tag("ul", *rows), class_="yj-done")


def _outcome(row: Mapping[str, Any], say: Say, chosen: str) -> str:
    outcome = row["outcome"].replace(" ", "_")
    count = row.get("documents", 0)
    documents = say("n_documents_1") if count == 1 else say("n_documents", n=count)
    return say(
        f"outcome_{outcome}",
        documents=documents,
        n=row.get("passages", 0),
        reason=localised(Message.from_object(row["reason"]), chosen) if "reason" in row else "",
    )


def _render(service: Service, shown: Snapshot | YinjuError, chosen: str) -> Markup:
    say = say_in(chosen)
    suffixes = ", ".join(supported_suffixes())
    hint = say("add_hint", suffixes=suffixes, size=LARGEST_FILE >> 20, count=MOST_FILES)
    chooser = tag("input", type="file", multiple="multiple", accept=",".join(supported_suffixes()), class_="yj-hidden")
    add = tag("label", chooser, tag("strong", say("add")), tag("span", hint), class_="yj-drop")
    report = tag("div", class_="yj-report", aria_live="polite")
    words = {f"data_{key}": say(key) for key in ("failed", "sending", "remove_sure")}
    parts: list[Markup] = []
    if isinstance(shown, Snapshot):
        panel = tag("div", class_="yj-panel", aria_live="polite")
        living = render_living(service, shown, say)
        parts = [_summary(shown, say, chosen), add, report, living, _buttons(say), panel, _listing(shown, say)]
    elif isinstance(shown, IndexMissing):
        parts = [tag("p", say("no_index")), add, report]
    else:
        # Its texts may be whole though it cannot answer, for instance after a change of the model.
        parts = [tag("p", localised(str(shown), chosen), class_="yj-error", role="alert"), add, report, _buttons(say)]
    return tag("div", *parts, class_="yj-corpus", **words)


def _summary(snapshot: Snapshot, say: Say, chosen: str) -> Markup:
    counts = snapshot.bundle.counts
    names = ("files", "documents", "clauses", "passages", "characters")
    line = say("held", **{name: f"{getattr(counts, name):,}" for name in names})
    generation = say("generation", name=snapshot.bundle.folder.name, model=snapshot.bundle.encoder.name)
    left_out = _left_out(snapshot.bundle.manifest.skipped, say, chosen)
    return tag("div", tag("p", line), tag("p", generation, class_="yj-source"), left_out, class_="yj-held")


def _left_out(skipped: Sequence[tuple[str, str]], say: Say, chosen: str) -> Markup:
    """The files that the build left out, by reason; the names after the first open on demand."""
    if not skipped:
        return Markup("")
    rows = []
    for group in grouped(skipped):
        row = [tag("bdi", localised(group.reason, chosen))]
        if group.others:
            names = [tag("li", tag("bdi", name)) for name in group.others[:LISTED]]
            more = len(group.others) - LISTED
            names += [tag("li", say("left_out_more", n=more))] if more > 0 else []
            row.append(tag("details", tag("summary", say("left_out_same", n=len(group.others))), tag("ul", *names)))
        rows.append(tag("li", *row))
    shown = rows[:LISTED] + ([tag("li", say("left_out_more", n=len(rows) - LISTED))] if len(rows) > LISTED else [])
    return tag("div", tag("p", say("files_left_out", n=len(skipped))), tag("ul", *shown), class_="yj-left-out")


def _buttons(say: Say) -> Markup:
    return tag(
        "div",
        tag("button", say("remove"), type="button", class_="yj-remove", disabled="disabled"),
        tag("button", say("diff_two"), type="button", class_="yj-compare", disabled="disabled"),
        tag("button", say("rebuild"), type="button", class_="yj-rebuild"),
        class_="yj-buttons",
    )


def _listing(snapshot: Snapshot, say: Say) -> Markup:
    """The first files; with more than are listed, a field that finds the others."""
    field = tag("input", type="search", class_="yj-words", placeholder=say("find_file"), aria_label=say("find_file"))
    found = tag("div", _table(snapshot, say), class_="yj-listed", aria_live="polite")
    return join(field if snapshot.bundle.counts.files > LISTED else "", found)


def _table(snapshot: Snapshot, say: Say, words: str = "") -> Markup:
    wanted = normalise_text(words).casefold().split()
    files: dict[str, list[Document]] = {}
    more = False
    for document in snapshot.bundle.documents:
        named = normalise_text(f"{document.source_path} {title_of(document)}").casefold() if wanted else ""
        if not all(word in named for word in wanted):
            continue
        files.setdefault(document.source_path, []).append(document)
        if len(files) > LISTED:
            del files[document.source_path]
            more = True
            break
    if not files:
        return tag("p", say("no_file"))

    def opening(document: Document) -> str:
        start = document.span.start
        return address(Asked(""), document.source_path, Span(start, start))

    return render(
        "corpus_files.html",
        files=files,
        more=more,
        listed=LISTED,
        bundle=snapshot.bundle,
        title_of=title_of,
        opening=opening,
        lang=lambda document: TAGS[snapshot.script(document.doc_id)],
        say=say,
    )

"""The draft tab: a draft held against the corpus sentence by sentence, and sources found for a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from index.errors import IndexMissing, InputError, YinjuError
from retriever.check.verdict import PROBLEMS, Verdict
from ui.office.checked_page import check_page
from ui.office.draft_files import DraftFile
from ui.service.draft_sessions import TIME, Check, Desk
from ui.service.drafts_apart import commented_apart, draft_of_text, parse_apart
from ui.service.snapshot import Service, Snapshot
from ui.service.uploads import PIECE, DraftUploads
from ui.text.locale import speaking
from ui.text.messages import localised
from ui.web.drafts.sheet import SHOWN, Rows, render_draft_form, render_head, render_source
from ui.web.endpoints import Endpoint, Reply, download, guarded, integer, string
from ui.web.html import Markup, join, render, tag
from ui.web.strings import Say, language, say_in

__all__ = ["CheckEndpoints"]

ROWS = 60
"""Rows sent at a time."""

LONGEST_SENTENCE = 1_000
"""Characters of a sentence that a source is found for."""

SOURCES = 8
"""Clauses found for one sentence."""

_SOON = 0.8
"""Seconds that the first reply waits for a short draft to be done."""

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class CheckEndpoints:
    """Called by ``assets/drafts.js``; a draft is named by a token that nobody can guess."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._uploads = DraftUploads()
        self._desk = Desk()
        self.form: Endpoint = guarded(self._form)
        self.begin: Endpoint = guarded(self._begin)
        self.piece: Endpoint = guarded(self._piece)
        self.check: Endpoint = guarded(self._check)
        self.head: Endpoint = guarded(self._head)
        self.progress: Endpoint = guarded(self._progress)
        self.rows: Endpoint = guarded(self._rows)
        self.stop: Endpoint = guarded(self._stop)
        self.drop: Endpoint = guarded(self._drop)
        self.download: Endpoint = guarded(self._download)
        self.source: Endpoint = guarded(self._source)

    def _form(self, sent: Mapping[str, Any]) -> Reply:
        chosen = language(string(sent, "lang"))
        say = say_in(chosen)
        problem = None
        try:
            self._snapshot(say)
        except YinjuError as error:
            problem = localised(error.message, chosen)
        return {"html": render_draft_form(say, problem), "piece": PIECE}

    def _snapshot(self, say: Say) -> Snapshot:
        try:
            return self._service.snapshot()
        except IndexMissing as error:
            raise InputError(say("no_index")) from error

    def _begin(self, sent: Mapping[str, Any]) -> Reply:
        return {"token": self._uploads.begin(string(sent, "name"), integer(sent, "size"))}

    def _piece(self, sent: Mapping[str, Any]) -> Reply:
        return {"received": self._uploads.piece(string(sent, "token"), string(sent, "data"))}

    def _check(self, sent: Mapping[str, Any]) -> Reply:
        """Start on the file ``token``, else on ``text``; ``before`` is the draft that is forgotten for it."""
        say = _say(sent)
        draft = self._draft(sent)
        check = self._desk.start(draft, self._snapshot(say))
        self._desk.drop(string(sent, "before"))
        check.ended.wait(_SOON)
        return self._of(check, sent)

    def _draft(self, sent: Mapping[str, Any]) -> DraftFile:
        token = string(sent, "token")
        if token:
            ((kept, name),) = self._uploads.take([token])
            data = kept.getvalue()
            self._uploads.drop([token])
            return parse_apart(data, name)
        return draft_of_text(string(sent, "text"))

    def _head(self, sent: Mapping[str, Any]) -> Reply:
        """What ``check`` replied, for a page that changed its language."""
        return self._of(self._desk.get(string(sent, "id")), sent)

    def _of(self, check: Check, sent: Mapping[str, Any]) -> Reply:
        return {"id": check.token, "html": render_head(check, _say(sent)), **_state(check, sent)}

    def _progress(self, sent: Mapping[str, Any]) -> Reply:
        return _state(self._desk.get(string(sent, "id")), sent)

    def _stop(self, sent: Mapping[str, Any]) -> Reply:
        return _state(self._desk.cancel(string(sent, "id")), sent)

    def _drop(self, sent: Mapping[str, Any]) -> Reply:
        self._desk.drop(string(sent, "id"))
        return {}

    def _rows(self, sent: Mapping[str, Any]) -> Reply:
        """Return rows of what is to be shown, from sentence ``from`` on; ``next`` is where those that follow begin.

        Of a draft that is done the problems come errors first. With ``until`` they go on until one that is to be
        looked into; where none is left there are no rows.
        """
        check = self._desk.get(string(sent, "id"))
        show, until = string(sent, "show") or "all", bool(sent.get("until"))
        if show not in SHOWN:
            raise InputError("There is no verdict {show}: reload the page.", show=repr(show))
        verdicts = SHOWN[show]
        rows = Rows(check, _say(sent))
        made: list[Markup] = []
        order = _ordered(check, show)
        at = integer(sent, "from")
        if until and not any(check.findings[number].verdict in PROBLEMS for number in order[at:]):
            return {"html": "", "next": at}
        while at < len(order) and (len(made) < ROWS or until):
            verdict = check.findings[order[at]].verdict
            if verdicts is None or verdict in verdicts:
                made.append(rows.row(order[at], lead=verdicts is None))
                until = until and verdict not in PROBLEMS
            at += 1
        return {"html": join(*made), "next": at}

    def _download(self, sent: Mapping[str, Any]) -> Reply:
        chosen = language(string(sent, "lang"))
        say = say_in(chosen)
        check = self._desk.get(string(sent, "id"))
        stem = PurePath(check.draft.name or say("pasted")).stem
        kind = string(sent, "kind")
        if kind not in ("docx", "html"):
            raise InputError("There is no download {kind}: reload the page.", kind=repr(kind))
        report = {**check.report(), "draft": check.draft.name or say("pasted")}
        with speaking(chosen):
            if kind == "docx":
                made, mime = commented_apart(check.draft, report["findings"]), _WORD
            else:
                made, mime = check_page(report).encode("utf-8", "replace"), "text/html"
        return download(f"{stem}-{say('checked_name')}.{kind}", mime, made)

    def _source(self, sent: Mapping[str, Any]) -> Reply:
        say = _say(sent)
        sentence = string(sent, "text").strip()
        if len(sentence) > LONGEST_SENTENCE:
            raise InputError(say("sentence_too_long", most=f"{LONGEST_SENTENCE:,}"))
        snapshot = self._snapshot(say)
        finding = snapshot.checker.sources(sentence, SOURCES)
        said = say(f"v_{finding.verdict.value}") if finding.verdict else ""
        return {"html": render_source(finding, snapshot, say), "said": said}


def _ordered(check: Check, show: str) -> Sequence[int]:
    """Return the sentences checked in the order in which they are shown."""
    done = range(len(check.findings))
    if show != "problems" or check.state == "running":
        return done
    rank: dict[Verdict | None, int] = {verdict: i for i, verdict in enumerate(PROBLEMS)}
    return sorted(done, key=lambda i: rank.get(check.findings[i].verdict, len(rank)))


def _say(sent: Mapping[str, Any]) -> Say:
    return say_in(language(string(sent, "lang")))


def _state(check: Check, sent: Mapping[str, Any]) -> Reply:
    """Return how far a draft is, how many of each verdict, and what is to say of it."""
    chosen = language(string(sent, "lang"))
    say = say_in(chosen)
    counts = {name: sum(check.counts[verdict] for verdict in verdicts) for name, verdicts in SHOWN.items() if verdicts}
    running, done, total = check.state == "running", len(check.findings), len(check.sentences)
    claims = say("n_claims_1") if check.claims == 1 else say("n_claims", n=check.claims)
    told = say("check_said", claims=claims, problems=say("n_problems", n=check.problems))
    if not running and not check.claims:
        told = say("no_claims")
    return {
        "state": check.state,
        "done": done,
        "counts": counts,
        "said": told,
        "progress": _bar(done, total, say) if running else _ending(check, say, chosen),
    }


def _bar(done: int, total: int, say: Say) -> Markup:
    share = say("n_sentences_of", done=done, total=total)
    stop = {"stop": "yj-stop", "stop_label": say("stop_check")}
    return render("job.html", label=say("checking"), done=done, total=total, share=share, **stop)


def _ending(check: Check, say: Say, chosen: str) -> Markup:
    """Return why a draft was not checked to its end; nothing when it was."""
    if check.state == "done":
        return Markup("")
    done, total = len(check.findings), len(check.sentences)
    told = say(f"check_{check.state}", done=done, total=total, minutes=round(TIME / 60))
    if check.error:
        told = localised(check.error, chosen)
    return tag("p", told, class_="yj-error" if check.state == "failed" else "yj-done")

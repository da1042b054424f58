"""The tab that asks: the frame of the page, the question box, answers with their sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.errors import InputError, YinjuError
from retriever.dialogue.carry import Said
from retriever.dialogue.conversation import said, understood
from ui.service.snapshot import Service, Snapshot
from ui.text.messages import localised
from ui.web.ask.answers import address, render_answer
from ui.web.ask.form import render_bar, render_form
from ui.web.endpoints import TABS, Endpoint, Reply, asked_in, guarded, string
from ui.web.strings import TAGS, language, say_in

__all__ = ["AskEndpoints"]


class AskEndpoints:
    """Called by ``assets/ask.js``."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.start: Endpoint = guarded(self._start)
        self.ask: Endpoint = guarded(self._ask)
        self.understand: Endpoint = guarded(self._understand)

    def _start(self, sent: Mapping[str, Any]) -> Reply:
        """The form in a language, with the documents, places and years of the index to choose from."""
        chosen = language(string(sent, "lang"))
        say = say_in(chosen)
        problem = None
        snapshot: Snapshot | None = None
        try:
            snapshot = self._service.snapshot()
        except YinjuError as error:
            problem = localised(error.message, chosen)
        return {
            "html": render_form(snapshot, problem, chosen),
            "bar": render_bar(chosen),
            "tabs": {name: say(f"tab_{name}") for name in TABS},
            "words": {key: say(key, n="{n}") for key in ("collected", "already", "added", "full")},
            "title": f"{say('app')} · {say('tagline')}",
            "lang": TAGS[chosen],
        }

    def _ask(self, sent: Mapping[str, Any]) -> Reply:
        say = say_in(language(string(sent, "lang")))
        snapshot = self._service.snapshot()
        asked = asked_in(sent)
        unread = bool(sent.get("unread"))
        answer = snapshot.ask(asked, with_answers=not unread)
        before = None if unread else said(snapshot.engine, asked.question, answer)
        return {
            "html": render_answer(snapshot, asked, answer, say, unread=unread),
            "address": address(asked),
            "before": before.told() if before else None,
        }

    def _understand(self, sent: Mapping[str, Any]) -> Reply:
        """What a question asks in full after the one ``before``, as the page was given it with the last answer."""
        try:
            before = Said.of(sent.get("before"))
        except ValueError as error:
            raise InputError("The page sent a question before this one that is none: reload it.") from error
        question = asked_in(sent).question
        carried = understood(self._service.snapshot().engine, question, before)
        return {"q": carried.text}

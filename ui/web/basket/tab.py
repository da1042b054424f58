"""The basket: citations gathered in the browser, checked against the index, exported together.

The basket lies in the browser alone. It is sent with every request that is about it, and nothing of it stays here but
what had to be looked for in the index.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.errors import InputError
from index.types import Span
from retriever.cite import reference_in
from retriever.cite.collected import item_to_json
from retriever.cite.collection import Collection
from ui.service.snapshot import Service
from ui.web.basket.export import answer_file, basket_file, export_file, preview
from ui.web.basket.items import load_file, read_basket, to_browser
from ui.web.basket.standing import Standings
from ui.web.basket.view import SORTS, render_basket
from ui.web.endpoints import Endpoint, Reply, asked_in, guarded, integer, string
from ui.web.reader.selection import LONGEST_QUOTE
from ui.web.strings import TAGS, language, say_in

__all__ = ["BasketEndpoints"]


class BasketEndpoints:
    """Called by ``assets/basket.js``; ``collect`` by every tab, ``answer`` by the first one."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._standings = Standings()
        self.basket: Endpoint = guarded(self._basket)
        self.load: Endpoint = guarded(self._load)
        self.preview: Endpoint = guarded(self._preview)
        self.export: Endpoint = guarded(self._export)
        self.keep: Endpoint = guarded(self._keep)
        self.collect: Endpoint = guarded(self._collect)
        self.answer: Endpoint = guarded(self._answer)

    def _basket(self, sent: Mapping[str, Any]) -> Reply:
        """The tab; ``sort`` puts the items in an order first. ``items`` come back when they are not those sent."""
        chosen = language(string(sent, "lang"))
        say = say_in(chosen)
        collection, left_out = read_basket(sent)
        if order := string(sent, "sort"):
            if order not in SORTS:
                raise InputError(
                    "There is no order {name}: choose one of {names}.", name=repr(order), names=", ".join(SORTS)
                )
            collection = collection.sorted(order.removesuffix("-"), backwards=order.endswith("-"))
        standings = self._standings.of(self._service.snapshot(), collection) if collection.items else []
        told = to_browser(collection)
        return {
            "html": render_basket(collection, standings, say, TAGS[chosen]),
            "items": None if told == sent.get("items", []) else told,
            "left_out": say("left_out", n=left_out) if left_out else "",
            "unchecked": sum(now is None for now in standings),
        }

    def _load(self, sent: Mapping[str, Any]) -> Reply:
        say = say_in(language(string(sent, "lang")))
        before = read_basket(sent).collection
        after, known = load_file(sent, before)
        return {"items": to_browser(after), "said": say("loaded", n=len(after.items) - len(before.items), known=known)}

    def _preview(self, sent: Mapping[str, Any]) -> Reply:
        chosen = language(string(sent, "lang"))
        return preview(read_basket(sent).collection, string(sent, "format"), say_in(chosen), chosen)

    def _export(self, sent: Mapping[str, Any]) -> Reply:
        chosen = language(string(sent, "lang"))
        return export_file(read_basket(sent).collection, string(sent, "format"), say_in(chosen), chosen)

    def _keep(self, sent: Mapping[str, Any]) -> Reply:
        """The basket as the file of ``yinju collect``."""
        return basket_file(read_basket(sent).collection)

    def _collect(self, sent: Mapping[str, Any]) -> Reply:
        """A place of the index as an item, whose number the browser gives."""
        snapshot = self._service.snapshot()
        file, span = string(sent, "file"), Span(integer(sent, "start"), integer(sent, "end"))
        if span.size > LONGEST_QUOTE:
            raise InputError(
                "{size} characters are selected and at most {most} are quoted: select less.",
                size=f"{span.size:,}",
                most=f"{LONGEST_QUOTE:,}",
            )
        bundle = snapshot.bundle
        reference = reference_in(bundle, snapshot.document_at(file, span.start), span)
        _, (item,) = Collection().add([reference], bundle.texts)
        return {"item": item_to_json(item)}

    def _answer(self, sent: Mapping[str, Any]) -> Reply:
        """The whole answer as a Word document with footnotes."""
        chosen = language(string(sent, "lang"))
        return answer_file(self._service.snapshot(), asked_in(sent), say_in(chosen), chosen)

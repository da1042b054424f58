"""The basket: citations gathered in the browser, checked against the index, exported together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui.web.endpoints import Endpoint, Reply, guarded, string
from ui.web.html import tag
from ui.web.service import Service
from ui.web.strings import language, say_in

__all__ = ["BasketEndpoints"]


class BasketEndpoints:
    """Called by ``assets/basket.js``."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.form: Endpoint = guarded(self._form)

    def _form(self, sent: Mapping[str, Any]) -> Reply:
        say = say_in(language(string(sent, "lang")))
        return {"html": tag("div", data_failed=say("failed"))}

"""The draft tab: a draft held against the corpus sentence by sentence, and sources found for a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui.web.endpoints import Endpoint, Reply, guarded, string
from ui.web.html import tag
from ui.web.service import Service
from ui.web.strings import language, say_in

__all__ = ["CheckEndpoints"]


class CheckEndpoints:
    """Called by ``assets/check.js``."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.form: Endpoint = guarded(self._form)

    def _form(self, sent: Mapping[str, Any]) -> Reply:
        say = say_in(language(string(sent, "lang")))
        return {"html": tag("div", data_failed=say("failed"))}

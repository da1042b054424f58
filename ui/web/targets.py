"""The target tab: figures of the corpus as a list, a matrix and a chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui.web.endpoints import Endpoint, Reply, guarded, string
from ui.web.html import tag
from ui.web.service import Service
from ui.web.strings import language, say_in

__all__ = ["TargetsEndpoints"]


class TargetsEndpoints:
    """Called by ``assets/targets.js``."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.form: Endpoint = guarded(self._form)

    def _form(self, sent: Mapping[str, Any]) -> Reply:
        say = say_in(language(string(sent, "lang")))
        return {"html": tag("div", data_failed=say("failed"))}

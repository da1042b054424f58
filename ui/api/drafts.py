"""Checking drafts and finding sources for programs."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any

from index.errors import InputError
from retriever.check.check_contract import SCHEMA, finding_object, report_object
from ui.service.drafts_apart import parse_apart
from ui.service.snapshot import Service

__all__ = ["draft_functions"]

MOST_SOURCES = 100
"""Clauses that one sentence may return."""


def draft_functions(service: Service) -> tuple[Callable[..., dict[str, Any]], ...]:
    """Return the endpoints `check` and `source` over ``service``."""

    def check(text: str = "", name: str = "draft.txt", content: str = "") -> dict[str, Any]:
        """Check a draft against the corpus, sentence by sentence.

        Args:
            text: the draft; not needed where `content` is given.
            name: what it is called; `.md` is read as Markdown, `.docx` needs `content`.
            content: a file of that name in base64, in place of `text`.

        Returns:
            What `yinju check --json` prints, schema 1 (docs/check.md).
        """
        try:
            data = base64.b64decode(content, validate=True) if content else text.encode("utf-8", "replace")
        except (binascii.Error, ValueError) as error:
            raise InputError("content is no base64: encode the bytes of the file.") from error
        draft = parse_apart(data, name)
        checker = service.snapshot().checker
        return report_object(checker.check(draft.draft), checker.corpus, draft.name)

    def source(sentence: str, top_k: int = 5) -> dict[str, Any]:
        """Find the clauses that support or contradict one sentence.

        Args:
            sentence: in Simplified or Traditional Chinese or in English, up to 1,000 characters.
            top_k: clauses returned, the best first, 1 to 100.

        Returns:
            What `yinju source --json` prints, schema 1 (docs/check.md).
        """
        if not 1 <= top_k <= MOST_SOURCES:
            raise InputError("top_k must be 1 to {limit}, not {top_k}.", limit=MOST_SOURCES, top_k=top_k)
        checker = service.snapshot().checker
        return {"schema": SCHEMA, **finding_object(checker.sources(sentence, top_k), checker.corpus)}

    return check, source

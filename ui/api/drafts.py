"""Checking drafts and finding sources for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from retriever.check.check_contract import report_object
from ui.api.operations import Operations, draft_bytes
from ui.service.drafts_apart import parse_apart

__all__ = ["draft_functions"]


def draft_functions(operations: Operations) -> tuple[Callable[..., dict[str, Any]], ...]:
    """Return the endpoints `check` and `source` over ``operations``."""

    def check(text: str = "", name: str = "draft.txt", content: str = "") -> dict[str, Any]:
        """Check a draft against the corpus, sentence by sentence.

        Args:
            text: the draft; not needed where `content` is given.
            name: what it is called; `.md` is read as Markdown, `.docx` needs `content`.
            content: a file of that name in base64, in place of `text`.

        Returns:
            What `yinju check --json` prints, schema 1 (docs/check.md).
        """
        draft = parse_apart(draft_bytes(text, content), name)
        checker = operations.service.snapshot().checker
        return report_object(checker.check(draft.draft), checker.corpus, draft.name)

    def source(sentence: str, top_k: int = 5) -> dict[str, Any]:
        """Find the clauses that support or contradict one sentence.

        Args:
            sentence: in Simplified or Traditional Chinese or in English, up to 1,000 characters.
            top_k: clauses returned, the best first, 1 to 100.

        Returns:
            What `yinju source --json` prints, schema 1 (docs/check.md).
        """
        return operations.sources(sentence, top_k)

    return check, source

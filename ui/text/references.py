"""How many references a collection of citations becomes, and why they are fewer."""

from __future__ import annotations

from retriever.cite import Bibliography
from ui.text.locale import say

__all__ = ["reference_count"]

_ONE_BY_ONE = frozenset({"plain", "markdown"})
"""Formats that give every citation its own line; the others list documents, each once (GB/T 7714-2015, 10.1.3)."""


def reference_count(bibliography: Bibliography, format: str, language: str | None = None) -> str:
    """Return how many citations there are and how many references they make in ``format``.

    "5 citations, 4 references: 2 stand in one document." ``language`` is that of :func:`ui.text.locale.say`.
    """
    citations, references = len(bibliography.citations), len(bibliography.entries)
    held = say(f"{citations} citation{_s(citations)}", f"{citations} 条引文", language)
    if format in _ONE_BY_ONE:
        return held
    line = held + say(f", {references} reference{_s(references)}", f"，{references} 条参考文献", language)
    shared = [len(entry.places) for entry in bibliography.entries if len(entry.places) > 1]
    if not shared:
        return line
    if len(shared) == 1:
        return line + say(
            f": {shared[0]} stand in one document, which is listed once",
            f"：有 {shared[0]} 条出自同一份文件，文件只列一次",
            language,
        )
    return line + say(
        f": {sum(shared)} stand in {len(shared)} documents, each listed once",
        f"：有 {sum(shared)} 条出自 {len(shared)} 份文件，每份只列一次",
        language,
    )


def _s(count: int) -> str:
    return "" if count == 1 else "s"

"""The page's functions for programs: named endpoints for ``gradio_client``, which return the contract's JSON.

See docs/web.md for examples and docs/json-contract.md for the fields.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from index.errors import InputError, YinjuError
from index.types import Role
from retriever.search.filters import Filters
from ui.api.drafts import draft_functions
from ui.api.operations import Operations, described, listed, placed
from ui.api.targets import target_functions
from ui.service.chosen import chosen_filters
from ui.service.citing import cited
from ui.service.snapshot import Service
from ui.service.targets_table import Tables

__all__ = ["register"]

MOST_DOCUMENTS = 10_000
"""Documents that one request may list."""

P = ParamSpec("P")
T = TypeVar("T")


def register(service: Service, tables: Tables) -> None:
    """Add the endpoints to the ``gr.Blocks`` that is being built; ``tables`` are those of the target tab."""
    import gradio as gr
    from gradio.events import api as add

    operations = Operations(service, tables)

    def endpoint(function: Callable[P, T]) -> None:
        @wraps(function)
        def told(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return function(*args, **kwargs)
            except YinjuError as error:
                raise gr.Error(str(error), print_exception=False) from error

        add(told, api_name=function.__name__, concurrency_limit=None)

    def ask(
        question: str,
        top_k: int = 20,
        document: str | list[str] = "",
        place: str | list[str] = "",
        year: int | list[int] = 0,
        issuer: str | list[str] = "",
        issued_from: str = "",
        issued_until: str = "",
        read: bool = True,
    ) -> dict[str, Any]:
        """Answer a question with cited clauses. Of every filter one value may be given or a list of alternatives.

        Args:
            question: in Simplified or Traditional Chinese or in English.
            top_k: passages returned beside the answers, 1 to 100.
            document: limit to this document, by title, file, or name as of `documents`; "" does not limit.
            place: limit to documents about this place; "" does not limit.
            year: ask for this year instead of those that the question names; 0 does not limit.
            issuer: limit to documents issued by this body; "" does not limit.
            issued_from: limit to documents issued on or after this date (2023, 2023-06, 2023-06-30).
            issued_until: limit to documents issued on or before this date.
            read: whether the passages found are read for answers; without, they are returned alone and at once.

        Returns:
            One object of the JSON contract, schema 1 (docs/json-contract.md).
        """
        filters = _filters(document, place, year, issuer, issued_from, issued_until)
        return operations.ask(question, filters, top_k, read=read)

    def search(
        question: str,
        top_k: int = 20,
        document: str | list[str] = "",
        place: str | list[str] = "",
        year: int | list[int] = 0,
        issuer: str | list[str] = "",
        issued_from: str = "",
        issued_until: str = "",
    ) -> dict[str, Any]:
        """Find passages, without answers; arguments and result as of `ask`, with empty `answers`."""
        filters = _filters(document, place, year, issuer, issued_from, issued_until)
        return operations.ask(question, filters, top_k, read=False)

    def documents(first: int = 0, most: int = MOST_DOCUMENTS) -> list[dict[str, Any]]:
        """List what is indexed: name, file, range, metadata, and how many clauses and passages each document has.

        Args:
            first: how many documents to pass over; a large index is listed in parts.
            most: documents listed at most, 1 to 10,000.

        Returns:
            One object per document, in the order of the index; none behind the last.
        """
        if first < 0 or not 1 <= most <= MOST_DOCUMENTS:
            raise InputError(
                "first must be at least 0 and most 1 to {limit}, not {first} and {most}.",
                limit=MOST_DOCUMENTS,
                first=first,
                most=most,
            )
        return list(listed(service.snapshot(), first, most))

    def read(file: str, start: int = 0) -> dict[str, Any]:
        """Return the document of `file` that holds character `start`: its metadata, its text, its outline.

        `text` is the source from the document's `start` to its `end`, in code points of the file as decoded.
        """
        snapshot = service.snapshot()
        document = snapshot.document_at(file, start)
        bundle = snapshot.bundle
        headings = (c for c in map(bundle.clause, bundle.clauses_of(document.doc_id)) if c.role is Role.HEADING)
        return {
            **described(document),
            "text": bundle.text_of(document),
            "outline": [
                {"text": bundle.text_of(c), "level": c.level, "start": c.span.start, "end": c.span.end}
                for c in headings
            ],
        }

    def cite(file: str, start: int, end: int, format: str = "") -> dict[str, str]:
        """Cite the range `start`-`end` of `file`: `plain` text, `markdown`, and `gbt7714` (GB/T 7714-2015).

        Args:
            file: a file of the index, as citations name it.
            start: first code point of the file as decoded.
            end: code point behind the last.
            format: gbt7714, bibtex, ris, csl, markdown or plain gives the whole record in this format instead.

        Returns:
            The three styles, or `format` and `text`.
        """
        if format:
            return operations.cite(file, start, end, format)
        snapshot = service.snapshot()
        document, span = placed(snapshot, file, start, end)
        styled = cited(snapshot.bundle, document, span)
        return {"plain": styled.plain, "markdown": styled.markdown, "gbt7714": styled.gbt7714}

    own: tuple[Callable[..., Any], ...] = (ask, search, documents, read, cite)
    for function in (*own, *draft_functions(operations), *target_functions(operations)):
        endpoint(function)


def _filters(*given: object) -> Filters:
    names = ("document", "place", "year", "issuer", "from", "until")
    return chosen_filters(dict(zip(names, given, strict=True)))

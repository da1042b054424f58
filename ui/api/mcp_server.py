"""The index for language models: the tools and resources of the Model Context Protocol over :class:`.Operations`.

Every tool has a typed result (the JSON contract) and links the clauses that it cites as resources, which read as the
very characters of the source. What cannot be done comes back as one sentence that says how to mend it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Literal, TypeVar

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.server.mcpserver.resources import ResourceSecurity
from mcp_types import CallToolResult, ResourceLink, TextContent, ToolAnnotations
from pydantic import Field

from index.errors import InputError, YinjuError
from index.place_notation import parse_span
from index.types import Span
from retriever.search.filters import Filters
from ui.api.addresses import SPAN_TEMPLATE, span_address
from ui.api.operations import Draft, Operations, asked_place
from ui.api.records import (
    AnswerRecord,
    DocumentsRecord,
    QuotationRecord,
    ReportRecord,
    SpanRecord,
    TargetsRecord,
)
from ui.service.bounded_work import BoundedWork
from ui.text.messages import localised

__all__ = ["LONGEST_DRAFT", "mcp_server"]

LONGEST_DRAFT = 100_000
"""Code points of a draft that a model may have checked in one call."""

INSTRUCTIONS = (
    "Answers questions about the policy documents of one index, offline, with the exact clauses. Every citation is a "
    "range of a file: cite only what `ask`, `search` or `read_span` returned, and hold every quotation to the letter "
    "with `verify_quote` before showing it. When `abstained` is true the corpus does not say it: say so too."
)

_READING = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

T = TypeVar("T")

Question = Annotated[str, Field(description="In Simplified or Traditional Chinese or in English, one thing at a time.")]
TopK = Annotated[int, Field(ge=1, le=100, description="Passages returned beside the answers.")]
Documents = Annotated[
    tuple[str, ...], Field(description="Limit to these documents, by title, file, or name as of `list_documents`.")
]
Places = Annotated[tuple[str, ...], Field(description="Limit to documents about these places, for example 宜春市.")]
Years = Annotated[tuple[int, ...], Field(description="Ask for these years instead of those that the question names.")]
Issuers = Annotated[tuple[str, ...], Field(description="Limit to documents issued by these bodies.")]
From = Annotated[str | None, Field(description="Issued on or after: 2023, 2023-06 or 2023-06-30.")]
Until = Annotated[str | None, Field(description="Issued on or before: 2023, 2023-06 or 2023-06-30.")]
File = Annotated[str, Field(description="A file of the index, as citations name it.")]
First = Annotated[int, Field(ge=0, description="How many to pass over: `next` of the page before.")]


def mcp_server(operations: Operations, version: str = "") -> MCPServer[Any]:
    """Return the server over ``operations``; it is not running yet."""
    server: MCPServer[Any] = MCPServer(
        "yinju", title="Yinju 引据", instructions=INSTRUCTIONS, version=version, log_level="WARNING"
    )
    work = _Work()
    tool = server.tool

    async def answered(question: str, filters: Mapping[str, Any], top_k: int, read: bool) -> CallToolResult:
        found = await work.run(lambda: operations.ask(question, Filters.of(filters), top_k, read=read))
        cited = [item["citation"] for item in found["answers"]] or found["hits"]
        return _result(found, cited)

    @tool(title="Ask the corpus", annotations=_READING)
    async def ask(
        question: Question,
        top_k: TopK = 5,
        documents: Documents = (),
        places: Places = (),
        years: Years = (),
        issuers: Issuers = (),
        issued_from: From = None,
        issued_until: Until = None,
    ) -> Annotated[CallToolResult, AnswerRecord]:
        """Answer a question with short answers and the clauses that say so, or say that the corpus does not."""
        filters = _filters(documents, places, years, issuers, issued_from, issued_until)
        return await answered(question, filters, top_k, read=True)

    @tool(title="Search the corpus", annotations=_READING)
    async def search(
        question: Question,
        top_k: TopK = 10,
        documents: Documents = (),
        places: Places = (),
        years: Years = (),
        issuers: Issuers = (),
        issued_from: From = None,
        issued_until: Until = None,
    ) -> Annotated[CallToolResult, AnswerRecord]:
        """Find passages, without reading them for answers: quicker than `ask`, and `answers` is empty."""
        filters = _filters(documents, places, years, issuers, issued_from, issued_until)
        return await answered(question, filters, top_k, read=False)

    @tool(title="Read a range of a file", annotations=_READING)
    async def read_span(
        file: File,
        start: Annotated[int, Field(ge=0, description="First code point, as citations give it.")],
        end: Annotated[int, Field(ge=1, description="Code point behind the last one, as citations give it.")],
        around: Annotated[int, Field(ge=0, le=2_000, description="Characters to read on either side.")] = 0,
    ) -> Annotated[CallToolResult, SpanRecord]:
        """Read the exact characters of a citation, with what stands around them and the headings above."""
        read = await work.run(lambda: operations.span(file, start, end, around))
        return _result(read, [read])

    @tool(title="Verify a quotation", annotations=_READING)
    async def verify_quote(
        quote: Annotated[str, Field(description="The words quoted, without quotation marks; up to 2,000 characters.")],
        file: Annotated[str | None, Field(description="Only in this file, as citations name it.")] = None,
        start: Annotated[int | None, Field(ge=0, description="Look at this place of the file first.")] = None,
        end: Annotated[int | None, Field(ge=1, description="End of that place.")] = None,
    ) -> Annotated[CallToolResult, QuotationRecord]:
        """Hold a quotation to the letter: verbatim, same_words (script, width or punctuation), differs or absent.

        The citation is where it stands, or what stands there instead: compare its place with the one you cite.
        """
        found = await work.run(lambda: operations.quotation(quote, file, asked_place(file, start, end)))
        return _result(found, [found["citation"]] if found["citation"] else [])

    @tool(title="Check a draft", annotations=_READING)
    async def check_draft(
        text: Annotated[str, Field(description="The draft, plain text or Markdown; up to 100,000 characters.")],
        context: Context[Any, Any],
        markdown: Annotated[bool, Field(description="Read the draft as Markdown.")] = False,
    ) -> Annotated[CallToolResult, ReportRecord]:
        """Check every claim of a draft against the corpus, sentence by sentence, with what differs and the clause."""
        draft = await work.run(lambda: _draft(operations, text, "draft.md" if markdown else "draft.txt"))
        report = await work.report(draft, context)
        cited = [e["citation"] for f in report["findings"] if f["verdict"] for e in f["evidence"][:1]]
        return _result(report, cited)

    @tool(title="List figures of the corpus", annotations=_READING)
    async def targets(
        indicator: Annotated[str, Field(description="Figures of this indicator, by meaning; empty: all.")] = "",
        places: Annotated[tuple[str, ...], Field(description="Only places whose name holds one of these.")] = (),
        years: Annotated[tuple[int, ...], Field(description="Only these target years.")] = (),
        document: Annotated[str, Field(description="Only documents whose title or file holds this.")] = "",
        kind: Annotated[Literal["target", "state", ""], Field(description="To be reached, or what is.")] = "",
        sort: Literal["document", "place", "indicator", "year", "value"] = "document",
        first: First = 0,
        most: Annotated[int, Field(ge=1, le=1_000)] = 50,
    ) -> Annotated[CallToolResult, TargetsRecord]:
        """List quantitative statements of the corpus as rows: indicator, place, year, bound, value, clause."""
        found = await work.run(lambda: operations.targets(indicator, places, years, document, kind, sort, first, most))
        return _result(found, [row["citation"] for row in found["targets"]])

    @tool(title="List documents", annotations=_READING)
    async def list_documents(
        first: First = 0, most: Annotated[int, Field(ge=1, le=1_000)] = 50
    ) -> Annotated[CallToolResult, DocumentsRecord]:
        """List what is indexed, in its order: title, issuing body, place, number, dates, file and range."""
        return _result(await work.run(lambda: operations.documents(first, most)), [])

    # Only ever looked up among the names of the index, never a path.
    named = ResourceSecurity(exempt_params={"file"})

    @server.resource(
        SPAN_TEMPLATE,
        name="span",
        title="A range of the source",
        description="The characters of FILE from START to END, as a citation names them.",
        mime_type="text/plain",
        security=named,
    )
    async def span(file: str, range: str) -> str:
        try:
            start, end = parse_span(range)
            return str((await work.bounded.run(operations.span, file, start, end))["text"])
        except (YinjuError, ValueError) as error:
            raise ResourceNotFoundError(_told(error)) from error

    return server


class _Work:
    """Operations in threads, with errors made on purpose as sentences for the model."""

    def __init__(self) -> None:
        self.bounded = BoundedWork()

    async def run(self, function: Callable[[], T]) -> T:
        try:
            return await self.bounded.run(function)
        except YinjuError as error:
            raise ToolError(_told(error)) from error

    async def report(self, draft: Draft, context: Context[Any, Any]) -> dict[str, Any]:
        """Check a draft sentence by sentence and tell the client how far it is."""
        started, findings, pending = time.perf_counter(), [], draft.findings()
        for done in range(len(draft.sentences)):
            findings.append(await self.run(lambda: next(pending)))
            await context.report_progress(done + 1, len(draft.sentences))
        return draft.report(findings, (time.perf_counter() - started) * 1_000)


def _draft(operations: Operations, text: str, name: str) -> Draft:
    if len(text) > LONGEST_DRAFT:
        raise InputError(
            "The draft is {size} characters long and at most {most} are taken: check it in parts.",
            size=f"{len(text):,}",
            most=f"{LONGEST_DRAFT:,}",
        )
    return operations.draft(text.encode(), name)


def _filters(
    documents: Documents,
    places: Places,
    years: Years,
    issuers: Issuers,
    issued_from: str | None,
    issued_until: str | None,
) -> dict[str, Any]:
    return {
        "documents": documents,
        "places": places,
        "years": years,
        "issuers": issuers,
        "issued_from": issued_from or None,
        "issued_until": issued_until or None,
    }


def _result(found: Mapping[str, Any], cited: Iterable[Mapping[str, Any]]) -> CallToolResult:
    """Return an object of the contract with links to the places that it cites, each once."""
    text = TextContent(type="text", text=json.dumps(found, ensure_ascii=False))
    links = {span_address(place["file"], Span(place["start"], place["end"])): place.get("document") for place in cited}
    resources = [
        ResourceLink(type="resource_link", uri=uri, name=uri.rpartition("/")[2], title=title, mime_type="text/plain")
        for uri, title in links.items()
    ]
    return CallToolResult(content=[text, *resources], structured_content=dict(found))


def _told(error: Exception) -> str:
    return localised(error.message) if isinstance(error, YinjuError) else str(error)

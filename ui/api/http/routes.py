"""Routes that read: each calls one operation in a thread, and returns its object as it is."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from index.errors import YinjuError
from index.types import Span
from ui.api.http.problems import problem_of, respond
from ui.api.http.requests import AskRequest, CheckRequest, QuotationRequest, Sort, SourcesRequest
from ui.api.http.responses import ProgressRecord
from ui.api.operations import LONGEST_SPAN, MOST_AROUND, MOST_LISTED, Draft, Operations, asked_place, draft_bytes
from ui.api.records import (
    AnswerRecord,
    CitedRecord,
    DocumentsRecord,
    QuotationRecord,
    ReportRecord,
    SourcesRecord,
    SpanRecord,
    TargetsRecord,
)
from ui.service.bounded_work import BoundedWork

__all__ = ["LINES", "Lines", "reading_routes"]

LINES = "application/x-ndjson"
"""One JSON object a line, each as soon as it is there."""

LAST = 2**40
"""No file is that long: a bound for numbers, so that none is too large to be computed with."""

File = Annotated[str, Query(max_length=1_000, description="As citations name it.")]
First = Annotated[int, Query(ge=0, le=LAST, description="How many to pass over: `next` of the page before.")]
Start = Annotated[int, Query(ge=0, le=LAST, description="First code point.")]
End = Annotated[int, Query(ge=1, le=LAST, description="Code point behind the last one.")]
Most = Annotated[int, Query(ge=1, le=MOST_LISTED)]


class Lines(StreamingResponse):
    """JSON objects, one a line."""

    media_type = LINES


def reading_routes(operations: Operations, work: BoundedWork) -> APIRouter:
    """Return the routes over ``operations``; the application puts the check of tokens before them."""
    routes = APIRouter()

    @routes.post("/ask", response_model=AnswerRecord, summary="Answer a question with cited clauses")
    async def ask(request: Request, asked: AskRequest) -> Response:
        """The question's short answers, each with the clause that says so, or why there is none."""
        request.state.question = asked.question
        return JSONResponse(await work.run(_answer, operations, asked, True))

    @routes.post("/search", response_model=AnswerRecord, summary="Find passages")
    async def search(request: Request, asked: AskRequest) -> Response:
        """Passages alone, unread: `answers` is empty."""
        request.state.question = asked.question
        return JSONResponse(await work.run(_answer, operations, asked, False))

    @routes.get("/documents", response_model=DocumentsRecord, summary="List documents")
    async def documents(request: Request, first: First = 0, most: Most = 100) -> Response:
        """What is indexed, in its order; the header `Link` names the next page."""
        return _page(request, await work.run(operations.documents, first, most))

    @routes.get("/span", response_model=SpanRecord, summary="Read a range of a file")
    async def span(
        file: File,
        start: Start,
        end: End,
        around: Annotated[int, Query(ge=0, le=MOST_AROUND, description="Characters on either side.")] = 0,
    ) -> Response:
        """The exact characters of a citation, those around it, and the headings above."""
        return JSONResponse(await work.run(operations.span, file, start, end, around))

    @routes.post("/quotation", response_model=QuotationRecord, summary="Verify a quotation")
    async def quotation(asked: QuotationRequest) -> Response:
        """Hold a quotation to the letter: verbatim, same_words, differs or absent, with the place."""
        place = _place(asked)
        return JSONResponse(await work.run(operations.quotation, asked.quote, asked.file, place))

    @routes.get("/citation", response_model=CitedRecord, summary="Cite a range")
    async def citation(
        file: File,
        start: Start,
        end: End,
        format: Literal["gbt7714", "bibtex", "ris", "csl", "markdown", "plain"] = "gbt7714",
    ) -> Response:
        """The reference to a range of a file in a citation format."""
        return JSONResponse(await work.run(operations.cite, file, start, end, format))

    @routes.post("/source", response_model=SourcesRecord, summary="Find sources for a sentence")
    async def source(asked: SourcesRequest) -> Response:
        """The clauses that support or contradict a sentence, the best first."""
        return JSONResponse(await work.run(operations.sources, asked.sentence, asked.top_k))

    @routes.get("/targets", response_model=TargetsRecord, summary="List figures of the corpus")
    async def targets(
        request: Request,
        indicator: Annotated[str, Query(max_length=2_000, description="By meaning; empty: all.")] = "",
        place: Annotated[list[str], Query(max_length=100, description="Places whose name holds one of these.")] = [],  # noqa: B006
        year: Annotated[list[Annotated[int, Query(ge=0, le=9_999)]], Query(max_length=100)] = [],  # noqa: B006
        document: Annotated[str, Query(max_length=1_000, description="Documents whose title or file holds this.")] = "",
        kind: Literal["", "target", "state"] = "",
        sort: Sort = "document",
        first: First = 0,
        most: Most = 100,
    ) -> Response:
        """Quantitative statements as rows; the header `Link` names the next page."""
        found = await work.run(operations.targets, indicator, place, year, document, kind, sort, first, most)
        return _page(request, found)

    @routes.post(
        "/check",
        response_model=ReportRecord,
        summary="Check a draft",
        responses={200: {"content": {LINES: {"schema": ProgressRecord.model_json_schema(by_alias=True)}}}},
    )
    async def check(request: Request, sent: CheckRequest) -> Response:
        """Check a draft sentence by sentence.

        With `Accept: application/x-ndjson` every sentence comes as a line as soon as it is checked, and the counts in
        the last one.
        """
        draft = await work.run(_draft, operations, sent)
        if LINES in request.headers.get("accept", ""):
            return Lines(_lines(request, draft, work))
        started, findings, pending = time.perf_counter(), [], draft.findings()
        for _ in draft.sentences:
            findings.append(await work.run(partial(next, pending)))
        return JSONResponse(draft.report(findings, (time.perf_counter() - started) * 1_000))

    return routes


def _answer(operations: Operations, asked: AskRequest, read: bool) -> dict[str, Any]:
    filters = asked.filters.filters()
    return operations.ask(asked.question, filters, asked.top_k, read=read, question_id=asked.id)


def _place(asked: QuotationRequest) -> Span | None:
    place = asked_place(asked.file, asked.start, asked.end)
    return None if place is None else Span(place.start, min(place.end, place.start + LONGEST_SPAN))


def _page(request: Request, found: Mapping[str, Any]) -> Response:
    """Return a page of a list, with the address of the next one (RFC 8288)."""
    if found["next"] is None:
        return JSONResponse(found)
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "first"]
    query = urlencode([*kept, ("first", found["next"])])
    return JSONResponse(found, headers={"link": f'<?{query}>; rel="next"'})


def _draft(operations: Operations, sent: CheckRequest) -> Draft:
    return operations.draft(draft_bytes(sent.text, sent.content), sent.name)


async def _lines(request: Request, draft: Draft, work: BoundedWork) -> AsyncIterator[bytes]:
    """Yield the findings of a draft as they come; a client that leaves ends the work with its sentence."""
    started, findings, pending = time.perf_counter(), [], draft.findings()
    total = len(draft.sentences)
    try:
        for done in range(1, total + 1):
            findings.append(await work.run(partial(next, pending)))
            yield _line({"done": done, "total": total, "finding": draft.object_of(findings[-1])})
        report = {**draft.report(findings, (time.perf_counter() - started) * 1_000), "findings": []}
        yield _line({"done": total, "total": total, "report": report})
    except YinjuError as error:
        problem = json.loads(bytes(respond(request, problem_of(error)).body))
        yield _line({"done": len(findings), "total": total, "problem": problem})


def _line(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode() + b"\n"

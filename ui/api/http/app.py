"""The API as one ASGI application: routes, who may call them, bounds, problem details, metrics, logs."""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from index.errors import YinjuError
from index.messages import Message
from ui.api.http.access import Access
from ui.api.http.bodies import LARGEST_BODY, LARGEST_DRAFT_BODY, replayed, whole
from ui.api.http.changes import change_routes
from ui.api.http.metrics import CONTENT_TYPE, Metrics
from ui.api.http.problems import MEDIA_TYPE, Problem, problem_of, respond
from ui.api.http.responses import HealthRecord, ProblemRecord
from ui.api.http.routes import reading_routes
from ui.api.operations import Operations
from ui.service.addressed import header, refusal
from ui.service.bounded_work import BoundedWork
from ui.service.snapshot import Service, Snapshot
from ui.service.targets_table import Tables
from ui.service.tokens import Refused, Role, Tokens

__all__ = ["PREFIX", "ApiOptions", "api_application"]

PREFIX = "/api/v1"
"""Where the API stands on a server."""

_DESCRIPTION = "/openapi.json"

access_log = logging.getLogger("yinju.access")
"""One JSON object a request, at level INFO; it has no handler of its own."""

_failures = logging.getLogger("yinju.api")

_HEADERS = {b"x-content-type-options": b"nosniff", b"cache-control": b"no-store", b"referrer-policy": b"no-referrer"}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemRecord, "description": description, "content": {MEDIA_TYPE: {}}}
    for status, description in (
        (400, "The request is no HTTP request of this API, or broke off."),
        (401, "A token is needed, unknown or expired."),
        (403, "The token does not allow this, or the request comes from elsewhere."),
        (404, "There is nothing here."),
        (405, "The method does not fit the address."),
        (408, "The request took too long to arrive."),
        (409, "Another change is under way."),
        (413, "The request is too large."),
        (415, "The request is no JSON."),
        (422, "Something in the request cannot be used."),
        (429, "Too many wrong tokens."),
        (500, "A fault of the server."),
        (503, "There is no index, or too much to do."),
        (504, "It took too long."),
        (507, "The disk is full, or not writable."),
    )
}


@dataclass(frozen=True, slots=True)
class ApiOptions:
    """Who may use the API, and under which names; ``log_questions`` puts the text of questions into the log.

    ``names`` None takes any well-formed host name. ``open`` lets everybody read while there are no tokens.
    """

    tokens: Tokens = field(default_factory=Tokens)
    names: Collection[str] | None = None
    open: bool = False
    log_questions: bool = False


def api_application(service: Service, tables: Tables, options: ApiOptions) -> FastAPI:
    """Return the API over ``service``, to be mounted at :data:`PREFIX`."""
    app = FastAPI(
        title="Yinju 引据",
        version="1",
        summary="Ask a corpus of policy documents; every answer is a clause with its place.",
        description="`start` and `end` count code points of a file as decoded. See docs/http-api.md.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        responses=_PROBLEMS,
        servers=[{"url": PREFIX}],
    )
    access = Access(options.tokens, options.open)
    metrics = Metrics(lambda: _opened(service))

    def may_read(request: Request) -> None:
        access.require(request, Role.READ)

    def may_write(request: Request) -> None:
        access.require(request, Role.WRITE)

    reading, writing = Depends(may_read), Depends(may_write)
    app.include_router(reading_routes(Operations(service, tables), BoundedWork()), dependencies=[reading])
    app.include_router(change_routes(service, reading, writing))

    @app.get("/health", response_model=HealthRecord, summary="Whether the server runs")
    async def health() -> Response:
        """For whoever restarts a server that hangs: it answers, whatever the state of the index."""
        return JSONResponse({"status": "ok"})

    @app.get("/ready", response_model=HealthRecord, summary="Whether an index answers")
    def ready() -> Response:
        """For whoever sends requests here: 503 while no index can be opened."""
        if _opened(service) is None:
            return JSONResponse({"status": "no index"}, 503)
        return JSONResponse({"status": "ok"})

    @app.get("/metrics", dependencies=[reading], response_class=Response, summary="Figures for Prometheus")
    def figures() -> Response:
        """Requests by route and status, their time, and what the index holds."""
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    @app.get(_DESCRIPTION, dependencies=[reading], include_in_schema=False)
    async def openapi() -> Response:
        return JSONResponse(app.openapi())

    _describe(app, bool(options.tokens))
    _handle_errors(app)
    routes = (*app.openapi()["paths"], _DESCRIPTION)
    app.add_middleware(Bounds, routes=routes, names=options.names, metrics=metrics, log_questions=options.log_questions)
    return app


def _opened(service: Service) -> Snapshot | None:
    try:
        return service.snapshot()
    except YinjuError:
        return None


def _describe(app: FastAPI, with_tokens: bool) -> None:
    """Complete the OpenAPI description: problems are JSON of their own media type, and tokens are bearer tokens."""
    made = app.openapi

    def described() -> dict[str, Any]:
        schema = made()
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    content = response.get("content", {})
                    if int(status) >= 400 and "application/json" in content:
                        response["content"] = {MEDIA_TYPE: content["application/json"]}
                if with_tokens and operation["operationId"] not in ("health", "ready"):
                    operation["security"] = [{"token": []}]
        if with_tokens:
            schema["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        return schema

    app.openapi = described  # type: ignore[method-assign]  # how FastAPI has descriptions completed


def _handle_errors(app: FastAPI) -> None:
    async def told(request: Request, error: Exception) -> Response:
        return respond(request, problem_of(error))

    async def unusable(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        wrong = [(_pointer(one["loc"]), str(one["msg"])) for one in error.errors()[:20]]
        detail = Message("The request cannot be used: {where} {what}.", where=wrong[0][0], what=wrong[0][1])
        return respond(request, Problem(422, "input", detail, errors=wrong))

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        kinds = {404: "nothing-here", 405: "method"}
        details = {
            404: Message("There is nothing here: see docs/http-api.md."),
            405: Message("The address does not take this method: see docs/http-api.md."),
        }
        detail = details.get(error.status_code, Message("The request cannot be read: send JSON in UTF-8."))
        kind = kinds.get(error.status_code, "input")
        return respond(request, Problem(error.status_code, kind, detail, error.headers))

    for kind in (YinjuError, Problem, Refused):
        app.add_exception_handler(kind, told)
    app.add_exception_handler(RequestValidationError, unusable)
    app.add_exception_handler(HTTPException, refused)


def _pointer(location: tuple[str | int, ...]) -> str:
    where, *rest = location
    return "/" + "/".join(map(str, rest)) if where == "body" else ".".join(map(str, rest))


class Bounds:
    """ASGI middleware around everything: names, bodies, headers, metrics, the log, and faults told as a problem."""

    def __init__(
        self,
        app: ASGIApp,
        routes: Collection[str],
        names: Collection[str] | None,
        metrics: Metrics,
        log_questions: bool,
    ) -> None:
        self._app = app
        self._routes = frozenset(routes)
        self._names = names
        self._metrics = metrics
        self._log_questions = log_questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, number = time.perf_counter(), secrets.token_hex(8)
        status, begun = 500, False

        async def sending(event: Event) -> None:
            nonlocal status, begun
            if event["type"] == "http.response.start":
                status, begun = event["status"], True
                kept = [pair for pair in event["headers"] if pair[0].lower() not in _HEADERS]
                event = {**event, "headers": [*kept, *_HEADERS.items(), (b"x-request-id", number.encode())]}
            await send(event)

        request = Request(scope, receive)
        with self._metrics.under_way.track_inprogress():
            try:
                await self._bounded(scope, receive, sending)
            except Problem as problem:
                await respond(request, problem)(scope, receive, sending)
            except Exception:  # noqa: BLE001  (a fault of ours: logged whole, told in a sentence)
                _failures.exception("request %s failed", number)
                if not begun:
                    detail = Message("The server failed: tell whoever runs it the request {number}.", number=number)
                    await respond(request, Problem(500, "fault", detail))(scope, receive, sending)
        self._done(request, number, status, time.perf_counter() - started)

    async def _bounded(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (why := refusal(scope, self._names)) is not None:
            raise Problem(403, "elsewhere", why)
        path = _path(scope)
        if path != "/files":
            largest = LARGEST_DRAFT_BODY if path == "/check" else LARGEST_BODY
            body = await whole(scope, receive, largest)
            kind = (header(scope, b"content-type") or "").partition(";")[0].strip().lower()
            if body and kind != "application/json":
                raise Problem(415, "media-type", Message("Requests are JSON: send Content-Type: application/json."))
            receive = replayed(body, receive)
        await self._app(scope, receive, send)

    def _done(self, request: Request, number: str, status: int, seconds: float) -> None:
        route = _path(request.scope)
        route = route if route in self._routes else "other"
        method = request.method if request.method in _METHODS else "other"
        self._metrics.done(route, method, status, seconds)
        if not access_log.isEnabledFor(logging.INFO):
            return
        told: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "request": number,
            "client": request.client.host if request.client else None,
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1_000, 1),
        }
        state = request.scope.get("state", {})
        if "problem" in state:
            told["problem"] = state["problem"]
        if self._log_questions and "question" in state:
            told["question"] = state["question"]
        access_log.info("%s", json.dumps(told, ensure_ascii=False))


def _path(scope: Scope) -> str:
    """Return the path below where the API is mounted."""
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})

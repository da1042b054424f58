"""Routes that change the corpus: a file put or deleted is a job, which makes the next generation of the index."""

from __future__ import annotations

import asyncio
import json
import secrets
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.params import Depends
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from index.errors import IndexBusy, InputError
from index.loading import supported_suffixes
from index.messages import Message
from ui.api.http.bodies import FILE_SECONDS, pieces
from ui.api.http.problems import Problem
from ui.api.http.responses import JobRecord
from ui.api.http.routes import LAST, LINES, Lines
from ui.service.jobs import Job, Jobs
from ui.service.snapshot import Service
from ui.service.uploads import LARGEST_FILE, StoredFile, shown_name
from ui.text.locale import tagged_language
from ui.text.messages import localised

__all__ = ["change_routes"]

MOST_UPLOADS = 4
"""Files that may be on their way at once."""

TICK = 0.2
"""Seconds between two looks at a job that is watched."""

WATCH_SECONDS = 3_600.0
"""Seconds after which a watched job is no longer told of; it goes on."""

Name = Annotated[str, Query(min_length=1, max_length=1_000, description="Name of the file, as citations give it.")]
Number = Annotated[int, Query(ge=1, le=LAST)]


class Changes:
    """Jobs that change one index, one at a time, and the files on their way to them."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._jobs = Jobs(finished=service.snapshot)
        self._folder = tempfile.TemporaryDirectory(prefix="yinju-api-")
        self._under_way = 0

    async def put(self, request: Request, name: str) -> Job:
        """Take a file and start adding it. Raises InputError, IndexBusy or Problem."""
        shown = shown_name(name)
        suffix = Path(shown).suffix.lower()
        if suffix not in supported_suffixes():
            raise InputError(
                "{name} cannot be read: convert it to one of {suffixes}.",
                name=shown,
                suffixes=", ".join(supported_suffixes()),
            )
        self._must_be_free()
        if self._under_way >= MOST_UPLOADS:
            raise IndexBusy("{most} files are on their way already: try again in a minute.", most=MOST_UPLOADS)
        self._under_way += 1
        file = StoredFile(Path(self._folder.name) / f"{secrets.token_hex(16)}{suffix}")
        try:
            async for piece in pieces(request.scope, request.receive, LARGEST_FILE, FILE_SECONDS):
                file.write(piece)
            return self._start(add=[[str(file.path), shown]], remove=[], cleanup=file.close)
        except BaseException:
            file.close()
            raise
        finally:
            self._under_way -= 1

    def delete(self, name: str) -> Job:
        """Start removing a file. Raises IndexBusy, or Problem when the index has none of that name."""
        bundle = self._service.snapshot().bundle
        if bundle.texts.number(name) is None and name not in dict(bundle.manifest.skipped):
            raise Problem(404, "no-file", Message("The index has no file {name}: list the documents.", name=name))
        return self._start(add=[], remove=[name], cleanup=lambda: None)

    def job(self, number: int) -> Job:
        """Return a job by its number: the one that runs, or the last one. Raises Problem for any other."""
        job = self._jobs.current
        if job is None or job.number != number:
            raise Problem(404, "no-job", Message("There is no job {number}: only the last one is kept.", number=number))
        return job

    def cancel(self, number: int) -> Job:
        """End a job that runs; the index is as it was before."""
        job = self.job(number)
        self._jobs.cancel()
        return job

    def _must_be_free(self) -> None:
        if self._jobs.current is not None and self._jobs.current.state == "running":
            raise IndexBusy("The same kind of work is running already: wait until it ends, or cancel it.")

    def _start(self, add: list[list[str]], remove: list[str], cleanup: Any) -> Job:
        task = {"task": "change", "index": str(self._service.index), "add": add, "remove": remove}
        return self._jobs.start(task, cleanup)


def change_routes(service: Service, reading: Depends, writing: Depends) -> APIRouter:
    """Return the routes; ``reading`` and ``writing`` check the token of a request."""
    changes = Changes(service)
    routes = APIRouter()

    @routes.put(
        "/files",
        status_code=202,
        response_model=JobRecord,
        dependencies=[writing],
        summary="Add or replace a file",
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            }
        },
    )
    async def put_file(request: Request, name: Name) -> Response:
        """Send the bytes of a file of at most 32 MiB; the job adds it, in place of one of the same name."""
        return _accepted(request, await changes.put(request, name))

    @routes.delete("/files", status_code=202, response_model=JobRecord, dependencies=[writing], summary="Remove a file")
    async def delete_file(request: Request, name: Name) -> Response:
        """Start a job that removes a file."""
        return _accepted(request, await asyncio.to_thread(changes.delete, name))

    @routes.get("/jobs", response_model=JobRecord, dependencies=[reading], summary="How far a job is")
    async def job(request: Request, number: Number) -> Response:
        """The job that runs, or the last one; with `Accept: application/x-ndjson` a line a step until it ends."""
        found = changes.job(number)
        if LINES in request.headers.get("accept", ""):
            return Lines(_watched(request, found))
        return JSONResponse(_told(request, found))

    @routes.delete("/jobs", response_model=JobRecord, dependencies=[writing], summary="Cancel a job")
    async def cancel_job(request: Request, number: Number) -> Response:
        """End a job that runs; the index stays as it was."""
        return JSONResponse(_told(request, await asyncio.to_thread(changes.cancel, number)))

    return routes


def _accepted(request: Request, job: Job) -> Response:
    return JSONResponse(_told(request, job), 202, {"location": f"jobs?number={job.number}"})


def _told(request: Request, job: Job) -> dict[str, Any]:
    language = tagged_language(request.headers.get("accept-language", ""))
    return {
        "number": job.number,
        "state": job.state,
        "stage": job.stage,
        "done": job.done,
        "total": job.total,
        "error": localised(Message.of(job.error), language) if job.error else None,
        "result": {
            **job.result,
            "files": [
                {**row, "reason": localised(Message.from_object(row["reason"]), language)} if "reason" in row else row
                for row in job.result["files"]
            ],
        }
        if "files" in job.result
        else {},
    }


async def _watched(request: Request, job: Job) -> AsyncIterator[bytes]:
    """Yield how far a job is whenever that changed, until it has ended."""
    before: dict[str, Any] = {}
    for _ in range(int(WATCH_SECONDS / TICK)):
        told = _told(request, job)
        if told != before:
            before = told
            yield json.dumps(told, ensure_ascii=False).encode() + b"\n"
        if told["state"] != "running":
            return
        await asyncio.sleep(TICK)

"""What the HTTP API returns beside the contract: problems, jobs, lines of a stream, its state."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from ui.api.records import FindingRecord, Record, ReportRecord

__all__ = ["HealthRecord", "JobRecord", "ProblemRecord", "ProgressRecord"]


class ProblemErrorRecord(Record):
    """One thing that is wrong with a request."""

    pointer: Annotated[str, Field(description="Where: a JSON pointer into the body, or the name of a parameter.")]
    detail: str


class ProblemRecord(Record):
    """Why a request failed (RFC 9457)."""

    type: Annotated[str, Field(description="urn:yinju:problem:… for programs.")]
    title: str
    status: int
    detail: Annotated[str, Field(description="One sentence: what is wrong, and how to mend it.")]
    errors: Annotated[list[ProblemErrorRecord], Field(default_factory=list)]


class JobRecord(Record):
    """A change of the corpus: until it is done the old generation answers."""

    number: Annotated[int, Field(ge=1)]
    state: Literal["running", "done", "failed", "cancelled"]
    stage: str
    done: Annotated[int, Field(ge=0)]
    total: Annotated[int | None, Field(description="Of how much `done` is; null when it is not known.")]
    error: str | None
    result: Annotated[dict[str, Any], Field(description="When it is done: generation, and what came of every file.")]


class ProgressRecord(Record):
    """A line of a streamed check: how far it is, with the sentence that was checked."""

    done: Annotated[int, Field(ge=0)]
    total: Annotated[int, Field(ge=0)]
    finding: FindingRecord | None = None
    report: Annotated[ReportRecord | None, Field(description="In the last line alone; its findings are empty.")] = None
    problem: Annotated[ProblemRecord | None, Field(description="In the last line, where it could not go on.")] = None


class HealthRecord(Record):
    """Whether the server runs, and which index answers."""

    status: Literal["ok", "no index"]

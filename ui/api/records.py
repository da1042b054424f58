"""What endpoints return, as types for their schemas: docs/json-contract.md, docs/check.md, docs/targets.md.

They describe and never change: a field that the contract adds later passes through. ``tests/ui/api/test_records.py``
holds them to real results, so that nothing that is returned goes undescribed.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "AnswerRecord",
    "CitedRecord",
    "DocumentRecord",
    "DocumentsRecord",
    "FindingRecord",
    "QuotationRecord",
    "Record",
    "ReportRecord",
    "SourcesRecord",
    "SpanRecord",
    "TargetsRecord",
]

Start = Annotated[int, Field(ge=0, description="First code point of the file as decoded.")]
End = Annotated[int, Field(ge=1, description="Code point behind the last one.")]
Date = Annotated[str | None, Field(description="ISO 8601: a year, a month or a day; null when it is not stated.")]
Page = Annotated[int | None, Field(description="Page of the first character; null when the file declares no pages.")]
Heading = Annotated[list[str], Field(description="Headings above it, outermost first.")]
Schema = Annotated[Literal[1], Field(alias="schema", description="Version of this contract.")]
Found = Literal["verbatim", "same_words", "supported", "differs", "elsewhere", "review", "absent"]


class Record(BaseModel):
    """A JSON object to which fields may be added."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)


class CeasedRecord(Record):
    """How a document has ceased to be in force."""

    how: Literal["repealed", "expired", "replaced"]
    on: Date
    by: str | None


class PlaceRecord(Record):
    """A range of a file."""

    file: str
    start: Start
    end: End


class CitationRecord(PlaceRecord):
    """A clause of the corpus: ``quote`` is the source from ``start`` to ``end``."""

    quote: Annotated[str, Field(min_length=1)]
    document: str | None
    issuer: str | None
    issued_on: Date
    heading: Heading
    page: Page
    ceased: CeasedRecord | None


class AnswerCitationRecord(CitationRecord):
    """The clause that holds an answer."""

    doc_no: str | None


class CheckCitationRecord(CitationRecord):
    """A clause that a sentence was compared with."""

    place: str | None


class AnswerItemRecord(Record):
    """A short answer, cut from its clause."""

    text: Annotated[str, Field(min_length=1)]
    confidence: Annotated[float, Field(ge=0, le=1, description="Estimated probability that the answer is right.")]
    place: str | None
    year: int | None
    citation: AnswerCitationRecord


class HighlightRecord(Record):
    """A range of the file to mark."""

    start: Start
    end: End
    kind: Literal["answer", "match"]


class HitRecord(PlaceRecord):
    """A passage that was found."""

    rank: Annotated[int, Field(ge=1)]
    score: float
    text: str
    document: str | None
    heading: Heading
    page: Page
    ceased: CeasedRecord | None
    also_at: list[PlaceRecord]
    highlights: list[HighlightRecord]


class QuestionRecord(Record):
    """One of several questions asked at once: its answers are those from ``first`` up to ``end``."""

    question: str
    first: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    reason: str | None


class AnswerRecord(Record):
    """An answer or a search (docs/json-contract.md)."""

    schema_: Schema
    id: str | int | None
    question: str
    abstained: Annotated[bool, Field(description="No answer is given; `reason` says why.")]
    reason: str | None
    answers: list[AnswerItemRecord]
    intent: Annotated[str, Field(description="`answer`, read for, or the list that the question was taken to ask for.")]
    parts: list[QuestionRecord]
    hits: list[HitRecord]
    took_ms: Annotated[float, Field(ge=0)]


class DatedRecord(Record):
    """A date that a document states."""

    kind: str
    date: str


class DocumentRecord(Record):
    """A document of the index."""

    name: Annotated[str, Field(description="What filters call it: its title, with file and start where two share one.")]
    title: str | None
    kind: str | None
    issuer: str | None
    place: str | None
    doc_no: str | None
    issued_on: Date
    published_on: Date
    dates: list[DatedRecord]
    file: str
    start: Start
    end: End
    clauses: Annotated[int, Field(ge=0)]
    passages: Annotated[int, Field(ge=0)]


class DocumentsRecord(Record):
    """Some documents of the index, in its order."""

    schema_: Schema
    total: Annotated[int, Field(ge=0, description="Documents of the index.")]
    first: Annotated[int, Field(ge=0, description="How many stand before those listed.")]
    next: Annotated[int | None, Field(description="`first` of the next page; null behind the last.")]
    documents: list[DocumentRecord]


class SpanRecord(PlaceRecord):
    """A range of the source with what stands around it."""

    schema_: Schema
    uri: Annotated[str, Field(description="The range as an address: yinju://span/FILE/START-END.")]
    before: str
    text: str
    after: str
    document: str | None
    issuer: str | None
    doc_no: str | None
    issued_on: Date
    heading: Heading
    page: Page
    ceased: CeasedRecord | None


class QuotationPartRecord(Record):
    """A quotation and the stretch of the source that it was compared with."""

    text: str
    verdict: Literal["verbatim", "same_words", "differs", "absent"]
    citation: CheckCitationRecord | None


class QuotationRecord(QuotationPartRecord):
    """A quotation held to the letter."""

    schema_: Schema


class DifferenceRecord(Record):
    """One thing that the draft says otherwise than the source."""

    field: str
    draft: str
    source: str | None
    about: str | None


class EvidenceRecord(Record):
    """A clause that a sentence was compared with."""

    stance: Literal["supports", "contradicts", "related"]
    likeness: float
    differences: list[DifferenceRecord]
    citation: CheckCitationRecord


class PartRecord(Record):
    """A part of a sentence that was checked on its own."""

    about: str
    text: str
    verdict: Found
    differences: list[DifferenceRecord]
    evidence: list[EvidenceRecord]


class FindingRecord(Record):
    """One sentence of a draft; ``verdict`` is null for text that claims nothing."""

    start: Annotated[int, Field(ge=0, description="First code point of the draft's text.")]
    end: int
    text: str
    verdict: Found | None
    skipped: str | None
    differences: list[DifferenceRecord]
    quotations: list[QuotationPartRecord]
    evidence: list[EvidenceRecord]
    parts: list[PartRecord]


class ReportRecord(Record):
    """A checked draft (docs/check.md)."""

    schema_: Schema
    draft: str
    counts: Annotated[dict[str, int], Field(description="How many sentences have each verdict.")]
    findings: list[FindingRecord]
    took_ms: Annotated[float, Field(ge=0)]


class SourcesRecord(FindingRecord):
    """The clauses that support or contradict one sentence."""

    schema_: Schema


class CitedRecord(Record):
    """A range as a reference: one ``format`` with its ``text``."""

    format: str
    text: str


class TargetCitationRecord(PlaceRecord):
    """The clause of a figure."""

    quote: str
    document: str | None
    heading: Heading
    page: Page


class TargetRecord(Record):
    """One figure of the corpus; ``low`` and ``high`` are decimals in ``unit``."""

    place: str | None
    indicator: str
    line: int
    first_year: int | None
    year: int | None
    bound: str
    strive: bool
    value: str
    low: str
    high: str
    unit: str
    measures: str
    change: str
    base_year: int | None
    kind: Literal["target", "state"]
    start: Start
    end: End
    citation: TargetCitationRecord


class TargetsRecord(Record):
    """Some figures of the corpus (docs/targets.md)."""

    schema_: Schema
    total: Annotated[int, Field(ge=0, description="Figures that the filters let through.")]
    first: Annotated[int, Field(ge=0)]
    next: int | None
    targets: list[TargetRecord]

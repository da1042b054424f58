"""What clients send, as types."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from retriever.search.filters import FIRST_YEAR, LAST_YEAR, Filters
from ui.api.operations import MOST_HITS

__all__ = ["AskRequest", "CheckRequest", "QuotationRequest", "SourcesRequest"]

_MOST_VALUES = 100
_LONGEST_NAME = 1_000

Name = Annotated[str, Field(max_length=_LONGEST_NAME)]
Day = Annotated[str | None, Field(max_length=10, description="2023, 2023-06 or 2023-06-30, included.")]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class FiltersRequest(_Request):
    """What a question is limited to; values of one kind are alternatives, kinds hold together."""

    documents: Annotated[list[Name], Field(max_length=_MOST_VALUES, description="Titles, files, or names.")] = []
    places: Annotated[list[Name], Field(max_length=_MOST_VALUES)] = []
    years: Annotated[
        list[Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]],
        Field(max_length=_MOST_VALUES, description="Ask for these years instead of those that the question names."),
    ] = []
    issuers: Annotated[list[Name], Field(max_length=_MOST_VALUES)] = []
    issued_from: Day = None
    issued_until: Day = None

    def filters(self) -> Filters:
        """Return them as search takes them. Raises InputError for what is no date."""
        return Filters(**self.model_dump())


class AskRequest(_Request):
    """A question."""

    question: Annotated[str, Field(min_length=1, max_length=2_000)]
    id: Annotated[str, Field(max_length=_LONGEST_NAME)] | Annotated[int, Field(ge=-(2**53), le=2**53)] | None = None
    top_k: Annotated[int, Field(ge=1, le=MOST_HITS, description="Passages returned.")] = 20
    filters: FiltersRequest = FiltersRequest()


class QuotationRequest(_Request):
    """A quotation, and where wanted the file, or the place in it, that it is from."""

    quote: Annotated[str, Field(min_length=1, max_length=2_000)]
    file: Annotated[str | None, Field(max_length=_LONGEST_NAME)] = None
    start: Annotated[int | None, Field(ge=0, le=2**40)] = None
    end: Annotated[int | None, Field(ge=1, le=2**40)] = None


class SourcesRequest(_Request):
    """A sentence to find sources for."""

    sentence: Annotated[str, Field(min_length=1, max_length=1_000)]
    top_k: Annotated[int, Field(ge=1, le=MOST_HITS, description="Clauses returned.")] = 5


class CheckRequest(_Request):
    """A draft: its text, or the bytes of its file."""

    text: Annotated[str, Field(max_length=1_000_000, description="The draft; not needed beside `content`.")] = ""
    content: Annotated[str, Field(max_length=23_000_000, description="The bytes of the file in base64.")] = ""
    name: Annotated[str, Field(min_length=1, max_length=200, description="`.txt`, `.md` or `.docx`.")] = "draft.txt"


Sort = Literal["document", "place", "indicator", "year", "value"]
"""Orders of figures."""

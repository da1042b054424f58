"""The types of the endpoints describe real results fully: no field is left out of the schema, none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

pydantic = pytest.importorskip("pydantic", reason="typed endpoints need the extra `mcp` or `web`")

from index.types import Span  # noqa: E402  (after the check for the extra)
from retriever.answer.contract import json_schema  # noqa: E402
from retriever.search.filters import Filters  # noqa: E402
from ui.api import records  # noqa: E402
from ui.api.operations import Operations  # noqa: E402
from ui.service.processes import Processes  # noqa: E402
from ui.service.snapshot import Service  # noqa: E402
from ui.service.targets_table import Tables  # noqa: E402

DRAFT = "到2025年,宜春市新型储能装机达到90万千瓦。规划称“新建厂房屋顶光伏覆盖率力争达到百分之六十”。明天会下雨。"


@pytest.fixture(scope="module")
def operations(seed_index: Path) -> Operations:
    service = Service(seed_index)
    return Operations(service, Tables(service, Processes()))


def undescribed(record: Any, at: str = "") -> Iterator[str]:
    """Yield the fields of a result that its type does not name."""
    if isinstance(record, records.Record):
        yield from (f"{at}.{name}" for name in record.model_extra or {})
        for name in type(record).model_fields:
            yield from undescribed(getattr(record, name), f"{at}.{name}")
    elif isinstance(record, list):
        for one in record:
            yield from undescribed(one, f"{at}[]")


def checked(kind: type[records.Record], made: dict[str, Any]) -> records.Record:
    record = kind.model_validate(made)
    assert list(undescribed(record)) == []
    assert record.model_dump(by_alias=True) == made
    jsonschema.validate(made, kind.model_json_schema(by_alias=True))
    return record


def test_answers_searches_and_refusals(operations: Operations) -> None:
    for question in ("宜春2025年新型储能装机目标", "深圳2025年新型储能装机目标"):
        made = operations.ask(question, Filters(), 5, question_id="a")
        jsonschema.validate(made, json_schema())
        checked(records.AnswerRecord, made)
    checked(records.AnswerRecord, operations.ask("光伏", Filters(places=("宜春市",)), 5, read=False))


def test_documents_come_in_pages_that_join_to_all(operations: Operations) -> None:
    whole = checked(records.DocumentsRecord, operations.documents()).documents
    pages, first = [], 0
    while first is not None:
        page = checked(records.DocumentsRecord, operations.documents(first, 3))
        pages += page.documents
        first = page.next
    assert pages == whole
    assert len(whole) == page.total
    assert operations.documents(10**30, 1)["documents"] == []


def test_spans_quotations_sources_drafts_and_figures(operations: Operations) -> None:
    cited = operations.ask("宜春2025年新型储能装机目标", Filters())["answers"][0]["citation"]
    span = checked(records.SpanRecord, operations.span(cited["file"], cited["start"], cited["end"], 20))
    assert span.text == cited["quote"]
    for quote in (cited["quote"], cited["quote"].replace("80", "90"), "本市将于二〇九九年建成海底城市群落"):
        found = operations.quotation(quote, cited["file"], Span(cited["start"], cited["end"]))
        checked(records.QuotationRecord, found)
    checked(records.SourcesRecord, operations.sources("新建厂房屋顶光伏覆盖率达到50%。"))
    draft = operations.draft(DRAFT.encode(), "draft.txt")
    checked(records.ReportRecord, draft.report(list(draft.findings()), 1.0))
    table = checked(records.TargetsRecord, operations.targets(most=7))
    assert (len(table.targets), table.next) == (7, 7)
    checked(records.CitedRecord, operations.cite(cited["file"], cited["start"], cited["end"], "gbt7714"))

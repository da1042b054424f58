"""The Haystack retriever, with the real package: alone, in a pipeline, and stored with one."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("haystack", reason="the Haystack adapter needs the extra `haystack`")

from haystack import Pipeline

from index.errors import InputError
from retriever.adapters.haystack import YinjuRetriever
from tests.retriever.adapters.shared import FILTERS, QUESTION, check_passages


def test_passages_keep_their_places(seed_index: Path) -> None:
    found = YinjuRetriever(str(seed_index), top_k=3).run(QUESTION)["documents"]
    check_passages(seed_index, [(one.content, one.meta) for one in found], 3)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_a_pipeline_runs_it_and_is_stored_with_it(seed_index: Path) -> None:
    pipeline = Pipeline()
    pipeline.add_component("retriever", YinjuRetriever(str(seed_index), top_k=9))
    again = Pipeline.loads(pipeline.dumps(), allowed_modules=["retriever.adapters.haystack"])
    asked = {"retriever": {"query": QUESTION, "top_k": 2, "filters": FILTERS}}
    found = again.run(asked)["retriever"]["documents"]
    assert len(found) == 2
    assert {one.meta["document"] for one in found} == {"宿迁市碳达峰实施方案"}


def test_conditions_of_another_kind_are_said(seed_index: Path) -> None:
    with pytest.raises(InputError, match="Filters are an object"):
        YinjuRetriever(str(seed_index)).run(QUESTION, filters={"operator": "AND", "conditions": []})

"""The LlamaIndex retriever, with the real package: passages, filters, and a query engine's use of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

pytest.importorskip("llama_index.core", reason="the LlamaIndex adapter needs the extra `llama-index`")

from retriever.adapters.llama_index import YinjuRetriever
from tests.retriever.adapters.shared import FILTERS, QUESTION, check_passages


def test_passages_keep_their_places(seed_index: Path) -> None:
    found = YinjuRetriever(seed_index, similarity_top_k=3).retrieve(QUESTION)
    check_passages(seed_index, [(one.node.get_content(), one.node.metadata) for one in found], 3)
    assert [one.score for one in found] == sorted((one.score or 0 for one in found), reverse=True)
    assert len({one.node.node_id for one in found}) == 3


def test_filters_limit_and_asynchronous_use_is_the_same(seed_index: Path) -> None:
    retriever = YinjuRetriever(seed_index, similarity_top_k=5, filters=FILTERS)
    found = retriever.retrieve(QUESTION)
    assert {one.node.metadata["document"] for one in found} == {"宿迁市碳达峰实施方案"}
    again = asyncio.run(retriever.aretrieve(QUESTION))
    assert [one.node.node_id for one in again] == [one.node.node_id for one in found]

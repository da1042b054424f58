"""The LangChain retriever: langchain-tests' own suite, and what it must keep of a passage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("langchain_core", reason="the LangChain adapter needs the extra `langchain`")
suite = pytest.importorskip("langchain_tests.integration_tests", reason="needs langchain-tests, of `test-adapters`")

from retriever.adapters.langchain import YinjuRetriever  # noqa: E402  (after the checks for the extras)
from tests.retriever.adapters.shared import FILTERS, QUESTION, check_passages  # noqa: E402


class TestStandard(suite.RetrieversIntegrationTests):  # type: ignore[name-defined, misc]  # of an optional package
    """The standard tests of LangChain's retrievers."""

    @pytest.fixture(autouse=True)
    def _index(self, seed_index: Path) -> None:
        self.index = str(seed_index)

    @property
    def retriever_constructor(self) -> type[YinjuRetriever]:
        return YinjuRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"index": self.index}

    @property
    def retriever_query_example(self) -> str:
        return QUESTION


def test_passages_keep_their_places(seed_index: Path) -> None:
    retriever = YinjuRetriever(index=str(seed_index), k=3)
    found = retriever.invoke(QUESTION)
    check_passages(seed_index, [(one.page_content, one.metadata) for one in found], 3)
    assert [one.metadata["score"] for one in found] == sorted((one.metadata["score"] for one in found), reverse=True)
    limited = retriever.invoke(QUESTION, k=5, filters=FILTERS)
    assert {one.metadata["document"] for one in limited} == {"宿迁市碳达峰实施方案"}

"""A LlamaIndex retriever over an index: the extra ``llama-index``."""

from __future__ import annotations

import os
from typing import Any

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from retriever.adapters.passages import Source

__all__ = ["YinjuRetriever"]


class YinjuRetriever(BaseRetriever):
    """Finds passages as nodes; metadata are those of the JSON contract's hits."""

    def __init__(
        self,
        index: str | os.PathLike[str],
        similarity_top_k: int = 10,
        filters: dict[str, Any] | None = None,
        read: bool = False,
        **options: Any,
    ) -> None:
        """Open ``index``; ``filters`` are the fields of :class:`retriever.Filters`, ``read`` orders by reading.

        Other options are those of LlamaIndex's retrievers. Raises as :meth:`retriever.Assistant.open`.
        """
        self._source = Source(index, read=read)
        self._k = similarity_top_k
        self._filters = filters
        super().__init__(**options)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._source.find(query_bundle.query_str, self._k, self._filters)
        return [
            NodeWithScore(node=TextNode(id_=one.key, text=one.text, metadata=dict(one.metadata)), score=one.score)
            for one in found
        ]

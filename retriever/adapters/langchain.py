"""A LangChain retriever over an index: the extra ``langchain``."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field, PrivateAttr

from retriever.adapters.passages import Source

__all__ = ["YinjuRetriever"]


class YinjuRetriever(BaseRetriever):
    """Finds passages; metadata are those of the JSON contract's hits, with ``score``.

    ``k`` passages are returned; ``filters`` are the fields of :class:`retriever.Filters`; ``read`` lets the reading
    model order them. ``k`` and ``filters`` may be given to ``invoke`` too. Raises as :meth:`retriever.Assistant.open`.
    """

    index: str
    k: int = Field(default=10, ge=1)
    filters: dict[str, Any] = Field(default_factory=dict)
    read: bool = False
    _source: Source = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        """Open the index."""
        super().model_post_init(context)
        self._source = Source(self.index, read=self.read)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        k: int | None = None,
        filters: dict[str, Any] | None = None,
    ) -> list[Document]:
        found = self._source.find(query, self.k if k is None else k, self.filters if filters is None else filters)
        return [
            Document(id=one.key, page_content=one.text, metadata={**one.metadata, "score": one.score}) for one in found
        ]

"""A Haystack retriever over an index: the extra ``haystack``."""

from __future__ import annotations

from typing import Any

from haystack import Document, component, default_from_dict, default_to_dict

from retriever.adapters.passages import Source

__all__ = ["YinjuRetriever"]


@component
class YinjuRetriever:
    """A component that finds passages; their meta are those of the JSON contract's hits.

    ``filters`` are the fields of :class:`retriever.Filters`, not Haystack's conditions.
    """

    def __init__(self, index: str, top_k: int = 10, filters: dict[str, Any] | None = None, read: bool = False) -> None:
        """Name the index; it is opened by :meth:`warm_up`, or by the first question. ``read`` orders by reading."""
        self.index = index
        self.top_k = top_k
        self.filters = filters
        self.read = read
        self._source: Source | None = None

    def warm_up(self) -> None:
        """Open the index. Raises as :meth:`retriever.Assistant.open`."""
        if self._source is None:
            self._source = Source(self.index, read=self.read)

    def to_dict(self) -> dict[str, Any]:
        """Return what a pipeline is stored with."""
        stored: dict[str, Any] = default_to_dict(
            self, index=self.index, top_k=self.top_k, filters=self.filters, read=self.read
        )
        return stored

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> YinjuRetriever:
        """Return the component that :meth:`to_dict` stored."""
        made: YinjuRetriever = default_from_dict(cls, data)
        return made

    @component.output_types(documents=list[Document])
    def run(
        self, query: str, top_k: int | None = None, filters: dict[str, Any] | None = None
    ) -> dict[str, list[Document]]:
        """Find passages; ``top_k`` and ``filters`` take the place of those of the component."""
        self.warm_up()
        assert self._source is not None
        k = self.top_k if top_k is None else top_k
        found = self._source.find(query, k, self.filters if filters is None else filters)
        return {
            "documents": [
                Document(id=one.key, content=one.text, meta=dict(one.metadata), score=one.score) for one in found
            ]
        }

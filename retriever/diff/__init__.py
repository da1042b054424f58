"""How two documents differ, clause by clause: versions of one, or two of one kind."""

from retriever.diff.comparison import compare_documents
from retriever.diff.types import Comparison, Difference, Edit, FigureChange, Kind, Side

__all__ = ["Comparison", "Difference", "Edit", "FigureChange", "Kind", "Side", "compare_documents"]

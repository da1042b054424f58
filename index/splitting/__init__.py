"""Documents out of files: boundaries between documents, repeats of a page, press summaries, the portal's furniture."""

from index.splitting.documents import split_documents
from index.splitting.shared_lines import Edges, edges_of, holds_any, shared_lines

__all__ = ["Edges", "edges_of", "holds_any", "shared_lines", "split_documents"]

"""Documents out of files: boundaries between documents, repeats of a page, press summaries, the portal's furniture."""

from index.splitting.documents import split_documents
from index.splitting.shared_lines import shared_lines

__all__ = ["shared_lines", "split_documents"]

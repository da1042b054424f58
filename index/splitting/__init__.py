"""Documents out of files: boundaries between documents, repeats of a page, press summaries, the portal's furniture."""

from index.splitting.documents import split_documents

__all__ = ["split_documents"]

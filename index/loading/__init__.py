"""Reading files: finding them, decoding them, and getting the text that every offset points into."""

from __future__ import annotations

from index.loading.files import FoundFile, find_files, load_file, supported_suffixes

__all__ = ["FoundFile", "find_files", "load_file", "supported_suffixes"]

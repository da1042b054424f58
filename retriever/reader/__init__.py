"""The reader: a small cross-encoder that says whether a passage answers a question, and which characters do.

Nothing heavy is imported before a model is loaded; torch is never needed.
"""

from __future__ import annotations

from retriever.reader.reader import Reader, ReaderInput, Reading, embedded_reader

__all__ = ["Reader", "ReaderInput", "Reading", "embedded_reader"]

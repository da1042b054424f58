"""The reader: a small cross-encoder that says whether a passage answers a question, and which characters do.

Of a draft sentence it says whether a passage bears it out, and which words differ.

Nothing heavy is imported before a model is loaded; torch is never needed.
"""

from __future__ import annotations

from retriever.reader.reader import Judgement, Reader, ReaderInput, Reading, embedded_reader

__all__ = ["Judgement", "Reader", "ReaderInput", "Reading", "embedded_reader"]

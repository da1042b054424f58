"""From glyphs with positions to text in reading order: what PDF, OFD and recognised pictures have in common."""

from __future__ import annotations

from index.loading.layout.compose import LaidOut, lay_out
from index.loading.layout.content import Box, Glyph, PageContent

__all__ = ["Box", "Glyph", "LaidOut", "PageContent", "lay_out"]

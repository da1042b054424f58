"""Citing: references out of the corpus, their formats, links that survive edits, and collections of citations."""

from __future__ import annotations

from retriever.cite.anchors import Anchor, Standing, State, anchor_at, reanchor
from retriever.cite.formats import FORMATS, render
from retriever.cite.reference import Bibliography, Entry, Place, Reference, Source
from retriever.cite.references_of import reference_at, reference_in, references_of, source_of

__all__ = [
    "FORMATS",
    "Anchor",
    "Bibliography",
    "Entry",
    "Place",
    "Reference",
    "Source",
    "Standing",
    "State",
    "anchor_at",
    "reanchor",
    "reference_at",
    "reference_in",
    "references_of",
    "render",
    "source_of",
]

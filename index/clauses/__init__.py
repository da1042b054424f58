"""From the text of a document to its clause tree: headings of every official style, and citable sentences as leaves.

The stages, each a module: :mod:`.numbering` finds what may be a heading number, :mod:`.outline` decides which of them
are headings and where their titles end, :mod:`.sentences` cuts the text between them, :mod:`.tree` puts both together.
:mod:`.responsibility` reads the notes that say which bodies carry a measure out.
"""

from __future__ import annotations

from index.clauses.responsibility import Body, Responsibility, ResponsibilityNote, parse_note, responsible_bodies
from index.clauses.tree import parse_clauses

__all__ = [
    "Body",
    "Responsibility",
    "ResponsibilityNote",
    "parse_clauses",
    "parse_note",
    "responsible_bodies",
]

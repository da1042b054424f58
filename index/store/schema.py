"""The on-disk layout, declared: every file of a generation, its type and what it holds. See docs/index-format.md.

    INDEX/CURRENT                    the name of the current generation, one line
    INDEX/generations/NAME/          its files; NAME is the start of the SHA-256 of its manifest.json
    INDEX/generations/.building-*    an unfinished build, removed by the next one
    INDEX/BUILT_FROM                 the files and folders that the current generation was built from (JSON)
    INDEX/ORIGINALS                  where the files lie whose pages can be shown (JSON)
    INDEX/originals/                 copies of such files that were sent to the page, named by their SHA-256
    INDEX/JOURNAL                    when which generation came about, and what it changed (JSON)
    INDEX/FOLLOWED                   the folders that were synchronised, and their files as they were then (JSON)
    INDEX/METADATA                   what people corrected of documents (JSON)
    INDEX/KEEP                       how many generations are kept, one line; 2 without it
    INDEX/.lock                      held by the one writer; holds its process id

All numbers are little-endian. Rows are numbered from 0; row *i* of one passage array is row *i* of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from index.types import Role

__all__ = [
    "BUILT_FROM",
    "CLAUSE",
    "CURRENT",
    "DOCUMENT",
    "EXAMPLES",
    "FILES",
    "FOLLOWED",
    "GENERATIONS",
    "JOURNAL",
    "KEEP",
    "LEAF_KEY",
    "LOCK",
    "MANIFEST",
    "METADATA",
    "NONE",
    "OPTIONAL",
    "ORIGINALS",
    "PAGE",
    "PASSAGE",
    "PATH",
    "ROLES",
    "SCHEMA",
    "SHARED_LINES",
    "TEXT",
    "UNFINISHED",
    "StoredFile",
]

SCHEMA: Final = 4
"""Version of this layout and of what is indexed of a passage; a reader refuses any other."""

CURRENT: Final = "CURRENT"
BUILT_FROM: Final = "BUILT_FROM"
ORIGINALS: Final = "ORIGINALS"
FOLLOWED: Final = "FOLLOWED"
JOURNAL: Final = "JOURNAL"
KEEP: Final = "KEEP"
METADATA: Final = "METADATA"
GENERATIONS: Final = "generations"
EXAMPLES: Final = "examples.json"
LOCK: Final = ".lock"
MANIFEST: Final = "manifest.json"
SHARED_LINES: Final = "shared_lines.json"
UNFINISHED: Final = ".building-"

NONE: Final = -1
"""In a column of row numbers: no row."""

ROLES: Final = (Role.HEADING, Role.TEXT, Role.RESPONSIBILITY, Role.SUMMARY, Role.REPEAT, Role.FURNITURE)
"""A role is stored as its position here."""

TEXT: Final = np.dtype([("offset", "<i8"), ("size", "<i4"), ("width", "<i4")])
PAGE: Final = np.dtype([("source", "<i4"), ("page", "<i4"), ("start", "<i4"), ("end", "<i4"), ("confidence", "<i4")])
DOCUMENT: Final = np.dtype(
    [
        ("source", "<i4"),
        ("start", "<i4"),
        ("end", "<i4"),
        ("first_clause", "<i4"),
        ("clauses", "<i4"),
        ("first_passage", "<i4"),
        ("passages", "<i4"),
        ("place", "<i4"),
    ]
)
CLAUSE: Final = np.dtype(
    [
        ("document", "<i4"),
        ("parent", "<i4"),
        ("label", "<i4"),
        ("path", "<i4"),
        ("start", "<i4"),
        ("end", "<i4"),
        ("canonical", "<i4"),
        ("level", "<i2"),
        ("role", "<i2"),
    ]
)
LEAF_KEY: Final = np.dtype([("digest", "<u8"), ("size", "<i4"), ("within", "<i4")])
PATH: Final = np.dtype([("parent", "<i4"), ("text", "<i4")])
PASSAGE: Final = np.dtype(
    [
        ("document", "<i4"),
        ("start", "<i4"),
        ("end", "<i4"),
        ("first_leaf", "<i4"),
        ("leaves", "<i4"),
        ("canonical", "<i4"),
        ("role", "<i4"),
    ]
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a generation: ``dtype`` of a one-dimensional ``.npy`` array, None for other formats."""

    name: str
    dtype: np.dtype[np.void] | str | None
    holds: str


FILES: Final = (
    StoredFile("texts.bin", None, "the code points of all sources, each at 1, 2 or 4 bytes per code point"),
    StoredFile("texts.npy", TEXT, "per source: byte offset in texts.bin, length in code points, bytes per code point"),
    StoredFile("sources.bin", None, "per source, one JSON object: path, sha256, encoding, media, declared headings"),
    StoredFile("sources.npy", "<i8", "where each starts in sources.bin, and the end"),
    StoredFile("sources.order.npy", "<i4", "the sources in order of their paths, for finding one by its path"),
    StoredFile("edges.bin", None, "per source, one JSON object: lines at its top and bottom that may be the portal's"),
    StoredFile("edges.npy", "<i8", "where each starts in edges.bin, and the end"),
    StoredFile(SHARED_LINES, None, "the portal's lines that the sources share: a sorted JSON list of texts"),
    StoredFile("pages.npy", PAGE, "per declared page, by source and position: source, page number, span, confidence"),
    StoredFile(
        "documents.bin", None, "per document, one JSON object: span, metadata and dates with spans, kind, parts"
    ),
    StoredFile("documents.npy", "<i8", "where each starts in documents.bin, and the end"),
    StoredFile(
        "document_rows.npy", DOCUMENT, "per document: source, span, its clauses, its passages, place (string row)"
    ),
    StoredFile(
        "strings.bin", None, "distinct labels, heading texts and places (UTF-8, lone surrogates passed through)"
    ),
    StoredFile("strings.npy", "<i8", "where each starts in strings.bin, and the end"),
    StoredFile("paths.npy", PATH, "heading paths as a trie: the path above, and the heading's text (string row)"),
    StoredFile("clauses.npy", CLAUSE, "per clause: document, parent, label, path, span, the official leaf it repeats"),
    StoredFile(
        "leaf_keys.npy",
        LEAF_KEY,
        "per clause: digest and number of its letters and digits, the clause of its own document that it repeats",
    ),
    StoredFile(
        "passages.npy", PASSAGE, "per passage: document, span, its leaves, the official passage it repeats, role"
    ),
    StoredFile("passage_clauses.npy", "<i4", "the leaves (clause rows) of all passages, one after another"),
    StoredFile("lexical.terms.bin", None, "the terms in code point order (UTF-8)"),
    StoredFile("lexical.terms.npy", "<i8", "where each term starts in lexical.terms.bin, and the end"),
    StoredFile("lexical.scores.npy", "<f4", "BM25 scores, by term, then by passage"),
    StoredFile("lexical.rows.npy", "<i4", "the passage of each score"),
    StoredFile("lexical.counts.npy", "<u2", "how often the term stands in the passage of each score, 65,535 at most"),
    StoredFile("lexical.starts.npy", "<i8", "where the scores of each term start, and the end"),
    StoredFile("lexical.lengths.npy", "<i4", "tokens per passage"),
    StoredFile("dense.faiss", None, "the FAISS index of the passage vectors"),
    StoredFile("tokens.npy", "<i4", "the encoder's token ids of all passages, one after another"),
    StoredFile("tokens.starts.npy", "<i8", "where the token ids of each passage start, and the end"),
    StoredFile(EXAMPLES, None, "questions that the index answers, to begin with: a JSON list of texts"),
)

OPTIONAL: Final = frozenset({"tokens.npy", "tokens.starts.npy", EXAMPLES})
"""Absent when the encoder has no token vectors, and when the build was given nobody to ask."""

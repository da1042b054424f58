"""The gold of structure: what a person read of the metadata, outlines and tables of real documents.

``eval/data/structure`` holds a file of JSON lines for each kind (:data:`KINDS`); docs/evaluation.md describes the
fields. A row names its text by the SHA-256 of the UTF-8 bytes and by nothing else: the texts are not part of the
project, but for those that a row holds itself (``text``) or that stand beside the gold (``file``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.data.beir import numbered_rows
from index.errors import InputError, LoadError
from index.types import Span

__all__ = [
    "FIELDS",
    "HALVES",
    "KINDS",
    "SINGLE",
    "GoldCell",
    "GoldHeading",
    "GoldStructure",
    "GoldValue",
    "load_structure",
    "read_texts",
]

STRUCTURE = Path(__file__).with_name("structure")
KINDS = ("documents", "heads", "tables")
HALVES = ("tune", "report")

SINGLE = ("title", "issuer", "place", "doc_no", "issued", "published")
"""Fields of which a document has one value; the gold lists the writings of it that are right."""

FIELDS = (*SINGLE, "adopted", "promulgated", "effective", "amended", "repealed", "expires")
"""All fields; of those behind SINGLE every date listed is one of the document's."""


@dataclass(frozen=True, slots=True)
class GoldValue:
    """A value of a field (dates as ISO 8601) and where the text states it, None where it writes it otherwise.

    ``optional``: as good to leave out as to give. A single field that may be left out lists an empty value.
    """

    value: str
    span: Span | None
    optional: bool


@dataclass(frozen=True, slots=True)
class GoldHeading:
    """A heading: where its label begins, how many headings it stands under, its label and its first characters."""

    start: int
    level: int
    label: str
    quote: str


@dataclass(frozen=True, slots=True)
class GoldCell:
    """A cell: where its value begins, the keys of its row and of its column (the outermost first), its beginning."""

    start: int
    row: tuple[str, ...]
    header: tuple[str, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class GoldStructure:
    """One text: its SHA-256 in hex, a name to show, its half, and what was read of it.

    ``outline`` and ``metadata`` are None where they were not read, ``unread`` the fields of metadata that were not.
    Headings in ``undecided`` are neither right nor wrong: items of lists, repeats of the page, attachments named.
    ``suffix`` is that of the file that the text is read as.
    """

    sha256: str
    name: str
    suffix: str
    metadata: Mapping[str, tuple[GoldValue, ...]] | None
    unread: tuple[str, ...]
    outline: tuple[GoldHeading, ...] | None
    undecided: tuple[Span, ...]
    cells: tuple[GoldCell, ...]
    text: str | None

    @property
    def half(self) -> str:
        """The half that the document belongs to: its first hexadecimal digit is even (tune) or odd (report)."""
        return HALVES[int(self.sha256[0], 16) % 2]


def load_structure(kind: str, half: str = "all", folder: Path = STRUCTURE) -> tuple[GoldStructure, ...]:
    """Read the gold of a kind, of one half or of both.

    Raises:
        InputError: there is no such kind or half.
        LoadError: a line is no gold; the message names it.
    """
    if kind not in KINDS:
        raise InputError("There is no kind {kind}: choose one of {kinds}.", kind=kind, kinds=", ".join(KINDS))
    halves = (*HALVES, "all")
    if half not in halves:
        raise InputError("There is no half {half}: choose one of {halves}.", half=half, halves=", ".join(halves))
    path = folder / f"{kind}.jsonl"
    found = []
    for line, row in numbered_rows(path):
        try:
            found.append(_structure(row))
        except (KeyError, TypeError, ValueError) as error:
            raise LoadError(
                "Line {line} of {path} is no gold of structure ({error}): mend or remove it.",
                line=line,
                path=path,
                error=repr(error),
            ) from error
    return tuple(gold for gold in found if half in ("all", gold.half))


def read_texts(gold: Sequence[GoldStructure], documents: Path | None) -> dict[str, str]:
    """Return the texts of ``gold`` by SHA-256: its own, and those of ``documents``, JSON lines with a field ``text``.

    Every quote is proved to stand where the gold says.

    Raises:
        InputError: texts are wanting, or none is there; the message says what to give.
        LoadError: ``documents`` cannot be read, or a quote is not where it should be.
    """
    texts = {one.sha256: one.text for one in gold if one.text is not None}
    wanted = {one.sha256 for one in gold} - texts.keys()
    for _, row in numbered_rows(documents) if wanted and documents is not None else ():
        text = row.get("text")
        if isinstance(text, str) and (digest := hashlib.sha256(text.encode()).hexdigest()) in wanted:
            texts[digest] = text
    if missing := wanted - texts.keys():
        raise InputError(
            "{count} of the {total} texts that the gold is about are missing: give the file that holds them with "
            "--documents (JSON lines with a field text, plain, .gz or .xz), such as policy_docs.jsonl.xz.",
            count=len(missing),
            total=len(gold),
        )
    for one in gold:
        _prove(one, texts[one.sha256])
    return texts


def _prove(gold: GoldStructure, text: str) -> None:
    quotes = [(heading.start, heading.quote) for heading in gold.outline or ()]
    quotes += [(cell.start, cell.quote) for cell in gold.cells]
    for start, quote in quotes:
        if not text.startswith(quote, start):
            raise LoadError(
                "The gold of {name} quotes {quote} at {start}, where the text has {found}: mend the gold.",
                name=gold.name,
                quote=repr(quote),
                start=start,
                found=repr(text[start : start + len(quote)]),
            )


def _structure(row: Mapping[str, Any]) -> GoldStructure:
    metadata = row.get("metadata")
    if metadata is not None and (unknown := set(metadata) - set(FIELDS)):
        raise ValueError(f"unknown fields {sorted(unknown)}")
    outline = row.get("outline")
    text = row.get("text")
    if (file := row.get("file")) is not None:
        beside = Path(__file__).parent.joinpath(*str(file).split("/"))
        text = beside.read_text("utf-8") if beside.is_file() else None  # an installed package has no corpora
    digest = str(row["sha256"])
    if text is not None and hashlib.sha256(text.encode()).hexdigest() != digest:
        raise ValueError("the text has another SHA-256")
    return GoldStructure(
        sha256=digest,
        name=str(row["name"]),
        suffix="." + str(row.get("media", "txt" if file is None else str(file).rpartition(".")[2])),
        metadata=None if metadata is None else {name: _values(values) for name, values in metadata.items()},
        unread=tuple(row.get("unread", ())),
        outline=None if outline is None else tuple(GoldHeading(**heading) for heading in outline),
        undecided=tuple(Span(start, end) for start, end in row.get("undecided", ())),
        cells=tuple(
            GoldCell(cell["start"], tuple(cell["row"]), tuple(cell["header"]), cell["quote"])
            for cell in row.get("cells", ())
        ),
        text=text,
    )


def _values(values: Sequence[Mapping[str, Any]]) -> tuple[GoldValue, ...]:
    found = []
    for value in values:
        start = value.get("start")
        span = None if start is None else Span(start, start + len(value["quote"]))
        found.append(GoldValue(value["value"], span, value.get("optional", not value["value"])))
    return tuple(found)

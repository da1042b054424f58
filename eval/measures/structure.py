"""How well documents are read: precision and recall of metadata, headings and table cells against what a person read.

A figure is a ratio of counts over documents, with an interval by bootstrap over documents: the headings of one
document are right or wrong together.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from eval.data.structure_gold import FIELDS, SINGLE, GoldCell, GoldStructure, GoldValue
from eval.measures.statistics import Estimate, Floats, estimate, estimate_mean
from index.loading import load_file
from index.parsing import read_documents
from index.recognizers.table_cells import Table, tables
from index.types import DateKind, Document, Metadatum, Role

__all__ = ["FIGURES", "Difference", "Figure", "Reading", "StructureScore", "read_text", "score_structure"]

FIGURES = (*FIELDS, "heading places", "headings", "cells")
"""The figures in their order: ``headings`` are right in place and level, ``heading places`` in place."""

MAX_CHARS = 300
"""Code points of a passage; what is measured does not depend on it."""

_NAMES = ("title", "issuer", "place", "doc_no")
_BULLET = re.compile(r"[\s#*•●■◆·>-]*")


class Counts(NamedTuple):
    """Of one figure and one document: values given, those of them that are right, values wanted, those found."""

    given: int
    right: int
    wanted: int
    found: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that was given and is not in the gold, or the other way round; the other one is None."""

    document: str
    figure: str
    given: str | None
    wanted: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """Precision and recall, None where nothing was given or wanted, and their counts over all documents."""

    name: str
    precision: Estimate | None
    recall: Estimate | None
    counts: Counts


@dataclass(frozen=True, slots=True)
class StructureScore:
    """The figures that the gold has something about, over ``documents`` documents, and every difference."""

    documents: int
    figures: tuple[Figure, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a text: its first document, the place and level of its headings, its tables.

    Places are those of the labels, behind bullets.
    """

    text: str
    document: Document
    headings: tuple[tuple[int, int], ...]
    tables: tuple[Table, ...]


def read_text(text: str, suffix: str) -> Reading:
    """Read ``text`` as a build reads a file of its own with this suffix."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"document{suffix}"
        path.write_bytes(text.encode())
        source = load_file(path)
    parsed = read_documents(source, MAX_CHARS)
    headings = [
        (_label_start(source.text, clause.span.start), clause.level)
        for _, clauses, _ in parsed
        for clause in clauses
        if clause.role is Role.HEADING
    ]
    return Reading(source.text, parsed[0][0], tuple(headings), tuple(tables(source.text)))


def _label_start(text: str, start: int) -> int:
    bullet = _BULLET.match(text, start)
    return bullet.end() if bullet else start


def score_structure(readings: Mapping[str, Reading], gold: Sequence[GoldStructure]) -> StructureScore:
    """Compare what was read, by SHA-256 of the text, with the gold."""
    counts: dict[str, list[Counts]] = defaultdict(list)
    differences: list[Difference] = []
    for one in gold:
        reading = readings[one.sha256]
        scored: list[tuple[str, Counts, Iterable[Difference]]] = []
        if one.metadata is not None:
            scored += [_field(one, reading, name) for name in FIELDS if name not in one.unread]
        if one.outline is not None:
            scored += [_outline(one, reading, levels=levels) for levels in (False, True)]
        if one.cells:
            scored.append(_cells(one, reading))
        for name, count, differing in scored:
            counts[name].append(count)
            differences += differing
    figures = tuple(_figure(name, counts[name]) for name in FIGURES if any(map(any, counts[name])))
    return StructureScore(len(gold), figures, tuple(differences))


def _figure(name: str, counts: Sequence[Counts]) -> Figure:
    total = Counts(*(sum(column) for column in zip(*counts, strict=True)))
    precision = _share([c.right for c in counts], [c.given for c in counts]) if total.given else None
    recall = _share([c.found for c in counts], [c.wanted for c in counts]) if total.wanted else None
    return Figure(name, precision, recall, total)


def _share(parts: Sequence[int], wholes: Sequence[int]) -> Estimate:
    """The ratio of two sums. Documents without any of the whole say nothing of it and are left out."""
    pairs = [(float(part), float(whole)) for part, whole in zip(parts, wholes, strict=True) if whole]
    if sum(parts) in (0, sum(wholes)):
        return estimate_mean([part / whole for part, whole in pairs])  # resampling would say "certain"
    return estimate([*zip(*pairs, strict=True)], _ratio)


def _ratio(parts: Floats, wholes: Floats) -> Floats:
    return np.asarray(parts.sum(axis=1) / wholes.sum(axis=1), dtype=float)


def _field(gold: GoldStructure, reading: Reading, name: str) -> tuple[str, Counts, list[Difference]]:
    wanted = gold.metadata.get(name, ()) if gold.metadata is not None else ()
    given = _given(reading.document, name)
    level: Callable[[str], str] = _letters if name in _NAMES else str
    if name in SINGLE:
        return name, *_single(gold.name, name, given[0] if given else None, wanted, level)
    accepted = {value.value for value in wanted}
    due = {value.value for value in wanted if not value.optional}
    right = [value for value in given if value in accepted]
    found = due & set(given)
    more = len(right) - len(found)  # optional ones that were given count as wanted and found
    differing = [Difference(gold.name, name, value, None) for value in given if value not in accepted]
    differing += [Difference(gold.name, name, None, value) for value in sorted(due - set(given))]
    return name, Counts(len(given), len(right), len(due) + more, len(right)), differing


def _single(
    document: str, name: str, given: str | None, wanted: Sequence[GoldValue], level: Callable[[str], str]
) -> tuple[Counts, list[Difference]]:
    accepted = {level(value.value) for value in wanted if value.value}
    may_lack = not accepted or any(not value.value for value in wanted)
    right = given is not None and level(given) in accepted
    due = int(right or not may_lack)
    said = next((value.value for value in wanted if value.value), None)
    differs = (given is not None and not right) or (given is None and not may_lack)
    differing = [Difference(document, name, given, said)] if differs else []
    return Counts(int(given is not None), int(right), due, int(right)), differing


def _given(document: Document, name: str) -> list[str]:
    if name in SINGLE:
        field = {"issued": "issued_on", "published": "published_on"}.get(name, name)
        value: Metadatum | None = getattr(document, field)
        return [value.value] if value else []
    kind = DateKind(name)
    return list(dict.fromkeys(date.value for date in document.dates if date.kind is kind))


def _letters(value: str) -> str:
    """Letters and digits only: brackets, quotes and blanks are written in several ways."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", value))


def _outline(gold: GoldStructure, reading: Reading, *, levels: bool) -> tuple[str, Counts, list[Difference]]:
    name = "headings" if levels else "heading places"
    wanted = {heading.start: heading.level if levels else 0 for heading in gold.outline or ()}
    given = {start: level if levels else 0 for start, level in reading.headings}
    right = sum(wanted.get(start) == level for start, level in given.items())
    extra = {
        start: level
        for start, level in given.items()
        if wanted.get(start) != level and (start in wanted or not any(s <= start < e for s, e in gold.undecided))
    }
    differing = [Difference(gold.name, name, _shown(reading, s, level), None) for s, level in extra.items()]
    differing += [
        Difference(gold.name, name, None, _shown(reading, s, level))
        for s, level in wanted.items()
        if given.get(s) != level
    ]
    return name, Counts(right + len(extra), right, len(wanted), right), differing


def _shown(reading: Reading, start: int, level: int) -> str:
    line = reading.text[start : start + 24].partition("\n")[0]
    return f"{level}:{start} {line}"


def _cells(gold: GoldStructure, reading: Reading) -> tuple[str, Counts, list[Difference]]:
    held = dict(_held(reading))
    given = sum(cell.start in held for cell in gold.cells)
    right = sum(cell.start in held and _under(cell, *held[cell.start]) for cell in gold.cells)
    differing = [
        Difference(gold.name, "cells", " / ".join(held[cell.start]) if cell.start in held else None, cell.quote)
        for cell in gold.cells
        if cell.start not in held or not _under(cell, *held[cell.start])
    ]
    return "cells", Counts(given, right, len(gold.cells), right), differing


def _held(reading: Reading) -> Iterator[tuple[int, tuple[str, str]]]:
    """The place of each cell with its row, and with the head of its column."""
    for table in reading.tables:
        for row in table.rows:
            for cell, head in zip(row.cells, table.heads, strict=False):
                yield cell.start, (row.span.of(reading.text), head)


def _under(cell: GoldCell, row: str, head: str) -> bool:
    return all(_letters(key) in _letters(row) for key in cell.row) and all(
        _letters(key) in _letters(head) for key in cell.header
    )

"""Sources on their way into a build: read one by one, measured, and their passages batched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from index.errors import LoadError
from index.loading import FoundFile
from index.loading.loader import Loader
from index.splitting import Edges, edges_of, shared_lines
from index.store.bundle import Bundle
from index.types import SourceFile

__all__ = ["Measured", "Piece", "Progress", "batched", "loaded", "measured", "silent"]

_BATCH_PASSAGES = 1024
_BATCH_CHARACTERS = 150_000

Progress = Callable[[str, int, int | None], None]
"""Called with a stage, how much is done, and of how much (None: not known). The stages are "load", between whose files
"pages" counts those of one that takes long, "encode" and "write"."""


def silent(stage: str, done: int, total: int | None) -> None:
    """Report progress to nobody."""


def loaded(found: Sequence[FoundFile], skipped: list[tuple[str, str]], progress: Progress) -> Iterator[SourceFile]:
    """Yield the files that can be read; every other goes to ``skipped`` with its reason, as do parts of a file."""
    with Loader(lambda done, total: progress("pages", done, total)) as loader:
        for number, file in enumerate(found, start=1):
            try:
                source = loader.load(file.path, file.name)
            except LoadError as error:
                skipped.append((file.name, error.message))
            else:
                skipped += [(file.name, remark) for remark in source.remarks]
                yield source
            progress("load", number, len(found))


class Piece(NamedTuple):
    """A source on its way into a build: read, or the number of one that the index before holds.

    ``edges`` is what it may share with others, as JSON; empty for a record, and for one that was not measured.
    """

    source: SourceFile | int
    edges: str = ""


class Measured(NamedTuple):
    """How many characters ``pieces`` have and the lines that they share, as far as they were read, and all of them."""

    characters: int
    shared: frozenset[str]
    pieces: Iterator[Piece]


def measured(sources: Iterable[SourceFile | int], limit: int, before: Bundle | None = None) -> Measured:
    """Read ``sources`` until ``limit`` characters are passed, and measure them; numbers are sources of ``before``."""
    left = iter(sources)
    read: list[Piece] = []
    edges: list[Edges | None] = []
    characters = 0
    for source in left:
        if isinstance(source, int):
            assert before is not None
            characters += before.stored_texts.size(source)
            stored = before.edges(source)
            found = Edges.from_json(stored) if stored else edges_of(before.source(source))
        else:
            characters += len(source.text)
            stored, found = "", edges_of(source)
        edges.append(found)
        read.append(Piece(source, stored or (found.to_json() if found else "")))
        if characters > limit:
            break
    return Measured(characters, shared_lines(edges), chain(_emptied(read), map(Piece, left)))


def _emptied(items: list[Piece]) -> Iterator[Piece]:
    """Yield items without keeping those that were yielded."""
    items.reverse()
    while items:
        yield items.pop()


def batched(contexts: Iterable[str]) -> Iterator[list[str]]:
    """Yield ``contexts`` in batches that bound what encoding one takes."""
    batch: list[str] = []
    characters = 0
    for context in contexts:
        batch.append(context)
        characters += len(context)
        if len(batch) == _BATCH_PASSAGES or characters > _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch

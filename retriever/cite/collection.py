"""A collection: citations gathered while working, in one JSON file that people may read, keep and share.

The file is described in ``docs/citations.md``. It is replaced as a whole, in one step; commands take turns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from index.errors import InputError, StorageError
from index.store.file_lock import exclusive
from index.store.files import write_atomically
from index.types import Span
from retriever.cite.anchors import Anchor, Standing, State, anchor_at, reanchor
from retriever.cite.collected import Collected, from_bytes, to_bytes
from retriever.cite.reference import Bibliography, Reference

__all__ = ["ORDERS", "Check", "Collected", "Collection", "changing"]


@dataclass(frozen=True, slots=True)
class Check:
    """What became of a collected citation; ``file`` is where it stands now, None when its file is gone."""

    item: Collected
    file: str | None
    standing: Standing


_UNSTATED = "~"

ORDERS: Mapping[str, Callable[[Collected], tuple[Any, ...]]] = {
    "document": lambda item: (item.reference.source.name, item.reference.place.file, item.reference.place.span),
    "date": lambda item: (
        item.reference.source.date or _UNSTATED,
        item.reference.source.name,
        item.reference.place.span,
    ),
    "issuer": lambda item: (
        item.reference.source.issuer or _UNSTATED,
        item.reference.source.name,
        item.reference.place.span,
    ),
    "added": lambda item: (item.added, int(item.id)),
}
"""Ways to sort; what is not stated comes last, also backwards."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Collected citations in their order; every change gives a new collection."""

    items: tuple[Collected, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Collection:
        """Read the file at ``path``. Raises InputError when it is missing or is no collection."""
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise InputError("There is no collection {path}: begin one with `yinju collect add`.", path=path) from error
        except OSError as error:
            raise InputError(
                "The collection {path} cannot be read ({reason}): check the path.", path=path, reason=error.strerror
            ) from error
        return cls.parse(data, str(path))

    @classmethod
    def parse(cls, data: bytes, name: str) -> Collection:
        """Read the content of a file called ``name``. Raises InputError when it is no collection."""
        try:
            return cls(from_bytes(data))
        except ValueError as error:
            raise InputError(
                "{path} is no collection of this version: name one made by `yinju collect`.", path=name
            ) from error

    def write(self, path: Path) -> None:
        """Replace the file at ``path`` in one step. Raises StorageError when it cannot be written."""
        data = to_bytes(self.items)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data)
        except OSError as error:
            raise StorageError(
                "The collection {path} cannot be written ({reason}): free some space or choose another file.",
                path=path,
                reason=error.strerror,
            ) from error

    def add(
        self, references: Iterable[Reference], texts: Mapping[str, str], *, note: str = "", now: datetime | None = None
    ) -> tuple[Collection, tuple[Collected, ...]]:
        """Return the collection with ``references`` at its end, and what was new: a place is collected once.

        ``texts`` are the sources by file: what stands around a quotation is kept with it; without its file (or with
        other words there) the quote stands alone.
        """
        held = {_where(item.reference) for item in self.items}
        number = self._last
        added = (now or datetime.now(timezone.utc)).strftime("%Y-%m-%dT%H:%M:%SZ")
        new: list[Collected] = []
        for reference in references:
            place = reference.place
            if _where(reference) in held:
                continue
            held.add(_where(reference))
            text = texts.get(place.file, "")
            known = place.span.of(text) == place.quote
            anchor = anchor_at(text, place.span) if known else Anchor(place.quote, "", "", place.span)
            number += 1
            new.append(Collected(str(number), reference, anchor.prefix, anchor.suffix, added, note))
        return Collection((*self.items, *new)), tuple(new)

    def joined(self, others: Iterable[Collected]) -> tuple[Collection, tuple[Collected, ...]]:
        """Return the collection with ``others`` at its end under new numbers, and what of them was new here."""
        held = {_where(item.reference) for item in self.items}
        new: dict[tuple[str, Span, str], Collected] = {}
        for item in others:
            if _where(item.reference) not in held:
                new.setdefault(_where(item.reference), item)
        numbered = tuple(replace(item, id=str(n)) for n, item in enumerate(new.values(), self._last + 1))
        return Collection((*self.items, *numbered)), numbered

    def noted(self, item_id: str, note: str) -> Collection:
        """Return the collection with another note on one item. Raises InputError when there is no such item."""
        self._must_hold([item_id])
        return Collection(tuple(replace(item, note=note) if item.id == item_id else item for item in self.items))

    def without(self, item_ids: Iterable[str]) -> Collection:
        """Return the collection without some items. Raises InputError when one of them is not there."""
        gone = set(item_ids)
        self._must_hold(gone)
        return Collection(tuple(item for item in self.items if item.id not in gone))

    def sorted(self, order: str, *, backwards: bool = False) -> Collection:
        """Return the collection in one of :data:`ORDERS`. Raises InputError for another name."""
        if order not in ORDERS:
            raise InputError(
                "There is no order {name}: choose one of {names}.", name=repr(order), names=", ".join(ORDERS)
            )
        key = ORDERS[order]
        rows = sorted(self.items, key=key, reverse=backwards)
        return Collection(tuple(sorted(rows, key=lambda item: key(item)[0] == _UNSTATED)))

    def bibliography(self) -> Bibliography:
        """Return the collected citations as a numbered list."""
        return Bibliography.of(item.reference for item in self.items)

    def check(self, texts: Mapping[str, str]) -> Iterator[Check]:
        """Yield what became of every citation in ``texts``, the sources by file as they are now.

        A quotation that is no longer in its file is looked for, verbatim, in the others (a file may have been renamed).
        """
        for item in self.items:
            file = item.reference.place.file
            if file in texts:
                standing = reanchor(texts[file], item.anchor)
                if standing.state is not State.VANISHED:
                    yield Check(item, file, standing)
                    continue
            else:
                standing = Standing(State.VANISHED, None, 0.0)
            yield _elsewhere(item, texts) or Check(item, file if file in texts else None, standing)

    def moved_to(self, checks: Iterable[Check]) -> Collection:
        """Return the collection with the places where its citations stand verbatim now; the others stay as they are."""
        now = {check.item.id: check for check in checks if check.standing.state is State.MOVED}
        return Collection(tuple(_moved(item, now[item.id]) if item.id in now else item for item in self.items))

    @property
    def _last(self) -> int:
        return max((int(item.id) for item in self.items), default=0)

    def _must_hold(self, item_ids: Iterable[str]) -> None:
        held = {item.id for item in self.items}
        for item_id in item_ids:
            if item_id not in held:
                raise InputError(
                    "The collection has no item {number}: `yinju collect list` shows their numbers.", number=item_id
                )


@contextmanager
def changing(path: Path) -> Iterator[Collection]:
    """Hold the collection at ``path`` for one change: a second command waits until the block ends.

    An empty collection is given when there is no file yet. Raises InputError and StorageError as reading does.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name(f".{path.name}.lock").open("a", encoding="ascii")
    except OSError as error:
        raise StorageError(
            "The collection {path} cannot be written ({reason}): free some space or choose another file.",
            path=path,
            reason=error.strerror,
        ) from error
    with lock, exclusive(lock):
        yield Collection.read(path) if path.exists() else Collection()


def _where(reference: Reference) -> tuple[str, Span, str]:
    place = reference.place
    return place.file, place.span, place.quote


def _elsewhere(item: Collected, texts: Mapping[str, str]) -> Check | None:
    for file in texts:
        if file != item.reference.place.file and item.anchor.quote in texts[file]:
            standing = reanchor(texts[file], item.anchor)
            if standing.similarity == 1.0:
                return Check(item, file, standing._replace(state=State.MOVED))
    return None


def _moved(item: Collected, check: Check) -> Collected:
    place = item.reference.place
    span = check.standing.span or place.span
    # Where its pages begin now, the text alone does not say.
    moved = replace(place, file=check.file or place.file, span=span, page=None)
    return replace(item, reference=replace(item.reference, place=moved))

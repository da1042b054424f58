"""What the commands below ``yinju collect`` do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import Any

import typer

from index.errors import InputError
from index.loading import find_files, load_file
from index.place_notation import format_place
from index.store.bundle import Bundle
from index.types import Span
from retriever.cite import Bibliography
from retriever.cite.anchors import State
from retriever.cite.collection import Check, Collected, Collection, changing
from retriever.cite.plain_text import named
from retriever.cite.reference import one_line
from ui.cli.cite_run import Wanted, check_format, deliver, gather, open_index
from ui.cli.streams import decoded_argument, print_json
from ui.office.word import Section
from ui.text.locale import say
from ui.text.references import reference_count
from ui.text.terminal_escape import for_line

__all__ = [
    "add_citations",
    "check_items",
    "export_items",
    "print_collection",
    "remove_items",
    "sort_items",
    "write_note",
]

_SHOWN = 80
"""Characters of a quotation shown in a list."""

_KEPT = 4
"""Files of a folder kept in memory while a collection is checked: most items come from the file of the one before."""


def add_citations(path: Path, index: Path, wanted: Wanted, note: str) -> None:
    """Collect what ``wanted`` cites. Raises InputError, IndexMissing, IndexDamaged, StorageError."""
    bundle = open_index(index, needed=bool(wanted.places))
    found = gather(wanted, bundle)
    with changing(path) as collection:
        texts: Mapping[str, str] = {} if bundle is None else _held(bundle, {r.place.file for r in found.references})
        changed, new = collection.add(found.references, texts, note=decoded_argument(note))
        if new:
            changed.write(path)
    known = len(Bibliography.of(found.references).citations) - len(new)
    typer.echo(
        say(
            f"{len(new)} added, {known} already there: {len(changed.items)} in {for_line(str(path))}",
            f"新增 {len(new)} 条，已有 {known} 条：{for_line(str(path))} 共 {len(changed.items)} 条",
        )
    )


def print_collection(path: Path, *, as_json: bool) -> None:
    """List the items, in their order, and how many references they make. Raises InputError."""
    collection = Collection.read(path)
    items = collection.items
    if as_json:
        print_json({"items": [_described(item) for item in items]})
        return
    for item in items:
        place = item.reference.place
        typer.echo(f"{item.id}. “{_shortened(place.quote)}”")
        typer.echo(f"   {for_line(named(item.reference.source, place.locator))}")
        typer.echo(f"   {for_line(format_place(place.file, place.span))}")
        if item.note:
            typer.echo(f"   {say('Note: ', '批注：')}{for_line(item.note)}")
    if items:
        typer.echo(reference_count(collection.bibliography(), "gbt7714"))


def write_note(path: Path, number: str, note: str) -> None:
    """Replace the note on one item. Raises InputError, StorageError."""
    with _existing(path) as collection:
        collection.noted(number, decoded_argument(note)).write(path)


def remove_items(path: Path, numbers: Sequence[str]) -> None:
    """Take items out. Raises InputError, StorageError."""
    with _existing(path) as collection:
        collection.without(numbers).write(path)


def sort_items(path: Path, order: str, *, backwards: bool) -> None:
    """Sort the items for good. Raises InputError, StorageError."""
    with _existing(path) as collection:
        collection.sorted(order, backwards=backwards).write(path)


def export_items(path: Path, format: str, out: Path | None, title: str | None) -> None:
    """Print or write the collection as references; how many is said on standard error.

    Raises InputError, StorageError.
    """
    check_format(format, out)
    collection = Collection.read(path)
    if not collection.items:
        raise InputError(
            say(f"The collection {path} is empty: add to it first.", f"引文集 {path} 是空的：请先加入引文。")
        )
    sections = [Section(item.note, quotes=(item.reference,)) for item in collection.items]
    heading = decoded_argument(title) if title else say("Collected citations", "引文集")
    bibliography = collection.bibliography()
    deliver(bibliography, sections, heading, format, out)
    typer.echo(reference_count(bibliography, format), err=True)


def check_items(path: Path, index: Path, files: Path | None, *, update: bool, as_json: bool) -> None:
    """Tell for every item whether it still stands; ``update`` keeps the new places of those that moved.

    Raises InputError, IndexMissing, IndexDamaged, StorageError.
    """
    texts = Bundle.open(index).texts if files is None else _Folder(files)
    with _existing(path) as collection:
        checks = list(collection.check(texts))
        if update:
            collection.moved_to(checks).write(path)
    if as_json:
        print_json({"items": [_checked(check, texts) for check in checks]})
        return
    for check in checks:
        typer.echo(f"{check.item.id}. {_verdict(check, texts)}: “{_shortened(check.item.reference.place.quote)}”")
    counts = {state: sum(check.standing.state is state for check in checks) for state in State}
    typer.echo(
        say(
            f"{counts[State.STANDS]} stand, {counts[State.MOVED]} moved, {counts[State.CHANGED]} changed, "
            f"{counts[State.VANISHED]} vanished",
            f"{counts[State.STANDS]} 条未变，{counts[State.MOVED]} 条移动，{counts[State.CHANGED]} 条改动，"
            f"{counts[State.VANISHED]} 条已不存在",
        )
    )


class _Folder(Mapping[str, str]):
    """The texts of the files in a folder, by the names that an index of the folder gives them, read when asked for."""

    def __init__(self, folder: Path) -> None:
        self._paths = {found.name: found.path for found in find_files([folder], [])}
        self._read = lru_cache(_KEPT)(lambda name: load_file(self._paths[name], name=name).text)

    def __getitem__(self, name: str) -> str:
        if name not in self._paths:
            raise KeyError(name)
        return self._read(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _existing(path: Path) -> AbstractContextManager[Collection]:
    """Return what holds a collection for a change. Raises InputError when there is none yet."""
    if not path.exists():
        Collection.read(path)  # says so
    return changing(path)


def _held(bundle: Bundle, names: set[str]) -> dict[str, str]:
    return {name: bundle.texts[name] for name in names if name in bundle.texts}


def _described(item: Collected) -> dict[str, Any]:
    reference = item.reference
    return {
        "id": item.id,
        "added": item.added,
        "note": item.note,
        "file": reference.place.file,
        "start": reference.place.span.start,
        "end": reference.place.span.end,
        "quote": reference.place.quote,
        "heading": list(reference.place.heading),
        "document": reference.source.title,
        "issuer": reference.source.issuer,
        "doc_no": reference.source.doc_no,
        "date": reference.source.date,
    }


def _checked(check: Check, texts: Mapping[str, str]) -> dict[str, Any]:
    standing = check.standing
    return {
        "id": check.item.id,
        "state": standing.state.value,
        "file": check.file,
        "start": standing.span.start if standing.span else None,
        "end": standing.span.end if standing.span else None,
        "text": _now(check, texts),
        "similarity": round(standing.similarity, 4),
        "ambiguous": standing.ambiguous,
    }


def _now(check: Check, texts: Mapping[str, str]) -> str | None:
    span: Span | None = check.standing.span
    return span.of(texts[check.file]) if span is not None and check.file is not None else None


def _verdict(check: Check, texts: Mapping[str, str]) -> str:
    standing, place = check.standing, check.item.reference.place
    where = for_line(format_place(check.file or place.file, standing.span or place.span))
    words = _shortened(_now(check, texts) or "")
    match standing.state:
        case State.STANDS:
            return say(f"stands at {where}", f"仍在 {where}")
        case State.MOVED:
            told = say(f"moved to {where}", f"移至 {where}")
            return told + say(" (or to a repeat of it)", "（或其重复处）") if standing.ambiguous else told
        case State.CHANGED:
            alike = f"{standing.similarity:.0%}"
            return say(
                f"changed at {where}, now “{words}” ({alike} alike)", f"{where} 已改为“{words}”（相似度 {alike}）"
            )
        case State.VANISHED:
            if check.file is None:
                return say(f"vanished with its file {where}", f"所在文件已不存在（{where}）")
            if standing.span is not None and words:
                return say(f"vanished; in its place stands “{words}”", f"已不存在，原处现为“{words}”")
            return say(f"vanished from {for_line(check.file)}", f"{for_line(check.file)} 中已不存在")


def _shortened(text: str) -> str:
    line = for_line(one_line(text))
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"

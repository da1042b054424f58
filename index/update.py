"""Changing an index: files added, replaced and removed, each change a new verified generation.

The next generation is built from what the current one holds (:meth:`index.store.bundle.Bundle.sources`) and from what
is added, so the files of the rest are not needed. It is all or nothing, and until it stands the old one answers. The
lock is held from reading the old generation to publishing the new one: no change of another writer is lost.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.batches import Progress, loaded, silent
from index.build import ExampleMaker, write_generation
from index.encoders import Encoder, load_encoder
from index.errors import IndexMissing, InputError, LoadError, NothingToIndex
from index.journal import note
from index.loading import find_files
from index.originals import remember_originals
from index.parsing import read_documents
from index.passages import MAX_CHARS
from index.reading import fingerprint
from index.store.bundle import Bundle, current_generation
from index.store.files import storage_errors
from index.store.lock import writer_lock
from index.types import SourceFile

__all__ = ["Plan", "UpdateReport", "add", "change", "remove", "update"]


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What a change made of an index: names of files ``added``, ``replaced`` and ``removed``, in their order.

    ``skipped`` lists (file, reason) of what could not be added; where the index had a file of that name, it stays.
    ``generation`` answers now, with so many ``files``, ``documents`` and ``passages``; ``changed`` is False when
    nothing could be added and it is the one of before. ``seconds`` is wall-clock time.
    """

    generation: str
    changed: bool
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]
    files: int
    documents: int
    passages: int
    seconds: float


def add(
    index_dir: str | os.PathLike[str],
    paths: Sequence[str | os.PathLike[str]],
    *,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    examples: ExampleMaker | None = None,
) -> UpdateReport:
    """Add the files at ``paths`` (files, or folders with all below them) to the index in ``index_dir``.

    Files are named as :func:`index.build.build_index` names them; one of a name that the index has replaces it. Raises
    NothingToIndex when nothing is there, and as :func:`change` does.
    """
    skipped: list[tuple[str, str]] = []
    found = find_files([Path(path) for path in paths], skipped)
    if not found and not skipped:
        raise NothingToIndex("There is nothing to index: name files or folders that hold text.")
    sources = loaded(found, skipped, progress or silent)
    changed = change(
        index_dir, sources, encoder=encoder, progress=progress, workers=workers, skipped=skipped, examples=examples
    )
    remember_originals(Path(index_dir), found)
    return changed


def remove(
    index_dir: str | os.PathLike[str],
    files: Collection[str],
    *,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    examples: ExampleMaker | None = None,
) -> UpdateReport:
    """Remove ``files``, by the names that citations give them, from the index in ``index_dir``.

    A name under which a file was left out may be removed too: it is no longer listed. Raises as :func:`change` does.
    """
    if not files:
        raise InputError("No file to remove is named: `yinju info` lists what the index holds.")
    return change(index_dir, remove=files, encoder=encoder, progress=progress, workers=workers, examples=examples)


def change(
    index_dir: str | os.PathLike[str],
    sources: Iterable[SourceFile] = (),
    remove: Collection[str] = (),
    *,
    encoder: Encoder | None = None,
    create: bool = False,
    progress: Progress | None = None,
    workers: int | None = None,
    skipped: list[tuple[str, str]] | None = None,
    examples: ExampleMaker | None = None,
) -> UpdateReport:
    """Make the next generation of the index in ``index_dir``: without the files ``remove``, with ``sources``.

    A source of a name that the index has takes its place, any other comes behind the last; neither given, the index is
    built again from what it holds. ``encoder`` is the one of the index, loaded by its name when it is not given;
    ``create`` makes an index where there is none. ``sources`` is read while the lock is held and may append to
    ``skipped``, as in :func:`index.build.build_from_sources`. ``examples`` makes the questions to begin with; without
    it the next generation has none.

    Raises IndexMissing when there is no index, IndexDamaged when it does not match itself, IndexBusy when another
    process writes it, InputError when it has no file of a name to remove, NothingToIndex when no file would be left,
    ModelError for the model and StorageError when it cannot be written; an index that was there then still answers.
    """
    return update(
        Path(index_dir),
        lambda _: Plan(sources, remove),
        how="change",
        encoder=encoder,
        create=create,
        progress=progress,
        workers=workers,
        skipped=skipped,
        examples=examples,
    )


class Plan(NamedTuple):
    """What a change does: ``sources`` to add or put in the place of others, names of files to ``remove``."""

    sources: Iterable[SourceFile]
    remove: Collection[str]


def update(
    root: Path,
    plan: Callable[[Bundle | None], Plan | None],
    *,
    how: str,
    encoder: Encoder | None = None,
    create: bool = False,
    progress: Progress | None = None,
    workers: int | None = None,
    skipped: list[tuple[str, str]] | None = None,
    examples: ExampleMaker | None = None,
    published: Callable[[], None] = lambda: None,
) -> UpdateReport:
    """Do what ``plan`` makes of the index as it is (None: there is none yet) while the lock is held.

    The plan may be None: nothing is to be done. ``how`` is what the journal calls the change; ``published`` is called
    when the index is as planned. Otherwise as :func:`change`.
    """
    started = time.perf_counter()
    report = progress or silent
    skipped = skipped if skipped is not None else []
    if not create:
        current_generation(root)  # before the lock makes the folder
    with storage_errors(root), writer_lock(root):
        bundle = _opened(root, create=create)
        if bundle is not None and encoder is not None:
            bundle.check_encoder(encoder)
        max_chars = MAX_CHARS if bundle is None else bundle.manifest.max_chars
        planned = plan(bundle)
        if planned is None and bundle is not None:
            published()
            return _unchanged(bundle, skipped, started)
        sources, wanted = planned or Plan((), ())
        gone = dict.fromkeys(wanted)
        _must_know(bundle, gone)
        held = _Held(bundle, gone)
        replacing: dict[str, SourceFile] = {}
        new: list[SourceFile] = []
        for source in _usable(sources, max_chars, skipped):
            if source.path in held and source.path not in replacing:
                replacing[source.path] = source
            else:
                new.append(source)
        if bundle is not None and skipped and not (replacing or new or gone):
            published()
            return _unchanged(bundle, skipped, started)
        if bundle is not None and not held and not new:
            raise NothingToIndex("The corpus cannot be emptied: add another file before removing the last one.")
        engine = encoder if encoder is not None else load_encoder(bundle.encoder.name if bundle else None)
        before = _to_take_over(bundle, engine, gone, replacing) if replacing or new or gone else None
        told = {*gone, *replacing, *(source.path for source in new), *dict(skipped)}
        left_out = [*_left_out(bundle, told), *(entry for entry in skipped if entry[0] not in held)]
        known = len(left_out)
        made = write_generation(
            _sources(bundle, gone, replacing, new, as_numbers=before is not None),
            root,
            encoder=engine,
            max_chars=max_chars,
            progress=report,
            workers=workers,
            skipped=left_out,
            examples=examples,
            before=before,
            fresh=sum(len(source.text) for source in (*replacing.values(), *new)),
        )
        note(root, how, bundle)
        published()
    return UpdateReport(
        generation=made.generation,
        changed=True,
        added=tuple(dict.fromkeys(source.path for source in new if source.path not in replacing)),
        replaced=tuple(replacing),
        removed=tuple(gone),
        skipped=(*skipped, *left_out[known:]),
        files=made.files,
        documents=made.documents,
        passages=made.passages,
        seconds=time.perf_counter() - started,
    )


def _opened(root: Path, *, create: bool) -> Bundle | None:
    """Return the index whole, since the next generation vouches for what it takes over; None when there is none yet."""
    try:
        bundle = Bundle.open(root)
    except IndexMissing:
        if create:
            return None
        raise
    bundle.verify()
    return bundle


def _must_know(bundle: Bundle | None, names: Iterable[str]) -> None:
    """Raise InputError unless the index has, or lists as left out, a file of each of ``names``."""
    left_out = {name for name, _ in bundle.manifest.skipped} if bundle else set()
    for name in names:
        if name not in left_out and (bundle is None or bundle.texts.number(name) is None):
            raise InputError("The index has no file {name}: `yinju info` lists what it holds.", name=name)


class _Held:
    """The names of the files that an index has and that stay; false when none does."""

    def __init__(self, bundle: Bundle | None, gone: Collection[str]) -> None:
        self._texts = bundle.texts if bundle else None
        self._gone = gone

    def __contains__(self, name: str) -> bool:
        return self._texts is not None and name not in self._gone and self._texts.number(name) is not None

    def __bool__(self) -> bool:
        return self._texts is not None and any(name not in self._gone for name in self._texts)


def _usable(sources: Iterable[SourceFile], max_chars: int, skipped: list[tuple[str, str]]) -> Iterator[SourceFile]:
    """Yield the sources that hold a passage; every other goes to ``skipped``: nothing is replaced by what is none."""
    for source in sources:
        try:
            read_documents(source, max_chars)
        except LoadError as error:
            skipped.append((source.path, error.message))
        else:
            yield source


def _to_take_over(
    bundle: Bundle | None, encoder: Encoder, gone: Collection[str], replacing: Collection[str]
) -> Bundle | None:
    """Return ``bundle`` when what it holds of the other files is what reading and encoding them again would give."""
    if bundle is None or bundle.manifest.reading != fingerprint() or bundle.encoder.fingerprint != encoder.fingerprint:
        return None
    leaving = [doc_id for name in (*gone, *replacing) for doc_id in bundle.documents_of(name)]
    kept = bundle.counts.passages - sum(len(bundle.passages_of(doc_id)) for doc_id in leaving)
    return bundle if bundle.dense.may_be_built_again(kept) else None


def _sources(
    bundle: Bundle | None,
    gone: Collection[str],
    replacing: Mapping[str, SourceFile],
    new: Iterable[SourceFile],
    *,
    as_numbers: bool,
) -> Iterator[SourceFile | int]:
    """Yield the sources of the next generation in order; those that stay ``as_numbers``, or read from the index."""
    names = bundle.source_names() if bundle else []
    for number, name in enumerate(names):
        if name in replacing:
            yield replacing[name]
        elif name not in gone and bundle is not None:
            yield number if as_numbers else bundle.source(number)
    yield from new


def _left_out(bundle: Bundle | None, told: Collection[str]) -> list[tuple[str, str]]:
    """Return what the index lists as left out, without the names of which this change has ``told``."""
    return [(name, reason) for name, reason in bundle.manifest.skipped if name not in told] if bundle else []


def _unchanged(bundle: Bundle, skipped: Iterable[tuple[str, str]], started: float) -> UpdateReport:
    counts = bundle.counts
    return UpdateReport(
        generation=bundle.folder.name,
        changed=False,
        added=(),
        replaced=(),
        removed=(),
        skipped=tuple(skipped),
        files=counts.files,
        documents=counts.documents,
        passages=counts.passages,
        seconds=time.perf_counter() - started,
    )

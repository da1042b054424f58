"""Building an index: all or nothing, one writer, the old one answering until the new one stands whole on disk."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from index.batches import Piece, Progress, batched, loaded, measured, silent
from index.carrying import Carrying
from index.encoders import Encoder, load_encoder
from index.errors import IndexDamaged, IndexMissing, LoadError, NothingToIndex
from index.journal import note
from index.language.tokens import GRAMS, WORDS
from index.loading import find_files
from index.loading.record import MEDIA
from index.messages import Message
from index.originals import remember_originals
from index.parsing import read_documents
from index.passages import MAX_CHARS, indexed_text, opening_of
from index.reading import fingerprint
from index.replacing import remember_paths
from index.store.bm25 import Bm25, Lexical
from index.store.bm25_builder import LexicalBuilder
from index.store.bundle import Bundle
from index.store.columns import Columns
from index.store.files import FolderWriter, storage_errors, sync_folder
from index.store.generations import publish, unfinished
from index.store.lock import writer_lock
from index.store.manifest import NORMALISER, Counts, EncoderInfo, Manifest
from index.store.placing import placed_tokens, placed_vectors
from index.store.schema import EXAMPLES, FILES, MANIFEST, SCHEMA, SHARED_LINES
from index.store.strings import Strings
from index.store.texts import TextsWriter
from index.store.vectors.faiss import FaissStore
from index.types import SourceFile
from index.workers import Prepared, prepare_all

__all__ = [
    "GRAMS_LIMIT",
    "BuildReport",
    "ExampleMaker",
    "Progress",
    "build_from_sources",
    "build_index",
    "write_generation",
]

ExampleMaker = Callable[[Bundle, Encoder], Sequence[str]]
"""Makes questions to begin with from an index that stands but for them; deterministic, so that builds are."""

GRAMS_LIMIT = 4_000_000
"""Characters of source text up to which an index holds grams beside words (see :mod:`index.language.tokens` for the
cost)."""

_NAMED_REASONS = 3
_ALONE = 500_000
"""Characters up to which starting another process costs more than it saves."""
_MOST_HELPERS = 4


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made. ``skipped`` lists (file, reason) of what was left out; ``seconds`` is wall-clock time."""

    generation: str
    files: int
    documents: int
    passages: int
    skipped: tuple[tuple[str, str], ...]
    seconds: float


@runtime_checkable
class _Tokenises(Protocol):
    """The part of TokenEncoder that a build needs (asking for all of it would compute its token vectors)."""

    def token_ids(self, texts: Sequence[str]) -> list[npt.NDArray[np.int32]]: ...


@runtime_checkable
class _EncodesIds(Protocol):
    """An encoder that makes vectors from token ids, so that each text is tokenised once."""

    def encode_ids(self, ids: Sequence[npt.NDArray[np.int32]]) -> npt.NDArray[np.float32]: ...


def build_index(
    paths: Sequence[str | os.PathLike[str]],
    index_dir: str | os.PathLike[str],
    *,
    encoder: Encoder | None = None,
    model: str | None = None,
    max_chars: int = MAX_CHARS,
    progress: Progress | None = None,
    workers: int | None = None,
    examples: ExampleMaker | None = None,
    follow_links: bool = False,
) -> BuildReport:
    """Index the files at ``paths`` (files, or folders with all below them) into the folder ``index_dir``.

    Every file that can be read goes in; every other is reported with its reason. ``encoder`` makes the vectors, or the
    model named ``model``, or the embedded one. Passages have at most ``max_chars`` code points where that can be.
    ``workers`` is how many processes share the work, this one included: by default as many as pay, 1 for this alone.
    ``examples`` makes the questions to begin with, such as ``retriever.examples.make_examples``; by default there are
    none. ``follow_links`` follows links in folders to places outside of them.

    Raises NothingToIndex when no file can be used, IndexBusy when another build runs, ModelError for the model and
    StorageError when the index cannot be written; an index that was there then still answers.
    """
    skipped: list[tuple[str, str]] = []
    found = find_files([Path(path) for path in paths], skipped, follow_links=follow_links)
    built = build_from_sources(
        loaded(found, skipped, progress or silent),
        index_dir,
        encoder=encoder,
        model=model,
        max_chars=max_chars,
        progress=progress,
        workers=workers,
        skipped=skipped,
        examples=examples,
    )
    remember_paths(Path(index_dir), built.generation, paths)
    remember_originals(Path(index_dir), found)
    return built


def build_from_sources(
    sources: Iterable[SourceFile],
    index_dir: str | os.PathLike[str],
    *,
    encoder: Encoder | None = None,
    model: str | None = None,
    max_chars: int = MAX_CHARS,
    progress: Progress | None = None,
    workers: int | None = None,
    skipped: list[tuple[str, str]] | None = None,
    examples: ExampleMaker | None = None,
) -> BuildReport:
    """Index ``sources`` read already, or made by :func:`index.loading.record.record`; otherwise as :func:`build_index`.

    ``sources`` is read once, as needed; its paths must be distinct. ``skipped`` may gain entries until it ends.
    """
    root = Path(index_dir)
    engine = encoder if encoder is not None else load_encoder(model)
    with storage_errors(root), writer_lock(root):
        before = _before(root)
        made = write_generation(
            sources,
            root,
            encoder=engine,
            max_chars=max_chars,
            progress=progress or silent,
            workers=workers,
            skipped=skipped if skipped is not None else [],
            examples=examples,
        )
        note(root, "build", before)
        return made


def _before(root: Path) -> Bundle | None:
    """Return the index that a build replaces, None when there is none that can be opened."""
    try:
        return Bundle.open(root)
    except (IndexMissing, IndexDamaged):
        return None


def write_generation(
    sources: Iterable[SourceFile | int],
    root: Path,
    *,
    encoder: Encoder,
    max_chars: int,
    progress: Progress,
    workers: int | None,
    skipped: list[tuple[str, str]],
    examples: ExampleMaker | None,
    before: Bundle | None = None,
    fresh: int | None = None,
) -> BuildReport:
    """Make ``sources`` the current generation of the index ``root``, whose writer's lock the caller holds.

    A number is that of a source of ``before``, a whole index that this version read and this ``encoder`` encoded: what
    it holds of that source is taken over where the other sources leave it as it is. ``fresh`` is how many characters
    there are to read, where the caller knows.

    Raises NothingToIndex, ModelError, IndexDamaged and OSError; the generation before then stays the current one.
    """
    started = time.perf_counter()
    with unfinished(root) as folder:
        read = measured(sources, GRAMS_LIMIT, before)
        grams = read.characters <= GRAMS_LIMIT
        carrying = Carrying(before, GRAMS if grams else WORDS, read.shared)
        build = _Build(folder, encoder, grams, max_chars, skipped, progress, examples, read.shared, carrying)
        characters = fresh if fresh is not None and carrying.possible else read.characters
        manifest = build.run(read.pieces, _helpers(workers, characters))
        name = publish(root, folder, manifest)
    return BuildReport(
        generation=name,
        files=manifest.counts.files,
        documents=manifest.counts.documents,
        passages=manifest.counts.passages,
        skipped=manifest.skipped,
        seconds=time.perf_counter() - started,
    )


class _Build:
    """One run from sources to the files of a generation."""

    def __init__(
        self,
        folder: Path,
        encoder: Encoder,
        grams: bool,
        max_chars: int,
        skipped: list[tuple[str, str]],
        progress: Progress,
        examples: ExampleMaker | None,
        shared: frozenset[str],
        carrying: Carrying,
    ) -> None:
        self._writer = FolderWriter(folder)
        self._encoder = encoder
        self._grams = grams
        self._max_chars = max_chars
        self._skipped = skipped
        self._progress = progress
        self._examples = examples
        self._shared = shared
        self._carrying = carrying
        self._columns = Columns()
        self._lexical = LexicalBuilder()
        self._vectors: list[npt.NDArray[np.float32]] = []
        self._token_ids: list[npt.NDArray[np.int32]] = []
        self._token_sizes: list[int] = []
        self._characters = 0

    def run(self, pieces: Iterable[Piece], helpers: int) -> Manifest:
        """Read, prepare, encode and write everything; return the manifest, which is written last."""
        encoded = 0
        with self._writer.open("texts.bin") as file:
            texts = TextsWriter(file)
            batches = batched(self._contexts(pieces, texts))
            for contexts, prepared in prepare_all(batches, grams=self._grams, workers=helpers):
                self._encode(contexts, prepared)
                encoded += len(contexts)
                self._progress("encode", encoded, None)
        if not self._columns.passage_count:
            reasons = tuple(Message.of(reason) for _, reason in self._skipped[:_NAMED_REASONS])
            if not reasons:
                raise NothingToIndex("There is nothing to index: name files or folders that hold text.")
            raise NothingToIndex(
                "There is nothing to index: name files or folders that hold text. {reasons}", reasons=reasons
            )
        self._writer.array("texts.npy", texts.rows())
        return self._write()

    def _contexts(self, pieces: Iterable[Piece], texts: TextsWriter) -> Iterator[str]:
        """Yield, for every passage that is not taken over, what is encoded: title, heading path and text."""
        paths: set[str] = set()
        staying: list[Piece] = []
        for piece in pieces:
            if self._carrying.stays(piece.source):
                staying.append(piece)
                continue
            source = self._carrying.source(piece.source)
            paths.update(self._take_over(staying, texts))
            if source.path in paths:
                self._skipped.append(
                    (source.path, Message("{name} is named twice: only the first is indexed.", name=source.path))
                )
                continue
            try:
                yield from self._add(source, piece.edges, texts)
            except LoadError as error:
                self._skipped.append((source.path, error.message))
                continue
            paths.add(source.path)
        self._take_over(staying, texts)

    def _take_over(self, staying: list[Piece], texts: TextsWriter) -> list[str]:
        """Add the pieces ``staying``, which are then none, as they are; return their names."""
        names: list[str] = []
        for block, edges in self._carrying.blocks(staying):
            self._carrying.place(block, self._columns.passage_count)
            self._columns.take_over(block, edges)
            texts.take_over(self._carrying.texts, block.first_source, block.stop_source)
            self._characters += block.characters
            names += block.source_paths
        staying.clear()
        return names

    def _add(self, source: SourceFile, edges: str, texts: TextsWriter) -> Iterator[str]:
        text = source.text
        documents = read_documents(source, self._max_chars, self._shared)
        self._characters += len(text)
        texts.add(text)
        number = self._columns.add_source(source, edges)
        for document, clauses, passages in documents:
            self._columns.add_document(number, text, document, clauses, passages, may_repeat=source.media != MEDIA)
            title = document.title.value if document.title else None
            opening = None if title else opening_of(text, passages)
            for passage in passages:
                # What the opening says is not said twice.
                over = title or (opening.of(text) if opening and passage.span.start >= opening.end else None)
                yield indexed_text(passage, clauses, over, text)

    def _encode(self, contexts: Sequence[str], prepared: Prepared) -> None:
        self._lexical.add(prepared.terms, prepared.flat, prepared.lengths)
        encoder = self._encoder
        texts = prepared.normalised if encoder.wants_normalised else contexts
        if not isinstance(encoder, _Tokenises):
            self._vectors.append(encoder.encode_passages(texts))
            return
        ids = encoder.token_ids(texts)
        if isinstance(encoder, _EncodesIds):
            self._vectors.append(encoder.encode_ids(ids))
        else:
            self._vectors.append(encoder.encode_passages(texts))
        self._token_ids.append(np.concatenate([*ids, np.zeros(0, dtype=np.int32)]))
        self._token_sizes += [len(item) for item in ids]

    def _write(self) -> Manifest:
        done = 0

        def wrote() -> None:
            nonlocal done
            done += 1
            self._progress("write", done, len(FILES) + 1)

        arrays = dict(self._columns.arrays())
        strings = dict(self._columns.strings())
        kept = self._carrying.runs
        before = self._carrying.bundle
        lexical = self._lexical.build(Bm25(), before.lexical if before else None, kept)
        strings["lexical.terms"] = lexical.vocabulary.strings
        arrays |= _lexical_arrays(lexical)
        if isinstance(self._encoder, _Tokenises):
            new = np.concatenate([*self._token_ids, np.zeros(0, dtype=np.int32)])
            sizes = np.array(self._token_sizes, dtype=np.int32)
            held = before.token_ids if before else None
            arrays["tokens.npy"], arrays["tokens.starts.npy"] = placed_tokens(new, sizes, kept, held)
        for name, array in arrays.items():
            self._writer.array(name, array)
            wrote()
        for stem, packed in strings.items():
            _write_strings(self._writer, stem, packed)
            wrote()
        self._writer.bytes(SHARED_LINES, (json.dumps(sorted(self._shared), indent=1) + "\n").encode("ascii"))
        vectors = np.concatenate([*self._vectors, np.zeros((0, self._encoder.dim), dtype=np.float32)])
        self._vectors.clear()
        vectors = placed_vectors(vectors, self._carrying.vectors())
        store = FaissStore.build(vectors)
        del vectors
        store.write(self._writer)
        if self._examples is not None:
            questions = self._examples(Bundle(self._writer.folder, self._manifest(lexical)), self._encoder)
            self._writer.bytes(EXAMPLES, (json.dumps(list(questions), indent=1) + "\n").encode("ascii"))
        manifest = self._manifest(lexical)
        self._writer.bytes(MANIFEST, manifest.to_bytes())
        sync_folder(self._writer.folder)
        Bundle.open_generation(self._writer.folder).verify()
        self._progress("write", len(FILES) + 1, len(FILES) + 1)
        return manifest

    def _manifest(self, lexical: Lexical) -> Manifest:
        columns = self._columns
        return Manifest(
            schema=SCHEMA,
            tokenizer=GRAMS if self._grams else WORDS,
            normaliser=NORMALISER,
            reading=fingerprint(),
            encoder=EncoderInfo(self._encoder.name, self._encoder.dim, self._encoder.fingerprint),
            bm25=lexical.parameters,
            max_chars=self._max_chars,
            counts=Counts(
                files=len(columns.sources),
                documents=len(columns.documents),
                clauses=columns.clause_count,
                passages=columns.passage_count,
                characters=self._characters,
                terms=len(lexical.vocabulary),
            ),
            skipped=tuple(self._skipped),
            files=dict(sorted(self._writer.files.items())),
        )


def _lexical_arrays(lexical: Lexical) -> dict[str, npt.NDArray[Any]]:
    return {
        "lexical.scores.npy": lexical.data,
        "lexical.rows.npy": lexical.rows,
        "lexical.counts.npy": lexical.counts,
        "lexical.starts.npy": lexical.starts,
        "lexical.lengths.npy": lexical.lengths,
    }


def _write_strings(writer: FolderWriter, stem: str, strings: Strings) -> None:
    writer.bytes(f"{stem}.bin", strings.blob.data)
    writer.array(f"{stem}.npy", strings.offsets)


def _helpers(workers: int | None, characters: int) -> int:
    """Return how many processes to start beside this one, which encodes and keeps few of them waiting."""
    if workers is not None:
        return max(0, workers - 1)
    if characters <= _ALONE:
        return 0
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(available - 1, _MOST_HELPERS)

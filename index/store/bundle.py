"""An index on disk, opened: nothing is read before it is asked for, and nothing is used that does not match."""

from __future__ import annotations

import json
import os
import weakref
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoders.base import Encoder
from index.errors import IndexDamaged, ModelError
from index.language.tokens import GRAMS, tokenise, tokenise_spans
from index.messages import Message
from index.repealed import repealed_by
from index.store.applied import corrected_documents
from index.store.bm25 import Lexical
from index.store.damage import damage_told
from index.store.files import hash_file, map_array, map_bytes
from index.store.held import hold
from index.store.manifest import Counts, EncoderInfo, Manifest
from index.store.opening import checked_manifest, current_generation, damaged
from index.store.records import source_from_json
from index.store.references import check_lists, check_tables
from index.store.schema import EXAMPLES, FILES, GENERATIONS, NONE, ROLES, SHARED_LINES
from index.store.stored_block import StoredColumns
from index.store.strings import Strings, Vocabulary
from index.store.texts import Texts
from index.store.vectors.base import VectorStore
from index.store.vectors.faiss import FaissStore
from index.store.views import Documents, FileTexts, Pages, TokenIds
from index.types import Clause, Document, Passage, Role, SourceFile, Span

__all__ = ["Bundle", "current_generation"]

Mask = npt.NDArray[np.bool_]


class Bundle:
    """One generation of an index, read-only; safe to share between threads.

    :meth:`clause` and :meth:`passage` give single records, ``passage_documents`` and the masks are for many at once;
    ``clause_rows``, ``passage_rows`` and ``document_rows`` are the columns behind both (see :mod:`index.store.schema`).
    Row *i* is the same passage in all of them, ``lexical``, ``dense`` and ``token_ids``. ``examples`` are questions to
    begin with, each answered with a citation when the index was built. Open one with :meth:`open`.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """Map the files of ``folder``. Raises OSError or ValueError when one is not what ``manifest`` says."""
        self.folder = folder
        self.manifest = manifest
        arrays = {
            file.name: map_array(folder / file.name, file.dtype)
            for file in FILES
            if file.dtype is not None and file.name in manifest.files
        }
        self._arrays = arrays
        self._texts = Texts(map_bytes(folder / "texts.bin"), arrays["texts.npy"])
        self._sources = self._strings("sources")
        self._pages = Pages(arrays["pages.npy"])
        self._labels = self._strings("strings")
        self._paths: npt.NDArray[np.void] = arrays["paths.npy"]
        self._leaves: npt.NDArray[np.int32] = arrays["passage_clauses.npy"]
        self._path_cache: dict[int, tuple[str, ...]] = {NONE: ()}
        self.clause_rows: npt.NDArray[np.void] = arrays["clauses.npy"]
        self.passage_rows: npt.NDArray[np.void] = arrays["passages.npy"]
        self.document_rows: npt.NDArray[np.void] = arrays["document_rows.npy"]
        self.documents = Documents(self._strings("documents"), self._sources, self.document_rows["source"])
        self.lexical = Lexical(
            Vocabulary(self._strings("lexical.terms")),
            arrays["lexical.scores.npy"],
            arrays["lexical.rows.npy"],
            arrays["lexical.counts.npy"],
            arrays["lexical.starts.npy"],
            arrays["lexical.lengths.npy"],
            manifest.bm25,
        )
        self.token_ids: TokenIds | None = None
        if "tokens.npy" in arrays:
            self.token_ids = TokenIds(arrays["tokens.npy"], arrays["tokens.starts.npy"])
        self.examples = _examples(folder, manifest)
        self._check_counts()
        check_tables(arrays)

    @classmethod
    def open(cls, index: str | os.PathLike[str]) -> Bundle:
        """Open the current generation of the index in the folder ``index``, with what people corrected.

        The manifest, all sizes and the checksums of all but large files are checked now, everything by
        :meth:`verify`. Raises IndexMissing when there is no index, IndexDamaged when it does not match itself or was
        built by a version whose tokens or layout differ, or what people corrected cannot be read.
        """
        root = Path(index)
        bundle = cls._open_current(root)
        bundle.documents.correct(corrected_documents(root, bundle))
        return bundle

    @classmethod
    def _open_current(cls, root: Path) -> Bundle:
        name = current_generation(root)
        try:
            return cls.open_generation(root / GENERATIONS / name)
        except IndexDamaged:
            # A build may have replaced and removed it between the two looks.
            again = current_generation(root)
            if again == name and (root / GENERATIONS / name).is_dir():
                raise
        if not (root / GENERATIONS / again).is_dir():
            raise damaged(root, Message("{name} is missing", name=f"{GENERATIONS}/{again}"))
        return cls.open_generation(root / GENERATIONS / again)

    @classmethod
    def open_generation(cls, folder: Path) -> Bundle:
        """Open the generation in ``folder``, which bears its name or is being built. Raises IndexDamaged.

        Its documents are as they were read, without what people corrected. While the bundle is in use, no other
        process removes the generation.
        """
        index = folder.parent.parent
        try:
            held = hold(folder)
            try:
                bundle = cls(folder, checked_manifest(index, folder))
            except BaseException:
                os.close(held)
                raise
            weakref.finalize(bundle, os.close, held)
            return bundle
        except (
            OSError,
            ValueError,
            KeyError,
            IndexError,
            TypeError,
            AttributeError,
            EOFError,
            RecursionError,
        ) as error:
            said = next((part for part in error.args if isinstance(part, Message)), str(error))
            raise damaged(index, said) from error

    def verify(self) -> None:
        """Compare every file with its checksum, and follow every reference of a row. Raises IndexDamaged."""
        index = self.folder.parent.parent
        for name, stored in self.manifest.files.items():
            path = self.folder / name
            try:
                changed = path.stat().st_size != stored.size or hash_file(path) != stored.sha256
            except OSError as error:
                raise damaged(index, f"{name} cannot be read ({error.strerror})") from error
            if changed:
                raise damaged(index, Message("{name} was changed", name=name))
        try:
            check_lists(self._arrays)
        except ValueError as error:
            raise damaged(index, str(error)) from error
        if len(self.dense) != self.counts.passages or self.dense.dim != self.encoder.dim:
            raise damaged(index, "its vectors are not those of its passages")

    @property
    def encoder(self) -> EncoderInfo:
        """The encoder that the vectors were made with."""
        return self.manifest.encoder

    @property
    def counts(self) -> Counts:
        """How much the index holds."""
        return self.manifest.counts

    @property
    def clause_count(self) -> int:
        """The number of clauses; their ids count from 0 by document and position."""
        return len(self.clause_rows)

    @cached_property
    def dense(self) -> VectorStore:
        """The vectors of the passages, by row. Raises IndexDamaged when they cannot be read."""
        try:
            return FaissStore.open(self.folder)
        except (OSError, RuntimeError, MemoryError) as error:
            raise damaged(self.folder.parent.parent, "its vectors cannot be read") from error

    @cached_property
    def texts(self) -> FileTexts:
        """Whole source texts by path."""
        return FileTexts(self._texts, self._sources, self._arrays["sources.order.npy"])

    @property
    def columns(self) -> StoredColumns:
        """The columns as they are stored, for an index that takes some of them over."""
        return StoredColumns(self._arrays, self._strings, self._path)

    @property
    def stored_texts(self) -> Texts:
        """The texts of all sources, by number."""
        return self._texts

    def source_names(self) -> list[str]:
        """Return the names of all sources by number, as citations give them."""
        return [json.loads(stored)["path"] for stored in self._sources]

    def source_digest(self, number: int) -> str:
        """Return the SHA-256 (hex) of the bytes of a source."""
        return str(json.loads(self._sources[number])["sha256"])

    def source_digests(self) -> dict[str, str]:
        """Return the SHA-256 (hex) of the bytes of every source by its name, in their order."""
        kept = map(json.loads, self._sources)
        return {source["path"]: source["sha256"] for source in kept}

    def source(self, number: int) -> SourceFile:
        """Return a source as it was read."""
        return source_from_json(self._sources[number], self._texts.text(number), self._pages.of(number))

    def edges(self, number: int) -> str:
        """Return what a source may share with others, as JSON; empty for a record, and for one not measured."""
        return self._edges[number]

    @cached_property
    def _edges(self) -> Strings:
        return self._strings("edges")

    @cached_property
    def shared_lines(self) -> frozenset[str]:
        """The portal's lines that the sources share, by their keys. Raises IndexDamaged when they cannot be read."""
        try:
            return frozenset(json.loads((self.folder / SHARED_LINES).read_bytes()))
        except (OSError, ValueError, TypeError) as error:
            raise damaged(self.folder.parent.parent, "its shared lines cannot be read") from error

    def sources(self) -> Iterator[SourceFile]:
        """Yield every source as it was read, so that an index can be built again without its files."""
        return map(self.source, range(len(self._sources)))

    def check_encoder(self, encoder: Encoder) -> None:
        """Raise ModelError unless ``encoder`` is the one that the vectors were made with."""
        if encoder.fingerprint != self.encoder.fingerprint or encoder.dim != self.encoder.dim:
            rebuild = Message(
                "build the index again with `yinju build FILES --index {index}`.", index=self.folder.parent.parent
            )
            if encoder.name == self.encoder.name:
                raise ModelError(
                    "The model {model} was replaced since the index was built: {rebuild}",
                    model=encoder.name,
                    rebuild=rebuild,
                )
            raise ModelError(
                "The index was built with the model {model}, which is not the same as {other}: name that model, "
                "or {rebuild}",
                model=self.encoder.name,
                other=encoder.name,
                rebuild=rebuild,
            )

    def tokenise(self, normalised: str) -> list[str]:
        """Return the terms of a normalised text as this index holds them."""
        return tokenise(normalised, grams=self.manifest.tokenizer == GRAMS)

    def tokenise_spans(self, normalised: str) -> list[tuple[str, Span]]:
        """Return the terms of a normalised text as this index holds them, each with its range in the text."""
        return tokenise_spans(normalised, grams=self.manifest.tokenizer == GRAMS)

    def document(self, doc_id: int) -> Document:
        """Return a document by its id."""
        return self.documents[doc_id]

    def clause(self, clause_id: int) -> Clause:
        """Return a clause by its id, which is its row."""
        doc_id, parent, label, path, start, end, _, level, role = self.clause_rows[clause_id].item()
        return Clause(
            clause_id=clause_id,
            doc_id=doc_id,
            parent_id=None if parent == NONE else parent,
            level=level,
            label=None if label == NONE else self._labels[label],
            path=self._path(path),
            span=Span(start, end),
            role=ROLES[role],
        )

    def passage(self, passage_id: int) -> Passage:
        """Return a passage by its id, which is its row."""
        doc_id, start, end, first, count, _, role = self.passage_rows[passage_id].item()
        leaves = tuple(self._leaves[first : first + count].tolist())
        return Passage(passage_id, doc_id, leaves, Span(start, end), ROLES[role])

    def clauses_of(self, doc_id: int) -> range:
        """Return the ids of the clauses of a document."""
        first, count = (int(self.document_rows[name][doc_id]) for name in ("first_clause", "clauses"))
        return range(first, first + count)

    def passages_of(self, doc_id: int) -> range:
        """Return the ids of the passages of a document."""
        first, count = (int(self.document_rows[name][doc_id]) for name in ("first_passage", "passages"))
        return range(first, first + count)

    def text_of(self, item: Passage | Clause | Document) -> str:
        """Return the source characters of a passage, clause or document, without decoding the rest of the file."""
        return self.slice(item.doc_id, item.span)

    def slice(self, doc_id: int, span: Span) -> str:
        """Return the characters at ``span`` of the file that a document stands in. Raises ValueError outside it."""
        return self._texts.slice(int(self.document_rows["source"][doc_id]), *span)

    def page_at(self, doc_id: int, position: int) -> int | None:
        """Return the page on which the character at ``position`` of a document's file stands, None without pages."""
        return self._pages.at(int(self.document_rows["source"][doc_id]), position)

    def pages_over(self, doc_id: int, span: Span) -> tuple[int, ...]:
        """Return the pages on which ``span`` of a document's file stands, ascending; none without pages."""
        return self._pages.over(int(self.document_rows["source"][doc_id]), span)

    def page_confidence(self, doc_id: int, position: int) -> float | None:
        """Return how sure the recognition of that page's text is, from 0 to 1; None where the file holds it as text."""
        return self._pages.confidence_at(int(self.document_rows["source"][doc_id]), position)

    def heading_path(self, passage_id: int) -> tuple[str, ...]:
        """Return the headings above a passage, outermost first."""
        leaf = self._leaves[self.passage_rows["first_leaf"][passage_id]]
        return self._path(int(self.clause_rows["path"][leaf]))

    @cached_property
    def places(self) -> Mapping[str, npt.NDArray[np.int32]]:
        """The places that documents are about, as their metadata name them, each with its documents' ids."""
        if self.documents.corrected:
            named: dict[str, list[int]] = {}
            for row, place in enumerate(self.documents.values("place")):
                if place is not None:
                    named.setdefault(place, []).append(row)
            return {place: np.array(rows, dtype=np.int32) for place, rows in named.items()}
        rows = self.document_rows["place"]
        return {
            self._labels[number]: np.flatnonzero(rows == number).astype(np.int32)
            for number in np.unique(rows).tolist()
            if number != NONE
        }

    @cached_property
    def repealed(self) -> Mapping[int, int]:
        """For each document (id) that another one repeals, the id of that one."""
        values = self.documents.values
        return repealed_by(values("title"), values("doc_no"), values("issued_on"), values("repeals"))

    def documents_of(self, file: str) -> list[int]:
        """Return the ids of the documents in a file, in their order; none for a file that the index does not hold."""
        number = self.texts.number(file)
        found: list[int] = [] if number is None else np.flatnonzero(self.document_rows["source"] == number).tolist()
        return found

    @property
    def unplaced_documents(self) -> Mask:
        """Which documents do not say what place they are about, bool of shape (documents,)."""
        mask: Mask = self.document_rows["place"] == NONE
        for row in self.documents.corrected:
            mask[row] = self.documents[row].place is None
        return mask

    @property
    def passage_documents(self) -> npt.NDArray[np.int32]:
        """The document of every passage, int32 of shape (passages,)."""
        column: npt.NDArray[np.int32] = self.passage_rows["document"]
        return column

    @property
    def passage_canonicals(self) -> npt.NDArray[np.int32]:
        """The official passage that says most of what a passage repeats, -1 for none; int32 of shape (passages,)."""
        column: npt.NDArray[np.int32] = self.passage_rows["canonical"]
        return column

    def passages_of_role(self, role: Role) -> Mask:
        """Return which passages stand in a part of this role, bool of shape (passages,)."""
        mask: Mask = self.passage_rows["role"] == ROLES.index(role)
        return mask

    def clauses_of_role(self, role: Role) -> Mask:
        """Return which clauses have this role, bool of shape (clauses,)."""
        mask: Mask = self.clause_rows["role"] == ROLES.index(role)
        return mask

    def passages_over(self, doc_id: int, span: Span) -> npt.NDArray[np.intp]:
        """Return the passages of a document that share characters with ``span`` of its file, ascending."""
        own = self.passages_of(doc_id)
        rows = self.passage_rows[own.start : own.stop]
        return own.start + np.flatnonzero((rows["start"] < span.end) & (rows["end"] > span.start))

    def canonical(self, passage_id: int) -> int:
        """Return the official passage that says what this one repeats, or the passage itself."""
        target = int(self.passage_rows["canonical"][passage_id])
        return passage_id if target == NONE else target

    def repeats_of(self, passage_id: int) -> tuple[tuple[str, Span], ...]:
        """Return the (file, span) of every place that repeats leaves of a passage; adjoining leaves are one place."""
        order, targets = self._repeating
        passage = self.passage(passage_id)
        rows: list[int] = []
        for leaf in passage.clause_ids:
            first, last = np.searchsorted(targets, (leaf, leaf + 1))
            rows += order[first:last].tolist()
        places: list[tuple[int, int, Span]] = []
        for row in sorted(rows):
            doc_id, start, end = self.clause_rows[["document", "start", "end"]][row].item()
            if places and places[-1][:2] == (doc_id, row - 1):
                places[-1] = (doc_id, row, Span(places[-1][2].start, end))
            else:
                places.append((doc_id, row, Span(start, end)))
        return tuple((self.documents[doc_id].source_path, span) for doc_id, _, span in places)

    @cached_property
    def _repeating(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
        """Rows of the clauses that repeat another, ordered by what they repeat, and what that is."""
        canonical = self.clause_rows["canonical"]
        rows = np.flatnonzero(canonical != NONE)
        order = rows[np.argsort(canonical[rows], kind="stable")]
        return order, canonical[order]

    def _path(self, row: int) -> tuple[str, ...]:
        if row not in self._path_cache:
            parent, text = self._paths[row].item()
            with damage_told("strings.bin"):
                self._path_cache[row] = (*self._path(parent), self._labels[text])
        return self._path_cache[row]

    def _strings(self, stem: str) -> Strings:
        offsets: npt.NDArray[Any] = self._arrays[f"{stem}.npy"]
        return Strings(map_bytes(self.folder / f"{stem}.bin"), offsets)

    def _check_counts(self) -> None:
        counts = self.manifest.counts
        expected = {
            "sources": (len(self._sources), counts.files),
            "source paths": (len(self._arrays["sources.order.npy"]), counts.files),
            "texts": (len(self._texts), counts.files),
            "edges": (len(self._arrays["edges.npy"]) - 1, counts.files),
            "documents": (len(self.documents), counts.documents),
            "document rows": (len(self.document_rows), counts.documents),
            "clauses": (len(self.clause_rows), counts.clauses),
            "leaf keys": (len(self._arrays["leaf_keys.npy"]), counts.clauses),
            "passages": (len(self.passage_rows), counts.passages),
            "lexical passages": (len(self.lexical), counts.passages),
            "terms": (len(self.lexical.vocabulary), counts.terms),
            "token passages": (counts.passages if self.token_ids is None else len(self.token_ids), counts.passages),
        }
        for what, (held, told) in expected.items():
            if held != told:
                raise ValueError(f"it holds {held} {what} instead of {told}")


def _examples(folder: Path, manifest: Manifest) -> tuple[str, ...]:
    if EXAMPLES not in manifest.files:
        return ()
    return tuple(str(question) for question in json.loads((folder / EXAMPLES).read_bytes()))

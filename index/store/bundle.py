"""An index on disk, opened: nothing is read before it is asked for, and nothing is used that does not match."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoders.base import Encoder
from index.errors import IndexDamaged, IndexMissing, ModelError
from index.language.tokens import GRAMS, WORDS, tokenise, tokenise_spans
from index.store.bm25 import Lexical
from index.store.columns import source_from_json
from index.store.files import hash_file, map_array, map_bytes
from index.store.manifest import NORMALISER, Counts, EncoderInfo, Manifest, generation_name
from index.store.schema import CURRENT, EXAMPLES, FILES, GENERATIONS, MANIFEST, NONE, OPTIONAL, ROLES
from index.store.strings import Strings, Vocabulary
from index.store.texts import Texts
from index.store.vectors.faiss_store import Dense
from index.store.views import Documents, FileTexts, TokenIds
from index.types import Clause, Document, Passage, SourceFile, Span

__all__ = ["Bundle", "current_generation", "is_generation_name"]

_NAME = re.compile(r"[0-9a-f]{16}")
_HASHED_ON_OPENING = 4 << 20
"""Bytes up to which a file is hashed whenever the index is opened; larger ones are hashed by :meth:`Bundle.verify`."""


class Bundle:
    """One generation of an index, read-only; safe to share between threads.

    ``clause_rows`` and ``passage_rows`` are the columns (see :mod:`index.store.schema`) for work on many rows at once;
    :meth:`clause` and :meth:`passage` give single records. ``examples`` are questions to begin with, each answered with
    a citation when the index was built. Row *i* is the same passage in ``passage_rows``,
    ``lexical``, ``dense`` and ``token_ids``. Open one with :meth:`open`.
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
        self._labels = self._strings("strings")
        self._paths: npt.NDArray[np.void] = arrays["paths.npy"]
        self._leaves: npt.NDArray[np.int32] = arrays["passage_clauses.npy"]
        self._path_cache: dict[int, tuple[str, ...]] = {NONE: ()}
        self.clause_rows: npt.NDArray[np.void] = arrays["clauses.npy"]
        self.passage_rows: npt.NDArray[np.void] = arrays["passages.npy"]
        self.document_rows: npt.NDArray[np.void] = arrays["document_rows.npy"]
        self.documents: Sequence[Document] = Documents(
            self._strings("documents"), self._sources, self.document_rows["source"]
        )
        self.lexical = Lexical(
            Vocabulary(self._strings("lexical.terms")),
            arrays["lexical.scores.npy"],
            arrays["lexical.rows.npy"],
            arrays["lexical.starts.npy"],
            arrays["lexical.lengths.npy"],
            manifest.bm25,
        )
        self.token_ids: TokenIds | None = None
        if "tokens.npy" in arrays:
            self.token_ids = TokenIds(arrays["tokens.npy"], arrays["tokens.starts.npy"])
        self.examples = _examples(folder, manifest)
        self._check_counts()

    @classmethod
    def open(cls, index: str | os.PathLike[str]) -> Bundle:
        """Open the current generation of the index in the folder ``index``.

        The manifest, all sizes and the checksums of all but large files are checked now, everything by
        :meth:`verify`. Raises IndexMissing when there is no index, IndexDamaged when it does not match itself or was
        built by a version whose tokens or layout differ.
        """
        root = Path(index)
        name = current_generation(root)
        if not (root / GENERATIONS / name).is_dir():
            # A build may have replaced and pruned it between the two looks.
            name = current_generation(root)
        if not (root / GENERATIONS / name).is_dir():
            raise _damaged(root, f"{GENERATIONS}/{name} is missing")
        return cls.open_generation(root / GENERATIONS / name)

    @classmethod
    def open_generation(cls, folder: Path) -> Bundle:
        """Open the generation in ``folder``, which bears its name or is being built. Raises IndexDamaged."""
        index = folder.parent.parent
        try:
            data = (folder / MANIFEST).read_bytes()
            if _NAME.fullmatch(folder.name) and generation_name(data) != folder.name:
                raise _damaged(index, "its manifest was changed")
            manifest = Manifest.from_bytes(data)
            _check_versions(index, manifest)
            _check_files(index, folder, manifest)
            return cls(folder, manifest)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError) as error:
            raise _damaged(index, str(error)) from error

    def verify(self) -> None:
        """Compare every file with its checksum and read all of the index. Raises IndexDamaged."""
        index = self.folder.parent.parent
        for name, stored in self.manifest.files.items():
            path = self.folder / name
            try:
                changed = path.stat().st_size != stored.size or hash_file(path) != stored.sha256
            except OSError as error:
                raise _damaged(index, f"{name} cannot be read ({error.strerror})") from error
            if changed:
                raise _damaged(index, f"{name} was changed")
        if len(self.dense) != self.counts.passages or self.dense.dim != self.encoder.dim:
            raise _damaged(index, "its vectors are not those of its passages")

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
    def dense(self) -> Dense:
        """The vectors. Raises IndexDamaged when FAISS cannot read them."""
        try:
            return Dense.open(self.folder / "dense.faiss")
        except RuntimeError as error:
            raise _damaged(self.folder.parent.parent, "dense.faiss cannot be read") from error

    @cached_property
    def texts(self) -> FileTexts:
        """Whole source texts by path."""
        return FileTexts(self._texts, self._sources, self._arrays["sources.order.npy"])

    def sources(self) -> Iterator[SourceFile]:
        """Yield every source as it was read, so that an index can be built again without its files."""
        return (source_from_json(stored, self._texts.text(number)) for number, stored in enumerate(self._sources))

    def check_encoder(self, encoder: Encoder) -> None:
        """Raise ModelError unless ``encoder`` is the one that the vectors were made with."""
        if encoder.fingerprint != self.encoder.fingerprint or encoder.dim != self.encoder.dim:
            rebuild = f"build the index again with `yinju build FILES --index {self.folder.parent.parent}`."
            if encoder.name == self.encoder.name:
                raise ModelError(f"The model {encoder.name} was replaced since the index was built: {rebuild}")
            raise ModelError(
                f"The index was built with the model {self.encoder.name}, which is not the same as {encoder.name}: "
                f"name that model, or {rebuild}"
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

    def heading_path(self, passage_id: int) -> tuple[str, ...]:
        """Return the headings above a passage, outermost first."""
        leaf = self._leaves[self.passage_rows["first_leaf"][passage_id]]
        return self._path(int(self.clause_rows["path"][leaf]))

    @cached_property
    def places(self) -> Mapping[str, npt.NDArray[np.int32]]:
        """The places that documents are about, as their metadata name them, each with its documents' ids."""
        rows = self.document_rows["place"]
        return {
            self._labels[number]: np.flatnonzero(rows == number).astype(np.int32)
            for number in np.unique(rows).tolist()
            if number != NONE
        }

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
            "documents": (len(self.documents), counts.documents),
            "document rows": (len(self.document_rows), counts.documents),
            "clauses": (len(self.clause_rows), counts.clauses),
            "passages": (len(self.passage_rows), counts.passages),
            "lexical passages": (len(self.lexical), counts.passages),
            "terms": (len(self.lexical.vocabulary), counts.terms),
            "token passages": (counts.passages if self.token_ids is None else len(self.token_ids), counts.passages),
        }
        for what, (held, told) in expected.items():
            if held != told:
                raise ValueError(f"it holds {held} {what} instead of {told}")


def is_generation_name(name: str) -> bool:
    """Whether a folder of this name can be a generation."""
    return _NAME.fullmatch(name) is not None


def current_generation(index: Path) -> str:
    """Return the name of the current generation. Raises IndexMissing without an index, IndexDamaged otherwise."""
    try:
        name = (index / CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing(
            f"There is no index in {index}: build one with `yinju build FILES --index {index}`."
        ) from error
    except (OSError, ValueError) as error:
        raise _damaged(index, f"{CURRENT} cannot be read") from error
    if not _NAME.fullmatch(name):
        raise _damaged(index, f"{CURRENT} names no generation")
    return name


def _examples(folder: Path, manifest: Manifest) -> tuple[str, ...]:
    if EXAMPLES not in manifest.files:
        return ()
    return tuple(str(question) for question in json.loads((folder / EXAMPLES).read_bytes()))


def _check_versions(index: Path, manifest: Manifest) -> None:
    if manifest.tokenizer not in (WORDS, GRAMS) or manifest.normaliser != NORMALISER:
        raise _damaged(index, "it was built by a version that cuts words otherwise")


def _check_files(index: Path, folder: Path, manifest: Manifest) -> None:
    names = {file.name for file in FILES}
    if not names - OPTIONAL <= set(manifest.files) <= names:
        raise _damaged(index, "its manifest lists other files than it should")
    for name, stored in manifest.files.items():
        try:
            size = (folder / name).stat().st_size
        except FileNotFoundError as error:
            raise _damaged(index, f"{name} is missing") from error
        if size != stored.size:
            raise _damaged(index, f"{name} has {size} bytes instead of {stored.size}")
        if size <= _HASHED_ON_OPENING and hash_file(folder / name) != stored.sha256:
            raise _damaged(index, f"{name} was changed")


def _damaged(index: Path, what: str) -> IndexDamaged:
    return IndexDamaged(
        f"The index {index} cannot be used ({what}): build it again with `yinju build FILES --index {index}`."
    )

"""What a new generation takes over from the one before: sources that nothing changes, as they were read and encoded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from index.batches import Piece
from index.loading.record import MEDIA
from index.splitting import holds_any
from index.store.bundle import Bundle
from index.store.runs import Run
from index.store.stored_block import StoredBlock
from index.store.texts import Texts
from index.types import SourceFile

__all__ = ["Carrying"]


class Carrying:
    """Decides which sources of an index stay as they are, and remembers where their passages went.

    A source is read again when the portal's lines that files share are others now and it holds one that changed; all
    are when the corpus grew or shrank past the size that decides how words are cut (``tokenizer`` is what it is now).
    """

    def __init__(self, bundle: Bundle | None, tokenizer: str, shared: frozenset[str]) -> None:
        self.bundle = bundle
        self.possible = bundle is not None and bundle.manifest.tokenizer == tokenizer
        self.runs: list[Run] = []
        self._changed = bundle.shared_lines ^ shared if bundle is not None and self.possible else frozenset()

    @property
    def texts(self) -> Texts:
        """The texts of the index before."""
        return self._before.stored_texts

    def stays(self, source: SourceFile | int) -> bool:
        """Whether a source is taken over as it is."""
        if not isinstance(source, int) or not self.possible:
            return False
        return not self._changed or not holds_any(self.texts.text(source), self._changed)

    def source(self, source: SourceFile | int) -> SourceFile:
        """Return a source to be read, from the index before where it is a number of that."""
        return self._before.source(source) if isinstance(source, int) else source

    def blocks(self, staying: Sequence[Piece]) -> Iterator[tuple[StoredBlock, list[str]]]:
        """Yield sources that stay in blocks that lie side by side, each with its edges; ``staying`` are numbers."""
        numbers = [piece.source for piece in staying if isinstance(piece.source, int)]
        begin = 0
        for at in range(1, len(numbers) + 1):
            if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
                block = StoredBlock(self._before.columns, numbers[begin], numbers[at - 1] + 1, MEDIA)
                yield block, [piece.edges for piece in staying[begin:at]]
                begin = at

    def place(self, block: StoredBlock, now: int) -> None:
        """Note that the passages of ``block`` have the rows from ``now`` on."""
        self.runs.append(Run(block.first_passage, block.stop_passage, now))

    def vectors(self) -> list[tuple[Run, npt.NDArray[np.float32]]]:
        """Return the vectors of every run."""
        return [(run, self._before.dense.vectors(np.arange(run.first, run.stop, dtype=np.int32))) for run in self.runs]

    @property
    def _before(self) -> Bundle:
        assert self.bundle is not None
        return self.bundle

"""Reading passages for a question."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from index.types import Span
from retriever.reader.judging import Judgement, judgement_of
from retriever.reader.model import FOLDER, ReadingModel
from retriever.reader.spans import Decoded, Support, decode
from retriever.reader.windows import Window, asked_pieces, encode_text, windows_of

__all__ = ["Judgement", "Reader", "ReaderInput", "Reading", "embedded_reader"]

AT_ONCE = 2
"""Passages that are read at a time, where there are as many processors: the interpreter is free meanwhile."""

RELEVANCE = 0
"""Which of the logits of a whole window says whether it is what was asked."""

LARGEST = 60.0
"""Log-odds beyond which a reading is no surer."""


@dataclass(frozen=True, slots=True)
class ReaderInput:
    """A passage as the reader is given it: ``text``, the title of its document and the headings above, outermost first.

    The model was trained with and without both; leave out what is not known.
    """

    text: str
    title: str = ""
    headings: tuple[str, ...] = ()

    @property
    def context(self) -> str:
        """Title and headings in one line."""
        return " › ".join(part for part in (self.title, *self.headings) if part)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader says of one passage; spans are code points of its ``text``, the answer inside the evidence.

    ``logit`` is the log-odds (not calibrated) that this is what was asked, ``relevance`` the same as 0..1.
    ``support`` says how far the model believes the answer to be in any stretch of the passage. ``answer_score`` and
    ``none_score`` are mean log-probabilities (at most 0) of the answer's ends and of "not here". A passage without any
    character that can be read has no spans, the lowest log-odds, and -inf and 0 as scores. Readings are equal when all
    but their support is.
    """

    logit: float
    evidence: Span | None
    answer: Span | None
    answer_score: float
    none_score: float
    support: Support | None = field(default=None, repr=False, compare=False)

    @property
    def relevance(self) -> float:
        """The probability (0..1, not calibrated) that this is what was asked."""
        return 1 / (1 + math.exp(-self.logit))


class Reader:
    """Reads passages with a loaded model. Use one instance for one thread at a time or many: it holds no state."""

    def __init__(self, model: ReadingModel) -> None:
        self.model = model

    @classmethod
    def load(cls, folder: Path = FOLDER, *, threads: int = 1) -> Reader:
        """Open the model of a folder.

        Raises:
            ModelError: see `ReadingModel.load`.
        """
        return cls(ReadingModel.load(folder, threads=threads))

    def read(self, question: str, passages: Sequence[ReaderInput]) -> list[Reading]:
        """One reading for each passage, in their order.

        A passage longer than a window is read in overlapping windows, and the most relevant one counts. Of questions
        and headings that are very long the middle is left out.
        """
        asked, _ = encode_text(self.model.tokenizer, question)
        owners, windows = self._windows(asked, passages)
        best: dict[int, tuple[float, Decoded | None]] = {}
        for number, window, (scores, text) in zip(owners, windows, self.model.run(windows), strict=True):
            logit = float(text[RELEVANCE])
            if number not in best or logit > best[number][0]:
                best[number] = logit, decode(scores, window)
        return [_reading(*best[number]) for number in range(len(passages))]

    def judge(self, sentence: str, passages: Sequence[ReaderInput]) -> list[Judgement]:
        """What each passage says of a draft sentence, in their order.

        Passages are read as by `read`; of several windows the one that speaks of the sentence most surely counts. Of
        a very long sentence the middle is left out.
        """
        asked, marks = encode_text(self.model.tokenizer, sentence)
        said = asked_pieces(marks)
        owners, windows = self._windows(asked, passages)
        best: dict[int, Judgement] = {}
        for number, window, (scores, text) in zip(owners, windows, self.model.run(windows), strict=True):
            judgement = judgement_of(scores, text, window, said)
            if number not in best or judgement.absent < best[number].absent:
                best[number] = judgement
        return [best[number] for number in range(len(passages))]

    def _windows(self, asked: Sequence[int], passages: Sequence[ReaderInput]) -> tuple[list[int], list[Window]]:
        """The windows of all passages, and the number of the passage that each belongs to."""
        windows: list[Window] = []
        owners: list[int] = []
        for number, passage in enumerate(passages):
            context, _ = encode_text(self.model.tokenizer, passage.context)
            pieces, offsets = encode_text(self.model.tokenizer, passage.text)
            cut = windows_of(asked, context, pieces, offsets)
            windows += cut
            owners += [number] * len(cut)
        return owners, windows


@lru_cache(1)
def embedded_reader() -> Reader:
    """The reader that comes with the package, opened once; with YINJU_READER set, that of the folder it names.

    Raises:
        ModelError: see `ReadingModel.load`.
    """
    return Reader.load(Path(os.environ.get("YINJU_READER") or FOLDER), threads=min(AT_ONCE, os.cpu_count() or 1))


def _reading(logit: float, decoded: Decoded | None) -> Reading:
    if decoded is None:
        return Reading(-LARGEST, None, None, -math.inf, 0.0)
    logit = max(-LARGEST, min(LARGEST, logit))
    return Reading(logit, decoded.evidence, decoded.answer, decoded.answer_score, decoded.none_score, decoded.support)

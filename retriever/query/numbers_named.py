"""Documents that a question names by their number: 德政办发〔2022〕10号规定…, GB/T 39999-2021何时实施."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from index.language.fold import fold
from index.recognizers.document_numbers import number_key, numbers_named
from index.types import Span
from retriever.query.places import CorpusView

__all__ = ["Numbered", "asks_which", "read_numbers"]

_WORD = re.compile(r"[^\W_]")
_FOLLOWS = re.compile(r" *(?:文件|文)?[里中]?的?")
"""What joins a number to what is asked of its document."""

_WHICH = re.compile(
    r"(?:是|叫|指)?(?:一?个?)?(?:什么|哪(?:一?[个份部项]|些)?)(?:样的)?(?:文件|通知|办法|规定|标准|法规|条例|名称|名字|意思)?(?:的)?\W*$"
    r"|(?:标题|名称|全称|题目)|what (?:document|is)|title of|called"
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a question says by numbers of documents.

    ``numbers`` are those that it names, as it writes them; ``documents`` (ids) those that have one of them, None where
    none does. ``rest`` is the question without the numbers of ``documents``.
    """

    numbers: tuple[str, ...] = ()
    documents: tuple[int, ...] | None = None
    rest: str = ""


def read_numbers(question: str, corpus: CorpusView) -> Numbered:
    """Look up the documents that a question names by number."""
    folded = fold(question)
    documents: set[int] = set()
    rest, at = "", 0
    written = []
    for key, span in numbers_named(folded):
        found = corpus.numbered(key)
        start = _own_start(folded, span, found.values()) if found else span.start
        documents.update(found)
        written.append(question[start : span.end].strip())
        rest += question[at : start if found else span.end] + (" " if found else "")
        follows = _FOLLOWS.match(folded, span.end) if found else None
        at = follows.end() if follows else span.end
    rest += question[at:]
    return Numbered(tuple(written), tuple(sorted(documents)) if documents else None, rest.strip())


def _own_start(folded: str, span: Span, numbers: Collection[str]) -> int:
    """Where a number begins whose ``span`` may hold words before it, by the keys of the documents that have it."""
    starts = (at for at in range(*span) if any(own.endswith(number_key(folded[at : span.end])) for own in numbers))
    return next(starts, span.start)


def asks_which(rest: str) -> bool:
    """Whether what a normalised question says beside a number asks which document that is."""
    return not _WORD.search(rest) or _WHICH.search(rest) is not None

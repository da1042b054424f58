"""Questions to begin with, made from what an index holds and kept only when it answers them from the right place.

A figure of a document, a responsibility note under a heading and a date of issue each make a question in the script of
the document. The index is asked: a question stays when its first answer is sure and cites the place that the question
was made from. Only a sample of the documents is looked at, so that a large index takes hardly longer to build.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING

from index.clauses.numbering import match_label
from index.errors import IndexDamaged, IndexMissing
from index.language.script import detect_script, to_traditional
from index.recognizers.quantity import Change
from index.store.bundle import Bundle
from index.types import Answer, Document, Role, Span
from retriever.answer.assistant import Assistant
from retriever.targets.row import Nature, Target
from retriever.targets.table import document_targets

if TYPE_CHECKING:
    from index.encoders.base import Encoder

__all__ = ["MOST", "SURE", "Example", "make_examples", "proves", "renew_examples"]

MOST = 4
"""Questions that are kept."""

SURE = 0.45
"""Least confidence of the first answer; that it is right shows in its place."""

SAMPLE = 60
"""Documents that questions are made from, at most."""

READ = 2_000
"""Passages of these documents together: what reading all of them for figures may take is about a second."""

TRIALS = 24
"""Questions that are asked at most."""

PER_DOCUMENT = 3
"""Questions of one kind that are tried of one document."""

_NAME = re.compile(r"[\u4e00-\u9fff]{4,16}")
"""An indicator or task that reads well in a question: a few characters and no punctuation."""

_LONGEST_TITLE = 30


@dataclass(frozen=True, slots=True)
class Example:
    """A question and what answers it: the figure, date or note at ``span`` of ``file``."""

    question: str
    file: str
    span: Span


def make_examples(bundle: Bundle, encoder: Encoder) -> tuple[str, ...]:
    """Return up to MOST questions that the index answers with a sure citation of what they were made from.

    ``encoder`` is the one that the index was built with. The same index gives the same questions.
    """
    documents = deque(bundle.documents[doc_id] for doc_id in _sample(bundle))
    figures = cache(lambda document: tuple(_figures(bundle, document)))
    duties, dates = partial(_duties, bundle), partial(_dates, bundle)
    # The last two stand in where a corpus has no figures.
    makers: tuple[Callable[[Document], Iterable[Example]], ...] = (figures, duties, figures, dates, duties, dates)
    chosen = _Chosen(Assistant.over(bundle, encoder))
    for make in makers:
        if len(chosen.questions) < MOST:
            chosen.add_from(example for document in documents for example in make(document))
        # Each begins with another document.
        documents.rotate(-1)
    return tuple(chosen.questions)


def renew_examples(bundle: Bundle, encoder: Encoder) -> tuple[str, ...]:
    """Return the questions of the index that ``bundle`` will replace, as far as they still find what they found.

    A question stays when the first passage found for it is the same one, word for word, in the same file. When fewer
    than half of them stay, or there were none, they are made anew (:func:`make_examples`), which takes much longer.
    """
    try:
        before = Bundle.open(bundle.folder.parent.parent)
    except (IndexMissing, IndexDamaged):
        return make_examples(bundle, encoder)
    if not before.examples or before.encoder.fingerprint != encoder.fingerprint:
        return make_examples(bundle, encoder)
    old, new = Assistant.over(before, encoder), Assistant.over(bundle, encoder)
    kept = [question for question in before.examples if _found(old, before, question) == _found(new, bundle, question)]
    return tuple(kept) if 2 * len(kept) >= len(before.examples) else make_examples(bundle, encoder)


def _found(assistant: Assistant, bundle: Bundle, question: str) -> tuple[str, str] | None:
    hits = assistant.search(question, 1).hits
    if not hits:
        return None
    passage = bundle.passage(hits[0].passage_id)
    return bundle.document(passage.doc_id).source_path, bundle.text_of(passage)


def proves(answer: Answer, example: Example) -> bool:
    """Whether the first answer is sure, stands where the question was made from, and its citation holds all of that."""
    if not answer.items:
        return False
    first, cited = answer.items[0], answer.items[0].citation
    here = cited.file == example.file and cited.span.contains(example.span)
    return here and first.span.overlap(example.span) > 0 and first.confidence >= SURE


@dataclass(slots=True)
class _Chosen:
    """The questions kept so far, of distinct documents where that can be."""

    assistant: Assistant
    questions: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    trials: int = 0

    def add_from(self, examples: Iterator[Example]) -> None:
        """Keep the first of ``examples`` that the index answers, one of another file than those before if there is."""
        known: list[Example] = []
        for example in examples:
            if example.file in self.files:
                known.append(example)
            elif self._add(example):
                return
        for example in known:
            if self._add(example):
                return

    def _add(self, example: Example) -> bool:
        if self.trials == TRIALS or example.question in self.questions:
            return False
        self.trials += 1
        if not proves(self.assistant.ask(example.question, 1), example):
            return False
        self.questions.append(example.question)
        self.files.add(example.file)
        return True


def _sample(bundle: Bundle) -> list[int]:
    """Return the ids of up to SAMPLE documents, evenly spread over the index, which hold up to READ passages."""
    count = len(bundle.documents)
    wanted = min(SAMPLE, count)
    left = READ
    sample = []
    for doc_id in (number * count // wanted for number in range(wanted)):
        size = len(bundle.passages_of(doc_id))
        if size <= left:
            sample.append(doc_id)
            left -= size
    return sample


def _figures(bundle: Bundle, document: Document) -> Iterator[Example]:
    """Yield questions for figures that one indicator has for one year: aims before what is so."""
    rows = document_targets(bundle, document)
    named = [(row.indicator, row.year) for row in rows]
    clear = [row for row in rows if _reads_well(row) and named.count((row.indicator, row.year)) == 1]
    for row in sorted(clear, key=lambda row: row.nature is not Nature.TARGET)[:PER_DOCUMENT]:
        asked = "年目标是多少?" if row.nature is Nature.TARGET else "年是多少?"
        question = f"{row.place or ''}{row.indicator}{row.year}{asked}"
        yield Example(_in_script(bundle, document, question), row.citation.file, row.span)


def _reads_well(row: Target) -> bool:
    return row.year is not None and row.change is Change.LEVEL and _NAME.fullmatch(row.indicator) is not None


def _duties(bundle: Bundle, document: Document) -> Iterator[Example]:
    """Yield questions for the bodies that a note names, by the heading that it stands under."""
    made = 0
    for clause_id in bundle.clauses_of(document.doc_id):
        clause = bundle.clause(clause_id)
        if clause.role is not Role.RESPONSIBILITY or not clause.path:
            continue
        task = _without_label(clause.path[-1])
        if _NAME.fullmatch(task):
            place = document.place.value if document.place else ""
            question = f"{place}谁负责{task}?"
            yield Example(_in_script(bundle, document, question), document.source_path, clause.span)
            made += 1
            if made == PER_DOCUMENT:
                return


def _without_label(heading: str) -> str:
    read = match_label(heading, 0, len(heading))
    return (heading[read[3] :] if read else heading).strip()


def _dates(bundle: Bundle, document: Document) -> Iterator[Example]:
    """Yield the question when the document was issued, if it says so."""
    title, issued = document.title, document.issued_on
    if title is None or issued is None or len(title.value) > _LONGEST_TITLE:
        return
    latin = detect_script(title.value) == "latn"
    question = f"When was {title.value} issued?" if latin else f"《{title.value}》何时印发?"
    yield Example(_in_script(bundle, document, question), document.source_path, issued.span)


def _in_script(bundle: Bundle, document: Document, question: str) -> str:
    """Return a question in the script of the document: names of indicators are kept in Simplified characters."""
    start = document.span.start
    opening = bundle.slice(document.doc_id, Span(start, min(document.span.end, start + 2_000)))
    return to_traditional(question) if detect_script(opening) == "hant" else question

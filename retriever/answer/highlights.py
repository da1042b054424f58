"""What to mark in a shown passage: the answers cut from it, and the words of the question in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from index.language.normalise import NormalisedText, normalise
from index.types import AnswerItem, Highlight, Hit, Span
from retriever.paragraphs import Corpus

__all__ = ["highlighted"]


def highlighted(corpus: Corpus, hit: Hit, answers: Iterable[AnswerItem], forms: Sequence[str]) -> Hit:
    """Return ``hit`` with its highlights: ordered spans of its file inside the passage, disjoint within a kind.

    ``forms`` are normalised words of the question; they are found in the normalised passage and mapped back.
    """
    passage = corpus.passage(hit.passage_id)
    file = corpus.documents[passage.doc_id].source_path
    marks = {Highlight(a.span, "answer") for a in answers if a.citation.file == file and passage.span.contains(a.span)}
    text = _normalised(corpus.slice(passage.doc_id, passage.span))
    for span in _merged(_found(text.text, forms)):
        start, end = text.to_source(span)
        marks.add(Highlight(Span(passage.span.start + start, passage.span.start + end), "match"))
    return replace(hit, highlights=tuple(sorted(marks, key=lambda m: (m.span, m.kind))))


@lru_cache(4_096)
def _normalised(text: str) -> NormalisedText:
    return normalise(text)


def _found(text: str, forms: Sequence[str]) -> list[Span]:
    words = [re.escape(f) if not f.isascii() else rf"(?<![a-z]){re.escape(f)}(?![a-z])" for f in forms if f]
    return sorted(Span(*m.span()) for word in words for m in re.finditer(word, text))


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap or touch."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined

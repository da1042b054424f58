"""The same passage in the other script, and cut to another stretch, with its spans kept on their characters."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import opencc

from index.types import Span

TO_TRADITIONAL = ("s2t", "s2tw", "s2twp", "s2hk")
TO_SIMPLIFIED = ("t2s", "t2s", "tw2sp")

_SENTENCE = re.compile(r"[^。！？；;\n]+[。！？；;\n]*|[。！？；;\n]+")


@dataclass(frozen=True, slots=True)
class Example:
    """One question or draft sentence with one passage: what is to be learnt.

    Spans are of ``passage``; ``None`` is "not known" for a relevant passage and "none" for another. A draft sentence
    has a ``verdict`` (one of `retriever.reader.judging.VERDICTS`) or, where only that is known, ``claim``; where it
    differs, ``answer`` is the right words in the passage and ``draft`` the wrong ones, a span of ``question``.
    """

    question: str
    context: str
    passage: str
    relevant: bool
    evidence: Span | None = None
    answer: Span | None = None
    source: str = ""
    verdict: str = ""
    claim: bool | None = None
    draft: Span | None = None


@cache
def converter(name: str) -> opencc.OpenCC:
    """The OpenCC converter of this name, made once."""
    return opencc.OpenCC(name)


def convert_question(example: Example, name: str) -> Example:
    """The example with its question converted, piece by piece between the ends of the wrong words."""
    change, draft, text = converter(name).convert, example.draft, example.question
    if draft is None:
        return replace(example, question=change(text))
    before, inner, after = change(text[: draft.start]), change(draft.of(text)), change(text[draft.end :])
    return replace(example, question=before + inner + after, draft=Span(len(before), len(before) + len(inner)))


def is_traditional(text: str) -> bool:
    """Whether the text changes more when simplified than when made traditional."""
    sample = text[:200]
    simple, full = converter("t2s").convert(sample), converter("s2t").convert(sample)
    return _changes(sample, simple) > _changes(sample, full)


def _changes(text: str, other: str) -> int:
    return sum(a != b for a, b in zip(text, other, strict=False))


def other_script(text: str, rng: random.Random) -> str:
    """The name of the converter into the script that the text is not in."""
    return rng.choice(TO_SIMPLIFIED if is_traditional(text) else TO_TRADITIONAL)


def convert(example: Example, name: str) -> Example:
    """The example with passage and context converted, the text piece by piece between the ends of its spans."""
    change = converter(name).convert
    ends = sorted({0, len(example.passage), *(example.evidence or ()), *(example.answer or ())})
    moved, pieces, size = {0: 0}, [], 0
    for begin, end in pairwise(ends):
        piece = change(example.passage[begin:end])
        size += len(piece)
        pieces.append(piece)
        moved[end] = size
    return replace(
        example,
        context=change(example.context),
        passage="".join(pieces),
        evidence=_move(example.evidence, moved),
        answer=_move(example.answer, moved),
    )


def _move(span: Span | None, moved: dict[int, int]) -> Span | None:
    return None if span is None else Span(moved[span.start], moved[span.end])


def sentence_spans(text: str) -> list[Span]:
    """Ranges of the sentences of a text; together they cover it."""
    return [Span(*match.span()) for match in _SENTENCE.finditer(text)]


def crop(example: Example, rng: random.Random) -> Example:
    """The example with fewer sentences around the evidence, or around any sentence when there is none."""
    sentences = sentence_spans(example.passage)
    if len(sentences) < 2:
        return example
    if example.evidence is not None:
        held = [i for i, span in enumerate(sentences) if span.overlap(example.evidence)]
        low, high = held[0], held[-1]
    else:
        low = high = rng.randrange(len(sentences))
    return stretch(
        example, Span(sentences[rng.randint(0, low)].start, sentences[rng.randint(high, len(sentences) - 1)].end)
    )


def stretch(example: Example, span: Span) -> Example:
    """The example with only this stretch of its passage, which holds its spans."""

    def move(inner: Span | None) -> Span | None:
        return None if inner is None else Span(inner.start - span.start, inner.end - span.start)

    return replace(
        example, passage=span.of(example.passage), evidence=move(example.evidence), answer=move(example.answer)
    )


def without_evidence(example: Example, rng: random.Random) -> Example | None:
    """The sentences on one side of the evidence, which answer nothing; None when too little is left."""
    if example.evidence is None:
        return None
    sentences = sentence_spans(example.passage)
    held = [span for span in sentences if span.overlap(example.evidence)]
    sides = [Span(0, held[0].start), Span(held[-1].end, len(example.passage))]
    left = [side for side in sides if len(side.of(example.passage).strip()) >= 30]
    if not left:
        return None
    side = rng.choice(left)
    return replace(example, passage=side.of(example.passage), relevant=False, evidence=None, answer=None)

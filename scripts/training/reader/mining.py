"""Hard negatives: passages that share words with a question and do not answer it."""

from __future__ import annotations

import json
import lzma
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np

from scripts.training.reader.documents import Documents, Paragraph
from scripts.training.reader.questions import Question, bigrams
from scripts.training.reader.rewrite import converter

SAME, OTHER = 6, 8
"""Negatives kept for each question: of its own document, and of others."""

UNNAMED_FROM = 4
"""The best hits in other documents may well answer a question that names no document: those are skipped then."""


def terms(text: str) -> list[str]:
    """Bigrams of the simplified, lower-cased text."""
    return bigrams(converter("t2s").convert(text).lower().replace(" ", "").replace("\n", ""))


def names_document(question: str, paragraph: Paragraph) -> bool:
    """Whether the question shares three characters in a row with the title or names its place with two."""
    asked = converter("t2s").convert(question)
    title = converter("t2s").convert(paragraph.title)
    return title[:2] in asked or any(title[i : i + 3] in asked for i in range(len(title) - 2))


class Miner:
    """BM25 over bigrams of every passage at hand."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = [paragraph for paragraph in paragraphs if len(paragraph.text) >= 20]
        self.documents: dict[str, list[int]] = defaultdict(list)
        for number, paragraph in enumerate(self.paragraphs):
            self.documents[paragraph.document].append(number)
        self.ranker = bm25s.BM25(method="lucene")
        self.ranker.index([terms(p.heading + p.text) for p in self.paragraphs], show_progress=False)

    def mine(self, question: Question) -> tuple[list[Paragraph], list[Paragraph]]:
        """Passages of the same document and of others, best first, none of which holds the answer's characters."""
        own = question.paragraph
        query = question.text
        if question.evidence is not None:
            # English questions share nothing with the text; what the evidence is about, its neighbours are about too.
            query = question.evidence.of(own.text) if question.language == "en" else query
        found = list(dict.fromkeys(terms(query)))
        known = [term for term in found if term in self.ranker.vocab_dict]
        if not known:
            return [], []
        scores = self.ranker.get_scores(known)
        answer = question.answer.of(own.text) if question.answer else None
        inside = self.documents.get(own.document, [])
        same = sorted(inside, key=lambda i: -scores[i])[: 3 * SAME]
        other = [int(i) for i in np.argsort(-scores, kind="stable")[:60] if scores[i] > 0]
        other = [i for i in other if self.paragraphs[i].document != own.document]
        if not names_document(question.text, own):
            other = other[UNNAMED_FROM:]
        return self._clean(same, own, answer)[:SAME], self._clean(other, own, answer)[:OTHER]

    def _clean(self, numbers: Sequence[int], own: Paragraph, answer: str | None) -> list[Paragraph]:
        kept = []
        for number in numbers:
            paragraph = self.paragraphs[number]
            overlaps = paragraph.text[:25] in own.text or own.text[:25] in paragraph.text
            overlaps = overlaps or paragraph.text[-25:] in own.text or own.text[-25:] in paragraph.text
            if not overlaps and (answer is None or answer not in paragraph.text):
                kept.append(paragraph)
        return kept


SAID = 0.5
"""A passage that holds more of the pairs of characters of a sentence's evidence may well bear the sentence out."""


def says_so(passage: str, evidence: str) -> bool:
    """Whether a passage says much of what the evidence says."""
    wanted = set(terms(evidence))
    return len(wanted & set(terms(passage))) > SAID * len(wanted)


Mined = dict[str, tuple[list[Paragraph], list[Paragraph]]]


def key_of(question: Question) -> str:
    """What tells a question on a paragraph from others."""
    return f"{question.text}\t{question.paragraph.document}\t{question.paragraph.text[:40]}"


def mine_all(questions: Sequence[Question], documents: Documents, cache: Path) -> Mined:
    """Negatives of every question, and draft sentence, that has an answer; read from the cache when it is there."""
    if not cache.exists():
        miner = Miner(
            [
                *documents.all(),
                *{q.paragraph: None for q in questions if q.paragraph.document not in documents.paragraphs},
            ]
        )
        with lzma.open(cache.with_suffix(".part"), "wt", encoding="utf-8", preset=1) as out:
            for question in questions:
                if question.kind != "none":
                    same, other = miner.mine(question)
                    lists = [[(p.document, p.title, p.heading, p.text) for p in part] for part in (same, other)]
                    out.write(json.dumps([key_of(question), *lists], ensure_ascii=False) + "\n")
        cache.with_suffix(".part").rename(cache)
    mined: Mined = {}
    with lzma.open(cache, "rt", encoding="utf-8") as lines:
        for line in lines:
            key, same, other = json.loads(line)
            mined[key] = [Paragraph(*p) for p in same], [Paragraph(*p) for p in other]
    return mined

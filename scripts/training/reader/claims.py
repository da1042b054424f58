"""Draft sentences to judge: written ones, altered ones, and the same against clauses that say nothing of them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from index.types import Span
from scripts.training.corpus import rows
from scripts.training.reader.documents import OWN, Documents, Paragraph, document_of, span_in
from scripts.training.reader.mining import Mined, key_of, says_so
from scripts.training.reader.questions import Question
from scripts.training.reader.rewrite import Example

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_PAIRS = (
    "提高 降低|增加 减少|上升 下降|增長 下降|增长 下降|扩大 缩小|擴大 縮小|延长 缩短|延長 縮短|以上 以下|"
    "不低于 不高于|不少于 不超过|不低於 不高於|不得 可以|应当 不得|應 不得|允许 禁止|鼓励 限制|鼓勵 限制|加快 放缓|"
    "国家级 省级|省级 市级|全部 部分|每年 每月|每季度 每年|亿元 万元|億元 萬元|工作日 月|提前 推迟|之前 之后|以前 以后|"
    "最高 最低|同比增长 同比下降|increase decrease|raise lower|at least at most|more than less than|"
    "encourage restrict|before after|must may|higher lower"
)


def _opposites() -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in _PAIRS.split("|"):
        words = pair.split(" ")
        half = len(words) // 2
        one, other = " ".join(words[:half]), " ".join(words[half:])
        found.setdefault(one, other)
        found.setdefault(other, one)
    return found


NEAR, OTHER = 0.7, 0.5
"""Of the clauses that say nothing of a sentence: part that is near it in words, and of these of other documents."""

OPPOSITES = _opposites()
"""Words that turn a sentence around when one stands for the other."""


def sentence_of(row: Mapping[str, str]) -> Example:
    """A written sentence with its verdict, or one that claims nothing."""
    own = Paragraph(document_of(row), row["title"], row["heading"], row["text"])
    base = Example(row["sentence"], own.context, own.text, False, source=own.document)
    if row["label"] == "no_claim":
        return replace(base, claim=False)
    evidence = span_in(own.text, row["evidence"])
    if evidence is None:
        return replace(base, claim=True, verdict="absent")
    right = span_in(own.text, row["source"], evidence)
    return replace(
        base,
        relevant=True,
        claim=True,
        verdict=row["label"],
        evidence=evidence,
        answer=right,
        draft=span_in(row["sentence"], row["draft"]),
    )


def written_sentences(data: Path) -> list[Mapping[str, str]]:
    """Rows of the written sentences: of the training data, and those that this project has written by reading."""
    files = ((data, "claims_written"), (OWN, "claims_read"))
    return [row for folder, name in files for row in rows(folder, name) if not row.get("development")]


def sentences(data: Path) -> tuple[list[Example], list[Example]]:
    """The written sentences with a verdict, and those that claim nothing."""
    written = [sentence_of(row) for row in written_sentences(data)]
    return [example for example in written if example.claim], [example for example in written if not example.claim]


def as_question(row: Mapping[str, str]) -> Question | None:
    """A written sentence as a question that its evidence answers, so that passages are mined for it; None without."""
    paragraph = Paragraph(document_of(row), row["title"], row["heading"], row["text"])
    evidence = span_in(paragraph.text, row["evidence"])
    return evidence and Question(row["sentence"], row["lang"], row["label"], paragraph, evidence, None)


def elsewhere(
    asked: Sequence[Question], documents: Documents, mined: Mined
) -> Callable[[int, random.Random], Example | None]:
    """Makes sentences judged against another clause, which says nothing of them.

    Most of these clauses are near them in words, of their own document or of others; the rest any of their document.
    """

    def make(number: int, rng: random.Random) -> Example | None:
        question = asked[number]
        own, evidence = question.paragraph, question.evidence
        assert evidence is not None
        same, other = mined.get(key_of(question), ([], []))
        near = other if rng.random() < OTHER else same
        if rng.random() < NEAR and near:
            pool = near
        else:
            pool = [
                p
                for p in documents.paragraphs.get(own.document, ())
                if own.text[:30] not in p.text and p.text[:30] not in own.text
            ]
        if not pool:
            return None
        chosen = rng.choice(pool)
        if says_so(chosen.text, evidence.of(own.text)):
            return None
        return Example(
            question.text, chosen.context, chosen.text[:380], False, source="elsewhere", verdict="absent", claim=True
        )

    return make


def altered(judged: Sequence[Example]) -> Callable[[int, random.Random], Example | None]:
    """Makes sentences in which one number or one word is not that of the clause, or the clause itself so altered."""

    def make(number: int, rng: random.Random) -> Example | None:
        example = judged[number]
        evidence = example.evidence
        if example.verdict not in ("supported", "same_words") or evidence is None:
            return None
        clause = evidence.of(example.passage)
        if rng.random() < 0.35 and len(clause) < 90:
            example = replace(example, question=clause, verdict="same_words")
            if rng.random() < 0.25:
                return example
        choices = [*_numbers(example.question, clause, rng), *_words(example.question, clause)]
        if not choices:
            return None
        at, right, wrong = rng.choice(choices)
        start = evidence.start + clause.index(right)
        text = example.question
        return replace(
            example,
            question=text[:at] + wrong + text[at + len(right) :],
            verdict="differs",
            draft=Span(at, at + len(wrong)),
            answer=Span(start, start + len(right)),
        )

    return make


def _numbers(text: str, clause: str, rng: random.Random) -> list[tuple[int, str, str]]:
    """Numbers that stand in both, each with another one of its kind."""
    found = []
    for match in _NUMBER.finditer(text):
        right = match.group()
        if not re.search(rf"(?<![\d.]){re.escape(right)}(?![\d.])", clause) or clause.count(right) != 1:
            continue
        value = float(right)
        if "." in right:
            wrong = f"{value * rng.choice((0.5, 0.8, 1.1, 1.5, 2.0)) + 0.1:.{len(right.split('.')[1])}f}"
        elif len(right) == 4 and right.startswith(("19", "20")):
            wrong = str(int(value) + rng.choice((-5, -2, -1, 1, 2, 5)))
        else:
            wrong = str(max(1, int(value) + rng.choice((-20, -10, -5, -3, -2, -1, 1, 2, 3, 5, 10, 20, 50))))
        if wrong != right:
            found.append((match.start(), right, wrong))
    return found


def _words(text: str, clause: str) -> list[tuple[int, str, str]]:
    return [
        (text.index(word), word, other)
        for word, other in OPPOSITES.items()
        if text.count(word) == 1 and clause.count(word) == 1
    ]

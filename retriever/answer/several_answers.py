"""The answers to several questions asked at once, as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from index.types import Answer, AnsweredPart, AnswerItem, Hit

__all__ = ["in_turn"]


def in_turn(question: str, answers: Sequence[Answer], top_k: int) -> Answer:
    """Join ``answers``, one of each question in ``question``: all items in turn, the best hits of each in turn.

    A passage found for two of them is listed once, where it comes first. It abstains when every one did.
    """
    items: list[AnswerItem] = []
    parts: list[AnsweredPart] = []
    for answer in answers:
        parts.append(AnsweredPart(answer.question, range(len(items), len(items) + len(answer.items)), answer.reason))
        items += answer.items
    hits: dict[int, Hit] = {}
    for hit in chain.from_iterable(zip_longest(*(answer.hits for answer in answers))):
        if hit is not None:
            hits.setdefault(hit.passage_id, hit)
    ranked = tuple(replace(hit, rank=rank) for rank, hit in enumerate(list(hits.values())[:top_k], 1))
    reasons = " ".join(dict.fromkeys(answer.reason for answer in answers if answer.reason))
    return Answer(question, tuple(items), ranked, not items, None if items else reasons, parts=tuple(parts))

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.types import Clause, Hit, Passage, Role, Span
from retriever.answer.agreeing import agreeing, alike
from retriever.answer.forms.candidate import Candidate, Fit
from retriever.answer.reading import Read
from retriever.answer.scored import Scored
from retriever.reader import Reading

if TYPE_CHECKING:
    from retriever.answer.assistant import Assistant


def test_alike_is_the_dice_coefficient_of_pairs() -> None:
    # 森林 林覆 覆盖 盖率 against 绿化 化覆 覆盖 盖率: two of four each.
    assert alike("森林覆盖率", "绿化覆盖率") == 0.5
    assert alike("森林覆盖率", "森林覆盖率") == alike("率", "率") == 1
    assert alike("率", "量") == alike("森林", "绿化") == 0


def figure(assistant: Assistant, doc_id: int, subject: str, chance: float, **fit: float) -> Scored:
    item = replace(assistant.engine.paragraphs.item(0), doc_id=doc_id)
    leaf = Clause(0, doc_id, None, 0, "", (), Span(0, 1), Role.TEXT)
    candidate = Candidate(item, "quantity", Span(0, 1), leaf, None, subject, Fit(**fit))
    read = Read(Hit(0, 1, 0.5, ()), Passage(0, doc_id, (0,), Span(0, 1), Role.TEXT), Reading(0.0, None, None, 0.0, 0.0))
    return Scored(chance, candidate, {}, read)


def test_the_same_figure_of_another_document_is_as_likely(small_assistant: Assistant) -> None:
    surest = figure(small_assistant, 0, "森林覆盖率", 0.9)
    same = figure(small_assistant, 1, "森林覆盖率", 0.1)
    half = figure(small_assistant, 2, "绿化覆盖率", 0.1)
    other_kind = figure(small_assistant, 3, "森林覆盖率", 0.05, kind_clash=1.0)
    own = figure(small_assistant, 0, "森林覆盖率", 0.02)
    scored = agreeing([surest, half, same, other_kind, own])
    chances = {id(one.candidate): one.chance for one in scored}
    assert chances[id(same.candidate)] == pytest.approx(0.9)
    assert chances[id(half.candidate)] == pytest.approx(0.1 + 0.8 * 0.25)
    assert chances[id(other_kind.candidate)] == 0.05
    assert chances[id(own.candidate)] == 0.02
    assert [one.chance for one in scored] == sorted((one.chance for one in scored), reverse=True)

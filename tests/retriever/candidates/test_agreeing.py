from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.types import Clause, Role, Span
from retriever.candidates.agreeing import agreeing, alike
from retriever.candidates.features import Candidate, Features

if TYPE_CHECKING:
    from retriever.answer.assistant import Assistant


def test_alike_is_the_dice_coefficient_of_pairs() -> None:
    # 森林 林覆 覆盖 盖率 against 绿化 化覆 覆盖 盖率: two of four each.
    assert alike("森林覆盖率", "绿化覆盖率") == 0.5
    assert alike("森林覆盖率", "森林覆盖率") == alike("率", "率") == 1
    assert alike("率", "量") == alike("森林", "绿化") == 0


def figure(assistant: Assistant, doc_id: int, subject: str, **features: float) -> Candidate:
    item = replace(assistant.engine.paragraphs.item(0), doc_id=doc_id)
    leaf = Clause(0, doc_id, None, 0, "", (), Span(0, 1), Role.TEXT)
    return Candidate(item, "quantity", Span(0, 1), leaf, None, subject, Features(**features))


def test_the_same_figure_of_another_document_is_as_likely(small_assistant: Assistant) -> None:
    surest = figure(small_assistant, 0, "森林覆盖率")
    same = figure(small_assistant, 1, "森林覆盖率")
    half = figure(small_assistant, 2, "绿化覆盖率")
    other_year = figure(small_assistant, 3, "森林覆盖率", year_clash=1.0)
    own = figure(small_assistant, 0, "森林覆盖率")
    scored = agreeing([(0.9, surest), (0.1, half), (0.1, same), (0.05, other_year), (0.02, own)])
    chances = {id(candidate): chance for chance, candidate in scored}
    assert chances[id(same)] == pytest.approx(0.9)
    assert chances[id(half)] == pytest.approx(0.1 + 0.8 * 0.25)
    assert chances[id(other_year)] == 0.05
    assert chances[id(own)] == 0.02
    assert [chance for chance, _ in scored] == sorted((chance for chance, _ in scored), reverse=True)
    assert agreeing([]) == []

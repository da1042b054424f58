"""The order of hits that were read, for any scores of search and any readings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Hit, Passage, Role, Span
from retriever.answer.assistant import Assistant
from retriever.answer.reading import Read
from retriever.answer.rerank import BLENDS, Blend, reranked
from retriever.reader import Reading
from retriever.reader.reader import LARGEST

LOGITS = st.floats(-LARGEST, LARGEST, allow_nan=False)
SCORES = st.lists(st.floats(0, 1, allow_nan=False), min_size=1, max_size=30).map(lambda s: sorted(s, reverse=True))


def hits_of(scores: list[float]) -> list[Hit]:
    """Hits as search gives them; their passages are numbered otherwise than they are ranked."""
    return [Hit((7 * i) % 31, i + 1, score, ()) for i, score in enumerate(scores)]


def read(hit: Hit, logit: float) -> Read:
    passage = Passage(hit.passage_id, 0, (0,), Span(0, 1), Role.TEXT)
    return Read(hit, passage, Reading(logit, None, None, -1.0, -1.0))


@st.composite
def searches(draw: st.DrawFn) -> tuple[list[Hit], list[Read]]:
    """Hits, and readings of some of them."""
    hits = hits_of(draw(SCORES))
    chosen = [hit for hit in hits if draw(st.booleans())]
    return hits, [read(hit, draw(LOGITS)) for hit in chosen]


def ids(hits: list[Hit]) -> list[int]:
    return [hit.passage_id for hit in hits]


@given(searches(), st.sampled_from(sorted(BLENDS)))
def test_the_same_hits_come_out_ranked_from_one_with_scores_that_never_rise(
    search: tuple[list[Hit], list[Read]], language: str
) -> None:
    hits, reads = search
    found = reranked(hits, reads, language)
    assert sorted(ids(found)) == sorted(ids(hits))
    assert [hit.rank for hit in found] == list(range(1, len(hits) + 1))
    scores = [hit.score for hit in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@given(searches(), st.sampled_from(sorted(BLENDS)))
def test_what_was_read_comes_first_and_the_rest_keeps_its_order(
    search: tuple[list[Hit], list[Read]], language: str
) -> None:
    hits, reads = search
    known = {one.hit.passage_id for one in reads}
    found = ids(reranked(hits, reads, language))
    assert set(found[: len(known)]) == known
    assert found[len(known) :] == [name for name in ids(hits) if name not in known]


@given(SCORES, LOGITS, st.sampled_from(sorted(BLENDS)))
def test_readings_that_say_the_same_keep_the_order_of_search(scores: list[float], logit: float, language: str) -> None:
    hits = hits_of(scores)
    assert ids(reranked(hits, [read(hit, logit) for hit in reversed(hits)], language)) == ids(hits)


@given(searches(), st.floats(0, LARGEST), st.data(), st.sampled_from(sorted(BLENDS)))
def test_a_passage_that_is_believed_more_never_ranks_lower(
    search: tuple[list[Hit], list[Read]], more: float, data: st.DataObject, language: str
) -> None:
    hits, reads = search
    if not reads:
        return
    at = data.draw(st.integers(0, len(reads) - 1))
    raised = replace(reads[at].reading, logit=min(LARGEST, reads[at].reading.logit + more))
    after = [*reads[:at], replace(reads[at], reading=raised), *reads[at + 1 :]]
    name = reads[at].hit.passage_id
    assert ids(reranked(hits, after, language)).index(name) <= ids(reranked(hits, reads, language)).index(name)


@pytest.mark.parametrize("language", sorted(BLENDS))
def test_the_reader_overturns_near_scores_of_search_and_not_distant_ones(language: str) -> None:
    near = hits_of([0.5, 0.49])
    assert ids(reranked(near, [read(near[0], -5.0), read(near[1], 5.0)], language)) == ids(near)[::-1]
    far = hits_of([1.0, 0.0])
    assert ids(reranked(far, [read(far[0], -0.5), read(far[1], 0.5)], language)) == ids(far)


def test_without_readings_search_stands() -> None:
    hits = hits_of([0.9, 0.4])
    assert reranked(hits, [], "zh") == hits


def test_search_and_reader_share_the_score() -> None:
    even = Blend(reader=0.5, spread=2.0)
    assert even.score(0.4, 0.0) == pytest.approx(0.5 * 0.4 + 0.5 * 0.5)
    assert even.score(1.0, LARGEST) == pytest.approx(1.0)
    assert even.unread(0.4) == pytest.approx(even.score(0.4, -LARGEST))


@pytest.mark.parametrize("question", ["南陵供水管网漏损率控制在多少", "2025年数据中心绿色电力使用比例目标是多少?"])
def test_an_answer_lists_first_what_supports_it_and_a_search_stays_as_it_was(
    small_assistant: Assistant, question: str
) -> None:
    found = small_assistant.search(question, top_k=20)
    query = small_assistant.engine.analyse(question)
    searched = small_assistant.engine.search(query, 20)
    assert [hit.passage_id for hit in found.hits] == [hit.passage_id for hit in searched]
    answered = small_assistant.ask(question, top_k=20)
    assert [hit.passage_id for hit in answered.hits] == ids(small_assistant.ranked(query, 20))
    assert {hit.passage_id for hit in answered.hits} == {hit.passage_id for hit in found.hits}

"""Which hits are read, what is known of any stretch of them, and what happens without a reader."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Hit, Passage, Role, Span
from retriever.answer.assistant import Assistant
from retriever.answer.belief import belief, features
from retriever.answer.forms.candidate import Candidate, Fit
from retriever.answer.forms.words import whole_words
from retriever.answer.reading import READ, Read, read_hits
from retriever.reader import Reader, Reading
from retriever.reader.model import FOLDER, GRAPH_FILE
from retriever.reader.spans import LEAST, Support
from tests.retriever.conftest import SmallCorpus, SmallEngine


class Pages:
    """A corpus of which only the documents of passages are asked."""

    def __init__(self, documents: list[int]) -> None:
        self.passages = [Passage(i, doc_id, (i,), Span(i, i + 1), Role.TEXT) for i, doc_id in enumerate(documents)]

    def passage(self, passage_id: int) -> Passage:
        return self.passages[passage_id]


@given(st.lists(st.integers(0, 5), max_size=30), st.integers(1, 12))
def test_the_first_hits_are_read_and_the_best_of_other_documents(documents: list[int], most: int) -> None:
    from retriever.answer.reading import ELSEWHERE, _spread

    hits = [Hit(i, i + 1, 1 - i / 40, ()) for i in range(len(documents))]
    chosen = _spread(Pages(documents), hits, most)  # type: ignore[arg-type]
    ranks = [hit.rank for hit in chosen]
    assert ranks == sorted(set(ranks))
    assert len(ranks) == min(most, len(hits))
    assert ranks[: most - most * ELSEWHERE // 10] == list(range(1, min(len(hits), most - most * ELSEWHERE // 10) + 1))
    if len(set(documents)) <= most * ELSEWHERE // 10 < most:
        assert {documents[hit.passage_id] for hit in chosen} == set(documents)


def test_supports_of_a_file_are_those_of_the_passage() -> None:
    logs = np.log(np.array([[0.1, 0.2, 0.3, 0.4], [0.6, 0.1, 0.2, 0.1]]))
    support = Support(logs, ((0, 2), (2, 5)))
    passage = Passage(0, 0, (0,), Span(100, 105), Role.TEXT)
    read = Read(Hit(0, 1, 0.5, ()), passage, Reading(1.0, Span(0, 5), Span(2, 5), -0.2, -3.0, support))
    assert read.answer == Span(102, 105)
    assert read.evidence == Span(100, 105)
    assert read.answer_support(Span(102, 105)) == pytest.approx((np.log(0.6) + np.log(0.1)) / 2)
    assert read.answer_support(Span(99, 105)) == LEAST
    assert read.evidence_support(Span(90, 105)) == pytest.approx((np.log(0.5) + np.log(0.5)) / 2)
    assert read.margin == pytest.approx(2.8)


def test_what_the_reader_believes_makes_a_candidate_likelier(small_corpus: SmallCorpus) -> None:
    engine = SmallEngine(small_corpus)
    item = engine.paragraphs.item(0)
    leaf = item.leaves[-1]
    candidate = Candidate(item, "quantity", leaf.span, leaf, None, "", Fit(kind_fit=1.0))
    passage = small_corpus.passage(0)
    hit = Hit(0, 1, 0.5, ())
    values = belief()
    unread = Read(hit, passage, Reading(0.0, None, None, -1.0, -1.0))
    assert set(features(candidate, unread, "zh")) == set(values.weights)

    def chance(logit: float, fit: Fit = candidate.fit) -> float:
        read = Read(hit, passage, Reading(logit, None, None, -1.0, -1.0))
        return values.probability(values.score(features(replace(candidate, fit=fit), read, "zh")), "zh")

    assert 0 < chance(-8.0) < chance(0.0) < chance(8.0) < 1
    assert chance(0.0, Fit(kind_clash=1.0)) < chance(0.0, Fit()) < chance(0.0, Fit(kind_fit=1.0))
    assert chance(0.0, Fit(year_clash=1.0)) < chance(0.0, Fit(year_missing=1.0)) < chance(0.0, Fit(year_match=1.0))


@pytest.mark.parametrize(
    ("text", "pointed", "whole"),
    [
        ("确保公共图书馆免费开放", "共图书馆", "公共图书馆"),
        ("围绕“问题气、问题瓶、问题阀”开展", "问题瓶、问题阀”", "问题气、问题瓶、问题阀”"),
        ("由市财政局负责,", "市财政局负责,", "市财政局负责"),
        ("使用新能源車輛", "新能源車輛", "新能源車輛"),
    ],
)
def test_words_are_whole_and_lists_are(text: str, pointed: str, whole: str) -> None:
    start = text.index(pointed)
    assert whole_words(text, Span(start, start + len(pointed))).of(text) == whole


@given(st.text(alphabet="市财政局、,。 “”a1負責", min_size=1, max_size=30), st.data())
def test_whole_words_hold_what_was_pointed_at(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = whole_words(text, Span(start, end))
    assert 0 <= found.start < found.end <= len(text)
    kept = [i for i in range(start, end) if text[i] not in " \t\r\n,,;;。、::!?！？"]
    assert all(found.start <= i < found.end for i in kept)


@pytest.mark.parametrize("harm", ["missing", "cut short", "another version"])
def test_without_a_reader_the_passages_are_given_with_the_reason(
    small_corpus: SmallCorpus, tmp_path: Path, harm: str
) -> None:
    folder = tmp_path / "reader"
    if harm != "missing":
        shutil.copytree(FOLDER, folder)
    if harm == "cut short":
        (folder / GRAPH_FILE).write_bytes((folder / GRAPH_FILE).read_bytes()[:1000])
    if harm == "another version":
        manifest = folder / "manifest.json"
        manifest.write_text(manifest.read_text("utf-8").replace('"format": 1', '"format": 99'), "utf-8")
    assistant = Assistant(SmallEngine(small_corpus), lambda: Reader.load(folder))
    answer = assistant.ask("南陵再生水利用率目标")
    assert answer.abstained
    assert answer.hits
    assert answer.reason is not None
    assert answer.reason.startswith("检索到的段落无法阅读作答:")
    assert str(folder) in answer.reason
    assert assistant.search("南陵再生水利用率目标").hits


@pytest.mark.parametrize(
    "question",
    ["水" * 2_000, "12345678901234567890", "節約用水节约用水 water", "水\x00费", "水\ud800费", "😀 水费"],
)
def test_any_question_is_read(small_assistant: Assistant, question: str) -> None:
    answer = small_assistant.ask(question)
    assert all(item.citation.quote for item in answer.items)


def test_as_many_hits_are_read_as_told(small_assistant: Assistant, small_corpus: SmallCorpus) -> None:
    query = small_assistant.engine.analyse("节约用水")
    hits = list(small_assistant.engine.search(query, 20))
    reader = Reader.load()
    assert len(hits) > 1
    assert len(read_hits(small_corpus, reader, query, hits, 1)) == 1
    assert len(read_hits(small_corpus, reader, query, hits)) == min(READ, len(hits))

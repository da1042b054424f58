"""Search over the seeds with a tiny encoder: the contract of hits, whatever the question."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.build import build_from_sources, build_index
from index.errors import ModelError
from index.loading.record import record
from index.store.bundle import Bundle
from index.types import Hit, Role
from retriever.search.duplicates import duplicates_of, official
from retriever.search.filters import Filters
from retriever.search.searcher import Searcher
from tests.index.hashing_encoder import HashingEncoder

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
QUESTIONS = [
    "新建厂房屋顶光伏覆盖率目标?",
    "新建廠房屋頂光伏覆蓋率目標是多少",
    "What share of new factory roofs should carry solar panels by 2025?",
    "宜春2025年新型储能装机目标",
    "葫蘆島公務用車怎麼汰換",
    "",
    "   ",
    "?!。",
    "🙂🙂🙂",
    "Quelle est la part de l'énergie solaire ?",
    "солнечная энергия в городах",
    "光" * 100_000,
    "a " * 50_000,
    "\ud800\x00光伏",
]


class TokenEncoder(HashingEncoder):
    """With late interaction."""

    def token_rows(self, ids: npt.NDArray[np.integer]) -> npt.NDArray[np.float32]:
        return self.token_vectors[ids]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("index")
    encoder = TokenEncoder()
    build_index([SEEDS], folder, encoder=encoder, workers=1)
    return Searcher(Bundle.open(folder), encoder)


def ask(searcher: Searcher, question: str, k: int = 20, filters: Filters | None = None) -> list[Hit]:
    return searcher.search(searcher.analyse(question), k, filters)


def check(searcher: Searcher, hits: list[Hit], k: int) -> None:
    bundle = searcher.bundle
    assert len(hits) <= k
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert len({hit.passage_id for hit in hits}) == len(hits)
    assert all(first.score >= second.score for first, second in pairwise(hits))
    for hit in hits:
        assert 0 <= hit.score <= 1
        assert [part.ranker for part in hit.parts] == ["lexical", "dense", "late", "focus", "coverage"]
        assert all(part.rank >= 1 for part in hit.parts)
        passage = bundle.passage(hit.passage_id)
        assert bundle.text_of(passage).strip()
        assert bundle.canonical(hit.passage_id) == hit.passage_id, "a repeat is never a hit of its own"
        for file, span in hit.duplicates:
            assert 0 <= span.start < span.end <= len(bundle.texts[file])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda text: text[:12].encode("ascii", "replace").decode())
def test_hits_are_whole(searcher: Searcher, question: str) -> None:
    hits = ask(searcher, question)
    check(searcher, hits, 20)
    assert hits == ask(searcher, question), "the same question gives the same hits"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80), st.integers(1, 30))
def test_any_question_any_depth(searcher: Searcher, question: str, k: int) -> None:
    check(searcher, ask(searcher, question, k), k)


def test_no_depth_no_hits(searcher: Searcher) -> None:
    assert ask(searcher, QUESTIONS[0], k=0) == []


def test_every_city_with_the_target_is_found_in_both_scripts(searcher: Searcher) -> None:
    for question in QUESTIONS[:2]:
        top = ask(searcher, question, 8)
        owners = [searcher.bundle.documents[searcher.bundle.passage(hit.passage_id).doc_id] for hit in top]
        assert {"宜春市", "宿迁市", "汕尾市", "连云港市"} <= {
            document.place.value for document in owners if document.place
        }


def test_the_documents_of_a_place_come_first_and_the_others_stay_in_play(searcher: Searcher) -> None:
    places = [document.place and document.place.value for document in searcher.bundle.documents]
    for question in ("宜春2025年新型储能装机目标", "What is Yichun's energy storage target?"):
        hits = ask(searcher, question, searcher.bundle.counts.passages)
        found = [places[searcher.bundle.passage(hit.passage_id).doc_id] for hit in hits]
        assert found[:10] == ["宜春市"] * 10
        assert len(set(found)) > 1


def test_filters_limit_the_hits(searcher: Searcher) -> None:
    bundle = searcher.bundle
    file = bundle.documents[3].source_path
    inside = {document.doc_id for document in bundle.documents if document.source_path == file}
    for filters, allowed in (
        (Filters(documents=[file]), inside),
        (Filters(documents=[min(inside)]), {min(inside)}),
        (Filters(documents=[0, 6]), {0, 6}),
        (Filters(places=["宜春市"]), {0}),
    ):
        hits = ask(searcher, QUESTIONS[0], filters=filters)
        assert hits
        assert {bundle.passage(hit.passage_id).doc_id for hit in hits} <= allowed
    assert ask(searcher, QUESTIONS[0], filters=Filters(years=[2030])), "years limit no documents"
    # A filter is hard where a place only guides.
    hits = ask(searcher, "宜春的储能", filters=Filters(documents=[6]))
    assert {bundle.passage(hit.passage_id).doc_id for hit in hits} == {6}


def test_folding_loses_nothing(searcher: Searcher) -> None:
    bundle = searcher.bundle
    canonical = bundle.passage_rows["canonical"]
    rows = np.arange(len(canonical))
    kept = official(rows, canonical)
    assert set(kept.tolist()) == set(np.flatnonzero(canonical < 0).tolist())
    for row in np.flatnonzero(canonical >= 0).tolist():
        passage = bundle.passage(row)
        file = bundle.documents[passage.doc_id].source_path
        target = int(canonical[row])
        places = duplicates_of(bundle, target, np.flatnonzero(canonical == target))
        assert any(where == file and span.overlap(passage.span) for where, span in places)


def test_repeats_stand_under_the_official_text(searcher: Searcher) -> None:
    hits = ask(searcher, "葫蘆島公務用車怎麼汰換", 20)
    assert any(hit.duplicates for hit in hits), "001 holds the whole page twice"
    assert all(searcher.bundle.passage(hit.passage_id).role is not Role.REPEAT for hit in hits)


def test_who_is_responsible_is_asked_of_notes(searcher: Searcher) -> None:
    bundle = searcher.bundle
    rows = np.arange(len(bundle.passage_rows))
    noted = searcher.view.with_note(rows)
    assert 50 < noted.sum() < len(rows)
    assert bundle.text_of(bundle.passage(int(np.flatnonzero(noted)[0]))).rstrip().endswith((")", "）", "〕"))
    query = searcher.analyse("宜春绿色建筑由哪个部门负责")
    with_notes = searcher.search(query, 10)
    without = searcher.search(replace(query, intent=replace(query.intent, asks_for="clause")), 10)

    def share(hits: list[Hit]) -> int:
        return sum(bool(noted[hit.passage_id]) for hit in hits)

    assert share(with_notes) >= share(without)


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("襄阳碳达峰试点方案的文号是什么", "襄政发〔2024〕5号"),
        ("Who issued the plan for the carbon peaking pilot of Xiangyang?", "襄阳市人民政府"),
        ("宜春市碳达峰实施方案什么时候印发", "2023年1月6日"),
    ],
)
def test_what_a_document_states_of_itself_is_found(searcher: Searcher, question: str, stated: str) -> None:
    hits = ask(searcher, question, 3)
    assert any(stated in searcher.bundle.text_of(searcher.bundle.passage(hit.passage_id)) for hit in hits)


def test_passages_that_state_a_metadatum(searcher: Searcher) -> None:
    seeds, view = searcher.bundle, searcher.view
    documents = np.array([document.doc_id for document in seeds.documents] * 2)
    for field in ("doc_no", "issued_on", "issuer", "title"):
        rows = view.stating(field, documents).tolist()
        assert rows == sorted(set(rows))
        for row in rows:
            passage = seeds.passage(row)
            value = getattr(seeds.document(passage.doc_id), field)
            assert value is not None
            assert value.span.overlap(passage.span)
    assert view.stating("title", documents[:0]).tolist() == []


def test_the_words_of_a_passage_find_it(searcher: Searcher) -> None:
    bundle = searcher.bundle
    for row in range(0, len(bundle.passage_rows), 40):
        text = bundle.text_of(bundle.passage(row))[:120]
        query = replace(searcher.analyse(text), places=())
        assert bundle.canonical(row) in {hit.passage_id for hit in searcher.search(query, 5)}


def test_an_encoder_without_tokens_still_ranks(tmp_path: Path) -> None:
    class Vectors:
        """Only what :class:`index.encoders.base.Encoder` asks for."""

        def __init__(self) -> None:
            self._inner = HashingEncoder()
            self.name, self.dim, self.fingerprint = "vectors", self._inner.dim, "0" * 64
            self.wants_normalised = False

        def encode_queries(self, texts: list[str]) -> npt.NDArray[np.float32]:
            return self._inner.encode_passages(texts)

        encode_passages = encode_queries

    encoder = Vectors()
    sources = [record(f"d{i}", f"第{i}条", text) for i, text in enumerate(("光伏屋顶", "储能电站", "绿色建筑"))]
    build_from_sources(sources, tmp_path, encoder=encoder, workers=1)
    searcher = Searcher(Bundle.open(tmp_path), encoder)
    hits = ask(searcher, "储能电站")
    assert hits[0].passage_id == 1
    assert {part.score for hit in hits for part in hit.parts if part.ranker in ("late", "focus")} == {0.0}


def test_another_encoder_is_refused(searcher: Searcher) -> None:
    with pytest.raises(ModelError):
        Searcher(searcher.bundle, HashingEncoder(dim=16))

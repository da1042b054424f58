"""Our own system and its two rankers, measured over real indexes with a tiny encoder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.data.beir import BeirPassage
from eval.measures.scoring import RANKING_FIGURES
from eval.runs.benchmarks import SEEDS, GoldSet, beir_sources, measure_beir, measure_gold
from eval.runs.comparison import compare
from eval.runs.systems import SYSTEMS, gold_files, open_system, renamed
from index.build import build_from_sources, build_index
from index.errors import InputError
from index.store.bundle import Bundle
from retriever.settings import SETTINGS
from tests.index.hashing_encoder import HashingEncoder

ENCODER = HashingEncoder()


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder = tmp_path_factory.mktemp("seeds")
    build_index([SEEDS], folder, encoder=ENCODER, workers=1)
    return Bundle.open(folder)


@pytest.fixture(scope="module")
def few(gold: GoldSet) -> GoldSet:
    """Every ninth question of the reporting half: the instrument is tested here, not the system."""
    return replace(gold, questions=gold.questions[::9])


def test_every_system_over_the_gold_questions(seeds: Bundle, few: GoldSet) -> None:
    runs = {}
    for name in SYSTEMS:
        system = open_system(name, seeds, ENCODER)
        ranked = measure_gold(few, system, seeds, command=f"yinju eval --system {name}")
        runs[name] = ranked.results
        assert ranked.results.notes == ()
        assert len(ranked.results.questions) == len(few.questions)
        assert set(ranked.run) == {question.id for question in few.questions if question.answerable}
        assert all(value in (0, 1) or 0 < value < 1 for q in ranked.results.questions for value in q.figures.values())
    assert runs["hybrid"].figure_names[: len(RANKING_FIGURES)] == list(RANKING_FIGURES)
    assert {question.right is None for question in runs["lexical"].questions} == {True}
    assert all(question.took_ms is not None for question in runs["hybrid"].questions)
    found = compare(runs["lexical"], runs["hybrid"])
    assert [change.figure for change in found.overall] == list(RANKING_FIGURES)
    assert sum(runs["lexical"].figure("Success@5").values()) > 5, "BM25 finds something"


def test_other_settings_are_another_run(seeds: Bundle, few: GoldSet) -> None:
    def run(settings: object) -> dict[str, float]:
        system = open_system("hybrid", seeds, ENCODER, settings)  # type: ignore[arg-type]  # both are SearchSettings
        return measure_gold(few, system, seeds, command="x").results.figure("nDCG@10")

    blind = replace(SETTINGS.zh, lexical=0.0, late=0.0, focus=0.0, dense=1.0)
    assert run(SETTINGS) == run(replace(SETTINGS))
    assert run(SETTINGS) != run(replace(SETTINGS, zh=blind, en=blind))


def test_an_index_without_the_corpus_is_refused(seeds: Bundle, gold: GoldSet) -> None:
    names = gold_files(seeds, gold.gold.documents)
    assert set(names.values()) == {document.file for document in gold.gold.documents}
    first, *others = gold.gold.documents
    other = [replace(first, sha256="0" * 64), *others]
    with pytest.raises(InputError, match=r"The index lacks 000_.*yinju build seeds"):
        gold_files(seeds, other)


def test_unknown_system(seeds: Bundle) -> None:
    with pytest.raises(InputError, match="no system 'best'; use one of hybrid, lexical, dense"):
        open_system("best", seeds, ENCODER)


def test_files_take_the_names_of_the_gold_set() -> None:
    place = {"file": "docs/a.txt", "start": 0, "end": 1}
    given = {"answers": [{"text": "x", "citation": place}], "hits": [place | {"also_at": [place]}], "abstained": False}
    found = renamed(given, {"docs/a.txt": "a.txt"})
    assert [found["answers"][0]["citation"]["file"], found["hits"][0]["file"]] == ["a.txt", "a.txt"]
    assert found["hits"][0]["also_at"][0]["file"] == "a.txt"


def test_a_benchmark_that_is_read_ranks_the_same_passages_whatever_the_threads(tmp_path: Path) -> None:
    corpus = [
        BeirPassage("p/1", "", "燃气餐饮场所的燃气报警装置由谁负责另行规定"),
        BeirPassage("p/2", "", "餐饮场所应当安装燃气报警装置,由市住房城乡建设局负责监督检查"),
        BeirPassage("p/3", "", "森林覆盖率稳定在60%"),
    ]
    build_from_sources(beir_sources(corpus), tmp_path, encoder=ENCODER, workers=1)
    bundle = Bundle.open(tmp_path)
    queries = {f"q{i}": "餐饮场所的燃气报警装置由哪个部门监督检查" for i in range(5)}
    qrels = {query: {"p/2": 1} for query in queries}
    unread, alone, together = (
        measure_beir("beir:tiny", "test", queries, qrels, open_system("hybrid", bundle, ENCODER, read=read),
                     command="x", threads=threads)
        for read, threads in ((None, 1), (3, 1), (3, 3))
    )  # fmt: skip
    assert alone.run == together.run
    assert list(together.run) == list(queries)
    assert {name for name, _ in alone.run["q0"]} == {name for name, _ in unread.run["q0"]}
    assert alone.run["q0"][0][0] == "p/2"
    assert alone.run != unread.run, "scores are those of both"
    assert alone.results.settings["read"] == 3
    assert "read" not in unread.results.settings


def test_a_question_that_is_not_read_is_ranked_and_not_answered(seeds: Bundle, few: GoldSet) -> None:
    system = open_system("hybrid", seeds, ENCODER, read=0)
    results = measure_gold(few, system, seeds, command="x", threads=2).results
    assert {question.right for question in results.questions} == {None}
    assert sum(results.figure("R@20").values()) > 0


def test_a_public_benchmark(tmp_path: Path) -> None:
    corpus = [
        BeirPassage("p/1", "", "屋顶光伏覆盖率达到50%"),
        BeirPassage("p/2", "燃气", "餐饮场所安装报警装置"),
        BeirPassage("p/3", "", "森林覆盖率稳定在60%"),
    ]
    build_from_sources(beir_sources(corpus), tmp_path, encoder=ENCODER, workers=1)
    bundle = Bundle.open(tmp_path)
    queries = {"q1": "屋顶光伏要覆盖多少", "q2": "燃气报警装置装在哪里"}
    qrels = {"q1": {"p/1": 1}, "q2": {"p/2": 1}}
    for name in SYSTEMS:
        system = open_system(name, bundle, ENCODER)
        ranked = measure_beir("beir:tiny", "test", queries, qrels, system, command="x")
        if name != "dense":  # whose vectors here are random
            assert ranked.results.figure("nDCG@10") == {"q1": 1, "q2": 1}
        assert all(
            len(rows) <= 3 and len({passage for passage, _ in rows}) == len(rows) for rows in ranked.run.values()
        )

"""Questions to begin with: every one that an index offers is answered with a citation of what it was made from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.build import build_from_sources, build_index
from index.errors import IndexDamaged
from index.language.script import detect_script
from index.loading.record import record
from index.store.bundle import Bundle
from index.types import Answer, AnswerItem, Citation, Span
from retriever.answer.assistant import Assistant
from retriever.examples import MOST, SURE, Example, make_examples, proves

ROOT = Path(__file__).resolve().parents[2]
CORPORA = {"seeds": ROOT / "seeds", "mixed": ROOT / "eval" / "data" / "mixed" / "corpus"}


@pytest.fixture(scope="module", params=CORPORA)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param) / "index"
    build_index([CORPORA[request.param]], folder, examples=make_examples)
    return folder


def test_every_example_is_answered_with_a_citation(index: Path) -> None:
    assistant = Assistant.open(index)
    bundle = Bundle.open(index)
    assert 3 <= len(bundle.examples) <= MOST
    assert len(set(bundle.examples)) == len(bundle.examples)
    for question in bundle.examples:
        answer = assistant.ask(question)
        assert not answer.abstained, question
        first = answer.items[0]
        assert first.confidence >= SURE, question
        assert bundle.texts[first.citation.file][slice(*first.citation.span)] == first.citation.quote


def test_documents_of_both_scripts_are_asked_in_theirs(index: Path) -> None:
    assert {detect_script(question) for question in Bundle.open(index).examples} == {"hans", "hant"}


def test_the_same_index_gives_the_same_questions_and_bytes(index: Path, tmp_path: Path) -> None:
    corpus = CORPORA["seeds" if "seeds" in str(index) else "mixed"]
    build_index([corpus], tmp_path / "again", examples=make_examples)
    assert Bundle.open(tmp_path / "again").folder.name == Bundle.open(index).folder.name


def test_an_index_that_nobody_asked_has_none(tmp_path: Path) -> None:
    build_from_sources([record("a", "通知", "各单位要按照职责分工完成任务。")], tmp_path)
    assert Bundle.open(tmp_path).examples == ()


def test_a_corpus_that_answers_nothing_surely_has_none(tmp_path: Path) -> None:
    sources = [record(f"r{number}", "", f"第{number}条 各单位要按照要求完成任务。") for number in range(30)]
    build_from_sources(sources, tmp_path, examples=make_examples)
    bundle = Bundle.open(tmp_path)
    bundle.verify()
    assert bundle.examples == ()


def test_changed_examples_are_damage(tmp_path: Path) -> None:
    build_from_sources([record("a", "通知", "各单位要按照职责分工完成任务。")], tmp_path, examples=lambda *_: ["何时?"])
    bundle = Bundle.open(tmp_path)
    assert bundle.examples == ("何时?",)
    (bundle.folder / "examples.json").write_text('["假的?"]\n', encoding="utf-8")
    with pytest.raises(IndexDamaged):
        Bundle.open(tmp_path)


CITED = Citation(0, "a.txt", ("一、目标",), Span(10, 40), "x" * 30)
FIRST = AnswerItem("50%以上", Span(20, 25), CITED, SURE, None, None)
EXAMPLE = Example("覆盖率是多少?", "a.txt", Span(20, 23))


def answered(*items: AnswerItem) -> Answer:
    return Answer("覆盖率是多少?", items, (), not items, None, 1.0)


def test_a_sure_answer_where_the_question_comes_from_proves() -> None:
    assert proves(answered(FIRST), EXAMPLE)


@pytest.mark.parametrize(
    "items",
    [
        (),
        (replace(FIRST, confidence=SURE - 0.01),),
        (replace(FIRST, span=Span(30, 33)),),
        (replace(FIRST, citation=replace(CITED, file="b.txt")),),
        (replace(FIRST, citation=replace(CITED, span=Span(21, 40))),),
        # What stands second is not what a reader sees first.
        (replace(FIRST, span=Span(30, 33)), FIRST),
    ],
)
def test_anything_less_does_not(items: tuple[AnswerItem, ...]) -> None:
    assert not proves(answered(*items), EXAMPLE)

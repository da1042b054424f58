"""An invented folder of documents and questions, measured from end to end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.data.document_questions import DocumentQuestions, read_document_questions
from eval.runs.comparison import compare
from eval.runs.spans import index_documents, measure_outside_spans, measure_spans
from eval.runs.systems import open_system
from index.encoders import load_encoder
from index.errors import InputError
from index.store.bundle import Bundle
from tests.eval.invented_documents import write_invented_documents


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> DocumentQuestions:
    return read_document_questions(write_invented_documents(tmp_path_factory.mktemp("documents")))


@pytest.fixture(scope="module")
def bundle(asked: DocumentQuestions, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder = tmp_path_factory.mktemp("index")
    index_documents(asked.texts, folder)
    return Bundle.open(folder)


def test_systems_are_measured_and_compared(asked: DocumentQuestions, bundle: Bundle) -> None:
    encoder = load_encoder(bundle.encoder.name)
    runs = {}
    for name in ("hybrid", "lexical"):
        system = open_system(name, bundle, encoder)
        ranked = measure_spans("documents:x", asked, system, bundle, command="x")
        assert ranked.results.notes == ()
        assert set(ranked.run) == set(ranked.qrels) == {question.id for question in asked.questions}
        runs[name] = ranked.results
    # Three short documents about three matters: whatever ranks finds each.
    assert set(runs["hybrid"].figure("Success@5").values()) == {1.0}
    assert "TopAnswerCites" in runs["hybrid"].figure_names
    assert "TopAnswerCites" not in runs["lexical"].figure_names
    assert compare(runs["lexical"], runs["hybrid"]).verdict == "no difference"


def test_a_text_that_is_read_as_another_is_refused(asked: DocumentQuestions, bundle: Bundle) -> None:
    system = open_system("lexical", bundle, load_encoder(bundle.encoder.name))
    longer = DocumentQuestions({name: text + "。" for name, text in asked.texts.items()}, asked.questions)
    with pytest.raises(InputError, match="is read as another text") as caught:
        measure_spans("x", longer, system, bundle, command="x")
    assert asked.questions[0].documents[0] in str(caught.value)


def test_a_document_that_the_index_lacks_is_named(asked: DocumentQuestions, bundle: Bundle) -> None:
    system = open_system("lexical", bundle, load_encoder(bundle.encoder.name))
    question = replace(asked.questions[0], documents=("没有.txt",))
    with pytest.raises(InputError, match=r"没有\.txt of documents.jsonl could not be indexed"):
        measure_spans("x", DocumentQuestions(asked.texts, (question,)), system, bundle, command="x")


def test_an_outside_run_is_scored_and_its_gaps_are_named(asked: DocumentQuestions, tmp_path: Path) -> None:
    question = asked.questions[0]
    place = question.evidence[0]
    run = tmp_path / "run.tsv"
    run.write_text(f"{question.id}\t{place.file}\t{place.span.start}\t{place.span.end}\t1.0\n", encoding="utf-8")
    results = measure_outside_spans("documents:x", asked, run, command="x").results
    assert sum(results.figure("Success@1").values()) == 1
    assert f"{len(asked.questions) - 1} of {len(asked.questions)} questions have no result" in results.notes[0]

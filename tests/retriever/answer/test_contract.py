from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator, ValidationError

from retriever.answer.assistant import Assistant
from retriever.answer.contract import SCHEMA, answer_object, json_line, json_schema

if TYPE_CHECKING:
    from tests.retriever.conftest import SmallCorpus

QUESTIONS = ("南陵数据中心绿色电力使用比例目标", "深圳装机目标", "南陵方案是谁印发的?", "What is the target?")


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_keep_the_contract(small_assistant: Assistant, small_corpus: SmallCorpus, question: str) -> None:
    for answer in (small_assistant.ask(question), small_assistant.search(question)):
        given = answer_object(answer, small_corpus, "q1")
        Draft202012Validator(json_schema()).validate(given)
        assert (given["schema"], given["id"], given["question"]) == (SCHEMA, "q1", question)


@pytest.mark.parametrize("question", QUESTIONS)
def test_offsets_lead_to_the_text(small_assistant: Assistant, small_corpus: SmallCorpus, question: str) -> None:
    given = answer_object(small_assistant.ask(question), small_corpus)
    for item in given["answers"]:
        cited = item["citation"]
        assert small_corpus.texts[cited["file"]][cited["start"] : cited["end"]] == cited["quote"]
        assert item["text"] in cited["quote"]
    for hit in given["hits"]:
        assert small_corpus.texts[hit["file"]][hit["start"] : hit["end"]] == hit["text"]
        assert all(hit["start"] <= mark["start"] < mark["end"] <= hit["end"] for mark in hit["highlights"])


def test_a_document_is_named_by_its_title_and_issuer(small_assistant: Assistant, small_corpus: SmallCorpus) -> None:
    (first, *_) = answer_object(small_assistant.ask("南陵再生水利用率目标"), small_corpus)["answers"]
    assert first["place"] == "南陵市"
    assert first["citation"]["document"] == "南陵市绿色发展实施方案"
    assert first["citation"]["issuer"] == "南陵市人民政府"
    assert first["citation"]["issued_on"] == "2023-03-05"
    assert first["citation"]["doc_no"] is None, "it states none"
    assert first["citation"]["heading"] == ["二、重点任务", "(二)水务行动", "1.节约用水"]
    assert first["citation"]["page"] is None


def test_a_line_is_one_line_in_utf8(small_assistant: Assistant, small_corpus: SmallCorpus) -> None:
    line = json_line(small_assistant.ask("南陵再生水利用率目标"), small_corpus, "q7")
    assert "\n" not in line
    assert "再生水" in line
    assert json.loads(line)["id"] == "q7"


def test_an_abstention_with_answers_breaks_the_contract(small_assistant: Assistant, small_corpus: SmallCorpus) -> None:
    given = answer_object(small_assistant.ask("南陵再生水利用率目标"), small_corpus)
    given["abstained"] = True
    with pytest.raises(ValidationError):
        Draft202012Validator(json_schema()).validate(given)

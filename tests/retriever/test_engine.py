"""The engine: one index opened with its encoder, and what it tells of words and texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build_index
from index.errors import IndexMissing, InputError, ModelError
from index.store.bundle import Bundle
from retriever.answer.assistant import Assistant
from retriever.check.checker import Checker
from retriever.engine import Engine
from retriever.query.content import content_of
from retriever.search.filters import Filters
from tests.index.hashing_encoder import HashingEncoder

TEXT = "南京市绿色发展实施方案\n\n一、目标\n\n到2025年,全市公交车新能源汽车占比达到72%。到2030年达到95%。\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engine")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    build_index([folder / "a.txt"], folder / "index", workers=1)
    return folder / "index"


@pytest.fixture(scope="module")
def engine(folder: Path) -> Engine:
    return Engine.open(folder)


def test_an_index_is_opened_with_its_own_encoder_or_not_at_all(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        Engine.open(tmp_path)
    with pytest.raises(ModelError):
        Engine.over(Bundle.open(folder), HashingEncoder())


def test_answering_and_checking_share_one_engine(engine: Engine) -> None:
    answer = Assistant(engine).ask("2025年公交车新能源汽车占比目标")
    report = Checker(engine).check("到2025年,全市公交车新能源汽车占比达到72%。")
    (finding,) = report.findings
    assert [item.text for item in answer.items] == ["72%"]
    assert finding.evidence[0].citation == answer.items[0].citation


def test_a_word_of_no_document_is_rarer_than_any_other(engine: Engine) -> None:
    assert engine.idf("潜水艇") > engine.idf("公交车") > 0
    assert 0 <= engine.term_weight("的") < engine.term_weight("公交车") <= 1


def test_latin_words_come_with_their_chinese_forms(engine: Engine) -> None:
    forms = dict(engine.translate("energy"))
    assert "能源" in forms["energy"]


def test_texts_are_compared_with_the_content_of_a_question(engine: Engine) -> None:
    query = engine.analyse("公交车新能源占比")
    content = content_of(query.terms, query.normalised, engine.idf)
    near, far = engine.compare(query, content)(["公交车新能源汽车占比", "海底光缆登陆站"]).vector
    assert near > far


def test_filters_change_the_years_asked_for_and_not_the_question(engine: Engine) -> None:
    free = engine.analyse("2025年占比目标")
    asked = engine.analyse("2025年占比目标", Filters(years=[2030]))
    assert (free.intent.years, asked.intent.years) == ({2025}, {2030})
    assert (asked.text, asked.normalised, asked.terms, asked.years) == (
        free.text,
        free.normalised,
        free.terms,
        free.years,
    )


def test_filters_are_checked_before_a_question_is_put(engine: Engine) -> None:
    engine.check_filters(Filters(places=["南京市"], years=[2040]))
    with pytest.raises(InputError, match="南京市"):
        engine.check_filters(Filters(places=["南通市"]))

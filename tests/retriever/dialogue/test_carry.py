"""What a question takes over from the one before, and what it does not."""

from __future__ import annotations

import pytest

from index.types import Place
from retriever.dialogue.carry import Said, carry

BEFORE = Said("南陵市2025年新型储能装机目标是多少?", "zh", ("南陵市",), "南陵市绿色发展实施方案")
ENGLISH = Said("What is Nanling's 2025 target for energy storage?", "en", ("Nanling",))
BEIHE = (Place("北禾市", "北禾"),)


@pytest.mark.parametrize(
    ("typed", "places", "understood"),
    [
        ("那2030年呢?", (), "南陵市2030年新型储能装机目标是多少?"),
        ("北禾呢?", BEIHE, "北禾2025年新型储能装机目标是多少?"),
        ("2030年北禾呢", BEIHE, "北禾2030年新型储能装机目标是多少?"),
        ("由谁负责?", (), "南陵市2025年新型储能装机目标由谁负责"),
        ("那森林覆盖率呢?", (), "南陵市2025年森林覆盖率是多少?"),
        ("那么北禾的森林覆盖率呢", BEIHE, "北禾2025年森林覆盖率是多少?"),
        ("该市的森林覆盖率目标是多少?", (), "南陵市的森林覆盖率目标是多少"),
        ("这一指标由哪个部门负责?", (), "南陵市2025年新型储能装机目标由哪个部门负责"),
        ("什么时候印发的?", (), "《南陵市绿色发展实施方案》什么时候印发的"),
        ("那绿色建筑占比目标是多少?", (), "南陵市2025年绿色建筑占比目标是多少"),
    ],
)
def test_what_is_new_takes_the_place_of_its_like(typed: str, places: tuple[Place, ...], understood: str) -> None:
    carried = carry(typed, "zh", places, BEFORE)
    assert carried.text == understood
    assert carried.taken


@pytest.mark.parametrize(
    ("typed", "places", "understood"),
    [
        ("What about 2030?", (), "What is Nanling's 2030 target for energy storage?"),
        ("And Beihe?", (Place("北禾市", "Beihe"),), "What is Beihe's 2025 target for energy storage?"),
        ("Who is responsible?", (), "Who is responsible for Nanling's 2025 target for energy storage?"),
        ("How about forest coverage?", (), "What is forest coverage in Nanling by 2025?"),
    ],
)
def test_english_goes_on_as_chinese_does(typed: str, places: tuple[Place, ...], understood: str) -> None:
    assert carry(typed, "en", places, ENGLISH).text == understood


def test_a_pronoun_stands_for_the_subject_before_where_the_question_has_none() -> None:
    assert carry("它由谁负责?", "zh", (), BEFORE).text == "南陵市2025年新型储能装机目标由谁负责"
    assert carry("When does it start?", "en", (), ENGLISH).text == (
        "When does Nanling's 2025 target for energy storage start"
    )


def test_a_place_is_called_as_the_question_before_would_call_it() -> None:
    assert carry("And Beihe?", "en", (Place("北禾市", "Beihe"),), BEFORE).text.startswith("北禾市2025年")


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("森林覆盖率目标是多少?", "zh"),
        ("北禾谁负责淘汰落后产能?", "zh"),
        ("谢谢", "zh"),
        ("垃圾分类及其处理由哪个部门管?", "zh"),
        ("Which plans say that forest cover must rise?", "en"),
        ("What must firms do when they emit dust?", "en"),
        ("What is the forest coverage target of Beihe?", "en"),
    ],
)
def test_a_question_that_stands_alone_takes_nothing_over(typed: str, language: str) -> None:
    carried = carry(typed, language, (), BEFORE)
    assert (carried.text, carried.taken) == (typed, ())


def test_the_first_question_stands_alone() -> None:
    assert carry("由谁负责?", "zh", (), None).text == "由谁负责?"


def test_what_is_kept_between_questions_survives_json() -> None:
    assert Said.of(BEFORE.told()) == BEFORE
    assert Said.of(None) is None


@pytest.mark.parametrize("told", [1, {}, {"text": 1, "language": "zh", "places": [], "document": None}, []])
def test_anything_else_is_refused(told: object) -> None:
    with pytest.raises(ValueError, match="goes on from"):
        Said.of(told)

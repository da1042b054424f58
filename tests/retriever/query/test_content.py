"""What a question is about, as weighted units."""

from __future__ import annotations

import pytest

from retriever.query.content import content_of


def test_what_several_units_say_counts_once() -> None:
    content = content_of(["建筑", "垃圾", "利用", "用率", "利用率"], "", lambda _: 1.0)
    weights = {unit.forms[0]: unit.weight for unit in content.units}
    # Of the pairs 利用 and 用率 each stands in two units: the three weigh as much as the two pairs.
    assert weights == {"建筑": 1.0, "垃圾": 1.0, "利用": 0.5, "用率": 0.5, "利用率": 0.5}


def test_content_leaves_out_what_asks_and_where() -> None:
    content = content_of(["南陵", "森林", "覆盖率", "目标", "多少", "2025"], "", lambda _: 1.0, None, ["南陵市"])
    assert [unit.forms for unit in content.units] == [("森林",), ("覆盖率",)]
    assert content.coverage("森林面积") == pytest.approx(0.5)
    assert content.coverage("森林", "覆盖率") == 1


def test_a_latin_word_is_said_by_its_translations() -> None:
    content = content_of(
        ["forest"], "forest share", lambda _: 1.0, lambda text: [("forest", ("森林",))] if "forest" in text else []
    )
    assert content.coverage("全市森林覆盖率") == 1


def test_words_weigh_what_they_say_anywhere() -> None:
    says = {"一共": 0.25, "学位": 1.0}
    content = content_of(["一共", "学位"], "", lambda _: 4.0, term_weight=lambda term: says[term])
    assert [unit.weight for unit in content.units] == [1.0, 4.0]


def test_content_of_nothing() -> None:
    content = content_of([], "", lambda _: 1.0)
    assert content.coverage("x") == 0.0

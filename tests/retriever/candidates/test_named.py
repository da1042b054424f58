"""Things that questions name."""

from __future__ import annotations

import pytest

from retriever.candidates.named import Name, names_in

WORDS = {"australia": ("澳大利亚",), "world": ("世界",), "cup": ("杯",), "gdp": ("生产总值",)}


def translate(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(word, WORDS[word]) for word in text.split() if word in WORDS]


def names(question: str, language: str = "en", leave_out: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], ...]]:
    return [name.parts for name in names_in(question, language, translate, leave_out)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the capital of Australia?", [(("australia", "澳大利亚"),)]),
        ("Who won the 2018 World Cup?", [(("world", "世界"), ("cup", "杯"))]),
        ("Who leads the work of Blue River Holdings in Yichun?", [(("blue",), ("river",), ("holdings",))]),
        # The first word of a sentence has a capital whatever it is, and a headline has them everywhere.
        ("Which bodies lead? Targets matter.", []),
        ("Energy Storage Target", []),
        ("by May 2025, what has the PRC planned?", []),
    ],
)
def test_english_names(question: str, expected: list[tuple[tuple[str, ...], ...]]) -> None:
    assert names(question, leave_out=("yichun",)) == expected


def test_chinese_names() -> None:
    assert names("Lamborghini的GDP", "zh") == [(("lamborghini",),), (("gdp", "生产总值"),)]
    assert names("《民法典》第一千条", "zh") == [(("民法",), ("法典",))]
    assert names("屋顶光伏覆盖率", "zh") == []


def test_a_name_is_said_by_its_parts() -> None:
    name = Name((("world", "世界"), ("cup", "杯")))
    assert name.said_in("世界环境日") == 0.5
    assert name.said_in("世界杯") == 1.0
    assert name.said_in("奥运会") == 0.0

"""Evidence by overlap, short answers by what they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.data.questions import Evidence, load_gold
from eval.measures.matching import answer_f1, canonical_answer, contains_answer, holds, same_answer, supports
from index.types import Span


def piece(start: int, end: int, file: str = "a.txt") -> Evidence:
    return Evidence(1, file, Span(start, end), "")


@pytest.mark.parametrize(
    ("place", "held"),
    [
        ((0, 100), True),
        ((10, 20), True),
        ((10, 16), True),  # 6 of 10
        ((10, 15), False),  # half is not over half
        ((15, 40), False),
        ((30, 40), False),
    ],
)
def test_a_place_holds_evidence_when_it_covers_over_half(place: tuple[int, int], held: bool) -> None:
    assert holds([("a.txt", Span(*place))], [piece(10, 20)]) is held
    assert not holds([("b.txt", Span(*place))], [piece(10, 20)]), "another file"


def test_any_place_and_any_piece_will_do() -> None:
    assert holds([("a.txt", Span(0, 5)), ("b.txt", Span(0, 9))], [piece(50, 60), piece(0, 9, "b.txt")])
    assert not holds([], [piece(0, 9)])


def test_a_citation_may_be_cut_from_inside_the_evidence() -> None:
    assert supports(("a.txt", Span(12, 14)), [piece(10, 20)])
    assert not holds([("a.txt", Span(12, 14))], [piece(10, 20)])
    assert not supports(("a.txt", Span(18, 24)), [piece(10, 20)])
    assert not supports(("a.txt", Span(12, 12)), [piece(10, 20)]), "nothing supports nothing"


@pytest.mark.parametrize(
    ("given", "form"),
    [
        ("百分之五十", "50%"),
        ("百分之六十五点五", "百分之六十五点五"),
        ("１８．３％", "18.3%"),
        ("18.3 %", "18.3%"),
        ("280萬千瓦", "2800000千瓦"),
        ("三千万千瓦", "3000万千瓦"),
        ("1,500吨", "1500吨"),
        ("1.20%", "1.2%"),
        ("两千家", "2000家"),
        ("一万二千", "12000"),
        ("5%至10%", "5%—10%"),
        ("5～10%", "5-10%"),
        ("二〇二三年一月六日", "2023年1月6日"),
        ("2023-01-06", "2023年1月6日"),
        ("2030 年", "2030年"),
        ("市發展改革委", "市发展改革委"),
        ("“三縱四橫一聯”", "三纵四横一联"),
        ("市发改委和市财政局", "市财政局、市发改委"),
        ("不低于300吨", "300吨"),
        ("300吨左右", "300吨"),
        ("下降14.5%", "14.5%"),
    ],
)
def test_the_same_said_otherwise(given: str, form: str) -> None:
    assert same_answer(given, [form])


@pytest.mark.parametrize(
    ("given", "form"),
    [
        ("18.3%", "183%"),
        ("18.3%", "1.83%"),
        ("10-20%", "1020%"),
        ("50%以下", "50%以上"),
        ("不超过50%", "50%以上"),
        ("14.5个百分点", "14.5%"),
        ("10家", "10个"),
        ("1级", "2级"),
        ("新增造林10万亩", "退化林修复10万亩"),
        ("2024年1月6日", "2023年1月6日"),
        ("", "50%"),
        ("、", "。"),
        ("和", "50%"),
        ("市财政局", "市财政局、市发改委"),
    ],
)
def test_something_else(given: str, form: str) -> None:
    assert not same_answer(given, [form])


def test_words_of_bound_count_once_a_form_spells_them_out() -> None:
    assert same_answer("20%以上", ["20%"])
    assert not same_answer("20%以下", ["20%以上", "20%"])
    assert same_answer("20%", ["20%以上", "20%"])


@pytest.mark.parametrize(
    ("clause", "form", "held"),
    [
        ("构建“一带两湖、八水五片多点”的生态大公园格局", "一带两湖、八水五片多点", True),
        ("覆蓋率達到百分之五十", "50%", True),
        ("覆盖率达到150%", "50%", False),
        ("达到0.50%", "50%", False),
        ("达到5000万吨", "50", False),
        ("", "50%", False),
        ("达到50%", "、", False),
    ],
)
def test_a_clause_may_contain_the_answer(clause: str, form: str, held: bool) -> None:
    assert contains_answer(clause, [form]) is held


def test_every_short_form_of_the_gold_set_says_what_it_says() -> None:
    for question in load_gold().questions:
        for forms in question.answers:
            assert all(same_answer(form, forms) for form in forms), question.id


@given(st.text(alphabet="一二三十百千万亿零两〇0123456789.,%-—年月日吨至 ", max_size=12))
def test_levelling_is_total_and_stable(text: str) -> None:
    once = canonical_answer(text)
    assert same_answer(text, [text]) is bool(once)
    assert not set(once) & set(" ,—")


def test_f1_by_hand() -> None:
    # 市发改委 and 市财政局 share 市: 2 * 1 / (4 + 4).
    assert answer_f1("市发改委", ["市财政局"]) == pytest.approx(1 / 4)
    # The best form counts; script makes no difference.
    assert answer_f1("市發改委", ["市财政局", "市发改委"]) == 1
    assert answer_f1("", ["50%"]) == 0
    assert answer_f1("50%", []) == 0
    # A character counts as often as both have it: 111 and 11 share two.
    assert answer_f1("111", ["11"]) == pytest.approx(2 * 2 / 5)

"""Numbers of documents in every bracket: which writings are one number, and where a text names one."""

from __future__ import annotations

import pytest

from index.language.fold import fold
from index.recognizers.document_numbers import number_key, numbers_named, same_number


@pytest.mark.parametrize(
    "written",
    [
        "德政办发〔2022〕10号",
        "德政办发【2022】10号",
        "德政办发[2022]10号",
        "德政办发﹝2022﹞10号",
        "德政办发(2022)第10号",
        "德政办发［2022］ 10 号",
        "德政办发〔２０２２〕１０号",
    ],
)
def test_brackets_blanks_and_width_make_no_other_number(written: str) -> None:
    assert number_key(fold(written)) == "德政办发〔2022〕10号"
    ((key, span),) = numbers_named(fold(f"{written}规定什么?"))
    assert key == "德政办发〔2022〕10号"
    assert span == (0, len(written))


def test_numerals_and_dashes_make_no_other_number() -> None:
    assert number_key("中华人民共和国主席令第二十三号") == number_key("中华人民共和国主席令 第23号")
    assert number_key("GB/T 39999—2021") == number_key("GB/T39999-2021")


def test_words_before_a_number_are_no_part_of_it() -> None:
    for asked in ("请问德政办发〔2022〕10号", "交易手续费按德政办发〔2022〕10号"):
        ((key, _),) = numbers_named(asked)
        assert key == "德政办发〔2022〕10号"
    assert same_number("那么德政办发〔2022〕10号", "德政办发〔2022〕10号")


def test_another_year_series_or_place_is_another_number() -> None:
    own = "德政办发〔2022〕10号"
    assert same_number("政办发〔2022〕10号", own)  # whose it is was left out
    for other in (
        "德政办发〔2021〕10号",
        "德政办发〔2022〕1号",
        "德政办发〔2022〕110号",
        "德政办字〔2022〕10号",
        "京政办发〔2022〕10号",
    ):
        assert not same_number(other, own)


def test_years_and_figures_are_no_numbers_of_documents() -> None:
    assert not numbers_named("2023-2025年PM2.5浓度下降10%,(2022)年为基准")

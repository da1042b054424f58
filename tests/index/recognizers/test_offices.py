"""Offices in bodies, and who is said to hold them."""

from __future__ import annotations

import pytest

from index.recognizers.offices import Office, holders_in, offices_in, same_office


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("任命王五为市财政局副局长;", ("市财政局", "副局长")),
        ("云州市财政局局长", ("市财政局", "局长")),
        ("李四 市市场监督管理局局长", ("市场监督管理局", "局长")),
        ("由省发展改革委主任召集", ("省发展改革委", "主任")),
    ],
)
def test_an_office_is_a_post_in_a_body_without_whose_it_is(text: str, expected: tuple[str, str]) -> None:
    assert list(offices_in(text)) == [Office(*expected)]


@pytest.mark.parametrize(
    ("text", "person", "office"),
    [
        ("任命王五为市财政局副局长;", "王五", ("市财政局", "副局长")),
        ("免去钱七的市水利局局长职务。", "钱七", ("市水利局", "局长")),
        ("周五是市应急局副局长", "周五", ("市应急局", "副局长")),
        ("市财政局副局长由周五担任", "周五", ("市财政局", "副局长")),
    ],
)
def test_who_holds_takes_or_leaves_an_office(text: str, person: str, office: tuple[str, str]) -> None:
    assert list(holders_in(text)) == [(person, Office(*office))]


@pytest.mark.parametrize("text", ["市教育局局长负责", "市财政局局长召集会议"])
def test_what_an_officer_does_is_no_person(text: str) -> None:
    assert not list(holders_in(text))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("市应急局", "局长"), ("市应急管理局", "局长"), True),
        (("财政厅", "厅长"), ("省财政厅", "厅长"), True),
        (("市应急局", "副局长"), ("市应急管理局", "局长"), False),
        (("市财政局", "副局长"), ("市应急局", "副局长"), False),
        (("市教育局", "局长"), ("县教育局", "局长"), False),
    ],
)
def test_a_short_name_is_one_body_and_another_post_level_or_ministry_is_not(
    one: tuple[str, str], other: tuple[str, str], same: bool
) -> None:
    assert same_office(Office(*one), Office(*other)) is same

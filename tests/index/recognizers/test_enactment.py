"""Lines that say how a law came about: which date is of what, and what is no such line."""

from __future__ import annotations

import pytest

from index.language.fold import fold
from index.recognizers.enactment import enactments, is_enactment
from index.types import DateKind

ADOPTED, PROMULGATED, EFFECTIVE, AMENDED, REPEALED = list(DateKind)[:5]


@pytest.mark.parametrize(
    ("line", "dates"),
    [
        ("2021年9月29日 云州市第十三届人民代表大会常务委员会第三十一次会议通过", [(ADOPTED, "2021-09-29")]),
        # The name of the decision holds verbs and a date of its own.
        (
            "(1994年1月28日国务院令第142号发布 根据2005年12月19日《国务院关于修改〈某条例〉2004年版的决定》第一次修订)",
            [(PROMULGATED, "1994-01-28"), (AMENDED, "2005-12-19")],
        ),
        ("自2022年1月1日起施行", [(EFFECTIVE, "2022-01-01")]),
        ("2021-03-09发布　　2021-10-01实施", [(PROMULGATED, "2021-03-09"), (EFFECTIVE, "2021-10-01")]),
        # 修正公布 is one act: the amendment.
        ("2.中華民國一百零一年六月六日總統令修正公布第 16 條條文;並自公布日施行", [(AMENDED, "2012-06-06")]),
        ("中華民國112年2月15日環署水字第1120000000號令發布廢止", [(REPEALED, "2023-02-15")]),
        # What a province approves, the city amends.
        (
            "根据2022年3月31日某省人大常委会批准的《某市人大常委会关于修改〈某条例〉的决定》修正",
            [(AMENDED, "2022-03-31")],
        ),
    ],
)
def test_each_date_is_told_by_the_verb_behind_it(line: str, dates: list[tuple[DateKind, str]]) -> None:
    folded = fold(line)
    assert is_enactment(folded)
    assert [(kind, value) for kind, value, _ in enactments(folded)] == dates


@pytest.mark.parametrize(
    "line",
    [
        "2021年7月1日,市政府常务会议通过了该方案,会议要求各部门落实。",
        "第三条 2021年9月29日前完成修订",
        "关于修改和废止部分规章的决定",
        "2023年12月31日前建成投运",
    ],
)
def test_a_sentence_with_a_date_and_a_verb_is_no_note(line: str) -> None:
    assert not is_enactment(fold(line))

"""Which date of a document a question asks for is told by its verb."""

from __future__ import annotations

import pytest

from index.language.normalise import normalise_text
from index.types import DateKind
from retriever.query.dates_asked import date_asked, without_date


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("停车场管理办法从哪天开始施行?", DateKind.EFFECTIVE),
        ("該條例自何時施行?", DateKind.EFFECTIVE),
        ("办法的生效日期", DateKind.EFFECTIVE),
        ("When does the regulation take effect?", DateKind.EFFECTIVE),
        ("办法有效期多久?", DateKind.EXPIRES),
        ("办法有效期到什么时候?", DateKind.EXPIRES),
        ("条例什么时候通过的?", DateKind.ADOPTED),
        ("条例最近一次修正是哪一年?", DateKind.AMENDED),
        ("条例何时公布?", DateKind.PROMULGATED),
        ("办法什么时候废止?", DateKind.REPEALED),
        ("办法是什么时候印发的?", None),
        # These ask for what a text says, not since when the text is in force.
        ("哪些项目2025年开始实施?", None),
        ("什么时候开始执行新标准?", None),
        ("项目何时实施完毕?", None),
    ],
)
def test_the_verb_tells_which_date(question: str, kind: DateKind | None) -> None:
    assert date_asked(normalise_text(question).lower()) is kind


def test_what_is_left_names_the_document() -> None:
    assert "停车场管理办法" in without_date("停车场管理办法有效期多久?")
    assert "有效" not in without_date("停车场管理办法有效期多久?")

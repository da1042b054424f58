"""What figure a question asks for."""

from __future__ import annotations

import pytest

from index.language.normalise import normalise_text
from retriever.query.figure_asked import figure_asked


@pytest.mark.parametrize(
    ("question", "level"),
    [
        ("2030年非化石能源占比", True),
        ("森林覆盖率要达到多少?", True),
        ("非化石能源消费比重提高到多少?", True),
        ("What share of buildings must be green by 2025?", True),
        ("非化石能源占比要提高几个百分点?", False),
        ("能耗强度下降率是多少?", False),
        ("规上工业增加值增长率", False),
        ("By how much does the share rise?", False),
        ("新型储能装机规模是多少?", False),
    ],
)
def test_a_share_is_asked_for_as_it_stands_unless_it_is_asked_how_it_changes(question: str, level: bool) -> None:
    assert figure_asked(normalise_text(question), False).level is level

"""Figures of tables read as sentences."""

from __future__ import annotations

import pytest

from retriever.check.draft.sentences import plain_draft, sentences_of
from retriever.check.draft.table_sentences import labels_of, read_cell


@pytest.mark.parametrize(
    ("value", "labels", "caption", "sentence"),
    [
        ("18.3%", ("宜春", "2025年非化石能源消费比重"), "", "宜春2025年非化石能源消费比重为18.3%"),
        ("50", ("屋顶光伏覆盖率（%）", "宿迁市"), "", "宿迁市屋顶光伏覆盖率为50%"),
        ("≥80", ("宜春市", "装机（万千瓦）"), "", "宜春市装机为不低于80万千瓦"),
        ("20%", ("宿迁", "2025年"), "表1 非化石能源比重", "宿迁2025年非化石能源比重为20%"),
        ("方案", ("宜春", "依据"), "", None),
    ],
)
def test_a_cell_says_what_its_row_and_column_are_called(
    value: str, labels: tuple[str, str], caption: str, sentence: str | None
) -> None:
    assert read_cell(value, labels, caption) == sentence


def test_the_first_row_and_column_have_no_labels() -> None:
    cells = {(0, 0): "城市", (0, 1): "比重", (1, 0): "宜春", (1, 1): "18%"}
    assert labels_of(cells, 1, 1) == ("宜春", "比重")
    assert labels_of(cells, 0, 1) is None
    assert labels_of(cells, 1, 0) is None


def test_markdown_tables_and_what_claims_nothing() -> None:
    text = "# 比较\n\n| 城市 | 能耗下降 |\n|---|---|\n| 宜春 | 14% |\n\n笔者认为力度合适。本报告旨在梳理内容。\n"
    found = [(s.said, s.skipped) for s in sentences_of(plain_draft(text, markdown=True))]
    assert ("宜春能耗下降为14%", None) in found
    assert ("笔者认为力度合适。", "opinion") in found
    assert ("本报告旨在梳理内容。", "connective") in found

"""Lines that one paragraph was broken into are one line again, as they were written."""

from __future__ import annotations

import pytest

from index.loading.page_layout import joined


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("按购车价格给予每辆20", "00元至6000元补贴。", "按购车价格给予每辆2000元至6000元补贴。"),
        ("符合GB/T 50378的要求,PM2", ".5浓度下降", "符合GB/T 50378的要求,PM2.5浓度下降"),
        ("本办法所称", "主管部门", "本办法所称主管部门"),
        ("the capacity of energy", "storage will reach 800", "the capacity of energy storage will reach 800"),
        ("in 2025,", "200 stations", "in 2025, 200 stations"),
        ("environ-", "ment", "environment"),
    ],
)
def test_words_are_parted_as_their_script_parts_them(before: str, after: str, whole: str) -> None:
    assert joined(before, after) == whole

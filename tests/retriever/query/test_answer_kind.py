"""What kind of answer questions ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.normalise import normalise_text
from retriever.query.answer_kind import KINDS, asks_for


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("新建厂房屋顶光伏覆盖率目标?", "number"),
        ("新建廠房屋頂光伏覆蓋率是多少", "number"),
        ("森林覆盖率要达到", "number"),
        ("要建几个示范园区?", "number"),
        ("多久检查一次", "number"),
        ("由哪个部门牵头?", "body"),
        ("誰負責綠色建築創建行動", "body"),
        ("充电桩建设的责任单位", "body"),
        ("方案何时印发", "date"),
        ("到哪一年实现碳达峰", "date"),
        ("試點在哪裡", "place"),
        ("哪几个城市提出了目标", "place"),
        ("这项工作依据哪份文件?", "document"),
        ("这个方案的文号", "document"),
        ("平台叫什么", "name"),
        ("如何推进氢能发展", "clause"),
        ("城市 2030 垃圾回收利用率 目标值", "number"),
        ("汕尾2025年的森林蓄积量", "number"),
        ("森林覆蓋率要維持在什麼水準", "number"),
        ("怎么提高2025年的利用率", "clause"),
        ("重点部署哪几类项目", "name"),
        ("人才引进培养 牵头", "body"),
        ("这是谁的事", "body"),
        ("牵头的是哪个厅", "body"),
        ("", "clause"),
    ],
)
def test_chinese(question: str, kind: str) -> None:
    assert asks_for(normalise_text(question), "zh") == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What is Yichun's 2025 target for new energy storage capacity?", "number"),
        ("What share of new factory roofs should carry solar panels by 2025?", "number"),
        ("How many charging piles will be built?", "number"),
        ("What is the 2030 target for pumped storage?", "number"),
        ("Which department leads the green building campaign?", "body"),
        ("Who is responsible for food waste?", "body"),
        ("When was the plan issued?", "date"),
        ("By what year should emissions peak?", "date"),
        ("Which cities set a target?", "place"),
        ("Under which regulation is this done?", "document"),
        ("What is the platform called?", "name"),
        ("How will hydrogen be promoted?", "clause"),
        ("forest coverage by 2025?", "number"),
        ("lead agencies for cleaning up outfalls", "body"),
        ("deadline for the list of contacts", "date"),
        ("why was the target raised", "clause"),
    ],
)
def test_english(question: str, kind: str) -> None:
    assert asks_for(question.lower(), "en") == kind


@given(st.text(max_size=300), st.sampled_from(["zh", "en"]))
def test_any_text_has_a_kind(text: str, language: str) -> None:
    assert asks_for(normalise_text(text), language) in KINDS

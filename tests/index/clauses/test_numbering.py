"""What reads as a heading label, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clauses.numbering import Position, Style, find_markers, match_label
from index.clauses.sentences import find_lines


@pytest.mark.parametrize(
    ("text", "style", "number", "label"),
    [
        ("第三条 国家", Style.ARTICLE, (3,), "第三条"),
        ("第十二條之一 主管機關", Style.ARTICLE, (12, 1), "第十二條之一"),
        ("第 12-1 條\n主管", Style.ARTICLE, (12, 1), "第 12-1 條"),
        ("第二章 监督", Style.CHAPTER, (2,), "第二章"),
        ("第 一 節 通則", Style.SECTION, (1,), "第 一 節"),
        ("第一分编 通则", Style.SUBPART, (1,), "第一分编"),
        ("第三編 物權", Style.PART, (3,), "第三編"),
        ("十一、保障", Style.HAN, (11,), "十一"),
        ("(十二)行动", Style.HAN_BRACKET, (12,), "(十二)"),
        ("（三）行动", Style.HAN_BRACKET, (3,), "（三）"),
        ("〔一〕行动", Style.HAN_BRACKET, (1,), "〔一〕"),
        ("(一)项目建设", Style.HAN_BRACKET, (1,), "(一)"),
        ("參、附則", Style.FORMAL, (3,), "參"),
        ("26. 建立健全", Style.ARABIC, (26,), "26"),
        ("１．推进", Style.ARABIC, (1,), "１"),
        ("3、推进", Style.ARABIC, (3,), "3"),
        ("(7)生物制造", Style.ARABIC_BRACKET, (7,), "(7)"),
        ("2)生物制造", Style.ARABIC_HALF, (2,), "2)"),
        ("③其他", Style.CIRCLED, (3,), "③"),
        ("㈡其他", Style.CIRCLED, (2,), "㈡"),
        ("1.2 Scope", Style.DECIMAL, (1, 2), "1.2"),
        ("附件2\n清单", Style.ANNEX, (2,), "附件2"),
        ("附則\n", Style.ANNEX, (), "附則"),
        ("专栏 主导产业", Style.BOX, (), "专栏"),
        ("專欄3 重點", Style.BOX, (3,), "專欄3"),
        ("——系统谋划", Style.DASH, (), "——"),
        ("Chapter IV Supervision", Style.CHAPTER, (4,), "Chapter IV"),
        ("ARTICLE 12. Scope", Style.ARTICLE, (12,), "ARTICLE 12"),
    ],
)
def test_labels(text: str, style: Style, number: tuple[int, ...], label: str) -> None:
    read = match_label(text, 0, len(text))
    assert read is not None
    assert read[:3] == (style, number, label)


@pytest.mark.parametrize(
    "text",
    [
        "第三条规定的措施",
        "第三条第二款",
        "第五条至第八条",
        "第二條、第三條",
        "第五條所稱",
        "一、二、三产业融合",
        "一、二三产业融合",
        "(一)项规定的",
        "18.3%以上",
        "1.3亿吨",
        "2023.1.6",
        "5、6号机组",
        "2025年",
        "(2023年修订)",
        "附件:重点项目清单",
        "——",
        "Article 5 of the Law",
        "section 3, paragraph 2",
    ],
)
def test_not_labels(text: str) -> None:
    assert match_label(text, 0, len(text)) is None


def test_positions() -> None:
    text = "  • 一、总则\n好。 二、目标。(一)三"
    found = [(m.label, m.position, m.start) for m in find_markers(text, 0, len(text), find_lines(text, 0, len(text)))]
    assert found == [("一", Position.LINE, 2), ("二", Position.BLANK, 12), ("(一)", Position.TIGHT, 17)]


@given(st.text(st.sampled_from("第一二十条章、(（)）1.0①专栏附件——\n 。A rticle"), max_size=200))
def test_markers_are_ordered_and_disjoint(text: str) -> None:
    reached = 0
    for marker in find_markers(text, 0, len(text), find_lines(text, 0, len(text))):
        assert reached <= marker.start <= marker.label_start < marker.end <= len(text)
        assert text.startswith(marker.label, marker.label_start)
        reached = marker.end

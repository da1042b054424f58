"""Where text is cut into leaves: at the ends of sentences, never inside numbers, quotations or brackets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clauses.sentences import HARD, SENTENCE, SOFT, find_lines, joined_lines, leaves


def cut(text: str) -> list[str]:
    joined = joined_lines(text, find_lines(text, 0, len(text)), len(text))
    return [text[leaf.start : leaf.end] for leaf in leaves(text, 0, len(text), joined)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("达到18.3%。装机1.3亿千瓦!好?行！", ["达到18.3%。", "装机1.3亿千瓦!", "好?", "行！"]),
        ("建设“光伏。储能”项目。完。", ["建设“光伏。储能”项目。", "完。"]),
        ("他说：“推进光伏。”随后建设。", ["他说：“推进光伏。”", "随后建设。"]),
        ("按照“先立后破。”的原则办。", ["按照“先立后破。”的原则办。"]),
        ("推进(含改造。扩建)工程。", ["推进(含改造。扩建)工程。"]),
        ("(本条例施行。)下一句。", ["(本条例施行。)", "下一句。"]),
        ("落实《某市方案。修订》要求。", ["落实《某市方案。修订》要求。"]),
        ("括号(没有关。后面。", ["括号(没有关。", "后面。"]),
        ("见https://a.b/c?d=1。完", ["见https://a.b/c?d=1。", "完"]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("各县、区、\n市直部门:", ["各县、区、\n市直部门:"]),
        ("加强工作.推进落实.", ["加强工作.", "推进落实."]),
        ("附件:1.清单", ["附件:1.清单"]),
        ("Mr. Wang agreed. See Fig. 2. The U.S. side too.", ["Mr. Wang agreed.", "See Fig. 2.", "The U.S. side too."]),
        ("It grew by 18.3 percent. Then it fell.", ["It grew by 18.3 percent.", "Then it fell."]),
        ("甲。\u2003\u2003乙市住建局 \u2003\u20032024年8月28日", ["甲。", "乙市住建局", "2024年8月28日"]),
        ("  \n\u3000", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_long_sentence_is_cut_at_semicolons_first() -> None:
    clauses = ["建立健全绿色低碳循环发展的经济体系和产业体系,推动经济社会发展全面绿色转型;" for _ in range(4)]
    assert len("".join(clauses)) > SENTENCE
    assert cut("".join(clauses)) == clauses


def test_short_sentence_keeps_its_semicolons() -> None:
    assert cut("发展光伏;发展风电;发展储能。") == ["发展光伏;发展风电;发展储能。"]


def test_then_evenly_at_commas_outside_quotes() -> None:
    text = "推动“甲,乙,丙,丁”改造,".join(["完善能源消费强度和总量双控制度" * 2] * 5) + "。"
    pieces = cut(text)
    assert "".join(pieces) == text
    assert len(pieces) > 1
    assert all(piece.count("“") == piece.count("”") for piece in pieces)
    assert max(map(len, pieces)) <= SOFT
    assert max(map(len, pieces)) < 2 * min(map(len, pieces))


def test_thousands_are_not_cut() -> None:
    text = "完成投资" + "，".join(f"项目{i}投资1,234,567万元" for i in range(12)) + "。"
    assert all(not piece.endswith(("1,", "234,")) for piece in cut(text))


def test_hard_wrapped_lines_go_on() -> None:
    wrapped = (
        "为深入贯彻党中央、国务院决策部署，按照省委、省政府关于节能减排工\n"
        "作的要求，深入开展节能减排大检查、大体检、大整治、大改造、大宣传\n"
        "活动，根据全国节能减排综合性工作方案的部署，结合本市实际，制定本\n"
        "方案。\n"
    )
    assert cut(wrapped) == [wrapped.strip()]


def test_hanging_indents_go_on() -> None:
    wrapped = (
        "一、總統在動員戡亂時期，為避免國家或人民遭遇緊急危難，或應付財政\n"
        "    經濟上重大變故，得經行政院會議之決議，為緊急處分，不受憲法程\n"
        "    序之限制，並應於發布命令後十日內提交立法院追認，立法院不同意\n"
        "    時失效。"
    )
    assert cut(wrapped) == [wrapped]


def test_lines_of_a_list_do_not_go_on() -> None:
    assert cut("甲市人民政府\n2023年1月6日\n(此件公开)\n某方案") == [
        "甲市人民政府",
        "2023年1月6日",
        "(此件公开)",
        "某方案",
    ]


anything = st.text(st.characters(exclude_categories=()), max_size=300) | st.text(
    st.sampled_from("光伏。；;,，、(（)）“”《》18.3% \n\u2003\u3000!?…等Ab"), max_size=1500
)


@given(anything)
def test_leaves_and_white_space_rebuild_the_text(text: str) -> None:
    joined = joined_lines(text, find_lines(text, 0, len(text)), len(text))
    reached = 0
    for leaf in leaves(text, 0, len(text), joined):
        assert reached <= leaf.start < leaf.end <= len(text)
        assert not text[reached : leaf.start].strip()
        assert leaf.end - leaf.start <= HARD
        assert not text[leaf.start].isspace()
        assert not text[leaf.end - 1].isspace()
        reached = leaf.end
    assert not text[reached:].strip()


@pytest.mark.parametrize("unit", ["测", "测试，", "测试；好", "（", "“", "测试 ", "1,"])
def test_a_giant_line_is_cut_throughout(unit: str) -> None:
    """Quadratic work on it would not end within the time of a test run."""
    text = unit * (1_000_000 // len(unit))
    assert max(leaf.end - leaf.start for leaf in leaves(text, 0, len(text))) <= HARD

"""The tree: nesting, titles, lists, cross-references, roles, and what always holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.clauses import parse_clauses
from index.clauses.sentences import HARD
from index.loading import load_file
from index.splitting import split_documents
from index.types import Clause, Document, HeadingHint, Metadatum, Part, Role, SourceFile, Span

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))


def parse(
    text: str,
    parts: list[tuple[int, int, Role]] | None = None,
    hints: tuple[HeadingHint, ...] = (),
    title: Span | None = None,
) -> list[Clause]:
    whole = Span(0, len(text))
    cover = tuple(Part(Span(a, b), role) for a, b, role in parts) if parts else (Part(whole, Role.TEXT),)
    named = Metadatum(title.of(text), title) if title else None
    document = Document(7, named, None, None, None, None, None, "a.txt", "", whole, None, cover)
    return parse_clauses(SourceFile("a.txt", text, "", "utf-8", "text/plain", hints), document)


def shown(text: str, clauses: list[Clause]) -> list[str]:
    """One line per clause: indent by level, # for a heading, its label when it has one, its words."""
    lines = []
    for clause in clauses:
        sign = {Role.HEADING: "# ", Role.RESPONSIBILITY: "@ "}.get(clause.role, "")
        label = f"<{clause.label}> " if clause.label and clause.role is not Role.HEADING else ""
        lines.append("  " * clause.level + sign + label + clause.span.of(text))
    return lines


def tree(text: str) -> list[str]:
    return shown(text, parse(text))


def test_law_with_paragraphs_items_and_references() -> None:
    text = (
        "第一章 总　则\n"
        "第一条 为了保护环境，制定本法。\n"
        "第二条　有下列情形之一的，处以罚款：\n"
        "（一）未取得许可的；\n"
        "（二）违反第三条规定，情节严重的；\n"
        "（三）其他。\n"
        "依照前款规定处罚的，参照本法第五条。\n"
        "第二条之一 国家鼓励节能。公民有义务节能。\n"
        "第二章 附则\n"
        "第三条 本法自2024年1月1日起施行。"
    )
    assert tree(text) == [
        "# 第一章 总　则",
        "  # 第一条",
        "    为了保护环境，制定本法。",
        "  # 第二条",
        "    有下列情形之一的，处以罚款：",
        "    <（一）> （一）未取得许可的；",
        "    <（二）> （二）违反第三条规定，情节严重的；",
        "    <（三）> （三）其他。",
        "    依照前款规定处罚的，参照本法第五条。",
        "  # 第二条之一",
        "    国家鼓励节能。",
        "    公民有义务节能。",
        "# 第二章 附则",
        "  # 第三条",
        "    本法自2024年1月1日起施行。",
    ]


def test_taiwan_law() -> None:
    text = (
        "第 1 條\n為促進再生能源，特制定本條例。\n第 12-1 條（罰則）\n"
        "違反第 1 條規定者，處罰：\n一、限期改善。\n二、處以罰鍰。"
    )
    assert tree(text) == [
        "# 第 1 條",
        "  為促進再生能源，特制定本條例。",
        "# 第 12-1 條（罰則）",
        "  違反第 1 條規定者，處罰：",
        "  <一> 一、限期改善。",
        "  <二> 二、處以罰鍰。",
    ]


def test_one_giant_line() -> None:
    text = (
        "为了绿色发展，制定本方案。 一、总体要求 (一)指导思想 坚持绿色发展。按照第三条办理。 (二)主要目标 到2025年达到"
        "18.3%。 二、主要任务 1.推进节能。装机1.3亿千瓦。 2.发展光伏。2023.1.6起施行。 三、保障措施 3.加强领导。"
        "落实责任。"
    )
    assert tree(text) == [
        "为了绿色发展，制定本方案。",
        "# 一、总体要求",
        "  # (一)指导思想",
        "    坚持绿色发展。",
        "    按照第三条办理。",
        "  # (二)主要目标",
        "    到2025年达到18.3%。",
        "# 二、主要任务",
        "  # 1.推进节能。",
        "    装机1.3亿千瓦。",
        "  # 2.发展光伏。",
        "    2023.1.6起施行。",
        "# 三、保障措施",
        "  # 3.加强领导。",
        "    落实责任。",
    ]


def test_numbers_in_a_giant_line_count_only_where_they_continue() -> None:
    assert tree("达到目标。 5. 某项。 一、仅此一处。") == ["达到目标。", "5. 某项。", "一、仅此一处。"]


def test_list_inside_a_sentence() -> None:
    assert tree("实施以下措施:(1)推广光伏;(2)发展风电;(3)建设储能。到2030年完成。") == [
        "实施以下措施:",
        "<(1)> (1)推广光伏;",
        "<(2)> (2)发展风电;",
        "<(3)> (3)建设储能。",
        "到2030年完成。",
    ]


def test_nothing_is_cut_out_of_a_quotation() -> None:
    text = "按照“要做到:(1)先立后破;(2)有序推进;(3)落实责任。”的要求办理。"
    assert tree(text) == [text]


def test_dashes_open_items_only_with_a_lead() -> None:
    assert tree("一、目标\n——到2025年,非化石能源消费比重达到20%。\n——某某") == [
        "# 一、目标",
        "  ——到2025年,非化石能源消费比重达到20%。",
        "  ——某某",
    ]


def test_a_wrapped_line_does_not_begin_with_a_heading() -> None:
    text = (
        "为深入贯彻党中央、国务院决策部署，按照省委、省政府关于节能减排工作\n"
        "的要求，深入开展节能减排大检查、大体检、大整治、大改造、大宣传活动\n"
        "，根据全国节能减排综合性工作方案的部署，结合本市实际，同时依照条例\n"
        "第十五条 的要求，推进产业园区和公共建筑的节能改造，新增装机规模达到\n"
        "5. 8亿千瓦以上，制定本方案。\n"
    )
    assert not any("#" in line for line in tree(text))


def test_wrapped_members_of_a_list() -> None:
    text = (
        "第一条 有下列情形之一的，由主管部门责令限期改正，并处以罚款的规定如下：\n"
        "（一）未按照国家有关规定取得节能审查批准文件，擅自开工建设或者投入生产\n"
        "、使用的；\n"
        "（二）不执行单位产品能耗限额标准，或者超过限额标准用能并且逾期不加改正\n"
        "、治理的；\n"
        "（三）不按照国家有关规定设立能源管理岗位，或者未聘任能源管理负责人情节\n"
        "严重的。\n"
    )
    assert [line[:6] for line in tree(text)] == ["# 第一条", "  有下列情", "  <（一）", "  <（二）", "  <（三）"]


def test_a_sentence_is_no_title() -> None:
    text = (
        "一、任务\n"
        "1.住房城乡建设、市场监管等部门通过组织开展排查,摸清源头和底数,依法打击。强化惩戒。(省公安厅负责)\n"
        "2.加强监管。(省商务厅负责)\n"
        "3.对经营企业及主要负责人落实安全责任不到位加强执法。不能只罚款,要评估,要处理。"
    )
    assert [line for line in tree(text) if "#" in line] == ["# 一、任务", "  # 1.", "  # 2.", "  # 3."]


def test_titles() -> None:
    text = (
        "一、总体要求\n(一)原则\n——系统谋划,有序推进。加强谋划。\n——创新驱动。加快创新。\n(二)目标:到2025年达标。\n"
        "专栏 重点行动\n(1)电池。发展电池。\n(2)光伏。发展光伏。"
    )
    assert tree(text) == [
        "# 一、总体要求",
        "  # (一)原则",
        "    # ——系统谋划,有序推进。",
        "      加强谋划。",
        "    # ——创新驱动。",
        "      加快创新。",
        "  # (二)目标:",
        "    到2025年达标。",
        "    # 专栏 重点行动",
        "      # (1)电池。",
        "        发展电池。",
        "      # (2)光伏。",
        "        发展光伏。",
    ]


def test_paths_have_neither_full_stops_nor_line_breaks() -> None:
    clauses = parse("第一章\n总 则\n(一)加强领导。各地要落实。\n")
    assert clauses[-1].path == ("第一章 总 则", "(一)加强领导")


def test_annex_returns_to_the_top() -> None:
    text = "一、要求\n加强领导。\n附件：1.清单\n附件1\n重点项目清单\n一、项目\n甲项目。"
    assert tree(text) == [
        "# 一、要求",
        "  加强领导。",
        "  附件：1.清单",
        "# 附件1\n重点项目清单",
        "  # 一、项目",
        "    甲项目。",
    ]


def test_table_of_contents_is_text() -> None:
    text = "目录\n第一章 总则\n第二章 罚则\n第一章 总则\n第一条 甲。\n第二章 罚则\n第二条 乙。"
    assert [line for line in tree(text) if "#" in line] == [
        "# 第一章 总则",
        "  # 第一条",
        "# 第二章 罚则",
        "  # 第二条",
    ]


def test_formal_numbers_stand_above_plain_ones() -> None:
    assert tree("壹、總則\n一、目的\n為節能。\n貳、罰則\n一、罰鍰\n處罰。") == [
        "# 壹、總則",
        "  # 一、目的",
        "    為節能。",
        "# 貳、罰則",
        "  # 一、罰鍰",
        "    處罰。",
    ]


def test_english_headings() -> None:
    text = (
        "Chapter I General Provisions\nArticle 1 These Measures follow the law. See Article 5 of the Law.\n"
        "Article 2 Targets\nBy 2025, 18.3 percent.\n1.1 Scope\nWide.\n1.2 Terms\nFew."
    )
    assert tree(text) == [
        "# Chapter I General Provisions",
        "  # Article 1",
        "    These Measures follow the law.",
        "    See Article 5 of the Law.",
        "  # Article 2 Targets",
        "    By 2025, 18.3 percent.",
        "    # 1.1 Scope",
        "      Wide.",
        "    # 1.2 Terms",
        "      Few.",
    ]


def test_declared_headings() -> None:
    text = (
        "# 某市方案\n\n为了节能。\n\n## 一、要求\n\n绿色。\n\n## 措施 ##\n\n1. 节能。大力推进。\n2. 光伏。大力发展。\n"
    )
    hints = tuple(
        HeadingHint(Span(text.index(words), text.index(words) + len(words)), level)
        for words, level in (("某市方案", 1), ("一、要求", 2), ("措施", 2))
    )
    title = Span(2, 6)
    assert shown(text, parse(text, hints=hints, title=title)) == [
        "# # 某市方案",
        "为了节能。",
        "# ## 一、要求",
        "  绿色。",
        "# ## 措施 ##",
        "  # 1. 节能。",
        "    大力推进。",
        "  # 2. 光伏。",
        "    大力发展。",
    ]
    assert parse(text, hints=hints)[-1].path == ("某市方案", "措施", "2. 光伏")


def test_note_closes_its_item_for_later_lines() -> None:
    text = "一、行动\n(一)餐饮\n1.督促企业落实责任,加强检查,消除隐患。(省商务厅负责)\n各部门要督促落实。"
    clauses = parse(text)
    assert shown(text, clauses)[-2:] == ["      @ (省商务厅负责)", "    各部门要督促落实。"]
    assert clauses[-1].path == ("一、行动", "(一)餐饮")


def test_only_official_text_has_headings() -> None:
    summary, body, repeat = "一、要点\n光伏。\n", "一、要求\n落实。\n", "一、要求\n落实。\n"
    text = summary + body + repeat
    a, b = len(summary), len(summary + body)
    clauses = parse(text, [(0, a, Role.SUMMARY), (a, b, Role.TEXT), (b, len(text), Role.REPEAT)])
    assert [(c.role, c.span.of(text)) for c in clauses] == [
        (Role.SUMMARY, "一、要点"),
        (Role.SUMMARY, "光伏。"),
        (Role.HEADING, "一、要求"),
        (Role.TEXT, "落实。"),
        (Role.REPEAT, "一、要求"),
        (Role.REPEAT, "落实。"),
    ]
    assert all(c.parent_id is None for c in clauses if c.role in (Role.SUMMARY, Role.REPEAT))


def test_title_in_a_giant_line_is_a_leaf_of_its_own() -> None:
    text = "摘要。 某市方案 为了节能，制定本方案。"
    assert shown(text, parse(text, title=Span(4, 8))) == ["摘要。", "某市方案", "为了节能，制定本方案。"]


def check(text: str, document_span: Span, clauses: list[Clause]) -> None:
    """What holds of every tree."""
    reached = document_span.start
    for number, clause in enumerate(clauses):
        assert clause.clause_id == number
        assert reached <= clause.span.start < clause.span.end <= document_span.end
        assert not text[reached : clause.span.start].strip()
        reached = clause.span.end
        if clause.parent_id is None:
            assert (clause.level, clause.path) == (0, ())
        else:
            parent = clauses[clause.parent_id]
            assert parent.clause_id < clause.clause_id
            assert parent.role is Role.HEADING
            assert clause.level == parent.level + 1
            assert clause.path[:-1] == parent.path
        if clause.role is not Role.HEADING:
            assert clause.span.size <= HARD
    assert not text[reached : document_span.end].strip()


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_seeds_rebuild(path: Path) -> None:
    source = load_file(path)
    for document in split_documents(source):
        clauses = parse_clauses(source, document)
        check(source.text, document.span, clauses)
        assert {clause.doc_id for clause in clauses} == {document.doc_id}


labels = st.sampled_from(
    [
        "一、",
        "二、",
        "(一)",
        "(二)",
        "1.",
        "2. ",
        "(1)",
        "①",
        "第一章 ",
        "第二条 ",
        "附件1\n",
        "专栏 ",
        "——",
        "目录\n",
        "1.1 ",
        "Article 2 ",
    ]
)
words = st.sampled_from(
    [
        "总体要求",
        "推进节能。",
        "到2025年达到18.3%,",
        "如下:",
        "(市发改委负责)",
        "按照第三条规定;",
        "“好。”",
        " ",
        "\n",
        "\u2003\u2003",
    ]
)
structured = st.lists(labels | words, max_size=60).map("".join)
random_text = st.text(st.characters(exclude_categories=()), max_size=300)


@given(structured | random_text, st.data())
@settings(max_examples=300)
def test_any_text_rebuilds(text: str, data: st.DataObject) -> None:
    at = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    cuts = [0, *at, len(text)]
    roles = data.draw(st.lists(st.sampled_from(list(Role)[1:]), min_size=len(cuts), max_size=len(cuts)))
    roles = [Role.TEXT if role is Role.RESPONSIBILITY else role for role in roles]
    parts = [(a, b, role) for a, b, role in zip(cuts, cuts[1:], roles, strict=False) if a < b]
    hints: tuple[HeadingHint, ...] = ()
    if len(text) > 2:
        a = data.draw(st.integers(0, len(text) - 1))
        hints = (HeadingHint(Span(a, data.draw(st.integers(a, len(text)))), data.draw(st.integers(1, 6))),)
    check(text, Span(0, len(text)), parse(text, parts or [(0, 0, Role.TEXT)], hints))

"""Notes that name the bodies which carry an item out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clauses import parse_clauses, parse_note, responsible_bodies
from index.clauses.responsibility import is_note
from index.loading import load_file
from index.splitting import split_documents
from index.types import Document, Part, Role, SourceFile, Span

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))


@pytest.mark.parametrize(
    ("text", "lead", "others"),
    [
        ("(省商务厅负责)", ["省商务厅"], []),
        ("(市财政局、市税务局按职责分工负责)", [], ["市财政局", "市税务局"]),
        ("(省公安厅牵头,省商务厅、省应急管理厅按职责分工负责)", ["省公安厅"], ["省商务厅", "省应急管理厅"]),
        (
            "〔市發展改革委、市生態環境局牽頭,各有關部門按職責分工負責〕",
            ["市發展改革委", "市生態環境局"],
            ["各有關部門"],
        ),
        (
            "(牵头单位:市发改委、市经信局;责任单位:市城管委、国网襄阳供电公司)",
            ["市发改委", "市经信局"],
            ["市城管委", "国网襄阳供电公司"],
        ),
        ("(责任单位:市发改委,市直其他有关部门)", [], ["市发改委", "市直其他有关部门"]),
        (
            "(市住建局、市发改委等部门按职责分工负责,各县区、功能板块具体实施)",
            [],
            ["市住建局", "市发改委", "各县区", "功能板块"],
        ),
        ("(市文廣新旅局、市林業局、市氣象局等)", [], ["市文廣新旅局", "市林業局", "市氣象局"]),
        ("(市交通運輸局、宜春車務段、等按職責分工負責)", [], ["市交通運輸局", "宜春車務段"]),
        (
            "(市供电公司等部门和单位以及各县、区人民政府,市各开发区、新区、园区管委会按职责分工负责)",
            [],
            ["市供电公司", "各县、区人民政府", "市各开发区、新区、园区管委会"],
        ),
        ("(各县(市、区)人民政府负责)", ["各县(市、区)人民政府"], []),
        (
            "(省科技厅按职责分工负责,各地级以上市人民政府结合实际落实,2025年底前完成)",
            [],
            ["省科技厅", "各地级以上市人民政府"],
        ),
        ("(责任单位:市发改委、市住建局;完成时限:2025年底)", [], ["市发改委", "市住建局"]),
        ("（工信部、应急管理部）", [], ["工信部", "应急管理部"]),
        ("责任单位：市教育局、市科技局", [], ["市教育局", "市科技局"]),
        ("（主辦機關：經濟部；協辦機關：內政部、交通部）", ["經濟部"], ["內政部", "交通部"]),
        ("(市发展和改革委员会和市财政局负责落实)", [], ["市发展和改革委员会", "市财政局"]),
    ],
)
def test_notes(text: str, lead: list[str], others: list[str]) -> None:
    note = parse_note(text)
    assert is_note(text)
    assert [body.name for body in note.lead] == lead
    assert [body.name for body in note.others] == others
    assert not note.carries_on
    assert all(body.span.of(text) == body.name for body in (*note.lead, *note.others))


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        ("(省公安厅按职责分工负责;地方政府组织落实。以下均需地方政府负责,不再列出)", ["地方政府"]),
        (
            "〔市經信局負責。以下均需各縣(市)區政府、市屬開發區管委會落實,不再列出〕",
            ["各縣(市)區政府", "市屬開發區管委會"],
        ),
        (
            "〔牵头单位:市经信局;责任单位:市发改委,以下均需各县(市、区)人民政府、开发区管委会落实,不再逐一列出〕",
            ["各县(市、区)人民政府", "开发区管委会"],
        ),
        (
            "(市发展改革委牵头。以下工作均需各县、区人民政府,市各开发区、新区、园区管委会负责落实,不再列出)",
            ["各县、区人民政府", "市各开发区、新区、园区管委会"],
        ),
    ],
)
def test_carried_statements(text: str, carried: list[str]) -> None:
    note = parse_note(text)
    assert note.carries_on
    assert [body.name for body in note.carried] == carried
    assert all(body.span.of(text) == body.name for body in note.carried)


@pytest.mark.parametrize(
    "text",
    [
        "(以下简称“省专委会”)",
        "(此件公开发布)",
        "(2023年8月至11月)",
        "(BIPV)",
        "(含网约车)",
        "(国发〔2021〕33号)",
        "(企业客户服务系统)",
        "(市、区)",
        "【监督】县级以上政府负责。",
        "省商务厅负责推进。",
    ],
)
def test_not_notes(text: str) -> None:
    assert not is_note(text)


def test_one_body_alone_is_a_note_only_behind_a_sentence() -> None:
    assert not is_note("(中国人民银行)")
    assert is_note("(中国人民银行)", alone=True)


def test_carried_bodies_hold_for_later_items_of_the_same_document() -> None:
    text = (
        "(一)甲行动。加强管理。(市甲局牵头。以下均需各县政府落实,不再列出)\n"
        "(二)乙行动。推进工作。(市乙局负责)\n"
        "(三)丙行动。抓好落实。"
    )
    whole = Span(0, len(text))
    document = Document(0, None, None, None, None, None, None, "a", "", whole, None, (Part(whole, Role.TEXT),))
    clauses = parse_clauses(SourceFile("a", text, "", "utf-8", "text/plain"), document)
    first, second, third = [clause.clause_id for clause in clauses if clause.role is Role.HEADING]
    bodies = responsible_bodies(clauses, text)

    def names(item: int) -> list[tuple[str, bool]]:
        return [
            (body.name, held.carried)
            for held in bodies[item]
            for body in (held.note.carried if held.carried else (*held.note.lead, *held.note.others))
        ]

    assert names(first) == [("市甲局", False)]
    assert names(second) == [("市乙局", False), ("各县政府", True)]
    assert names(third) == [("各县政府", True)]
    assert clauses[bodies[third][0].clause_id].parent_id == first


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_every_bracket_of_duty_in_the_seeds_is_a_note(path: Path) -> None:
    """A pattern alone finds the brackets that end with a word of duty; each is one leaf with that role."""
    source = load_file(path)
    pattern = re.compile(
        r"[(〔](?:[^()〔〕]|\([^()]*\))*(?:负责|負責|落实|不再列出|不再逐一列出|具体实施|单位:[^()〔〕]*)[)〕](?=\s|$)"
        r"|\((?:市[^、()]*[局委會]、){2,}[^()]*等\)",
        re.MULTILINE,
    )
    for document in split_documents(source):
        notes = [c.span for c in parse_clauses(source, document) if c.role is Role.RESPONSIBILITY]
        expected = [
            Span(*match.span())
            for part in document.parts
            if part.role is Role.TEXT
            for match in pattern.finditer(source.text, part.span.start, part.span.end)
        ]
        assert notes == expected


@given(st.text(st.sampled_from("市局委厅、,，;；。()（）〔〕牵头负责按职责分工等以下均需不再列出单位: "), max_size=80))
def test_spans_are_true_for_any_text(text: str) -> None:
    is_note(text)
    note = parse_note(text)
    for body in (*note.lead, *note.others, *note.carried):
        assert body.name
        assert body.span.of(text) == body.name

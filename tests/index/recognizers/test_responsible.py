from __future__ import annotations

import pytest

from index.clauses.responsibility import parse_note
from index.recognizers.bodies import bodies_in, body_lists, is_body
from index.recognizers.dates import dates_in
from index.recognizers.responsible import echoes, note_answer
from retriever.check.compare.bodies import find_duties


@pytest.mark.parametrize(
    ("note", "everyone", "lead"),
    [
        ("(市甲局牵头,市乙局、市丙局按职责分工负责)", "市甲局牵头,市乙局、市丙局", "市甲局"),
        ("(市甲局、市乙局等按职责分工负责)", "市甲局、市乙局", "市甲局、市乙局"),
        ("〔市甲局、市乙局牽頭,市丙委等按職責分工負責〕", "市甲局、市乙局牽頭,市丙委", "市甲局、市乙局"),
        ("(牵头单位:市甲局;责任单位:市乙局、市丙局)", "市甲局;责任单位:市乙局、市丙局", "市甲局"),
        ("(市甲局、市乙局按职责分工负责,各县区具体实施)", "市甲局、市乙局", "市甲局、市乙局"),
        ("(省甲厅负责)", "省甲厅", "省甲厅"),
    ],
)
def test_bodies_of_a_note(note: str, everyone: str, lead: str) -> None:
    parsed = parse_note(note)
    found, leading = note_answer(note, parsed, lead_only=False), note_answer(note, parsed, lead_only=True)
    assert found is not None
    assert leading is not None
    assert (found.of(note), leading.of(note)) == (everyone, lead)


@pytest.mark.parametrize(
    ("clause", "body"),
    [
        ("办公室设在市发展改革委", "市发展改革委"),
        ("已经市政府同意", "市政府"),
        ("在中央为资源部", "资源部"),
        ("由省城镇燃气安全工作专班负责", "省城镇燃气安全工作专班"),
        ("市节水和治污工作领导小组要统筹", "市节水和治污工作领导小组"),
    ],
)
def test_bodies_in_a_clause(clause: str, body: str) -> None:
    assert body in [span.of(clause) for span in bodies_in(clause)]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("于2023年1月6日印发", ["2023年1月6日"]),
        ("第一阶段(2023年8月至11月)", ["2023年8月至11月"]),
        ("2024年7月起施行", ["2024年7月起"]),
        ("到2025年底前建成", ["2025年底前"]),
        ("重点在5—9月治理", ["5—9月"]),
        ("建设3座电站", []),
    ],
)
def test_dates(text: str, dates: list[str]) -> None:
    assert [span.of(text) for span in dates_in(text)] == dates


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("领导小组下设办公室,办公室设在市发展改革委", ["市发展改革委"]),
        ("省政府负责同志担任召集人", ["省政府负责同志"]),
        ("鼓励重点企业建设再生资源分拣中心", []),
        ("负责领导小组日常工作", []),
    ],
)
def test_verbs_are_no_names(text: str, names: list[str]) -> None:
    assert [span.of(text) for span in bodies_in(text)] == names


@pytest.mark.parametrize(
    "clause", ["由办理人申请补办许可", "其他相关事项之办法", "全市渔船全部加装终端", "在甲岛建设智算中心"]
)
def test_what_only_ends_like_a_body_is_none(clause: str) -> None:
    assert not bodies_in(clause)


def test_the_assisting_bodies_of_a_note() -> None:
    note = "主办机关:经济发展局;协办机关:青年事务局"
    found = note_answer(note, parse_note(note), lead_only=False, assisting=True)
    assert found is not None
    assert found.of(note) == "青年事务局"


def test_the_kind_asked_for_is_no_name() -> None:
    assert echoes("矿泉法的主管机关是谁", "水利主管机关")
    assert not echoes("矿泉法的主管机关是谁", "资源部")
    assert not echoes("开发许可找谁申请", "县主管机关")


@pytest.mark.parametrize("name", ["市发展改革委", "省人民银行", "县住房和城乡建设局", "市人民政府办公厅", "区领导小组"])
def test_a_body_is_one_on_a_line_in_a_sentence_and_before_a_duty(name: str) -> None:
    assert is_body(name)
    assert [span.of(f"由{name}组织验收") for span in bodies_in(f"由{name}组织验收")] == [name]
    assert [duty.names for duty in find_duties(f"由{name}牵头")] == [(name,)]


@pytest.mark.parametrize(
    ("clause", "lists"),
    [
        ("由市委办和市政府办共同负责。", ["市委办和市政府办"]),
        ("河北省委和省政府印发本意见。", ["河北省委和省政府"]),
        ("常务会议由市长、副市长、市政府秘书长组成。", ["市长、副市长、市政府秘书长"]),
        ("委员会由主任、副主任和委员组成。", ["主任、副主任和委员"]),
        ("(市教育局、市残联、市财政局按职责分工负责)", ["市教育局、市残联、市财政局"]),
        ("市发改委牵头,市财政局、市审计局配合。", ["市发改委", "市财政局、市审计局"]),
    ],
)
def test_a_body_reaches_to_the_end_of_its_list(clause: str, lists: list[str]) -> None:
    assert [span.of(clause) for span in body_lists(clause)] == lists


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        ("责任单位:市委宣传部、省委网信办", ["市委宣传部", "省委网信办"]),
        ("报市政府办理。", ["市政府"]),
        ("由市应急局局长担任总指挥。", []),
        ("评选委员应当签署声明书。", []),
    ],
)
def test_a_body_is_neither_a_part_of_another_one_nor_the_office_of_a_person(clause: str, names: list[str]) -> None:
    assert [span.of(clause) for span in bodies_in(clause)] == names

"""What questions want, by table: a field, a figure, a body and its side, years, and the kind of answer in all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.normalise import normalise_text
from index.recognizers.quantity import Change
from index.recognizers.units import Kind
from retriever.query.intent import Intent, read_intent


def intent(question: str, *years: int) -> Intent:
    language = "en" if question[:1].isascii() and question[:1].isalpha() else "zh"
    return read_intent(normalise_text(question).lower(), language, years)


@pytest.mark.parametrize(
    ("question", "asks_for", "answer_kind"),
    [
        ("森林覆盖率要达到多少", "number", "number"),
        # Who is responsible asks for a body in whatever words.
        ("充电桩归谁管", "body", "body"),
        ("节水这一块谁来抓", "name", "body"),
        # Who issued a document asks for its field, and no duty.
        ("发布责任单位的方案何时印发", "date", "date"),
        ("街镇多久巡查一次", "number", "frequency"),
        ("建设哪几类项目,共多少", "number", "clause"),
        ("how often are pipes inspected", "clause", "frequency"),
        ("如何推进氢能发展", "clause", "clause"),
    ],
)
def test_the_kind_of_answer(question: str, asks_for: str, answer_kind: str) -> None:
    found = intent(question)
    assert (found.asks_for, found.answer_kind) == (asks_for, answer_kind)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("森林覆盖率目标", Kind.SHARE),
        ("what share of homes", Kind.SHARE),
        ("储能装机多少万千瓦", Kind.POWER),
        ("要减排多少吨", Kind.MASS),
        ("建设多少家工厂", Kind.COUNT),
        ("growing stock in cubic metres", Kind.VOLUME),
        ("交易额目标", Kind.MONEY),
    ],
)
def test_the_kind_of_figure(question: str, kind: Kind) -> None:
    assert kind in intent(question).figure.kinds


@pytest.mark.parametrize(
    ("question", "years", "targets"),
    [
        ("到2030年比2020年下降多少", (2020, 2030), {2030}),
        ("how much lower by 2030 compared with 2020", (2020, 2030), {2030}),
        ("2025年目标", (2025,), {2025}),
    ],
)
def test_base_years_are_not_asked_for(question: str, years: tuple[int, ...], targets: set[int]) -> None:
    assert intent(question, *years).years == targets


@pytest.mark.parametrize(
    ("question", "years", "targets", "named"),
    [
        ("2013年政府工作报告的粮食产量目标", (2013,), {2013}, {2013}),
        ("in the 2013 premier's report, how much grain?", (2013,), {2013}, {2013}),
        ("2024-2028年教育规划的目标", (2024, 2028), set(), set()),
        ("how many kilometres were added in the five years before 2013?", (2013,), set(), set()),
        ("2013年之前的五年新增多少公里", (2013,), set(), set()),
        ("2028年粮食产量目标是多少", (2028,), {2028}, set()),
    ],
)
def test_years_that_name_documents(question: str, years: tuple[int, ...], targets: set[int], named: set[int]) -> None:
    found = intent(question, *years)
    assert found.years == targets
    assert found.named_years == named


def test_other_years_can_be_asked_for_than_those_named() -> None:
    question = "2013年政府工作报告提出到2020年粮食产量多少"
    found = read_intent(question, "zh", (2013, 2020), instead=(2025, 2030))
    assert found.years == {2025, 2030}
    assert found.named_years == frozenset()
    assert not read_intent("公共充电桩", "zh", ()).figure.expected
    assert read_intent("公共充电桩", "zh", (), instead=(2025,)).figure.expected, (
        "who asks for a year asks for its figure"
    )


def test_direction_and_which_ones() -> None:
    assert intent("能耗要下降多少").figure.change is Change.FALL
    assert intent("年均增长多少").figure.change is Change.RISE
    assert not intent("哪几类项目").figure.expected
    assert intent("储能装机2025年", 2025).figure.expected


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("can schools make teachers help with attracting investment?", False),
        ("学校可以安排教师承担招商投资任务吗?", False),
        ("how much investment is planned?", True),
        ("投资要达到多少吗?", True),
    ],
)
def test_who_asks_whether_asks_for_no_figure(question: str, figure: bool) -> None:
    assert intent(question).figure.expected is figure


@pytest.mark.parametrize(
    ("question", "responsible", "lead"),
    [
        ("节约用水由谁负责", True, False),
        ("节水工作的牵头单位是谁?", True, True),
        ("充电桩归哪个部门管", True, False),
        ("who leads the water saving work?", True, True),
        ("which departments are responsible for water?", True, False),
        ("谁牵头,谁参与?", True, False),
        ("再生水利用率目标是多少", False, False),
        ("方案是谁印发的", False, False),
    ],
)
def test_questions_about_responsibility(question: str, responsible: bool, lead: bool) -> None:
    found = intent(question)
    assert found.responsibility is responsible
    assert found.lead is lead


@pytest.mark.parametrize(
    ("question", "duty", "assisting"),
    [
        ("海底光缆谁来推", True, False),
        ("哪个部门来推智慧渔业", True, False),
        ("创业基地的协办单位是谁", True, True),
        ("which yunqiao agency assists with the bases?", True, True),
        ("领导小组办公室设在哪个局", False, False),
        ("哪些宣传活动推动节能", False, False),
        ("污泥哪一年要做到无害化", False, False),
    ],
)
def test_questions_about_duties(question: str, duty: bool, assisting: bool) -> None:
    found = intent(question)
    assert found.duty is duty
    assert found.assisting is assisting


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("南陵方案是谁印发的", "issuer"),
        ("发文机关是哪个", "issuer"),
        ("who issued the plan?", "issuer"),
        ("方案什么时候印发", "issued_on"),
        ("方案的发布日期", "issued_on"),
        ("when was the plan published?", "issued_on"),
        ("方案的文号是多少", "doc_no"),
        ("what is the document number of the plan?", "doc_no"),
        ("方案依据的国务院文件文号", None),
        ("方案经谁审核通过", None),
        ("到2025年装机目标", None),
        ("行动计划是哪个单位发的", "issuer"),
        ("补贴是哪个单位发的钱", None),
    ],
)
def test_fields_of_a_document(question: str, field: str | None) -> None:
    assert intent(question).field == field


@pytest.mark.parametrize(
    ("question", "body_kind", "date_unit", "meaning", "number"),
    [
        ("办公室放在哪个厅", "厅", None, False, False),
        ("从几月搞到几月", None, "month", False, False),
        ("哪一天印发", None, "day", False, False),
        ("绿色建筑是指什么", None, None, True, False),
        ("依据的国务院文件文号", None, None, False, True),
    ],
)
def test_what_the_answer_has_to_give(
    question: str, body_kind: str | None, date_unit: str | None, meaning: bool, number: bool
) -> None:
    found = intent(question)
    assert (found.body_kind, found.date_unit, found.meaning, found.number) == (body_kind, date_unit, meaning, number)


@given(st.text(max_size=200), st.sampled_from(["zh", "en"]), st.sets(st.integers(1900, 2099), max_size=4))
def test_only_years_that_are_named_are_asked_for(text: str, language: str, years: set[int]) -> None:
    found = read_intent(normalise_text(text), language, years)
    assert found.named_years <= found.years <= years

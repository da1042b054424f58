"""Answers from reports, notices and rules: the year that governs, whole figures, whole lists; each built and asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build_index
from retriever.answer.assistant import Assistant

REPORT = """云岭市人民政府工作报告

——2023年2月10日在云岭市第八届人民代表大会第三次会议上

云岭市市长 甲

各位代表:

现在,我代表市人民政府,向大会报告工作,请予审议。

一、过去一年工作回顾

去年,全市新增就业2.1万人。比前年多增0.3万人。前年新增就业1.8万人。

二、今年工作安排

今年是落实“十四五”规划的重要一年。今年,全市新增就业2.4万人以上。明年,力争新增就业2.6万人。
"""

NOTICE = """云岭市人民政府办公室关于2021年图书馆闭馆安排的通知

云政办发〔2020〕30号

各区人民政府:

现将闭馆安排通知如下:

一、元旦:1月1日闭馆,共1天。
二、春节:2月11日至13日闭馆,共3天。2月7日(星期日)照常开放。

云岭市人民政府办公室
2020年12月20日
"""

RULES = """云岭市值班工作规定

第一条 信息最迟不超过4个小时上报市政府。

第二条 由市委办和市政府办共同负责。

第三条 月计薪天数=(365天-104天)÷12月=21.75天。

第四条 常务会议由市长、副市长、市政府秘书长组成。

第五条 年龄在22周岁以上,60周岁以下的可以值夜班。

第六条 值班每人每次补助一百八十元,连续补助三个月。
"""


def opened(folder: Path, text: str) -> Assistant:
    (folder / "a.txt").write_text(text, "utf-8")
    build_index([folder / "a.txt"], folder / "index")
    return Assistant.open(folder / "index")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("report"), REPORT)


@pytest.fixture(scope="module")
def notice(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("notice"), NOTICE)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("rules"), RULES)


@pytest.mark.parametrize(
    ("year", "text"), [(2021, "1.8万人"), (2022, "2.1万人"), (2023, "2.4万人以上"), (2024, "2.6万人")]
)
def test_a_report_answers_for_the_years_that_it_calls_last_and_this(report: Assistant, year: int, text: str) -> None:
    items = report.ask(f"云岭市{year}年新增就业多少人?").items
    assert [(item.text, item.year) for item in items] == [(text, year)]


@pytest.mark.parametrize("year", [2020, 2025])
def test_a_year_that_a_report_says_nothing_of_is_refused_and_a_plan_named_in_it_is_none(
    report: Assistant, year: int
) -> None:
    answer = report.ask(f"云岭市{year}年新增就业多少人?")
    assert answer.abstained
    assert answer.reason is not None
    assert "2023年" in answer.reason


def test_a_year_in_the_title_alone_answers_for_it_and_for_no_other_one(notice: Assistant) -> None:
    items = notice.ask("2021年春节闭馆几天?").items
    assert [(item.text, item.year) for item in items] == [("3天", 2021)]
    for year in (2020, 2022):
        assert notice.ask(f"{year}年春节闭馆几天?").abstained


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("信息最迟几小时上报市政府?", "不超过4个小时"),
        ("由哪些部门共同负责?", "市委办和市政府办"),
        ("月计薪天数是多少?", "21.75天"),
        ("常务会议由哪些人组成?", "市长、副市长、市政府秘书长"),
        ("年龄多少周岁以上可以值夜班?", "22周岁以上"),
    ],
)
def test_figures_formulas_and_lists_are_answered_whole(rules: Assistant, question: str, text: str) -> None:
    assert [item.text for item in rules.ask(question).items][:1] == [text]


def test_an_amount_is_never_a_time(rules: Assistant) -> None:
    query = rules.engine.analyse("值班补助金额是多少?")
    scored = rules.considered(query, rules.engine.search(query, 20))
    figures = {rules.corpus.slice(one.candidate.item.doc_id, one.candidate.answer) for one in scored}
    assert "一百八十元" in figures
    assert not {"三个月", "不超过4个小时"} & figures


ROSTER = """云岭市人民政府办公室关于调整市防汛指挥部组成人员的通知

云政办函〔2023〕9号

各区人民政府:

现将调整后的组成人员名单通知如下:

总 指 挥:赵一  市长
副总指挥:钱二  副市长
     孙三  市政府秘书长
秘 书 长:李四  市水利局局长
成  员:
(一)市直部门
周 五  市财政局副局长
吴六一  市应急局副局长

市防汛指挥部办公室设在市水利局,李四兼任办公室主任。

云岭市人民政府办公室
2023年5月6日
""".replace("  ", "\u3000\u3000")


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("roster"), ROSTER)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("总指挥是谁?", ["赵一"]),
        ("副总指挥是谁?", ["钱二", "孙三"]),
        ("秘书长是谁?", ["李四"]),
        ("市政府秘书长是谁?", ["孙三"]),
        ("市财政局的成员是谁?", ["周 五"]),
        ("市应急局副局长是谁?", ["吴六一"]),
    ],
)
def test_a_roster_answers_with_the_holder_of_the_very_office(
    roster: Assistant, question: str, names: list[str]
) -> None:
    assert [item.text for item in roster.ask(question).items] == names


TABLES = """云岭市数字经济发展规划

一、发展目标

单位:亿元
指标\t2025年\t\t2030年\t
指标\t目标值\t下限\t目标值\t下限
数据产业规模\t120\t100\t300\t260
软件业务收入\t80\t70\t150\t140

二、重点项目

项目名称\t建设内容\t建设地点\t总投资(亿元)
云岭数据中心\t建设机柜2000架\t东区\t12
算力调度平台\t建设调度系统\t西区\t3.5

三、考核

一级指标\t二级指标\t指标性质\t指标说明
一、医疗质量\t1.床位使用率▲\t定量\t查阅资料
一、医疗质量\t2.设备维护\t定性\t查阅资料
注:标记“▲”的1个指标为国家监测指标。

四、其他

手术占比\t定量\t计算方法:手术人次/出院人次×100%。指标来源:病案首页。
"""


@pytest.fixture(scope="module")
def tables_asked(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("tables"), TABLES)


@pytest.mark.parametrize(
    ("question", "text", "year"),
    [
        ("2025年数据产业规模目标值是多少?", "120", 2025),
        ("2030年软件业务收入下限是多少?", "140", 2030),
        ("云岭数据中心的建设地点在哪里?", "东区", None),
        ("算力调度平台的建设内容是什么?", "建设调度系统", None),
        ("设备维护的指标性质是什么?", "定性", None),
        ("手术占比如何计算?", "手术人次/出院人次×100%", None),
        ("手术占比的指标来源是什么?", "病案首页", None),
    ],
)
def test_a_table_answers_with_the_cell_of_the_row_and_column_that_are_named(
    tables_asked: Assistant, question: str, text: str, year: int | None
) -> None:
    first = tables_asked.ask(question).items[0]
    assert (first.text, first.year) == (text, year)

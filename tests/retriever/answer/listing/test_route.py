"""The form of a question says that it wants a list; what it is about never does."""

from __future__ import annotations

import pytest

from retriever.answer.listing.route import Route, route_of


@pytest.mark.parametrize(
    ("question", "route", "what"),
    [
        ("哪些城市提到氢能", Route.MENTIONS, "氢能"),
        ("which cities mention hydrogen?", Route.MENTIONS, "hydrogen"),
        ("哪些文件提到CCUS", Route.MENTIONS, "CCUS"),
        ("有哪几份方案里提到了“碳汇”?", Route.MENTIONS, "碳汇"),
        ("which documents mention carbon sinks?", Route.MENTIONS, "carbon sinks"),
        ("南陵市林业局承担哪些任务", Route.DUTIES, "南陵市林业局"),
        ("哪些任务由市气象局负责?", Route.DUTIES, "市气象局"),
        ("列出南陵的十大行动", Route.HEADINGS, "南陵的十大行动"),
        ("北禾方案的目录", Route.HEADINGS, "目录"),
        ("列出北禾2025年的量化目标", Route.FIGURES, ""),
        ("list the quantitative targets of Nanling", Route.FIGURES, ""),
        ("北禾的方案依据哪些上位文件", Route.BASIS, ""),
        ("哪个城市的森林覆盖率目标最高?", Route.EXTREME, "+森林覆盖率目标"),
        ("漏损率最低的是哪个城市", Route.EXTREME, "-漏损率"),
        ("which city has the highest leakage rate?", Route.EXTREME, "+leakage rate"),
    ],
)
def test_a_list_is_told_by_its_form(question: str, route: Route, what: str) -> None:
    wanted = route_of(question)
    assert (wanted.route, wanted.what) == (route, what)


@pytest.mark.parametrize(
    "question",
    [
        "新建厂房屋顶光伏覆盖率目标?",
        "谁负责节约用水?",
        "推广新能源车辆有哪些措施?",  # what the text says of measures, no headings
        "哪个部门负责森林防火?",
        "最高补贴多少?",
        "申请需要提交哪些文件?",  # papers to hand in, not documents of the corpus
        "市财政局安排什么资金?",
        "森林覆盖率要达到多少?",
        "本办法自什么时候起施行?",
        "列入目录的产品有哪些要求?",
        "智能建造 成熟技术目录",
        "几个工作日内审核完更新的目录",
        "罚款依据什么?",
    ],
)
def test_whatever_else_is_read_for(question: str) -> None:
    assert route_of(question).route is Route.ANSWER

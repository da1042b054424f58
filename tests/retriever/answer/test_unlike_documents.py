"""Documents unlike those of the small corpus: a law without a place, a report of a year, a plan with several notes."""

from __future__ import annotations

import pytest

from retriever.answer.assistant import Assistant


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("云桥海底光缆登陆站谁来推?", "市工业和信息化局牵头,市科学技术局"),
        ("云桥海底光缆登陆站建设由谁牵头?", "市工业和信息化局"),
        ("云桥创业基地的协办机关是谁?", "青年事务局"),
        ("云桥智慧渔业的主管部门", "市海洋与渔业局"),
        ("云桥数字发展行动计划是哪个单位发的", "云桥市人民政府办公室"),
        ("矿泉法的中央主管机关是谁?", "资源部"),
    ],
)
def test_who(unlike_assistant: Assistant, question: str, text: str) -> None:
    assert [item.text for item in unlike_assistant.ask(question).items][:1] == [text]


def test_the_year_of_a_report_is_no_target(unlike_assistant: Assistant) -> None:
    engine, corpus = unlike_assistant.engine, unlike_assistant.corpus
    query = engine.analyse("2013年政府工作报告提出全省粮食产量达到多少?")
    scored = unlike_assistant.considered(query, engine.search(query, 20))
    found = [one.candidate for one in scored if one.candidate.form == "quantity"]
    assert [c.answer.of(corpus.texts[c.item.file]) for c in found][:2] == ["950万吨", "900万吨"]
    assert not any(c.fit.year_clash for c in found)


def test_a_hotline_is_no_year(unlike_assistant: Assistant) -> None:
    assert [i.text for i in unlike_assistant.ask("服务热线1999平均接通时间不超过多少秒?").items] == ["不超过15秒"]


def test_a_law_without_a_place_answers_for_a_place_unknown(unlike_assistant: Assistant) -> None:
    answer = unlike_assistant.ask("深圳矿泉使用者未安装计量设备处多少元罚款?")
    assert [item.text for item in answer.items] == ["二千元"]
    refused = unlike_assistant.ask("深圳要建设多少个数字渔场?")
    assert refused.abstained
    assert refused.reason == "语料中没有深圳市的文件。"

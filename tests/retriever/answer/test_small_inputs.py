"""Small documents of many kinds, each built and asked: what went wrong once and is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build_index
from retriever.answer.assistant import Assistant

VOLUME = """云州市电力交易规则汇编(2024年版)

总目录

1.云州市市场准入细则.....3
2.云州市计量管理细则.....12

云州市市场准入细则

第一章 总则

第一条 为规范市场主体准入,制定本细则。

第二条 申请准入的用户年用电量不低于500万千瓦时。

云州市计量管理细则

第一章 总则

第一条 为规范电能计量管理,制定本细则。

第二条 计量装置每六年检定一次。
"""

ROWS = """云州市国土绿化任务分解表
附件:各区县任务
区县\t指标\t2025年
东岭县\t新增造林面积(亩)\t1200
东岭县\t湿地修复面积(亩)\t300
西岭县\t新增造林面积(亩)\t800
西岭县\t湿地修复面积(亩)\t450
"""

RESOURCES = """法規名稱:某某資源管理辦法
修正日期:民國 112 年 02 月 15 日

第 1 條
本辦法依水污染防治法第十條規定訂定之。

第 2-1 條
違反者處新臺幣三萬元以上三十萬元以下罰鍰。
"""

SPACED = (
    "<html><head><meta charset='utf-8'><title>香 港 年 報</title></head><body><p>香 港 特 別 行 政 區 目 前 實\n"
    "施 的 法 律 包 括 :</p><p>( 一 ) 《 基 本 法 》 ;</p>"
    "<p>( 二 ) 《 基 本 法 》 附 件 三 載 列 的 全 國 性 法 律 ;</p>"
    "<p>目 前 有 1 1 條 全 國 性 法 律 適 用 於 香 港 特 區 。</p></body></html>"
)

DUTIES = """法規名稱:某縣選務辦事細則

第 1 條
本細則依某法訂定之。

第 2 條
第一組掌理選務宣導事項。

第 3 條
第二組掌理選舉人名冊之編造。
"""

NOTICE = """云州市人民政府办公室
关 于 加 强 节 约 用 水 的 通 知

云政办发〔2023〕8号

各区人民政府:

一、用水户每年节水不少于百分之五。

云州市人民政府办公室
2023年2月3日
"""

REPORT = """云州市人民政府工作报告

——2024年1月20日在云州市第八届人民代表大会第四次会议上

一、2023年工作回顾

新增就业1.9万人。

二、2024年经济社会发展总体要求

今年是实现“十四五”规划目标任务的关键一年。今年发展主要预期目标是:地区生产总值增长5%左右;新增就业2万人以上。
"""


def asked(folder: Path, name: str, text: str, question: str) -> list[tuple[str, tuple[str, ...]]]:
    """Texts and headings of the answers that one document gives."""
    (folder / name).write_text(text, encoding="utf-8")
    build_index([folder / name], folder / "index", workers=1)
    items = Assistant.open(folder / "index").ask(question).items
    return [(item.text, item.citation.path) for item in items]


@pytest.mark.parametrize("question", ["计量管理细则第二条规定了什么?", "计量装置多久检定一次?"])
def test_a_volume_answers_out_of_the_rules_that_are_meant(tmp_path: Path, question: str) -> None:
    ((text, path),) = asked(tmp_path, "volume.txt", VOLUME, question)
    assert "每六年检定一次" in text
    assert path == ("第一章 总则", "第二条")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("西岭县的湿地修复面积", ["450"]),
        ("西岭县2025年湿地修复面积是多少?", ["450"]),
        ("东岭县湿地修复面积是多少?", ["300"]),
        ("北山县湿地修复面积是多少?", []),
    ],
)
def test_a_row_answers_for_the_county_that_it_is_of_and_no_row_for_another(
    tmp_path: Path, question: str, expected: list[str]
) -> None:
    assert [text for text, _ in asked(tmp_path, "rows.txt", ROWS, question)] == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("某某資源管理辦法第2-1條", "違反者處新臺幣三萬元以上三十萬元以下罰鍰。"),
        ("某某資源管理辦法第2-1條的罰鍰是多少?", "三萬元以上三十萬元以下"),
    ],
)
def test_an_article_put_in_by_number_is_that_one_and_not_the_first(
    tmp_path: Path, question: str, expected: str
) -> None:
    assert [(text, path[-1]) for text, path in asked(tmp_path, "r.txt", RESOURCES, question)] == [
        (expected, "第 2-1 條")
    ]


def test_a_text_with_a_space_behind_every_character_gives_the_whole_number(tmp_path: Path) -> None:
    answers = asked(tmp_path, "sp.html", SPACED, "目前有多少條全國性法律適用於香港特區?")
    assert [text for text, _ in answers] == ["11條"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [("選務辦事細則第3條", "第二組掌理選舉人名冊之編造。"), ("選舉人名冊之編造由哪一組掌理?", "第二組")],
)
def test_an_article_whose_text_begins_like_a_number_is_found_under_its_own(
    tmp_path: Path, question: str, expected: str
) -> None:
    assert asked(tmp_path, "own.txt", DUTIES, question) == [(expected, ("第 3 條",))]


def test_a_title_set_apart_letter_by_letter_names_its_document(tmp_path: Path) -> None:
    answers = asked(tmp_path, "sp.txt", NOTICE, "关于加强节约用水的通知是什么时候印发的?")
    assert [text for text, _ in answers] == ["2023年2月3日"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [("2024年新增就业目标是多少?", ["2万人以上"]), ("2025年新增就业目标是多少?", [])],
)
def test_a_plan_that_a_report_mentions_gives_its_years_to_none_of_its_figures(
    tmp_path: Path, question: str, expected: list[str]
) -> None:
    assert [text for text, _ in asked(tmp_path, "y.txt", REPORT, question)] == expected


SHARES = """南陵市碳达峰实施方案

到2030年,单位地区生产总值二氧化碳排放强度降低35.8%;非化石能源占一次能源消费比重达到省定目标要求。
"""


def test_a_share_is_not_answered_with_the_size_of_a_change_that_stands_beside_it(tmp_path: Path) -> None:
    answers = asked(tmp_path, "s.txt", SHARES, "南陵市2030年非化石能源占一次能源消费比重是多少?")
    assert not [text for text, _ in answers if text in ("降低35.8%", "35.8%")]


@pytest.mark.parametrize("question", ["的", "hello", "asdf"])
def test_what_says_nothing_that_the_corpus_says_is_no_question(tmp_path: Path, question: str) -> None:
    assert asked(tmp_path, "s.txt", SHARES, question) == []

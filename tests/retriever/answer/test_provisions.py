"""Parts of articles, by the names that the law of each place gives them."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.language.normalise import normalise_text
from retriever.answer.articles import article_of
from retriever.query.article_asked import article_asked, parts_asked
from tests.retriever.conftest import SmallCorpus, assistant_of

MAINLAND = """云州市河道管理条例
第一条 为了加强河道管理，制定本条例。
第二条 本条例适用于本市行政区域内河道。
市水行政主管部门负责河道管理工作。
本条例所称河道，包括下列：
（一）天然河道；
（二）人工水道：
1.渠道；
2.运河；
（三）行洪区。
前款第三项的范围由市人民政府公布。
第二条之一 禁止在河道内设置网箱。
第三条 违反本条例第二条之一规定的，处二千元罚款。
"""
TAIWAN = """某縣河川管理自治條例
第 1 條
本自治條例依水利法訂定之。
第 2 條
本自治條例所稱主管機關為縣政府。
申請使用者，應檢具下列文件：
一、申請書。
二、圖說，其內容如下：
（一）位置圖。
（二）平面圖。
三、切結書。
第 2-1 條
第二條之文件不全者，限期補正。
"""
HONG_KONG = """雲州河道條例
第1條 簡稱
本條例可稱為河道條例。
第2條 釋義
(1) 在本條例中，河道指任何水道。
(2) 署長可藉公告修訂附表。
"""
INLINE = """云州市湖泊条例
第一条 湖泊保护坚持下列原则：（一）保护优先；（二）统一规划；（三）社会参与。
第二条 本条例自公布之日起施行。
"""


def part(tmp_path: Path, text: str, question: str) -> list[str] | None:
    corpus = SmallCorpus(tmp_path, (text,))
    asked = normalise_text(question)
    number = article_asked(asked)
    assert number is not None
    found = article_of(corpus, 0, number, parts_asked(asked))
    return None if found is None else [corpus.slice(0, clause.span) for clause in found]


@pytest.mark.parametrize(
    ("text", "question", "said"),
    [
        (MAINLAND, "第二条第二款", ["市水行政主管部门负责河道管理工作。"]),
        (MAINLAND, "第二条第三款第（三）项", ["行洪区。"]),
        (MAINLAND, "第二条第3款第1项", ["天然河道；"]),
        (MAINLAND, "第二条第三款第二项第2目", ["运河；"]),
        (MAINLAND, "第二条第（三）项", ["行洪区。"]),
        (MAINLAND, "第二条第四款", ["前款第三项的范围由市人民政府公布。"]),
        (MAINLAND, "第二条之一", ["禁止在河道内设置网箱。"]),
        (MAINLAND, "article 2 paragraph 3 item 1", ["天然河道；"]),
        (MAINLAND, "paragraph 2 of article 2", ["市水行政主管部门负责河道管理工作。"]),
        (MAINLAND, "article 2(2)", ["市水行政主管部门负责河道管理工作。"]),
        (TAIWAN, "第 2 條第 1 項", ["本自治條例所稱主管機關為縣政府。"]),
        (TAIWAN, "第二條第二項第三款", ["切結書。"]),
        (TAIWAN, "第二條第三款", ["切結書。"]),
        (TAIWAN, "第 2 條第 2 項第 2 款第 1 目", ["位置圖。"]),
        (TAIWAN, "第 2-1 條", ["第二條之文件不全者，限期補正。"]),
        (HONG_KONG, "第2條第(2)款", ["署長可藉公告修訂附表。"]),
        (INLINE, "第一条第二项", ["统一规划；"]),
    ],
)
def test_a_part_of_an_article_is_that_part_and_nothing_else(
    tmp_path: Path, text: str, question: str, said: list[str]
) -> None:
    found = part(tmp_path, text, question)
    assert found is not None
    # An item's label is its heading or stands in its leaf.
    assert [clause[-len(end) :] for clause, end in zip(found, said, strict=True)] == said


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (MAINLAND, "第二条第五款"),
        (MAINLAND, "第二条第二款第一项"),
        (MAINLAND, "第一条第二款"),
        (MAINLAND, "第二条第九项"),
        (TAIWAN, "第二條第一項第一款"),
    ],
)
def test_a_part_that_is_not_there_is_not_given(tmp_path: Path, text: str, question: str) -> None:
    assert part(tmp_path, text, question) == []


def test_a_part_that_is_not_there_is_refused_and_said(tmp_path: Path) -> None:
    answer = assistant_of(SmallCorpus(tmp_path, (MAINLAND,))).ask("云州市河道管理条例第二条第五款规定什么?")
    assert answer.abstained
    assert answer.reason == "该文件没有这一条,或这一条没有所问的款项。"


def test_the_part_asked_for_is_the_answer(tmp_path: Path) -> None:
    answer = assistant_of(SmallCorpus(tmp_path, (MAINLAND,))).ask("云州市河道管理条例第二条第二款是什么?")
    assert [item.text for item in answer.items] == ["市水行政主管部门负责河道管理工作。"]

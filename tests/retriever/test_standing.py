"""What says that a document is no longer in force, beside every citation from it."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from index.build import build_index
from retriever.answer.assistant import Assistant
from retriever.answer.contract import answer_object
from retriever.standing import ceased

ARTICLES = "第一条 为了加强管理,制定本办法。\n"
DOCUMENTS = {
    "park.txt": (
        "云州市公园管理办法\n云政发〔2010〕3号\n" + ARTICLES + "第二条 公园每日开放十二小时。\n"
        "第三条 本办法自2010年5月1日起施行。\n"
    ),
    "green.txt": (
        "云州市绿地管理条例\n(2019年3月1日云州市第三届人民代表大会常务委员会第二次会议通过)\n"
        + ARTICLES
        + "第二条 占用绿地不得超过百分之三。\n"
        "第三条 本条例自2019年6月1日起施行。《云州市公园管理办法》(云政发〔2010〕3号)同时废止。\n"
    ),
    "grant.txt": (
        "云州市补贴办法\n云政发〔2018〕30号\n" + ARTICLES + "第二条 每户补贴一千元。\n"
        "第三条 本办法自2018年5月1日起施行,有效期五年。\n"
    ),
    "river.txt": (
        "云州市河道管理办法\n云政发〔2012〕9号\n" + ARTICLES + "第二条 河道每季度巡查一次。\n"
        "第三条 《云州市绿地管理条例》第二条、《某省河道规定》同时废止。\n"
    ),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("standing")
    (folder / "corpus").mkdir()
    for name, text in DOCUMENTS.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    build_index([folder / "corpus"], folder / "index", workers=1)
    return Assistant.open(folder / "index")


def how(assistant: Assistant, file: str, year: int) -> str | None:
    (document,) = (d for d in assistant.corpus.documents if d.source_path == file)
    found = ceased(assistant.corpus, document.doc_id, datetime.date(year, 1, 1))
    return found.how if found else None


def test_a_document_has_ceased_once_another_one_that_repeals_it_is_in_force(assistant: Assistant) -> None:
    assert how(assistant, "park.txt", 2019) is None
    assert how(assistant, "park.txt", 2020) == "replaced"


def test_a_document_has_ceased_after_its_last_day(assistant: Assistant) -> None:
    assert how(assistant, "grant.txt", 2023) is None
    assert how(assistant, "grant.txt", 2024) == "expired"


def test_the_repeal_of_an_article_is_not_that_of_the_document(assistant: Assistant) -> None:
    assert how(assistant, "green.txt", 2030) is None
    assert how(assistant, "river.txt", 2030) is None


def test_citations_and_hits_say_so(assistant: Assistant) -> None:
    given = answer_object(assistant.ask("公园每日开放多少小时?"), assistant.corpus)
    gone = {"how": "replaced", "on": "2019-06-01", "by": "云州市绿地管理条例"}
    assert given["answers"][0]["citation"]["ceased"] == gone
    assert {hit["file"]: hit["ceased"] for hit in given["hits"]}["park.txt"] == gone

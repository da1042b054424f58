"""Questions for a date of a document by its verb, and questions that name a document by its number."""

from __future__ import annotations

import pytest

from index.build import build_index
from retriever.answer.assistant import Assistant

DOCUMENTS = {
    "parking.txt": (
        "云州市人民政府关于印发云州市停车场管理暂行办法的通知\n云政发〔2022〕41号\n各区人民政府:\n"
        "现将《云州市停车场管理暂行办法》印发给你们,请认真贯彻执行。\n云州市人民政府\n2022年12月13日\n"
        "云州市停车场管理暂行办法\n第一条 为规范停车场管理,制定本办法。\n第二条 停车费每小时不超过五元。\n"
        "第三条 本办法自2023年2月1日起施行,有效期五年。\n"
    ),
    "market.txt": (
        "云州市人民政府办公室关于印发数据要素市场管理办法的通知\n云政办发﹝2022﹞10号\n各区人民政府:\n现予印发。\n"
        "云州市人民政府办公室\n2022年9月1日\n数据要素市场管理办法\n第一条 为培育数据要素市场,制定本办法。\n"
        "第二条 交易手续费不超过千分之三。\n第三条 落实《省数据条例》(某政发〔2020〕7号)。\n"
    ),
    "archive.txt": (
        "云州市人民政府办公室关于加强档案工作的通知\n云政办字【2022】11号\n各区人民政府:\n一、档案保管期限为三十年。\n"
        "二、停车费每小时不超过两元。\n云州市人民政府办公室\n2022年10月1日\n"
    ),
}

DOCUMENTS["toilets.txt"] = (
    "中华人民共和国国家标准\nGB/T 39999—2021\n公共厕所卫生规范\n2021-03-09发布  2021-10-01实施\n国家市场监督管理总局\n"
    "国家标准化管理委员会 发布\n1 范围\n本标准规定了公共厕所的卫生要求。\n2 要求\n2.1 氨浓度不大于0.3mg/m3。\n"
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("heads")
    (folder / "corpus").mkdir()
    for name, text in DOCUMENTS.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    build_index([folder / "corpus"], folder / "index", workers=1)
    return Assistant.open(folder / "index")


def texts(assistant: Assistant, question: str) -> list[str]:
    return [item.text for item in assistant.ask(question).items]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("停车场管理暂行办法从哪天开始施行?", "2023年2月1日"),
        ("停车场管理暂行办法是什么时候印发的?", "2022年12月13日"),
        ("停车场管理暂行办法有效期多久?", "五年"),
    ],
)
def test_a_date_is_chosen_by_the_verb(assistant: Assistant, question: str, text: str) -> None:
    assert texts(assistant, question) == [text]


def test_a_date_that_is_of_another_act_does_not_answer(assistant: Assistant) -> None:
    assert texts(assistant, "停车场管理暂行办法什么时候废止?") == []
    assert "2022年9月1日" not in texts(assistant, "数据要素市场管理办法什么时候开始施行?")


@pytest.mark.parametrize(
    "number",
    [
        "云政办字〔2022〕11号",
        "云政办字【2022】11号",
        "云政办字[2022]11号",
        "云政办字﹝2022﹞第11号",
        "云政办字（2022） 11 号",
    ],
)
def test_a_number_in_any_brackets_is_about_its_document_alone(assistant: Assistant, number: str) -> None:
    answer = assistant.ask(f"{number}规定停车费每小时不超过多少?")
    assert [item.text.removeprefix("不超过") for item in answer.items] == ["两元"]
    owners = {assistant.corpus.passage(hit.passage_id).doc_id for hit in answer.hits}
    assert {assistant.corpus.documents[owner].source_path for owner in owners} == {"archive.txt"}


def test_a_number_alone_is_answered_with_what_the_document_is_called(assistant: Assistant) -> None:
    for question in ("云政办发〔2022〕10号", "云政办发〔2022〕10号是什么文件?"):
        assert texts(assistant, question) == ["数据要素市场管理办法"]
    assert texts(assistant, "云政办发〔2022〕10号是什么时候印发的?") == ["2022年9月1日"]


@pytest.mark.parametrize(
    "number", ["云政办发〔2022〕12号", "云政办发〔2021〕10号", "云政办字〔2022〕10号", "GB/T 39998-2021"]
)
def test_a_number_that_no_document_has_gets_no_answer(assistant: Assistant, number: str) -> None:
    answer = assistant.ask(f"{number}规定交易手续费不超过多少?")
    assert answer.abstained
    assert answer.reason == f"语料中没有文号为{number}的文件。"


def test_a_number_that_is_only_cited_is_answered_where_it_is_cited(assistant: Assistant) -> None:
    answer = assistant.ask("数据要素市场管理办法落实的某政发〔2020〕7号是什么文件?")
    assert {item.citation.file for item in answer.items} <= {"market.txt"}
    assert answer.reason is None or "文号" not in answer.reason


def test_a_standard_is_asked_by_its_number_and_by_its_title(assistant: Assistant) -> None:
    assert texts(assistant, "GB/T 39999-2021什么时候实施?") == ["2021-10-01"]
    assert texts(assistant, "公共厕所卫生规范由谁发布?") == ["国家市场监督管理总局", "国家标准化管理委员会"]

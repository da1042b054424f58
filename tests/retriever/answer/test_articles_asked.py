"""Articles and parts of them asked by number, with and without the document that they are of; built and asked."""

from __future__ import annotations

import pytest

from index.build import build_index
from retriever.answer.assistant import Assistant
from retriever.search.filters import Filters

RIVERS = """云州市河道管理条例

第一章 总则

第一条 为了加强河道管理,制定本条例。

第二条 本条例适用于本市行政区域内河道。
市水行政主管部门负责河道管理工作。
本条例所称河道,包括下列:
(一)天然河道;
(二)人工水道;
(三)行洪区。

第三条 违反本条例规定的,处二千元罚款。
"""

PARKS = """云州市公园条例

第一章 总则

第一条 为了加强公园管理,制定本条例。

第二条 公园由市园林主管部门管理。

第三条 违反本条例规定的,处五百元罚款。

第四条 公园每日开放时间不少于十二小时。
"""

RESOURCES = """法規名稱:某某資源管理辦法

第 1 條
本辦法依某法訂定之。

第 2-1 條
違反者處新臺幣三萬元以上三十萬元以下罰鍰。
違反前項規定者,得按次處罰。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("articles")
    for name, text in {"rivers.txt": RIVERS, "parks.txt": PARKS, "resources.txt": RESOURCES}.items():
        (folder / name).write_text(text, encoding="utf-8")
    build_index([folder / name for name in ("rivers.txt", "parks.txt", "resources.txt")], folder / "index", workers=1)
    return Assistant.open(folder / "index")


def texts(assistant: Assistant, question: str, filters: Filters | None = None) -> list[str]:
    return [item.text for item in assistant.ask(question, filters=filters).items]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("第四条规定了什么?", ["公园每日开放时间不少于十二小时。"]),
        ("第二条第三款第三项", ["(三)行洪区。"]),
        ("第二条第二款规定了什么?", ["市水行政主管部门负责河道管理工作。"]),
        ("第 2-1 條 第二項", ["違反前項規定者,得按次處罰。"]),
        ("第2-1條的罰鍰是多少?", ["三萬元以上三十萬元以下"]),
        ("Article 4", ["公园每日开放时间不少于十二小时。"]),
    ],
)
def test_what_one_document_alone_has_needs_no_name_of_it(
    assistant: Assistant, question: str, expected: list[str]
) -> None:
    assert texts(assistant, question) == expected


def test_an_article_that_several_have_is_given_once_for_each_that_has_it(assistant: Assistant) -> None:
    items = assistant.ask("第三条规定了什么?").items
    assert sorted(item.text for item in items) == ["违反本条例规定的,处二千元罚款。", "违反本条例规定的,处五百元罚款。"]
    assert {item.citation.file for item in items} == {"rivers.txt", "parks.txt"}
    assert all(item.confidence < 0.5 for item in items)


def test_within_chosen_documents_an_article_is_that_of_those(assistant: Assistant) -> None:
    assert texts(assistant, "第三条规定了什么?", Filters(documents=("parks.txt",))) == [
        "违反本条例规定的,处五百元罚款。"
    ]


@pytest.mark.parametrize("question", ["噪声污染防治法第四条怎么规定的?", "《湖泊条例》第四条规定了什么?"])
def test_the_article_of_a_document_that_is_not_there_is_not_answered_from_another(
    assistant: Assistant, question: str
) -> None:
    assert texts(assistant, question) == []


def test_the_document_that_is_named_is_answered_from_alone(assistant: Assistant) -> None:
    assert texts(assistant, "公园条例第三条的罚款是多少?") == ["五百元"]
    assert texts(assistant, "河道管理条例第三条的罚款是多少?") == ["二千元"]

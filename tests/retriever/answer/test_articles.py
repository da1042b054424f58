"""Articles asked for by their number."""

from __future__ import annotations

from retriever.answer.assistant import Assistant


def test_an_article_is_looked_up(unlike_assistant: Assistant) -> None:
    answer = unlike_assistant.ask("矿泉法第二条规定什么?")
    assert [item.text for item in answer.items] == ["矿泉使用者应当安装计量设备,未安装计量设备的,处二千元罚款。"]
    assert answer.items[0].citation.path[-1:] == ("第二条",)


def test_an_article_that_is_not_there_is_refused(unlike_assistant: Assistant) -> None:
    answer = unlike_assistant.ask("矿泉法第四十条规定什么?")
    assert answer.abstained
    assert answer.reason == "该文件没有这一条。"

"""Lists over a small index: complete, in order, each entry cited where it stands."""

from __future__ import annotations

import pytest

from index.build import build_index
from index.types import Answer
from retriever.answer.assistant import Assistant

NANLING = """南陵市碳达峰实施方案
南陵市人民政府
2023年3月5日
为落实《东川省碳达峰实施方案》,依据《中华人民共和国节约能源法》,制定本方案。
一、主要目标
到2025年,森林覆盖率达到60%,供水管网漏损率控制在9%以内。到2030年,森林覆盖率达到62%。
二、三大行动
(一)节水行动。推广节水器具。开展CCUS示范。(市水利局牵头,市财政局配合)
(二)绿化行动。保护古树名木。(市林业局负责)
(三)交通行动。推广电动公交车,参照《电动汽车推广办法》执行。(市交通运输局、市林业局按职责分工负责)
"""
BEIHE = """北禾市綠色發展實施方案
北禾市人民政府
2024年5月6日
一、主要目標
到2025年,森林覆蓋率達到55%,數據中心建設綠色。
二、重點任務
(一)造林任務。擴大碳匯。(市林業局負責)
(二)節水任務。推廣CCUS技術。擴大CCUS應用。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("lists")
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(NANLING, encoding="utf-8")
    (folder / "in" / "b.txt").write_text(BEIHE, encoding="utf-8")
    build_index([folder / "in"], folder / "index", workers=1)
    return Assistant.open(folder / "index")


def texts(answer: Answer) -> list[str]:
    return [item.text.strip() for item in answer.items]


def test_documents_that_say_a_word_most_often_come_first(assistant: Assistant) -> None:
    answer = assistant.ask("哪些文件提到CCUS?")
    assert answer.intent == "mentions"
    assert [item.place for item in answer.items] == ["北禾市", "南陵市"]
    assert all("CCUS" in text for text in texts(answer))


def test_english_words_are_said_by_their_translations(assistant: Assistant) -> None:
    answer = assistant.ask("Which documents mention carbon sinks?")
    assert answer.intent == "mentions"
    assert [item.citation.file for item in answer.items] == ["b.txt"]


def test_the_other_script_is_found_as_well(assistant: Assistant) -> None:
    assert [item.citation.file for item in assistant.ask("哪些文件提到碳汇").items] == ["b.txt"]


def test_a_word_that_no_document_says_is_no_list(assistant: Assistant) -> None:
    assert assistant.ask("哪些文件提到氢冶金?").intent == "answer"


def test_the_tasks_of_a_body_are_the_items_whose_notes_name_it(assistant: Assistant) -> None:
    answer = assistant.ask("南陵市林业局承担哪些任务?")
    assert answer.intent == "duties"
    assert texts(answer) == ["(二)绿化行动。", "(三)交通行动。"]


def test_a_body_of_another_name_is_none_of_them(assistant: Assistant) -> None:
    assert texts(assistant.ask("南陵市财政局负责什么?")) == ["(一)节水行动。"]


def test_headings_are_as_many_as_the_question_counts(assistant: Assistant) -> None:
    answer = assistant.ask("列出南陵的三大行动")
    assert answer.intent == "headings"
    assert texts(answer) == ["(一)节水行动。", "(二)绿化行动。", "(三)交通行动。"]


def test_an_outline_has_the_upper_headings_in_order(assistant: Assistant) -> None:
    listed = texts(assistant.ask("北禾方案的目录"))
    assert listed == ["一、主要目標", "二、重點任務", "(一)造林任務。", "(二)節水任務。"]


def test_targets_are_those_of_the_place_and_the_year(assistant: Assistant) -> None:
    answer = assistant.ask("列出南陵2025年的量化目标")
    assert answer.intent == "figures"
    assert [(item.text, item.year) for item in answer.items] == [("60%", 2025), ("9%", 2025)]


def test_the_basis_of_a_document_is_what_it_says_it_rests_on(assistant: Assistant) -> None:
    answer = assistant.ask("南陵的方案依据哪些文件制定?")
    assert texts(answer) == ["《东川省碳达峰实施方案》", "《中华人民共和国节约能源法》"]


def test_places_are_compared_for_the_year_that_most_of_them_state(assistant: Assistant) -> None:
    answer = assistant.ask("哪个城市的森林覆盖率最高?")
    assert answer.intent == "extreme"
    assert [(item.place, item.text, item.year) for item in answer.items] == [
        ("南陵市", "60%", 2025),
        ("北禾市", "55%", 2025),
    ]


def test_a_refusal_names_the_places_that_state_what_is_asked_for(assistant: Assistant) -> None:
    answer = assistant.ask("北禾市供水管网漏损率目标是多少?")
    assert answer.abstained
    assert answer.reason == "北禾市的文件中没有找到所问的内容;南陵市的文件中有。"


def test_a_refusal_of_what_no_place_states_names_none(assistant: Assistant) -> None:
    answer = assistant.ask("北禾市红烧肉补贴多少钱?")
    assert answer.reason == "北禾市的文件中没有找到所问的内容。"


def test_plain_reads_for_an_answer_whatever_the_form(assistant: Assistant) -> None:
    assert assistant.ask("列出南陵2025年的量化目标", plain=True).intent == "answer"


def test_every_entry_is_cut_from_its_source(assistant: Assistant) -> None:
    sources = {"a.txt": NANLING, "b.txt": BEIHE}
    for question in ("哪些文件提到CCUS?", "列出南陵的三大行动", "列出北禾2025年的量化目标"):
        for item in assistant.ask(question).items:
            assert item.citation.span.of(sources[item.citation.file]) == item.citation.quote
            assert item.span.of(sources[item.citation.file]) == item.text

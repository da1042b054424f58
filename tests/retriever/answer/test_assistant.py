from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import InputError
from index.types import Answer, Span
from retriever.answer.assistant import LONGEST_QUESTION, Assistant
from retriever.citation import answer_item, cite

if TYPE_CHECKING:
    from tests.retriever.conftest import SmallCorpus


def texts(answer: Answer) -> list[str]:
    return [item.text for item in answer.items]


@pytest.mark.parametrize(
    ("question", "text", "year"),
    [
        ("南陵数据中心绿色电力使用比例2025年目标", "30%以上", 2025),
        ("南陵数据中心绿色电力使用比例2030年目标", "60%", 2030),
        ("南陵公交车新能源汽车占比", "72%", 2025),
        ("南陵出租汽车新能源汽车占比是多少?", "35%", 2025),
        ("南陵单位地区生产总值能耗要下降多少?", "14.5%", 2025),
        ("南陵单位地区生产总值能耗目标", "下降14.5%", 2025),
        ("南陵供水管网漏损率控制在多少", "9%以内", None),
        ("南陵再生水利用率目标", "不低于25%", None),
        ("南陵要创建多少个充电示范社区?", "10个", None),
        ("北禾新型储能装机目标", "80萬千瓦", 2025),
        ("北禾新型儲能裝機目標", "80萬千瓦", 2025),
    ],
)
def test_figures(small_assistant: Assistant, question: str, text: str, year: int | None) -> None:
    answer = small_assistant.ask(question)
    assert texts(answer)[:1] == [text]
    assert answer.items[0].year == year


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("南陵推广新能源车辆由谁负责?", "市交通运输局牵头,市发展改革委、市财政局"),
        ("南陵推广新能源车辆的牵头单位是谁?", "市交通运输局"),
        ("南陵建设充电设施由哪些部门负责?", "市发展改革委、市住房城乡建设局"),
        ("北禾節約用水的牽頭單位", "市水利局"),
        ("南陵方案是谁印发的?", "南陵市人民政府"),
        ("北禾方案什麼時候印發?", "2024年5月6日"),
        ("南陵什么时候实现高速公路服务区快充站全覆盖?", "2027年底前"),
        ("南陵领导小组的办公室设在哪个委?", "市发展改革委"),
    ],
)
def test_bodies_dates_and_names(small_assistant: Assistant, question: str, text: str) -> None:
    assert texts(small_assistant.ask(question))[:1] == [text]


def test_every_city_answers_when_none_is_named(small_assistant: Assistant) -> None:
    answer = small_assistant.ask("2025年数据中心绿色电力使用比例目标是多少?")
    assert {(item.place, item.text) for item in answer.items} == {("南陵市", "30%以上"), ("北禾市", "40%左右")}


def test_an_english_question(small_assistant: Assistant) -> None:
    answer = small_assistant.ask("What share of green power should data centres use by 2030?")
    assert [(item.text, item.year, item.place) for item in answer.items] == [("60%", 2030, "南陵市")]


def test_figures_of_two_years_stand_side_by_side(small_assistant: Assistant) -> None:
    answer = small_assistant.ask("南陵数据中心绿色电力使用比例目标")
    assert {(item.text, item.year) for item in answer.items} == {("30%以上", 2025), ("60%", 2030)}


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("深圳2025年新型储能装机目标", "语料中没有深圳市的文件。"),
        ("深圳2025年新型儲能裝機目標", "語料中沒有深圳市的文件。"),
        ("What is Shenzhen's target for energy storage in 2025?", "The corpus has no document about Shenzhen."),
        ("北禾2030年新型储能装机目标", "语料中没有2030年的这一数值,只有2025年的。"),
        ("南陵方案的文号是多少?", "文件没有载明文号。"),
        ("南陵森林覆盖率目标", "南陵市的文件中没有找到所问的内容。"),
        ("个人所得税起征点是多少元?", "语料中没有找到所问的内容。"),
        ("qwxz vbnm", "The corpus does not say what is asked for."),
    ],
)
def test_abstaining_says_why(small_assistant: Assistant, question: str, reason: str) -> None:
    answer = small_assistant.ask(question)
    assert (answer.abstained, answer.items, answer.reason) == (True, (), reason)


def test_another_citys_figure_is_no_answer(small_assistant: Assistant) -> None:
    assert small_assistant.ask("南陵新型储能装机目标").abstained


@pytest.mark.parametrize("question", ["", "   ", "？！", "…"])
def test_an_empty_question_is_refused(small_assistant: Assistant, question: str) -> None:
    with pytest.raises(InputError, match="empty"):
        small_assistant.ask(question)


def test_a_long_question_is_refused_with_its_length(small_assistant: Assistant) -> None:
    with pytest.raises(InputError, match="100,000 characters"):
        small_assistant.ask("水" * 100_000)
    small_assistant.ask("水" * LONGEST_QUESTION)


def test_a_search_has_hits_and_no_items(small_assistant: Assistant) -> None:
    found = small_assistant.search("节约用水", top_k=2)
    assert len(found.hits) == 2
    assert not found.items
    assert not found.abstained


def test_top_k_limits_the_hits_shown_and_not_the_answer(small_assistant: Assistant) -> None:
    answer = small_assistant.ask("南陵再生水利用率目标", top_k=1)
    assert len(answer.hits) == 1
    assert texts(answer) == ["不低于25%"]
    with pytest.raises(InputError, match="at least 1"):
        small_assistant.ask("水", top_k=0)


def test_highlights_lie_in_their_passage(small_assistant: Assistant, small_corpus: SmallCorpus) -> None:
    answer = small_assistant.ask("北禾新型儲能裝機目標")
    hit = answer.hits[0]
    passage = small_corpus.passage(hit.passage_id)
    source = small_corpus.texts[small_corpus.documents[passage.doc_id].source_path]
    marked = {(mark.kind, mark.span.of(source)) for mark in hit.highlights}
    assert ("answer", "80萬千瓦") in marked
    assert any(kind == "match" and "儲能" in text for kind, text in marked)
    assert all(passage.span.contains(mark.span) for mark in hit.highlights)


def test_a_citation_is_cut_from_the_source(small_corpus: SmallCorpus) -> None:
    for clause in small_corpus.clauses:
        citation = cite(small_corpus, clause)
        assert citation.span.of(small_corpus.texts[citation.file]) == citation.quote


def test_an_answer_outside_its_citation_cannot_be_made(small_corpus: SmallCorpus) -> None:
    clause = small_corpus.clauses[5]
    with pytest.raises(ValueError, match="not part of clause"):
        answer_item(small_corpus, clause, Span(clause.span.end, clause.span.end + 2), 0.9, None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(alphabet="南陵北禾2025年3目标比例数据中心谁负责what?多少电力水 ", min_size=1, max_size=30))
def test_whatever_is_asked_every_answer_is_cited(
    small_assistant: Assistant, small_corpus: SmallCorpus, question: str
) -> None:
    try:
        answer = small_assistant.ask(question)
    except InputError:
        return
    assert answer.abstained == (not answer.items) == (answer.reason is not None)
    for item in answer.items:
        source = small_corpus.texts[item.citation.file]
        assert item.citation.span.of(source) == item.citation.quote
        assert item.span.of(source) == item.text
        assert item.citation.span.contains(item.span)
        assert 0 <= item.confidence <= 1

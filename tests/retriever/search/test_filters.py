"""Filters as properties: whatever they name, what is found satisfies them; what they cannot name is said."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.build import build_index
from index.errors import InputError
from index.store.bundle import Bundle
from index.types import Document
from retriever.answer.assistant import Assistant
from retriever.engine import Engine
from retriever.search.filters import DocumentFilter, Filters
from tests.index.hashing_encoder import HashingEncoder

CITIES = {"南京市": "2023年1月6日", "无锡市": "2023年11月2日", "常州市": "2024年5月20日", "蘇州市": None}
SHARES = {"南京市": 65, "无锡市": 66, "常州市": 67, "蘇州市": 68}
POLICY = """{city}碳达峰实施方案
{city}人民政府
{dated}
一、目标
到2025年,新建厂房屋顶光伏覆盖率达到{share}%。到2030年,新建厂房屋顶光伏覆盖率达到{later}%。
"""
QUESTION = "2025年新建厂房屋顶光伏覆盖率目标?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filters")
    for city, dated in CITIES.items():
        share = SHARES[city]
        text = POLICY.format(city=city, dated=dated or "", share=share, later=share + 20)
        (folder / f"{city}.txt").write_text(text, encoding="utf-8")
    (folder / "again.txt").write_text((folder / "南京市.txt").read_text("utf-8").replace("65%", "75%"), "utf-8")
    build_index([folder], folder / "index", workers=1)
    return folder


@pytest.fixture(scope="module")
def bundle(folder: Path) -> Bundle:
    return Bundle.open(folder / "index")


@pytest.fixture(scope="module")
def assistant(folder: Path) -> Assistant:
    return Assistant(Engine.open(folder / "index"))


def passes(document: Document, filters: Filters) -> bool:
    """The filters in the words of their documentation, one document at a time."""
    title, place, issuer, issued = (
        value.value if value else "" for value in (document.title, document.place, document.issuer, document.issued_on)
    )
    names = {document.doc_id, title, document.source_path}
    return (
        (not filters.documents or bool(names & set(filters.documents)))
        and (not filters.places or place in filters.places)
        and (not filters.issuers or issuer in filters.issuers)
        and (filters.issued_from is None or issued >= filters.issued_from)
        and (filters.issued_until is None or "" < issued[: len(filters.issued_until)] <= filters.issued_until)
    )


def test_the_corpus_is_what_the_tests_take_it_for(bundle: Bundle) -> None:
    assert {d.place.value for d in bundle.documents if d.place} == set(CITIES)
    assert sorted(d.issued_on.value for d in bundle.documents if d.issued_on) == [
        "2023-01-06",
        "2023-01-06",
        "2023-11-02",
        "2024-05-20",
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_kinds_hold_together_and_values_are_alternatives(bundle: Bundle, data: st.DataObject) -> None:
    documents = list(bundle.documents)
    titles = [d.title.value for d in documents if d.title]
    some = st.lists
    filters = Filters(
        documents=data.draw(some(st.sampled_from([*titles, *(d.source_path for d in documents), 0, 3]), max_size=2)),
        places=data.draw(some(st.sampled_from(list(CITIES)), max_size=2)),
        issuers=data.draw(some(st.sampled_from([d.issuer.value for d in documents if d.issuer]), max_size=2)),
        issued_from=data.draw(st.sampled_from([None, "2023", "2023-02", "2023-11-02"])),
        issued_until=data.draw(st.sampled_from([None, "2023-11-02", "2024-05", "2024"])),
    )
    expected = [passes(document, filters) for document in documents]
    found = DocumentFilter(bundle)
    if not any(expected):
        with pytest.raises(InputError, match="together"):
            found.documents(filters)
        return
    mask, passages = found.documents(filters), found.passages(filters)
    if mask is None or passages is None:
        assert not filters.limit_documents
        return
    assert mask.tolist() == expected
    assert np.array_equal(passages, mask[bundle.passage_rows["document"]])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(list(CITIES)), min_size=1, max_size=3), st.sampled_from([QUESTION, "光伏", "谁负责"]))
def test_every_hit_and_every_answer_satisfies_the_filter(
    assistant: Assistant, places: list[str], question: str
) -> None:
    filters = Filters(places=places)
    for answer in (assistant.ask(question, filters=filters), assistant.search(question, filters=filters)):
        owners = [assistant.corpus.documents[assistant.corpus.passage(h.passage_id).doc_id] for h in answer.hits]
        owners += [assistant.corpus.documents[item.citation.doc_id] for item in answer.items]
        assert all(passes(owner, filters) for owner in owners)


def test_a_filter_that_lets_everything_through_changes_nothing(assistant: Assistant) -> None:
    free = assistant.ask(QUESTION)
    for filters in (Filters(), None):
        again = assistant.ask(QUESTION, filters=filters)
        assert (again.items, again.hits) == (free.items, free.hits)
    assert {item.text for item in free.items} == {"65%", "66%", "67%", "68%", "75%"}


def test_a_document_alone_answers_as_if_it_were_the_only_one(folder: Path, assistant: Assistant) -> None:
    alone = folder / "alone"
    alone.mkdir()
    (alone / "无锡市.txt").write_text((folder / "无锡市.txt").read_text("utf-8"), "utf-8")
    build_index([alone], alone / "index", workers=1)
    only = Assistant.open(alone / "index").ask(QUESTION)
    filtered = assistant.ask(QUESTION, filters=Filters(documents=["无锡市.txt"]))
    assert [(item.text, item.citation.span) for item in filtered.items] == [
        (item.text, item.citation.span) for item in only.items
    ]
    assert [item.text for item in only.items] == ["66%"]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("南京市碳达峰实施方案", {"65%", "75%"}),
        ("南京市碳達峰實施方案", {"65%", "75%"}),
        (" 南京市碳达峰实施方案 ", {"65%", "75%"}),
        ("南京市碳达峰实施方案 (again.txt:0)", {"75%"}),
        ("苏州市碳达峰实施方案", {"68%"}),
        ("蘇州市.txt", {"68%"}),
    ],
)
def test_a_document_is_named_by_title_in_either_script_or_by_file(
    assistant: Assistant, name: str, values: set[str]
) -> None:
    answer = assistant.ask(QUESTION, filters=Filters(documents=[name]))
    assert {item.text for item in answer.items} == values


@pytest.mark.parametrize("place", ["蘇州市", "苏州市", "苏州", "蘇州"])
def test_a_place_is_named_in_either_script_and_without_its_kind(assistant: Assistant, place: str) -> None:
    assert [i.text for i in assistant.ask(QUESTION, filters=Filters(places=[place])).items] == ["68%"]


def test_years_are_asked_for_instead_of_those_that_the_question_names(assistant: Assistant) -> None:
    only = Filters(places=["无锡市"], years=[2030])
    assert [(i.text, i.year) for i in assistant.ask(QUESTION, filters=only).items] == [("86%", 2030)]
    plain = "新建厂房屋顶光伏覆盖率目标?"
    for question in (QUESTION, plain):
        found = assistant.ask(question, filters=Filters(places=["无锡市"], years=[2025]))
        assert [(i.text, i.year) for i in found.items] == [("66%", 2025)]
    refused = assistant.ask(plain, filters=Filters(years=[2040]))
    assert refused.abstained
    assert refused.reason == "语料中没有2040年的这一数值,只有2025年、2030年的。"
    assert refused.question == plain


def test_a_refusal_speaks_of_the_documents_chosen_when_not_all_were_asked(assistant: Assistant) -> None:
    chosen = Filters(places=["无锡市"])
    for question, filters, reason in (
        ("森林覆盖率目标是多少?", chosen, "所选文件中没有找到所问的内容。"),
        ("森林覆盖率目标是多少?", None, "语料中没有找到所问的内容。"),
        ("森林覆盖率目标是多少?", Filters(years=[2030]), "语料中没有找到所问的内容。"),
        ("2031年新建厂房屋顶光伏覆盖率目标?", chosen, "所选文件中没有2031年的这一数值,只有2025年、2030年的。"),
        ("what is the target for forest coverage?", chosen, "The documents chosen do not say what is asked for."),
    ):
        assert assistant.ask(question, filters=filters).reason == reason


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(places=["南京县"]), "the nearest places are 南京市, "),
        (Filters(places=["南京路"]), "about '南京路': the nearest places are 南京市, "),
        (
            Filters(documents=["无锡碳达峰方案"]),
            "called '无锡碳达峰方案': the nearest names are 无锡市碳达峰实施方案, ",
        ),
        (Filters(documents=[99]), "ids go from 0 to 4"),
        (Filters(documents=[-1]), "ids go from 0 to 4"),
        (Filters(issuers=["无锡市政府"]), "issued by '无锡市政府': the nearest bodies are 无锡市人民政府, "),
        (Filters(issued_from="2025"), "those that state a date are from 2023-01-06 to 2024-05-20"),
        (Filters(places=["南京市"], documents=["无锡市.txt"]), "satisfies all filters together"),
        (Filters(places=["南京市"], issued_from="2024"), "satisfies all filters together"),
        (Filters(places=[""]), "the nearest places are"),
    ],
)
def test_what_a_filter_cannot_find_is_said_with_the_nearest_values(
    assistant: Assistant, filters: Filters, said: str
) -> None:
    for put in (assistant.ask, assistant.search):
        with pytest.raises(InputError) as refused:
            put(QUESTION, filters=filters)
        assert said in str(refused.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"years": [25]}, "25 is no year"),
        ({"years": [True]}, "True is no year"),
        ({"years": ["2025"]}, "'2025' is no year"),
        ({"issued_from": "2023-13"}, "'2023-13' is no date"),
        ({"issued_from": "2023-02-30"}, "'2023-02-30' is no date"),
        ({"issued_until": "yesterday"}, "'yesterday' is no date"),
        ({"issued_until": 2023}, "2023 is no date"),
        ({"issued_from": "2024-02", "issued_until": "2024-01-31"}, "earlier date first"),
        ({"places": [7]}, "The filter places holds 7"),
        ({"places": 1.5}, "The filter places holds 1.5"),
        ({"issuers": [None]}, "The filter issuers holds None"),
        ({"city": "南京市"}, "documents, places, years, issuers, issued_from, issued_until"),
        (["南京市"], "Filters are an object"),
    ],
)
def test_what_is_no_filter_is_said(given: object, said: str) -> None:
    with pytest.raises(InputError) as refused:
        Filters.of(given)  # type: ignore[arg-type]
    assert said in str(refused.value)


def test_a_single_value_stands_for_a_list_of_one_and_repeats_count_once() -> None:
    assert Filters(places="南京市") == Filters(places=["南京市", "南京市"]) == Filters.of({"places": ["南京市"]})
    assert Filters(years=2025).years == (2025,)
    assert hash(Filters(documents=["a", 3])) == hash(Filters(documents=("a", 3)))


@pytest.mark.parametrize(
    ("first", "last", "passing"),
    [("2023-05-31", None, True), ("2023-06", None, False), (None, "2023-05-01", True), (None, "2023-04", False)],
)
def test_a_date_without_a_day_counts_with_all_its_days(
    tmp_path: Path, first: str | None, last: str | None, passing: bool
) -> None:
    (tmp_path / "a.txt").write_text(
        POLICY.format(city="南京市", dated="2023年5月", share=65, later=85), encoding="utf-8"
    )
    build_index([tmp_path / "a.txt"], tmp_path / "index", encoder=HashingEncoder(), workers=1)
    bundle = Bundle.open(tmp_path / "index")
    assert [d.issued_on and d.issued_on.value for d in bundle.documents] == ["2023-05"]
    filters = Filters(issued_from=first, issued_until=last)
    if passing:
        assert DocumentFilter(bundle).documents(filters).tolist() == [True]  # type: ignore[union-attr]
    else:
        with pytest.raises(InputError, match="2023-05 to 2023-05"):
            DocumentFilter(bundle).documents(filters)


def test_what_no_document_states_cannot_be_filtered_by(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("节约用水办法\n\n一、再生水利用率不低于25%。\n", encoding="utf-8")
    build_index([tmp_path / "a.txt"], tmp_path / "index", encoder=HashingEncoder(), workers=1)
    found = DocumentFilter(Bundle.open(tmp_path / "index"))
    for filters, said in (
        (Filters(issued_from="2023"), "states when it was issued"),
        (Filters(places=["南京市"]), "states what place it is about"),
        (Filters(issuers=["南京市人民政府"]), "states who issued it"),
    ):
        with pytest.raises(InputError, match=said):
            found.documents(filters)


def test_titles_with_marks_of_json_are_found_without_reading_every_record(tmp_path: Path) -> None:
    titles = ["关于“双碳”的通知", "A \\ B的通知", "关于“双碳”的通知二"]
    for number, title in enumerate(titles):
        (tmp_path / f"{number}.txt").write_text(
            f"{title}\n\n一、目标\n\n到2025年,建成{number + 5}个示范区。\n", "utf-8"
        )
    build_index(sorted(tmp_path.glob("*.txt")), tmp_path / "index", encoder=HashingEncoder(), workers=1)
    bundle = Bundle.open(tmp_path / "index")
    for title, document in product((d.title.value for d in bundle.documents if d.title), bundle.documents):
        mask = DocumentFilter(bundle).documents(Filters(documents=[title]))
        assert mask is not None
        assert bool(mask[document.doc_id]) is (document.title is not None and document.title.value == title)

import json
import threading
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from index.errors import InputError, StorageError
from index.types import Span
from retriever.answer.assistant import Assistant
from retriever.answer.contract import answer_object
from retriever.cite import Reference, State, reference_at, references_of, render
from retriever.cite.collection import Collection, changing
from tests.retriever.conftest import SmallCorpus

QUOTE = "供水管网漏损率控制在9%以内,再生水利用率不低于25%。"
NOW = datetime(2026, 11, 21, 8, 30, tzinfo=timezone.utc)


def cited(corpus: SmallCorpus, quote: str = QUOTE, file: str = "a.txt") -> Reference:
    at = corpus.texts[file].index(quote)
    return reference_at(corpus, file, Span(at, at + len(quote)))


@pytest.fixture
def collected(small_corpus: SmallCorpus) -> Collection:
    references = [cited(small_corpus), cited(small_corpus, "供水管網漏損率低於10%。", "b.txt")]
    return Collection().add(references, small_corpus.texts, note="节水", now=NOW)[0]


def test_a_place_of_the_corpus_becomes_a_reference(small_corpus: SmallCorpus) -> None:
    reference = cited(small_corpus)
    assert reference.place.quote == QUOTE
    assert reference.place.heading == ("二、重点任务", "(二)水务行动", "1.节约用水")
    source = reference.source
    assert (source.title, source.issuer, source.date) == ("南陵市绿色发展实施方案", "南陵市人民政府", "2023-03-05")
    assert (source.doc_no, source.language, source.url) == (None, "zh-Hans", None)
    assert cited(small_corpus, "供水管網漏損率低於10%。", "b.txt").source.language == "zh-Hant"


@pytest.mark.parametrize(
    ("file", "span"), [("c.txt", (0, 1)), ("a.txt", (9_999, 10_000)), ("a.txt", (0, 9_999)), ("a.txt", (5, 5))]
)
def test_no_place_no_reference(small_corpus: SmallCorpus, file: str, span: tuple[int, int]) -> None:
    with pytest.raises(InputError):
        reference_at(small_corpus, file, Span(*span))


def test_answers_become_references_with_and_without_the_corpus(
    small_corpus: SmallCorpus, small_assistant: Assistant
) -> None:
    told = answer_object(small_assistant.ask("南陵市供水管网漏损率控制在多少?"), small_corpus)
    (alone,) = references_of(told, None)
    (known,) = references_of(told, small_corpus)
    assert alone.place == known.place
    assert alone.source.kind is None
    assert known.source.kind == "实施方案"
    # An object that is older than the corpus is cited as it stands.
    changed = json.loads(json.dumps(told))
    changed["answers"][0]["citation"]["quote"] += "!"
    assert next(references_of(changed, small_corpus)).place.quote.endswith("!")
    assert not list(references_of({**told, "answers": [], "abstained": True}, small_corpus))
    assert len(list(references_of({**told, "answers": []}, small_corpus))) == len(told["hits"])
    for bad in ({}, {**told, "answers": [{}]}, {**told, "answers": 3}):
        with pytest.raises(InputError, match="yinju ask --json"):
            list(references_of(bad, small_corpus))


def test_a_place_is_collected_once_and_new_numbers_follow_the_highest(
    small_corpus: SmallCorpus, collected: Collection
) -> None:
    again, new = collected.add([cited(small_corpus)], small_corpus.texts)
    assert (again, new) == (collected, ())
    fewer = collected.without(["1"])
    more, (item,) = fewer.add([cited(small_corpus)], small_corpus.texts, now=NOW)
    assert item.id == "3"
    assert item.added == "2026-11-21T08:30:00Z"
    assert [item.id for item in more.items] == ["2", "3"]


def test_it_is_read_back_as_written(tmp_path: Path, collected: Collection) -> None:
    path = tmp_path / "new" / "c.json"
    odd = replace(collected.items[0], id="7", note="“\u2028\ud800\\")
    whole = Collection((*collected.items, odd))
    whole.write(path)
    assert Collection.read(path) == whole
    told = json.loads(path.read_bytes())
    target = told["items"][0]["target"]
    assert target["selector"][0]["type"] == "TextQuoteSelector"
    assert target["selector"][0]["exact"] == QUOTE
    assert [p.name for p in path.parent.iterdir()] == ["c.json"]


@pytest.mark.parametrize("change", [{"schema": 2}, {"yinju": "x"}, {"items": [{}]}, {"items": None}])
def test_another_file_is_refused(tmp_path: Path, collected: Collection, change: dict[str, object]) -> None:
    path = tmp_path / "c.json"
    collected.write(path)
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), encoding="utf-8")
    with pytest.raises(InputError, match="no collection of this version"):
        Collection.read(path)
    path.write_bytes(b"\xff\xfe[")
    with pytest.raises(InputError, match="no collection of this version"):
        Collection.read(path)
    with pytest.raises(InputError, match="collect add"):
        Collection.read(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("where", "value"),
    [("id", 3), ("id", "x"), ("note", None), ("page", "5"), ("heading", [1])],
)
def test_fields_of_other_types_are_refused(tmp_path: Path, collected: Collection, where: str, value: object) -> None:
    path = tmp_path / "c.json"
    collected.write(path)
    told = json.loads(path.read_text("utf-8"))
    told["items"][0][where] = value
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(InputError):
        Collection.read(path)


def test_notes_orders_and_items_that_are_not_there(collected: Collection) -> None:
    assert collected.noted("2", "再看").items[1].note == "再看"
    assert [item.id for item in collected.sorted("date").items] == ["1", "2"]
    assert [item.id for item in collected.sorted("date", backwards=True).items] == ["2", "1"]
    for change in (
        lambda: collected.noted("9", ""),
        lambda: collected.without(["1", "9"]),
        lambda: collected.sorted("x"),
    ):
        with pytest.raises(InputError, match=r"no item 9|no order 'x'"):
            change()


def test_it_is_exported_in_its_order(collected: Collection) -> None:
    lines = render(collected.sorted("date", backwards=True).bibliography(), "gbt7714").splitlines()
    assert [line[:7] for line in lines] == ["[1] 北禾市", "[2] 南陵市"]


def test_checking_after_edits(small_corpus: SmallCorpus, collected: Collection) -> None:
    texts = dict(small_corpus.texts)
    assert [check.standing.state for check in collected.check(texts)] == [State.STANDS, State.STANDS]
    edited = {"a.txt": "前言\n" + texts["a.txt"], "b.txt": texts["b.txt"].replace("低於10%", "低於8%")}
    checks = list(collected.check(edited))
    assert [check.standing.state for check in checks] == [State.MOVED, State.CHANGED]
    updated = collected.moved_to(checks)
    assert [check.standing.state for check in updated.check(edited)] == [State.STANDS, State.CHANGED]
    place = updated.items[0].reference.place
    assert place.span.of(edited["a.txt"]) == place.quote
    renamed = {"c.txt": texts["a.txt"]}
    checks = list(collected.check(renamed))
    assert [(check.file, check.standing.state) for check in checks] == [("c.txt", State.MOVED), (None, State.VANISHED)]


def test_commands_take_turns(tmp_path: Path, small_corpus: SmallCorpus) -> None:
    path = tmp_path / "c.json"
    text = small_corpus.texts["a.txt"]

    def add(at: int) -> None:
        with changing(path) as collection:
            collection.add([reference_at(small_corpus, "a.txt", Span(at, at + 3))], {"a.txt": text})[0].write(path)

    threads = [threading.Thread(target=add, args=(at,)) for at in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Collection.read(path).items) == 12


def test_a_place_that_cannot_be_written(tmp_path: Path, collected: Collection) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be written"):
        collected.write(tmp_path / "file" / "c.json")


def test_backwards_too_what_is_not_stated_comes_last(collected: Collection) -> None:
    first, second = collected.items
    undated = replace(
        first, id="3", reference=replace(first.reference, source=replace(first.reference.source, date=None))
    )
    dated = [
        replace(item, reference=replace(item.reference, source=replace(item.reference.source, date=date)))
        for item, date in ((first, "2022"), (second, "2024-05"))
    ]
    mixed = Collection((undated, *dated))
    assert [item.id for item in mixed.sorted("date").items] == ["1", "2", "3"]
    assert [item.id for item in mixed.sorted("date", backwards=True).items] == ["2", "1", "3"]


def test_two_collections_become_one(collected: Collection) -> None:
    first, second = collected.items
    joined, new = Collection((replace(second, note="eigen"),)).joined([first, second, first])
    assert [(item.id, item.note) for item in joined.items] == [("2", "eigen"), ("3", "节水")]
    assert new == joined.items[1:]


def test_answers_carry_their_document_number_without_an_index() -> None:
    citation = {"file": "a.txt", "start": 1, "end": 3, "quote": "目标", "document": "某市方案", "issuer": None}
    citation |= {"doc_no": "某政发〔2024〕5号", "issued_on": None, "heading": [], "page": None}
    answer = {"question": "?", "abstained": False, "reason": None, "answers": [{"citation": citation}], "hits": []}
    (reference,) = references_of(answer, None)
    assert reference.source.doc_no == "某政发〔2024〕5号"
    del citation["doc_no"]
    (older,) = references_of(answer, None)
    assert older.source.doc_no is None

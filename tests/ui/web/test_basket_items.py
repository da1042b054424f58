"""What a browser sends about its basket, and places selected on the screen: checked without a browser."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.build import build_index
from index.errors import InputError
from index.store.bundle import Bundle
from index.types import Role, Span
from retriever.cite import Anchor, reference_in
from retriever.cite.anchors import State
from retriever.cite.collected import item_to_json
from retriever.cite.collection import Collection
from tests.index.hashing_encoder import HashingEncoder
from ui.service.blocks import Block
from ui.web import strings
from ui.web.basket import standing as basket_standing
from ui.web.basket.items import LARGEST_FILE, MOST_ITEMS, load_file, read_basket, to_browser
from ui.web.basket.standing import Standings
from ui.web.display import SCRIPTS, shown
from ui.web.reader.selection import LONGEST_QUOTE, picked

PLAN = "南陵市节水方案\n\n一、任务\n\n到2027年,漏损率控制在9%以内。\n到2027年,再生水利用率不低于25%。\n"
QUOTES = "到2027年,漏损率控制在9%以内。", "到2027年,再生水利用率不低于25%。"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    folder = tmp_path_factory.mktemp("basket")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    build_index([folder / "plan.txt"], folder / "index", encoder=HashingEncoder(), workers=1)
    bundle = Bundle.open(folder / "index")

    def document_at(file: str, start: int):
        document = bundle.document(0)
        if file != document.source_path or not document.span.start <= start < document.span.end:
            raise InputError("no such document")
        return document

    return SimpleNamespace(bundle=bundle, document_at=document_at, generation="one")


@pytest.fixture(scope="module")
def collection(snapshot: SimpleNamespace) -> Collection:
    bundle = snapshot.bundle
    spans = (Span(at := PLAN.index(quote), at + len(quote)) for quote in QUOTES)
    references = [reference_in(bundle, bundle.document(0), span) for span in spans]
    return Collection().add(references, bundle.texts)[0]


def test_a_basket_comes_back_as_it_was_sent(collection: Collection) -> None:
    sent = json.loads(json.dumps(to_browser(collection)))
    assert read_basket({"items": sent}) == (collection, 0)
    assert read_basket({}) == (Collection(), 0)


def changed(item: dict, path: str, value: object) -> dict:
    """Return a copy of ``item`` with another value at a path such as target.selector.1.start."""
    copy = json.loads(json.dumps(item))
    *above, last = (int(name) if name.isdecimal() else name for name in path.split("."))
    inner = copy
    for name in above:
        inner = inner[name]
    inner[last] = value
    return copy


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", "-1"),
        ("id", "٣"),
        ("id", "1" * 5_000),
        ("id", 1),
        ("note", None),
        ("note", "注" * 2_001),
        ("note", "\ud800"),
        ("heading", "abc"),
        ("heading", ["x"] * 33),
        ("page", "1"),
        ("source", {"title": "x"}),
        ("source.date", "2023-1-1"),
        ("source.url", 5),
        ("target.selector", []),
        ("target.selector.0.exact", ""),
        ("target.selector.0.exact", "光" * (LONGEST_QUOTE + 1)),
        ("target.selector.1.start", -1),
        ("target.selector.1.start", True),
        ("target.selector.1.end", 1 << 60),
        ("target.selector.1.end", float("nan")),
    ],
)
def test_what_is_no_citation_is_left_out(collection: Collection, path: str, value: object) -> None:
    first, second = to_browser(collection)
    basket = read_basket({"items": [changed(first, path, value), second]})
    assert basket == (Collection(collection.items[1:]), 1)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # how fast a busy machine draws is no part of the test
@given(st.lists(JSON, max_size=4))
def test_anything_at_all_is_left_out_without_an_error(told: list[object]) -> None:
    assert read_basket({"items": told}) == (Collection(), len(told))


@given(st.data())
def test_a_citation_with_any_field_replaced_is_read_or_left_out(collection: Collection, data: st.DataObject) -> None:
    item = to_browser(collection)[0]
    paths = ["id", "added", "note", "source", "heading", "page", "target", "target.source", "target.selector"]
    paths += [f"source.{name}" for name in item["source"]] + ["target.selector.0", "target.selector.1.start"]
    told = changed(item, data.draw(st.sampled_from(paths)), data.draw(JSON))
    basket = read_basket({"items": [told]})
    assert len(basket.collection.items) + basket.left_out == 1


def test_numbers_are_made_distinct(collection: Collection) -> None:
    first, second = to_browser(collection)
    basket = read_basket({"items": [first, changed(second, "id", "1"), changed(first, "id", "7")]})
    assert [item.id for item in basket.collection.items] == ["1", "8", "7"]


def test_too_much_is_refused(collection: Collection) -> None:
    item = to_browser(collection)[0]
    with pytest.raises(InputError, match="at most 500"):
        read_basket({"items": [item] * (MOST_ITEMS + 1)})
    with pytest.raises(InputError, match="no list"):
        read_basket({"items": {"0": item}})
    with pytest.raises(InputError, match="larger than 3 MiB"):
        load_file({"name": "a.json", "data": " " * (LARGEST_FILE + 1)}, Collection())


def test_a_file_adds_what_is_not_there_yet(collection: Collection, tmp_path: Path) -> None:
    collection.write(tmp_path / "c.json")
    data = (tmp_path / "c.json").read_text("utf-8")
    held = Collection((replace(collection.items[1], id="4", note="mine"),))
    joined, known = load_file({"name": "c.json", "data": data}, held)
    assert known == 1
    assert [(item.id, item.note) for item in joined.items] == [("4", "mine"), ("5", "")]
    assert item_to_json(joined.items[1]) == item_to_json(collection.items[0]) | {"id": "5"}


def test_what_stands_costs_no_search_and_time_is_bounded(
    collection: Collection, snapshot: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    standings = Standings()
    item = collection.items[0]
    edited = [
        replace(item, reference=replace(item.reference, place=replace(item.reference.place, quote=words)))
        for words in (QUOTES[0].replace("9%", "10%"), QUOTES[0].replace("以内", "之内"))
    ]
    monkeypatch.setattr(basket_standing, "BUDGET", -1.0)
    found = standings.of(snapshot, Collection((*collection.items, *edited)))
    assert [now and now.state for now in found] == [State.STANDS, State.STANDS, None, None]
    monkeypatch.undo()
    found = standings.of(snapshot, Collection((*collection.items, *edited)))
    assert [now.state for now in found if now] == [State.STANDS] * 2 + [State.CHANGED] * 2
    gone = replace(
        edited[0], reference=replace(edited[0].reference, place=replace(edited[0].reference.place, file="b"))
    )
    (now,) = standings.of(snapshot, Collection((gone,)))
    assert now is not None
    assert (now.state, now.file, now.span) == (State.VANISHED, None, None)
    assert isinstance(gone.anchor, Anchor)


def reading(text: str, script: str) -> SimpleNamespace:
    """Return what :func:`picked` asks of a document whose lines are its blocks."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(Span(at, at + len(line)), None, 0, Role.TEXT))
        at += len(line) + 1
    page = SimpleNamespace(text=text, blocks=tuple(blocks))
    return SimpleNamespace(page=page, shown=lambda block: shown(block.span.of(text), script))


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


LINES = st.text(st.sampled_from("里裏面后後發头髮网络網絡软体信息😀50%,。 "), min_size=1, max_size=12)


@given(st.lists(LINES, min_size=1, max_size=4), st.sampled_from(SCRIPTS), st.data())
def test_a_selection_covers_the_source_of_what_is_selected(lines: list[str], script: str, data: st.DataObject) -> None:
    text = "\n".join(lines)
    made = reading(text, script)
    if not made.page.blocks:
        return
    places = []
    for number, block in enumerate(made.page.blocks):
        view = made.shown(block)
        for at in range(len(view.text) + 1):
            places.append((number, at, units(view.text[:at])))
    one, two = sorted(data.draw(st.tuples(st.sampled_from(places), st.sampled_from(places))))
    try:
        span = picked(made, {"from": [one[0], one[2]], "to": [two[0], two[2]]})
    except InputError:
        return
    quote = span.of(text)
    assert quote
    assert quote == quote.strip()
    if script == "source":
        start = made.page.blocks[one[0]].span.start + one[1]
        end = made.page.blocks[two[0]].span.start + two[1]
        assert quote == text[start:end].strip()
    if one[0] == two[0]:
        # Everything that was selected comes from the quotation; what is converted together is quoted together.
        block = made.page.blocks[one[0]]
        view = made.shown(block)
        kept = view.of_source(Span(span.start - block.span.start, span.end - block.span.start))
        chosen = view.text[one[1] : two[1]]
        lead = len(chosen) - len(chosen.lstrip())
        assert kept.contains(Span(one[1] + lead, one[1] + len(chosen.rstrip())))


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"from": [0, 0], "to": [9, 0]},
        {"from": [0, -1], "to": [0, 2]},
        {"from": ["0", 0], "to": [0, 2]},
        {"from": [0, 2], "to": [0, 2]},
        {"from": [0, 3], "to": [0, 1]},
        {"from": [0, 0, 0], "to": None},
    ],
)
def test_no_selection_no_place(sent: dict[str, object]) -> None:
    with pytest.raises(InputError):
        picked(reading("光伏装机\n目标", "source"), sent)


def test_a_selection_may_end_beyond_the_block_as_browsers_count_it() -> None:
    assert picked(reading("光伏\n目标", "source"), {"from": [0, 0], "to": [0, 99]}) == Span(0, 2)


def test_no_two_tabs_say_something_under_the_same_name() -> None:
    assert len(strings._TEXT) == sum(len(tab.TEXT) for tab in strings._TABS)

"""Drafts on the server: what is kept, whose turn it is, and where differences are marked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import build_index
from index.errors import IndexBusy, InputError
from index.language.normalise import normalise_text
from retriever.check.draft.sentences import plain_draft
from retriever.check.verdict import Difference, Field
from tests.ui.web.conftest import SEEDS
from ui.office.draft_files import DraftFile
from ui.service import draft_sessions as drafts_desk
from ui.service.draft_sessions import Desk
from ui.service.snapshot import Service, Snapshot
from ui.web.drafts.marks import changed, pieces, stands_at, where

CLAIM = "到2025年，宜春市非化石能源消费比重达到18.3%。"
WORDS = st.text(st.sampled_from("下降下調14.5%万萬千瓦５％ ,。里裏a"), max_size=20)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("drafts") / "index"
    build_index([SEEDS / "000_ffbc63344c3ba8da.txt"], folder, workers=1)
    return Service(folder).snapshot()


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    for token in list(made._held):
        made.drop(token)


def draft(text: str) -> DraftFile:
    return DraftFile("", plain_draft(text), b"", (), is_docx=False)


def test_a_short_draft_is_done_while_a_long_one_goes_on(desk, snapshot):
    long = desk.start(draft("\n".join(f"{CLAIM[:-1]}，第{n}项。" for n in range(3_000))), snapshot)
    short = desk.start(draft(CLAIM), snapshot)
    assert short.ended.wait(60)
    assert (short.state, short.claims, short.problems) == ("done", 1, 0)
    assert long.state == "running"
    assert desk.cancel(long.token).state == "cancelled"
    found = len(long.findings)
    assert long.report()["counts"]["no_claim"] + long.claims >= found


def test_out_of_time_keeps_what_was_found(desk, snapshot, monkeypatch):
    monkeypatch.setattr(drafts_desk, "TIME", 0.0)
    late = desk.start(draft(CLAIM * 3), snapshot)
    assert late.ended.wait(60)
    assert late.state == "late"
    assert len(late.findings) < 3


def test_what_nobody_looks_at_is_forgotten(desk, snapshot, monkeypatch):
    first = desk.start(draft(CLAIM), snapshot)
    assert first.ended.wait(60)
    monkeypatch.setattr(drafts_desk, "MOST_HELD", 1)
    second = desk.start(draft(CLAIM), snapshot)
    with pytest.raises(InputError, match="not kept any more"):
        desk.get(first.token)
    assert second.ended.wait(60)
    monkeypatch.setattr(drafts_desk, "KEPT", -1.0)
    third = desk.start(draft("现在？"), snapshot)
    for gone in (second, third):
        with pytest.raises(InputError, match="check it again"):
            desk.get(gone.token)


def test_too_many_too_long_and_empty_drafts_are_refused(desk, snapshot, monkeypatch):
    for text in ("", " \n", "……。"):
        with pytest.raises(InputError, match="nothing to check"):
            desk.start(draft(text), snapshot)
    monkeypatch.setattr(drafts_desk, "LONGEST", 10)
    with pytest.raises(InputError, match="at most 10"):
        desk.start(draft(CLAIM), snapshot)
    monkeypatch.setattr(drafts_desk, "LONGEST", 1_000)
    monkeypatch.setattr(drafts_desk, "MOST_RUNNING", 0)
    with pytest.raises(IndexBusy, match="being checked already"):
        desk.start(draft(CLAIM), snapshot)


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("到2025年下降14.5%。", "下降14.5%", "下降14.5%"),
        ("單位能耗下降１４．５％", "下降14.5%", "下降１４．５％"),
        ("裝機容量達到280萬千瓦", "280万千瓦", "280萬千瓦"),
        ("达到115%，其中15%为光伏", "15%", "15%"),
        ("下降幅度为14.5%", "下降14.5%", "14.5%"),
        ("葫蘆島市提出", "葫芦岛市", "葫蘆島市"),
    ],
)
def test_a_difference_is_found_in_either_script_and_width(text, words, marked):
    span = stands_at(text, words)
    assert span is not None
    assert span.of(text) == marked
    assert text[span.start - 1 : span.start] != "1" or marked[0] != "1"


def test_what_is_not_there_is_not_marked():
    assert where("到2025年下降14.5%。", ["2030", None, "宜春市", "4.5%"]) == []


@given(WORDS, WORDS)
def test_quotations_without_what_changed_are_the_same(one, other):
    here, there = changed(one, other)
    assert (here, there) == ([], []) or normalise_text(one) != normalise_text(other)
    for spans, text in ((here, one), (there, other)):
        assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_of_a_quotation_only_what_changed_is_told():
    said = Difference(Field.QUOTATION, "充分挖掘可再生资源潜能", "充分挖掘可再生資源潛力")
    assert list(pieces(said)) == [("能", "力")]

"""Packs and the batches made of them, against the items that they hold."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from scripts.training.reader.drawing import joined, pack
from scripts.training.reader.feed import PAD, Feed
from scripts.training.reader.model import OF_DRAFT, SPAN_HEADS
from scripts.training.reader.packing import ABSENT, UNKNOWN, Pack
from scripts.training.reader.progress import look
from tests.scripts.tiny_items import items

NAMES = ("ids", "length", "asked", "first", "spans", "relevant", "verdict", "claim")


def equal(one: Pack, other: Pack) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in NAMES)


@pytest.fixture
def feed() -> Feed:
    return Feed(pack(items()), torch.device("cpu"), seed=3)


def test_a_saved_pack_is_the_same(tmp_path: Path) -> None:
    held = pack(items())
    held.save(tmp_path / "a.pack")
    again = Pack.load(tmp_path / "a.pack")
    assert equal(again, held)
    assert len(again) == 40
    assert [getattr(again, name).dtype for name in NAMES] == [getattr(held, name).dtype for name in NAMES]
    assert [path.name for path in tmp_path.iterdir()] == ["a.pack"]


def test_a_pack_holds_what_its_items_say() -> None:
    held = pack(items())
    ends = np.cumsum(held.length)
    for number, item in enumerate(items()):
        assert tuple(held.ids[ends[number] - held.length[number] : ends[number]]) == item.window.ids
        assert tuple(held.spans[number]) == item.spans
        assert (held.relevant[number], held.verdict[number], held.claim[number]) == (
            item.relevant,
            item.verdict,
            item.claim,
        )


def test_packs_are_joined_one_after_another() -> None:
    held = items()
    assert equal(joined([pack(held[:7]), pack(held[7:])]), pack(held))


def test_a_batch_pads_and_allows_as_its_windows_ask(feed: Feed) -> None:
    held, numbers = items(), np.array([7, 0, 21, 33])
    batch = feed.batch(numbers)
    longest = batch.ids.shape[1]
    assert longest >= max(len(held[i].window.ids) for i in numbers)
    for row, number in enumerate(numbers):
        item, window = held[number], held[number].window
        padding = longest - len(window.ids)
        assert batch.ids[row].tolist() == [*window.ids, *[PAD] * padding]
        assert batch.types[row].tolist() == [*window.types, *[0] * padding]
        passage = {0, *range(window.first, window.first + len(window.offsets))}
        draft = {0, *range(1, 1 + item.asked)}
        for head in range(len(SPAN_HEADS)):
            allowed = set(batch.allowed[row, :, head].nonzero()[:, 0].tolist())
            assert allowed == (passage if head < OF_DRAFT else draft)
        assert batch.spans[row].tolist() == list(item.spans)
        assert (batch.relevant[row], batch.verdict[row], batch.claim[row]) == (item.relevant, item.verdict, item.claim)


def test_every_known_target_may_be_pointed_at(feed: Feed) -> None:
    batch = feed.batch(np.arange(40))
    known = (batch.spans != UNKNOWN).nonzero().tolist()
    assert all(batch.allowed[row, batch.spans[row, head], head] for row, head in known)
    assert {ABSENT, UNKNOWN} < set(batch.spans.flatten().tolist())


def test_an_epoch_holds_every_example_once_in_batches_of_their_size(feed: Feed) -> None:
    expected = Counter(item.window.ids for item in items())
    orders = []
    for number in range(3):
        batches = list(feed.epoch(number, 300))
        rows = [tuple(i for i in row if i != PAD) for batch in batches for row in batch.ids.tolist()]
        assert Counter(rows) == expected
        for batch in batches:
            longest = int((batch.ids != PAD).sum(1).max())
            assert len(batch.ids) == 1 or len(batch.ids) * longest <= 300
            assert batch.ids.shape[1] - longest < 8
        orders.append(rows)
    assert orders[0] != orders[1] != orders[2]
    assert orders[1] == [
        tuple(i for i in row if i != PAD) for batch in feed.epoch(1, 300) for row in batch.ids.tolist()
    ], "an epoch depends on its number and the seed alone"


class Told(nn.Module):
    """Says what it was given, whatever it is shown."""

    def __init__(self, spans: Tensor, text: Tensor) -> None:
        super().__init__()
        self.said = spans, text

    def forward(self, ids: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        return self.said


@pytest.mark.parametrize(("sign", "share"), [(1.0, "1.000"), (-1.0, "0.000")])
def test_a_look_finds_what_is_all_right_and_what_is_all_wrong(feed: Feed, sign: float, share: str) -> None:
    (batch,) = feed.epoch(0, 40_000)
    size, length = batch.ids.shape
    spans, text = torch.zeros(size, length, 8), torch.zeros(size, 6)
    spans.scatter_(1, batch.spans.clamp(min=0)[:, None, :], 9.0 * sign)
    text[:, 0] = (batch.relevant == 1) * sign
    text[torch.arange(size), 1 + batch.verdict.clamp(min=0)] = sign
    text[:, 5] = ((batch.claim == 1) * 2 - 1) * sign
    said = look(Told(spans, text), feed)
    assert [f"{name} {share}" in said for name in ("exact", "AUROC", "verdicts", "claims")] == [True] * 4
    assert ("evidence 1.000" in said) == (sign > 0)

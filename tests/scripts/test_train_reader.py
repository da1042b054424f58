"""The training in short: from what was prepared to a reader that reads, and on from a checkpoint."""

import sys
from pathlib import Path

import pytest
import torch

from retriever.reader import Reader, ReaderInput
from scripts.train_reader import BASE, DEVELOPMENT, ON_CPU, ON_GPU, SYNTHETIC, TOKENIZER, WRITTEN, budgeted, main
from scripts.training.reader.drawing import pack
from scripts.training.reader.feed import Feed
from scripts.training.reader.loop import Phase, Trainer, held, restored
from scripts.training.reader.wheel import read_wheel
from tests.retriever.reader.tiny import tiny_model, tiny_tokenizer
from tests.scripts.tiny_items import items
from tests.scripts.tiny_wheel import write_wheel


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder as the step ``prepare`` leaves it."""
    tokenizer = tiny_tokenizer()
    pieces = [tokenizer.id_to_token(i) for i in range(tokenizer.get_vocab_size())]
    write_wheel(tmp_path / "a.whl", pieces=pieces)
    folder = tmp_path / "work"
    folder.mkdir()
    read_wheel(tmp_path / "a.whl").save(folder / BASE)
    tokenizer.save(str(folder / TOKENIZER))
    for name, held_items in ((SYNTHETIC, items()), (WRITTEN, items()[:30]), (DEVELOPMENT, items()[30:])):
        pack(held_items).save(folder / name)
    return folder


def run(monkeypatch: pytest.MonkeyPatch, work: Path, *options: str) -> None:
    layers = ("--layers", "1", "--teacher-layers", "2")
    monkeypatch.setattr(sys, "argv", ["train_reader", "--work", str(work), *layers, *options])
    main()


def test_a_reader_is_trained_by_a_deeper_one_exported_and_reads(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, work, "--step", "train", "--steps", "2", "2", "2")
    said = capsys.readouterr().out
    assert "base: 2 of 2 layers" in said
    assert [line.split(":")[0] for line in said.splitlines() if "AUROC" in line] == ["rule", "written", "taught"]
    run(monkeypatch, work, "--step", "export", "--out", str(work / "out"))
    reader = Reader.load(work / "out")
    assert reader.model.card["layers"] == 1
    (reading,) = reader.read("补贴多少？", [ReaderInput("企业最高300万元，以上的补贴由省厅负责。", "通知")])
    assert reading.answer is not None
    assert reading.support is not None


def test_where_nothing_is_taught_and_nothing_looked_at_the_small_model_learns_from_the_start(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (work / DEVELOPMENT).unlink()
    run(monkeypatch, work, "--step", "train", "--steps", "0", "2", "0")
    said = capsys.readouterr().out
    assert "base: 1 of 2 layers" in said
    assert "rule" not in said
    assert restored(torch.load(work / "trained.pt", weights_only=True)).sizes.layers == 1


def test_the_same_command_with_a_larger_budget_goes_on(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, work, "--step", "train", "--steps", "2", "0", "0")
    first = torch.load(work / "rule.pt", weights_only=True)
    run(monkeypatch, work, "--step", "train", "--steps", "5", "0", "0")
    second = torch.load(work / "rule.pt", weights_only=True)
    assert "rule goes on at step 2" in capsys.readouterr().out
    assert (first["step"], second["step"]) == (2, 5)
    assert second["used"] > first["used"]
    assert second["seen"] > first["seen"]
    assert not torch.equal(first["model"]["span_head.weight"], second["model"]["span_head.weight"])
    run(monkeypatch, work, "--step", "train", "--steps", "5", "0", "0")
    third = torch.load(work / "rule.pt", weights_only=True)
    assert third["step"] == 5
    assert all(torch.equal(third["model"][name], weight) for name, weight in second["model"].items())


def test_a_step_after_a_checkpoint_is_the_step_without_one(tmp_path: Path) -> None:
    feed = Feed(pack(items()), torch.device("cpu"), 1)
    phase = Phase("a", steps=10)
    batches = list(feed.epoch(0, 600))[:3]
    through = Trainer(tiny_model(), [(feed, 1.0)], phase)
    for batch in batches[:2]:
        through.advance(batch)
    through.save(tmp_path / "a.pt")
    other = Trainer(tiny_model(seed=2), [(feed, 1.0)], phase)
    other.resume(tmp_path / "a.pt")
    losses, again = through.advance(batches[2]), other.advance(batches[2])
    assert torch.allclose(losses, again)
    assert all(
        torch.allclose(weight, other.model.state_dict()[name], atol=1e-6)
        for name, weight in through.model.state_dict().items()
    )


def test_what_is_learnt_again_and_again_is_known() -> None:
    feed = Feed(pack(items()), torch.device("cpu"), 1)
    trainer = Trainer(tiny_model(), [(feed, 1.0)], Phase("a", steps=60, rate=3e-3, heads=1.0))
    batch = next(feed.epoch(0, 600))
    losses = [trainer.advance(batch) for _ in range(60)]
    assert losses[-1].sum() < 0.5 * losses[0].sum()


def test_feeds_are_drawn_from_by_their_shares() -> None:
    device = torch.device("cpu")
    many, few = Feed(pack(items()[:30]), device, 1), Feed(pack(items()[30:]), device, 1)
    seen = {feed: [tuple(row) for b in feed.epoch(0, 200) for row in b.ids.tolist()] for feed in (many, few)}
    trainer = Trainer(tiny_model(), [(many, 0.6), (few, 0.4)], Phase("a", steps=1, pieces=200))
    batches = trainer._batches()
    drawn = [tuple(next(batches).ids[0].tolist()) for _ in range(40)]
    assert sum(row in seen[few] for row in drawn) == 16
    assert trainer.turns[1] > 0, "a feed that is gone through begins again"


def test_a_teacher_neither_learns_nor_imitates(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = Feed(pack(items()), torch.device("cpu"), 1)
    teacher, model = tiny_model(seed=2), tiny_model()
    before = {name: weight.clone() for name, weight in teacher.state_dict().items()}
    trainer = Trainer(model, [(feed, 1.0)], Phase("a", steps=4, taught=0.5, imitating=0.0), teacher)
    trainer.advance(next(feed.epoch(0, 600)))
    assert model.blocks[0].query.imitating
    assert not teacher.blocks[0].query.imitating
    assert all(torch.equal(weight, before[name]) for name, weight in teacher.state_dict().items())


def test_a_model_is_restored_as_it_was_held() -> None:
    model = tiny_model()
    again = restored(held(model))
    assert again.sizes == model.sizes
    assert all(torch.equal(weight, model.state_dict()[name]) for name, weight in again.state_dict().items())


@pytest.mark.parametrize("phases", [ON_CPU, ON_GPU])
def test_steps_replace_minutes_in_every_phase(phases: tuple[Phase, ...]) -> None:
    timed = budgeted(phases, (1.0, 2.0, 0.0), (0, 0, 0))
    assert [(phase.name, phase.minutes, phase.wanted) for phase in timed] == [
        ("rule", 1.0, True),
        ("written", 2.0, True),
        ("taught", 0.0, False),
    ]
    counted = budgeted(phases, (1.0, 2.0, 3.0), (0, 7, 0))
    assert [(phase.minutes, phase.steps) for phase in counted] == [(0.0, 0), (0.0, 7), (0.0, 0)]


def test_preparing_needs_data_and_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(monkeypatch, tmp_path, "--step", "prepare")
    assert "--data and --wheel" in capsys.readouterr().err

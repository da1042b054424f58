"""The training loop: scheduled by the clock, resumable from its checkpoint."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from scripts.training.reader.feed import Batch, Feed
from scripts.training.reader.losses import blurred, of_hidden, of_targets, of_teacher
from scripts.training.reader.model import ReaderModel
from scripts.training.reader.wheel import Sizes

SHOWN_EVERY, SAVED_EVERY = 20.0, 360.0
"""Seconds between two lines of the log, and between two checkpoints."""

GUESSING = 0.5
"""How much guessing hidden pieces counts in the loss."""


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of the training.

    The rate rises over the first ``warmup`` of the budget and falls linearly to 0 at its end; new heads learn ``heads``
    times as fast, the table ``table`` times. ``minutes`` is wall time over all runs that continue one another; with
    ``steps`` > 0 progress counts steps instead, which makes a run repeatable. ``pieces`` is the size of a batch.
    Every ``hidden``-th batch has pieces hidden to be guessed (0: none). ``taught`` is the teacher's part of the loss.
    From ``imitating`` on (a part of the budget) matrices are rounded as in the shipped file. ``dropout`` is of states,
    ``blurred`` the part of the pieces that is hidden in every second batch, against learning by heart.
    """

    name: str
    minutes: float = 0.0
    pieces: int = 1300
    rate: float = 1.6e-4
    heads: float = 5.0
    table: float = 0.3
    warmup: float = 0.04
    decay: float = 0.01
    clip: float = 1.0
    hidden: int = 0
    taught: float = 0.0
    imitating: float = 1.0
    dropout: float = 0.0
    blurred: float = 0.0
    steps: int = 0
    bfloat16: bool = False

    @property
    def wanted(self) -> bool:
        """Whether there is any budget."""
        return self.steps > 0 or self.minutes > 0

    def rate_at(self, progress: float) -> float:
        """The rate when this part (0..1) of the budget is used."""
        rise = min(1.0, progress / self.warmup) if self.warmup else 1.0
        return self.rate * min(rise, max(0.0, (1 - progress) / (1 - self.warmup)))


def _groups(model: ReaderModel, phase: Phase) -> list[dict[str, Any]]:
    """Parameters by how they are decayed and how fast they learn beside the phase's rate (``scale``)."""
    heads, plain, rest, table = [], [], [], []
    for name, parameter in model.named_parameters():
        if "_head" in name:
            heads.append(parameter)
        elif name.startswith("table."):
            table.append(parameter)
        elif parameter.dim() > 1 and name not in ("positions", "types"):
            plain.append(parameter)
        else:
            rest.append(parameter)
    groups: list[dict[str, Any]] = [
        {"params": plain, "weight_decay": phase.decay, "scale": 1.0},
        {"params": rest, "weight_decay": 0.0, "scale": 1.0},
        {"params": heads, "weight_decay": 0.0, "scale": phase.heads},
        {"params": table, "weight_decay": 0.0, "scale": phase.table},
    ]
    return [group for group in groups if group["params"]]


class Trainer:
    """A model in one phase; ``used`` is the wall time in seconds of all runs so far.

    Feeds are drawn from in turn, each as often as its share says.
    """

    def __init__(
        self, model: ReaderModel, feeds: Sequence[tuple[Feed, float]], phase: Phase, teacher: ReaderModel | None = None
    ) -> None:
        self.model, self.feeds, self.phase, self.teacher = model, feeds, phase, teacher
        self.device = feeds[0][0].device
        self.optimiser = torch.optim.AdamW(
            _groups(model, phase), lr=phase.rate, betas=(0.9, 0.98), eps=1e-6, fused=True
        )
        self.generator = torch.Generator(self.device).manual_seed(9)
        model.drop(phase.dropout)
        self.step, self.seen, self.used = 0, 0, 0.0
        self.turns = [0] * len(feeds)

    def progress(self) -> float:
        """Which part of the budget is used, 0..1."""
        if self.phase.steps:
            return min(1.0, self.step / self.phase.steps)
        return min(1.0, self.used / 60 / self.phase.minutes)

    def train(self, checkpoint: Path | None, log: Callable[[str], None]) -> None:
        """Train to the end of the budget; the checkpoint is written on the way and at the end."""
        clock = saved = shown = time.monotonic()
        sums = torch.zeros(4, device=self.device)
        count = 0
        self.model.train()
        for batch in self._batches():
            if self.progress() >= 1:
                break
            sums, count = sums + self.advance(batch), count + 1
            if self.device.type == "cuda" and self.step % 8 == 0:
                torch.cuda.synchronize()
            now = time.monotonic()
            self.used, clock = self.used + now - clock, now
            if now - shown > SHOWN_EVERY:
                means = " ".join(f"{value:.3f}" for value in (sums / count).tolist())
                log(
                    f"{self.phase.name} step {self.step} examples {self.seen} minutes {self.used / 60:.2f} "
                    f"progress {self.progress():.3f} span, relevance, judged, hidden {means}"
                )
                sums, count, shown = torch.zeros_like(sums), 0, now
            if checkpoint and now - saved > SAVED_EVERY:
                self.save(checkpoint)
                saved = now
        self.model.imitate(False)
        if checkpoint:
            self.save(checkpoint)

    def _batches(self) -> Iterator[Batch]:
        runs = [feed.epoch(turn, self.phase.pieces) for (feed, _), turn in zip(self.feeds, self.turns, strict=True)]
        owed = [0.0] * len(runs)
        total = sum(share for _, share in self.feeds)
        while True:
            for i, (_, share) in enumerate(self.feeds):
                owed[i] += share / total
            i = max(range(len(runs)), key=owed.__getitem__)
            owed[i] -= 1
            batch = next(runs[i], None)
            if batch is None:
                self.turns[i] += 1
                runs[i] = self.feeds[i][0].epoch(self.turns[i], self.phase.pieces)
                batch = next(runs[i])
            yield batch

    def advance(self, batch: Batch) -> Tensor:
        """One step on one batch; its losses, as the log shows them."""
        phase, progress = self.phase, self.progress()
        self.model.imitate(progress >= phase.imitating)
        for group in self.optimiser.param_groups:
            group["lr"] = phase.rate_at(progress) * group["scale"]
        guessed = torch.zeros((), device=self.device)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=phase.bfloat16):
            if phase.hidden and self.step % phase.hidden == 0:
                guessed = of_hidden(self.model, batch, self.generator)
            ids = blurred(batch.ids, phase.blurred, self.generator) if self.step % 2 else batch.ids
            spans, text = self.model(ids, batch.types)
        parts = of_targets(spans, text, batch)
        loss = sum(parts, torch.zeros((), device=self.device))
        if self.teacher is not None and phase.taught:
            with torch.no_grad(), torch.autocast(self.device.type, torch.bfloat16, enabled=phase.bfloat16):
                told_spans, told_text = self.teacher(batch.ids, batch.types)
            soft = sum(of_teacher(spans, text, told_spans, told_text, batch), torch.zeros((), device=self.device))
            loss = (1 - phase.taught) * loss + phase.taught * soft
        self.optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss + GUESSING * guessed)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), phase.clip)
        self.optimiser.step()
        self.step += 1
        self.seen += len(batch.ids)
        return torch.stack([*parts, guessed]).detach().float()

    def save(self, path: Path) -> None:
        """Write the checkpoint, whole or not at all."""
        state = {
            **held(self.model),
            "optimiser": self.optimiser.state_dict(),
            "turns": self.turns,
            "step": self.step,
            "seen": self.seen,
            "used": self.used,
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        torch.save(state, part)
        part.replace(path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint of the same phase, with the part of the pack that it was in from its beginning."""
        state = torch.load(path, weights_only=True, map_location=self.device)
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.turns = [turn + 1 for turn in state["turns"]]
        self.step, self.seen, self.used = state["step"], state["seen"], state["used"]


def held(model: ReaderModel) -> dict[str, Any]:
    """What `restored` needs of a model whose table is in int8."""
    return {"sizes": asdict(model.sizes), "model": model.state_dict()}


def restored(state: dict[str, Any]) -> ReaderModel:
    """The model of a checkpoint."""
    model = ReaderModel(Sizes(**state["sizes"]))
    model.load_state_dict(state["model"])
    return model

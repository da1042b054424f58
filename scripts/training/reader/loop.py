"""The training loop: scheduled by the clock, resumable from its checkpoint."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from scripts.training.reader.batches import UNKNOWN, Batch, batches, item_of
from scripts.training.reader.model import ReaderModel
from scripts.training.reader.stream import Stream


@dataclass(frozen=True, slots=True)
class Settings:
    """The recipe.

    The rate rises over the first ``warmup`` of the budget and falls linearly to 0 at its end; the new heads learn
    ``heads`` times as fast. ``minutes`` is wall time over all runs that continue one another; with ``steps`` > 0
    progress counts steps instead, which makes a run repeatable. ``bfloat16`` pays only where the processor multiplies
    it faster: measured here, 76 against 134 thousand million operations a second in float32.
    """

    minutes: float = 60.0
    steps: int = 0
    rate: float = 1.6e-4
    heads: float = 5.0
    warmup: float = 0.04
    batch: int = 8
    block: int = 64
    decay: float = 0.01
    clip: float = 1.0
    seed: int = 9
    bfloat16: bool = False
    save_minutes: float = 6.0


def losses(spans: Tensor, text: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
    """Mean cross-entropy of the span heads (absent targets left out), and of relevance."""
    masked = spans.masked_fill(~batch.allowed[:, :, None], -1e4)
    span = functional.cross_entropy(
        masked.transpose(1, 2).reshape(-1, masked.shape[1]), batch.spans.reshape(-1), ignore_index=UNKNOWN
    )
    if int((batch.spans != UNKNOWN).sum()) == 0:
        span = spans.sum() * 0.0
    return span, functional.binary_cross_entropy_with_logits(text[:, 0], batch.relevant)


def schedule(progress: float, settings: Settings) -> float:
    """The rate when this part (0..1) of the budget is used."""
    rise = min(1.0, progress / settings.warmup) if settings.warmup else 1.0
    fall = max(0.0, (1 - progress) / (1 - settings.warmup))
    return settings.rate * min(rise, fall)


class Trainer:
    """Model, optimiser and stream together; ``used`` is the wall time in seconds of all runs so far."""

    def __init__(self, model: ReaderModel, tokenizer: Tokenizer, stream: Stream, settings: Settings) -> None:
        self.model, self.tokenizer, self.stream, self.settings = model, tokenizer, stream, settings
        named = list(model.named_parameters())
        heads = [p for n, p in named if "_head" in n]
        plain = [p for n, p in named if "_head" not in n and p.dim() > 1 and n not in ("positions", "types")]
        rest = [p for n, p in named if "_head" not in n and (p.dim() < 2 or n in ("positions", "types"))]
        groups = [
            {"params": plain, "weight_decay": settings.decay, "scale": 1.0},
            {"params": rest, "weight_decay": 0.0, "scale": 1.0},
            {"params": heads, "weight_decay": 0.0, "scale": settings.heads},
        ]
        self.optimiser = torch.optim.AdamW(groups, lr=settings.rate, betas=(0.9, 0.98), eps=1e-6, fused=True)
        self.step, self.block, self.used = 0, 0, 0.0

    def progress(self) -> float:
        """Which part of the budget is used, 0..1."""
        if self.settings.steps:
            return min(1.0, self.step / self.settings.steps)
        return min(1.0, self.used / 60 / self.settings.minutes)

    def train(self, folder: Path, log: Callable[[str], None]) -> None:
        """Train to the end of the budget; the checkpoint in ``folder`` is written on the way and at the end."""
        clock, saved, sums, count = time.monotonic(), time.monotonic(), [0.0, 0.0], 0
        self.model.train()
        while self.progress() < 1:
            examples = self.stream.block(self.block, self.settings.batch * self.settings.block, self.progress())
            rng = random.Random(f"{self.settings.seed}/{self.block}")
            items = [item for example in examples if (item := item_of(example, self.tokenizer, rng))]
            self.block += 1
            for batch in batches(items, self.settings.batch, rng):
                found = self.advance(batch)
                sums, count = [sums[0] + found[0], sums[1] + found[1]], count + 1
                now = time.monotonic()
                self.used, clock = self.used + now - clock, now
                if self.step % 50 == 0:
                    seen = self.step * self.settings.batch
                    rate = schedule(self.progress(), self.settings)
                    log(
                        f"step {self.step} examples {seen} minutes {self.used / 60:.1f} progress {self.progress():.3f} "
                        f"rate {rate:.2e} span {sums[0] / count:.3f} relevance {sums[1] / count:.3f}"
                    )
                    sums, count = [0.0, 0.0], 0
                if self.progress() >= 1:
                    break
            if time.monotonic() - saved > 60 * self.settings.save_minutes:
                self.save(folder / "checkpoint.pt")
                saved = time.monotonic()
        self.save(folder / "checkpoint.pt")

    def advance(self, batch: Batch) -> tuple[float, float]:
        """One step on one batch; its two losses."""
        for group in self.optimiser.param_groups:
            group["lr"] = schedule(self.progress(), self.settings) * group["scale"]
        with torch.autocast("cpu", torch.bfloat16, enabled=self.settings.bfloat16):
            spans, text = self.model(batch.ids, batch.types)
        span, relevance = losses(spans, text, batch)
        self.optimiser.zero_grad(set_to_none=True)
        (span + relevance).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.settings.clip)
        self.optimiser.step()
        self.step += 1
        return float(span.detach()), float(relevance.detach())

    def save(self, path: Path) -> None:
        """Write the checkpoint, whole or not at all."""
        state = {
            "sizes": asdict(self.model.sizes),
            "settings": asdict(self.settings),
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "drawn": self.stream.drawn,
            "step": self.step,
            "block": self.block,
            "used": self.used,
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        torch.save(state, part)
        part.replace(path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint; the present settings decide how much of the budget is left."""
        state = torch.load(path, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.stream.drawn.update(state["drawn"])
        self.step, self.block, self.used = state["step"], state["block"], state["used"]

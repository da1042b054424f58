"""What is minimised: cross-entropy with the targets, divergence from a teacher, and hidden pieces guessed."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from scripts.training.reader.feed import UNREADABLE, Batch
from scripts.training.reader.model import LAST_SPECIAL, ReaderModel, Table
from scripts.training.reader.packing import UNKNOWN

HIDDEN = 0.15
"""Part of the pieces that is hidden and guessed."""

FAR = -1e4


def _mean(values: Tensor, known: Tensor) -> Tensor:
    return (values * known).sum() / known.sum().clamp(min=1)


def _masked(spans: Tensor, batch: Batch) -> Tensor:
    return spans.masked_fill(~batch.allowed, FAR)


def of_targets(spans: Tensor, text: Tensor, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Mean losses of spans, of relevance, and of verdict and claim together."""
    logs = functional.log_softmax(_masked(spans, batch), 1)
    known = batch.spans != UNKNOWN
    picked = logs.gather(1, batch.spans.clamp(min=0)[:, None, :])[:, 0]
    span = _mean(-picked, known)
    relevance = _binary(text[:, 0], batch.relevant)
    verdict = functional.log_softmax(text[:, 1:5], 1).gather(1, batch.verdict.clamp(min=0)[:, None])[:, 0]
    judged = _mean(-verdict, batch.verdict != UNKNOWN)
    return span, relevance, judged + 0.5 * _binary(text[:, 5], batch.claim)


def _binary(logits: Tensor, targets: Tensor) -> Tensor:
    known = targets != UNKNOWN
    loss = functional.binary_cross_entropy_with_logits(logits, targets.clamp(min=0).float(), reduction="none")
    return _mean(loss, known)


def of_teacher(
    spans: Tensor, text: Tensor, told_spans: Tensor, told_text: Tensor, batch: Batch
) -> tuple[Tensor, Tensor, Tensor]:
    """Mean divergence from the teacher's distributions, where the task at hand has targets."""
    logs = functional.log_softmax(_masked(spans, batch), 1)
    told = functional.softmax(_masked(told_spans, batch), 1)
    span = _mean(-(told * logs).sum(1), batch.spans != UNKNOWN)
    relevance = _mean(_towards(text[:, 0], told_text[:, 0]), batch.relevant != UNKNOWN)
    verdicts = -(functional.softmax(told_text[:, 1:5], 1) * functional.log_softmax(text[:, 1:5], 1)).sum(1)
    judged = _mean(verdicts, batch.verdict != UNKNOWN)
    claim = _mean(_towards(text[:, 5], told_text[:, 5]), batch.claim != UNKNOWN)
    return span, relevance, judged + 0.5 * claim


def _towards(logits: Tensor, told: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(logits, torch.sigmoid(told), reduction="none")


def blurred(ids: Tensor, share: float, generator: torch.Generator) -> Tensor:
    """The pieces with a part of them hidden."""
    if not share:
        return ids
    chance = torch.rand(ids.shape, generator=generator, device=ids.device)
    return torch.where((chance < share) & (ids > LAST_SPECIAL), UNREADABLE, ids)


def of_hidden(model: ReaderModel, batch: Batch, generator: torch.Generator) -> Tensor:
    """Mean cross-entropy of hidden pieces, guessed by their likeness to the table's rows."""
    assert isinstance(model.table, Table)
    chance = torch.rand(batch.ids.shape, generator=generator, device=batch.ids.device)
    hidden = (chance < HIDDEN) & (batch.ids > LAST_SPECIAL)
    shown = torch.where(hidden & (chance < HIDDEN * 0.9), UNREADABLE, batch.ids)
    states = model.states(shown, batch.types)[hidden]
    return functional.cross_entropy((states @ model.table.weight.T.to(states.dtype)).float(), batch.ids[hidden])

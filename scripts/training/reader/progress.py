"""How good a model is on a pack that it was not trained on, by pieces: a look on the way, not the reported figures."""

from __future__ import annotations

import numpy as np
import torch

from scripts.training.reader.feed import Feed
from scripts.training.reader.losses import FAR
from scripts.training.reader.model import ReaderModel
from scripts.training.reader.packing import ABSENT, UNKNOWN


def look(model: ReaderModel, feed: Feed, pieces: int = 40_000) -> str:
    """One line: answers exact, evidence overlap, AUROC of relevance, verdicts right, claims told from no claims."""
    exact, overlap, verdicts, claims = [], [], [], []
    relevance: tuple[list[float], list[float]] = ([], [])
    model.eval()
    with torch.no_grad():
        for batch in feed.epoch(0, pieces):
            spans, text = model(batch.ids, batch.types)
            best = spans.masked_fill(~batch.allowed, FAR)
            best[:, 0] = FAR
            ends, goal = best.argmax(1).cpu().numpy(), batch.spans.cpu().numpy()
            answered = (goal[:, 0] != UNKNOWN) & (goal[:, 0] != ABSENT)
            exact += list((ends[answered, :2] == goal[answered, :2]).all(1))
            told = (goal[:, 2] != UNKNOWN) & (goal[:, 2] != ABSENT)
            low, high = np.maximum(ends[told, 2], goal[told, 2]), np.minimum(ends[told, 3], goal[told, 3])
            both = (ends[told, 3] - ends[told, 2] + 1).clip(1) + goal[told, 3] - goal[told, 2] + 1
            overlap += list(2 * (high - low + 1).clip(0) / both)
            verdict, claim = batch.verdict.cpu().numpy(), batch.claim.cpu().numpy()
            asked = (verdict == UNKNOWN) & (claim == UNKNOWN)
            logits, relevant = text.cpu().numpy(), batch.relevant.cpu().numpy()
            relevance[0].extend(logits[asked & (relevant == 1), 0])
            relevance[1].extend(logits[asked & (relevant == 0), 0])
            judged = verdict != UNKNOWN
            verdicts += list(logits[judged, 1:5].argmax(1) == verdict[judged])
            known = claim != UNKNOWN
            claims += list((logits[known, 5] > 0) == (claim[known] == 1))
    model.train()
    parts = [f"exact {_mean(exact)}", f"evidence {_mean(overlap)}", f"AUROC {_auroc(*relevance):.3f}"]
    return " ".join([*parts, f"verdicts {_mean(verdicts)}", f"claims {_mean(claims)}"])


def _mean(values: list[float]) -> str:
    return f"{np.mean(values):.3f}" if values else "-"


def _auroc(positive: list[float], negative: list[float]) -> float:
    if not positive or not negative:
        return float("nan")
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, "left") + np.searchsorted(ordered, positive, "right")
    return float(below.mean() / 2 / len(negative))

"""The reading model in torch: a BERT encoder over a table of pieces, and linear heads for each thing it says.

`SPAN_HEADS` are scores of each piece; their softmax runs over the pieces that may be pointed at and the first piece,
which stands for "not here". `TEXT_HEADS` are scores of the whole input, read from the first piece and from the highest
of the passage. The first task (questions) uses relevance, answer and evidence; the second (draft sentences) the
verdicts, claim, evidence, and what differs in the source and in the draft. A missing target is left out of the loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from scripts.training.reader.wheel import Pretrained, Sizes

SPAN_HEADS = (
    "answer_start",
    "answer_end",
    "evidence_start",
    "evidence_end",
    "source_start",
    "source_end",
    "draft_start",
    "draft_end",
)
OF_DRAFT = 6
"""Span heads from here on point into the question or draft sentence, those before into the passage."""

TEXT_HEADS = ("relevance", "supported", "same_words", "differs", "absent", "claim")
LEVELS = 127
WEIGHT_LEVELS, STATE_LEVELS = 63, 255
"""Steps of the shipped file's matrices (7 bits, signed) and states (8 bits), which training can imitate."""

LAST_SPECIAL = 3


def _rounded(values: Tensor, exact: Tensor) -> Tensor:
    """The rounded values forward, the gradient of the exact ones backward (straight through)."""
    return exact + (values - exact).detach()


class Matrix(nn.Linear):
    """A linear layer that can imitate its int8 counterpart: one scale a row of the weight, one range an example."""

    imitating = False

    def forward(self, states: Tensor) -> Tensor:
        """The layer's output, ``[batch, length, out]``."""
        if not self.imitating:
            return super().forward(states)
        with torch.no_grad():
            scale = self.weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / WEIGHT_LEVELS
            weight = torch.round(self.weight / scale) * scale
            low, high = states.amin((1, 2), keepdim=True).clamp(max=0), states.amax((1, 2), keepdim=True).clamp(min=0)
            step = ((high - low) / STATE_LEVELS).clamp(min=1e-8)
            held = torch.round(states / step) * step
        return functional.linear(_rounded(held, states), _rounded(weight, self.weight), self.bias)


class Block(nn.Module):
    """One layer of BERT: attention and feed-forward, each followed by a residual and a norm."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.heads, self.hidden, self.dropout = sizes.heads, sizes.hidden, 0.0
        self.query, self.key, self.value, self.attended = (Matrix(sizes.hidden, sizes.hidden) for _ in range(4))
        self.inner, self.outer = Matrix(sizes.hidden, sizes.feed), Matrix(sizes.feed, sizes.hidden)
        self.attended_norm = nn.LayerNorm(sizes.hidden, eps=sizes.epsilon)
        self.outer_norm = nn.LayerNorm(sizes.hidden, eps=sizes.epsilon)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """States ``[batch, length, hidden]`` of the next layer; ``mask`` is added to the attention's logits."""
        batch, length = states.shape[0], states.shape[1]

        def split(part: Tensor) -> Tensor:
            return part.reshape(batch, length, self.heads, self.hidden // self.heads).transpose(1, 2)

        query, key, value = split(self.query(states)), split(self.key(states)), split(self.value(states))
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask.to(query.dtype))
        mixed = mixed.transpose(1, 2).reshape(batch, length, self.hidden)
        states = self.attended_norm(states + self._dropped(self.attended(mixed)))
        inner = self.outer(functional.gelu(self.inner(states)))
        return torch.as_tensor(self.outer_norm(states + self._dropped(inner)))

    def _dropped(self, states: Tensor) -> Tensor:
        return functional.dropout(states, self.dropout, self.training) if self.dropout else states


class Table(nn.Module):
    """Rows of the pieces in float, learnt with the rest."""

    def __init__(self, pieces: int, hidden: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(pieces, hidden))

    def forward(self, ids: Tensor) -> Tensor:
        """Rows ``[batch, length, hidden]``."""
        return functional.embedding(ids, self.weight)

    def frozen(self) -> FrozenTable:
        """The same rows in int8, one scale each."""
        table = FrozenTable(*self.weight.shape)
        weight = self.weight.detach()
        table.scales = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / LEVELS
        table.rows = torch.round(weight / table.scales).to(torch.int8)
        return table


class FrozenTable(nn.Module):
    """Rows of the pieces in int8, as shipped."""

    rows: Tensor
    scales: Tensor

    def __init__(self, pieces: int, hidden: int) -> None:
        super().__init__()
        self.register_buffer("rows", torch.zeros(pieces, hidden, dtype=torch.int8))
        self.register_buffer("scales", torch.ones(pieces, 1))

    def forward(self, ids: Tensor) -> Tensor:
        """Rows ``[batch, length, hidden]``."""
        return self.rows[ids].to(torch.float32) * self.scales[ids]


def matches(rows: Tensor, ids: Tensor, types: Tensor) -> Tensor:
    """How well each piece is matched on the other side, ``[batch, length, 3]``: 0 to 1, its square, and whether equal.

    A piece of the question is compared with every piece of headings and passage and these with every piece of the
    question, by the cosine of their rows: the other script and English are near, too. The base never saw two texts at
    once; without this it takes thousands of examples until it looks from one to the other.
    """
    unit = rows / rows.norm(dim=-1, keepdim=True).clamp(min=1e-6)
    word = ids > LAST_SPECIAL
    side = types * 2 - 1
    across = (side[:, :, None] * side[:, None, :] < 0) & word[:, :, None] & word[:, None, :]
    near = (unit @ unit.transpose(1, 2)).masked_fill(~across, 0.0).amax(2).clamp(min=0.0)
    same = ((ids[:, :, None] == ids[:, None, :]) & across).to(near.dtype).amax(2)
    return torch.stack([near, near * near, same], -1)


class ReaderModel(nn.Module):
    """The whole model; ``forward`` gives logits only, the decoding is `retriever.reader`'s."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.table: Table | FrozenTable = FrozenTable(sizes.vocabulary, sizes.hidden)
        self.positions = nn.Parameter(torch.randn(sizes.positions, sizes.hidden) * 0.02)
        self.types = nn.Parameter(torch.randn(sizes.types, sizes.hidden) * 0.02)
        self.match_head = nn.Linear(3, sizes.hidden, bias=False)
        self.norm = nn.LayerNorm(sizes.hidden, eps=sizes.epsilon)
        self.blocks = nn.ModuleList(Block(sizes) for _ in range(sizes.layers))
        self.span_head = nn.Linear(sizes.hidden, len(SPAN_HEADS))
        self.piece_head = nn.Linear(sizes.hidden, len(TEXT_HEADS))
        self.text_head = nn.Linear(sizes.hidden, len(TEXT_HEADS))

    def imitate(self, on: bool) -> None:
        """Round matrices and states from now on as the shipped file rounds them, or no longer."""
        for module in self.modules():
            if isinstance(module, Matrix):
                module.imitating = on

    def drop(self, share: float) -> None:
        """Drop this part of every layer's states while training."""
        for module in self.modules():
            if isinstance(module, Block):
                module.dropout = share

    def states(self, ids: Tensor, types: Tensor) -> Tensor:
        """States of the last layer, ``[batch, length, hidden]``."""
        rows = self.table(ids)
        found = self.match_head(matches(rows.detach(), ids, types))
        states = self.norm(rows + self.positions[: ids.shape[1]] + functional.embedding(types, self.types) + found)
        mask = (ids == 1).to(torch.float32)[:, None, None, :] * -1e4
        for block in self.blocks:
            states = block(states, mask)
        return torch.as_tensor(states)

    def forward(self, ids: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """Logits ``[batch, length, 8]`` of `SPAN_HEADS` and ``[batch, 6]`` of `TEXT_HEADS`.

        Args:
            ids: rows of the table, ``[batch, length]``, int64; 1 is padding.
            types: 0 for the question, 1 for the rest, of the same shape.
        """
        states = self.states(ids, types)
        piece = self.piece_head(states).float().masked_fill(((types == 0) | (ids == 1))[:, :, None], -1e4)
        return self.span_head(states).float(), self.text_head(states[:, 0]).float() + piece.amax(1)

    def with_layers(self, kept: Sequence[int]) -> ReaderModel:
        """A copy with these layers alone, over the same table in int8."""
        small = ReaderModel(replace(self.sizes, layers=len(kept)))
        state = {name: value for name, value in self.state_dict().items() if not name.startswith(("blocks.", "table."))}
        for new, old in enumerate(kept):
            for name, value in self.blocks[old].state_dict().items():
                state[f"blocks.{new}.{name}"] = value
        small.load_state_dict(state, strict=False)
        small.table = self.table.frozen() if isinstance(self.table, Table) else self.table
        return small


def from_pretrained(base: Pretrained, layers: int, seed: int, *, learnt_table: bool) -> ReaderModel:
    """The first ``layers`` layers of the base; heads are new. The table is in int8 and stays, or is learnt too."""
    torch.manual_seed(seed)
    sizes = replace(base.sizes, layers=layers)
    model = ReaderModel(sizes)
    table = Table(sizes.vocabulary, sizes.hidden)
    state = model.state_dict()
    for name, weight in base.floats():
        if name == "table":
            table.weight.data = torch.from_numpy(np.array(weight, np.float32))
        elif name == "types":
            state["types"] = torch.from_numpy(np.repeat(weight, sizes.types, 0))
        elif name in state:
            state[name] = torch.from_numpy(np.array(weight, np.float32))
    for head in ("match_head", "span_head", "piece_head", "text_head"):
        state[f"{head}.weight"] = torch.randn_like(state[f"{head}.weight"]) * 0.02
        if f"{head}.bias" in state:
            state[f"{head}.bias"] = torch.zeros_like(state[f"{head}.bias"])
    model.load_state_dict(state)
    model.table = table if learnt_table else table.frozen()
    return model

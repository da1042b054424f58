"""The reading model in torch: a BERT encoder over the frozen int8 table, and one linear head for each thing it says.

`SPAN_HEADS` are scores of each piece; their softmax runs over the passage's pieces and the first piece, which stands
for "not here". `TEXT_HEADS` are scores of the whole input, read from the first piece. A further task (the draft check)
adds its head to `TEXT_HEADS` and a target to the examples; a missing target is masked out of the loss.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from scripts.training.reader.wheel import Pretrained, Sizes

SPAN_HEADS = ("answer_start", "answer_end", "evidence_start", "evidence_end")
TEXT_HEADS = ("relevance",)
LEVELS = 127
LAST_SPECIAL = 3
SAME = 0.999


class Block(nn.Module):
    """One layer of BERT: attention and feed-forward, each followed by a residual and a norm."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.heads, self.hidden = sizes.heads, sizes.hidden
        self.query, self.key, self.value, self.attended = (nn.Linear(sizes.hidden, sizes.hidden) for _ in range(4))
        self.inner, self.outer = nn.Linear(sizes.hidden, sizes.feed), nn.Linear(sizes.feed, sizes.hidden)
        self.attended_norm = nn.LayerNorm(sizes.hidden, eps=sizes.epsilon)
        self.outer_norm = nn.LayerNorm(sizes.hidden, eps=sizes.epsilon)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """States ``[batch, length, hidden]`` of the next layer; ``mask`` is added to the attention's logits."""
        batch, length = states.shape[0], states.shape[1]

        def split(part: Tensor) -> Tensor:
            return part.reshape(batch, length, self.heads, self.hidden // self.heads).transpose(1, 2)

        query, key, value = split(self.query(states)), split(self.key(states)), split(self.value(states))
        mixed = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask.to(query.dtype))
        mixed = mixed.transpose(1, 2).reshape(batch, length, self.hidden)
        states = self.attended_norm(states + self.attended(mixed))
        return torch.as_tensor(self.outer_norm(states + self.outer(nn.functional.gelu(self.inner(states)))))


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
    return torch.stack([near, near * near, (near > SAME).to(near.dtype)], -1)


class ReaderModel(nn.Module):
    """The whole model; ``forward`` gives logits only, the decoding is `retriever.reader`'s."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.register_buffer("table", torch.zeros(sizes.vocabulary, sizes.hidden, dtype=torch.int8))
        self.register_buffer("scales", torch.ones(sizes.vocabulary, 1))
        self.positions = nn.Parameter(torch.randn(sizes.positions, sizes.hidden) * 0.02)
        self.types = nn.Parameter(torch.randn(sizes.types, sizes.hidden) * 0.02)
        self.match_head = nn.Linear(3, sizes.hidden, bias=False)
        self.norm = nn.LayerNorm(sizes.hidden, eps=sizes.epsilon)
        self.blocks = nn.ModuleList(Block(sizes) for _ in range(sizes.layers))
        self.span_head = nn.Linear(sizes.hidden, len(SPAN_HEADS))
        self.piece_head = nn.Linear(sizes.hidden, len(TEXT_HEADS))
        self.text_head = nn.Linear(sizes.hidden, len(TEXT_HEADS))

    def forward(self, ids: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """Logits ``[batch, length, 4]`` of `SPAN_HEADS` and ``[batch, 1]`` of `TEXT_HEADS`.

        Args:
            ids: rows of the table, ``[batch, length]``, int64; 1 is padding.
            types: 0 for the question, 1 for the rest, of the same shape.
        """
        rows = self.table[ids].to(torch.float32) * self.scales[ids]  # type: ignore[index]
        found = self.match_head(matches(rows, ids, types))
        states = self.norm(rows + self.positions[: ids.shape[1]] + self.types[types] + found)
        mask = (ids == 1).to(torch.float32)[:, None, None, :] * -1e4
        for block in self.blocks:
            states = block(states, mask)
        piece = self.piece_head(states).float().masked_fill(((types == 0) | (ids == 1))[:, :, None], -1e4)
        return self.span_head(states).float(), self.text_head(states[:, 0]).float() + piece.amax(1)


def from_pretrained(base: Pretrained, layers: int, seed: int) -> ReaderModel:
    """The first ``layers`` layers of the base with its table in int8 (one scale a row); heads are new."""
    torch.manual_seed(seed)
    sizes = Sizes(**{name: getattr(base.sizes, name) for name in Sizes.__slots__ if name != "layers"}, layers=layers)
    model = ReaderModel(sizes)
    state = model.state_dict()
    for name, weight in base.weights.items():
        if name == "table":
            scales = np.maximum(np.abs(weight).max(1, keepdims=True), 1e-8) / LEVELS
            state["table"] = torch.from_numpy(np.rint(weight / scales).astype(np.int8))
            state["scales"] = torch.from_numpy(scales.astype(np.float32))
        elif name == "types":
            state["types"] = torch.from_numpy(np.repeat(weight, sizes.types, 0))
        elif name in state:
            state[name] = torch.from_numpy(weight)
    for head in ("match_head", "span_head", "piece_head", "text_head"):
        state[f"{head}.weight"] = torch.randn_like(state[f"{head}.weight"]) * 0.02
        if f"{head}.bias" in state:
            state[f"{head}.bias"] = torch.zeros_like(state[f"{head}.bias"])
    model.load_state_dict(state)
    return model

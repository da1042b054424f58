"""A reading model of two small layers over the characters that the tests use."""

from __future__ import annotations

import string
from pathlib import Path

import torch
from tokenizers import Tokenizer

from scripts.training.reader.export import export
from scripts.training.reader.model import FrozenTable, ReaderModel
from scripts.training.reader.pieces import make_tokenizer
from scripts.training.reader.wheel import Sizes

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "以上的", "万元", "萬元", "2023", "补贴", "補貼"]
CHARACTERS = "的以上企业企業最高万萬元补贴補貼由省市厅廳负责負責多少谁誰年0123456789%.,:!?()。" + string.ascii_lowercase


def tiny_tokenizer() -> Tokenizer:
    """A tokenizer as the reader's, with few pieces."""
    pieces = [*PIECES, *dict.fromkeys(c for c in CHARACTERS if c not in PIECES)]
    return make_tokenizer(pieces, [0.0] * 4 + [-1.0 - 0.01 * i for i in range(len(pieces) - 4)])


def tiny_model(seed: int = 1, *, width: int = 32) -> ReaderModel:
    """A random model for `tiny_tokenizer`; its heads say something."""
    torch.manual_seed(seed)
    sizes = Sizes(width, 2, 4, 2 * width, tiny_tokenizer().get_vocab_size(), 256, 2, 1e-12)
    model = ReaderModel(sizes)
    table = FrozenTable(sizes.vocabulary, width)
    table.rows.copy_(torch.randint(-127, 128, tuple(table.rows.shape)))
    table.scales.fill_(0.01)
    model.table = table
    for head in (model.span_head, model.piece_head, model.text_head):
        torch.nn.init.normal_(head.weight, std=0.5)
    return model.eval()


def save_tiny(folder: Path, *, quantised: bool = True, seed: int = 1) -> ReaderModel:
    """Export a tiny model into a folder, and return it."""
    model = tiny_model(seed)
    export(model, tiny_tokenizer(), {"name": "tiny"}, folder, quantised=quantised)
    return model

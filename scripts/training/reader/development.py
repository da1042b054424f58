"""The development questions and sentences as items, to look at while training; never trained on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from tokenizers import Tokenizer

from scripts.training.corpus import rows
from scripts.training.reader.claims import sentence_of
from scripts.training.reader.items import Item, item_of
from scripts.training.reader.questions import question_of


def development(bench: Path, tokenizer: Tokenizer) -> Iterator[Item]:
    """Items of ``qa-written-dev`` and ``claims-written-dev``."""
    rng = random.Random(1)
    for row in rows(bench / "qa-written-dev", "questions"):
        item = item_of(question_of(row).example(), tokenizer, rng)
        if item is not None:
            yield item
    for name in ("sentences", "claims"):
        if (bench / "claims-written-dev" / f"{name}.jsonl.xz").exists():
            for row in rows(bench / "claims-written-dev", name):
                item = item_of(sentence_of(row), tokenizer, rng)
                if item is not None:
                    yield item

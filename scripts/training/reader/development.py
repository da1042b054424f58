"""The development questions and sentences as items, to look at while training; never trained on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from tokenizers import Tokenizer

from scripts.training.corpus import rows
from scripts.training.reader.claims import sentence_of
from scripts.training.reader.items import Item, item_of
from scripts.training.reader.questions import question_of


def development(bench: Path, tokenizer: Tokenizer) -> Iterator[Item]:
    """Items of ``qa-written-dev`` and ``claims-written-dev``."""
    rng = random.Random(1)
    asked = (question_of(row).example() for row in rows(bench / "qa-written-dev", "questions"))
    drafted = (sentence_of(row) for row in rows(bench / "claims-written-dev", "claims"))
    for example in chain(asked, drafted):
        item = item_of(example, tokenizer, rng)
        if item is not None:
            yield item

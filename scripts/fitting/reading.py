"""Reading-comprehension questions as cases: whether an answer can be told from a near miss in texts of any kind.

The passages of such a set become a corpus, but for a part that is kept back: the questions about it have no answer
there, though plenty of passages are near.
"""

from __future__ import annotations

import json
import lzma
import random
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from index.build import build_from_sources
from index.language.normalise import normalise_text
from index.loading.record import record
from retriever.answer.assistant import Assistant
from retriever.candidates.features import Candidate
from scripts.fitting.cases import FOLDS, Case

__all__ = ["reading_cases"]

ASKED = 300
"""Questions taken from each file; a third of them is about passages that were kept back."""

WEIGHT = 0.25
"""Weight of a case beside a gold question: they are many, and encyclopaedias are not what is asked about."""


def reading_cases(file: Path, seed: int = 0) -> Iterator[Case]:
    """Label the candidates of questions from JSON lines (.xz) with "question", "passage" and "answer"."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    passages = {sha256(row["passage"].encode()).hexdigest(): row["passage"] for row in rows}
    kept_back = {name for name in passages if int(name[:8], 16) % 3 == 0}
    asked = random.Random(seed).sample(rows, min(ASKED, len(rows)))
    with tempfile.TemporaryDirectory() as folder:
        sources = (record(name, "", text) for name, text in passages.items() if name not in kept_back)
        build_from_sources(sources, Path(folder))
        assistant = Assistant.open(folder)
        for number, row in enumerate(asked):
            name = sha256(row["passage"].encode()).hexdigest()
            query = assistant.engine.analyse(row["question"])
            if query.unknown_places and not query.places:
                continue  # refused by rule
            found = tuple(c for _, c in assistant.considered(query, assistant.engine.search(query, 20)))
            right = tuple(c.item.file == name and _gives(c, assistant.corpus.texts[name], row["answer"]) for c in found)
            yield Case(row["question"], "reading", found, right, name not in kept_back, number % FOLDS, WEIGHT)


def _gives(candidate: Candidate, text: str, answer: str) -> bool:
    wanted, given = normalise_text(answer), normalise_text(candidate.answer.of(text))
    whole = candidate.form in ("clause", "fallback")
    return wanted in given or (not whole and len(given) > 1 and given in wanted)

"""The test set of the draft check: enough cases of every kind, each altered in the way that it says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from eval.check.cases import KINDS, Case, cases_of, written
from index.build import build_index
from index.language.normalise import normalise_text
from retriever.check.compare.text_keys import key_of
from retriever.engine import Engine

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    index = tmp_path_factory.mktemp("cases") / "index"
    build_index(SEEDS, index)
    return list(cases_of(Engine.open(index), "report"))


def test_every_kind_has_sixty_cases_in_three_forms(cases: list[Case]) -> None:
    counts = Counter(case.kind for case in cases)
    assert all(counts[kind] >= 60 for kind in KINDS[:-1]), counts
    assert all(len({c.form for c in cases if c.kind == kind}) == 3 for kind in KINDS[:-1])


def test_faithful_cases_hold_their_clause_and_altered_ones_do_not(cases: list[Case]) -> None:
    for case in cases:
        held = key_of(normalise_text(case.source)).text in key_of(normalise_text(case.sentence)).text
        if case.kind == "verbatim":
            assert held, case
        elif case.kind in ("number", "unit", "year", "reworded"):
            assert not held, case


def test_sentences_by_hand_are_in_both_halves() -> None:
    assert {half: len(list(written(half))) for half in ("tune", "report")} == {"tune": 34, "report": 32}

"""The gold table of four whole documents, and how the reading of targets fares on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.measures.target_table import FIELDS, GoldTarget, load_gold_targets, score_targets
from index.build import build_index
from index.errors import InputError
from index.store.bundle import Bundle
from retriever.targets import Target, read_targets
from tests.index.hashing_encoder import HashingEncoder

ROOT = Path(__file__).resolve().parents[3]
SEEDS, INVENTED = ROOT / "seeds", ROOT / "eval" / "data" / "invented" / "corpus"


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> tuple[Target, ...]:
    folder = tmp_path_factory.mktemp("index")
    build_index([SEEDS, INVENTED], folder, encoder=HashingEncoder(), workers=1)
    return read_targets(Bundle.open(folder))


def test_gold_quotes_its_files() -> None:
    gold = load_gold_targets()
    assert len(gold) == 162
    assert {one.kind for one in gold} == {"target", "state"}
    for one in gold:
        folder = SEEDS if (SEEDS / one.file).exists() else INVENTED
        assert one.span.of((folder / one.file).read_text("utf-8")) == one.figure


def test_reading_is_as_good_as_documented(rows: tuple[Target, ...]) -> None:
    score = score_targets(rows, load_gold_targets())
    assert score.precision >= 0.98
    assert score.recall >= 0.97
    assert score.whole >= 145


def test_score_counts_what_is_missed_added_and_wrong(rows: tuple[Target, ...]) -> None:
    gold = load_gold_targets()[:4]
    given = [r for r in rows if (r.citation.file, r.document) == (gold[0].file, gold[0].document)][:4]
    wrong = [replace(given[0], year=1999), *given[1:3]]
    score = score_targets(wrong, gold)
    assert (score.gold, score.given, score.found, score.whole) == (4, 3, 3, 2)
    assert [field for _, _, field in score.differing] == ["year"]
    assert score.missed == gold[3:]
    assert set(score.right) == set(FIELDS)
    assert score_targets(given, gold[:1]).extra == tuple(given[1:])
    assert (score_targets([], []).precision, score_targets([], []).recall) == (1.0, 1.0)


def test_bad_gold_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"document": "x"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="Line 1"):
        load_gold_targets(path)
    assert GoldTarget.__slots__

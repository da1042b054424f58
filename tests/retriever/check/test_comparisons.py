"""Comparisons of two places: what is compared, and the two figures looked up and held against each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build_index
from retriever.check.checker import Checker
from retriever.check.draft.comparisons import find_comparison
from retriever.check.verdict import FOUND, Verdict
from retriever.engine import Engine

SEEDS = Path(__file__).parents[3] / "seeds"
KNOWN = ("宜春市", "宿迁市")


@pytest.mark.parametrize(
    ("said", "less"),
    [
        ("到2025年,宜春的非化石能源消费比重低于宿迁。", True),
        ("到2025年,宜春的非化石能源消费比重高于宿迁。", False),
        ("到2025年,宜春的非化石能源消费比重比宿迁低1.7个百分点。", True),
        ("2025年非化石能源消费比重方面,宜春低于宿迁。", True),
    ],
)
def test_subject_year_places_and_direction_are_read(said: str, less: bool) -> None:
    found = find_comparison(said, KNOWN)
    assert found is not None
    assert (found.subject, found.year, found.first, found.second) == ("非化石能源消费比重", 2025, "宜春", "宿迁")
    assert found.less is less


@pytest.mark.parametrize(
    "said",
    [
        "宜春和宿迁非化石能源消费比重相同。",
        "宜春的非化石能源消费比重不低于18.3%,宿迁为20%。",
        "宜春低于宿迁。",
        "贵阳的非化石能源消费比重低于兰州。",
        "宜春2025年的非化石能源消费比重低于宿迁2030年的。",
    ],
)
def test_what_compares_no_two_known_places_in_one_year_is_no_comparison(said: str) -> None:
    assert find_comparison(said, KNOWN) is None


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    folder = tmp_path_factory.mktemp("comparisons") / "index"
    build_index([SEEDS / "000_ffbc63344c3ba8da.txt", SEEDS / "002_bc6507684ad8168b.txt"], folder, workers=1)
    return Checker(Engine.open(folder))


@pytest.mark.parametrize("words", ["低于宿迁", "比宿迁低1.7个百分点"])
def test_a_comparison_that_both_clauses_bear_out_is_supported_with_both(checker: Checker, words: str) -> None:
    finding = checker.check(f"到2025年，宜春的非化石能源消费比重{words}。").findings[0]
    assert finding.verdict in FOUND
    quotes = " ".join(part.evidence[0].citation.quote for part in finding.parts)
    assert "18.3%" in quotes
    assert "20%" in quotes


@pytest.mark.parametrize(("words", "wrong"), [("高于宿迁", "高于"), ("比宿迁低3个百分点", "3个百分点")])
def test_a_comparison_that_both_clauses_refute_is_told_with_both_figures(
    checker: Checker, words: str, wrong: str
) -> None:
    finding = checker.check(f"到2025年，宜春的非化石能源消费比重{words}。").findings[0]
    assert finding.verdict in (Verdict.DIFFERS, Verdict.REVIEW)
    assert [(d.draft, d.source) for d in finding.differences] == [(wrong, "宜春18.3%，宿迁20%")]

"""Written drafts: every label stands on its sentence, halves are kept apart, figures count what they say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.check.drafts import FIGURES, LABELS, LabelledSentence, Outcome, figures, read_drafts
from index.errors import InputError, LoadError
from index.types import Span

ROOT = Path(__file__).resolve().parents[3]
DRAFTS = ROOT / "eval" / "data" / "drafts"


def rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("folder", ["seeds", "notices"])
def test_labels_stand_on_sentences_of_their_draft_in_its_order(folder: str) -> None:
    drafts = read_drafts(DRAFTS / folder)
    assert len(drafts) == 7
    for draft in drafts:
        at = 0
        for sentence in draft.sentences:
            assert sentence.span.of(draft.text) == sentence.text
            assert sentence.span.start >= at
            at = sentence.span.end
            assert (sentence.evidence != "") == (sentence.verdict in ("supported", "differs"))
            assert (sentence.field != "") == (sentence.verdict == "differs")


def test_evidence_over_the_seeds_stands_in_the_file_named() -> None:
    for path in sorted((DRAFTS / "seeds").glob("*.jsonl")):
        for row in rows(path):
            if row["evidence"]:
                assert row["evidence"] in (ROOT / "seeds" / row["file"]).read_text(encoding="utf-8")
            if row["verdict"] == "differs":
                assert row["draft"] in row["sentence"]
                assert row["source"] in row["evidence"]


def test_halves_are_apart_and_make_the_whole() -> None:
    names = {half: [d.name for d in read_drafts(DRAFTS / "seeds", half)] for half in ("tune", "report", "all")}
    assert names["report"] == ["02", "04", "06"]
    assert sorted(names["tune"] + names["report"]) == names["all"]


@pytest.mark.parametrize(
    "label",
    [
        {"sentence": "不在稿中。", "verdict": "absent"},
        {"sentence": "甲市达到5%。", "verdict": "perhaps"},
        {"verdict": "absent"},
    ],
)
def test_a_label_that_does_not_hold_is_told_with_its_line(label: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "01.md").write_text("# 题\n\n甲市达到5%。乙市没有。\n", encoding="utf-8")
    good = {"sentence": "甲市达到5%。", "verdict": "no_claim"}
    lines = [json.dumps(row, ensure_ascii=False) for row in (good, label)]
    (tmp_path / "01.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(LoadError, match=r"01\.jsonl:2"):
        read_drafts(tmp_path)


def test_a_folder_without_drafts_or_a_draft_without_labels_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no drafts"):
        read_drafts(tmp_path)
    (tmp_path / "01.md").write_text("一句话。", encoding="utf-8")
    with pytest.raises(LoadError, match=r"01\.md"):
        read_drafts(tmp_path)


def test_figures_count_what_their_definitions_say() -> None:
    said = {
        "supported": ["verbatim", "supported", "differs", "absent", "review"],
        "differs": ["differs", "elsewhere", "supported", "review"],
        "absent": ["absent", "same_words"],
        "no_claim": ["no_claim", "absent", "no_claim", "no_claim"],
    }
    assert tuple(said) == LABELS
    outcomes = [
        Outcome("01", LabelledSentence("x", Span(0, 1), label, "", "", ""), verdict)
        for label, verdicts in said.items()
        for verdict in verdicts
    ]
    found = {name: estimate.value for name, estimate in figures(outcomes).items()}
    assert set(found) == set(FIGURES)
    assert found["right"] == pytest.approx((2 + 2 + 1 + 3) / 15)
    assert found["true sentences alarmed"] == pytest.approx(2 / 5)
    assert found["true sentences to look at"] == pytest.approx(1 / 5)
    assert found["errors let through"] == pytest.approx(1 / 4)
    assert found["errors told"] == pytest.approx(2 / 4)
    assert found["absent sentences let through"] == pytest.approx(1 / 2)
    assert found["remarks left alone"] == pytest.approx(3 / 4)

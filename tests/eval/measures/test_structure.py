"""Precision and recall of structure, on readings whose errors are known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.data.structure_gold import GoldStructure, load_structure
from eval.measures.structure import Figure, Reading, StructureScore, read_text, score_structure
from index.types import DateKind, DocumentDate, Metadatum, Span
from tests.eval.structure_corpus import NOTICE, TABLE, digest, notice_row, place, write_gold


@pytest.fixture
def reading() -> Reading:
    return read_text(NOTICE, ".txt")


def gold_of(tmp_path: Path, **changes: Any) -> tuple[GoldStructure, ...]:
    return load_structure("documents", folder=write_gold(tmp_path, "documents", notice_row(**changes)))


def figures(score: StructureScore) -> dict[str, Figure]:
    return {figure.name: figure for figure in score.figures}


def test_what_was_read_as_the_person_read_it_is_all_right(tmp_path: Path, reading: Reading) -> None:
    score = score_structure({digest(NOTICE): reading}, gold_of(tmp_path))
    assert score.differences == ()
    assert set(figures(score)) == {"title", "issuer", "doc_no", "issued", "heading places", "headings"}
    for figure in score.figures:
        assert figure.precision is not None
        assert figure.recall is not None
        assert (figure.precision.value, figure.recall.value) == (1.0, 1.0)
        assert figure.recall.low < 1.0  # one document says little


def test_a_heading_of_another_level_is_found_and_wrong(tmp_path: Path, reading: Reading) -> None:
    start = NOTICE.index("（二）")
    flat = replace(reading, headings=tuple((at, 0 if at == start else level) for at, level in reading.headings))
    found = figures(score_structure({digest(NOTICE): flat}, gold_of(tmp_path)))
    assert found["heading places"].counts[:] == (4, 4, 4, 4)
    assert found["headings"].counts[:] == (4, 3, 4, 3)


def test_a_heading_too_many_costs_precision_and_one_too_few_recall(tmp_path: Path, reading: Reading) -> None:
    headings = (*reading.headings[1:], (NOTICE.index("查处"), 1))
    found = figures(score_structure({digest(NOTICE): replace(reading, headings=headings)}, gold_of(tmp_path)))
    assert found["headings"].counts[:] == (4, 3, 4, 3)


def test_what_is_undecided_counts_neither_way(tmp_path: Path, reading: Reading) -> None:
    items = [NOTICE.index("（一）"), NOTICE.index("二、强化")]
    outline = [place(NOTICE, "一、完善制度", 0), place(NOTICE, "二、强化监管", 0)]
    gold = gold_of(tmp_path, outline=outline, undecided=[items])
    assert figures(score_structure({digest(NOTICE): reading}, gold))["headings"].counts[:] == (2, 2, 2, 2)


def test_other_writings_of_a_name_are_the_same(tmp_path: Path, reading: Reading) -> None:
    number = Metadatum("云水发[2023]8号", Span(0, 1))
    other = replace(reading, document=replace(reading.document, doc_no=number))
    assert figures(score_structure({digest(NOTICE): other}, gold_of(tmp_path)))["doc_no"].counts[:] == (1, 1, 1, 1)


def test_a_wrong_value_is_given_and_wanted_and_a_missing_one_only_wanted(tmp_path: Path, reading: Reading) -> None:
    wrong = replace(reading.document, issuer=Metadatum("云州市财政局", Span(0, 1)), doc_no=None)
    found = score_structure({digest(NOTICE): replace(reading, document=wrong)}, gold_of(tmp_path))
    assert figures(found)["issuer"].counts[:] == (1, 0, 1, 0)
    assert figures(found)["doc_no"].counts[:] == (0, 0, 1, 0)
    assert {(one.figure, one.given) for one in found.differences} == {("issuer", "云州市财政局"), ("doc_no", None)}


def test_a_value_that_the_text_does_not_state_is_wrong_unless_it_may_be_given(tmp_path: Path, reading: Reading) -> None:
    metadata = notice_row()["metadata"]
    without = {name: values for name, values in metadata.items() if name != "issuer"}
    never = score_structure({digest(NOTICE): reading}, gold_of(tmp_path, metadata=without))
    assert figures(never)["issuer"].counts[:] == (1, 0, 0, 0)
    may = {**metadata, "issuer": [*metadata["issuer"], {"value": ""}]}
    either = gold_of(tmp_path, metadata=may)
    assert figures(score_structure({digest(NOTICE): reading}, either))["issuer"].counts[:] == (1, 1, 1, 1)
    silent = replace(reading, document=replace(reading.document, issuer=None))
    assert "issuer" not in figures(score_structure({digest(NOTICE): silent}, either))


def test_every_date_of_a_kind_is_wanted_and_optional_ones_only_when_given(tmp_path: Path, reading: Reading) -> None:
    said = [
        {"value": "2001-01-01"},
        {"value": "2002-02-02", "optional": False},
        {"value": "2003-03-03", "optional": True},
    ]
    gold = gold_of(tmp_path, metadata={"amended": said})
    dates = tuple(DocumentDate(DateKind.AMENDED, day, Span(0, 1)) for day in ("2001-01-01", "2003-03-03", "1999-09-09"))
    given = replace(reading, document=replace(reading.document, dates=dates))
    assert figures(score_structure({digest(NOTICE): given}, gold))["amended"].counts[:] == (3, 2, 3, 2)


def test_a_cell_is_right_under_the_keys_of_its_row_and_column(tmp_path: Path) -> None:
    start = TABLE.index("42%")
    cell = {"row": ["再生水利用率"], "header": ["2025年"], "start": start, "quote": "42%"}
    elsewhere = {**cell, "header": ["2030年"]}
    outside = {**cell, "start": TABLE.index("推广"), "quote": "推广"}
    row = {"sha256": digest(TABLE), "name": "规划", "cells": [cell, elsewhere, outside]}
    gold = load_structure("tables", folder=write_gold(tmp_path, "tables", row))
    found = figures(score_structure({digest(TABLE): read_text(TABLE, ".txt")}, gold))
    assert found["cells"].counts[:] == (2, 1, 3, 1)


def test_a_figure_is_a_ratio_over_documents_and_not_a_mean_of_theirs(tmp_path: Path, reading: Reading) -> None:
    short = "云州市水务局关于停水的通知\n各区人民政府：\n现将停水事项通知如下。\n一、停水\n明日停水。\n"
    outline = [{"start": short.index("停水的"), "level": 0, "label": "", "quote": "停水的"}]
    other = {"sha256": digest(short), "name": "停水", "outline": outline, "undecided": [[0, len(short)]]}
    gold = load_structure("documents", folder=write_gold(tmp_path, "documents", notice_row(), other))
    read = {digest(NOTICE): reading, digest(short): replace(reading, text=short, headings=())}
    recall = figures(score_structure(read, gold))["headings"].recall
    assert recall is not None
    assert recall.value == pytest.approx(4 / 5)
    assert recall.low <= recall.value <= recall.high

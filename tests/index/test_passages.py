"""Passages: every leaf once, never across a heading, as even as the sentences allow."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.clauses import parse_clauses
from index.loading import load_file
from index.passages import MAX_CHARS, OPENING_CHARS, context_of, opening_of, pack_passages
from index.splitting import split_documents
from index.types import Clause, Document, Part, Passage, Role, SourceFile, Span

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def parse(text: str, parts: list[tuple[int, int, Role]] | None = None) -> list[Clause]:
    whole = Span(0, len(text))
    cover = tuple(Part(Span(a, b), role) for a, b, role in parts) if parts else (Part(whole, Role.TEXT),)
    document = Document(3, None, None, None, None, None, None, "a", "", whole, None, cover)
    return parse_clauses(SourceFile("a", text, "", "utf-8", "text/plain"), document)


def packed(text: str, max_chars: int = MAX_CHARS) -> list[str]:
    return [p.span.of(text) for p in pack_passages(text, parse(text), max_chars=max_chars)]


def test_a_short_item_is_one_passage_with_its_note() -> None:
    text = "一、任务\n加强领导。落实责任。\n(一)光伏。发展光伏。建设风电。(市发改委负责)\n(二)会议\n"
    assert packed(text) == [
        "一、任务\n加强领导。落实责任。",
        "(一)光伏。发展光伏。建设风电。(市发改委负责)",
        "(二)会议",
    ]


def test_the_headings_directly_above_belong_to_the_first_passage_of_a_run() -> None:
    text = "一、任务\n(一)光伏\n发展光伏。建设风电。\n推广热泵。\n二、保障\n(一)会议\n"
    assert packed(text, max_chars=12) == [
        "一、任务\n(一)光伏\n发展光伏。建设风电。",
        "推广热泵。",
        "二、保障\n(一)会议",
    ]


def test_a_long_item_is_split_evenly_at_sentences() -> None:
    sentences = [f"推进第{n}项工程建设。" for n in "甲乙丙丁戊己庚辛壬"]  # 9 sentences of 10 characters
    assert packed("".join(sentences), max_chars=40) == ["".join(sentences[i : i + 3]) for i in (0, 3, 6)]


def test_a_passage_would_rather_end_with_a_sentence() -> None:
    half = "完善能源消费强度和总量双控制度," * 4  # 64 characters; two halves make a sentence that is cut at a comma
    text = f"{half}{half[:-1]}。加强领导。" * 2
    passages = packed(text, max_chars=200)
    assert "".join(passages) == text
    assert all(passage.endswith("。") for passage in passages)


def test_a_note_stays_with_the_last_leaf_even_when_that_is_too_long() -> None:
    text = "甲" * 30 + "。" + "乙" * 30 + "。(市发改委、市经信局、市财政局按职责分工负责)"
    passages = packed(text, max_chars=40)
    assert passages == ["甲" * 30 + "。", "乙" * 30 + "。(市发改委、市经信局、市财政局按职责分工负责)"]


def test_roles_are_not_mixed_and_furniture_is_left_out() -> None:
    text = "摘要。\n页眉\n正文。\n正文。\n"
    clauses = parse(text, [(0, 4, Role.SUMMARY), (4, 7, Role.FURNITURE), (7, 11, Role.TEXT), (11, 15, Role.REPEAT)])
    passages = pack_passages(text, clauses)
    assert [(p.role, p.span.of(text)) for p in passages] == [
        (Role.SUMMARY, "摘要。"),
        (Role.TEXT, "正文。"),
        (Role.REPEAT, "正文。"),
    ]
    assert [p.passage_id for p in passages] == [0, 1, 2]
    assert {p.doc_id for p in passages} == {3}


def test_context_is_the_title_and_the_headings_above() -> None:
    text = "某市方案\n三、重点任务\n(一)能源行动\n1. 光伏。发展光伏。\n"
    clauses = parse(text)
    first, last = pack_passages(text, clauses)
    assert context_of(last, clauses, "某市方案") == "某市方案 三、重点任务 (一)能源行动 1. 光伏"
    assert context_of(last, clauses, None) == "三、重点任务 (一)能源行动 1. 光伏"
    assert context_of(first, clauses, None) == ""
    assert context_of(last, clauses[3:], "某市方案").startswith("某市方案")
    with pytest.raises(KeyError, match="not among"):
        context_of(last, clauses[:1], None)


def test_max_chars_must_be_positive() -> None:
    with pytest.raises(ValueError, match="positive"):
        pack_passages("", [], max_chars=0)


def _headings_above(first: Clause, clauses: list[Clause]) -> int:
    """Walk back over the headings that have something under them, up to the clause before."""
    at = clauses.index(first)
    parents = {clause.parent_id for clause in clauses}
    while at and clauses[at - 1].role is Role.HEADING and clauses[at - 1].clause_id in parents:
        at -= 1
    return clauses[at].span.start


def check(text: str, clauses: list[Clause], passages: list[Passage], max_chars: int) -> None:
    by_id = {clause.clause_id: clause for clause in clauses}
    parents = {clause.parent_id for clause in clauses}
    held = [number for passage in passages for number in passage.clause_ids]
    expected = [
        clause.clause_id
        for clause in clauses
        if (clause.clause_id not in parents if clause.role is Role.HEADING else clause.role is not Role.FURNITURE)
    ]
    assert held == expected
    for number, passage in enumerate(passages):
        members = [by_id[i] for i in passage.clause_ids]
        assert passage.passage_id == number
        assert passage.span.end == members[-1].span.end
        assert passage.span.start == _headings_above(members[0], clauses)
        assert passage.clause_ids == tuple(range(passage.clause_ids[0], passage.clause_ids[-1] + 1))
        assert len({member.parent_id for member in members}) == 1
        if members[0].role is Role.HEADING:
            assert len(members) == 1
        if members[-1].span.end - members[0].span.start > max_chars:
            notes = sum(member.role is Role.RESPONSIBILITY for member in members)
            assert len(members) - notes <= 1


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
@pytest.mark.parametrize("max_chars", [60, MAX_CHARS, 1000])
def test_seeds(path: Path, max_chars: int) -> None:
    source = load_file(path)
    for document in split_documents(source):
        clauses = parse_clauses(source, document)
        check(source.text, clauses, pack_passages(source.text, clauses, max_chars=max_chars), max_chars)


pieces = st.sampled_from(
    [
        "一、总则\n",
        "(一)推进。",
        "1. ",
        "\n",
        "发展光伏。",
        "到2025年达到18.3%,",
        "(市发改委负责)",
        " ",
        "完善制度;",
        "x" * 90,
    ]
)


@given(st.lists(pieces, max_size=60).map("".join), st.integers(1, 300))
@settings(deadline=None)
def test_any_text(text: str, max_chars: int) -> None:
    clauses = parse(text)
    passages = pack_passages(text, clauses, max_chars=max_chars)
    check(text, clauses, passages, max_chars)
    assert passages == pack_passages(text, clauses, max_chars=max_chars)


def test_the_opening_of_a_document_is_its_first_characters() -> None:
    text = "洗车行业用水说明 " + "洗车用水必须循环使用。" * 40
    clauses = [
        Clause(number, 0, None, 0, "", (), Span(start, end), Role.TEXT)
        for number, (start, end) in enumerate([(0, 200), (200, 400), (400, len(text))])
    ]
    passages = pack_passages(text, clauses)
    assert len(passages) == 3
    assert opening_of(text, passages) == Span(0, OPENING_CHARS)
    assert opening_of(text, passages[1:]) == Span(200, 200 + OPENING_CHARS), "furniture over it is left out"
    assert opening_of(text, passages[:1]) is None, "a passage alone needs no context"
    assert opening_of(text, []) is None
    short = [Passage(0, 0, (0,), Span(0, 5), Role.TEXT), Passage(1, 0, (1,), Span(5, 12), Role.TEXT)]
    assert opening_of(text, short) == Span(0, 12)

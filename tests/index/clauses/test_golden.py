"""The clause trees of the seed documents, against trees that were checked by reading.

``tests/golden/trees/*.txt`` hold one line per heading: indent by level, label, the heading's words, the number of
leaves right under it (with ``+note`` where one of them is a responsibility note) and where the heading stands. The
parser wrote them, and they were read against the sources heading by heading: every heading of the source is there, with
its own words and under its own section, and nothing else is. The numbers of leaves were not counted by hand; they show
changes. ``UPDATE_GOLDEN=1 pytest`` writes the files anew; read the difference before keeping it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from index.clauses import parse_clauses
from index.loading import load_file
from index.splitting import split_documents
from index.types import Clause, Document, Role

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "trees"


def seed_documents() -> dict[str, tuple[str, Document, list[Clause]]]:
    trees = {}
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        source = load_file(path)
        for document in split_documents(source):
            clauses = parse_clauses(source, document)
            assert document.title is not None
            trees[document.title.value] = (source.text, document, clauses)
    return trees


TREES = seed_documents()


def render(text: str, clauses: list[Clause]) -> str:
    """Write a tree down, one line per heading."""
    below: dict[int | None, list[Clause]] = {}
    for clause in clauses:
        if clause.role is not Role.HEADING:
            below.setdefault(clause.parent_id, []).append(clause)
    lines = []
    for clause in clauses:
        if clause.role is Role.HEADING:
            leaves = below.get(clause.clause_id, [])
            note = "+note" if any(leaf.role is Role.RESPONSIBILITY for leaf in leaves) else ""
            words = clause.span.of(text).replace("\n", "⏎")
            place = f"{clause.span.start}:{clause.span.end}"
            lines.append(f"{'  ' * clause.level}{clause.label} | {words} | {len(leaves)}{note} | {place}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("title", TREES)
def test_tree_is_the_one_that_was_read(title: str) -> None:
    text, _, clauses = TREES[title]
    path = GOLDEN / f"{title}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(render(text, clauses), encoding="utf-8")
    assert render(text, clauses) == path.read_text(encoding="utf-8")


def test_all_seven_documents_have_a_tree() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.txt")) == sorted(TREES)
    assert len(TREES) == 7


def items(title: str, pattern: str) -> list[str]:
    _, _, clauses = TREES[title]
    return [c.label for c in clauses if c.role is Role.HEADING and c.label and re.fullmatch(pattern, c.label)]


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("汕尾市碳達峰實施方案", [1, 2, *range(4, 41)]),  # the source skips 3
        ("国家碳达峰试点(襄阳)实施方案", [*range(1, 25)]),
        ("连云港市城乡建设领域碳达峰实施方案", [*range(1, 24)]),
    ],
)
def test_numbering_runs_through_the_sections(title: str, numbers: list[int]) -> None:
    assert items(title, r"\d+") == [str(number) for number in numbers]


def test_boxes_hold_their_own_numbering() -> None:
    text, _, clauses = TREES["宿迁市碳达峰实施方案"]
    boxes = [c for c in clauses if c.role is Role.HEADING and c.label == "专栏"]
    assert [box.span.of(text) for box in boxes] == ["专栏 主导产业链提级行动", "专栏 先导产业链构建行动"]
    inside = [[c.label for c in clauses if c.parent_id == box.clause_id] for box in boxes]
    assert inside == [["(1)", "(2)"], [f"({n})" for n in range(1, 8)]]


def labelled_lines(text: str, pattern: str) -> list[str]:
    """The labels of the lines of a text, found with nothing but a pattern."""
    return [match[1] for line in text.splitlines() if (match := re.match(pattern, line.strip()))]


@pytest.mark.parametrize(
    "title",
    ["宜春市碳達峰實施方案", "葫蘆島市“十四五”節能減排綜合工作方案", "宿迁市碳达峰实施方案", "汕尾市碳達峰實施方案"],
)
def test_every_labelled_line_is_a_heading(title: str) -> None:
    """Where each heading has its own line, a pattern alone counts them: the tree holds the same labels, in order."""
    text, document, clauses = TREES[title]
    found = [
        label
        for part in document.parts
        if part.role is Role.TEXT
        for label in labelled_lines(
            part.span.of(text), r"([一二三四五六七八九十]+(?=、)|\([一二三四五六七八九十\d]+\)|\d+(?=\.)|专栏|——)"
        )
    ]
    assert [c.label for c in clauses if c.role is Role.HEADING] == found

"""The table of faults names commands that exist: each runs at least one test for every word that it asks for."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = re.compile(r"`python -m pytest (\S+)(?: -k (?:\"([^\"]+)\"|(\w+)))?`")


def commands() -> list[tuple[str, list[str]]]:
    """Return the file or folder of each command of the page, and the words of its ``-k``."""
    page = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    rows = [row for row in page.splitlines() if row.startswith("| ") and "repeated by" not in row]
    found = [COMMAND.search(row) for row in rows]
    assert None not in found, "a row without its command"
    return [(match[1], (match[2] or match[3] or "test").split(" or ")) for match in found if match is not None]


@pytest.mark.parametrize(("path", "words"), commands())
def test_a_command_of_the_table_of_faults_runs_tests(path: str, words: list[str]) -> None:
    place = ROOT / path
    files = sorted(place.glob("test_*.py")) if place.is_dir() else [place]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    names = [node.name for node in nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    for word in words:
        assert any(word in name for name in names), (path, word)

"""What a terminal of 80 columns shows: everything, within its width, coloured by us alone."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from ui.cli.render import ANSWER_STYLE, highlighted, print_answer, print_hits, print_indented

LONG = "到2025年,新建公共机构建筑、新建厂房屋顶光伏覆盖率力争达到50%。" * 20


def terminal(colours: bool = False) -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    system = "standard" if colours else None
    console = Console(
        file=out, width=80, force_terminal=True, color_system=system, highlight=False, markup=False, emoji=False
    )
    return console, out


def hit(text: str) -> dict[str, Any]:
    return {
        "rank": 1,
        "file": "a\nb\x1b[31m.txt",
        "start": 0,
        "end": len(text),
        "text": text,
        "document": "方案[bold]",
        "heading": ["一、总体要求", "(一):smile:"],
        "also_at": [{"file": "b.txt", "start": 3, "end": 9}],
        "highlights": [{"start": 2, "end": 6, "kind": "match"}],
    }


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINJU_LANG", "en")


def plain(shown: str) -> str:
    return re.sub(r"\s|\x1b\[[\d;]*m", "", shown)


def test_a_long_passage_is_wrapped_and_whole() -> None:
    console, out = terminal()
    print_hits(console, [hit(LONG)])
    lines = out.getvalue().splitlines()
    assert all(cell_len(re.sub(r"\x1b\[[\d;]*m", "", line)) <= 80 for line in lines)
    assert plain(lines[0]).startswith("1.到2025年")
    assert LONG in plain(out.getvalue())
    assert "b.txt:3-9" in out.getvalue()


def test_documents_neither_colour_nor_break_lines() -> None:
    console, out = terminal(colours=True)
    print_hits(console, [hit("红\x1b[31m色\u202e反[red]x[/red]")])
    shown = out.getvalue()
    assert "\x1b[31m" not in shown
    assert "\u202e" not in shown
    assert "[red]x[/red]" in shown
    assert "方案[bold]" in shown
    assert ":smile:" in shown
    assert any("a\ufffdb\ufffd[31m.txt:0-" in line for line in shown.splitlines())


def test_an_answer_is_marked_inside_its_clause() -> None:
    citation = {
        "file": "a.txt",
        "start": 0,
        "end": 10,
        "quote": " 覆盖率达到50%。",
        "document": None,
        "issuer": None,
        "issued_on": None,
        "heading": [],
    }
    item = {"text": "50%", "confidence": 0.934, "place": None, "year": 2025, "citation": citation}
    console, out = terminal()
    print_answer(console, {"abstained": False, "answers": [item], "hits": []})
    assert [line.rstrip() for line in out.getvalue().splitlines()] == [
        "50%  2025  93%",
        "  覆盖率达到【50%】。",
        "  a.txt",
        "  a.txt:0-10",
        "",
    ]


@pytest.mark.parametrize("marks", [[(0, 0, ANSWER_STYLE)], [(2, 4, ANSWER_STYLE), (3, 6, "underline")], [(5, 99, "x")]])
def test_odd_marks_lose_no_text(marks: list[tuple[int, int, str]]) -> None:
    assert highlighted("一二三四五六七", marks).plain.replace("【", "").replace("】", "") == "一二三四五六七"


def test_wrapped_lines_stay_indented() -> None:
    console, out = terminal()
    print_indented(console, Text(LONG), 4)
    assert all(line.startswith("    ") for line in out.getvalue().splitlines())

"""`yinju eval structure` and `yinju info --problems` from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.data.structure_gold import load_structure
from index import build_index
from tests.eval.structure_corpus import NOTICE, notice_row, write_gold, write_texts
from ui.cli.app import main


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


@pytest.fixture
def half(tmp_path: Path) -> str:
    """The half that the notice belongs to."""
    (one,) = load_structure("documents", folder=write_gold(tmp_path / "gold", "documents", notice_row()))
    return one.half


def test_figures_are_printed_with_their_intervals(
    tmp_path: Path, half: str, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = write_texts(tmp_path / "texts.jsonl", NOTICE)
    options = ("--gold", tmp_path / "gold", "--documents", texts, "--half", half)
    code, out, _ = run(capsys, "eval", "structure", *options)
    assert code == 0
    assert "headings" in out
    assert "4/4" in out
    code, out, _ = run(capsys, "eval", "structure", *options, "--json", "--wrong")
    told = json.loads(out)
    assert (code, told["documents"], told["wrong"]) == (0, 1, [])
    assert told["figures"]["title"]["recall"]["value"] == 1.0


def test_without_the_texts_it_says_what_to_give(tmp_path: Path, half: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "eval", "structure", "--gold", tmp_path / "gold", "--half", half)
    assert (code, out) == (2, "")
    assert "--documents" in err


def test_an_empty_half_is_said_to_be_one(tmp_path: Path, half: str, capsys: pytest.CaptureFixture[str]) -> None:
    other = "report" if half == "tune" else "tune"
    code, _, err = run(capsys, "eval", "structure", "--gold", tmp_path / "gold", "--half", other)
    assert code == 2
    assert "another" in err


def test_what_was_not_understood_is_listed_by_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "notice.txt").write_text(NOTICE, encoding="utf-8")
    (corpus / "words.txt").write_text("节水人人有责。\n从我做起。\n", encoding="utf-8")
    build_index([corpus], tmp_path / "index")
    code, out, _ = run(capsys, "info", "--problems", "--json", "--index", tmp_path / "index")
    told = json.loads(out)
    assert code == 0
    assert [(one["file"], one["missing"]) for one in told["problems"]] == [
        ("words.txt", ["title", "issuer", "date", "outline"])
    ]
    assert (told["documents"], told["missing"]["title"]) == (2, 1)
    code, out, _ = run(capsys, "info", "--problems", "--index", tmp_path / "index")
    assert "words.txt" in out
    assert "notice.txt" not in out


def test_a_corpus_without_problems_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notice.txt").write_text(NOTICE, encoding="utf-8")
    build_index([tmp_path / "notice.txt"], tmp_path / "index")
    _, out, _ = run(capsys, "info", "--problems", "--index", tmp_path / "index")
    assert "0" in out.splitlines()[-1]

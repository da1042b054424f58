"""`yinju cite` and `yinju collect` from the outside, over a corpus of one small folder."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from ui.cli.app import main

ROOT = Path(__file__).parents[3]
CLAUSE = "到2025年，新建厂房屋顶光伏覆盖率达到50%。"
TEXT = (
    "南陵市绿色发展实施方案\n南陵政发〔2023〕5号\n南陵市人民政府\n2023年3月5日\n一、目标\n"
    f"{CLAUSE}到2030年，全市公交车新能源占比达到80%。\n二、保障\n市财政局安排专项资金。\n"
)
AT = TEXT.index(CLAUSE)
SPAN = f"{AT}-{AT + len(CLAUSE)}"
SECOND = f"{AT + len(CLAUSE)}-{AT + len(CLAUSE) + 10}"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cited")
    (folder / "files").mkdir()
    (folder / "files" / "a.txt").write_bytes(TEXT.encode())
    with pytest.raises(SystemExit):
        main(["build", str(folder / "files"), "--index", str(folder / "index")])
    return folder


@pytest.fixture(autouse=True)
def here(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YINJU_INDEX", str(built / "index"))
    monkeypatch.setenv("YINJU_LANG", "en")


def test_a_place_in_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "cite", "a.txt", "--span", SPAN)
    assert (code, out) == (
        0,
        "[1] 南陵市人民政府. 南陵市绿色发展实施方案: 南陵政发〔2023〕5号[A]. 2023-03-05: 一、目标.\n",
    )
    beginnings = {
        "bibtex": "@misc{yinju2023-",
        "ris": "TY  - GOVDOC",
        "csl": "[",
        "markdown": "> 到",
        "plain": "1. “到",
    }
    for name, beginning in beginnings.items():
        code, out, _ = run(capsys, "cite", f"南陵市:{SPAN}", "--format", name)
        assert code == 0
        assert out.startswith(beginning)
        assert "南陵政发〔2023〕5号" in out


def test_several_places_with_their_marks_in_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "cite", f"a.txt:{SPAN}", f"a.txt:{SECOND}", f"a.txt:{SPAN}", "--in-text")
    assert code == 0
    quotes, listed = out.split("\n\n")
    assert [line.rsplit("”", 1)[1] for line in quotes.splitlines()] == ["[1]", "[1]"], "both stand under one heading"
    assert listed.count("南陵政发") == 1


def test_online_with_the_day_it_was_read(capsys: pytest.CaptureFixture[str]) -> None:
    online = ("--url", "https://e.org/a", "--accessed", "2026-11-21")
    code, out, _ = run(capsys, "cite", "a.txt", "-s", SPAN, *online)
    assert code == 0
    assert out.endswith("[A/OL]. 一、目标(2023-03-05)[2026-11-21]. https://e.org/a.\n")
    assert run(capsys, "cite", "a.txt", "-s", SPAN, "--accessed", "yesterday")[0] == 2


@pytest.fixture
def answers(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Path:
    lines = [
        run(capsys, "ask", question, "--json")[1]
        for question in ("南陵市屋顶光伏覆盖率目标是多少？", "火星上的天气如何？")
    ]
    path = tmp_path / "answers.jsonl"
    path.write_text(lines[0] + lines[1] + lines[0], encoding="utf-8")
    return path


def test_answers_from_a_file_and_from_a_pipe(
    capsys: pytest.CaptureFixture[str], answers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = run(capsys, "cite", "--from", answers)
    assert code == 0
    assert len(out.splitlines()) == 1
    piped = io.TextIOWrapper(io.BytesIO(answers.read_bytes()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", piped)
    assert run(capsys, "cite", "--from", "-") == (0, out, "")
    # Without the index the answers are cited as they stand: they know no document number.
    monkeypatch.setenv("YINJU_INDEX", "nowhere")
    code, out, _ = run(capsys, "cite", "--from", answers)
    assert code == 0
    assert "南陵市绿色发展实施方案" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Name places to cite"),
        (("a.txt",), "no place in it"),
        (("a.txt", "b.txt", "--span", SPAN), "several places"),
        (("a.txt", "--span", "9999-99999"), "does not lie in the file"),
        (("zzz", "--span", SPAN), "contains 'zzz'"),
        (("a.txt", "--span", SPAN, "--format", "apa"), "choose one of gbt7714"),
        (("a.txt", "--span", SPAN, "--format", "docx"), "--out"),
        (("a.txt", "--span", SPAN, "--format", "ris", "--in-text"), "gbt7714 alone"),
        (("a.txt", "--span", SPAN, "--out", "no/such/folder/x"), "cannot be written"),
        (("--from", "none.jsonl"), "cannot be read"),
        (("a.txt", "--from", "x"), "Name places to cite"),
    ],
)
def test_bad_input_gets_one_sentence(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str) -> None:
    code, out, err = run(capsys, "cite", *arguments)
    assert code in (2, 8)
    assert out == ""
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "content", [b"x", b"[1]", b"\xff", b"{}", b'{"answers": [{"citation": {"file": 1}}], "hits": []}']
)
def test_answers_that_are_none(capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.jsonl").write_bytes(content)
    code, _, err = run(capsys, "cite", "--from", tmp_path / "x.jsonl")
    assert code == 2
    assert err.count("\n") == 1


def test_collecting_from_first_to_last(capsys: pytest.CaptureFixture[str], built: Path, answers: Path) -> None:
    assert run(capsys, "collect", "list")[0] == 2
    assert run(capsys, "collect", "note", "1", "x")[0] == 2
    assert "1 added, 0 already there" in run(capsys, "collect", "add", "a.txt", "-s", SPAN, "--note", "屋顶")[1]
    assert "0 added, 1 already there" in run(capsys, "collect", "add", "--from", answers)[1]
    assert "1 added" in run(capsys, "collect", "add", f"a.txt:{SECOND}")[1]
    assert run(capsys, "collect", "note", "2", "公交")[0] == 0
    assert run(capsys, "collect", "sort", "--by", "added", "--backwards")[0] == 0
    items = json.loads(run(capsys, "collect", "list", "--json")[1])["items"]
    assert [(item["id"], item["note"]) for item in items] == [("2", "公交"), ("1", "屋顶")]
    out = run(capsys, "collect", "list")[1]
    assert "Note: 公交" in out
    told = "2 citations, 1 reference: 2 stand in one document, which is listed once"
    assert out.splitlines()[-1] == told
    assert f"   a.txt:{SPAN}\n" in out
    code, out, err = run(capsys, "collect", "export")
    assert (code, err) == (0, f"{told}\n")
    assert out.startswith("[1] 南陵市人民政府. ")
    assert "[2]" not in out
    assert "2 stand, 0 moved" in run(capsys, "collect", "check")[1]
    assert run(capsys, "collect", "remove", "2")[0] == 0
    assert run(capsys, "collect", "remove", "2")[0] == 2
    assert run(capsys, "collect", "sort", "--by", "size")[0] == 2


def test_checking_edited_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run(capsys, "collect", "add", f"a.txt:{SPAN}", f"a.txt:{SECOND}")
    edited = tmp_path / "edited"
    edited.mkdir()
    (edited / "a.txt").write_bytes(TEXT.replace("50%", "60%").replace("一、", "前言\n一、").encode())
    code, out, _ = run(capsys, "collect", "check", "--files", edited, "--json", "--update")
    assert code == 0
    first, second = json.loads(out)["items"]
    assert (first["state"], first["text"]) == ("changed", CLAUSE.replace("50", "60"))
    assert (second["state"], second["start"]) == ("moved", AT + len(CLAUSE) + 3)
    assert "1 stand, 0 moved, 1 changed, 0 vanished" in run(capsys, "collect", "check", "--files", edited)[1]
    (edited / "a.txt").unlink()
    assert "2 vanished" in run(capsys, "collect", "check", "--files", edited)[1]


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from ui.cli.app import main\ntry: main(['collect', '--help'])\nfinally: print("
        "sorted({'numpy', 'docx', 'lxml', 'faiss', 'torch', 'retriever'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stderr.strip() == "[]"

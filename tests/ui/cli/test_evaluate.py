"""`yinju eval` from the outside: what it prints, writes and refuses."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from eval.data.questions import GOLD, half_of, load_gold
from eval.runs.benchmarks import SEEDS
from tests.eval.invented_documents import write_invented_documents
from ui.cli.app import main

HALVES = {question.id: question.split for question in load_gold().questions}


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A ranking that finds the first evidence of every second question."""
    rows = [
        {"id": q.id, "file": q.evidence[0].file, "start": q.evidence[0].span.start, "end": q.evidence[0].span.end,
         "score": 1.0}
        for q in load_gold().questions[::2]
        if q.evidence
    ]  # fmt: skip
    path = tmp_path / "run.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_documents_with_questions_are_indexed_and_measured(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the index goes to var/bench
    folder = tmp_path / "small"
    folder.mkdir()
    write_invented_documents(folder)
    page = tmp_path / "report.html"
    code, out, _ = run(capsys, "eval", "--documents", folder, "--save", "own.json", "--html", page)
    assert code == 0
    assert "documents:small (all, 3 questions" in out
    assert "TopAnswerCites" in out
    assert "按两倍水价收取" in page.read_text(encoding="utf-8")
    code, out, _ = run(capsys, "eval", "--documents", folder, "--reuse", "--system", "lexical", "--save", "bm25.json")
    assert code == 0
    assert "TopAnswerCites" not in out
    code, out, _ = run(capsys, "eval", "compare", "bm25.json", "own.json")
    assert (code, "Verdict: no difference" in out) == (0, True)
    code, out, _ = run(capsys, "eval", "--documents", folder, "--reuse", "--read", "0")
    assert (code, "TopAnswerCites" in out) == (0, False), "unread, passages alone are ranked"
    code, out, _ = run(capsys, "eval", "--documents", folder, "--reuse", "--read", "1", "--json")
    assert (code, "TopAnswerCites" in json.loads(out)["figures"]) == (0, True)


def test_an_outside_run_in_every_form(capsys: pytest.CaptureFixture[str], outside: Path, tmp_path: Path) -> None:
    saved, page, trec, qrels = (tmp_path / name for name in ("out.json", "out.html", "out.trec", "out.qrels"))
    code, out, _ = run(capsys, "eval", "--outside", outside, "--save", saved, "--html", page, "--run", trec,
                       "--qrels-out", qrels)  # fmt: skip
    assert code == 0
    assert "gold:seeds (report, 277 questions" in out
    assert "Note:" in out
    assert "questions have no result and count as unanswered" in out
    assert "Success@5" in out
    assert "by language" in out
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    code, out, _ = run(capsys, "eval", "--outside", outside, "--json")
    found: dict[str, Any] = json.loads(out)
    assert code == 0
    # What was written as TREC run and judgements scores the same.
    code, out, _ = run(capsys, "eval", "--qrels", qrels, "--outside", trec, "--json")
    again = json.loads(out)
    assert again["figures"]["Success@5"]["value"] == found["figures"]["Success@5"]["value"]
    assert again["figures"]["nDCG@10"]["value"] == found["figures"]["nDCG@10"]["value"]


def test_compare(capsys: pytest.CaptureFixture[str], outside: Path, tmp_path: Path) -> None:
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    run(capsys, "eval", "--outside", outside, "--save", before)
    lines = [
        line for line in outside.read_text(encoding="utf-8").splitlines() if HALVES[json.loads(line)["id"]] == "report"
    ]
    outside.write_text("\n".join(lines[: len(lines) // 2]) + "\n", encoding="utf-8")
    run(capsys, "eval", "--outside", outside, "--save", after)
    code, out, _ = run(capsys, "eval", "compare", before, after, "--questions", "2")
    assert code == 0
    assert "Verdict: worse" in out
    assert "questions worse, the first 2" in out
    code, out, _ = run(capsys, "eval", "compare", before, before, "--json")
    assert json.loads(out)["verdict"] == "no difference"
    run(capsys, "eval", "--outside", outside, "--split", "all", "--save", after)
    code, _, err = run(capsys, "eval", "compare", before, after)
    assert code == 2
    assert "answer different benchmarks, gold:seeds (report, 277" in err


def test_the_gate(capsys: pytest.CaptureFixture[str], outside: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    gate = ("eval", "--outside", outside, "--baseline", baseline)
    code, _, err = run(capsys, *gate, "--check")
    assert code == 3
    assert "record one with `yinju eval --set-baseline`" in err
    code, _, err = run(capsys, *gate, "--set-baseline", "--by", "Ada")
    assert code == 0
    assert json.loads(baseline.read_text(encoding="utf-8"))["run.jsonl"]["set_by"] == "Ada"
    code, out, err = run(capsys, *gate, "--check")
    assert (code, "Gate passed" in err, "baseline" in out) == (0, True, True)
    lines = [
        line for line in outside.read_text(encoding="utf-8").splitlines() if HALVES[json.loads(line)["id"]] == "report"
    ]
    outside.write_text("\n".join(lines[::3]) + "\n", encoding="utf-8")
    code, _, err = run(capsys, *gate, "--check")
    assert code == 1
    assert "Gate failed: Success@5 is 0." in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--split", "half"], "no split 'half'; use tune, report or all"),
        (["--gold", "elsewhere"], "name their folder with --corpus"),
        (["--qrels", "q"], "name it with --outside"),
        (["--beir", "b", "--qrels", "q", "--outside", "r"], "leave out --qrels or --beir"),
        (["--beir", "b", "--check"], "are about gold questions"),
        (["--check", "--set-baseline"], "use one of them"),
        (["--set-baseline"], "give --by NAME"),
        (["--check", "--by", "Ada", "--set-baseline"], "use one of them"),
        (["--reuse"], "goes with --beir DIR or --documents DIR alone"),
        (["--read", "5", "--system", "lexical"], "leave out --outside and --system"),
        (["--read", "5", "--outside", "r"], "leave out --outside and --system"),
        (["--read", "5", "--check"], "leave out --read"),
        (["--documents", "d", "--beir", "b"], "leave out --beir"),
        (["--documents", "d", "--split", "tune", "--check"], "leave out --split, --check"),
        (["--documents", "nowhere"], "documents.jsonl does not exist"),
        (["--model", "m"], "what --beir DIR and --documents DIR index with"),
        (["--beir", "nowhere"], "corpus.jsonl does not exist"),
        (["--outside", "nowhere.tsv"], "nowhere.tsv does not exist"),
        (["--index", "nowhere"], "There is no index in nowhere"),
        (["sweep", "--set", "magic=1"], "no parameter 'magic'; use one of zh.lexical"),
        (["sweep", "--set", "zh.dense=0", "--split", "report"], "ever chosen on the reporting half"),
        (["sweep", "--set", "zh.dense=0", "--split", "all"], "ever chosen on the reporting half"),
        (["compare", "a.json", "b.json"], "a.json cannot be read"),
    ],
)
def test_what_does_not_go_together(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YINJU_INDEX", raising=False)
    code, _, err = run(capsys, "eval", *arguments)
    assert code in (2, 3, 4)
    assert said in err
    assert err.count("\n") == 1, "one sentence"


def test_a_gold_set_that_does_not_hold_measures_nothing(
    capsys: pytest.CaptureFixture[str], outside: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "gold"
    folder.mkdir()
    lines = (GOLD / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = json.loads(lines[40])
    wrong["evidence"][0]["start"] += 1
    lines[40] = json.dumps(wrong, ensure_ascii=False)
    (folder / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "documents.jsonl").write_bytes((GOLD / "documents.jsonl").read_bytes())
    code, out, err = run(capsys, "eval", "--gold", folder, "--corpus", SEEDS, "--outside", outside)
    assert (code, out) == (2, "")
    assert "questions.jsonl:41: " in err
    assert "is not the quote" in err
    (folder / "questions.jsonl").write_text("\n".join([*lines, lines[0]]), encoding="utf-8")
    _, _, err = run(capsys, "eval", "--gold", folder, "--corpus", SEEDS, "--outside", outside)
    assert "more: `python -m eval.data.verify" in err


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A corpus of one file with gold questions of its own, indexed with the embedded model."""
    text = (
        "南陵市绿色发展实施方案\n南陵市人民政府\n一、目标\n到2025年,新建厂房屋顶光伏覆盖率达到50%。\n"
        "二、保障\n市财政局安排专项资金。\n"
    )
    corpus, gold = tmp_path / "files", tmp_path / "gold"
    for folder in (corpus, gold):
        folder.mkdir()
    (corpus / "a.txt").write_bytes(text.encode())
    title, quote = "南陵市绿色发展实施方案", "新建厂房屋顶光伏覆盖率达到50%"
    place = {"group": 1, "file": "a.txt", "start": text.index(quote), "end": text.index(quote) + len(quote)}
    asked = {"id": "num-001", "question": "南陵厂房屋顶要装多少光伏", "kind": "number", "split": half_of("num-001"),
             "documents": [title], "evidence": [place | {"quote": quote}], "answers": [["50%"]]}  # fmt: skip
    never = {"id": "none-001", "question": "北京到上海的火车票多少钱", "kind": "unanswerable",
             "split": half_of("none-001"), "documents": [], "evidence": [], "answers": []}  # fmt: skip
    document = {"title": title, "place": "南陵市", "file": "a.txt", "spans": [[0, len(text)]],
                "sha256": hashlib.sha256(text.encode()).hexdigest()}  # fmt: skip
    rows = {"questions": [never | {"lang": "zh", "script": "hans"}, asked | {"lang": "zh", "script": "hans"}],
            "documents": [document]}  # fmt: skip
    for name, lines in rows.items():
        content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (gold / f"{name}.jsonl").write_text(content, encoding="utf-8")
    return tmp_path


def test_a_gold_set_of_ones_own_from_building_to_sweeping(capsys: pytest.CaptureFixture[str], small: Path) -> None:
    run(capsys, "build", small / "files", "--index", small / "index")
    own = ("--index", small / "index", "--gold", small / "gold", "--corpus", small / "files", "--split", "all")
    for system in ("hybrid", "lexical", "dense"):
        code, out, _ = run(capsys, "eval", *own, "--system", system, "--json")
        assert code == 0
        assert json.loads(out)["figures"]["Success@5"]["value"] == 1
    figures = json.loads(run(capsys, "eval", *own, "--json")[1])["figures"]
    code, out, _ = run(capsys, "eval", *own)
    assert code == 0
    for name, figure in figures.items():
        line = next(line for line in out.splitlines() if line.startswith(name))
        shown = re.search(r"\d+\.\d+", line.removeprefix(name))
        assert shown is not None, "no column is squeezed out"
        assert name.endswith(" ms") or float(shown[0]) == pytest.approx(figure["value"], abs=0.001)
        assert "…" not in line
    code, out, _ = run(capsys, "eval", "sweep", *own, "--set", "zh.dense=0,1", "--set", "candidates=10")
    assert code == 0
    assert "(in force)" in out
    assert "zh.dense 1.0, candidates 10" in out
    code, out, _ = run(capsys, "eval", "sweep", *own, "--set", "candidates=10", "--json")
    assert [trial["values"] for trial in json.loads(out)][1:] == [{"candidates": 10}]


def test_help_loads_neither_numpy_nor_the_evaluation() -> None:
    code = "import sys; from ui.cli.app import main\n"
    code += "try: main(['eval', '--help'])\nfinally: print(sorted({'numpy', 'eval', "
    code += "'ir_measures', 'faiss', 'torch', 'rich.table'} & set(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"

"""The gold set holds, and every way of breaking it is found, placed and given a remedy."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.data.questions import GOLD, KINDS, SCRIPTS, SPLITS, GoldDocument, half_of, load_gold
from eval.data.verify import MAX_COPIED, check, copied_run, coverage, main, sections
from index.errors import LoadError
from index.types import Span

SEEDS = GOLD.parents[2] / "seeds"
Row = dict[str, Any]


def rows_of(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path: Path, rows: list[Row]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(GOLD, tmp_path / "gold")
    return tmp_path / "gold"


def found(folder: Path) -> list[str]:
    return [str(problem) for problem in check(folder, SEEDS)[2]]


def break_line(folder: Path, change: Callable[[Row], None], name: str = "num-001") -> int:
    """Change one question and return the number of its line."""
    rows = rows_of(folder / "questions.jsonl")
    at = next(number for number, row in enumerate(rows) if row["id"] == name)
    change(rows[at])
    write(folder / "questions.jsonl", rows)
    return at + 1


def test_the_gold_set_holds() -> None:
    assert check(GOLD, SEEDS)[2] == []


def test_it_is_large_and_spread() -> None:
    gold, texts, _ = check(GOLD, SEEDS)
    counts = coverage(gold, texts)
    assert len(gold.questions) >= 300
    assert len(gold.documents) == 7
    assert min(counts.sections.values()) >= 1
    for kind in KINDS:
        assert all(counts.kinds[kind, script] >= 5 for script in SCRIPTS), kind
        assert abs(counts.splits[kind, "tune"] - counts.splits[kind, "report"]) <= 2, kind
    assert sum(len(gold.split(name)) for name in SPLITS) == len(gold.questions)


def test_the_documentation_tells_its_numbers() -> None:
    page = (GOLD.parents[2] / "docs" / "gold.md").read_text(encoding="utf-8")
    questions = load_gold().questions
    assert f"holds {len(questions)} questions" in page
    for kind in KINDS:
        assert f"| `{kind}` | {sum(question.kind == kind for question in questions)} |" in page
    scripts = [sum(question.script == script for question in questions) for script in SCRIPTS]
    assert [int(number) for number in re.findall(r"(\d+)[^,.\d]*\(`(?:hans|hant|latn)`\)", page)] == scripts


def test_files_are_in_canonical_form() -> None:
    for path in sorted(GOLD.iterdir()):
        canonical = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows_of(path))
        assert path.read_text(encoding="utf-8") == canonical


def test_quotes_are_cut_by_offsets() -> None:
    # Independent of the checker: decode without newline translation and slice.
    for question in load_gold().questions:
        for place in question.evidence:
            text = (SEEDS / place.file).read_bytes().decode("utf-8")
            assert text[place.span.start : place.span.end] == place.quote


def shift(row: Row) -> None:
    row["evidence"][0]["start"] += 1
    row["evidence"][0]["end"] += 1


def copy_the_quote(row: Row) -> None:
    row["question"] = row["evidence"][0]["quote"]


def other_half(row: Row) -> None:
    row["split"] = "tune" if row["split"] == "report" else "report"


BROKEN: dict[str, tuple[str, Callable[[Row], None], str]] = {
    "offsets": ("num-001", shift, "is not the quote; the quote first stands at"),
    "quote": ("num-001", lambda row: row["evidence"][0].update(quote="到2025年"), "cut the quote|first stands at"),
    "invented quote": (
        "num-001",
        lambda row: row["evidence"][0].update(quote="并无此句"),
        "cut the quote from the file",
    ),
    "file": ("num-001", lambda row: row["evidence"][0].update(file="9.txt"), "no file '9.txt' in the corpus"),
    "document": ("num-001", lambda row: row.update(documents=["某市方案"]), "no document '某市方案'"),
    "wrong document": (
        "num-001",
        lambda row: row.update(documents=["汕尾市碳達峰實施方案"]),
        "lies in none of the documents named",
    ),
    "idle document": (
        "num-001",
        lambda row: row["documents"].append("汕尾市碳達峰實施方案"),
        "汕尾市碳達峰實施方案 is named but has no evidence",
    ),
    "repeat left out": ("num-002", lambda row: row["evidence"].pop(), "also stands at .*list that place"),
    "no evidence": (
        "num-001",
        lambda row: row.update(evidence=[], answers=[], documents=[]),
        "a number question with 0 places",
    ),
    "answered after all": (
        "none-001",
        lambda row: row.update(evidence=[{"group": 1, "file": "9.txt", "start": 0, "end": 1, "quote": "宜"}]),
        "a unanswerable question with 1 places",
    ),
    "groups": ("num-001", lambda row: row["evidence"][0].update(group=2), r"evidence groups \[2\] with 1 lists"),
    "answer": ("num-001", lambda row: row.update(answers=[["19.3%"]]), "answer '19.3%' stands in no quote of group 1"),
    "answer twice": ("num-001", lambda row: row.update(answers=[["18.3%", "18.3%"]]), "gives an answer twice"),
    "copy": ("num-001", copy_the_quote, "marked|copies"),
    "long copy": (
        "para-004",
        lambda row: row.update(question="宜春坚决遏制奢侈浪费和不合理消费,着力破除奢靡"),
        "para-004 copies",
    ),
    "half": ("num-001", other_half, "num-001 is in split .*where its id belongs"),
    "prefix": ("num-001", lambda row: row.update(kind="clause"), "id 'num-001' of a clause question"),
    "script and language": ("num-001", lambda row: row.update(lang="en"), "script hans with lang en"),
    "script": ("num-001", lambda row: row.update(lang="en", script="latn"), "num-001 is marked latn"),
    "kind": ("num-001", lambda row: row.update(kind="quiz"), "kind is 'quiz'; use one of number, cities"),
    "unknown field": ("num-001", lambda row: row.update(note="x"), "unknown .'note'.; give exactly the fields"),
    "missing field": ("num-001", lambda row: row.pop("lang"), "lacks .'lang'."),
    "empty question": ("num-001", lambda row: row.update(question=" "), "question is ' '; give a text"),
    "reversed span": ("num-001", lambda row: row["evidence"][0].update(end=0), "runs from .* to 0; give whole numbers"),
    "true as offset": ("num-001", lambda row: row["evidence"][0].update(start=True), "runs from True"),
    "group zero": ("num-001", lambda row: row["evidence"][0].update(group=0), "number the groups from 1"),
    "answers as text": ("num-001", lambda row: row.update(answers="18.3%"), "answers is '18.3%'; write it as"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_line_is_named_with_its_remedy(case: str, folder: Path) -> None:
    name, change, expected = BROKEN[case]
    line = break_line(folder, change, name)
    problems = [str(problem) for problem in check(folder, SEEDS)[2] if problem.line == line]
    assert problems
    assert all(text.startswith(f"{folder / 'questions.jsonl'}:{line}: ") and "; " in text for text in problems)
    assert any(re.search(expected, text) for text in problems), problems


def test_duplicates_and_disorder_are_named(folder: Path) -> None:
    path = folder / "questions.jsonl"
    rows = rows_of(path)
    write(path, [rows[0], rows[0], *rows[1:], rows[1] | {"question": "另一问"}])
    problems = "\n".join(found(folder))
    assert f"{path}:2: id {rows[0]['id']!r} also stands on line 1; make it unique" in problems
    assert f"{path}:2: question {rows[0]['question']!r} also stands on line 1" in problems
    assert f"{path}:{len(rows) + 2}: {rows[1]['id']} comes after {rows[-1]['id']}; sort the lines by id" in problems


def test_a_line_that_is_not_json_hides_no_other(folder: Path) -> None:
    path = folder / "questions.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = "{"
    lines[7] = "[]"
    path.write_text("\n".join(lines), encoding="utf-8")
    problems = found(folder)
    assert any(text.startswith(f"{path}:4: not JSON") for text in problems)
    assert any(text.startswith(f"{path}:8: the question is not an object") for text in problems)
    with pytest.raises(LoadError, match=r"questions\.jsonl:4: not JSON .*1 more like it"):
        load_gold(folder)


def test_missing_files_are_named(folder: Path, tmp_path: Path) -> None:
    seven = [str(problem) for problem in check(folder, tmp_path)[2] if "documents.jsonl" in problem.file]
    assert len(seven) == 7
    assert all("cannot read" in text and "--seeds" in text for text in seven)
    (folder / "documents.jsonl").unlink()
    assert "documents.jsonl: it cannot be read" in found(folder)[0]


def test_a_changed_corpus_is_refused(folder: Path, tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    shutil.copytree(SEEDS, seeds)
    file = seeds / rows_of(folder / "documents.jsonl")[0]["file"]
    file.write_bytes(file.read_bytes() + b"\n")
    assert "has another sha256; restore the file that the offsets were made for" in str(check(folder, seeds)[2][0])


def test_broken_documents_are_named(folder: Path) -> None:
    path = folder / "documents.jsonl"
    rows = rows_of(path)
    rows[0]["spans"] = []
    rows[1]["spans"] = [[0, 1, 2]]
    rows[2]["spans"] = [[0, 10**9]]
    write(path, rows)
    problems = found(folder)
    assert f"{path}:1: spans is empty; say where in the file the document stands" in problems
    assert f"{path}:2: a span is [0, 1, 2]; give [start, end]" in problems
    assert any(text.startswith(f"{path}:3: ") and "runs past its file" in text for text in problems)


def test_the_command_reports_and_ends_with_its_status(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--gold", str(folder), "--seeds", str(SEEDS)]) == 0
    out = capsys.readouterr().out
    assert "二、主要目標" in out
    assert out.endswith(f"{len(load_gold(folder).questions)} questions, 0 problems\n")
    line = break_line(folder, other_half)
    assert main(["--gold", str(folder), "--seeds", str(SEEDS)]) == 1
    out = capsys.readouterr().out
    assert f"questions.jsonl:{line}: " in out
    assert out.endswith(" 1 problems\n")


@pytest.mark.parametrize(
    ("question", "quote", "run"),
    [
        ("What is the 2025 target?", "到2025年,非化石能源消费比重达到18.3%", ""),
        ("宜春非化石能源占比", "到2025年,非化石能源消费比重达到18.3%", "非化石能源"),
        ("城鎮建築可再生能源替代率", "城镇建筑可再生能源替代率达到8%", "城镇建筑可再生能源替代率"),
        # Digits, spaces and punctuation between them do not break a run.
        ("到 2025 年,全市", "到2030年全市", "到年全市"),
    ],
)
def test_copied_run(question: str, quote: str, run: str) -> None:
    assert copied_run(question, quote) == run


@given(st.text(alphabet="非化石能源占比,2025 ", max_size=30), st.text(alphabet="非化石能源占比。20%", max_size=30))
def test_copied_run_is_common_to_both_and_symmetric_in_length(left: str, right: str) -> None:
    run = copied_run(left, right)
    bare = [text.translate({ord(sign): None for sign in ",。2025% "}) for text in (left, right)]
    assert all(run in text for text in bare)
    assert len(run) == len(copied_run(right, left))
    assert copied_run(left, left) == bare[0]


def test_questions_stay_below_the_limit_by_the_definition() -> None:
    # The definition, spelt out: no window of MAX_COPIED + 1 Han characters of a question lies in one of its quotes.
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    for question in load_gold().questions:
        asked = "".join(sign for sign in convert(question.question) if "\u4e00" <= sign <= "\u9fff")
        for place in question.evidence:
            quote = "".join(sign for sign in convert(place.quote) if "\u4e00" <= sign <= "\u9fff")
            windows = (asked[at : at + MAX_COPIED + 1] for at in range(len(asked) - MAX_COPIED))
            assert not any(window in quote for window in windows), question.id


def test_sections_follow_the_numbering() -> None:
    text = "前言\n一、总则 正文,见五、其他。\n二、任务\n(一)甲 四、乙\n三、保障\n二、误"
    document = GoldDocument("甲", "甲市", "a.txt", "", (Span(0, len(text)),))
    assert [title[:2] for title in sections(text, document)][1:] == ["一、", "二、", "三、"]
    spans = [span for parts in sections(text, document).values() for span in parts]
    assert "".join(span.of(text) for span in spans) == text


def test_half_of_by_hand() -> None:
    # `printf num-0 | sha256sum` ends in e4, even: the first pair tunes.
    assert [half_of(f"num-{number:03d}") for number in range(1, 5)] == ["tune", "tune", "report", "report"]
    # `printf para-0 | sha256sum` ends in 31, odd: the second pair does.
    assert [half_of(f"para-{number:03d}") for number in range(1, 5)] == ["report", "report", "tune", "tune"]


@given(st.from_regex(r"[a-z]{1,6}", fullmatch=True), st.integers(1, 300))
def test_the_halves_of_a_kind_differ_by_at_most_two(kind: str, size: int) -> None:
    halves = [half_of(f"{kind}-{number:03d}") for number in range(1, size + 1)]
    assert abs(halves.count("tune") - halves.count("report")) <= 2


@pytest.mark.parametrize("name", ["num", "num-", "num-x"])
def test_an_id_without_number_has_no_half(name: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        half_of(name)

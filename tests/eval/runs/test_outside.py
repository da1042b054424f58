"""Runs of other systems: every line counts, or is named."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from eval.data.beir import read_beir, write_trec_run
from eval.data.trec import read_trec_qrels, read_trec_run, write_trec_qrels
from eval.runs.benchmarks import GoldSet, measure_outside, measure_outside_beir, measure_qrels
from eval.runs.outside import read_outside
from index.errors import InputError, LoadError

KNOWN = ("num-001", "num-002")
FILES = ("a.txt", "b.txt")
GOOD = {"id": "num-001", "file": "a.txt", "start": 0, "end": 5, "score": 0.5}


def write(path: Path, rows: Sequence[Any]) -> Path:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def test_places_are_ranked_by_score(tmp_path: Path) -> None:
    rows = [GOOD, GOOD | {"start": 9, "end": 12, "score": 2}, GOOD | {"id": "num-002", "file": "docs/b.txt"}]
    found = read_outside(write(tmp_path / "run.jsonl", rows), KNOWN, FILES)
    assert not found.answers
    assert [hit["start"] for hit in found.given["num-001"]["hits"]] == [9, 0]
    assert found.given["num-002"]["hits"][0]["file"] == "b.txt", "a path counts by its last part"


def test_tsv_with_and_without_header_plain_or_packed(tmp_path: Path) -> None:
    line = "num-001\ta.txt\t0\t5\t0.5\n"
    (tmp_path / "a.tsv").write_text(line, encoding="utf-8")
    (tmp_path / "b.tsv.gz").write_bytes(gzip.compress(f"id\tfile\tstart\tend\tscore\n{line}".encode()))
    plain, packed = (read_outside(tmp_path / name, KNOWN, FILES) for name in ("a.tsv", "b.tsv.gz"))
    assert plain == packed
    assert plain.given["num-001"]["hits"] == [{"file": "a.txt", "start": 0, "end": 5, "score": 0.5}]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{oops", "not a JSON object"),
        ([1], "not a JSON object"),
        (GOOD | {"id": "num-999"}, "unknown question 'num-999'; use the ids"),
        (GOOD | {"file": "c.txt"}, "unknown file 'c.txt'; name a file of the corpus: a.txt, b.txt"),
        (GOOD | {"end": 0}, "runs from 0 to 0"),
        (GOOD | {"start": "0"}, "runs from '0'"),
        (GOOD | {"start": True}, "runs from True"),
        (GOOD | {"score": "high"}, "the score is 'high'"),
        ('{"id": "num-001", "file": "a.txt", "start": 1, "end": 5, "score": NaN}', "the score is nan"),
        ({"id": "num-001", "file": "a.txt"}, "it lacks start, end, score"),
        (GOOD, "the same as line 1"),
        ({"id": "num-002", "hits": [{"file": "a.txt"}]}, "not a contract object"),
    ],
)
def test_what_cannot_be_counted_is_named(tmp_path: Path, bad: Any, said: str) -> None:
    path = write(tmp_path / "run.jsonl", [GOOD, bad, bad if bad != GOOD else GOOD | {"start": 1}])
    with pytest.raises(LoadError, match=said) as caught:
        read_outside(path, KNOWN, FILES)
    assert str(caught.value).startswith(f"{path}:2: ")
    if bad != GOOD:
        assert "(1 more lines cannot be counted)" in str(caught.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("num-001\ta.txt\t0\t5", ":2: 4 columns instead of 5"),
        ("num-001\ta.txt\tx\t5\t1", ":2: the place runs from 'x'"),
        ("num-001\ta.txt\t0\t5\tinf", ":2: the score is inf"),
    ],
)
def test_bad_columns_are_named(tmp_path: Path, line: str, said: str) -> None:
    path = write(tmp_path / "run.tsv", ["num-001\ta.txt\t7\t9\t1", line])
    with pytest.raises(LoadError, match=said):
        read_outside(path, KNOWN, FILES)


def test_empty_mixed_and_missing_runs(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="holds no result"):
        read_outside(write(tmp_path / "empty.jsonl", []), KNOWN, FILES)
    contract = {"id": "num-002", "abstained": True, "answers": [], "hits": []}
    with pytest.raises(LoadError, match="mixes places with contract objects"):
        read_outside(write(tmp_path / "mixed.jsonl", [GOOD, contract]), KNOWN, FILES)
    with pytest.raises(LoadError, match="does not exist"):
        read_outside(tmp_path / "none.jsonl", KNOWN, FILES)


def perfect(gold: GoldSet) -> list[dict[str, Any]]:
    return [
        {"id": q.id, "file": p.file, "start": p.span.start, "end": p.span.end, "score": -p.group}
        for q in gold.gold.questions
        for group in q.groups().values()
        for p in group[:1]
    ]


def test_a_perfect_ranking_scores_one(gold: GoldSet, tmp_path: Path) -> None:
    ranked = measure_outside(gold, write(tmp_path / "run.jsonl", perfect(gold)), command="x")
    assert {value for q in ranked.results.questions for value in q.figures.values()} == {1.0}
    assert len(ranked.results.questions) == len(gold.questions), "the same questions, so that it can be compared"
    assert any("not in this split" in note for note in ranked.results.notes)
    assert all(q.right is None for q in ranked.results.questions), "who only ranks neither answers nor refuses"


def test_missing_questions_count_zero_and_are_named(gold: GoldSet, tmp_path: Path) -> None:
    mine = {q.id for q in gold.questions if q.answerable}
    rows = [row for row in perfect(gold) if row["id"] in mine]
    gone = sorted({row["id"] for row in rows})[:3]
    path = write(tmp_path / "run.jsonl", [row for row in rows if row["id"] not in gone])
    results = measure_outside(gold, path, command="x").results
    assert results.notes == (f"3 of {len(mine)} questions have no result and count as unanswered: {', '.join(gone)}.",)
    figures = results.figure("RR@20")
    assert [figures[name] for name in gone] == [0, 0, 0]
    assert sum(figures.values()) == len(mine) - 3


def test_a_run_of_the_other_half_alone_is_refused(gold: GoldSet, tmp_path: Path) -> None:
    other = {q.id for q in gold.gold.split("tune")}
    path = write(tmp_path / "run.jsonl", [row for row in perfect(gold) if row["id"] in other])
    with pytest.raises(InputError, match="answers no question of the split 'report'"):
        measure_outside(gold, path, command="x")


def test_answers_of_another_system_are_scored_whole(gold: GoldSet, tmp_path: Path) -> None:
    rows = []
    for question in gold.questions:
        answers = [
            {"text": forms[0] if forms else group[0].quote, "confidence": 1.0, "citation": {
                "file": group[0].file, "start": group[0].span.start, "end": group[0].span.end}}
            for forms, group in zip(question.answers, question.groups().values(), strict=True)
        ]  # fmt: skip
        hits = [item["citation"] | {"also_at": []} for item in answers]
        rows.append({"id": question.id, "abstained": not answers, "answers": answers, "hits": hits, "took_ms": 3.0})
    results = measure_outside(gold, write(tmp_path / "run.jsonl", rows), command="x").results
    assert results.notes == ()
    assert all(question.right for question in results.questions)
    harm = {"WronglyRefused", "WronglyAnswered"}
    assert all(value == (name not in harm) for q in results.questions for name, value in q.figures.items())


def test_trec_runs_and_judgements_come_back(tmp_path: Path) -> None:
    run, qrels = {"q1": [("b", 2.0), ("a", 1.0)]}, {"q1": {"a": 1, "b": 0}, "q2": {"c": 2}}
    write_trec_run(tmp_path / "run.trec", run)
    write_trec_qrels(tmp_path / "qrels", qrels)
    assert read_trec_run(tmp_path / "run.trec") == run
    assert read_trec_qrels(tmp_path / "qrels") == qrels
    results = measure_qrels(tmp_path / "qrels", tmp_path / "run.trec", command="x").results
    assert results.figure("RR") == {"q1": 1 / 2, "q2": 0}
    assert results.notes == ("1 of 2 queries have no result and count 0: q2.",)


def test_equal_scores_rank_as_trec_eval_ranks_them(tmp_path: Path) -> None:
    path = write(tmp_path / "run.trec", [f"q1 Q0 {name} 1 0.5 x" for name in ("a", "c", "b")])
    assert [name for name, _ in read_trec_run(path)["q1"]] == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("q1 Q0 a 1 0.5", ":2: 5 columns"),
        ("q1 Q0 a 1 high x", ":2: the score 'high'"),
        ("q1 Q0 b 1 0.1 x", "second time"),
    ],
)
def test_bad_runs_are_named(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(LoadError, match=said):
        read_trec_run(write(tmp_path / "run.trec", ["q1 Q0 b 1 0.9 x", line]))


@pytest.mark.parametrize("line", ["q1 0 a", "q1 0 a yes", "q1 0 b 1"])
def test_bad_judgements_are_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(LoadError, match=r"qrels:2: "):
        read_trec_qrels(write(tmp_path / "qrels", ["q1 0 b 1", line]))


def test_empty_files_are_refused(tmp_path: Path) -> None:
    for read in (read_trec_qrels, read_trec_run):
        with pytest.raises(LoadError, match="holds no"):
            read(write(tmp_path / "empty", [""]))


def test_judgements_and_runs_must_fit(tmp_path: Path) -> None:
    run = write(tmp_path / "run.trec", ["q1 Q0 a 1 0.5 x", "q9 Q0 a 1 0.5 x"])
    with pytest.raises(InputError, match=r"run.trec:2: nobody judged the query 'q9'"):
        measure_qrels(write(tmp_path / "qrels", ["q1 0 a 1"]), run, command="x")
    with pytest.raises(InputError, match="call nothing relevant"):
        measure_qrels(write(tmp_path / "qrels", ["q1 0 a 0", "q9 0 a 0"]), run, command="x")
    partly = write(tmp_path / "qrels", ["q1 0 a 1", "q9 0 a 0"])
    results = measure_qrels(partly, run, command="x").results
    assert results.notes == ("1 queries have no relevant passage and are left out: q9.",)
    assert results.benchmark.questions == 1


def test_a_trec_run_on_a_beir_folder(tmp_path: Path) -> None:
    (tmp_path / "bench" / "qrels").mkdir(parents=True)
    write(tmp_path / "bench" / "corpus.jsonl", [{"_id": "a", "text": "x"}, {"_id": "b", "text": "y"}])
    write(tmp_path / "bench" / "queries.jsonl", [{"_id": "q1", "text": "?"}])
    write(tmp_path / "bench" / "qrels" / "test.tsv", ["query-id\tcorpus-id\tscore", "q1\ta\t1"])
    run = write(tmp_path / "run.trec", ["q1 Q0 a 1 0.5 x"])
    _, queries, qrels = read_beir(tmp_path / "bench")
    results = measure_outside_beir("beir:bench", "test", queries, qrels, run, command="x").results
    assert results.benchmark.name == "beir:bench"
    assert results.figure("nDCG@10") == {"q1": 1}

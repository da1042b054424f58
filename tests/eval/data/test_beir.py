"""BEIR folders in and TREC runs out."""

from __future__ import annotations

import gzip
import json
import lzma
import math
from pathlib import Path

import pytest

from eval.data.beir import BeirPassage, read_beir, write_trec_run
from eval.measures.ranking import evaluate
from index.errors import InputError, LoadError

CORPUS = [{"_id": "p1", "title": "甲", "text": "一"}, {"_id": 'p"2', "text": "二"}]
QUERIES = [{"_id": "q1", "text": "问"}, {"_id": "q2", "text": "無判斷"}]
QRELS = 'query-id\tcorpus-id\tscore\nq1\tp"2\t1\n'


def lines(rows: list[dict[str, str]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def folder(root: Path, suffix: str = "", **parts: bytes) -> Path:
    content = {"corpus.jsonl": lines(CORPUS), "queries.jsonl": lines(QUERIES), "qrels/test.tsv": QRELS.encode()}
    content |= {name.replace("__", "."): data for name, data in parts.items()}
    pack = {"": bytes, ".gz": gzip.compress, ".xz": lzma.compress}[suffix]
    (root / "qrels").mkdir()
    for name, data in content.items():
        (root / (name + suffix)).write_bytes(pack(data))
    return root


@pytest.mark.parametrize("suffix", ["", ".gz", ".xz"])
def test_reads_every_packing(tmp_path: Path, suffix: str) -> None:
    corpus, queries, qrels = read_beir(folder(tmp_path, suffix))
    assert corpus == [BeirPassage("p1", "甲", "一"), BeirPassage('p"2', "", "二")]
    assert queries == {"q1": "问"}, "queries without a judgement are left out"
    assert qrels == {"q1": {'p"2': 1}}, "a quotation mark in an id is an ordinary character"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"corpus__jsonl": b"{oops\n"}, "Line 1"),
        ({"corpus__jsonl": b"[1]\n"}, "not a JSON object"),
        ({"corpus__jsonl": lines([{"_id": "p1"}])}, "'text'"),
        ({"corpus__jsonl": lines([CORPUS[0], CORPUS[0]])}, "twice"),
        ({"queries__jsonl": lines([QUERIES[1]])}, "'q1'"),
        ({"queries__jsonl": lines([QUERIES[0], QUERIES[0]])}, "'q1' in row 2 of .*queries.jsonl stands there twice"),
        ({"corpus__jsonl": lines([CORPUS[0]])}, "which corpus.jsonl does not hold"),
    ],
)
def test_damage_is_named(tmp_path: Path, part: dict[str, bytes], said: str) -> None:
    with pytest.raises(LoadError, match=said):
        read_beir(folder(tmp_path, **part))


def test_missing_and_cut_off_files(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="does not exist"):
        read_beir(tmp_path)
    made = folder(tmp_path, ".xz")
    packed = made / "corpus.jsonl.xz"
    packed.write_bytes(packed.read_bytes()[:-9])
    with pytest.raises(LoadError, match="damaged"):
        read_beir(made)


def test_bad_judgements(tmp_path: Path) -> None:
    made = folder(tmp_path)
    (made / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tp1\tyes\n", encoding="utf-8")
    with pytest.raises(LoadError, match="columns"):
        read_beir(made)


@pytest.mark.parametrize(
    ("row", "said"),
    [("q1\tp1\t1\nq1\tp1\t0\n", "test.tsv:3: 'q1' judges 'p1' a second time"), ("", "judges nothing relevant"),
     ("q1\tp1\t0\n", "judges nothing relevant"), ("q1\tp1\n", "test.tsv:2")],
)  # fmt: skip
def test_judgements_that_say_nothing(tmp_path: Path, row: str, said: str) -> None:
    made = folder(tmp_path)
    (made / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{row}", encoding="utf-8")
    with pytest.raises(LoadError, match=said):
        read_beir(made)


def test_run_keeps_the_order_of_ties(tmp_path: Path) -> None:
    path = tmp_path / "run.trec"
    write_trec_run(path, {"q 1": [("a b", 1.0), ("c", 1.0), ("d", 0.5)]})
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row[:4] for row in rows] == [["q_1", "Q0", "a_b", "1"], ["q_1", "Q0", "c", "2"], ["q_1", "Q0", "d", "3"]]
    scores = [float(row[4]) for row in rows]
    assert scores[0] > scores[1] > scores[2]


def test_metrics_by_hand() -> None:
    qrels = {"q1": {"a": 1}, "q2": {"b": 1}, "q3": {"c": 1}}
    run = {"q1": [("a", 0.9), ("x", 0.8)], "q2": [("x", 0.9), ("b", 0.9)]}
    got = evaluate(run, qrels)
    assert got["RR"] == pytest.approx((1 + 1 / 2 + 0) / 3), "an unanswered query counts zero"
    assert got["nDCG@10"] == pytest.approx((1 + 1 / math.log2(3)) / 3)
    assert got["R@100"] == pytest.approx(2 / 3)


def test_unknown_metric() -> None:
    with pytest.raises(InputError, match="does not know"):
        evaluate({}, {}, ["nonsense"])

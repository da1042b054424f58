"""The retrieval benchmark, from a BEIR folder to figures and a run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts import bench_retrieval
from tests.index.hashing_encoder import HashingEncoder


def test_a_folder_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench_retrieval, "load_encoder", lambda model: HashingEncoder())
    folder = tmp_path / "tiny"
    (folder / "qrels").mkdir(parents=True)
    texts = {"a/1": "新型储能装机规模达到八十万千瓦", "b": "新建厂房屋顶光伏覆盖率达到一半", "c": "供水管网漏损率"}
    rows = [{"_id": name, "title": "", "text": text} for name, text in texts.items()]
    (folder / "corpus.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    queries = [{"_id": "q1", "text": "储能装机规模"}, {"_id": "q2", "text": "屋顶光伏覆盖率是多少"}]
    (folder / "queries.jsonl").write_text("\n".join(json.dumps(row) for row in queries), encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\ta/1\t1\nq2\tb\t1\n", encoding="utf-8")

    assert bench_retrieval.main([str(folder), "--run", str(tmp_path / "runs"), "--json"]) == 0

    measured = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["ranker"] for row in measured] == ["bm25", "vectors", "hybrid"]
    assert all(row["nDCG@10"] == row["RR"] == row["R@100"] == 1.0 for row in measured)
    first = (tmp_path / "runs" / "tiny.hybrid.trec").read_text(encoding="utf-8").splitlines()[0].split()
    assert first[:4] == ["q1", "Q0", "a/1", "1"]

"""Measure retrieval on BEIR folders: ``python -m scripts.bench_retrieval FOLDER... [--model M] [--run DIR] [--json]``.

Every folder is indexed as users index (one record per passage) and asked as users ask (analysis, search); BM25 alone
and the vectors alone are the same index without the rest. Judged passages are found by the path that citations give.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from eval.data.beir import Qrels, read_beir, write_trec_run
from eval.measures.ranking import DEFAULT_METRICS, evaluate
from index.build import build_from_sources
from index.encoders import load_encoder
from index.loading.record import record
from index.store.bundle import Bundle
from retriever.query.types import Query
from retriever.search.searcher import Searcher

DEPTH = 100

Ranking = list[tuple[str, float]]
Ranker = Callable[[Searcher, Query], Sequence[tuple[int, float]]]


def by_bm25(searcher: Searcher, query: Query) -> Sequence[tuple[int, float]]:
    """BM25 alone, a translated question included."""
    rows, scores = searcher.bundle.lexical.search(searcher.expand(query).elements, DEPTH)
    return list(zip(rows.tolist(), scores.tolist(), strict=True))


def by_vectors(searcher: Searcher, query: Query) -> Sequence[tuple[int, float]]:
    """The encoder's vectors alone."""
    text = query.normalised if searcher.encoder.wants_normalised else query.text
    rows, scores = searcher.bundle.dense.search(searcher.encoder.encode_queries([text])[0], DEPTH)
    return list(zip(rows.tolist(), scores.tolist(), strict=True))


def by_all(searcher: Searcher, query: Query) -> Sequence[tuple[int, float]]:
    """What a user gets."""
    return [(hit.passage_id, hit.score) for hit in searcher.search(query, DEPTH)]


RANKERS: Mapping[str, Ranker] = {"bm25": by_bm25, "vectors": by_vectors, "hybrid": by_all}


def measure(
    folder: Path, index: Path, model: str | None, rankers: Sequence[str], run_folder: Path | None
) -> list[dict[str, float | str]]:
    """One row of figures for each ranker; runs are written to ``run_folder`` when it is given."""
    corpus, queries, qrels = read_beir(folder)
    encoder = load_encoder(model)
    started = time.perf_counter()
    if not (index / "CURRENT").exists():
        build_from_sources(
            (record(passage.passage_id, passage.title, passage.text) for passage in corpus), index, encoder=encoder
        )
    built = time.perf_counter() - started
    searcher = Searcher(Bundle.open(index), encoder)
    rows: list[dict[str, float | str]] = []
    for name in rankers:
        run, times = rank_all(searcher, queries, RANKERS[name])
        if run_folder is not None:
            run_folder.mkdir(parents=True, exist_ok=True)
            write_trec_run(run_folder / f"{folder.name}.{name}.trec", run, f"yinju-{name}")
        rows.append(figures(folder.name, name, run, qrels, times) | {"build s": round(built, 1)})
    return rows


def rank_all(searcher: Searcher, queries: Mapping[str, str], ranker: Ranker) -> tuple[dict[str, Ranking], list[float]]:
    """Rankings by query id, and the milliseconds that each question took, its analysis included."""
    documents = searcher.bundle.documents
    run: dict[str, Ranking] = {}
    times: list[float] = []
    owner = searcher.bundle.passage_documents
    for query_id, question in queries.items():
        started = time.perf_counter()
        found = ranker(searcher, searcher.analyse(question))
        times.append((time.perf_counter() - started) * 1000)
        run[query_id] = [(documents[int(owner[row])].source_path, score) for row, score in found]
    return run, times


def figures(
    folder: str, name: str, run: Mapping[str, Ranking], qrels: Qrels, times: Sequence[float]
) -> dict[str, float | str]:
    """The metrics of the quality bars and the time per question."""
    row: dict[str, float | str] = {"folder": folder, "ranker": name}
    row |= {metric: round(value, 4) for metric, value in evaluate(run, qrels).items()}
    ordered = sorted(times)
    row["p50 ms"] = round(statistics.median(ordered), 2)
    row["p99 ms"] = round(ordered[int(0.99 * (len(ordered) - 1))], 2)
    return row


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line per folder and ranker."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", nargs="+", type=Path, help="BEIR folders (corpus, queries, qrels/test.tsv)")
    parser.add_argument("--model", help="encoder by name or path; the embedded one by default")
    parser.add_argument("--index", type=Path, help="folder to keep indexes in; a temporary one by default")
    parser.add_argument("--run", type=Path, help="folder to write TREC runs to")
    parser.add_argument("--rankers", nargs="+", choices=sorted(RANKERS), default=list(RANKERS))
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    options = parser.parse_args(arguments)
    columns = ("folder", "ranker", *DEFAULT_METRICS, "p50 ms", "p99 ms", "build s")
    if not options.json:
        print(" | ".join(columns))
    with tempfile.TemporaryDirectory() as scratch:
        for folder in options.folders:
            index = (options.index or Path(scratch)) / folder.name
            for row in measure(folder, index, options.model, options.rankers, options.run):
                line = json.dumps(row) if options.json else " | ".join(str(row[column]) for column in columns)
                print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

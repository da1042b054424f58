"""``yinju eval`` and ``yinju eval compare``: measure, then print, save, compare with the baseline."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

from eval.data.beir import read_beir, write_trec_run
from eval.data.document_questions import DocumentQuestions, read_document_questions
from eval.data.questions import GOLD, GoldQuestion
from eval.data.trec import write_trec_qrels
from eval.measures.summary import Summary, summarise, summary_object
from eval.report import render_report
from eval.runs.baseline import BASELINE, Fallen, fallen, load_baselines, record_baseline
from eval.runs.benchmarks import (
    SEEDS,
    GoldSet,
    Ranked,
    beir_sources,
    measure_beir,
    measure_gold,
    measure_outside,
    measure_outside_beir,
    measure_qrels,
    open_gold,
    with_text,
)
from eval.runs.comparison import compare, comparison_object
from eval.runs.results import load_results, save_results
from eval.runs.spans import index_documents, measure_outside_spans, measure_spans
from eval.runs.systems import open_system
from index.errors import InputError, StorageError
from ui.cli.evaluate_tables import print_comparison, print_summary, report_console
from ui.cli.render import make_console
from ui.text.locale import say

__all__ = ["Request", "compare_and_report", "evaluate_and_report", "gold_set"]

BENCH = Path("var/bench")
"""Where the indexes of public benchmarks are built."""

_REPORT_HALF = "report"


@dataclass(frozen=True, slots=True)
class Request:
    """The options of ``yinju eval``; see ``yinju eval --help``."""

    command: str
    index: Path = Path("var/index")
    gold: Path | None = None
    corpus: Path | None = None
    split: str | None = None
    system: str = "hybrid"
    beir: Path | None = None
    documents: Path | None = None
    model: str | None = None
    reuse: bool = False
    read: int | None = None
    outside: Path | None = None
    qrels: Path | None = None
    run: Path | None = None
    qrels_out: Path | None = None
    save: Path | None = None
    html: Path | None = None
    as_json: bool = False
    check: bool = False
    set_baseline: bool = False
    baseline: Path | None = None
    by: str | None = None

    @property
    def threads(self) -> int:
        """Questions that are asked at a time: one, so that latencies are a question's own, unless many are read."""
        return (os.cpu_count() or 1) if self.read else 1


def evaluate_and_report(request: Request) -> None:
    """Measure what ``request`` asks for and report it. Ends with exit code 1 when the gate fails.

    Raises:
        YinjuError: options that do not go together, or anything that cannot be read, measured or written.
    """
    _refuse_contradictions(request)
    questions: Sequence[GoldQuestion] = ()
    texts: Mapping[str, str] = {}
    if request.qrels is not None and request.outside is not None:
        ranked = measure_qrels(request.qrels, request.outside, command=request.command)
    elif request.beir is not None:
        ranked, texts = _beir(request, request.beir)
    elif request.documents is not None:
        asked = read_document_questions(request.documents)
        ranked, texts, questions = _documents(request, request.documents, asked), asked.texts, asked.questions
    else:
        gold = gold_set(request.gold, request.corpus, request.split or _REPORT_HALF)
        ranked, texts, questions = _gold(request, gold), gold.texts, gold.questions
    summary = summarise(ranked.results)
    path = request.baseline or BASELINE
    recorded = load_baselines(path) if request.check or path.exists() else {}
    entry = recorded.get(ranked.results.system)
    own = entry.figures if entry and entry.sha256 == ranked.results.benchmark.sha256 else None
    _write_files(request, ranked, summary, questions, texts, own)
    if request.as_json:
        typer.echo(json.dumps(summary_object(ranked.results, summary), ensure_ascii=False))
    else:
        print_summary(report_console(), ranked.results, summary, own)
    if request.set_baseline and request.by:
        today = datetime.date.today().isoformat()
        record_baseline(path, ranked.results, summary, set_by=request.by, set_on=today)
        typer.echo(say(f"Recorded in {path}.", f"已记录到 {path}。"), err=True)
    if request.check:
        if entry is None:
            raise InputError(
                "{path} holds no baseline of {system}; record one with `yinju eval --set-baseline`.",
                path=path,
                system=ranked.results.system,
            )
        _gate(fallen(ranked.results, summary, entry))


def _refuse_contradictions(request: Request) -> None:
    if request.qrels is not None and request.outside is None:
        raise InputError("--qrels judges an outside run; name it with --outside RUN.")
    if request.qrels is not None and request.beir is not None:
        raise InputError("--beir brings judgements of its own; leave out --qrels or --beir.")
    public = request.beir is not None or request.qrels is not None
    if public and (request.gold is not None or request.check or request.set_baseline):
        raise InputError("--gold, --check and --set-baseline are about gold questions; leave out --beir and --qrels.")
    if request.read is not None and (request.outside is not None or request.system != "hybrid"):
        raise InputError("--read is about the whole system; leave out --outside and --system.")
    if request.read is not None and (request.check or request.set_baseline):
        raise InputError("The baseline is of questions that are read as they always are; leave out --read.")
    if request.documents is not None:
        _refuse_beside_documents(request)
    if request.check and request.set_baseline:
        raise InputError("--check compares with the baseline that --set-baseline would overwrite; use one of them.")
    indexes = request.outside is None and (request.beir is not None or request.documents is not None)
    if request.model is not None and (request.reuse or not indexes):
        raise InputError(
            "--model is what --beir DIR and --documents DIR index with; other indexes know their model already."
        )
    if request.set_baseline and not request.by:
        raise InputError("A baseline says who set it; give --by NAME.")
    if request.reuse and not indexes:
        raise InputError(
            "--reuse is about the index that a --beir or --documents run built; it goes with --beir DIR or "
            "--documents DIR alone."
        )


def _refuse_beside_documents(request: Request) -> None:
    others = {
        "--beir": request.beir,
        "--qrels": request.qrels,
        "--gold": request.gold,
        "--corpus": request.corpus,
        "--split": request.split,
        "--check": request.check or None,
        "--set-baseline": request.set_baseline or None,
    }
    if given := [name for name, value in others.items() if value is not None]:
        raise InputError(
            "--documents brings questions of its own and has no halves; leave out {names}.", names=", ".join(given)
        )


def gold_set(folder: Path | None, corpus: Path | None, split: str) -> GoldSet:
    """Open the gold set in ``folder`` (the repository's by default) over ``corpus`` (the seeds by default).

    Raises:
        InputError: another gold set is named without its corpus, or does not hold.
    """
    if folder is not None and corpus is None and folder.resolve() != GOLD.resolve():
        raise InputError("{folder} asks about files of its own; name their folder with --corpus DIR.", folder=folder)
    return open_gold(folder or GOLD, corpus or SEEDS, split)


def _gold(request: Request, gold: GoldSet) -> Ranked:
    if request.outside is not None:
        return measure_outside(gold, request.outside, command=request.command)
    from index.encoders import load_encoder
    from index.store.bundle import Bundle

    bundle = Bundle.open(request.index)
    system = open_system(request.system, bundle, load_encoder(bundle.encoder.name), read=request.read)
    with _progress(say("Asking", "提问"), len(gold.questions)) as tick:
        return measure_gold(gold, system, bundle, command=request.command, progress=tick, threads=request.threads)


def _beir(request: Request, folder: Path) -> tuple[Ranked, dict[str, str]]:
    """The results, and the text of every passage by its id."""
    split = request.split or "test"
    corpus, queries, qrels = read_beir(folder, split)
    texts = {passage.passage_id: f"{passage.title}\n{passage.text}".strip() for passage in corpus}
    name = f"beir:{folder.resolve().name}"
    if request.outside is not None:
        return measure_outside_beir(name, split, queries, qrels, request.outside, command=request.command), texts
    from index.build import build_from_sources
    from index.encoders import load_encoder
    from index.store.bundle import Bundle

    held = with_text(corpus)
    notes = [f"{len(corpus) - len(held)} passages are empty and cannot be found."] if len(held) < len(corpus) else []
    index = BENCH / folder.resolve().name
    if not request.reuse:
        with _progress(say("Indexing", "建立索引"), len(held)) as tick:
            build_from_sources(
                beir_sources(held), index, model=request.model, progress=lambda stage, done, _: tick(done)
            )
    bundle = Bundle.open(index)
    if bundle.counts.passages != len(held):
        raise InputError(
            "{index} holds {passages} passages and {folder} {count}; leave out --reuse to index anew.",
            index=index,
            passages=bundle.counts.passages,
            folder=folder,
            count=len(held),
        )
    system = open_system(request.system, bundle, load_encoder(bundle.encoder.name), read=request.read)
    with _progress(say("Asking", "提问"), len(queries)) as tick:
        ranked = measure_beir(
            name, split, queries, qrels, system, command=request.command, progress=tick, notes=notes,
            threads=request.threads,
        )  # fmt: skip
    return ranked, texts


def _documents(request: Request, folder: Path, asked: DocumentQuestions) -> Ranked:
    name = f"documents:{folder.resolve().name}"
    if request.outside is not None:
        return measure_outside_spans(name, asked, request.outside, command=request.command)
    from index.encoders import load_encoder
    from index.store.bundle import Bundle

    index = BENCH / folder.resolve().name
    if not request.reuse:
        with _progress(say("Indexing", "建立索引"), len(asked.texts)) as tick:
            index_documents(asked.texts, index, model=request.model, progress=lambda stage, done, _: tick(done))
    bundle = Bundle.open(index)
    system = open_system(request.system, bundle, load_encoder(bundle.encoder.name), read=request.read)
    with _progress(say("Asking", "提问"), len(asked.questions)) as tick:
        return measure_spans(
            name, asked, system, bundle, command=request.command, progress=tick, threads=request.threads
        )


def _write_files(
    request: Request,
    ranked: Ranked,
    summary: Summary,
    questions: Sequence[GoldQuestion],
    texts: Mapping[str, str],
    recorded: Mapping[str, float] | None,
) -> None:
    if request.run is not None:
        write_trec_run(request.run, ranked.run, ranked.results.system)
    if request.qrels_out is not None:
        write_trec_qrels(request.qrels_out, ranked.qrels)
    if request.save is not None:
        save_results(request.save, ranked.results)
    if request.html is not None:
        asked = {question.id: question for question in questions}
        page = render_report(ranked.results, summary, asked, texts, recorded)
        try:
            request.html.parent.mkdir(parents=True, exist_ok=True)
            request.html.write_text(page, encoding="utf-8")
        except OSError as error:
            raise StorageError(
                "{path} cannot be written ({reason}); choose another place.",
                path=request.html,
                reason=error.strerror,
            ) from error


def _gate(found: Sequence[Fallen]) -> None:
    if not found:
        typer.echo(say("Gate passed: no figure fell below its baseline.", "通过:没有指标低于基线。"), err=True)
        return
    for figure in found:
        typer.echo(say(f"Gate failed: {figure}.", f"未通过:{figure}。"), err=True)
    raise typer.Exit(1)


def compare_and_report(before: Path, after: Path, listed: int, *, as_json: bool) -> None:
    """Compare two saved runs and print what changed.

    Raises:
        YinjuError: a file cannot be read, or the runs answer different questions.
    """
    comparison = compare(load_results(before), load_results(after))
    if as_json:
        typer.echo(json.dumps(comparison_object(comparison), ensure_ascii=False))
    else:
        print_comparison(report_console(), comparison, listed)


@contextmanager
def _progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal's standard error, nothing elsewhere."""
    from rich.progress import Progress

    console = make_console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, completed=done)

"""The evaluation tab: saved runs with their reports, a new run, two runs compared."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from index.errors import InputError, YinjuError
from ui.service.jobs import Job, Jobs
from ui.service.snapshot import Cache, Service
from ui.text.messages import localised
from ui.web.endpoints import Endpoint, Reply, guarded, string
from ui.web.evaluation.run_comparison import render_comparison
from ui.web.html import Markup, render, tag
from ui.web.job import render_job
from ui.web.strings import Say, language, say_in

if TYPE_CHECKING:
    from eval.data.questions import GoldQuestion
    from eval.runs.results import Results

__all__ = ["EvaluationEndpoints"]

T = TypeVar("T")

LISTED = 50
"""Runs listed, the newest first."""

SPLITS = ("report", "tune", "all")
"""Halves of the gold questions, the first chosen: figures for others to read come from the reporting half."""

_SYSTEMS = ("hybrid", "lexical", "dense")
_SHOWN = ("Success@5", "RR@20", "TopAnswerRight", "WronglyRefused", "WronglyAnswered")


@dataclass(frozen=True, slots=True)
class _Run:
    """A saved run as it is listed; ``problem`` says why it cannot be read, and the rest is then empty."""

    name: str
    saved: str
    problem: str = ""
    system: str = ""
    benchmark: str = ""
    questions: int = 0
    means: Mapping[str, str] = field(default_factory=dict)


class EvaluationEndpoints:
    """Runs lie in the folder ``runs``; the browser names one by what it is listed under, never by a path."""

    def __init__(self, service: Service, runs: Path) -> None:
        self._service = service
        self._runs = runs
        self._jobs = Jobs()
        self._kept = Cache(32)
        self.listing: Endpoint = guarded(self._listing)
        self.report: Endpoint = guarded(self._report)
        self.compare: Endpoint = guarded(self._compare)
        self.evaluate: Endpoint = guarded(self._evaluate)
        self.progress: Endpoint = guarded(self._progress)
        self.stop: Endpoint = guarded(self._stop)

    def _files(self) -> dict[str, Path]:
        found = sorted(self._runs.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        return {path.stem: path for path in found[:LISTED]}

    def _read(self, name: str) -> Results:
        from eval.runs.results import load_results

        path = self._files().get(name)
        if path is None:
            raise InputError("No saved run is called {name}: choose one from the list.", name=repr(name))
        return self._of(path, "results", lambda: load_results(path))

    def _of(self, path: Path, what: str, make: Callable[[], T]) -> T:
        return self._kept.get((path, path.stat().st_mtime_ns, what), make)

    def _listing(self, sent: Mapping[str, Any]) -> Reply:
        chosen = language(string(sent, "lang"))
        say = say_in(chosen)
        runs = [self._run(name, path, chosen) for name, path in self._files().items()]
        return {"html": _render(runs, say), **_state(self._jobs.current, chosen)}

    def _run(self, name: str, path: Path, chosen: str) -> _Run:
        saved = time.strftime("%Y-%m-%d %H:%M", time.localtime(path.stat().st_mtime))
        try:
            results = self._read(name)
        except YinjuError as error:
            return _Run(name, saved, problem=localised(error.message, chosen))
        return _Run(
            name,
            saved,
            system=results.system,
            benchmark=f"{results.benchmark.name} ({results.benchmark.split})",
            questions=len(results.questions),
            means={figure: _mean(results.figure(figure)) for figure in _SHOWN},
        )

    def _report(self, sent: Mapping[str, Any]) -> Reply:
        say = say_in(language(string(sent, "lang")))
        name = string(sent, "name")
        results = self._read(name)
        page = self._of(self._files()[name], "page", lambda: _page(results))
        return {"page": page, "title": say("report_of", name=name)}

    def _compare(self, sent: Mapping[str, Any]) -> Reply:
        from eval.runs.comparison import compare

        say = say_in(language(string(sent, "lang")))
        before, after = (self._read(string(sent, key)) for key in ("before", "after"))
        return {"html": render_comparison(compare(before, after), say)}

    def _evaluate(self, sent: Mapping[str, Any]) -> Reply:
        split, system = string(sent, "split"), string(sent, "system")
        if split not in SPLITS or system not in _SYSTEMS:
            raise InputError(
                "There is no half {split} or system {system}: choose from the lists.",
                split=repr(split),
                system=repr(system),
            )
        self._runs.mkdir(parents=True, exist_ok=True)
        name = time.strftime(f"%Y%m%d-%H%M%S-{system}-{split}.json")
        index = str(self._service.index)
        task = {
            "task": "evaluate",
            "index": index,
            "split": split,
            "system": system,
            "save": str(self._runs / name),
            "command": f"yinju eval --index {index} --split {split} --system {system}",
        }
        return _state(self._jobs.start(task), language(string(sent, "lang")))

    def _progress(self, sent: Mapping[str, Any]) -> Reply:
        return _state(self._jobs.current, language(string(sent, "lang")))

    def _stop(self, sent: Mapping[str, Any]) -> Reply:
        self._jobs.cancel()
        return self._progress(sent)


def _state(job: Job | None, chosen: str) -> Reply:
    say = say_in(chosen)
    if job is None:
        return {"state": "none", "number": 0, "report": ""}
    if job.state == "done":
        report = tag("p", say("run_saved", n=job.result.get("questions", 0)), class_="yj-done")
    else:
        report = render_job(job, say, chosen)
    return {"state": job.state, "number": job.number, "report": report}


def _page(results: Results) -> str:
    """Return the report of a run; passages are shown when it asked the gold set that is here."""
    from eval.data.questions import GOLD
    from eval.measures.summary import summarise
    from eval.report import render_report
    from eval.runs.benchmarks import SEEDS, open_gold

    asked: Mapping[str, GoldQuestion] = {}
    texts: Mapping[str, str] = {}
    if results.benchmark.name == f"gold:{SEEDS.name}" and SEEDS.is_dir():
        gold = open_gold(GOLD, SEEDS, results.benchmark.split)
        asked, texts = {question.id: question for question in gold.questions}, gold.texts
    return render_report(results, summarise(results), asked, texts)


def _mean(values: Mapping[str, float]) -> str:
    return f"{sum(values.values()) / len(values):.3f}" if values else "–"


def _render(runs: Sequence[_Run], say: Say) -> Markup:
    names = [run.name for run in runs if not run.problem]
    return render(
        "evaluation.html",
        runs=runs,
        figures=_SHOWN,
        splits={name: say(f"split_{name}") for name in SPLITS},
        systems={name: say(f"system_{name}") for name in _SYSTEMS},
        before={name: name for name in [*names[1:], *names[:1]]},
        after={name: name for name in names},
        say=say,
    )

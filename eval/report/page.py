"""The page: head, figures, plots, slices, the worst questions, and the passages that they link to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from eval.data.questions import GoldQuestion
from eval.measures.scoring import FIGURES, LOWER_IS_BETTER, SLICE_FIGURES
from eval.measures.span_scoring import SPAN_FIGURES
from eval.measures.statistics import Estimate
from eval.measures.summary import PERCENTILES, Summary
from eval.report.markup import Markup, tag
from eval.report.passages import Passages
from eval.report.plots import calibration_plot, interval_bar, risk_coverage_plot
from eval.report.questions import question_card, worst
from eval.report.style import STYLE
from eval.runs.results import Results
from index.types import Span

__all__ = ["meaning_of", "render_report"]

WORST = 40
"""Questions listed."""

_OTHER_FIGURES = {
    "AURC": "area under the risk-coverage curve: mean error over all coverages",
    "ECE": "expected calibration error of the first answer's confidence",
    "nDCG@10": "discounted gain of the relevant passages, relative to all of them on top",
    "R@100": "share of the relevant passages within the first 100",
    "RR": "1 / rank of the first relevant passage; its mean is MRR",
    "AP": "mean precision at each relevant passage found; its mean is MAP",
} | {f"p{percent} ms": f"{percent}% of the questions were answered within" for percent in PERCENTILES}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render_report(
    results: Results,
    summary: Summary,
    gold: Mapping[str, GoldQuestion],
    texts: Mapping[str, str],
    recorded: Mapping[str, float] | None = None,
) -> str:
    """Return the page.

    Args:
        results: the run.
        summary: its figures.
        gold: question id → gold question; empty for a public benchmark.
        texts: file → source text, for the passages that the page shows.
        recorded: baseline values to stand beside the figures.
    """
    evidence: dict[str, list[Span]] = {}
    for question in gold.values():
        for place in question.evidence:
            evidence.setdefault(place.file, []).append(place.span)
    passages = Passages(texts, evidence)
    listed = worst(results.questions, WORST)
    cards = [question_card(result, gold.get(result.id), passages) for result in listed]
    title = f"{results.benchmark.name}, {results.benchmark.split}: {results.system}"
    sections = [
        part
        for part in (
            _figures(summary, recorded),
            _plots(results, summary),
            _slices(summary),
            _questions(cards, results),
            passages.section(),
        )
        if part
    ]
    body = tag("body", tag("main", _head(results, title, sections), *sections))
    page = tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("title", f"Yinju evaluation · {title}"),
            tag("style", Markup(STYLE)),
        ),
        body,
        lang="en",
    )
    return f"<!doctype html>\n{page}\n"


def _head(results: Results, title: str, sections: Sequence[Markup]) -> Markup:
    benchmark = results.benchmark
    settings = ", ".join(f"{name} {value}" for name, value in results.settings.items())
    rows = [("questions", f"{benchmark.questions} ({benchmark.split}), sha256 {benchmark.sha256[:16]}…")]
    rows += [("system", f"{results.system}{f': {settings}' if settings else ''}"), ("command", results.command)]
    facts = [part for name, value in rows for part in (tag("dt", name), tag("dd", value))]
    notes = [tag("p", note, class_="warning") for note in results.notes]
    there = [name for name in _SECTIONS if any(part.startswith(f'<section id="{name}">') for part in sections)]
    links = [tag("a", _SECTIONS[name], href=f"#{name}") for name in there]
    nav = tag("nav", *(part for link in links for part in (link, " ")))
    return tag("header", tag("h1", title), tag("dl", *facts), *notes, nav)


_SECTIONS = {
    "figures": "Figures",
    "plots": "Confidence",
    "slices": "Slices",
    "questions": "Worst questions",
    "passages": "Passages",
}


def _figures(summary: Summary, recorded: Mapping[str, float] | None) -> Markup:
    head = ["figure", "value", "95% interval", "", "n", "definition"]
    if recorded:
        head.insert(3, "baseline")
    rows = []
    for name, estimate in summary.figures.items():
        share = not name.endswith(" ms")
        cells = [
            tag("th", name, tag("span", " ↓", title="lower is better") if name in LOWER_IS_BETTER else "", scope="row"),
            tag("td", _number(estimate.value, share), class_="number value"),
            tag("td", f"{_number(estimate.low, share)} – {_number(estimate.high, share)}", class_="number"),
        ]
        if recorded:
            known = recorded.get(name)
            cells.append(tag("td", "–" if known is None else _number(known, share), class_="number"))
        bar = interval_bar(estimate, harm=name in LOWER_IS_BETTER) if share else ""
        cells += [tag("td", bar), tag("td", estimate.n, class_="number")]
        cells.append(tag("td", meaning_of(name), class_="meaning"))
        rows.append(tag("tr", *cells))
    table = tag("table", tag("thead", tag("tr", *(tag("th", cell) for cell in head))), tag("tbody", *rows))
    return tag("section", tag("h2", "Figures"), table, id="figures")


def meaning_of(name: str) -> str:
    """Return the definition of a figure in a few words, "" when it is not one of ours."""
    return FIGURES.get(name) or SPAN_FIGURES.get(name) or _OTHER_FIGURES.get(name, "")


def _number(value: float, share: bool) -> str:
    return f"{value:.3f}" if share else f"{value:.1f}"


def _plots(results: Results, summary: Summary) -> Markup:
    if not summary.curve:
        return Markup("")
    answered = sum(question.confidence is not None for question in results.questions) / len(results.questions)
    plots = [risk_coverage_plot(summary.curve, answered, summary.figures["AURC"].value)]
    if summary.calibration:
        plots.append(calibration_plot(summary.calibration, summary.figures["ECE"].value))
    return tag("section", tag("h2", "Confidence"), tag("div", *plots, class_="plots"), id="plots")


def _slices(summary: Summary) -> Markup:
    if not summary.slices:
        return Markup("")
    names = [name for name in SLICE_FIGURES if name in summary.figures]
    tables = []
    for dimension, group in groupby(summary.slices.items(), key=lambda item: item[0][0]):
        rows = [
            tag("tr", tag("th", value, scope="row"), *(_bar_cell(figures.get(name), name) for name in names))
            for (_, value), figures in group
        ]
        head = tag("tr", tag("th", f"by {dimension}"), *(tag("th", name) for name in names))
        tables.append(tag("table", tag("thead", head), tag("tbody", *rows), class_="slices-table"))
    return tag("section", tag("h2", "Slices"), *tables, id="slices")


def _bar_cell(estimate: Estimate | None, name: str) -> Markup:
    if estimate is None:
        return tag("td", "–", class_="absent")
    label = tag("span", f"{estimate.value:.2f}", class_="number value")
    count = tag("span", f"n {estimate.n}", class_="count")
    return tag("td", interval_bar(estimate, width=96, harm=name in LOWER_IS_BETTER), tag("br"), label, " ", count)


def _questions(cards: Sequence[Markup], results: Results) -> Markup:
    if not cards:
        return Markup("")
    warning = ""
    if results.benchmark.split == "report":
        text = "This is the reporting half: nothing may be tuned on what is listed here. Work on --split tune."
        warning = tag("p", text, class_="warning")
    return tag("section", tag("h2", f"Worst questions ({len(cards)})"), warning, *cards, id="questions")

"""The page loads nothing, escapes everything, and every link in it leads somewhere."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from eval.measures.selective import Bin
from eval.measures.statistics import Estimate
from eval.measures.summary import Summary, summarise, summary_object
from eval.report import render_report
from eval.report.markup import Markup, join, tag
from eval.report.plots import calibration_plot, interval_bar, risk_coverage_plot
from eval.report.questions import badness, worst
from eval.runs.benchmarks import GoldSet
from eval.runs.results import Benchmark, QuestionResult, Results

EVIL = '</title></style><script src="https://example.invalid/x.js">alert(1)</script><img src=x onerror=y> & "\''


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(name)
        given = dict(attrs)
        self.ids += [value for key, value in attrs if key == "id" and value]
        self.links += [given["href"] or ""] if "href" in given else []
        self.sources += [key for key, _ in attrs if key in ("src", "srcset", "style") or key.startswith("on")]
        if name not in ("meta", "br"):
            self.open.append(name)

    def handle_endtag(self, name: str) -> None:
        assert self.open.pop() == name


@pytest.fixture(scope="module")
def summary(results: Results) -> Summary:
    return summarise(results)


@pytest.fixture(scope="module")
def page(results: Results, summary: Summary, gold: GoldSet) -> str:
    return render_report(results, summary, {q.id: q for q in gold.questions}, gold.texts, {"RR@20": 0.5})


def test_it_is_whole_and_needs_nothing(page: str) -> None:
    read = Page(page)
    assert not read.open, "every element is closed"
    assert len(read.ids) == len(set(read.ids))
    assert read.links
    assert all(link.startswith("#") and link[1:] in read.ids for link in read.links)
    assert not read.sources
    assert not {"script", "img", "link", "iframe", "object", "base", "form"} & set(read.tags)
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src &#x27;none&#x27;" in page


def test_it_shows_what_was_measured(page: str, results: Results, summary: Summary) -> None:
    for name, estimate in summary.figures.items():
        assert f">{name}<" in page
        assert f"{estimate.value:.3f}" in page or name.endswith(" ms")
    for (_, value), _ in summary.slices.items():
        assert value in page
    assert page.count('class="card"') == len(worst(results.questions, 40)) == 40
    assert 'aria-label="Risk-coverage curve"' in page
    assert 'aria-label="Calibration"' in page
    assert "nothing may be tuned" in page, "the reporting half says so"


def test_passages_are_the_source_with_its_evidence_marked(page: str, gold: GoldSet) -> None:
    quotes = {place.quote for question in gold.questions for place in question.evidence}
    assert any(part in quotes for part in re.findall(r"<mark>([^<]*)</mark>", page))
    article = r'<article id="p\d+"><h4>(\S+):(\d+)-(\d+)</h4>.*?<span class="place">(.*?)</span><span'
    shown = re.findall(article, page, re.DOTALL)
    assert shown
    for file, start, end, place in shown:
        assert html.unescape(re.sub(r"</?mark>", "", place)) == gold.texts[file][int(start) : int(end)]


def test_everything_is_escaped(results: Results, gold: GoldSet) -> None:
    first = results.questions[0]
    asked = next(q for q in gold.questions if q.id == first.id)
    given = {
        "reason": EVIL,
        "answers": [{"text": EVIL, "confidence": 0.5, "citation": {"file": EVIL, "start": 0, "end": 5}}],
        "hits": [{"file": EVIL, "start": 0, "end": 9, "score": 1.0, "also_at": []}],
    }
    bad = replace(first, question=EVIL, figures={"RR@20": 0.0}, given=given, slices={"kind": (EVIL,)}, right=False)
    evil = Results(Benchmark(EVIL, EVIL, 1, "0" * 64), EVIL, {EVIL: EVIL}, EVIL, (bad,), (EVIL,))
    text = render_report(evil, summarise(evil), {first.id: replace(asked, question=EVIL)}, {EVIL: EVIL})
    read = Page(text)
    assert not {"script", "img"} & set(read.tags)
    assert not read.open
    assert not read.sources


def test_no_control_or_reordering_characters() -> None:
    assert tag("p", "a\x00b\x1b\u202ec\ud800\n") == "<p>a\ufffdb\ufffd\ufffdc\ufffd\n</p>"
    assert join("<", Markup("<br>"), 1) == "&lt;<br>1"
    assert tag("a", "x", href='"', class_="y", text_anchor=None) == '<a href="&quot;" class="y">x</a>'


def test_a_public_benchmark_has_a_page_too() -> None:
    given = {"relevant": ["p2"], "hits": [{"passage": "p1", "score": 1.0}, {"passage": "p3", "score": 0.5}]}
    question = QuestionResult("q1", "?", {}, {"nDCG@10": 0.0}, given=given)
    results = Results(Benchmark("beir:x", "test", 1, "0" * 64), "lexical", {}, "x", (question,))
    text = render_report(results, summarise(results), {}, {"p1": "甲", "p2": "乙"})
    assert len(Page(text).links) == 3 + 2, "three sections, two passages whose text is at hand"
    assert "p3" in text
    read = Page(render_report(results, summarise(results), {}, {}))
    assert "passages" not in read.ids
    assert "#passages" not in read.links
    assert "#slices" not in read.links


def test_worst_first(results: Results) -> None:
    listed = worst(results.questions, 10_000)
    assert [badness(q) for q in listed] == sorted((badness(q) for q in results.questions if badness(q)), reverse=True)
    assert worst([replace(results.questions[0], figures={"RR@20": 1.0}, right=True)], 5) == []


def test_plots_stand_where_the_numbers_are() -> None:
    bar = interval_bar(Estimate(0.5, 0.25, 0.75, 4), width=102)
    assert 'width="50.0"' in bar
    assert 'x1="26.0" x2="76.0"' in bar
    curve = risk_coverage_plot([0.0, 0.1], 1.0, 0.05)
    # 0.1 * 1.15 is the top of the axis; the last point stands at the right end, 1 / 1.15 up.
    assert f'points="228.0,276.0 404.0,{276 - 262 / 1.15:.1f}"' in curve
    dots = calibration_plot([Bin(0.5, 0.6, 4, 0.5, 1.0)], 0.5)
    assert 'cx="228.0" cy="14.0" r="12.0"' in dots


def test_the_summary_in_json(results: Results, summary: Summary) -> None:
    found = summary_object(results, summary)
    rr = results.figure("RR@20")
    assert found["figures"]["RR@20"]["value"] == pytest.approx(sum(rr.values()) / len(rr), abs=5e-5)
    assert found["figures"]["RR@20"]["n"] == len(rr)
    kinds = [part for part in found["slices"] if part["by"] == "kind"]
    assert sum(part["figures"]["RR@20"]["n"] for part in kinds if "RR@20" in part["figures"]) == len(rr)
    assert len(found["risk_coverage"]) == len(results.questions)
    assert sum(part["count"] for part in found["calibration"]) == sum(
        q.confidence is not None for q in results.questions
    )


def test_latency_percentiles_are_waits_that_happened(results: Results) -> None:
    timed = replace(results, questions=tuple(
        replace(q, took_ms=float(at)) for at, q in enumerate(results.questions[:100], 1)
    ))  # fmt: skip
    figures = summarise(timed).figures
    assert [figures[name].value for name in ("p50 ms", "p95 ms", "p99 ms")] == [51, 96, 100]

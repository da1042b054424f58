"""The questions that went worst: what was wanted, and what was found instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.data.questions import GoldQuestion
from eval.measures.matching import Located, holds
from eval.measures.scoring import LOWER_IS_BETTER
from eval.report.markup import Markup, join, tag
from eval.report.passages import Passages
from eval.runs.results import QuestionResult
from index.types import Span

__all__ = ["badness", "question_card", "worst"]

_QUOTE = 160
_HITS = 3


def badness(question: QuestionResult) -> float:
    """Mean loss over the figures of a question, plus one when its first answer is wrong: the order of the list."""
    losses = [value if name in LOWER_IS_BETTER else 1 - value for name, value in question.figures.items()]
    return (sum(losses) / len(losses) if losses else 0.0) + (question.right is False)


def worst(questions: Sequence[QuestionResult], limit: int) -> list[QuestionResult]:
    """Return the questions that lost most, the worst first; those that lost nothing are not among them."""
    lost = [question for question in questions if badness(question) > 0]
    return sorted(lost, key=lambda question: (-badness(question), question.id))[:limit]


def question_card(result: QuestionResult, gold: GoldQuestion | None, passages: Passages) -> Markup:
    """Return one question with what was wanted and what came."""
    slices = " · ".join(value for values in result.slices.values() for value in values)
    figures = ", ".join(f"{name} {value:.2f}" for name, value in result.figures.items())
    return tag(
        "article",
        tag("h4", tag("span", result.id, class_="id"), " ", tag("bdi", result.question)),
        tag("p", slices, class_="slices") if slices else "",
        tag(
            "dl",
            tag("dt", "wanted"),
            tag("dd", _wanted(gold, passages) if gold else _relevant(result.given.get("relevant", ()), passages)),
            tag("dt", "answered") if result.right is not None else "",
            tag("dd", _answered(result, passages)) if result.right is not None else "",
            tag("dt", "found"),
            tag("dd", _found(result.given, gold, passages)),
            tag("dt", "figures"),
            tag("dd", figures or "–", class_="figures"),
        ),
        class_="card",
        id=f"q-{result.id}",
    )


def _wanted(gold: GoldQuestion, passages: Passages) -> Markup:
    if not gold.answerable:
        return tag("em", "a refusal: the corpus does not answer")
    rows = []
    for forms, evidence in zip(gold.answers, gold.groups().values(), strict=True):
        first = evidence[0]
        others = [passages.link(place.file, place.span, "also here") for place in evidence[1:4]]
        quote = first.quote if len(first.quote) <= _QUOTE else f"{first.quote[:_QUOTE]}…"
        short = join(tag("strong", tag("bdi", forms[0])), " — ") if forms else ""
        also = [join(" · ", link) for link in others]
        rows.append(tag("li", short, passages.link(first.file, first.span, tag("bdi", quote)), *also))
    return tag("ul", *rows)


def _relevant(names: Sequence[str], passages: Passages) -> Markup:
    return tag("ul", *(tag("li", _passage(name, passages)) for name in names))


def _passage(name: str, passages: Passages) -> Markup:
    """A passage of a public benchmark: its identifier, and as much of it as fits when its text is at hand."""
    text = passages.whole(name)
    if not text:
        return join(name)
    shown = " ".join(text[:_QUOTE].split())
    link = passages.link(name, Span(0, len(text)), tag("bdi", shown if len(text) <= _QUOTE else f"{shown}…"))
    return join(link, tag("span", f" {name}", class_="slices"))


def _answered(result: QuestionResult, passages: Passages) -> Markup:
    answers = result.given.get("answers", ())
    if not answers:
        reason = result.given.get("reason")
        return join(tag("em", "refused"), f": {reason}" if reason else "")
    rows = []
    for item in answers[:_HITS]:
        place = item["citation"]
        text = str(item["text"])
        shown = text if len(text) <= _QUOTE else f"{text[:_QUOTE]}…"
        link = passages.link(str(place["file"]), Span(place["start"], place["end"]), tag("bdi", shown))
        rows.append(tag("li", link, tag("span", f" {float(item['confidence']):.2f}", class_="slices")))
    return tag("ul", *rows)


def _found(given: Mapping[str, Any], gold: GoldQuestion | None, passages: Passages) -> Markup:
    hits, relevant = given.get("hits", ()), given.get("relevant", ())
    if not hits:
        return tag("em", "nothing")
    rows = []
    evidence = gold.evidence if gold else ()
    holding = [rank for rank, hit in enumerate(hits, 1) if "file" in hit and holds(_places(hit), evidence)]
    for rank, hit in enumerate(hits[:_HITS], 1):
        if "file" not in hit:
            right = tag("strong", "✓ ", title="judged relevant") if hit["passage"] in relevant else ""
            rows.append(tag("li", right, _passage(str(hit["passage"]), passages)))
            continue
        span = Span(hit["start"], hit["end"])
        text = str(hit.get("text") or passages.text(str(hit["file"]), span, _QUOTE) or f"{hit['file']}:{span.start}")
        shown = text if len(text) <= _QUOTE else f"{text[:_QUOTE]}…"
        source = tag("span", f" {hit['document']}", class_="slices") if hit.get("document") else ""
        right = tag("strong", "✓ ", title="holds evidence") if rank in holding else ""
        rows.append(tag("li", right, passages.link(str(hit["file"]), span, tag("bdi", shown.strip())), source))
    if not evidence:
        return tag("ol", *rows)
    where = f"evidence first at rank {holding[0]}" if holding else f"no evidence among the first {len(hits)}"
    return join(tag("ol", *rows), tag("p", where, class_="slices"))


def _places(hit: Mapping[str, Any]) -> list[Located]:
    return [(str(place["file"]), Span(place["start"], place["end"])) for place in (hit, *hit.get("also_at", ()))]

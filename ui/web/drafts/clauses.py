"""Claims of a draft beside the clauses of the corpus that speak of them, with what differs marked on both sides."""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Citation, Span
from retriever.check.verdict import Difference, Evidence, Field, Finding, Quotation, Stance, Verdict
from ui.service.citing import title_of
from ui.service.draft_sessions import PROBLEMS
from ui.service.snapshot import Asked, Snapshot
from ui.web.ask.answers import address
from ui.web.drafts.marks import changed, pieces, stands_at, where
from ui.web.html import Mark, Markup, join, marked, tag
from ui.web.strings import TAGS, Say

__all__ = ["SIGNS", "Clauses"]

SIGNS = {"verbatim": "≡", "same_words": "≈", "supported": "✓", "differs": "≠", "elsewhere": "↗", "absent": "?"}
"""Beside the colour and the name of a verdict."""


class Clauses:
    """Claims of a draft beside clauses of the corpus."""

    def __init__(self, snapshot: Snapshot, say: Say) -> None:
        self._snapshot = snapshot
        self._say = say

    def claim(
        self, finding: Finding, *, own_line: str, number: int, mark: str, lang: str, ranked: bool = False
    ) -> Markup:
        """Return a claim on the left, labelled with its verdict, and the clauses on the right."""
        verdict = finding.verdict
        assert verdict is not None
        problem = "yj-problem" if verdict in PROBLEMS else ""
        name = f"yj-claim yj-v-{verdict.value} {problem} {own_line}"
        said = tag(
            "div",
            self.label(verdict),
            tag(
                "p",
                tag("span", mark, " ", class_="yj-lead") if mark else "",
                _said(finding),
                class_="yj-sentence",
                lang=lang,
            ),
            class_="yj-left",
        )
        right = self._ranked(finding) if ranked else self._nearest(finding)
        return tag(
            "li",
            said,
            tag("div", *right, class_="yj-right"),
            class_=" ".join(name.split()),
            data_verdict=verdict.value,
            data_number=number,
            tabindex="-1",
        )

    def label(self, verdict: Verdict) -> Markup:
        """Return the name of a verdict with its sign."""
        sign = tag("span", SIGNS[verdict.value], aria_hidden="true", class_="yj-sign")
        return tag(
            "p", sign, self._say(f"v_{verdict.value}"), class_="yj-verdict", title=self._say(f"means_{verdict.value}")
        )

    def _nearest(self, finding: Finding) -> list[Markup]:
        """Return the clause that the verdict rests on, and the others behind a summary."""
        say, evidence = self._say, _apart(finding.evidence)
        parts = self._told(finding)
        rest: Sequence[Evidence]
        if finding.verdict is Verdict.ABSENT:
            if not evidence:
                return [tag("p", say("no_clause"), class_="yj-source")]
            rest, label = evidence, "only_near"
        else:
            parts += [self._clause(e.citation, _marks(finding, e)) for e in evidence[:1]]
            rest, label = evidence[1:], "other_clauses"
        if rest:
            rows = [tag("li", self._clause(e.citation, _marks(finding, e))) for e in rest]
            parts.append(tag("details", tag("summary", say(label, n=len(rest))), tag("ol", *rows)))
        return parts

    def _ranked(self, finding: Finding) -> list[Markup]:
        say = self._say
        if not finding.evidence:
            return [tag("p", say("no_clause"), class_="yj-source")]
        rows = []
        for evidence in _apart(finding.evidence):
            stance = tag(
                "p",
                tag("strong", say(f"stance_{evidence.stance.value}")),
                " ",
                tag("span", say("likeness", share=f"{evidence.likeness:.0%}"), class_="yj-confidence"),
                class_=f"yj-stance yj-stance-{evidence.stance.value}",
            )
            told = [self._difference(d) for d in evidence.differences] if evidence.stance is Stance.CONTRADICTS else []
            rows.append(tag("li", stance, *told, self._clause(evidence.citation, _marks(finding, evidence))))
        quoted = [part for q in finding.quotations for part in self._quotation(q)]
        return [*quoted, tag("ol", *rows, class_="yj-ranked")]

    def _told(self, finding: Finding) -> list[Markup]:
        """Return what differs, in words, and what is to say of quotations."""
        parts = [self._difference(d) for d in finding.differences]
        return parts + [part for q in finding.quotations for part in self._quotation(q)]

    def _difference(self, difference: Difference) -> Markup:
        """Return one difference in words: what it is about, what the draft says, what the source says."""
        say = self._say
        sides = []
        for said, there in pieces(difference):
            ours = tag("mark", said, class_="differs-draft")
            theirs = tag("mark", there, class_="differs-source") if there else say("source_silent")
            arrow = tag("span", " → ", aria_hidden="true")
            side = (say("draft_says"), " ", ours, arrow, say("source_says"), " ", theirs)
            sides.append(tag("span", *side, class_="yj-sides"))
        about = (
            [tag("bdi", difference.about), " · "] if difference.about and difference.field is not Field.ADDED else []
        )
        field = tag("span", *about, say(f"f_{difference.field.value}"), class_="yj-field")
        return tag("p", field, *sides, class_="yj-difference")

    def _quotation(self, quotation: Quotation) -> list[Markup]:
        """Return a note on a quotation that is not to the letter; other words are told as a difference."""
        if quotation.verdict not in (Verdict.SAME_WORDS, Verdict.ABSENT):
            return []
        return [tag("p", self._say(f"quotation_{quotation.verdict.value}"), class_="yj-difference")]

    def _clause(self, citation: Citation, marks: Sequence[Mark]) -> Markup:
        """Return a clause with its place in the corpus, leading there, ready to collect."""
        document = self._snapshot.bundle.document(citation.doc_id)
        lang = TAGS[self._snapshot.script(citation.doc_id)]
        href = address(Asked(""), citation.file, citation.span)
        path = [join(" › ", tag("bdi", " ".join(part.split()))) for part in citation.path]
        say = self._say
        return tag(
            "div",
            tag(
                "blockquote",
                tag("a", marked(citation.quote, marks), href=href, class_="yj-quote", data_open=""),
                lang=lang,
            ),
            tag("p", tag("bdi", title_of(document), class_="yj-title"), *path, class_="yj-path", lang=lang),
            tag(
                "p",
                tag("a", say("open"), href=href, class_="yj-action", data_open=""),
                tag(
                    "button",
                    say("collect"),
                    type="button",
                    class_="yj-action",
                    data_collect=citation.file,
                    data_start=citation.span.start,
                    data_end=citation.span.end,
                ),
                class_="yj-do",
            ),
            class_="yj-beside",
        )


def _apart(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence without stretches that share words with a better one."""
    kept: list[Evidence] = []
    for one in evidence:
        here = one.citation
        if not any(e.citation.file == here.file and e.citation.span.overlap(here.span) for e in kept):
            kept.append(one)
    return kept


def _said(finding: Finding) -> Markup:
    """Return a claim with what it says otherwise than its source marked."""
    spans: list[Span] = []
    for difference in finding.differences:
        at = stands_at(finding.text, difference.draft)
        if at is None:
            continue
        if difference.field is Field.QUOTATION and difference.source is not None:
            inside, _ = changed(difference.draft, difference.source)
            spans += [Span(at.start + span.start, at.start + span.end) for span in inside]
        else:
            spans.append(at)
    return marked(finding.text, [Mark(span, "differs-draft") for span in spans])


def _marks(finding: Finding, evidence: Evidence) -> list[Mark]:
    """Return what a clause says otherwise than the claim, as marks in its quote."""
    quote = evidence.citation.quote
    plain = [d.source for d in evidence.differences if d.field is not Field.QUOTATION]
    spans = where(quote, plain)
    for difference in evidence.differences:
        if difference.field is Field.QUOTATION and difference.source is not None:
            at = stands_at(quote, difference.source)
            if at is not None:
                _, inside = changed(difference.draft, difference.source)
                spans += [Span(at.start + span.start, at.start + span.end) for span in inside]
    return [Mark(span, "differs-source") for span in spans]

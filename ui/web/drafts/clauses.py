"""Claims of a draft beside the clauses of the corpus that speak of them, with what differs marked on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Span
from retriever.check.verdict import PROBLEMS, Difference, Evidence, Field, Finding, Stance, Verdict
from ui.service.citing import title_of
from ui.service.snapshot import Asked, Snapshot
from ui.web.ask.answers import address
from ui.web.drafts.marks import changed, pieces, stands_at, where
from ui.web.html import Mark, Markup, marked, render
from ui.web.strings import TAGS, Say

__all__ = ["SIGNS", "Clauses"]

SIGNS = {
    "verbatim": "≡",
    "same_words": "≈",
    "supported": "✓",
    "differs": "≠",
    "elsewhere": "↗",
    "review": "!",
    "absent": "?",
}
"""Beside the colour and the name of a verdict."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A difference in words: what it is about, of which field, and what draft and source say (None: nothing)."""

    about: str | None
    field: str
    sides: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause as ``templates/draft_claim.html`` shows it; ``differences`` are told where the clause contradicts."""

    file: str
    span: Span
    href: str
    lang: str
    quote: Markup
    title: str
    path: tuple[str, ...]
    stance: str
    likeness: str
    differences: tuple[_Told, ...]


@dataclass(frozen=True, slots=True)
class _Claim:
    """A claim as the template shows it; its verdict ``rests`` on the first of ``clauses``, or on none.

    The clauses of one that needs nobody are ``folded``.
    """

    kinds: str
    verdict: str
    sign: str
    number: int
    lang: str
    lead: str
    said: Markup
    rests: bool
    folded: bool
    differences: tuple[_Told, ...]
    quotations: tuple[str, ...]
    clauses: tuple[_Clause, ...]


class Clauses:
    """Claims of a draft beside clauses of the corpus."""

    def __init__(self, snapshot: Snapshot, say: Say) -> None:
        self._snapshot = snapshot
        self._say = say

    def claim(
        self, finding: Finding, *, own_line: str, number: int, mark: str, lang: str, ranked: bool = False
    ) -> Markup:
        """Return a claim with its verdict beside the clause that this rests on; ``ranked``, beside all that were found.

        ``mark`` is what stands before the claim in the draft and belongs to no sentence.
        """
        verdict = finding.verdict
        assert verdict is not None
        problem = "yj-problem" if verdict in PROBLEMS else ""
        claim = _Claim(
            kinds=" ".join(f"yj-claim yj-v-{verdict.value} {problem} {own_line}".split()),
            verdict=verdict.value,
            sign=SIGNS[verdict.value],
            number=number,
            lang=lang,
            lead=mark,
            said=_said(finding),
            rests=verdict is not Verdict.ABSENT,
            folded=verdict not in PROBLEMS and not ranked,
            differences=tuple(map(_told, finding.differences)),
            # Other words are told as a difference.
            quotations=tuple(
                quotation.verdict.value
                for quotation in finding.quotations
                if quotation.verdict in (Verdict.SAME_WORDS, Verdict.ABSENT)
            ),
            clauses=tuple(self._clause(finding, evidence) for evidence in _apart(finding.evidence)),
        )
        return render("draft_claim.html", claim=claim, ranked=ranked, say=self._say)

    def _clause(self, finding: Finding, evidence: Evidence) -> _Clause:
        citation = evidence.citation
        against = evidence.differences if evidence.stance is Stance.CONTRADICTS else ()
        return _Clause(
            file=citation.file,
            span=citation.span,
            href=address(Asked(""), citation.file, citation.span),
            lang=TAGS[self._snapshot.script(citation.doc_id)],
            quote=marked(citation.quote, _marks(finding, evidence)),
            title=title_of(self._snapshot.bundle.document(citation.doc_id)),
            path=tuple(" ".join(part.split()) for part in citation.path),
            stance=evidence.stance.value,
            likeness=f"{evidence.likeness:.0%}",
            differences=tuple(map(_told, against)),
        )


def _told(difference: Difference) -> _Told:
    about = difference.about if difference.field is not Field.ADDED else None
    return _Told(about, difference.field.value, tuple(pieces(difference)))


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

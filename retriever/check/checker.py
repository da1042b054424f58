"""The checker: a draft in, a verdict with the nearest clauses for every sentence that claims something."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from index.errors import InputError
from index.language.normalise import normalise_text
from index.types import Citation, Span
from retriever.check.compare.bodies import find_duties
from retriever.check.compare.figures import claimed_figures
from retriever.check.compare.quotations import checked_quotation, find_quotations
from retriever.check.draft.carried import resolved, topic_of
from retriever.check.draft.comparisons import find_comparison
from retriever.check.draft.context import Scope, Scopes, unframed
from retriever.check.draft.sentences import Draft, Sentence, plain_draft, sentences_of
from retriever.check.draft.statements import Piece, by_place, by_statement
from retriever.check.evidence.combination import of_places, of_statements
from retriever.check.evidence.finding import Judged, Match, decided
from retriever.check.evidence.judge import SPEAKS
from retriever.check.evidence.looked_up import figure_for, weighed
from retriever.check.evidence.matcher import Matcher
from retriever.check.evidence.windows import said_pairs
from retriever.check.verdict import (
    FOUND,
    Difference,
    Evidence,
    Field,
    Finding,
    Part,
    Quotation,
    Report,
    Stance,
    Verdict,
)
from retriever.citation import citation_at
from retriever.engine import Engine
from retriever.paragraphs import Item
from retriever.reader import Reader, embedded_reader

__all__ = ["LONGEST_DRAFT", "Checker"]

LONGEST_DRAFT = 5_000_000
"""Code points of the longest draft that is taken."""

KEPT = 8_192
"""Findings that are kept for sentences that come again, in this draft or in the next version of it."""

SHOWN = 3
"""Clauses given with a finding."""

UNSAID = 0.34
"""Share of a statement's pairs of characters below which the clause that its sentence differs from may not say it."""

ADDED = 0.15
"""The same of the clause that supports the sentence: below, the statement is looked for on its own."""

REMARK = "remark"
"""What a sentence is that the judge takes for no claim."""

_CHECKABLE = re.compile(r"[\d《“\"]|[局委厅部办院所省市县区镇]")
"""What a statement that a source must hold has: a figure, a title, a quotation, a body or a place."""

_LONGEST_CLAIM = 1_000


class Checker:
    """Checks drafts against one index. It only reads: threads may share it."""

    def __init__(self, engine: Engine, reader: Callable[[], Reader] = embedded_reader) -> None:
        """Check against the index of ``engine``; ``reader`` gives what judges, when the first sentence needs it."""
        self.corpus = engine.corpus
        documents = engine.corpus.documents
        self._places = frozenset(normalise_text(d.place.value) for d in documents if d.place is not None)
        self._matcher = Matcher(engine, reader)
        self._scopes = Scopes(documents, engine.analyse)
        self._known = lru_cache(KEPT)(self._checked_alone)

    def check(self, draft: Draft | str, progress: Callable[[int, int], None] | None = None) -> Report:
        """Check a draft; ``progress`` is told (sentences done, sentences in all).

        Raises InputError when the draft is empty or longer than LONGEST_DRAFT code points, ModelError when there is no
        reader.
        """
        started = time.perf_counter()
        draft = plain_draft(draft) if isinstance(draft, str) else draft
        if not re.search(r"[^\W_]", draft.text):
            raise InputError("The draft is empty: give a text, Markdown or Word file with sentences to check.")
        if len(draft.text) > LONGEST_DRAFT:
            raise InputError(
                "The draft is {size} characters long and at most {most} are taken: check it in parts.",
                size=f"{len(draft.text):,}",
                most=f"{LONGEST_DRAFT:,}",
            )
        sentences = list(sentences_of(draft))
        findings = []
        for done, sentence in enumerate(sentences, 1):
            findings.append(self.finding(sentence))
            if progress is not None:
                progress(done, len(sentences))
        return Report(tuple(findings), (time.perf_counter() - started) * 1000)

    def sources(self, sentence: str, top_k: int = 5) -> Finding:
        """Return the clauses that support or contradict one sentence, ranked, whatever kind of sentence it is.

        Raises InputError for a sentence without a word or with more than 1,000 characters, ModelError when there is no
        reader.
        """
        if not re.search(r"[^\W_]", sentence):
            raise InputError("The sentence is empty: paste the statement to find a source for.")
        if len(sentence) > _LONGEST_CLAIM:
            raise InputError(
                "The sentence is {size} characters long: use `yinju check` for a whole text.", size=f"{len(sentence):,}"
            )
        return self._checked(Sentence(Span(0, len(sentence)), sentence.strip(), None, (), ()), top_k, any_text=True)

    def finding(self, sentence: Sentence) -> Finding:
        """Return the verdict on one sentence of a draft, with its evidence."""
        if sentence.skipped is not None:
            return Finding(sentence.span, sentence.said, None, sentence.skipped, (), (), ())
        known = self._known(sentence.said, sentence.headings, sentence.before)
        return _moved(known, sentence.span)

    def _checked_alone(self, said: str, headings: tuple[str, ...], before: tuple[str, ...]) -> Finding:
        """Check a sentence as if the draft began with it: all that its verdict depends on are the arguments."""
        return self._checked(Sentence(Span(0, len(said)), said, None, headings, before), SHOWN, any_text=False)

    def _checked(self, sentence: Sentence, shown: int, *, any_text: bool) -> Finding:
        sentence = replace(sentence, said=sentence.said[:_LONGEST_CLAIM])
        said = resolved(sentence.said, sentence.before, sentence.headings)
        placed = by_place(said, self._places)
        if placed:
            parts, judged = self._parts(sentence, placed, None)
            verdict, differences = of_places(parts)
            quotations = self._quotations(sentence, [m for j in judged for m in j.matches])
            evidence = tuple(part.evidence[0] for part in parts if part.evidence)
            return self._found(sentence, verdict, differences, evidence, quotations, parts)
        one = self._in_context(sentence, said)
        if not any_text and not one.claims and not find_duties(normalise_text(said)):
            return Finding(sentence.span, sentence.said, None, REMARK, (), (), ())
        quotations = self._quotations(sentence, one.matches)
        verdict, differences, parts = one.verdict, one.differences, ()
        evidence = self._all_evidence(one, shown)
        compared = self._compared(sentence, said, one)
        if compared is not None:
            (verdict, differences), parts = compared
            evidence = tuple(part.evidence[0] for part in parts if part.evidence)
        elif (stated := self._stated(sentence, said, one)) is not None:
            (verdict, differences), parts = stated
            if verdict is not Verdict.ABSENT:
                ordered = sorted(parts, key=lambda part: part.verdict is not Verdict.DIFFERS)
                own = {(e.citation.file, e.citation.span): e for part in ordered for e in part.evidence[:1]}
                evidence = tuple(own.values()) or evidence
        return self._found(sentence, verdict, differences, evidence, quotations, parts)

    def _compared(
        self, sentence: Sentence, said: str, one: Judged
    ) -> tuple[tuple[Verdict, tuple[Difference, ...]], tuple[Part, ...]] | None:
        """Look the figures of two places that are compared up, None where no two are or the sources do not tell."""
        text = normalise_text(said)
        comparison = find_comparison(text, self._places)
        if comparison is None:
            return None
        dated = "" if comparison.year is None else f"到{comparison.year}年,"
        texts = [(place, f"{dated}{place}{comparison.subject}") for place in (comparison.first, comparison.second)]
        judged = [self._judged(sentence, text) for _, text in texts]
        first, second = (figure_for(comparison, each.matches, each.scope.doc_ids) for each in judged)
        believed = one.best is not None and one.best.believed
        told = weighed(comparison, first, second, claimed_figures(text, english=False), believed=believed)
        if told is None:
            return None
        return told, tuple(
            Part(place, text, Verdict.SUPPORTED, (), self._all_evidence(each, 1))
            for (place, text), each in zip(texts, judged, strict=True)
        )

    def _found(
        self,
        sentence: Sentence,
        verdict: Verdict,
        differences: tuple[Difference, ...],
        evidence: tuple[Evidence, ...],
        quotations: tuple[Quotation, ...],
        parts: tuple[Part, ...],
    ) -> Finding:
        if verdict not in (Verdict.ABSENT, Verdict.ELSEWHERE):
            torn = [q for q in quotations if q.verdict is Verdict.DIFFERS and q.citation is not None]
            if torn:
                verdict = Verdict.DIFFERS
                differences += tuple(Difference(Field.QUOTATION, q.text, q.citation.quote) for q in torn if q.citation)
        return Finding(sentence.span, sentence.said, verdict, None, differences, evidence, quotations, parts)

    def _in_context(self, sentence: Sentence, said: str, scope: Scope | None = None) -> Judged:
        """Judge a sentence, again with what those before it speak of where alone it says nothing that is found."""
        one = self._judged(sentence, said, scope)
        if one.claims and one.verdict is not Verdict.ABSENT:
            return one
        topic = topic_of(sentence.before)
        if topic:
            again = self._judged(sentence, f"{topic}方面,{normalise_text(said)}", scope)
            if again.claims and again.verdict in FOUND:
                return again
        return one

    def _judged(self, sentence: Sentence, said: str, scope: Scope | None = None) -> Judged:
        query = self._matcher.query(said)
        own = self._scopes.of(query)
        if own.doc_ids:
            scope = own
        elif scope is None:
            scope = self._scopes.carried(said, sentence.headings, sentence.before)
        matches = self._matcher.matches(said, query, scope, sentence.before)
        verdict, best, differences = decided(matches, scope, self._called)
        return Judged(verdict, best, differences, tuple(matches), scope)

    def _parts(
        self, sentence: Sentence, pieces: Sequence[Piece], scope: Scope | None
    ) -> tuple[tuple[Part, ...], list[Judged]]:
        judged = [self._in_context(sentence, piece.text, scope) for piece in pieces]
        parts = tuple(
            Part(piece.about, piece.text, one.verdict, one.differences, self._all_evidence(one, 1))
            for piece, one in zip(pieces, judged, strict=True)
        )
        return parts, judged

    def _stated(
        self, sentence: Sentence, said: str, one: Judged
    ) -> tuple[tuple[Verdict, tuple[Difference, ...]], tuple[Part, ...]] | None:
        """Return a sentence checked statement by statement, None where the verdict on the whole of it stands."""
        if one.verdict not in (Verdict.SUPPORTED, Verdict.DIFFERS, Verdict.ABSENT):
            return None
        if one.verdict is Verdict.SUPPORTED and one.best is not None and not one.best.agreed:
            return None
        query = self._matcher.query(said)
        names = tuple(n for p in query.places for n in (p.name, p.mention))
        core = unframed(query.normalised, names)
        if query.language != "zh" or find_duties(core):
            return None
        pieces = by_statement(core)
        if one.best is not None and one.verdict is not Verdict.ABSENT:
            held = said_pairs(normalise_text(self._citation(one.best.item, one.best.span).quote), names)
            shares = [len(own & held) / len(own) if (own := said_pairs(p.about, names)) else 1.0 for p in pieces]
            least = ADDED if one.verdict is Verdict.SUPPORTED else UNSAID
            unsaid = tuple(piece for piece, share in zip(pieces, shares, strict=True) if share < least)
            if one.verdict is Verdict.SUPPORTED and one.best.settled:
                unsaid = tuple(piece for piece in unsaid if _CHECKABLE.search(piece.about))
            # A figure that differs may be that of another statement, which stands in another clause.
            counted = all(d.field in (Field.NUMBER, Field.UNIT, Field.YEAR) for d in one.differences)
            pieces = pieces if one.verdict is Verdict.DIFFERS and (unsaid or counted) else unsaid
        if not pieces:
            return None
        parts, judged = self._parts(sentence, pieces, one.scope)
        parts = tuple(part for part, own in zip(parts, judged, strict=True) if own.claims)
        together = of_statements(one.verdict, one.differences, parts)
        return None if together is None else (together, parts)

    def _called(self, doc_id: int) -> str:
        """What a document is called where the place that it is about is compared."""
        document = self.corpus.documents[doc_id]
        return (
            document.place.value if document.place else document.title.value if document.title else document.source_path
        )

    def _all_evidence(self, one: Judged, shown: int) -> tuple[Evidence, ...]:
        ordered = [*([one.best] if one.best else []), *(m for m in one.matches if m is not one.best)]
        return tuple(self._evidence(m, one.differences if m is one.best else m.differences) for m in ordered[:shown])

    def _evidence(self, match: Match, differences: tuple[Difference, ...]) -> Evidence:
        stance = Stance.RELATED
        if match.likeness >= SPEAKS or match.words:
            stance = Stance.CONTRADICTS if differences else Stance.SUPPORTS
        return Evidence(self._citation(match.item, match.span), stance, round(match.likeness, 4), differences)

    def _citation(self, item: Item, span: Span) -> Citation:
        return citation_at(self.corpus, item.doc_id, item.leaves[0].path, span)

    def _quotations(self, sentence: Sentence, matches: Sequence[Match]) -> tuple[Quotation, ...]:
        items = list({id(m.item): m.item for m in matches}.values())
        return tuple(self._quoted(sentence, items))

    def _quoted(self, sentence: Sentence, items: Sequence[Item]) -> Iterator[Quotation]:
        at = sentence.span.start
        for span in find_quotations(sentence.said):
            # In Markdown the range is off by the marks before it.
            there = Span(at + span.start, at + span.end)
            yield checked_quotation(span.of(sentence.said), there, items, self._matcher.sources.key, self._citation)


def _moved(finding: Finding, span: Span) -> Finding:
    """Return a finding on a text that began at 0 as one on the sentence at ``span``."""
    quotations = tuple(
        replace(q, span=Span(span.start + q.span.start, span.start + q.span.end)) for q in finding.quotations
    )
    return replace(finding, span=span, quotations=quotations)

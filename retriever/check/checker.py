"""The checker: a draft in, a verdict with the nearest clauses for every sentence that claims something."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from index.errors import InputError
from index.normalise import normalise_text
from index.types import Citation, Query, Span
from retriever.answer import Assistant
from retriever.check.compare import differences_of
from retriever.check.draft import Draft, Sentence, plain_draft, sentences_of
from retriever.check.figures import in_arabic
from retriever.check.keys import key_of
from retriever.check.likeness import Claim, likeness_of
from retriever.check.quotations import find_quotations, nearest_stretch, without_space
from retriever.check.scope import Scope, Scopes, unframed
from retriever.check.sources import Sources, said_pairs
from retriever.check.verdict import Difference, Evidence, Field, Finding, Quotation, Report, Stance, Verdict
from retriever.extract.content import content_of
from retriever.places import short_name
from retriever.reading import Item

__all__ = ["LONGEST_DRAFT", "Checker"]

LONGEST_DRAFT = 5_000_000
"""Code points of the longest draft that is taken."""

READ = 16
"""Hits that are read for a claim."""

COMPARED = 10
"""Stretches that are compared in meaning."""

READ_CLOSELY = 4
"""Stretches, of all documents and of those named, whose figures, years and places are compared."""

SUPPORTED = 0.42
"""Likeness from which a stretch speaks of the claim (see :mod:`retriever.check.likeness`)."""

ELSEWHERE_BY = 0.2
"""How much nearer (:func:`_gap`) a clause of another document must be than one of the document named that differs."""

ELSEWHERE_BESIDE = 0.35
"""The same beside one of the document named that says nothing else."""

SHOWN = 3
"""Clauses given with a finding."""

_LONGEST_CLAIM = 1_000
_LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Match:
    """A stretch beside a claim; ``words`` is VERBATIM or SAME_WORDS when it holds all of it, else None.

    ``likeness`` tells whether it speaks of the claim at all, ``closeness`` (0..1) how nearly in the same words.
    """

    item: Item
    span: Span
    words: Verdict | None
    likeness: float
    closeness: float
    differences: tuple[Difference, ...]

    @property
    def fit(self) -> float:
        """How well the stretch fits: like the claim, saying nothing else, and not much beside it."""
        whole = 0.2 if self.words is Verdict.VERBATIM else 0.15 if self.words else 0.0
        beside = 0.1 * min(1.0, self.span.size / 500)
        return self.likeness + whole - min(0.3, 0.15 * len(self.differences)) - beside


class Checker:
    """Checks drafts against the index of an assistant. It only reads: threads may share it."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.corpus = assistant.corpus
        documents = assistant.corpus.documents
        self._names = [
            (normalise_text(d.place.value), normalise_text(short_name(d.place.value))) if d.place else ()
            for d in documents
        ]
        self._sources = Sources(assistant.reader, self._names)
        self._scopes = Scopes(documents, assistant.engine.analyse)

    def check(self, draft: Draft | str, progress: Callable[[int, int], None] | None = None) -> Report:
        """Check a draft; ``progress`` is told (sentences done, sentences in all).

        Raises InputError when the draft is empty or longer than LONGEST_DRAFT code points.
        """
        started = time.perf_counter()
        draft = plain_draft(draft) if isinstance(draft, str) else draft
        if not re.search(r"[^\W_]", draft.text):
            raise InputError("The draft is empty: give a text, Markdown or Word file with sentences to check.")
        if len(draft.text) > LONGEST_DRAFT:
            raise InputError(
                f"The draft is {len(draft.text):,} characters long and at most {LONGEST_DRAFT:,} are taken: "
                "check it in parts."
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

        Raises InputError for a sentence without a word or with more than 1,000 characters.
        """
        if not re.search(r"[^\W_]", sentence):
            raise InputError("The sentence is empty: paste the statement to find a source for.")
        if len(sentence) > _LONGEST_CLAIM:
            raise InputError(f"The sentence is {len(sentence):,} characters long: use `yinju check` for a whole text.")
        return self._checked(Sentence(Span(0, len(sentence)), sentence.strip(), None, (), ()), top_k)

    def finding(self, sentence: Sentence) -> Finding:
        """Return what becomes of one sentence of a draft."""
        if sentence.skipped is not None:
            return Finding(sentence.span, sentence.said, None, sentence.skipped, (), (), ())
        return self._checked(sentence, SHOWN)

    def _checked(self, sentence: Sentence, shown: int) -> Finding:
        said = sentence.said[:_LONGEST_CLAIM]
        query = self._query(said)
        scope = self._scopes.of(query)
        if not scope.doc_ids:
            scope = self._scopes.carried(said, sentence.headings, sentence.before)
        matches = self._matches(said, query, scope)
        quotations = tuple(self._quotations(said, sentence.span, matches))
        verdict, best, differences = _decided(matches, scope, self._called)
        if verdict not in (Verdict.ABSENT, Verdict.ELSEWHERE):
            torn = [q for q in quotations if q.verdict is Verdict.DIFFERS and q.citation is not None]
            if torn:
                verdict = Verdict.DIFFERS
                differences += tuple(Difference(Field.QUOTATION, q.text, q.citation.quote) for q in torn if q.citation)
        ordered = [*([best] if best else []), *(m for m in matches if m is not best)]
        evidence = tuple(self._evidence(m, differences if m is best else m.differences) for m in ordered[:shown])
        return Finding(sentence.span, sentence.said, verdict, None, differences, evidence, quotations)

    def _query(self, said: str) -> Query:
        """Analyse a claim; Chinese numerals are written as the sources write figures."""
        query = self.assistant.engine.analyse(said)
        if query.language == "zh" and (written := in_arabic(query.normalised)) != query.normalised:
            query = self.assistant.engine.analyse(written)
        return replace(query, asks_for="clause")

    def _matches(self, said: str, query: Query, scope: Scope) -> list[_Match]:
        """Return the stretches that speak of the claim, the fittest first."""
        engine = self.assistant.engine
        spoken = [name for place in query.places for name in (place.name, place.mention)]
        names = tuple(dict.fromkeys(normalise_text(n) for n in (*spoken, *map(short_name, spoken))))
        core = unframed(query.normalised, names)
        hits = list(engine.search(replace(query, places=()), READ))
        items = self._sources.items(hits)
        whole = self._whole(said, core, items)
        if whole and (not scope.doc_ids or any(m.item.doc_id in scope.doc_ids for m in whole)):
            return whole
        if scope.places:
            places = query.places or engine.analyse("、".join(scope.places)).places
            named = tuple(p for p in places if p.name in scope.places)
            hits += engine.search(replace(query, places=named), READ) if named else []
            items = self._sources.items(hits)
            whole = self._whole(said, core, items)
        found = self._near(query, core, names, items, scope)
        taken = {(m.item.file, m.span) for m in whole}
        return sorted([*whole, *(m for m in found if (m.item.file, m.span) not in taken)], key=lambda m: -m.fit)

    def _whole(self, said: str, core: str, items: Sequence[Item]) -> list[_Match]:
        """Return the places that hold all words of a claim in one run, those to the letter first."""
        wanted = key_of(core).text
        if len(wanted) < _LEAST_WORDS:
            return []
        found = []
        for item in items:
            held = self._sources.key(item).find(wanted)
            if held is not None:
                at = item.source(held)
                first, last = item.leaf_at(at.start).clause.span, item.leaf_at(at.end - 1).clause.span
                verbatim = without_space(at.of(self.corpus.texts[item.file]))[0] in without_space(said)[0]
                words = Verdict.VERBATIM if verbatim else Verdict.SAME_WORDS
                found.append(_Match(item, Span(min(first.start, at.start), max(last.end, at.end)), words, 1.0, 1.0, ()))
        return sorted(found, key=lambda m: -m.fit)

    def _near(self, query: Query, core: str, names: Sequence[str], items: Sequence[Item], scope: Scope) -> list[_Match]:
        """Return the stretches that are like a claim, the fittest first; differences are read of the likeliest."""
        engine = self.assistant.engine
        chinese = query.language == "zh"
        wanted = said_pairs(core, names)
        content = content_of(query.terms, core, engine.idf, engine.translate, names)
        said = None if chinese else content.coverage
        windows = [w for item in items for w in self._sources.windows(item, wanted, 2 if chinese else 4, said)]
        windows.sort(key=lambda w: -w.lexical)
        inside = [w for w in windows if w.item.doc_id in scope.doc_ids]
        most = COMPARED if chinese else 6 * COMPARED
        chosen = list({id(w): w for w in (*windows[:most], *inside[:most])}.values())
        if not chosen:
            return []
        claim = Claim(core, query, content, wanted)
        like = likeness_of(claim, chosen, engine.compare(query, content), self._names)
        order = sorted(range(len(chosen)), key=lambda i: -like[i].likeness)
        read = {*order[:READ_CLOSELY], *[i for i in order if chosen[i].item.doc_id in scope.doc_ids][:READ_CLOSELY]}
        matches = []
        for i in sorted(read):
            window = chosen[i]
            leaves = window.views
            span = Span(leaves[0].clause.span.start, leaves[-1].clause.span.end)
            speaks = like[i].likeness >= SUPPORTED
            found = differences_of(claim, window, self._names[window.item.doc_id]) if speaks else []
            matches.append(_Match(window.item, span, None, like[i].likeness, like[i].closeness, tuple(found)))
        matches.sort(key=lambda m: -m.fit)
        return list({(m.item.file, m.span): m for m in reversed(matches)}.values())[::-1]

    def _called(self, doc_id: int) -> str:
        """What a document is called where the place that it is about is compared."""
        document = self.corpus.documents[doc_id]
        return (
            document.place.value if document.place else document.title.value if document.title else document.source_path
        )

    def _evidence(self, match: _Match, differences: tuple[Difference, ...]) -> Evidence:
        item = match.item
        stance = Stance.RELATED
        if match.likeness >= SUPPORTED or match.words:
            stance = Stance.CONTRADICTS if differences else Stance.SUPPORTS
        return Evidence(self._citation(item, match.span), stance, round(match.likeness, 4), differences)

    def _citation(self, item: Item, span: Span) -> Citation:
        return Citation(item.doc_id, item.file, item.leaves[0].path, span, span.of(self.corpus.texts[item.file]))

    def _quotations(self, said: str, at: Span, matches: Sequence[_Match]) -> Iterable[Quotation]:
        for span in find_quotations(said):
            text = span.of(said)
            # In Markdown the range is off by the marks before it.
            yield self._quotation(text, Span(at.start + span.start, at.start + span.end), matches)

    def _quotation(self, text: str, span: Span, matches: Sequence[_Match]) -> Quotation:
        bare = without_space(text.rstrip("。.，,;；"))[0]
        wanted = key_of(normalise_text(text)).text
        items = list({id(m.item): m.item for m in matches}.values())
        for item in items:
            source = item.text.source
            letters, kept = without_space(source)
            at = letters.find(bare)
            if at >= 0:
                found = Span(item.span.start + kept[at], item.span.start + kept[at + len(bare) - 1] + 1)
                return Quotation(span, text, Verdict.VERBATIM, self._citation(item, found))
        for item in items:
            held = self._sources.key(item).find(wanted)
            if held is not None:
                return Quotation(span, text, Verdict.SAME_WORDS, self._citation(item, item.source(held)))
        for item in items[:3]:
            key = self._sources.key(item)
            near = nearest_stretch(wanted, key.text)
            if near is not None and near.size:
                held = item.source(Span(key.at[near.start], key.at[near.end - 1] + 1))
                return Quotation(span, text, Verdict.DIFFERS, self._citation(item, held))
        return Quotation(span, text, Verdict.ABSENT, None)


def _decided(
    matches: Sequence[_Match], scope: Scope, called: Callable[[int], str]
) -> tuple[Verdict, _Match | None, tuple[Difference, ...]]:
    """Return the verdict, the match that it rests on, and the differences that explain it."""
    enough = [m for m in matches if m.likeness >= SUPPORTED]
    if not enough:
        return Verdict.ABSENT, None, ()
    best = enough[0]
    inside = next((m for m in enough if m.item.doc_id in scope.doc_ids), None)
    if scope.doc_ids and best.item.doc_id not in scope.doc_ids:
        # The same statement about another place: a figure changed in the draft may be that place's by chance.
        least = ELSEWHERE_BY if inside is None or inside.differences else ELSEWHERE_BESIDE
        far = inside is None or _gap(best, inside) > least
        if not far:
            assert inside is not None
            best = inside
        elif scope.firm and best.differences:
            # Not found there either: what the document named says of it is told, if anything.
            if inside is None:
                return Verdict.ABSENT, None, ()
            best = inside
        elif scope.firm:
            there = Difference(Field.PLACE, scope.said, called(best.item.doc_id))
            return Verdict.ELSEWHERE, best, (there,)
    if best.differences:
        return Verdict.DIFFERS, best, best.differences
    return best.words or Verdict.SUPPORTED, best, ()


def _gap(one: _Match, other: _Match) -> float:
    """Return how much nearer to the claim one stretch is than another: in wording, and half as much in meaning."""
    return one.closeness - other.closeness + (one.likeness - other.likeness) / 2

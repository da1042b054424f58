"""Finding the stretches of the corpus that a claim may stand in, and comparing them with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from index.language.normalise import normalise_text
from index.types import Role, Span
from retriever.check.compare.bodies import StatedBodies, find_duties, read_notes
from retriever.check.compare.differences import differences_of
from retriever.check.compare.edge_words import edge_differences
from retriever.check.compare.figures import claimed_figures, in_arabic
from retriever.check.compare.quotations import without_space
from retriever.check.compare.text_keys import key_of
from retriever.check.draft.context import Scope, unframed
from retriever.check.evidence.finding import Match
from retriever.check.evidence.judge import SPEAKS, Judge
from retriever.check.evidence.support import Claim, nearness_of
from retriever.check.evidence.windows import Sources, Window, said_pairs
from retriever.check.verdict import Field, Verdict
from retriever.engine import Engine
from retriever.paragraphs import Item
from retriever.query.content import content_of
from retriever.query.places import short_name
from retriever.query.types import Query
from retriever.reader import Reader

__all__ = ["Matcher"]

READ = 16
"""Hits that are read for a claim."""

COMPARED = 10
"""Stretches that are compared in meaning."""

JUDGED = 6
"""Passages that the judge reads for a claim, half of them of the documents named, if any."""

WHOLE = 0.5
"""Share of a claim's pairs of characters that a passage holds at least if it may hold the whole of it, or its half."""

_QUERIES = 1_024
"""Analysed texts that are kept: a sentence is looked at whole, in parts and in its context."""

_AROUND = 3
"""Sentences before a claim whose figures it may count with."""

_LEAST_WORDS = 4
_LEAST_MATTER = 6


class Matcher:
    """Finds what speaks of a claim. It only reads: threads may share it."""

    def __init__(self, engine: Engine, reader: Callable[[], Reader]) -> None:
        self._engine = engine
        self._judge = Judge(engine.corpus, reader)
        self._corpus = engine.corpus
        self._paragraphs = engine.paragraphs
        self._names = [
            (normalise_text(d.place.value), normalise_text(short_name(d.place.value))) if d.place else ()
            for d in engine.corpus.documents
        ]
        self.sources = Sources(engine.paragraphs, self._names)
        self.query = lru_cache(_QUERIES)(self._query)
        self._placed = lru_cache(_QUERIES)(lambda names: engine.analyse("、".join(names)).places)

    def _query(self, said: str) -> Query:
        """Analyse a claim; Chinese numerals are written as the sources write figures."""
        query = self._engine.analyse(said)
        if query.language == "zh" and (written := in_arabic(query.normalised)) != query.normalised:
            query = self._engine.analyse(written)
        return replace(query, intent=replace(query.intent, asks_for="clause"))

    def matches(self, said: str, query: Query, scope: Scope, before: Sequence[str] = ()) -> list[Match]:
        """Return the stretches that speak of the claim ``said``, the fittest first.

        ``before`` are the sentences before it: one that only says who is responsible speaks of the last of them.
        """
        spoken = [name for place in query.places for name in (place.name, place.mention)]
        names = tuple(dict.fromkeys(normalise_text(n) for n in (*spoken, *map(short_name, spoken))))
        core = unframed(query.normalised, names)
        hits = list(self._engine.search(replace(query, places=()), READ))
        chinese = query.language == "zh"
        likely = self.sources.nearest(hits, said_pairs(core, names), READ, WHOLE) if chinese else hits
        whole = self._whole(said, core, self.sources.items(likely))
        if any(not m.differences and scope.allows(m.item.doc_id) for m in whole):
            return whole
        duties = find_duties(core) if chinese else ()
        matter = core
        for duty in reversed(duties):
            matter = matter[: duty.span.start] + "," + matter[duty.span.end :]
        if duties:
            matter = matter.strip(" ,;:。")
            if len(key_of(matter).text) < _LEAST_MATTER and before:
                matter = unframed(normalise_text(before[-1]), names)
            about = self.query(matter) if matter else query
            query = replace(about, places=query.places)
            hits += self._engine.search(replace(query, places=()), READ)
        if scope.places:
            places = query.places or self._placed(scope.places)
            named = tuple(p for p in places if p.name in scope.places)
            hits += self._engine.search(replace(query, places=named), READ) if named else []
        wanted = said_pairs(matter, names)
        if chinese and not duties:
            # A duty may stand under a heading that says what it is about; else what is not near in words is not read.
            inside = [hit for hit in hits if self._corpus.passage(hit.passage_id).doc_id in scope.doc_ids]
            near = {h.passage_id for some in (hits, inside) for h in self.sources.nearest(some, wanted, COMPARED)}
            hits = [hit for hit in hits if hit.passage_id in near]
        items = self.sources.items(hits)
        whole = self._whole(said, core, items)
        content = content_of(query.terms, matter, self._engine.idf, translate=self._engine.translate, leave_out=names)
        around = tuple(f for text in before[-_AROUND:] for f in claimed_figures(normalise_text(text), not chinese))
        claim = Claim(matter, query, content, wanted, core, duties, around)
        taken = {(m.item.file, m.span) for m in whole}
        found = [m for m in self._near(claim, items, scope) if (m.item.file, m.span) not in taken]
        return sorted([*whole, *found], key=lambda m: -m.fit)

    def _whole(self, said: str, core: str, items: Sequence[Item]) -> list[Match]:
        """Return the places that hold all words of a claim in one run, those to the letter first."""
        wanted = key_of(core).text
        if len(wanted) < _LEAST_WORDS:
            return []
        found = []
        for item in items:
            held = self.sources.key(item).find(wanted)
            if held is not None:
                at = item.source(held)
                first, last = item.leaf_at(at.start).clause.span, item.leaf_at(at.end - 1).clause.span
                verbatim = without_space(self._corpus.slice(item.doc_id, at))[0] in without_space(said)[0]
                span = Span(min(first.start, at.start), max(last.end, at.end))
                cut = tuple(edge_differences(core, item, held))
                words = None if cut else Verdict.VERBATIM if verbatim else Verdict.SAME_WORDS
                found.append(Match(item, span, words, 1.0, 1.0, cut))
        return sorted(found, key=lambda m: -m.fit)

    def _near(self, claim: Claim, items: Sequence[Item], scope: Scope) -> list[Match]:
        """Return the stretches that the judge read, the fittest first; differences are those of what speaks of it."""
        chinese = claim.query.language == "zh"
        said = None if chinese else claim.content.coverage
        windows = [w for item in items for w in self.sources.windows(item, claim.wanted, 2 if chinese else 4, said)]
        if claim.duties:
            windows += [w for item in items if (w := self._headed(item, claim)) is not None]
        windows.sort(key=lambda w: -w.lexical)
        inside = [w for w in windows if w.item.doc_id in scope.doc_ids]
        most = COMPARED if chinese else 6 * COMPARED
        chosen = list({id(w): w for w in (*windows[:most], *inside[:most])}.values())
        if not chosen:
            return []
        near = nearness_of(claim, chosen, self._engine.compare(claim.query, claim.content))
        order = sorted(range(len(chosen)), key=lambda i: -near[i].search)
        named = [i for i in order if chosen[i].item.doc_id in scope.doc_ids][: JUDGED // 2]
        order = list(dict.fromkeys((*order[: JUDGED - len(named)], *named, *order)))
        figures = [figure.span for figure in claimed_figures(claim.core, not chinese)]
        opinions = self._judge.opinions(claim.core, [chosen[i] for i in order], JUDGED, figures, scope.allows)
        matches = []
        for i, opinion in zip(order, opinions, strict=True):
            if opinion is None:
                continue
            window = opinion.window
            leaves = window.views
            span = Span(leaves[0].clause.span.start, leaves[-1].clause.span.end)
            own = self._names[window.item.doc_id]
            found = differences_of(claim, window, own, self._bodies(window)) if opinion.speaks >= SPEAKS else []
            if not opinion.agrees:
                # A figure that stands nowhere and yet is no difference counts what the source lists (两个项目).
                found = [d for d in found if d.field is not Field.NUMBER or d.source is not None]
            matches.append(
                Match(
                    window.item,
                    span,
                    None,
                    opinion.speaks,
                    near[i].closeness,
                    tuple(found),
                    opinion,
                    bool(claim.duties),
                )
            )
        matches.sort(key=lambda m: -m.fit)
        return list({(m.item.file, m.span): m for m in reversed(matches)}.values())[::-1]

    def _headed(self, item: Item, claim: Claim) -> Window | None:
        """Return the note of an item, read as said of its heading: 推动建材行业碳达峰 … (市工信局负责)."""
        note = next((i for i, v in enumerate(item.views) if v.clause.role is Role.RESPONSIBILITY), None)
        if note is None or len(item.path) < 2 or not claim.wanted:
            return None
        heading = said_pairs(item.path[-1], self._names[item.doc_id])
        return Window(item, note, note, len(claim.wanted & heading) / len(claim.wanted), item.path[-1])

    def _bodies(self, window: Window) -> StatedBodies:
        notes = [v.text for v in window.item.views if v.clause.role is Role.RESPONSIBILITY]
        said = [v.text for v in window.views if v.clause.role is not Role.RESPONSIBILITY]
        carried = self._paragraphs.carried(window.views[0].clause)
        if carried is not None:
            return read_notes(notes, "\n".join(said), normalise_text(carried[1]))
        return read_notes(notes, "\n".join(said))

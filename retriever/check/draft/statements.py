"""Taking a sentence apart: one part for each of several places, or for each of several statements.

A part is a sentence of its own, made of stretches of the one it comes from: 到2025年,宜春、宿迁…均达到50% gives
到2025年,宜春…达到50% and the same of 宿迁; 分别达到18.3%、20% deals its figures out in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.language.normalise import normalise
from index.recognizers.coordination import COORDINATION
from index.recognizers.dates import days_in
from index.recognizers.periods import PeriodKind, find_periods
from index.recognizers.places import gazetteer, places_in, spelled
from index.recognizers.quantities import find_quantities
from index.types import Span
from retriever.check.compare.figures import english_figures
from retriever.check.compare.phrases import segments_of

__all__ = ["Piece", "by_place", "by_statement"]

_JOINT = re.compile(r"(?:市|省)?\s*(?:、|,\s*and\b|,|以及|和|与|及|\band\b|&)\s*")
_BEHIND = re.compile(r"(?:等)?(?:[两二三四五六七八九十\d]个?)?(?:市|地|城市|省)?(?=$|[^场民政区内级域])")
_EACH = re.compile(r"(?:均|都|同样|各自|皆|\bboth\b|\beach\b|\ball\b)\s*", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"分别|各为|\brespectively\b", re.IGNORECASE)
_COMPARES = re.compile(
    r"相比|相较|之间|联合|合作|共建|携手|差距|[高低多少快慢大小]于|超过(?!\d)|接壤|对口|\b(?:than|between|compared)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"[比较与同向对]\s*$")
_HAN = re.compile(r"[\u3400-\u9fff]")
_TOPIC = re.compile(r"(?:对于?|针对|围绕|关于|至于|就|除)[^,]*$|.*(?:方面|而言|来看|来说|之外|以外|期间)$")
"""A segment that only says what the next one is about (对新增产能的市场准入)."""

_CLAUSE = re.compile(r"[^,;]*[,;]?")
_VERB = re.compile(r"(?:先|再|则|计划|力争)*(?:达|提高|提升|增加|上升|升|降低|下降|降)?(?:到|至|为|达)?\s*$")
"""What leads from a subject to its figure."""

_LEAD = 14
_LEAST = 8
_MOST = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence: what it is ``about``, its ``text``, and the stretch of the sentence that is its own."""

    about: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Named:
    names: frozenset[str]
    span: Span


def by_place(said: str, known: Iterable[str]) -> tuple[Piece, ...]:
    """Return a part for each of several places that a sentence speaks of, () when it speaks of one or compares them.

    ``known`` are the normalised full names of the places that documents are about: one at least is among those named.
    """
    read = normalise(said)
    text = read.text
    named = _named(text, said)
    known = frozenset(known)
    if len(named) < 2 or not any(n.names & known for n in named) or _COMPARES.search(text):
        return ()
    # Places are found in the normalised text; where that has another length than the sentence, parts are made of it.
    run = next((r for r in _runs(text, named) if any(n.names & known for n in r)), ())
    if (
        run
        and len(run) == len(named)
        and run[0].span.start <= _LEAD + 10
        and not _COMPARED.search(text[: run[0].span.start])
    ):
        return _dealt(text, run)
    if run:
        return ()
    return _clauses_by_place(text, [n for n in named if n.names & known])


def _named(text: str, said: str) -> list[_Named]:
    found = [_Named(frozenset({entry.name}), span) for entry, span in places_in(text) if entry.level != "county"]
    found += [_Named(frozenset(names), span) for names, span in spelled(text)] if text == said or text.isascii() else []
    found.sort(key=lambda n: n.span)
    # 江苏 beside 宿迁 says where it lies.
    outer = {o for n in found for o in n.names if any(_lies_in(i, o) for m in found if m is not n for i in m.names)}
    return [n for n in found if not n.names <= outer]


def _lies_in(inner: str, outer: str) -> bool:
    return inner != outer and gazetteer().within(inner, outer)


def _runs(text: str, named: Sequence[_Named]) -> Iterable[tuple[_Named, ...]]:
    """Yield the lists of places that are joined by 、 or 和, of two and more."""
    run: list[_Named] = []
    for one in named:
        if run and _JOINT.fullmatch(text, run[-1].span.end, one.span.start):
            run.append(one)
            continue
        if len(run) > 1:
            yield tuple(run)
        run = [one]
    if len(run) > 1:
        yield tuple(run)


def _dealt(text: str, run: Sequence[_Named]) -> tuple[Piece, ...]:
    before, start = text[: run[0].span.start], run[-1].span.end
    tail = _BEHIND.match(text, start)
    after = text[tail.end() if tail and tail.end() > start else start :]
    figures = _figures(after, len(run)) if _RESPECTIVELY.search(after) else ()
    pieces = []
    for i, place in enumerate(run):
        own = after
        if figures:
            own = after[: figures[0].start] + after[slice(*figures[i])] + after[figures[-1].end :]
        own = _RESPECTIVELY.sub("", _EACH.sub("", own, count=1), count=1)
        own = "".join(clause for clause in _CLAUSE.findall(own) if not _of_another(clause, i, len(run)))
        about = place.span.of(text)
        pieces.append(Piece(about, before + about + own, place.span))
    return tuple(pieces)


def _of_another(clause: str, number: int, count: int) -> bool:
    """Whether a clause speaks of another one of the places listed: of the first (前者) or of the last (后者)."""
    return ("前者" in clause and number > 0) or ("后者" in clause and number < count - 1)


def _figures(text: str, count: int) -> tuple[Span, ...]:
    """Return the ``count`` figures that 分别 deals out, () when there are not as many."""
    dealt = _RESPECTIVELY.search(text)
    assert dealt is not None
    if text.isascii():
        spans = [f.span for f in english_figures(text) if f.span.end <= dealt.start() + 1]
        return tuple(spans[-count:]) if len(spans) >= count else ()
    spans = [q.figure for q in find_quantities(text) if q.figure.start >= dealt.end()]
    chosen = spans[:count]
    joined = all(COORDINATION.fullmatch(text, a.end, b.start) for a, b in pairwise(chosen))
    return tuple(chosen) if len(chosen) == count and joined else ()


def _clauses_by_place(text: str, named: Sequence[_Named]) -> tuple[Piece, ...]:
    """Cut a sentence where a clause begins with another place: 宜春提出…,宿迁提出…"""
    starts: list[tuple[int, _Named]] = []
    for segment in segments_of(text):
        first = next((n for n in named if segment.start <= n.span.start < segment.end), None)
        if (
            first is not None
            and first.span.start - segment.start <= _LEAD
            and (not starts or starts[-1][1].names != first.names)
        ):
            starts.append((segment.start, first))
    if len(starts) < 2 or len({n.names for _, n in starts}) < 2:
        return ()
    lead = text[: starts[0][0]]
    bounds = [*(s for s, _ in starts), len(text)]
    pieces = []
    for i, (start, place) in enumerate(starts):
        own = text[start : bounds[i + 1]].strip(" ,;:")
        shared = lead if not find_periods(own, bare=True) and find_periods(lead, bare=True) else ""
        if len(_HAN.findall(own)) < _LEAST and text != own and not text.isascii():
            return ()
        pieces.append(Piece(place.span.of(text), shared + own, Span(start, bounds[i + 1])))
    return tuple(pieces)


def by_statement(text: str) -> tuple[Piece, ...]:
    """Return the statements of a normalised sentence without what says where it is said; () when there is only one.

    Segments that say too little to be a statement, or only what the next is about, go with the next one. A year holds
    until another is named; a figure of another year of which no more is said (到2030年再升至25%) is of the same thing.
    """
    pieces: list[Piece] = []
    year = lead = ""
    start: int | None = None
    for segment in segments_of(text):
        said = segment.of(text)
        small, figures = _says_little(said), find_quantities(said)
        if small and pieces and start is None and lead and figures and _period(said):
            pieces.append(Piece(said, lead + said, segment))
            year = _period(said)
            continue
        if small and pieces and start is None and not _opens(said):
            pieces[-1] = _longer(pieces[-1], text, segment.end)
            continue
        start = segment.start if start is None else start
        own = text[start : segment.end]
        little = _says_little(own) and not (figures and _period(said))
        if (small and (little or not figures)) or (not figures and _TOPIC.match(said)):
            continue
        if figures and not lead:
            lead = _VERB.sub("", _undated(text[start : segment.start + figures[0].display.start]))
        period = _period(own)
        pieces.append(Piece(own, own if period or not year else f"{year},{own}", Span(start, segment.end)))
        year = period or year
        start = None
    if start is not None and pieces:
        pieces[-1] = _longer(pieces[-1], text, segments_of(text)[-1].end)
    return tuple(pieces) if 1 < len(pieces) <= _MOST else ()


def _says_little(text: str) -> bool:
    """Whether a segment, its years and figures aside, is too short for a statement."""
    return len(_HAN.findall(_undated(text))) < _LEAST


def _opens(segment: str) -> bool:
    """Whether a short segment leads on to the next one: a year without a figure, a connective."""
    return not re.search(r"\d", _undated(segment))


def _longer(piece: Piece, text: str, end: int) -> Piece:
    own = text[piece.span.start : end]
    return Piece(own, piece.text + text[piece.span.end : end], Span(piece.span.start, end))


def _undated(text: str) -> str:
    """Return a text without its years, periods and days."""
    dates = {*(period.span for period in find_periods(text, bare=True)), *(day.span for day in days_in(text))}
    for span in sorted(dates, reverse=True):
        text = text[: span.start] + text[span.end :]
    return text


def _period(text: str) -> str:
    """Return the words that date a statement: 到2025年."""
    return next((p.span.of(text) for p in find_periods(text) if p.kind is not PeriodKind.BASE), "")

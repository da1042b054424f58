"""Packing leaves into passages, the unit of retrieval.

A passage is a run of consecutive leaves of one item, shown with the headings that stand directly above it: its text is
exactly ``source_text[span]``. Every heading is thus inside some passage, and what is said in a heading alone can be
found and cited. Headings farther up are context (:func:`context_of`) and never part of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from index.types import Clause, Passage, Role, Span

__all__ = ["MAX_CHARS", "OPENING_CHARS", "context_of", "indexed_text", "opening_of", "pack_passages"]

MAX_CHARS = 240
OPENING_CHARS = 60
"""Code points of a document's opening that stand in for a title."""

# How much further from the even length a passage may end if it then ends with a sentence, as a share of max_chars.
_SENTENCE_BONUS = 0.3
_SENTENCE_ENDS = frozenset('。！？!?…:：)）〕】”」』"')


def pack_passages(source_text: str, clauses: Sequence[Clause], *, max_chars: int = MAX_CHARS) -> list[Passage]:
    """Return the passages of ``clauses`` (of one file, in order), with ids from 0.

    Every leaf but furniture stands in exactly one passage. A passage never crosses a heading, a document or a change of
    role; leaves of the same heading that an inner heading separates are separate runs. A run is split evenly, at the
    ends of sentences where it can be, into passages whose leaves take at most ``max_chars`` code points. Only two
    things may be longer: a single leaf, and an item's last leaf with its responsibility note, which stays with it. The
    first passage of a run begins with the headings that stand directly above it. A heading without anything under it
    is a passage of its own, so that a one-line item can be found.

    Raises ValueError when ``max_chars`` is not positive.
    """
    if max_chars < 1:
        raise ValueError(f"max_chars must be positive, not {max_chars}.")
    parents = {(clause.doc_id, clause.parent_id) for clause in clauses}
    passages: list[Passage] = []
    above: int | None = None  # where the headings since the last leaf begin
    for (doc_id, _, role, heading), run in groupby(_runs(clauses), key=lambda pair: pair[0]):
        leaves = [clause for _, clause in run]
        if heading is not None and (doc_id, heading) in parents:
            above = leaves[0].span.start if above is None else above
            continue
        begin, above = above, None
        if role is Role.FURNITURE:
            continue
        for members in [leaves] if heading is not None else _split(source_text, leaves, max_chars):
            span = Span(members[0].span.start if begin is None else begin, members[-1].span.end)
            begin = None
            ids = tuple(clause.clause_id for clause in members)
            passages.append(Passage(len(passages), doc_id, ids, span, role))
    return passages


def _runs(clauses: Iterable[Clause]) -> Iterator[tuple[tuple[int, int, Role, int | None], Clause]]:
    """Pair every clause with (document, run number, role of its part, its id when it is a heading)."""
    run = 0
    before: tuple[int, int | None, Role] | None = None
    for clause in clauses:
        heading = clause.role is Role.HEADING
        role = Role.TEXT if heading or clause.role is Role.RESPONSIBILITY else clause.role
        here = (clause.doc_id, clause.parent_id, role)
        if heading or here != before:
            run += 1
        before = None if heading else here
        yield (clause.doc_id, run, role, clause.clause_id if heading else None), clause


def _split(text: str, leaves: list[Clause], max_chars: int) -> Iterator[list[Clause]]:
    """Split one run into passages; time is linear in the number of leaves."""
    units: list[list[Clause]] = []
    for leaf in leaves:
        if leaf.role is Role.RESPONSIBILITY and units:
            units[-1].append(leaf)
        else:
            units.append([leaf])
    ends = [unit[-1].span.end for unit in units]
    begin = 0
    while begin < len(units):
        start = units[begin][0].span.start
        left = ends[-1] - start
        target = left / -(-left // max_chars)
        best, best_cost = begin + 1, float("inf")
        for stop in range(begin + 1, len(units) + 1):
            size = ends[stop - 1] - start
            if size > max_chars and stop > begin + 1:
                break
            whole = text[ends[stop - 1] - 1] in _SENTENCE_ENDS
            cost = abs(size - target) + (0.0 if whole else _SENTENCE_BONUS * max_chars)
            if stop == len(units) and size <= max_chars:
                cost = 0.0
            if cost < best_cost:
                best, best_cost = stop, cost
        yield [clause for unit in units[begin:best] for clause in unit]
        begin = best


def opening_of(source_text: str, passages: Sequence[Passage]) -> Span | None:
    """Return the first :data:`OPENING_CHARS` code points of a document's ``passages``, in their order.

    None for a document of one passage, which needs no context.
    """
    if len(passages) < 2:
        return None
    start = passages[0].span.start
    return Span(start, min(start + OPENING_CHARS, passages[-1].span.end))


def context_of(passage: Passage, clauses: Sequence[Clause], title: str | None) -> str:
    """Return what a reader of the passage knows from above it: the document's title and the heading path.

    The parts are joined by a blank; a heading that only repeats the title is left out. ``clauses`` are ordered by their
    id. Raises KeyError when the passage's clauses are not among them.
    """
    at = _position(passage, clauses)
    parts = [title] if title else []
    parts += [heading for heading in clauses[at].path if heading != title]
    return " ".join(parts)


def indexed_text(passage: Passage, clauses: Sequence[Clause], title: str | None, source_text: str) -> str:
    """Return what is indexed of a passage: its context, a line break, and its leaves. Raises as :func:`context_of`."""
    body = Span(clauses[_position(passage, clauses)].span.start, passage.span.end)
    return "\n".join(filter(None, (context_of(passage, clauses, title), body.of(source_text))))


def _position(passage: Passage, clauses: Sequence[Clause]) -> int:
    wanted = passage.clause_ids[0]
    at = wanted - clauses[0].clause_id if clauses else 0
    if not (0 <= at < len(clauses) and clauses[at].clause_id == wanted):
        at = bisect_left(clauses, wanted, key=lambda clause: clause.clause_id)
    if at >= len(clauses) or clauses[at].clause_id != wanted:
        raise KeyError(f"Clause {wanted} of passage {passage.passage_id} is not among the clauses given.")
    return at

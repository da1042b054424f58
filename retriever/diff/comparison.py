"""Comparing two documents: their clauses paired, and every pair that differs read closely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from index.clauses.numbering import match_label
from index.duplicates import leaf_keys
from index.store.bundle import Bundle
from index.types import Clause, Role, Span
from retriever.diff.align import Item, Pair, align
from retriever.diff.figures import figures_changed
from retriever.diff.types import Comparison, Difference, Edit, Kind, Side

__all__ = ["compare_documents"]

_COMPARED = frozenset({Role.HEADING, Role.TEXT, Role.RESPONSIBILITY})


def compare_documents(before: tuple[Bundle, Iterable[int]], after: tuple[Bundle, Iterable[int]]) -> Comparison:
    """Return how the documents ``after`` (a bundle and their ids, in order) differ from those ``before``.

    What the press says and what a page repeats is left aside.
    """
    old, new = _clauses(*before), _clauses(*after)
    old_items, new_items = _items(*old), _items(*new)
    pairs = align(old_items, new_items)
    old_sides, new_sides = _sides(*old), _sides(*new)
    found: list[tuple[tuple[int, int], Difference]] = []
    same = 0
    for pair in pairs:
        difference = _difference(pair, old_sides, new_sides, old_items, new_items)
        if difference is None:
            same += 1
        else:
            found.append(((pair.after, 1), difference))
    paired = {pair.after for pair in pairs}
    found += [((at, 1), Difference(Kind.ADDED, None, side)) for at, side in enumerate(new_sides) if at not in paired]
    found += _removed(pairs, old_sides)
    # Stable: what was removed at one place keeps its order.
    return Comparison(tuple(difference for _, difference in sorted(found, key=lambda entry: entry[0])), same)


def _difference(
    pair: Pair, old: Sequence[Side], new: Sequence[Side], old_items: Sequence[Item], new_items: Sequence[Item]
) -> Difference | None:
    before, after = old[pair.before], new[pair.after]
    if pair.similarity == 1.0:
        if old_items[pair.before].heading == new_items[pair.after].heading:
            return None
        return Difference(Kind.MOVED, before, after, 1.0)
    figures = figures_changed(before.text, after.text)
    return Difference(Kind.CHANGED, before, after, pair.similarity, _edits(before.text, after.text), figures)


def _edits(before: str, after: str) -> tuple[Edit, ...]:
    opcodes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return tuple(
        Edit(Span(first, last), Span(begin, end)) for tag, first, last, begin, end in opcodes if tag != "equal"
    )


def _removed(pairs: Sequence[Pair], old: Sequence[Side]) -> list[tuple[tuple[int, int], Difference]]:
    """Place what was removed behind the clause that it stood behind, as far as that is still there."""
    place_of = {pair.before: pair.after for pair in pairs}
    found: list[tuple[tuple[int, int], Difference]] = []
    behind = -1
    for at, side in enumerate(old):
        if at in place_of:
            behind = place_of[at]
        else:
            found.append(((behind, 2), Difference(Kind.REMOVED, side, None)))
    return found


def _clauses(bundle: Bundle, doc_ids: Iterable[int]) -> tuple[Bundle, list[Clause]]:
    clauses = [bundle.clause(clause_id) for doc_id in doc_ids for clause_id in bundle.clauses_of(doc_id)]
    return bundle, [clause for clause in clauses if clause.role in _COMPARED]


def _items(bundle: Bundle, clauses: Sequence[Clause]) -> list[Item]:
    keys = leaf_keys([_without_label(bundle.text_of(clause), clause) for clause in clauses])
    headings = {path: "".join(map(_title, path)) for path in {clause.path for clause in clauses}}
    paths = list(headings)
    heading_keys = dict(zip(paths, leaf_keys([headings[path] for path in paths]), strict=True))
    return [Item(key, heading_keys[clause.path]) for key, clause in zip(keys, clauses, strict=True)]


def _without_label(text: str, clause: Clause) -> str:
    """Return the words of a heading without its number, which another clause before it changes; others as they are."""
    return _title(text) if clause.role is Role.HEADING else text


def _title(heading: str) -> str:
    read = match_label(heading, 0, len(heading))
    return heading[read[3] :].strip() or heading if read else heading


def _sides(bundle: Bundle, clauses: Sequence[Clause]) -> list[Side]:
    return [
        Side(bundle.document(clause.doc_id).source_path, clause.span, clause.path, bundle.text_of(clause))
        for clause in clauses
    ]

"""Which clause of one document is which of another: equal ones in order, then like ones, by words and headings.

Equal runs are found by :class:`difflib.SequenceMatcher` over whole clauses. What is left between two equal runs may
pair when half of it is alike; elsewhere more must be, since official writing is full of clauses that merely resemble
another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

__all__ = ["NEAR", "SOMEWHERE", "Item", "Pair", "align"]

NEAR = 0.5
"""Least similarity of clauses that stand between the same neighbours, or below headings of the same words."""
SOMEWHERE = 0.75
"""Least similarity of clauses that stand anywhere else."""

_HEADING = 0.1
"""What headings of the same words add to the similarity by which pairs are chosen."""
_COMMON = 200
"""Clauses of one document beyond which a pair of characters that they hold tells nothing."""
_CANDIDATES = 5
"""Clauses that are compared in full with each."""
_LONGEST = 2_000
"""Characters compared of a clause; the rest of it hardly decides which one it is."""


class Item(NamedTuple):
    """A clause: ``key`` are its letters and digits, ``heading`` those of the headings above it without numbers."""

    key: str
    heading: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Positions of the same clause on both sides; ``similarity`` is 1 for equal keys."""

    before: int
    after: int
    similarity: float


def align(before: Sequence[Item], after: Sequence[Item]) -> list[Pair]:
    """Return the pairs, each position at most once, in order of ``after``."""
    pairs: list[Pair] = []
    gap_before: dict[int, int] = {}
    gap_after: dict[int, int] = {}
    matcher = SequenceMatcher(None, [item.key for item in before], [item.key for item in after], autojunk=False)
    for number, (tag, first, last, begin, end) in enumerate(matcher.get_opcodes()):
        if tag == "equal":
            pairs += [Pair(first + at, begin + at, 1.0) for at in range(last - first)]
        else:
            gap_before.update(dict.fromkeys(range(first, last), number))
            gap_after.update(dict.fromkeys(range(begin, end), number))
    candidates = sorted(_candidates(before, after, gap_before, gap_after), key=lambda found: found[:2], reverse=True)
    used_before: set[int] = set()
    used_after: set[int] = set()
    for _, _, pair in candidates:
        if pair.before not in used_before and pair.after not in used_after:
            used_before.add(pair.before)
            used_after.add(pair.after)
            pairs.append(pair)
    return sorted(pairs, key=lambda pair: pair.after)


def _candidates(
    before: Sequence[Item], after: Sequence[Item], gap_before: dict[int, int], gap_after: dict[int, int]
) -> Iterator[tuple[float, tuple[int, int], Pair]]:
    """Yield pairs that may be the same clause, each with its weight and, among equals, how near they stand."""
    for old, new in _alike(before, after, gap_before, gap_after):
        one, other = before[old], after[new]
        same_heading = one.heading == other.heading
        alike = 1.0 if one.key == other.key else _ratio(one.key[:_LONGEST], other.key[:_LONGEST])
        least = NEAR if same_heading or gap_before[old] == gap_after[new] else SOMEWHERE
        if alike >= least:
            weight = alike + (_HEADING if same_heading else 0.0)
            yield weight, (-abs(old - new), -new), Pair(old, new, alike)


def _alike(
    before: Sequence[Item], after: Sequence[Item], gap_before: dict[int, int], gap_after: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield pairs of positions that share most of their pairs of characters, a few for each of ``after``."""
    holding: defaultdict[str, list[int]] = defaultdict(list)
    sizes: dict[int, int] = {}
    for old in gap_before:
        grams = _grams(before[old].key)
        sizes[old] = len(grams)
        for gram in grams:
            holding[gram].append(old)
    for new in gap_after:
        grams = _grams(after[new].key)
        shared: Counter[int] = Counter()
        for gram in grams:
            if len(found := holding.get(gram, ())) <= _COMMON:
                shared.update(found)
        ranked = sorted(shared, key=lambda old: (-2 * shared[old] / (sizes[old] + len(grams)), old))
        yield from ((old, new) for old in ranked[:_CANDIDATES])


def _grams(key: str) -> set[str]:
    return {key[at : at + 2] for at in range(max(1, len(key) - 1))}


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= NEAR else 0.0

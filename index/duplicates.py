"""What says the same again: press summaries, repeated pages and copies of a document, leaf by leaf.

The official text is the place to cite; whatever repeats it is folded under it. Leaves are compared by their letters and
digits after normalisation, so script, width, punctuation and blanks make no difference.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from index.language.normalise import normalise_text
from index.store.schema import LEAF_KEY, NONE
from index.types import Clause, Role

__all__ = ["Repeats", "leaf_keys", "no_keys"]

_NOT_ALNUM = re.compile(r"[\W_]+")
_SHORTEST = 8
"""Letters and digits below which two equal leaves say little about each other (加强组织领导)."""
_CONTAINED = 0.7
"""Share of a press sentence that an official leaf within it must make up to be what it repeats."""
_COPY = 0.9
"""Share of a document's letters that must stand in an earlier document for it to be its copy."""
_FIND_BUDGET = 500_000_000
"""Characters compared at most when looking for leaves inside one document; equal leaves are found beyond it."""

_OFFICIAL = frozenset({Role.HEADING, Role.TEXT, Role.RESPONSIBILITY})
_REPEATING = frozenset({Role.SUMMARY, Role.REPEAT})


def leaf_keys(leaves: Sequence[str]) -> list[str]:
    """Return the letters and digits of each leaf, normalised.

    All are normalised in one go, a line each: nothing in normalising reaches over the end of a line.
    """
    if not leaves:
        return []
    lines = normalise_text("\n".join(leaf.replace("\n", " ") for leaf in leaves)).split("\n")
    return [_NOT_ALNUM.sub("", line) for line in lines]


class Repeats:
    """Collects the clauses of documents one after another and finds, for each, the official leaf that it repeats."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._document_of: dict[int, int] = {}
        self._official: list[list[tuple[int, int, int]]] = []
        self._open: list[tuple[int, int]] = []
        self._found: dict[int, int] = {}

    def add(self, text: str, clauses: Sequence[Clause], first_row: int) -> npt.NDArray[np.void]:
        """Add the ``clauses`` of the next document; clause *i* has the row ``first_row + i``.

        Returns their keys (:data:`index.store.schema.LEAF_KEY`), all that :meth:`add_keys` needs of them.
        """
        keys = leaf_keys([clause.span.of(text) for clause in clauses])
        official = [i for i, clause in enumerate(clauses) if clause.role in _OFFICIAL and keys[i]]
        repeating = [i for i, clause in enumerate(clauses) if clause.role in _REPEATING and len(keys[i]) >= _SHORTEST]
        within = _find_within(keys, official, repeating) if repeating else {}
        rows = no_keys(len(clauses))
        for i in {*official, *repeating}:
            if len(keys[i]) >= _SHORTEST:
                rows[i] = (_digest(keys[i]), len(keys[i]), within.get(i, NONE))
        self.add_keys(rows, [clause.role in _REPEATING for clause in clauses], first_row)
        return rows

    def add_keys(self, keys: npt.NDArray[np.void], repeating: Sequence[bool], first_row: int) -> None:
        """Add the next document by the ``keys`` of its clauses, and which of them stand in what repeats."""
        number = len(self._official)
        leaves = []
        for i, (digest, size, within) in enumerate(keys.tolist()):
            row = first_row + i
            if not size:
                continue
            if not repeating[i]:
                leaves.append((row, digest, size))
                if self._first.setdefault(digest, row) == row:
                    self._document_of[row] = number
            elif within != NONE:
                self._found[row] = first_row + within
            else:
                self._open.append((row, digest))
        self._official.append(leaves)

    def canonical(self) -> dict[int, int]:
        """Return, by row, the row of the official leaf that it repeats; rows that repeat nothing are absent."""
        for row, digest in self._open:
            if (target := self._first.get(digest, NONE)) != NONE:
                self._found[row] = target
        for number, leaves in enumerate(self._official):
            self._found.update(self._copied(number, leaves))
        return {row: self._found.get(target, target) for row, target in self._found.items()}

    def _copied(self, number: int, leaves: list[tuple[int, int, int]]) -> dict[int, int]:
        shared: Counter[int] = Counter()
        for _, digest, size in leaves:
            earlier = self._document_of[self._first[digest]]
            if earlier != number:
                shared[earlier] += size
        if not shared:
            return {}
        original, size = shared.most_common(1)[0]
        if size < _COPY * sum(size for _, _, size in leaves):
            return {}
        return {
            row: self._first[digest] for row, digest, _ in leaves if self._document_of[self._first[digest]] == original
        }


def _find_within(keys: Sequence[str], official: Sequence[int], repeating: Sequence[int]) -> dict[int, int]:
    """Map repeating leaves to official ones of the same document: equal, contained, or spread over several."""
    exact: dict[str, int] = {}
    for i in official:
        exact.setdefault(keys[i], i)
    found = {i: exact[keys[i]] for i in repeating if keys[i] in exact}
    left = [i for i in repeating if i not in found]
    whole = "".join(keys[i] for i in official)
    if len(whole) * len(left) > _FIND_BUDGET:
        return found
    ends = list(accumulate(len(keys[i]) for i in official))
    for i in left:
        at = whole.find(keys[i])
        if at >= 0:
            found[i] = official[_most_covered(ends, at, at + len(keys[i]))]
        else:
            inside = [j for j in official if len(keys[j]) >= _CONTAINED * len(keys[i]) and keys[j] in keys[i]]
            if inside:
                found[i] = max(inside, key=lambda j: len(keys[j]))
    return found


def _most_covered(ends: Sequence[int], start: int, end: int) -> int:
    """Return which of the adjoining ranges with these ``ends`` shares most with ``start:end``; the first of equals."""
    first, last = bisect_right(ends, start), bisect_left(ends, end)
    begins = [start, *ends[first:last]]
    sizes = [min(stop, end) - begin for begin, stop in zip(begins, ends[first : last + 1], strict=True)]
    return first + sizes.index(max(sizes))


def no_keys(clauses: int) -> npt.NDArray[np.void]:
    """Return the keys of clauses that are compared with nothing."""
    rows = np.zeros(clauses, dtype=LEAF_KEY)
    rows["within"] = NONE
    return rows


def _digest(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")

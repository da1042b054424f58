"""The same indicator across documents: rows drawn into lines by what their subjects mean.

Two subjects are one indicator when nearly all that either says is said, or meant, by the other. Each word weighs as
much as it is rare in the corpus; a word that only the other lacks is compared by the encoder. What keeps things apart:

- what is measured: power is not a share, and a change (下降14%) is not a level;
- a contrast: both subjects say something heavy that the other does not (单位GDP能耗 and 单位工业增加值能耗);
- the document itself: two subjects with different values for the same year there are two things, so they are two
  things everywhere. Groups are joined only when no pair of theirs is kept apart, the likest first (average linkage).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.recognizers.quantity import Change
from index.recognizers.units import Kind
from retriever.targets.row import Nature, Target
from retriever.targets.word_meanings import Floats, WordMeanings, Words

if TYPE_CHECKING:
    from index.encoders.base import Encoder

__all__ = ["Line", "lines_of"]

ALIKE = 0.72
"""Share of the weight of two subjects that has to be common to them."""

FLOOR = 0.4
"""Likeness below which two subjects are never in one group, however like the others in it are."""

CONTRAST = 0.16
"""Share of the lighter of two subjects' unmatched words from which they are two things."""

HEAVIEST = 0.2
"""Share of a subject's weight from which a single word that the other leaves unsaid makes it another thing."""

RARE = 0.55
"""Weight (the corpus's rarest word has 1) up to which a word alone is a manner of speaking (总量, 消费)."""

LARGEST_TABLE = 4_096
"""Words of one measure up to which all are compared at once: 64 MB."""

_ADDED = re.compile(r"新增|净增|增量")
_SHARES = frozenset({Kind.SHARE, Kind.POINTS})


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator: its ``number``, the ``name`` that most rows give it, and its ``rows`` (positions, ascending)."""

    number: int
    name: str
    kind: Kind
    change: Change
    rows: tuple[int, ...]


def lines_of(rows: Sequence[Target], encoder: Encoder, idf: Callable[[str], float]) -> tuple[Line, ...]:
    """Return the lines of ``rows``, numbered in order of their first row; every row is in exactly one.

    ``idf`` gives how rare a term is in the corpus, 0 for one that it lacks.
    """
    meanings = WordMeanings((row.indicator for row in rows), encoder, idf)
    by_measure: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        by_measure[_measure(row)].append(number)
    groups: list[list[int]] = []
    for members in by_measure.values():
        groups += _Grouping(rows, members, meanings).groups()
    groups.sort(key=lambda group: group[0])
    return tuple(_line(number, rows, group) for number, group in enumerate(groups))


def _measure(row: Target) -> tuple[str, bool]:
    """What makes two values comparable: what the unit measures (of a quotient, its divisor too), level or change.

    What is added (新增充电桩) is no part of what there is (累计建成充电桩), though both are levels.
    """
    kind = Kind.SHARE if row.kind in _SHARES and row.change is not Change.LEVEL else row.kind
    per = row.unit.partition("/")[2]
    added = "+" if _ADDED.search(row.indicator) else ""
    return f"{kind.value}/{per}{added}", row.change is not Change.LEVEL


class _Grouping:
    """Average-linkage grouping of the subjects of one measure.

    Likeness is worked out only for pairs that can be alike. Of two subjects alike by ALIKE the heavier one has at least
    2 * ALIKE - 1 of its weight in common with the other. Whichever words of it are left out, as long as they weigh less
    than that, one of the others is said there (prefix filtering: Chaudhuri, Ganti, Kaushik, ICDE 2006). Left out are
    those that most subjects have, so the work grows with the subjects that share rare words.
    """

    def __init__(self, rows: Sequence[Target], members: Sequence[int], meanings: WordMeanings) -> None:
        self.rows = rows
        self.of_subject: dict[str, list[int]] = defaultdict(list)
        for number in members:
            self.of_subject[rows[number].indicator].append(number)
        self.subjects = list(self.of_subject)
        self.meanings = meanings
        self.words = [meanings.read(subject) for subject in self.subjects]
        self.values = [_values(rows, numbers) for numbers in self.of_subject.values()]
        self.likeness: dict[tuple[int, int], float] = {}
        distinct = np.unique(np.concatenate([words.rows for words in self.words]))
        # A small vocabulary is compared once with itself; a large one would not fit into memory.
        self.known = meanings.similar(distinct, distinct) if len(distinct) <= LARGEST_TABLE else None
        self.distinct = distinct

    def groups(self) -> list[list[int]]:
        """Return row positions by group, each ascending."""
        for at, others in sorted(self._candidates().items()):
            likeness = self._compare(at, sorted(others))
            self.likeness.update({(one, at): value for one, value in likeness.items() if value >= FLOOR})
        pairs = sorted(((-value, a, b) for (a, b), value in self.likeness.items() if value >= ALIKE))
        group_of = list(range(len(self.subjects)))
        members = {number: [number] for number in group_of}
        for _, a, b in pairs:
            one, other = group_of[a], group_of[b]
            if one == other or not self._joins(members[one], members[other]):
                continue
            for subject in members.pop(other):
                group_of[subject] = one
                members[one].append(subject)
        return [
            sorted(row for subject in group for row in self.of_subject[self.subjects[subject]])
            for group in members.values()
        ]

    def _joins(self, one: Sequence[int], other: Sequence[int]) -> bool:
        values = [self._alike(min(a, b), max(a, b)) for a in one for b in other]
        return min(values) > 0 and sum(values) / len(values) >= ALIKE

    def _alike(self, one: int, other: int) -> float:
        if (value := self.likeness.get((one, other))) is None:
            value = self.likeness[one, other] = self._compare(other, [one])[one]
        return value

    def _candidates(self) -> dict[int, set[int]]:
        """Return for each subject the earlier ones that may be alike."""
        holding: dict[int, list[int]] = defaultdict(list)
        leading: dict[int, list[int]] = defaultdict(list)
        for number, words in enumerate(self.words):
            for word in words.rows.tolist():
                holding[word].append(number)
        for number, words in enumerate(self.words):
            for word in _telling(words, holding):
                leading[word].append(number)
        found: dict[int, set[int]] = defaultdict(set)
        known = np.array(sorted(holding), dtype=np.intp)
        for word, near in self.meanings.near(np.array(sorted(leading), dtype=np.intp), known):
            others = {subject for one in near for subject in holding[one]}
            for subject in leading[word]:
                for other in others:
                    if subject != other:
                        found[max(subject, other)].add(min(subject, other))
        return found

    def _similar(self, words: npt.NDArray[np.intp], others: npt.NDArray[np.intp]) -> Floats:
        if self.known is None:
            return self.meanings.similar(words, others)
        return self.known[np.searchsorted(self.distinct, words)[:, None], np.searchsorted(self.distinct, others)]

    def _compare(self, at: int, others: Sequence[int]) -> dict[int, float]:
        """Return the likeness of subject ``at`` to ``others``: 0 below FLOOR or where a document keeps them apart."""
        own = self.words[at]
        sizes = np.array([len(self.words[number].rows) for number in others])
        edges = np.cumsum(sizes) - sizes
        flat = np.concatenate([self.words[number].rows for number in others])
        weights = np.concatenate([self.words[number].weights for number in others])
        distinct, places = np.unique(flat, return_inverse=True)
        # What this subject leaves unsaid of the others, and they of it.
        lacking = (1 - self._similar(distinct, own.rows).max(axis=1)[places]) * weights
        said = np.maximum.reduceat(self._similar(own.rows, distinct)[:, places], edges, axis=1)
        added = (1 - said) * own.weights[:, None]
        values = _likenesses(
            (np.add.reduceat(lacking, edges), np.maximum.reduceat(lacking, edges), np.add.reduceat(weights, edges)),
            (added.sum(axis=0), added.max(axis=0), own.weights.sum()),
        )
        return {
            one: 0.0 if value < FLOOR or self._kept_apart(one, at) else value
            for one, value in zip(others, values.tolist(), strict=True)
        }

    def _kept_apart(self, one: int, other: int) -> bool:
        """Whether a document gives both subjects values of their own for the same year."""
        few, many = sorted((self.values[one], self.values[other]), key=len)
        return any(key in many and len(values | many[key]) > 1 for key, values in few.items())


_When = tuple[int, int | None, Nature]


def _values(rows: Sequence[Target], numbers: Iterable[int]) -> dict[_When, set[tuple[Decimal, Decimal]]]:
    """Return the values of some rows by document, year and nature."""
    found: dict[_When, set[tuple[Decimal, Decimal]]] = defaultdict(set)
    for number in numbers:
        row = rows[number]
        found[row.doc_id, row.year, row.nature].add((row.low, row.high))
    return dict(found)


def _telling(words: Words, holding: Mapping[int, Sequence[int]]) -> list[int]:
    """Return the words of a subject of which an alike and lighter one says at least one, the commonest left out."""
    spare = (2 * ALIKE - 1) * float(words.weights.sum())
    kept = []
    by_use = sorted(zip(words.rows.tolist(), words.weights.tolist(), strict=True), key=lambda w: -len(holding[w[0]]))
    for word, weight in by_use:
        if weight < spare:
            spare -= weight
        else:
            kept.append(word)
    return kept


def _likenesses(one: tuple[Floats, Floats, Floats], other: tuple[Floats, Floats, Floats]) -> Floats:
    """Return the share of both subjects' weight that they have in common, 0 where they contrast.

    Each side gives the weight that the other leaves unsaid, the heaviest word of it, and its whole weight.
    """
    shares = [left / whole for left, _, whole in (one, other)]
    apart = np.minimum(*shares) > CONTRAST
    for _, heaviest, whole in (one, other):
        apart |= (heaviest > RARE) & (heaviest / whole > HEAVIEST)
    likeness = 1 - (one[0] + other[0]) / (one[2] + other[2])
    return np.asarray(np.where(apart, 0.0, likeness), dtype=np.float32)


def _line(number: int, rows: Sequence[Target], group: Sequence[int]) -> Line:
    counts: dict[str, int] = defaultdict(int)
    for row in group:
        counts[rows[row].indicator] += 1
    name = min(counts, key=lambda text: (-counts[text], len(text), text))
    first = rows[group[0]]
    return Line(number, name, first.kind, first.change, tuple(group))

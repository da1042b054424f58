"""Finding a text that was edited: candidates by shared bigrams, then bit-parallel edit distance.

A window that holds the pattern with k edits keeps at least m - 1 - 2k of its m - 1 bigrams (the q-gram lemma: Jokinen
and Ukkonen, 1991), so windows with fewer are passed over; numpy counts all windows in time linear in the text. Within a
window, the nearest match is found by Myers' bit-parallel algorithm (J. ACM 46(3), 1999) on Python's integers.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.types import Span

__all__ = ["candidate_windows", "nearest", "similarity"]

_MOST_WINDOWS = 8
"""Windows looked at, the ones with most shared bigrams first: what bounds the work on texts that repeat themselves."""

_EXACT_UP_TO = 4_096
"""Characters up to which similarity is edit distance; longer texts are compared by their bigrams, in linear time."""


def similarity(one: str, other: str) -> float:
    """Return 1 - edit distance / length of the longer (0..1); of texts over 4,096 characters Dice's coefficient."""
    if one == other:
        return 1.0
    longest = max(len(one), len(other))
    if longest > _EXACT_UP_TO:
        return _dice(one, other)
    return 1.0 - _distances(one, other, anywhere=False)[len(other)] / longest if one else 0.0


def candidate_windows(text: str, pattern: str, threshold: float) -> list[Span]:
    """Return up to eight windows of ``text`` that may hold ``pattern`` with a similarity of at least ``threshold``.

    The windows are wide enough for the match to lie inside; they are ordered by shared bigrams, most first.
    """
    size = len(pattern)
    edits = int((1 - threshold) * size)
    needed = max(1, size - 1 - 2 * edits)
    if size < 2 or len(text) < 2:
        return []
    shared = _shared(text, pattern)
    width = min(size + edits, len(shared))
    sums = np.concatenate(([0], np.cumsum(shared, dtype=np.int64)))
    counts = sums[width:] - sums[:-width]
    found: list[Span] = []
    while len(found) < _MOST_WINDOWS:
        at = int(counts.argmax())
        if counts[at] < needed:
            break
        found.append(Span(max(0, at - size - edits), min(len(text), at + width + size + edits + 1)))
        counts[max(0, at - width) : at + width + 1] = 0
    return found


def nearest(text: str, pattern: str) -> tuple[Span, int] | None:
    """Return the range of ``text`` that is nearest to ``pattern`` and its edit distance, None when all of it differs.

    Of equally near ranges the one is taken that begins and ends with the pattern's own characters.
    """
    if not pattern or not text:
        return None
    forward = _distances(pattern, text, anywhere=True)
    least = min(forward)
    if least >= len(pattern):
        return None
    ends = [end for end, distance in enumerate(forward) if distance == least]
    end = next((end for end in ends if end and text[end - 1] == pattern[-1]), ends[0])
    backward = _distances(pattern[::-1], text[max(0, end - len(pattern) - least) : end][::-1], anywhere=False)
    least = min(backward)
    sizes = [size for size, distance in enumerate(backward) if distance == least]
    size = next((size for size in sizes if size and text[end - size] == pattern[0]), sizes[0])
    return Span(end - size, end), least


def _distances(pattern: str, text: str, *, anywhere: bool) -> list[int]:
    """Return for each end of ``text`` the edit distance of ``pattern`` to what ends there.

    ``anywhere``: to the nearest text that ends there; else to all of the text up to there.
    """
    size = len(pattern)
    full = (1 << size) - 1
    last = 1 << (size - 1)
    where: dict[str, int] = {}
    for at, char in enumerate(pattern):
        where[char] = where.get(char, 0) | 1 << at
    carry = 0 if anywhere else 1
    up, down, distance = full, 0, size
    distances = [size]
    for char in text:
        equal = where.get(char, 0)
        vertical = equal | down
        horizontal = (((equal & up) + up) ^ up) | equal
        rising = down | ~(horizontal | up) & full
        falling = up & horizontal
        if rising & last:
            distance += 1
        elif falling & last:
            distance -= 1
        rising = (rising << 1 | carry) & full
        falling = falling << 1 & full
        up = falling | ~(vertical | rising) & full
        down = rising & vertical
        distances.append(distance)
    return distances


def _bigrams(text: str) -> npt.NDArray[np.uint64]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    joined: npt.NDArray[np.uint64] = (codes[:-1] << np.uint64(21)) | codes[1:]
    return joined


def _shared(text: str, pattern: str) -> npt.NDArray[np.bool_]:
    """Return for each bigram of ``text`` whether ``pattern`` has it."""
    wanted = np.unique(_bigrams(pattern))
    held = _bigrams(text)
    at = np.minimum(np.searchsorted(wanted, held), len(wanted) - 1)
    shared: npt.NDArray[np.bool_] = wanted[at] == held
    return shared


def _dice(one: str, other: str) -> float:
    values, counts = zip(*(np.unique(_bigrams(text), return_counts=True) for text in (one, other)), strict=True)
    common, left, right = np.intersect1d(*values, return_indices=True)
    shared = int(np.minimum(counts[0][left], counts[1][right]).sum()) if len(common) else 0
    return 2 * shared / max(1, len(one) + len(other) - 2)

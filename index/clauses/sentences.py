"""Cutting text into citable leaves: sentences, and clauses of sentences that are too long to quote.

A leaf ends at 。！？ (with the quotes and brackets that close there), at a line break unless the line is visibly
wrapped, and in Latin script at a period that no abbreviation explains. A sentence longer than :data:`SENTENCE` is cut
at semicolons, then into even pieces at commas. Nothing is cut inside a pair of quotes or brackets unless the piece
would exceed :data:`SOFT`, nor inside a number unless it would exceed :data:`HARD` code points: no leaf ever does.
Everything is linear in the length of the text.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.clauses.responsibility import MAX_NOTE, is_note
from index.types import Span

__all__ = [
    "HARD",
    "SENTENCE",
    "SOFT",
    "Leaf",
    "find_lines",
    "guarded_pairs",
    "joined_lines",
    "leaves",
    "line_end",
    "pair_around",
]

SENTENCE = 120  # a longer sentence is cut into clauses (code points; Latin script gets LATIN times as many)
LATIN = 2.5
SOFT = 240  # a longer clause may be cut inside quotes and brackets, too
HARD = 500  # no leaf is longer
_SHORT = 16  # a clause between semicolons that is shorter is joined to the next one
_REACH = MAX_NOTE  # a bracket that does not close within this many code points protects nothing


class Leaf(NamedTuple):
    """A leaf's characters, and whether it is a responsibility note."""

    start: int
    end: int
    note: bool


_OPEN = "(（〔[【《〈“「『"
_CLOSE = ")）〕]】》〉”」』"
_KIND = {c: i for i, c in enumerate(_OPEN)} | {c: i for i, c in enumerate(_CLOSE)}
_KIND["（"] = _KIND["）"] = _KIND["("]
_BRACKET = re.compile(f"[{re.escape(_OPEN)}{re.escape(_CLOSE)}]")
_CLOSERS = _CLOSE + "\"'’"
_CLOSED = re.compile("[)）]")
_END = re.compile(
    r"(?:[。！？]|…{2,}|[!?](?![A-Za-z0-9=&/_%.#-]))+"
    r"|(?<=[\u3400-\u9fff])[.．](?=\s|\Z|[\u3400-\u9fff])"
    r"|(?<=[A-Za-z)\]\"”’%])\.(?=[\"')\]”’]*(?:\s+[A-Z0-9\"“(\[]|\s*\Z|\s*[\u3400-\u9fff]))"
    r"|(?<=[0-9])\.(?=[\"')\]”’]*(?:\s+[A-Z\"“(\[]|\s*\Z))"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"])(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nos|Art|Arts|Sec|Ch|Fig|Figs|Eq|Vol|pp?|cf|vs|al|approx|Inc|Ltd|Co|Corp"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z]|(?:[A-Za-z]\.)+[A-Za-z])\Z"
)
_RUNS_ON = frozenset("，,、；;:：。！？!?)）〕】”」』》的地等和与與及或之为為是中")
# A line break, or the two em spaces that open a paragraph in text whose line breaks were lost.
_BREAK = re.compile(r"\n|[\u2003\u3000]{2,}")
_ROW = 80
"""Code points of the longest line that is set in columns."""

_STOPS = frozenset("。！？!?；;…")
_SEMICOLON = re.compile("[;；]")
_COMMA = re.compile(r"[,，](?!\d)|(?<!\d)[,，](?=\d)")
_ANY_STOP = re.compile(r"[。！？；;，,、:：](?!\d)|[^\S\n]|\n")


def find_lines(text: str, start: int, end: int) -> list[int]:
    """Return the offsets at which the lines of ``text[start:end]`` begin, the first being ``start``."""
    return [start, *(m.end() for m in re.compile("\n").finditer(text, start, end))]


def joined_lines(text: str, starts: Sequence[int], end: int) -> frozenset[int]:
    """Return the line starts at which the sentence of the line before goes on.

    A line goes on when it ends with a comma, inside the brackets of a responsibility note, when the next one begins
    with a lower-case Latin letter, or when the text is hard-wrapped (its lines fill one width and almost never exceed
    it) and the line fills that width. An end of sentence or a blank line always separates, a deeper indent where the
    line before is not full; rows of a table, whose cells are set apart by tabs, never go on.
    """
    if len(starts) < 2:
        return frozenset()
    bounds = [*starts[1:], end]
    lines = [text[a:b].rstrip() for a, b in zip(starts, bounds, strict=True)]
    width = _wrap_width([line for line in lines if "\t" not in line])
    joined = []
    for i in range(1, len(lines)):
        line, after = lines[i - 1], lines[i].lstrip()
        if not line or not after or line[-1] in "。！？!?;；:：.…)）〕】" or "\t" in line or "\t" in lines[i]:
            continue
        wraps = width > 0 and width - (15 if line.isascii() else 3) <= _columns(line) <= width
        if not wraps and len(lines[i]) - len(after) > len(line) - len(line.lstrip()):
            continue
        latin = "a" <= after[0] <= "z" and line[-1].isascii() and line[-1].isalnum()
        if wraps or line[-1] in ",，、" or latin or _note_goes_on(line, after):
            joined.append(starts[i])
    return frozenset(joined)


def _note_goes_on(line: str, after: str) -> bool:
    """Whether a note's bracket opens in one line and closes in the next."""
    opened, closed = max(line.rfind("("), line.rfind("（")), _CLOSED.search(after)
    if opened < 0 or closed is None or _CLOSED.search(line, opened):
        return False
    return is_note(line[opened:] + after[: closed.end()], alone=True)


def _columns(line: str) -> int:
    """Columns on a terminal, near enough: two for what takes three bytes in UTF-8."""
    return len(line) if line.isascii() else (len(line.encode("utf-8", "surrogatepass")) + len(line)) // 2


def _wrap_width(lines: Sequence[str]) -> int:
    """Return the width at which the lines are hard-wrapped, 0 when they are not."""
    widths = [_columns(line) for line in lines if line and len(line) <= 160]
    filled = sum(1 for line in lines if line)
    counts = Counter(w for w in widths if w >= 24)
    best, full = 0, 0
    for width in counts:
        near = sum(counts[width - k] for k in range(4))
        if (near, width) > (full, best):
            best, full = width, near
    longer = sum(n for w, n in counts.items() if w > best) + filled - len(widths)
    return best if full >= 3 and full * 10 >= filled * 4 and longer * 20 <= filled else 0


def line_end(text: str, start: int, end: int, joined: frozenset[int]) -> int:
    """Return where the line at ``start`` ends, with the lines that continue it."""
    stop = text.find("\n", start, end)
    while stop >= 0 and stop + 1 in joined:
        stop = text.find("\n", stop + 1, end)
    return end if stop < 0 else stop


def leaves(text: str, start: int, end: int, joined: frozenset[int] = frozenset()) -> Iterator[Leaf]:
    """Yield the leaves of ``text[start:end]``: ordered, disjoint, covering all that is not white space."""
    begin = start
    for gap in _BREAK.finditer(text, start, end):
        if gap.group() != "\n" and _between_columns(text, gap.start(), gap.end()):
            continue
        if gap.end() not in joined or gap.group() != "\n":
            yield from _paragraph(text, begin, gap.start())
            begin = gap.end()
    yield from _paragraph(text, begin, end)


def _between_columns(text: str, start: int, end: int) -> bool:
    """Whether a gap stands inside a short line without sentences (赵一  市长): it opens no paragraph."""
    low, high = max(0, start - _ROW), min(len(text), end + _ROW)
    line, stop = text.rfind("\n", low, start), text.find("\n", end, high)
    line, stop = line + 1 if line >= 0 else low, stop if stop >= 0 else high
    if stop - line > _ROW or not text[line:start].strip():
        return False
    return not any(char in _STOPS for char in text[line:stop])


def _paragraph(text: str, start: int, end: int) -> Iterator[Leaf]:
    start, end = _strip(text, start, end)
    if start >= end:
        return
    guarded = guarded_pairs(text, start, end)
    begin = start
    for stop in [*_sentence_ends(text, start, end, guarded), end]:
        a, b = _strip(text, begin, stop)
        begin = stop
        if a >= b:
            continue
        note = _note_start(text, a, b, guarded, alone=a > start)
        if note is None:
            yield from (Leaf(*piece, note=False) for piece in _clauses(text, a, b, guarded))
            continue
        if note > a:
            yield from (Leaf(*piece, note=False) for piece in _clauses(text, *_strip(text, a, note), guarded))
        yield from (Leaf(*piece, note=True) for piece in _hard(text, note, b))


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def guarded_pairs(text: str, start: int, end: int) -> list[Span]:
    """Return the outermost pairs of brackets and quotes that close within reach, ordered and disjoint."""
    stack: list[tuple[int, int]] = []
    waiting = [0] * len(_OPEN)
    found: list[Span] = []
    for match in _BRACKET.finditer(text, start, end):
        char, at = match.group(), match.start()
        kind = _KIND[char]
        if char in _OPEN:
            stack.append((kind, at))
            waiting[kind] += 1
        elif waiting[kind]:
            while True:
                top, opened = stack.pop()
                waiting[top] -= 1
                if top == kind:
                    break
            if at - opened <= _REACH:
                while found and found[-1].start > opened:
                    found.pop()
                found.append(Span(opened, at + 1))
    return found


def pair_around(guarded: Sequence[Span], at: int) -> Span | None:
    """Return the pair that holds the character at ``at``, if any."""
    i = bisect_right(guarded, Span(at, sys.maxsize)) - 1
    return guarded[i] if i >= 0 and at < guarded[i].end else None


def _sentence_ends(text: str, start: int, end: int, guarded: Sequence[Span]) -> list[int]:
    ends: list[int] = []
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if match.group() == ".":
            opened = ends[-1] if ends else start
            number = stop - opened <= 6 and text[opened : stop - 1].strip().isdigit()
            if number or _ABBREVIATION.search(text, max(start, stop - 12), stop - 1):
                continue
        pair = pair_around(guarded, match.start())
        if pair is not None:
            if stop != pair.end - 1 or (pair.end < end and text[pair.end] in _RUNS_ON):
                continue
            stop = pair.end
        while stop < end and text[stop] in _CLOSERS:
            stop += 1
        if stop < end and (not ends or stop > ends[-1]):
            ends.append(stop)
    return ends


def _note_start(text: str, start: int, end: int, guarded: Sequence[Span], *, alone: bool) -> int | None:
    """Where a responsibility note at the end of the sentence begins, or None."""
    stop = end
    while stop > start and text[stop - 1] in "。;；.":
        stop -= 1
    if stop > start and text[stop - 1] in ")）〕】]":
        pair = pair_around(guarded, stop - 1)
        if (
            pair is not None
            and pair.end == stop
            and pair.start >= start
            and is_note(text[pair.start : stop], alone=alone and pair.start == start)
        ):
            return pair.start
        return None
    return start if end - start <= MAX_NOTE and is_note(text[start:end]) else None


def _clauses(text: str, start: int, end: int, guarded: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Cut one sentence: whole when short enough, else at semicolons, else at commas, else anywhere allowed."""
    limit = SENTENCE
    if end - start > SENTENCE and sum(map(str.isascii, text[start : start + HARD])) * 2 > min(end - start, HARD):
        limit = int(SENTENCE * LATIN)
    if end - start <= limit:
        yield start, end
        return
    begin = start
    for cut in [*_cuts(_SEMICOLON, text, start, end, guarded), end]:
        if cut - begin < _SHORT and cut != end:
            continue
        yield from _at_commas(text, *_strip(text, begin, cut), guarded, limit)
        begin = cut


def _cuts(pattern: re.Pattern[str], text: str, start: int, end: int, guarded: Sequence[Span] | None) -> list[int]:
    """Return where the matches of ``pattern`` outside guarded pairs end, inside the open interval."""
    return [
        m.end()
        for m in pattern.finditer(text, start, end)
        if m.end() < end and (guarded is None or pair_around(guarded, m.start()) is None)
    ]


def _at_commas(text: str, start: int, end: int, guarded: Sequence[Span], limit: int) -> Iterator[tuple[int, int]]:
    if end - start <= limit:
        if end > start:
            yield start, end
        return
    for a, b in _evenly(text, start, end, _cuts(_COMMA, text, start, end, guarded), limit):
        if b - a <= max(SOFT, limit):
            yield a, b
            continue
        for c, d in _evenly(text, a, b, _cuts(_ANY_STOP, text, a, b, None), limit):
            yield from _hard(text, c, d)


def _evenly(text: str, start: int, end: int, cuts: list[int], limit: int) -> Iterator[tuple[int, int]]:
    """Cut ``[start, end)`` into about equal pieces of at most ``limit`` where ``cuts`` allow it."""
    begin = start
    while begin < end:
        left = end - begin
        target = begin + left / -(-left // limit)
        stop = end
        if left > limit and cuts:
            i = bisect_left(cuts, target)
            near = [c for c in cuts[max(0, i - 1) : i + 1] if c > begin]
            stop = min(near, key=lambda c: abs(c - target)) if near else end
        a, b = _strip(text, begin, stop)
        if a < b:
            yield a, b
        begin = stop


def _hard(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what nothing else could: at the last white space within reach, or at :data:`HARD`."""
    start, end = _strip(text, start, end)
    while end - start > HARD:
        stop = start + HARD
        while stop > start + HARD // 2 and not text[stop].isspace():
            stop -= 1
        if stop == start + HARD // 2:
            stop = start + HARD
            while stop > start + HARD - 40 and text[stop - 1].isdigit() and text[stop].isdigit():
                stop -= 1
        yield _strip(text, start, stop)
        start, end = _strip(text, stop, end)
    if start < end:
        yield start, end

"""Tables of contents, told by alignment: a run of short labelled lines that come back later in the same order.

The word 目录 over a run, and dots with a page number behind its lines, are further evidence and not needed. What a list
of contents names is no heading where it stands there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.clauses.numbering import Marker, Position, Style

__all__ = ["without_contents"]

_ANNOUNCED = re.compile(
    r"目\s*[录錄次]\s*\Z|\n[^\S\n]*(?:总|總)?目[^\S\n]*[录錄次][^\S\n]*\n(?:[^\n]{0,30}\n){0,3}[^\S\n]*\Z|(?i:contents)\s*\Z"
)
_ANNOUNCEMENT_REACH = 100
_PAGE = r"[(（\-]?\s*(?:\d{1,4}|[ivxIVX]{1,5})\s*[)）\-]?"
_DOTTED = re.compile(rf"(?:[.．·﹒‥]{{3,}}|…+|_{{3,}})\s*{_PAGE}\s*\Z")
_LEADER = re.compile(r"(?:[.．·﹒‥]{3}|…|_{3})\s*\Z")
_PAGE_END = re.compile(rf"{_PAGE}[^\S\n]*(?:\n|\Z)")
_TAIL = re.compile(rf"(?:[.．·﹒‥…_]+\s*(?:{_PAGE})?|\s+{_PAGE}|(?<=\D)\d{{1,3}})\s*\Z")
_SENTENCE = re.compile(r"[。！？；;，,：:!?]")
_SPACE = re.compile(r"\s+")

_LONGEST = 60  # code points of an entry's title
_LONGEST_DOTTED = 400
_WINDOW = 160
_BETWEEN = 30  # code points of a line without a label between two entries
_MOST_BETWEEN = 2
_LEAST = 3  # entries that come back, where nothing announces the list
_SHARE = 2 / 3  # ... of all entries
_MOST_UNMATCHED = 4  # entries in a row that do not come back
_GROWTH = 1.5  # how much longer than the list the text is that it is of
_TRIED = 16
_REACH = 8


@dataclass(frozen=True, slots=True)
class _Entry:
    """A labelled line that a table of contents could hold: what it says without blanks; ``last`` when text follows."""

    key: str
    last: bool


def without_contents(text: str, markers: list[Marker]) -> list[Marker]:
    """Return ``markers`` without those that are entries of a table of contents. Time is linear in their number."""
    named = [marker for marker in markers if not _is_page(text, marker)]
    kept = [marker for i, marker in enumerate(named) if marker.level or not _is_dotted(text, named, i)]
    places: dict[tuple[Style, tuple[int, ...]], list[int]] = {}
    for i, marker in enumerate(kept):
        places.setdefault((marker.style, marker.number), []).append(i)
    dropped: set[int] = set()
    at = 0
    while at < len(kept):
        end, is_contents = _run(text, kept, places, at)
        if is_contents:
            dropped.update(range(at, end))
        at = end
    return [marker for i, marker in enumerate(kept) if i not in dropped] if dropped else kept


def _run(
    text: str, markers: Sequence[Marker], places: dict[tuple[Style, tuple[int, ...]], list[int]], first: int
) -> tuple[int, bool]:
    """Return one past the run of entries that begins at ``first``, and whether they are a table of contents."""
    entry = _entry(text, markers, first)
    target = _target(text, markers, places, first, first, entry)
    if entry is None or target is None:
        return first + 1, False
    announced = _is_announced(text, markers[first].start)
    targets = [target]
    end, unmatched, at = first + 1, 0, first + 1
    while not entry.last and at < targets[0] and unmatched <= _MOST_UNMATCHED:
        entry = _entry(text, markers, at)
        if entry is None:
            break
        target = _target(text, markers, places, at, targets[-1], entry)
        at += 1
        if target is None:
            unmatched += 1
        else:
            targets.append(target)
            end, unmatched = at, 0
    if announced:
        rest = markers[targets[0]].start - markers[end - 1].end
        return (targets[0] if at == targets[0] or rest <= _LONGEST else end), True
    if len(targets) < _LEAST or len(targets) < _SHARE * (end - first):
        return end, False
    listed = markers[end - 1].start - markers[first].start
    covered = markers[targets[-1]].start - markers[targets[0]].start
    return end, covered >= _GROWTH * listed


def _target(
    text: str,
    markers: Sequence[Marker],
    places: dict[tuple[Style, tuple[int, ...]], list[int]],
    at: int,
    behind: int,
    entry: _Entry | None,
) -> int | None:
    """Return the first marker behind ``behind`` that says what the entry at ``at`` does."""
    if entry is None:
        return None
    same = places[markers[at].style, markers[at].number]
    begin = bisect_right(same, max(at, behind))
    for place in same[begin : begin + _TRIED]:
        start = markers[place].label_start
        if _says(text, start, entry.key):
            return place
    return None


def _says(text: str, start: int, key: str) -> bool:
    """Whether the text at ``start`` says ``key``, blanks aside."""
    at = start
    for char in key:
        while at < len(text) and text[at].isspace():
            at += 1
        if text[at : at + 1] != char:
            return False
        at += 1
    return True


def _entry(text: str, markers: Sequence[Marker], at: int) -> _Entry | None:
    """Read the marker at ``at`` as an entry; None when it has no title, or a sentence."""
    marker = markers[at]
    if marker.level or marker.position is Position.TIGHT or not marker.number:
        return None
    following = markers[at + 1].start if at + 1 < len(markers) else len(text)
    title, _, rest = text[marker.end : min(following, marker.end + _WINDOW)].partition("\n")
    if not title.strip():  # 第一章, its title on the line below, where 附则 is a label of its own
        title, _, rest = text[marker.end : marker.end + _WINDOW].lstrip().partition("\n")
        rest = rest[: max(0, following - marker.end - len(title))]
    title = _TAIL.sub("", title.strip()).strip()
    if not 2 <= len(title) <= _LONGEST or _SENTENCE.search(title):
        return None
    between = [line.strip() for line in rest.split("\n") if line.strip()]
    closed = (
        following - marker.end > _WINDOW
        or len(between) > _MOST_BETWEEN
        or any(len(line) > _BETWEEN or _SENTENCE.search(line) for line in between)
    )
    return _Entry(_SPACE.sub("", text[marker.label_start : marker.end] + title), closed)


def _is_announced(text: str, start: int) -> bool:
    return _ANNOUNCED.search(text, max(0, start - _ANNOUNCEMENT_REACH), start) is not None


def _is_page(text: str, marker: Marker) -> bool:
    """Whether a label inside a line is a page number in brackets behind dots."""
    if marker.position is Position.LINE or _LEADER.search(text, max(0, marker.start - _REACH), marker.start) is None:
        return False
    return _PAGE_END.match(text, marker.label_start) is not None


def _is_dotted(text: str, markers: Sequence[Marker], at: int) -> bool:
    """Whether dots lead to a page number at the end of the marker's line."""
    marker = markers[at]
    following = markers[at + 1].start if at + 1 < len(markers) else len(text)
    line = text[marker.end : min(following, marker.end + _LONGEST_DOTTED)].partition("\n")[0].rstrip()
    dots = _DOTTED.search(line)
    return dots is not None and bool(line[: dots.start()].strip()) and _SENTENCE.search(line[: dots.start()]) is None

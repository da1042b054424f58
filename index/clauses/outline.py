"""Which candidate labels are headings, where their titles end, and under which heading each stands.

Three passes, each linear in the text:

1. *Acceptance.* At the start of a line a label is taken, unless the line before was broken off in mid-sentence and
   the number does not continue. Inside a line it is taken only after the end of a sentence or of a title, and only
   where the numbering continues (a gap of :data:`GAP` is tolerated) or a 1 is followed by a 2.
2. *Nesting.* A stack, not a table: a style seen for the first time nests under what is open, a style that is already
   open closes everything below it. Statutory units (编 章 节 条) keep their legal order, an annex returns to the top.
3. *Titles.* See :mod:`index.clauses.headings`. Items of a list inside a sentence («…如下:(一)…;(二)…。») get no
heading;
   their first leaf carries the label.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.clauses.contents import without_contents
from index.clauses.decimals import proved_decimals
from index.clauses.headings import MAX_TITLE_LINE, SENTENCE_END, STATUTORY, is_list, leads_in, title_end, vote
from index.clauses.numbering import Marker, Position, Style, find_markers, match_label
from index.clauses.ordinals import proved_ordinals
from index.clauses.quotations import quoted_provisions
from index.clauses.sentences import guarded_pairs, pair_around
from index.types import HeadingHint, Span

__all__ = ["Item", "outline"]

GAP = 3  # how many numbers a continued run may skip (an article of a list may be missing in the source)

_ENDS = frozenset("。!?！？;；:：)）〕】”」』…")
_CLOSING = re.compile(r"[ \t]*[#*_]+(?=\s|\Z)|[ \t]*\n(?:=+|-+)(?=\s|\Z)")  # Markdown's ## behind or === below
_ANNEX_REACH = 400  # code points behind 附件2: in which it is told whether its text follows
_ANNEX_LINES = 2
_DAY = re.compile(r"\d月\d{1,2}日")  # the date of a signature that runs on
_LISTED_OR_SIGNED = re.compile(r"^附[件錄录表图圖]|\d日$|^[(（]此件")
_INDENT = 64  # how far from its line's start a label may stand, in code points


@dataclass(frozen=True, slots=True)
class Item:
    """An accepted marker. The heading covers ``[marker.start, title_end)``; ``parent`` indexes the outline.

    ``member`` marks an item of a list inside a sentence: it gets no heading; its first leaf carries the label.
    """

    marker: Marker
    parent: int | None
    title_end: int
    member: bool = False


def outline(
    text: str, areas: Sequence[Span], line_starts: list[int], joined: frozenset[int], hints: Sequence[HeadingHint] = ()
) -> list[Item]:
    """Return the items of the official text, in order.

    ``areas`` are the stretches of official text, ordered and disjoint; ``joined`` holds the line starts that continue
    the sentence of the line before (hard wraps); ``hints`` are headings declared by the file format.
    """
    markers: list[Marker] = []
    for area in areas:
        declared = [_declared(text, hint, area, line_starts) for hint in hints if area.contains(hint.span)]
        markers += _merge(find_markers(text, area.start, area.end, line_starts), declared)
    markers = _outside_tables(text, _unquoted(text, markers, line_starts), line_starts)
    accepted = _accept(text, markers, areas, joined)
    parents = _nest(text, accepted)
    limits = _limits(accepted, areas)
    tight = [m.position is Position.TIGHT and m.style not in (Style.HAN, Style.ARABIC) for m in accepted]
    titles = [m.end if tight[i] else title_end(text, m, limits[i]) for i, m in enumerate(accepted)]
    groups: dict[tuple[int | None, Style], list[int]] = {}
    for i, marker in enumerate(accepted):
        groups.setdefault((parents[i], marker.style), []).append(i)
    with_children = {p for i, p in enumerate(parents) if p is not None and not tight[i]}
    members = {i for i, is_tight in enumerate(tight) if is_tight}
    for group in groups.values():
        if not members.isdisjoint(group):
            continue
        if is_list(text, group, accepted, limits, with_children, joined):
            members.update(group)
        else:
            vote(text, group, accepted, titles)
    return [
        Item(m, parents[i], m.end if i in members else titles[i], member=i in members) for i, m in enumerate(accepted)
    ]


def _declared(text: str, hint: HeadingHint, area: Span, line_starts: list[int]) -> Marker:
    """Return a marker that covers the declared heading with its Markdown signs, label and all."""
    start, end = hint.span
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    begin = start
    while begin > area.start and text[begin - 1] in "#*_ \t":
        begin -= 1
    while begin < start and text[begin].isspace():
        begin += 1
    if (closing := _CLOSING.match(text, end, area.end)) is not None:
        end = closing.end()
    label_start = start
    while label_start < end and text[label_start] in "#*_ \t":
        label_start += 1
    read = match_label(text, label_start, end)
    style, number, label = read[:3] if read else (Style.DECLARED, (), "")
    return Marker(style, number, label, begin, label_start, end, Position.LINE, level=max(1, hint.level))


def _merge(found: Iterable[Marker], declared: list[Marker]) -> list[Marker]:
    """Merge in order; a declared heading hides the labels found inside it."""
    merged: list[Marker] = []
    waiting = iter(sorted((d for d in declared if d.end > d.start), key=lambda d: d.start))
    ahead = next(waiting, None)
    for marker in found:
        while ahead is not None and ahead.start <= marker.label_start:
            if not merged or ahead.start >= merged[-1].end:
                merged.append(ahead)
            ahead = next(waiting, None)
        if not merged or marker.start >= merged[-1].end:
            merged.append(marker)
    while ahead is not None:
        if not merged or ahead.start >= merged[-1].end:
            merged.append(ahead)
        ahead = next(waiting, None)
    return merged


def _unquoted(text: str, markers: list[Marker], line_starts: list[int]) -> list[Marker]:
    """Drop the candidates in quoted provisions, and those inside a line that stand in a quotation or in brackets."""
    kept: list[Marker] = []
    line, pairs = -1, list[Span]()
    provisions = quoted_provisions(text, markers[0].start, markers[-1].end) if markers else []
    for marker in markers:
        if not marker.level and pair_around(provisions, marker.start) is not None:
            continue
        if marker.position is not Position.LINE:
            at = bisect_right(line_starts, marker.start)
            if at != line:
                end = line_starts[at] if at < len(line_starts) else len(text)
                line, pairs = at, guarded_pairs(text, line_starts[at - 1], end)
            around = pair_around(pairs, marker.start)
            if around is not None and around.start < marker.start:
                continue
        kept.append(marker)
    return kept


def _outside_tables(text: str, markers: list[Marker], line_starts: list[int]) -> list[Marker]:
    """Drop the candidates in rows of tables: a cell that begins with a number (一、医疗质量) heads nothing below it.

    A tab behind the label alone parts it from its heading, as Word writes it.
    """
    if "\t" not in text:
        return markers
    kept: list[Marker] = []
    line, cells = -1, list[str]()
    for marker in markers:
        at = bisect_right(line_starts, marker.start)
        if at != line:
            end = line_starts[at] if at < len(line_starts) else len(text)
            line, cells = at, [cell.strip() for cell in text[line_starts[at - 1] : end].strip().split("\t")]
        labelled = len(cells) == 2 and cells[0] == text[marker.start : marker.end].strip()
        if len(cells) == 1 or labelled or marker.style is Style.DECLARED:
            kept.append(marker)
    return kept


def _accept(text: str, markers: list[Marker], areas: Sequence[Span], joined: frozenset[int]) -> list[Marker]:
    markers = without_contents(text, markers)
    following = _following_numbers(markers)
    proved = proved_decimals(text, markers) | proved_ordinals(text, markers)
    floor = areas[0].start if areas else 0
    accepted: list[Marker] = []
    last: dict[Style, tuple[int, ...]] = {}
    for i, marker in enumerate(markers):
        if marker.style in (Style.DECIMAL, Style.ORDINAL) and not marker.level:
            fits = i in proved
        else:
            fits = bool(marker.level) or _fits(text, marker, following[i], last, accepted, floor, joined)
        if not fits:
            continue
        accepted.append(marker)
        if marker.number:
            last[marker.style] = marker.number
    return accepted


def _following_numbers(markers: list[Marker]) -> list[tuple[int, ...] | None]:
    """For every marker the number of the next one of its style."""
    following: list[tuple[int, ...] | None] = [None] * len(markers)
    seen: dict[Style, tuple[int, ...]] = {}
    for i in range(len(markers) - 1, -1, -1):
        following[i] = seen.get(markers[i].style)
        seen[markers[i].style] = markers[i].number
    return following


def _fits(
    text: str,
    marker: Marker,
    following: tuple[int, ...] | None,
    last: dict[Style, tuple[int, ...]],
    accepted: list[Marker],
    floor: int,
    joined: frozenset[int],
) -> bool:
    before = last.get(marker.style)
    if not marker.number:
        return marker.style is not Style.DASH or leads_in(text, marker)
    if marker.style is Style.ANNEX and text[marker.end - 1] in ":：" and not _opens_annex(text, marker):
        return False
    number = marker.number[0]
    continues = before is not None and before < marker.number and number <= before[0] + GAP + 1
    if marker.style is Style.ARTICLE and before and text[marker.end : marker.end + 1].strip(" \u3000\n【（("):
        # Text right behind the label may go on a sentence: …依据该条例\n第五条制定
        runs = following is not None and following[0] == number + 1
        if not (number == 1 or (before < marker.number and (number <= before[0] + 1 or runs))):
            return False
    if marker.position is Position.LINE:
        line = text.rfind("\n", max(floor, marker.start - _INDENT), marker.start) + 1
        return continues or number == 1 or line not in joined
    starts = (number == 1 or marker.style in STATUTORY) and following is not None and following[0] == number + 1
    if marker.position is Position.TIGHT:
        strictly = before is not None and number == before[0] + 1 and accepted[-1].style is marker.style
        opens = starts and (marker.style not in (Style.HAN, Style.ARABIC)) and text[marker.start - 1] in ":：;；。"
        return (strictly and text[marker.start - 1] in "。;；)）〕】") or opens
    if not (continues or starts):
        return False
    stop = marker.start
    while stop > floor and text[stop - 1].isspace():
        stop -= 1
    if stop == floor or text[stop - 1] in _ENDS:
        return True
    # Directly behind the title of the heading before (三、主要任务 (一)持续优化产业结构) or of the document.
    behind = accepted[-1].end if accepted else floor
    title = text[behind:stop] if stop - behind <= MAX_TITLE_LINE else ""
    other = not accepted or accepted[-1].style is not marker.style
    return bool(title.strip()) and SENTENCE_END.search(title) is None and other


def _opens_annex(text: str, marker: Marker) -> bool:
    """Whether 附件2:X has the annex below it, and is not one of those that a notice lists over its signature."""
    title, _, below = text[marker.end : marker.end + _ANNEX_REACH].partition("\n")
    following = [line.strip() for line in below.split("\n") if line.strip()][:_ANNEX_LINES]
    if not following or len(title.strip()) > MAX_TITLE_LINE or SENTENCE_END.search(title) or _DAY.search(title):
        return False
    return not any(_LISTED_OR_SIGNED.search(line) for line in following)


def _nest(text: str, markers: list[Marker]) -> list[int | None]:
    """Return for every marker the index of the heading that it stands under."""
    parents: list[int | None] = []
    stack: list[int] = []
    for i, marker in enumerate(markers):
        if marker.position is Position.TIGHT and marker.style not in (Style.HAN, Style.ARABIC):
            parents.append(stack[-1] if stack else None)
            continue
        del stack[_depth(text, markers, stack, marker) :]
        parents.append(stack[-1] if stack else None)
        stack.append(i)
    return parents


def _depth(text: str, markers: list[Marker], stack: list[int], marker: Marker) -> int:
    """Return how much of the stack stays open when ``marker`` comes."""
    if marker.level:
        return next((d for d, i in enumerate(stack) if not 0 < markers[i].level < marker.level), len(stack))
    if marker.style is Style.ANNEX:
        return 0
    if marker.style is Style.FORMAL:  # 壹、 stands above 一、 wherever both are used
        outer = (*STATUTORY, Style.ANNEX, Style.DECLARED)
        return next((d for d, i in enumerate(stack) if markers[i].style not in outer), len(stack))
    if (rank := STATUTORY.get(marker.style)) is not None:
        for depth, i in enumerate(stack):
            style = markers[i].style
            if STATUTORY.get(style, 9) >= rank and style not in (Style.ANNEX, Style.DECLARED):
                return depth
        return len(stack)
    if marker.style is Style.ORDINAL:  # it stands in a line of its own, and what dashes open is done
        closed = (Style.DASH, Style.ORDINAL)
        return next((d for d, i in enumerate(stack) if markers[i].style in closed), len(stack))
    if marker.style is Style.DECIMAL:
        open_depths = [
            d
            for d, i in enumerate(stack)
            if markers[i].style is Style.DECIMAL and len(markers[i].number) >= len(marker.number)
        ]
        return open_depths[0] if open_depths else len(stack)
    same = [d for d, i in enumerate(stack) if markers[i].style is marker.style]
    if not same:
        return len(stack)
    if (
        marker.number == (1,)
        and len(same) < 2
        and same[-1] < len(stack) - 1
        and text[max(0, marker.start - 8) : marker.start].rstrip().endswith((":", "："))
    ):
        return len(stack)
    if marker.number:
        expected = marker.number[0] - 1
        for depth in reversed(same):
            if markers[stack[depth]].number[:1] == (expected,):
                return depth
    return same[-1]


def _limits(markers: list[Marker], areas: Sequence[Span]) -> list[int]:
    """Where the own text of every item ends at the latest: the next marker, or the end of its area."""
    limits: list[int] = []
    ends = iter(areas)
    area = next(ends, None)
    for i, marker in enumerate(markers):
        while area is not None and marker.start >= area.end:
            area = next(ends, None)
        end = area.end if area is not None else marker.end
        limits.append(min(end, markers[i + 1].start) if i + 1 < len(markers) else end)
    return limits

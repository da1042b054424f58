"""Figures that belong together: A、B分别达到x、y deals its subjects out in order, x以上y以下 is one range.

Every stage takes the figures as dealt out here, and asks :func:`named_item` which item of a list a text speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from index.language.tokens import tagged_words
from index.recognizers.periods import Period, PeriodKind
from index.recognizers.quantity import Bound, Quantity
from index.recognizers.segments import list_items
from index.types import Span

__all__ = ["COORDINATION", "PROPERTY", "dealt", "named_item", "ranges"]

COORDINATION = re.compile(r"\s*(?:、|和|与|及|以及|,)?\s*(?:分别)?\s*")
"""What stands between two figures of one list."""

PROPERTY = re.compile(
    r"(?:率|量|规模|比例|比重|占比|面积|强度|能耗|产值|数|水平|容量|能力|装机|投资|总额|涨幅|增幅|增速|浓度|长度|里程|标准|系数|效率)$"
)
"""The end of a phrase that names what is measured."""

_VERBS = re.compile(
    r"\s*(?:、|和|与|及|以及|,)\s*(?:分别)?(?:增长|提高|提升|增加|上升|下降|降低|减少|增|降)?(?:到|至|为)?(?:达到|达|为)?\s*"
)
"""What stands between two figures of one list that each have their verb (分别提高到5%、下降到3%)."""

_SEVERALLY = re.compile(r"分别(?:按照?|为|给予|予以|由|从|再|实[施行])*")
_FOR = "对给向为"
_TO = re.compile(r"\s*(?:[-–—―~～]|至|到)+\s*")
_MOVES = re.compile(r"[从由]\s*$")
"""What says that a figure is left for another one, and no end of a range."""

_IN_BRACKETS = re.compile(r"\([^()]*\)|“|”")

_AND = ("、", "和", "与", "及")


def dealt(found: Sequence[Quantity], text: str, depth: list[int], periods: Sequence[Period]) -> list[Quantity]:
    """Return the quantities ``found`` in ``text`` with the subjects and periods of lists dealt out.

    ``depth`` counts the brackets open around every character (:func:`~.segments.depths`).
    """
    out = list(found)
    position = 0
    while position < len(out):
        stop = position + 1
        while stop < len(out) and _coordinated(text, out[stop - 1], out[stop]):
            stop += 1
        if stop - position > 1:
            out[position:stop] = _deal(out[position:stop], text, depth, periods)
        position = stop
    return out


def _coordinated(text: str, left: Quantity, right: Quantity) -> bool:
    between = text[left.display.end : right.display.start]
    # Of 分别给予50万元、30万元奖励 the last one alone stands before the noun that is said of all.
    taken = right.carried or (right.object is not None and right.subject == right.object)
    return taken and left.sentence == right.sentence and _VERBS.fullmatch(between) is not None


def _deal(group: list[Quantity], text: str, depth: list[int], periods: Sequence[Period]) -> list[Quantity]:
    subject = group[0].subject
    listed, behind = _around_severally(text, subject) if subject else (None, None)
    items = list_items(text, listed, depth, len(group)) if listed else None
    if items is not None:
        shared = behind or _shared_end(text, items)
        return [
            replace(q, subject=item, listed=items, shared=shared, carried=False)
            for q, item in zip(group, items, strict=True)
        ]
    earlier = [p for p in periods if p.kind is not PeriodKind.BASE and p.span.end <= group[0].span.start]
    named = [p for p in earlier if group[0].sentence.contains(p.span)][-len(group) :]
    gaps = [text[a.span.end : b.span.start] for a, b in pairwise(named)]
    if len(named) == len(group) and all(gap.strip() in _AND for gap in gaps):
        return [replace(q, period=p) for q, p in zip(group, named, strict=True)]
    return group


def _around_severally(text: str, subject: Span) -> tuple[Span | None, Span | None]:
    """Return the list in front of 分别, and what is said of all its items behind it (一等奖、二等奖分别奖励 → 奖励)."""
    severally = _SEVERALLY.search(text, *subject)
    if severally is None:
        return subject, None
    start = subject.start + (text[subject.start] in _FOR)
    listed = Span(start, severally.start()) if severally.start() > start else None
    behind = Span(severally.end(), subject.end)
    return listed, behind if behind.size > 1 and text[behind.start] != "每" else None


def _shared_end(text: str, items: Sequence[Span]) -> Span | None:
    """Return what the last item says for all (公交车、出租汽车新能源汽车占比 → 新能源汽车占比), None for nothing."""
    *others, last = (item.of(text) for item in items)
    if all(PROPERTY.search(item) or item[-2:] == last[-2:] for item in others):
        return None
    words = [word for word, _ in tagged_words(last)]
    # What the last item has in common with the others, 车 of 公交车 and 出租汽车, is where its own words end.
    endings = {item[-1] for item in others}
    own = next((i for i, word in enumerate(words[:-1]) if word[-1] in endings), None)
    if own is None:
        # 城镇和农村污水处理率: words that are together as long as the other items.
        ends = list(accumulate(len(word) for word in words[:-1]))
        size = {item.size for item in items[:-1]}
        own = ends.index(size.pop()) if len(size) == 1 and not size.isdisjoint(ends) else None
    if own is None:
        verb = next((i for i, (_, pos) in enumerate(tagged_words(last)) if i and pos.startswith("v")), None)
        # Without a verb, the items have as many words as each other.
        own = (verb or min(max(len(tagged_words(item)) for item in others), len(words) - 1)) - 1
    start = items[-1].end - len("".join(words[own + 1 :]))
    # 出租汽车(含网约车)新能源汽车占比: what stands in brackets is the last item's own.
    bracket = _IN_BRACKETS.match(text, start, items[-1].end)
    start = bracket.end() if bracket and bracket.end() < items[-1].end else start
    return Span(start, items[-1].end)


def named_item(said: str, items: Sequence[str], shared: str = "") -> int | None:
    """Return which of the ``items`` of a list a normalised text names, None when it names none or more than one.

    An item is named by a pair of characters of which neither the others nor what they share have both, else by most of
    its own characters: 出租车 and 发改委 are short for 出租汽车 and 发展改革委.
    """
    bare = [_IN_BRACKETS.sub("", item) for item in items]
    for parts, enough in ((_pairs, 0.0), (set, 0.5)):
        named = []
        for i, item in enumerate(bare):
            own = parts(item).difference(parts(shared), *(parts(other) for j, other in enumerate(bare) if j != i))
            held = sum(part in said for part in own)
            if held and held >= enough * len(own) and (len(own) == 1 or held > 1 or not enough):
                named.append(i)
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring characters of a text, of a single character itself."""
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text} - {""}


def ranges(found: Sequence[Quantity], text: str) -> list[Quantity]:
    """Join the two ends of a range that each have their unit: 五百元以上五千元以下, 3个月至6个月, -5°C~10°C."""
    out: list[Quantity] = []
    for quantity in found:
        low = out[-1] if out else None
        if low is not None and (_bounded(low, quantity) or _linked(text, low, quantity)):
            whole = Span(low.display.start, quantity.display.end)
            out[-1] = replace(
                low,
                span=Span(low.span.start, quantity.span.end),
                figure=Span(low.figure.start, quantity.figure.end),
                display=whole,
                high=quantity.high,
                bound=Bound.EXACT,
                subject=quantity.object or low.subject,
                object=quantity.object,
                attributive=low.attributive and quantity.attributive,
                clause=Span(low.clause.start, quantity.clause.end),
            )
        else:
            out.append(quantity)
    return out


def _bounded(low: Quantity, high: Quantity) -> bool:
    touching = low.display.end == high.display.start and low.kind is high.kind
    return touching and (low.bound, high.bound) == (Bound.AT_LEAST, Bound.AT_MOST)


def _linked(text: str, low: Quantity, high: Quantity) -> bool:
    if low.unit != high.unit or low.low != low.high or high.low != high.high or not low.low < high.high:
        return False
    start = low.display.start
    if low.bound is not Bound.EXACT or low.change is not high.change or _MOVES.search(text, max(0, start - 3), start):
        return False
    return _TO.fullmatch(text, low.span.end, high.span.start) is not None

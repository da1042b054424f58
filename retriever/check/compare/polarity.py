"""Directions and negations: what a claim forbids, drops or reverses and its source does not, and the other way.

A *cue* is a verb with a sign on an axis: 提高 is +1 and 降低 −1 of "amount". Its *object* is what it is said of: the
words behind it, or in front of it where nothing but a figure follows. Two texts differ where one object stands under
cues of opposite sign, and where only one of them negates a predicate (不得, 取消).
Few and plain words count as cues that a difference rests on; any word with a character of reducing or forbidding
explains one away, so that a paraphrase by a word not listed here is no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from index.types import Span
from retriever.check.compare.phrases import segments_of
from retriever.check.compare.text_keys import key_of, pairs
from retriever.check.verdict import Difference, Field

__all__ = ["direction", "forbids", "polarity_differences"]

_AXES: tuple[tuple[Field, str, str], ...] = (
    # Field told, words of +1, words of −1: antonyms of everyday administrative Chinese.
    (
        Field.CHANGE,
        "上升|上涨|增长|增加|增至|增大|增强|提高|提升|提至|扩大|升高|升至|攀升|加大|放大|壮大|做大|强化",
        "负增长|零增长|下降|下跌|下滑|降低|降至|减少|减轻|减弱|缩减|缩小|压减|压降|削减|削弱|弱化|回落|遏制|抑制|限制|严控|压缩"
        "|(?:合理|严格|有效|从严)控制",
    ),
    (Field.CHANGE, "放宽|放松|放开", "收紧|从严|从紧|加严|(?:合理|严格|有效|从严)控制|严控|遏制|限制"),
    (Field.CHANGE, "提前|提早", "推迟|延后|延期|延迟|推后"),
    (Field.CHANGE, "有偿|收费|加收|征收|收取", "无偿|免费|免收|免征|减免"),
    (Field.CHANGE, "公开|开放", "保密|封闭|关闭"),
    (Field.CHANGE, "增设|新设|设立|新建|保留", "撤销|裁撤|拆除|取消|废止"),
    (
        Field.BOUND,
        r"(?:不得?(?:低于|少于|小于|亚于|早于)|(?<![不得])(?:高于|多于|大于|晚于))(?!约?\d)|(?<=[级模等星类限岁科])以上",
        r"(?:不得?(?:高于|多于|大于|超过|晚于)|(?<![不得])(?:低于|少于|小于|早于))(?!约?\d)|(?<=[级模等星类限岁科])以下",
    ),
)
_NOT = (
    r"不(?!断|仅|但|同|良|锈|动产|足|(?:得)?(?:低于|少于|小于|高于|超过|大于|多于|早于|晚于)|亚于|超|等|论|管|如|过|久|然|妨|至|变|利"
    r"|定期|只|限|乏|容|竭|可[再分或避逆移]|遗余力|畅|稳|均|平衡|充分|合理|规范|文明|明|当|正当|法|健全|完善|满|到位|一致)"
    r"(?:得|准|许|允许|再|予|应|能|可以?|要求?|必)?"
)
_DUTY = re.compile(
    rf"{_NOT}|严禁|禁止|杜绝|取消|停止|暂停|废止|坚决遏制|无需|无须|毋须|(?<![从并])未(?!来|经|必|知|成年|央)|没有|尚无|拒绝|叫停|放弃"
)
"""Words that deny what follows them in their segment."""

_DENIES = re.compile(
    r"不(?!断|仅|但|同|良|锈|动产|足|论|管|如|过|久|然|妨|至|变|定期|可[再分或避逆移])|未(?!来)|无(?!人|障碍|纸|缝|线|公害|废)"
    r"|非(?!化石|金属|凡|常|遗|机动)|禁|杜绝|取消|拒绝|没有|遏制|零(?![售部件星工点散碎花下基碳距起度\d])"
)
"""Words of denial: wherever one stands in the segment, the segment denies too and does not differ."""

_TOPIC = re.compile(r"(?:方面|来看|而言|来说)$")
"""The end of a segment that only says what the next one is about."""

_LESSENS = re.compile(r"[停限减降缩压控抑避免防退弃撤废]|淘汰|取缔|关停|约束|严[格管把]|从严|收紧")
"""Words of reducing: the same, right before or behind the predicate."""

# 负增长 before 增长: the longer word that means the opposite goes first.
_PATTERNS = tuple(re.compile(f"(?P<down>{down})|(?P<up>{up})") for _, up, down in _AXES)
_LONGEST_OBJECT = 14
_NO_OBJECT = re.compile(r"^(?:到|至|了|约|近|超过|不|\d|百分之|[的和与及、]|(?:水平|力度|幅度)$)*")
_COVERED = 0.55
_BESIDE = 0.35
"""Shares of the smaller and of the larger object from which two texts speak of the same."""

_LEAST_OBJECT = 3
_FIGURE = re.compile(r".{0,3}\d")
_BESIDE_PREDICATE = 8


@dataclass(frozen=True, slots=True)
class _Cue:
    """A word with a sign on an axis, the segment that it stands in, what it is said of and what is before."""

    span: Span
    axis: int
    sign: int
    segment: Span
    object: Span
    before: Span


def polarity_differences(claim: str, source: str) -> list[Difference]:
    """Return the directions and negations in which two normalised Chinese texts differ, each once."""
    found = [*_turned(claim, source), *_negated(claim, source)]
    return list(dict.fromkeys(found))


def direction(text: str) -> int:
    """Return whether a normalised Chinese text names more (1) or less (-1) of something; 0 for neither or both."""
    told = {cue.sign for cue in _cues(text)}
    return told.pop() if len(told) == 1 else 0


def forbids(text: str) -> bool:
    """Whether a normalised text that stands before a predicate, in its segment, negates it."""
    return _DUTY.search(text) is not None or text.endswith(("不", "未", "非"))


def _turned(claim: str, source: str) -> Iterator[Difference]:
    """Objects that both texts speak of under cues of opposite sign on one axis."""
    own, stated = list(_cues(claim)), list(_cues(source))
    for said in own:
        facing = [c for c in stated if c.axis == said.axis]
        fits = [(_fit(claim, said, source, c), c.sign) for c in facing]
        same = max((fit for fit, sign in fits if sign == said.sign), default=0.0)
        against = max((fit for fit, sign in fits if sign != said.sign), default=0.0)
        if against < _COVERED or same >= against - 0.15:
            continue
        other = next(c for c, (fit, sign) in zip(facing, fits, strict=True) if sign != said.sign and fit == against)
        # 遏制…盲目增长: the claim says so itself, by another word.
        if any(c.sign == other.sign and _fit(claim, c, source, other) >= _COVERED for c in own if c.axis == other.axis):
            continue
        yield Difference(_AXES[said.axis][0], _shown(claim, said), _shown(source, other))


def _cues(text: str) -> Iterator[_Cue]:
    for segment in segments_of(text):
        for axis, pattern in enumerate(_PATTERNS):
            for match in pattern.finditer(text, *segment):
                span = Span(*match.span())
                sign = 1 if match["up"] else -1
                yield _Cue(span, axis, sign, segment, _object(text, segment, span), _before(text, segment, span))


def _fit(claim: str, one: _Cue, source: str, other: _Cue) -> float:
    """Return how far (0..1) two cues are said of the same: by their objects, or by what is before if those begin so."""
    fit = _overlap(claim, one.object, source, other.object)
    if fit >= _COVERED or one.object == one.before or other.object == other.before:
        return fit
    begins = key_of(one.object.of(claim)).text[:2] == key_of(other.object.of(source)).text[:2]
    return max(fit, _overlap(claim, one.before, source, other.before)) if begins else fit


def _object(text: str, segment: Span, cue: Span) -> Span:
    """Return what a cue is said of: behind it up to the next 、, else before it."""
    end = min(segment.end, cue.end + _LONGEST_OBJECT)
    cut = re.compile("[、]").search(text, cue.end, end)
    end = cut.start() if cut else end
    lead = _NO_OBJECT.match(text[cue.end : end])
    start = cue.end + (lead.end() if lead else 0)
    if end - start >= 2 and not _FIGURE.match(text, start, end):
        return Span(start, end)
    return _before(text, segment, cue)


def _before(text: str, segment: Span, cue: Span) -> Span:
    begin = max(segment.start, cue.start - _LONGEST_OBJECT)
    return Span(max(text.rfind("、", begin, cue.start) + 1, begin), cue.start)


def _overlap(claim: str, one: Span, source: str, other: Span) -> float:
    """Return the share of the smaller object that the other one holds, 0..1; 0 for those that say little."""
    a, b = key_of(one.of(claim)).text, key_of(other.of(source)).text
    if min(len(a), len(b)) < 2:
        return 0.0
    first, second = pairs(a), pairs(b)
    shared = len(first & second)
    return shared / min(len(first), len(second)) if shared >= _BESIDE * max(len(first), len(second)) else 0.0


def _negated(claim: str, source: str) -> Iterator[Difference]:
    """Predicates that one text negates and the other states plainly."""
    for text, other, claimed in ((claim, source, True), (source, claim, False)):
        for segment in segments_of(text):
            match = _DUTY.search(text, *segment)
            if match is None:
                continue
            predicate = Span(match.end(), segment.end)
            denials = max(1, len(_DENIES.findall(segment.of(text))))
            if len(key_of(predicate.of(text)).text) < _LEAST_OBJECT:
                # 转供电价不得加价: a bare verb is known by what is before.
                lead = text[max(segment.start, match.start() - _BESIDE_PREDICATE) : match.start()]
                plain = _stated_plainly(lead + predicate.of(text), other, denials)
                plain = plain if plain and predicate.of(text).strip() in plain else None
            else:
                plain = _stated_plainly(predicate.of(text), other, denials)
            if plain is not None:
                shown = segment.of(text)
                yield Difference(Field.NEGATION, *((shown, plain) if claimed else (plain, shown)))


def _stated_plainly(predicate: str, text: str, denials: int) -> str | None:
    """Return the segment of ``text`` that says ``predicate`` without as many ``denials`` or a word that lessens it."""
    wanted = key_of(predicate).text
    if len(wanted) < _LEAST_OBJECT:
        return None
    parts = pairs(wanted)
    best, held = 0.0, None
    for segment in segments_of(text):
        if _TOPIC.search(segment.of(text)):
            continue
        own = pairs(key_of(segment.of(text)).text)
        share = len(parts & own) / len(parts)
        # A claim that says only the head of a long predicate still says it.
        if _LEAST_OBJECT < len(own) < len(parts):
            share = max(share, 0.9 * len(parts & own) / len(own))
        if share > best:
            best, held = share, segment
    if held is None or best < _COVERED:
        return None
    said = held.of(text)
    blocks = [b for b in SequenceMatcher(None, predicate, said, autojunk=False).get_matching_blocks() if b.size > 1]
    # Words that both texts have explain no difference: 降 in 节能降碳.
    first, last = (blocks[0].b, blocks[-1].b + blocks[-1].size) if blocks else (0, 0)
    between = [said[a.b + a.size : b.b] for a, b in pairwise(blocks)]
    near = " ".join((said[max(0, first - _BESIDE_PREDICATE) : first], *between, said[last : last + _BESIDE_PREDICATE]))
    if len(_DENIES.findall(said)) >= denials:
        return None
    return None if _LESSENS.search(near) else said


def _shown(text: str, cue: _Cue) -> str:
    return Span(min(cue.span.start, cue.object.start), max(cue.span.end, cue.object.end)).of(text)

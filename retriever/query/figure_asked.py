"""What figure a question asks for: a share, a capacity, a number of houses; a level or the size of a change; its years.

Only the words of measuring in general are listed here, never indicators of particular documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.recognizers.periods import Period, PeriodKind, find_periods
from index.recognizers.quantity import Bound, Change
from index.recognizers.units import UNIT, Kind, kind_of

__all__ = ["FigureAsked", "YearsAsked", "asks_frequency", "figure_asked", "years_asked"]


@dataclass(frozen=True, slots=True)
class FigureAsked:
    """Whether a figure is ``expected``, and which: ``kinds`` that fit (empty: any), the ``unit`` asked for by name.

    ``change`` is the direction asked for and ``bound`` the side (多少岁以上), None where not said; ``level`` asks for a
    share as it stands (占比), not for how it changes. ``strive`` asks for what is merely striven for, ``describes`` for
    a threshold that describes things (多大的锅炉).
    """

    expected: bool = False
    kinds: frozenset[Kind] = frozenset()
    unit: str | None = None
    change: Change | None = None
    bound: Bound | None = None
    level: bool = False
    strive: bool = False
    describes: bool = False


@dataclass(frozen=True, slots=True)
class YearsAsked:
    """The ``targets``: years asked for, base years (比2020年) left out.

    ``named`` are those of them that name a document (2013年政府工作报告): no target of a document that has that year
    itself.
    """

    targets: frozenset[int]
    named: frozenset[int] = frozenset()


_SHARES = frozenset({Kind.SHARE, Kind.POINTS, Kind.MULTIPLE})
_KINDS: tuple[tuple[re.Pattern[str], frozenset[Kind]], ...] = tuple(
    (re.compile(pattern), frozenset(kinds))
    for pattern, kinds in (
        (
            r"百分之|比例|占比|比重|比率|率(?!先|领)|份额|百分比|几成|%|降幅|增幅|增速"
            r"|\bshares?\b|percent|proportion|\brates?\b|\bratio|\bcoverage\b|efficiency",
            _SHARES,
        ),
        (
            r"装机|千瓦|兆瓦|capacit(?:y|ies)|(?:mega|giga|kilo)watts",
            {Kind.POWER, Kind.ENERGY, Kind.VOLUME, Kind.MASS},
        ),
        (r"面积|多大(?=面积|地)|亩|\barea\b|hectare|acreage", {Kind.AREA, Kind.SHARE, Kind.POINTS}),
        (
            r"产值|收入|营收|增加值|交易额|销售额|规模(?=.*元)|投资|资金|罚款|多少钱|补贴"
            r"|金额|数额|奖金|经费|费用|(?:补助|奖励|奖补|资助)(?:标准|额度|多少)"
            r"|revenue|turnover|value added|invest|\bfines?\b|price|cost",
            {Kind.MONEY, Kind.SHARE},
        ),
        (r"多久|多长时间|(?<!哪)几个?[年月天日]|期限|how long|how many (?:days|months|years|hours)", {Kind.TIME}),
        (r"几点(?![要意建问经])|几时几分|what time\b", {Kind.CLOCK}),
        (r"蓄积量|库容|volume", {Kind.VOLUME, Kind.SHARE}),
        (r"立方|\bcubic\b", {Kind.VOLUME}),
        (r"排放量|减排量|产量|多重|重量|tonnes?|\btons?\b", {Kind.MASS, Kind.SHARE}),
        (r"多少人|几个?人|人数|人口|how many (?:people|persons|workers)", {Kind.PEOPLE, Kind.NUMBER}),
        (r"(?:多少|(?<!哪)几)[个家座辆条处所项台套艘只]|how many\b", {Kind.COUNT, Kind.PEOPLE, Kind.AREA, Kind.TIME}),
    )
)
_ASKED_UNIT = re.compile(r"(?:多少|(?<!哪)几)\s*(?P<scale>[百千]?[万亿])?")
_FALL = re.compile(
    r"下降|降低|减少|削减|压减|降(?:幅|多少|几|到)|要降|少用|cut|reduc|decreas|fall|drop|lower|shrink|降"
)
_RISE = re.compile(r"增长|增幅|增速|提升多少|提高多少|上升|要涨|涨|grow|increas|rise|improv")
_DESCRIBES = re.compile(
    r"多[大高长](?:以[上下])?的|门槛|超过多少|多少\S{0,6}(?:以上|以下|及以)|threshold|larger than what|above what"
)


_LEVEL = re.compile(
    r"占比|比重|份额|占\S{0,12}(?:比例|百分之几|多少|几成)|[\u3400-\u9fff]率(?![先领])|\bshares?\b|\bproportion\b|\bcoverage\b"
)
_ALTERS = re.compile(r"(?:提高|提升|缩小|扩大|变化)(?![到至])|[增减升降]幅|速|百分点|\bpoints?\b|\bby how\b|\bchange")
"""What makes a share that is asked for one of a change."""

_SIDE = re.compile(r"(?:多少|(?<!哪)几)[^,。?]{0,5}?(?:(?P<least>以上)|(?P<most>以下|以内|之内))")
_FIGURE = re.compile(r"目标值?(?:是|为|$)|上限|下限|限值|阈值|\btarget\b|\blimit\b|\bthreshold|\bhow (?:much|far)")
_OPEN = re.compile(
    r"什么|怎|哪|吗|谁|为何|是否|措施|办法|任务|\b(?:how|which|who|why|when|where|does|do|is|are|will|can|must)\b"
)
"""Words that ask for something else than a figure; without one, who names a year asks for the figure of that year."""

_YES_OR_NO = re.compile(
    r"^(?:can|may|must|should|does|do|did|is|are|will|has|have)\b(?!.*\bhow\b)|^(?!.*(?:多少|几|多[大高长])).*(?:吗|要不要|能不能|可不可以)"
)
"""Asked so, what is measured is only what the question is about (can schools attract investment?)."""

_STRIVE = re.compile(r"力争|争取|努力|冲刺|strive|ambition|at best|stretch")

_UP_TO = re.compile(r"years? (?:up to|before|until|preceding|prior to|leading up to)\s*$")
_SO_LONG = re.compile(r"的?(?:\d+|[一二两三四五六七八九十]+|几)年")
"""What stands in front of a year, and behind 2013年前, that ends a stretch without being in it."""

_DOCUMENT = re.compile(
    r"[年的]*[《“\"]?(?:(?!目标|任务|指标|[年要将,。;])[\u3400-\u9fff]){0,12}?"
    r"(?:报告|规划|计划|方案|纲要|意见|决定|通知|条例|办法)"
    r"| (?:(?!targets?\b|goals?\b)[\w'’-]+ ){0,3}"
    r"(?:reports?|plans?|programmes?|programs?|schemes?|outlines?|notices?|opinions?|regulations?|measures)\b"
)
"""What a document calls itself, behind its years."""

_OFTEN = re.compile(
    r"(?:多久|多长时间|几[年月天日]|几个月|隔多久)\S{0,24}[一几]?[次遍回](?!性)|频次|频率"
    r"|每[年月周天日季]\S{0,12}(?:几|多少)[次遍回]|how often|how frequent"
)


def asks_frequency(question: str) -> bool:
    """Whether a normalised question asks how often something is done."""
    return _OFTEN.search(question) is not None


def figure_asked(question: str, of_years: bool) -> FigureAsked:
    """Return what figure the normalised ``question`` (Chinese or lower-case English) asks for.

    ``of_years`` tells that it asks for certain years (see :func:`years_asked`).
    """
    kinds: frozenset[Kind] = frozenset()
    unit = None
    if asked := _ASKED_UNIT.search(question):
        named = UNIT.match(question, asked.end())
        if named is not None:
            unit = named[0].strip()
            kinds = frozenset({kind_of(unit)})
    if not kinds:
        for pattern, fitting in _KINDS:
            if pattern.search(question):
                kinds |= fitting
    side = _SIDE.search(question)
    fall, rise = _FALL.search(question), _RISE.search(question)
    describes = _DESCRIBES.search(question) is not None
    return FigureAsked(
        expected=(bool(kinds) and not _YES_OR_NO.search(question))
        or describes
        or _FIGURE.search(question) is not None
        or (of_years and not _OPEN.search(question)),
        kinds=kinds,
        unit=unit,
        change=Change.FALL if fall and not rise else Change.RISE if rise and not fall else None,
        level=not (fall or rise) and _LEVEL.search(question) is not None and _ALTERS.search(question) is None,
        bound=None if side is None else Bound.AT_LEAST if side["least"] else Bound.AT_MOST,
        strive=bool(_STRIVE.search(question)),
        describes=describes,
    )


def years_asked(question: str, years: Iterable[int]) -> YearsAsked:
    """Return which of the ``years`` that the normalised ``question`` names it asks for."""
    bases: set[int] = set()
    naming: set[int] = set()
    for period in find_periods(question, bare=True, titles=True):
        if period.kind is PeriodKind.BASE or _ends_before(question, period):
            bases.add(period.first)
        elif period.plan is None and _DOCUMENT.match(question, period.span.end):
            # A stretch in front of a document's kind is its name (2024—2028年规划), a single year may be.
            (naming if period.first == period.last else bases).update((period.first, period.last))
    targets = frozenset(years) - bases
    return YearsAsked(targets, targets & naming)


def _ends_before(question: str, period: Period) -> bool:
    """Whether a year ends a stretch that it is not in: the five years before 2013, 2013年前五年."""
    start, end = period.span
    if question[start:end].endswith("前"):
        return _SO_LONG.match(question, end) is not None
    return _UP_TO.search(question[: end - 4]) is not None

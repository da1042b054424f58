"""Which figures of a text are statements about the world, and whether they are aims or what is already so.

Left out are figures that only describe something else (thresholds of a rule, standards' names, deadlines in days, how
often something is done) and numbers that stand inside a name.
"""

from __future__ import annotations

import re

from index.language.tokens import tagged_words
from index.recognizers.periods import PeriodKind
from index.recognizers.quantity import Bound, Change, Quantity
from index.recognizers.units import Kind
from index.types import Span
from retriever.targets.row import Limit, Nature

__all__ = ["founded", "is_statement", "limit_of", "nature_of"]

_MORE = re.compile(r"(?<![不得])(?:大于(?!等于)|高于|多于|超过?|突破)|多$")
_LESS = re.compile(r"(?<![不得])(?:小于(?!等于)|低于|少于)|不足")
_ACHIEVING = re.compile(
    r"达到?|至|为|共|计|新增|新建|建成|建设|创建|培育|打造|形成|完成|实施|引进|推广|改造|开展|建立|认定|评选|申报|争创|淘汰|关停|替换|更新"
    r"|设[立置]|各设|布局|布设|投放|配备|拥有|具备|实现|获|增|减|降|压|提|超|突破|力争|争取|累计|组织|举办|培养|培训|营造|修复|种植"
)
_NOW = re.compile(
    r"(?<!不)已(?!经济)|目前|现有(?=\d)|(?:^|[,;。市县区省国我])现有(?=[^,;。]{2,12}\d)|现已|现状|截至|截止|(?<![较比同与由从])(?:去年|上年)"
    r"|以来|历年|同比|短板|缺口|缺额|仅(?=为|有|占|\d)|(?:率|数|量|比重|占比)仅"
)
_SETTLED = re.compile(r"了(?=\d)|先后|累计完成|获批|荣获")
_COUNTED = frozenset({Kind.COUNT, Kind.PEOPLE, Kind.NUMBER, Kind.TIME, Kind.LENGTH})
_QUOTED = re.compile(r"[“「『\"‘']([^“”「」『』\"‘’'\n]{1,24})[”」』\"’']")
_WITHIN = re.compile(r"\s*(?:以内|之内|内|前|后)")
_EVERY = re.compile(r"每[隔]?[^,;。]{0,10}$|[一按]次[^,;。]{0,4}$")
_OF_A_SIZE = re.compile(
    r"(?:时|的,|的(?!目标|比例|比重|水平|要求|任务|增速|速度|幅度)[^,;:。]{0,12}(?:(?<![响反供对相适])应|须|(?<!主)要|不得))"
)
_RULE = re.compile(r"[^;。]{0,80}的,[^;。]{0,80}(?:要|应|须|依法|不得|责令|一律|必须)")
_REACHED = re.compile(r"(?:达到?|提高到?|提升到?|增至|降至|控制在)(?:不[低高超]于?过?)?\s*$")
_PROPERTY_ENDS = re.compile(
    r"(?:面积|规模|容量|人口|总量|用量|长度|高度|直径|重量|能力|产能)(?:在|为|达到?)?(?:不[低高小少超][于过])?\s*$"
)
_RATINGS = frozenset({Kind.VOLTAGE, Kind.LENGTH, Kind.TEMPERATURE})
"""Kinds that name sorts of equipment (500千伏通道, 12英寸生产线) unless something reaches them."""
_MEASURES = frozenset({Kind.AREA, Kind.POWER, Kind.MASS, Kind.VOLUME, Kind.ENERGY, Kind.MONEY, Kind.PEOPLE})
_DISTANCE = re.compile(r"公里|千米|海里")
_ENDS = re.compile(r"\s*(?:[,;。、)\n]|$|[和与及](?=[^,;。]{2,40}\d))")
_GREAT = "大"
"""六大工程 counts what is named, and says nothing of how many there shall be."""

_CAPPED = re.compile(r"(?:的?(?:标准|额度)?)为(?:(?P<most>上限|限|最高)|下限|底线)")
_AWAY = re.compile(
    r"(?:(?P<most>不得?超过|不得?高于|不得?多于|最[高多](?=[可补奖给按支])|封顶)|不得?低于|不得?少于|至少)(?=[^,;。、]{0,16}$)"
)
_CLOCK = re.compile(r"\d:\d\d|\d[时点](?:\d|半|$)")
_FOUNDED = re.compile(r"(?:设立|建立|组建|发起|成立)[^,;。]{0,8}(?P<size>总?规模)$")
_HAN_DIGIT = re.compile(r"[一二两三四五六七八九十]")
_NAMED_COUNT = 10
"""Up to so many things in Han numerals are named rather than counted, also where no noun follows."""


def is_statement(text: str, quantity: Quantity) -> bool:
    """Whether a figure of the normalised ``text`` states how much something is or shall be."""
    if (
        (quantity.attributive and not founded(text, quantity))
        or quantity.subject is None
        or _CLOCK.search(quantity.span.of(text))
        or _in_name(text, quantity.span)
    ):
        return False
    before = text[quantity.clause.start : quantity.span.start]
    if quantity.kind is Kind.TIME:
        # 30日内完成 is a deadline and 每月 is how often: neither measures anything.
        if _WITHIN.match(text, quantity.span.end) or _EVERY.search(before) or quantity.object is not None:
            return False
        return quantity.bound is not Bound.EXACT or re.search(r"达到?|[为到至]\s*$", before) is not None
    if _OF_A_SIZE.match(text, quantity.display.end) or _describes(text, quantity):
        return False
    if quantity.kind not in _COUNTED:
        return True
    words = [pos for _, pos in tagged_words(quantity.subject.of(text))]
    # 新增就业 says what is counted, 新增 alone does not.
    if all(pos.startswith("v") for pos in words) and (len(words) == 1 or quantity.period is None):
        return False
    if quantity.bound is not Bound.EXACT:
        return True
    if _HAN_DIGIT.match(text, quantity.span.start) and (quantity.object is not None or quantity.high <= _NAMED_COUNT):
        # 三条控制线 names what there is; 创建三个示范区 counts what shall be.
        return re.search(rf"(?:{_ACHIEVING.pattern})\s*$", before) is not None
    if quantity.period is not None or _ACHIEVING.search(before) is not None:
        return True
    # 组建产教联合体2个: what is counted in front and nothing behind is said for its number.
    return quantity.object is None and _ENDS.match(text, quantity.display.end) is not None


def founded(text: str, quantity: Quantity) -> bool:
    """Whether a figure is the size of something that is set up (设立总规模20亿元的产业基金)."""
    return quantity.object is not None and _FOUNDED.search(text, quantity.clause.start, quantity.span.start) is not None


def _describes(text: str, quantity: Quantity) -> bool:
    """Whether a figure is a property of the noun beside it, or the threshold from which a rule holds."""
    before, after = (
        text[quantity.clause.start : quantity.span.start],
        text[quantity.display.end : quantity.sentence.end],
    )
    if quantity.unit == _GREAT:
        return True
    if quantity.kind in _RATINGS and not _REACHED.search(before):
        # 500千伏通道 and 12英寸生产线 are sorts of things; a distance built (新建农村公路60公里) is a figure.
        far = _DISTANCE.match(quantity.unit) and (_ACHIEVING.search(before) or quantity.period is not None)
        if not far or not _ENDS.match(after):
            return True
    beside = quantity.object is not None and quantity.object.start - quantity.display.end <= 1
    bounded = quantity.display.end > quantity.span.end
    if beside and bounded and quantity.kind in _MEASURES and _PROPERTY_ENDS.search(before):
        return True
    ruled = quantity.bound is not Bound.EXACT and quantity.period is None and not quantity.strive
    return ruled and _RULE.match(after) is not None


def _in_name(text: str, span: Span) -> bool:
    """Whether the figure stands in a short quotation of its own (“15分钟生活圈”, “333”行动)."""
    start = max(0, span.start - 30)
    return any(m.start(1) <= span.start and span.end <= m.end(1) for m in _QUOTED.finditer(text, start, span.end + 30))


def limit_of(text: str, quantity: Quantity) -> Limit:
    """Return the bound of a figure, strict ones told apart (大于, 超过 and 突破 from 不低于 and 以上)."""
    words = quantity.figure.of(text)
    match quantity.bound:
        case Bound.AT_LEAST:
            return Limit.MORE_THAN if _MORE.search(words) else Limit.AT_LEAST
        case Bound.AT_MOST:
            return Limit.LESS_THAN if _LESS.search(words) else Limit.AT_MOST
        case Bound.ABOUT:
            return Limit.ABOUT
        case Bound.EXACT:
            return _limit_around(text, quantity)


def _limit_around(text: str, quantity: Quantity) -> Limit:
    """Return the bound of a figure whose word stands away from it (不超过合同金额的50%, 以49%为上限)."""
    if match := _CAPPED.match(text, quantity.display.end):
        return Limit.AT_MOST if match["most"] else Limit.AT_LEAST
    said = list(_AWAY.finditer(text, quantity.clause.start, quantity.span.start))
    if not said or quantity.change is not Change.LEVEL:
        return Limit.EXACT
    return Limit.AT_MOST if said[-1]["most"] else Limit.AT_LEAST


def nature_of(text: str, quantity: Quantity, issued: int | None, *, retrospect: bool = False) -> Nature:
    """Return whether a figure is an aim or a state, ``issued`` being the year of its document, if known.

    A state is what a period before the document says, or what the sentence calls present (已, 目前, 截至) or headings
    announce as such (``retrospect``), without a deadline that lies ahead of the document.
    """
    period = quantity.period
    if issued is not None and period is not None and period.last < issued:
        return Nature.STATE
    stated = period is not None and not quantity.period_carried
    begin = quantity.sentence.start
    if stated and period is not None and quantity.sentence.contains(period.span) and issued is not None:
        # 去年达到20%,今年力争达到30%: what is said of the year before is over.
        begin = min(period.span.start, quantity.span.start) if period.last >= issued else begin
    told = text[begin : quantity.display.end]
    now = _NOW.search(told) or _SETTLED.search(quantity.clause.of(text)) or retrospect
    if not now:
        return Nature.TARGET
    ahead = stated and period is not None and period.kind is PeriodKind.BY and (issued is None or period.last > issued)
    ahead = ahead and not re.match(r"截[至止]", text[period.span.start : period.span.end] if period else "")
    return Nature.TARGET if ahead else Nature.STATE

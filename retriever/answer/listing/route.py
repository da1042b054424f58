"""Which questions want a list, and of what: told by their form alone, never by what they are about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

__all__ = ["Route", "Wanted", "route_of"]


class Route(str, Enum):
    """How a question is answered."""

    ANSWER = "answer"
    """By reading the passages found."""
    MENTIONS = "mentions"
    """Which documents say a word."""
    DUTIES = "duties"
    """What a body has to do, by the responsibility notes."""
    HEADINGS = "headings"
    """The headings of a document: its actions, tasks, chapters."""
    FIGURES = "figures"
    """The quantitative targets of a place, a document, a year."""
    BASIS = "basis"
    """What other documents a document names."""
    EXTREME = "extreme"
    """Which place has the largest or smallest figure."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list that is wanted; ``what`` are the normalised words that say of what, "" where the form says it."""

    route: Route
    what: str = ""


_LIST = r"(?:请|帮我|给我)?(?:全部|逐一|逐条)?(?:列出|列举|罗列|列一下|汇总|盘点|整理)(?:出|一下)?"
_KINDS = r"行动|任务|措施|工程|原则|章节|目录|大纲|提纲|标题|部分|章|节|方面|计划|机制|领域|内容"
_COUNT = r"(?:[一二三四五六七八九十两]+|\d+)"
_END = r"[\s。?!,;:]*$"
_QUOTES = " \"'“”‘’「」『』《》,。?!;:"

_FORMS: tuple[tuple[Route, re.Pattern[str]], ...] = tuple(
    (route, re.compile(pattern, re.IGNORECASE))
    for route, pattern in (
        (
            Route.MENTIONS,
            r"(?:有|在)?(?:哪些|哪几[份个篇部]|几[份个篇部])(?:城市的?|地方的?)?(?:文件|文档|方案|规划|法规|资料|材料|城市|地方|地区|省市)(?:里|中|当中)?(?:都|曾|有)?"
            r"(?:提到|提及|提过|涉及|讲到|写到|写了|写有|包含|出现|谈到|说到|说起|含有)(?:了|过)?(?P<what>.+?)(?:的)?(?:内容|字样|一词)?"
            + _END,
        ),
        (
            Route.MENTIONS,
            r"(?P<what>.+?)(?:这个词|一词)?(?:在|出现在)(?:哪些|哪几[份个篇部])(?:文件|文档|方案|法规|资料)(?:里|中|当中)?"
            r"(?:都|有)?(?:提到|提及|出现|写到|涉及)?(?:了|过)?" + _END,
        ),
        (
            Route.MENTIONS,
            r"which (?:documents?|plans?|files?|laws?|texts?|cit(?:y|ies)|places?) "
            r"(?:mentions?|refers? to|talks? about|contains?|names?|covers?|says?) (?P<what>.+?)" + _END,
        ),
        (
            Route.DUTIES,
            r"(?P<what>[^,。?]{2,30}?(?:局|委|委员会|厅|办|办公室|部|院|公司|中心|集团|政府|管委会))(?:要|需要?|应该?|应当|都|具体|分别|主要)*"
            r"(?:承担|负责|牵头|参与|配合|承办)(?:了|着|的是)?(?:哪些|哪几项|什么|几项)(?:重点|具体|主要)?(?:任务|工作|职责|事项|措施|行动|事)?"
            + _END,
        ),
        (
            Route.DUTIES,
            r"(?P<what>[^,。?]{2,30}?(?:局|委|委员会|厅|办|办公室|部|院|公司|中心|集团|政府|管委会))的(?:任务|职责|分工|责任)(?:清单)?"
            r"(?:有哪些|是什么|都有什么|包括哪些)" + _END,
        ),
        (
            Route.DUTIES,
            r"(?:哪些|什么)(?:任务|工作|事项|措施|行动)(?:是)?(?:由|归|要由)(?P<what>[^,。?]{2,30}?)(?:来)?(?:承担|负责|牵头|参与|配合|管)(?:的)?"
            + _END,
        ),
        (
            Route.FIGURES,
            rf"{_LIST}.*?(?:量化|定量|数值|数字|约束性|预期性|主要|具体|所有|全部|各项)*的?(?:目标|指标)(?:值|清单|数据)?"
            + _END,
        ),
        (
            Route.FIGURES,
            r".*(?:有|提出|设定|定)(?:了)?(?:哪些|什么)(?:具体|主要)?(?:的)?(?:量化|定量|数值|数字)(?:的)?(?:目标|指标)"
            + _END,
        ),
        (Route.FIGURES, r".*(?:量化|定量)(?:的)?(?:目标|指标)(?:有哪些|都有什么|是哪些|清单)" + _END),
        (
            Route.FIGURES,
            r"(?:please )?list (?:all |the |all the )?(?:quantitative |numeric(?:al)? )?"
            r"(?:targets|figures|indicators)\b.*" + _END,
        ),
        (Route.HEADINGS, rf"{_LIST}(?P<what>.*?(?:{_KINDS}))" + _END),
        (
            Route.HEADINGS,
            rf"(?P<what>.*?{_COUNT}(?:大|项|个|条)(?:重点|主要|专项)?(?:{_KINDS}))(?:都|分别)?(?:有哪些|是哪些|是什么|包括哪些|指什么)"
            + _END,
        ),
        (
            Route.HEADINGS,
            r".*(?:方案|规划|文件|办法|条例|通知|意见|计划|报告|细则|规定|法)》?的?(?P<what>目录|大纲|提纲|章节|章节标题)(?:是什么|有哪些|是怎样的)?"
            + _END,
        ),
        (
            Route.HEADINGS,
            r"(?:please )?(?:list|show)(?: me)? (?:all |the |all the )?(?:\w+ )?"
            r"(?P<what>actions|tasks|measures|chapters|headings|sections|outline)\b.*" + _END,
        ),
        (
            Route.BASIS,
            r".*(?:依据|根据|依照|按照|引用|参照)(?:了|的)?(?:哪些|什么|哪几[个份部])(?:上位|上级|有关|相关)?(?:的)?"
            r"(?:(?:文件|法律法规|法律|法规|政策)(?:制定|编制|起草|出台)?|(?:制定|编制|起草|出台))(?:的)?" + _END,
        ),
        (Route.BASIS, r".*(?:制定|编制|起草|上位|法律|政策)(?:的)?(?:依据|文件|法)(?:是什么|有哪些|是哪些)" + _END),
        (
            Route.EXTREME,
            r"(?:哪一?[个座]?(?:城市|地方|市|地区|省|县)|哪市|哪里)(?:的)?(?P<what>.{2,40}?)(?P<end>最高|最大|最多|最快|最长|最低|最小|最少|最慢|最短)"
            + _END,
        ),
        (
            Route.EXTREME,
            r"(?P<what>.{2,40}?)(?P<end>最高|最大|最多|最低|最小|最少)的?(?:是)?(?:哪一?[个座]?(?:城市|地方|市|地区|省|县)|哪里)"
            + _END,
        ),
        (
            Route.EXTREME,
            r"(?:which|what) (?:city|place|province|county) has the "
            r"(?P<end>highest|largest|greatest|most|lowest|smallest|least) (?P<what>.+?)" + _END,
        ),
    )
)
_LOW = frozenset(["最低", "最小", "最少", "最慢", "最短", "lowest", "smallest", "least"])


def route_of(normalised: str) -> Wanted:
    """Return how a normalised question is to be answered: :attr:`Route.ANSWER` unless it has the form of a list."""
    said = normalised.strip()
    for route, form in _FORMS:
        if (found := form.fullmatch(said)) is None:
            continue
        groups = found.groupdict()
        what = (groups.get("what") or "").strip(_QUOTES)
        if route in (Route.MENTIONS, Route.DUTIES) and not what:
            continue
        if route is Route.EXTREME:
            what = ("-" if groups["end"].lower() in _LOW else "+") + what
        return Wanted(route, what)
    return Wanted(Route.ANSWER)

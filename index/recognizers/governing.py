"""The one resolver of periods: which year governs a place of a paragraph, nearest first.

:mod:`index.recognizers.periods` finds the years that a text states. Here is settled which of them is in force where a
figure stands, the same for answers, the target table and the draft check. A wrong year is worse than none:

- the figure's own year comes first, then a relative word (今年, 去年: the year of the document), an earlier sentence,
  the heading above, the document's title, and last a plan that heading or title name;
- a year that is only a starting point (从2007年的8.4%提升到…) or that of prices (2010年不变价) governs nothing else,
  and a plan that is merely mentioned (实现“十四五”规划目标) nothing either;
- a stretch counted back (过去五年, 五年来) hides the years said before it;
- what another line says is carried over only as a deadline;
- what is so already and what a rule grants or allows is of no year that a title names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.recognizers.periods import RELATIVE_YEARS, Period, PeriodKind, find_periods
from index.types import Span

__all__ = ["RELATIVE", "Setting", "Years", "in_retrospect", "setting_of"]

RELATIVE = re.compile(
    r"(?P<base>比|较|与|同)?(?P<year>今年|本年(?!度)|去年|上年(?!度)|过去一年|前年(?!度?[^,。]{0,4}前)|明年|后年)(?:度|初|末|底)?"
)
"""A year named by the one that is spoken in; with ``base`` it is what something is compared with."""

_COUNT = r"(?:[一二两三四五六七八九十]+|(?<!\d)\d{1,2})"
_LOOKING_BACK = re.compile(
    rf"(?!过去一年)(?:过去|近|这|最近|(?<![学之])前){_COUNT}多?年(?!期)|{_COUNT}年(?:多?来|累计)"
    r"|本届|多年(?:来|累计)|过去一年[和及、]"
)
_NOW = re.compile(r"[,;。](?:而)?(?:目前|现在|如今|当前|截至目前)")
_ALREADY = re.compile(
    r"目前|现有|现已|已(?!经济)|截至|截止|以来|历年|累计|[成得现到]了|先后|同期|连续|建有|拥有|取得|[位跃]居|荣获|获批"
    r"|[上本前]一?年度"
)
"""What is so already, or every year anew: of no year that a title names."""
_GRANT = re.compile(r"给予|奖励|奖补|补助|补贴|资助|申领|罚款|贴息")
_FROM = re.compile(r"[从由](?:基期)?$")
_AGO = re.compile(r"(?:底|末|初)?的?(?!起|开始|至|到|-|—)")
_PRICES = re.compile(r"\s*(?:不变价|可比价|价格|口径|当年价)")
_LEFT_AT = re.compile(r"(?:底|末|初)?的?(?:约|近|不足)?\s*")
"""What stands between the year that something starts from and its value then (由2007年的8.4%)."""

_SCOPE = re.compile(
    r"[\s—\-·]|力争|争取|努力|确保|全[市省国县区州]|[我本][市省县区]|其中|预计|计划|^\d+\.|^[(（].*?[)）]"
)
_RETROSPECT = re.compile(
    r"现状|回顾|成效|成就|取得的|进展(?:情况|成效)|完成情况|面临|形势|存在的?(?:主要|突出)?(?:问题|不足|困难)"
)
_FOUNDATION = re.compile(r"(?:发展|工作|现实|现有|良好|产业)基础$")
_AHEAD = re.compile(r"目标|要求|任务|思路|措施|原则|夯实|筑牢|打牢|强化|优化|推进|构建|加强|扩大|提升|巩固|彰显")
_TELLS = re.compile(r"报告|总结|评估|情况")
"""Titles of documents that tell of the years before the one they are called by."""

_EDITION = re.compile(r"\s*(?:[)）]|版|第\d+号|修[订正]|本(?![市省县区级])|[前底])")


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands over a paragraph: the ``year`` its document speaks in, the period of a ``heading``, of the ``title``.

    ``plan`` is the plan that heading or title name; each is None where it is unknown or holds for nothing below it.
    """

    year: int | None = None
    heading: Period | None = None
    title: Period | None = None
    plan: Period | None = None


def in_retrospect(path: Sequence[str]) -> bool:
    """Whether one of the normalised headings above a text announces what is so already (发展现状, 工作回顾)."""
    return any((_RETROSPECT.search(h) or _FOUNDATION.search(h)) and not _AHEAD.search(h) for h in path)


def setting_of(path: Sequence[str], title: str, year: int | None) -> Setting:
    """Return the setting under the normalised headings ``path``, innermost last, of a document with ``title``."""
    plan: Period | None = None
    for heading in reversed(path):
        years = Years(heading, find_periods(heading), Setting(year))
        back = _LOOKING_BACK.search(heading) is not None
        if not back and (stated := [p for p in years.periods if years.governs(p)]):
            return Setting(year, stated[-1])
        if back or RELATIVE.search(heading):
            return Setting(year)
        plan = plan or _named_plan(years.periods)
    if in_retrospect(path):
        return Setting(year, plan=plan)
    named = [p for p in find_periods(title) if not _EDITION.match(title, p.span.end)]
    if _TELLS.search(title) or len({(p.first, p.last) for p in named}) != 1:
        return Setting(year, plan=plan)
    over = next((p for p in named if p.kind is PeriodKind.DURING), None)
    return Setting(year, title=over, plan=plan or _named_plan(named))


def _named_plan(periods: Sequence[Period]) -> Period | None:
    return next((p for p in periods if p.kind is PeriodKind.NAME), None)


class Years:
    """What a normalised paragraph says of years: what it states (``stated``) and what stands over it (``setting``)."""

    def __init__(self, text: str, stated: Sequence[Period], setting: Setting | None = None) -> None:
        self.text = text
        self.setting = setting or Setting()
        self.year = self.setting.year
        self.periods = self._with_relative(stated)

    def _with_relative(self, stated: Sequence[Period]) -> tuple[Period, ...]:
        if self.year is None or not (told := list(RELATIVE.finditer(self.text))):
            return tuple(stated)
        found = list(stated)
        for match in told:
            span, year = Span(*match.span()), self.year + RELATIVE_YEARS[match["year"]]
            # 比上年: the year before the one that is spoken of, not before now.
            if not (match["base"] and match["year"] == "上年") and not any(p.span.overlap(span) for p in stated):
                kind = PeriodKind.BASE if match["base"] else PeriodKind.DURING
                found.append(Period(span, kind, year, year))
        return tuple(sorted(found, key=lambda p: p.span))

    @cached_property
    def _governing(self) -> tuple[Period, ...]:
        return tuple(p for p in self.periods if self.governs(p))

    def governs(self, period: Period) -> bool:
        """Whether a period can be the one of a figure that is not its own starting point."""
        if period.kind in (PeriodKind.BASE, PeriodKind.NAME):
            return False
        start, end = period.span
        began = _FROM.search(self.text, max(0, start - 3), start) and _AGO.match(self.text, end)
        return not began and not _PRICES.match(self.text, end)

    def at(self, position: int, sentence: Span) -> tuple[Period | None, bool]:
        """Return the period in force at ``position`` of a ``sentence``, and whether it is taken over into that."""
        text = self.text
        if (left := self._left_at(position, sentence)) is not None:
            return left, False
        inside = [p for p in self._governing if sentence.contains(p.span)]
        own = [p for p in inside if p.span.end <= position and self._reaches(p, position)]
        said = own[-1] if own else None
        at = said.span.end if said else sentence.start
        if said is not None and said.kind is not PeriodKind.BY and _NOW.search(text, said.span.end, position):
            return None, False
        if self._unknown_word(at, position) or _LOOKING_BACK.search(text, at, position):
            return None, False
        if said is not None:
            return said, False
        later = inside[0] if inside and inside[0].kind is PeriodKind.BY else None
        if later and later.span.start >= position and not re.search("[,;]", text[position : later.span.start]):
            return later, False
        # What is granted holds by itself, whatever is planned around it.
        granted = _GRANT.search(text, *sentence) is not None
        carried = None if granted else self._carried(sentence)
        over = carried or self.setting.heading
        if over is None and not granted and not _ALREADY.search(text, *sentence):
            over = self._over_all(sentence)
        return over, over is not None

    def _over_all(self, sentence: Span) -> Period | None:
        """Return the period of the title, or the plan that is named, unless an earlier sentence is of another one."""
        over = self.setting.title or self.setting.plan
        before = [p for p in self._governing if p.span.end <= sentence.start]
        other = over is not None and any((p.first, p.last) != (over.first, over.last) for p in before)
        return None if other else over

    def _left_at(self, position: int, sentence: Span) -> Period | None:
        """Return the year of the value at ``position`` when that is what something starts from."""
        before = [p for p in self.periods if sentence.contains(p.span) and p.span.end <= position]
        if not before or self.governs(before[-1]) or before[-1].kind is not PeriodKind.DURING:
            return None
        return before[-1] if _LEFT_AT.fullmatch(self.text, before[-1].span.end, position) else None

    def over_all(self, period: Period | None) -> bool:
        """Whether a period is that of the title or a plan that is named, which rules and thresholds are not of."""
        return period is not None and (period is self.setting.title or period is self.setting.plan)

    def _unknown_word(self, start: int, position: int) -> bool:
        """Whether 今年 and the like stand in front of ``position`` in a document whose year is unknown."""
        if self.year is not None:
            return False
        told = (m for m in RELATIVE.finditer(self.text, start, position) if not m["base"])
        return any(not _FROM.search(self.text, max(0, m.start() - 3), m.start()) for m in told)

    def _reaches(self, period: Period, position: int) -> bool:
        """Whether a period still governs ``position``: one after its subject ends with the semicolon."""
        start, end = period.span
        between = self.text[end:position]
        if ";" not in between:
            return True
        head = re.split(r"[,;:。\n]", self.text[max(0, start - 40) : start])[-1]
        return len(_SCOPE.sub("", head).strip()) < 2

    def _carried(self, sentence: Span) -> Period | None:
        line = self.text.rfind("\n", 0, sentence.start) + 1
        for period in reversed(self._governing):
            if period.span.end > sentence.start:
                continue
            if _LOOKING_BACK.search(self.text, period.span.end, sentence.start):
                return None
            if period.span.start >= line:
                return period
            ahead = period.kind is PeriodKind.BY and (self.year is None or period.last >= self.year)
            return period if ahead else None
        return None

    def relative(self, span: Span) -> int | None:
        """Return the year that 今年 and the like mean within ``span``, None without one or when it is unknown."""
        told = list(RELATIVE.finditer(self.text, *span))
        return self.year + RELATIVE_YEARS[told[-1]["year"]] if told and self.year is not None else None

    def looks_back(self, start: int, end: int) -> bool:
        """Whether a stretch counted back from now (五年来) is said between two positions."""
        return _LOOKING_BACK.search(self.text, start, end) is not None

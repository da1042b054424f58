"""The years of a figure: the period in force, said outright or as 今年 and 去年, and the base of a change.

:mod:`index.recognizers.periods` finds the years that a text states. Here is settled which of them governs a figure of
the table, where a wrong year is worse than none:

- a year that is only a starting point (从2007年的8.4%提升到…) or that of prices (2010年不变价) governs nothing else;
- 今年, 去年 and their like stand for the year of the document, or for none where that is unknown;
- a stretch counted back (过去五年, 五年来) hides the years said before it;
- what another line says is carried over only as a deadline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.recognizers.document_numbers import year_of_number
from index.recognizers.periods import RELATIVE_YEARS, Period, PeriodKind, find_periods
from index.recognizers.quantity import Quantity
from index.types import Document, Span

__all__ = ["Years", "document_year"]

_RELATIVE = re.compile(
    r"(?P<base>比|较|与|同)?(?P<year>今年|本年|去年|上年|前年(?!度?[^,。]{0,4}前)|明年|后年)(?:度|初|末|底)?"
)
_COUNT = r"(?:[一二两三四五六七八九十]+|(?<!\d)\d{1,2})"
_LOOKING_BACK = re.compile(rf"(?:过去|近|这|最近|(?<![学之])前){_COUNT}多?年(?!期)|{_COUNT}年(?:多?来|累计)")
_NOW = re.compile(r"[,;。](?:而)?(?:目前|现在|如今|当前|截至目前)")
_DATED = re.compile(r"(?m)^.{0,6}(?:日期|时间)\s*:\s*(\S.{4,24})$")
_SCOPE = re.compile(
    r"[\s—\-·]|力争|争取|努力|确保|全[市省国县区州]|[我本][市省县区]|其中|预计|计划|^\d+\.|^[(（].*?[)）]"
)
_GRANT = re.compile(r"给予|奖励|奖补|补助|补贴|资助|申领|罚款|贴息")
_FROM = re.compile(r"[从由](?:基期)?$")
_AGO = re.compile(r"(?:底|末|初)?的?(?!起|开始|至|到|-|—)")
_PRICES = re.compile(r"\s*(?:不变价|可比价|价格|口径|当年价)")


def document_year(document: Document, head: str = "") -> int | None:
    """Return the year that a document speaks in, None when it cannot be known.

    It is that of its date, its number, a line of its normalised ``head`` labelled as a date (核定日期:民国113年…),
    or the first one of the periods of its title.
    """
    for date in (document.issued_on, document.published_on):
        if date is not None:
            return int(date.value[:4])
    if document.doc_no is not None and (year := year_of_number(document.doc_no.value)):
        return year
    for line in _DATED.findall(head):
        if dated := [p for p in find_periods(line) if p.kind is not PeriodKind.BASE]:
            return dated[0].first
    if document.title is None:
        return None
    stated = [p for p in find_periods(document.title.value) if p.kind is PeriodKind.DURING]
    return min((p.first for p in stated), default=None)


@dataclass(frozen=True, slots=True)
class Years:
    """What a normalised paragraph says of years; ``year`` is that of its document, None when it is unknown."""

    text: str
    periods: tuple[Period, ...]
    year: int | None

    def governs(self, period: Period) -> bool:
        """Whether a period can be the one of a figure that is not its own starting point."""
        if period.kind is PeriodKind.BASE:
            return False
        start, end = period.span
        began = _FROM.search(self.text, max(0, start - 3), start) and _AGO.match(self.text, end)
        return not began and not _PRICES.match(self.text, end)

    def settled(self, quantity: Quantity) -> Quantity:
        """Return ``quantity`` with the period that is in force for it, or none."""
        text, sentence, position = self.text, quantity.sentence, quantity.span.start
        inside = [p for p in self.periods if sentence.contains(p.span) and self.governs(p)]
        own = [p for p in inside if p.span.end <= position and self._reaches(p, position)]
        said = own[-1] if own else None
        at = said.span.start if said else sentence.start
        if said is not None and said.kind is not PeriodKind.BY and _NOW.search(text, said.span.end, position):
            return replace(quantity, period=None, period_carried=False)
        told = [
            m
            for m in _RELATIVE.finditer(text, at, position)
            if not m["base"] and not _FROM.search(text, max(0, m.start() - 3), m.start())
        ]
        if told:
            year = None if self.year is None else self.year + RELATIVE_YEARS[told[-1]["year"]]
            quantity = replace(quantity, period_carried=False)
            span = Span(*told[-1].span())
            return replace(quantity, period=Period(span, PeriodKind.DURING, year, year) if year else None)
        if self.looks_back(quantity, at):
            return replace(quantity, period=None, period_carried=False)
        if quantity.period is None or (quantity.period in self.periods and not quantity.period_carried):
            held = quantity.period is None or quantity.period.span.start > position or quantity.period in own
            if said is None and quantity.period is not None and not (held and self.governs(quantity.period)):
                return replace(quantity, period=self._carried(sentence), period_carried=True)
            return replace(quantity, period=said) if said and quantity.period not in inside else quantity
        return self._inherited(quantity)

    def _reaches(self, period: Period, position: int) -> bool:
        """Whether a period still governs ``position``: one after its subject ends with the semicolon."""
        start, end = period.span
        between = self.text[end:position]
        if ";" not in between:
            return True
        head = re.split(r"[,;:。\n]", self.text[max(0, start - 40) : start])[-1]
        return len(_SCOPE.sub("", head).strip()) < 2

    def _inherited(self, quantity: Quantity) -> Quantity:
        """Return ``quantity``, whose period was said in an earlier sentence or a heading, with one that holds here."""
        if quantity.period not in self.periods:
            return quantity
        if _GRANT.search(quantity.sentence.of(self.text)):
            # What is granted holds by itself, whatever the sentence before plans.
            return replace(quantity, period=None)
        return replace(quantity, period=self._carried(quantity.sentence))

    def _carried(self, sentence: Span) -> Period | None:
        line = self.text.rfind("\n", 0, sentence.start) + 1
        for period in reversed(self.periods):
            if period.span.end > sentence.start or not self.governs(period):
                continue
            if period.span.start >= line:
                return period
            ahead = period.kind is PeriodKind.BY and (self.year is None or period.last >= self.year)
            return period if ahead else None
        return None

    def relative(self, span: Span) -> int | None:
        """Return the year that 今年 and the like mean within ``span``, None without one or when it is unknown."""
        told = list(_RELATIVE.finditer(self.text, *span))
        return self.year + RELATIVE_YEARS[told[-1]["year"]] if told and self.year is not None else None

    def looks_back(self, quantity: Quantity, start: int | None = None) -> bool:
        """Whether a stretch counted back from now (五年来) is said before a figure, from ``start`` of the text on."""
        begin = quantity.sentence.start if start is None else start
        return _LOOKING_BACK.search(self.text, begin, quantity.span.start) is not None

    def base(self, quantity: Quantity) -> int | None:
        """Return the year that a change is measured against: as stated, or of 比去年."""
        if quantity.base_year is not None:
            return quantity.base_year
        told = [m for m in _RELATIVE.finditer(self.text, quantity.clause.start, quantity.span.start) if m["base"]]
        if not told:
            return None
        # 上年 is the year before the one spoken of, 去年 the year before now.
        now = quantity.period.last if told[-1]["year"] == "上年" and quantity.period else self.year
        return now + RELATIVE_YEARS[told[-1]["year"]] if now is not None else None

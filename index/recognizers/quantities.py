"""Every quantity of a paragraph: value, unit, bound, direction, the period that governs it, and what it is a figure of.

The text is expected normalised (Simplified, NFKC); every span points into it, so that
:class:`index.language.normalise.NormalisedText` maps each one back to the source.

    到2025年,全市公交车、出租汽车新能源汽车占比分别达到72%、35%左右
    └period┘    └listed[0]└listed[1]──────┘             └span└display┘
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.recognizers.bounds import AFTER, BEFORE, LIMIT, bound_of, change_of
from index.recognizers.coordination import COORDINATION, dealt, ranges
from index.recognizers.dates import dates_in
from index.recognizers.document_numbers import names_in
from index.recognizers.formulas import find_formulas, is_operand
from index.recognizers.governing import Setting, Years
from index.recognizers.numbers import Literal, find_literals
from index.recognizers.periods import Period, PeriodKind, find_periods
from index.recognizers.quantity import Bound, Change, Quantity
from index.recognizers.segments import clause_start, depths, sentence_of, sentences
from index.recognizers.signs import signed
from index.recognizers.units import UNIT, UNIT_AFTER_CHINESE, Kind, kind_of
from index.types import Span

__all__ = ["Paragraph", "find_quantities"]


_OBJECT = re.compile(r"的?(?!之间)[\u4e00-\u9fffA-Za-z“](?<![并但其且或和及与而])[^,;:。、()\n和及与]*")
_ACHIEVING = re.compile(r"具备|形成|达到|实现|建成|建设|新增|培育|创建|打造|完成|建立|给予|奖励|补[贴助]|缴纳")
_IMPOSED = re.compile(r"(?:处以?|罚款?)$")
_REACHES = re.compile(r"达到?|为\d|不[低高少超]")
_TARGET_WORDS = re.compile(r"的(?:目标|比例|比重|水平|要求|任务|增速|速度|幅度)")
_LEADING = re.compile(
    r"(?:[\s、,;:的]|其中|力争|争取|努力|确保|实现|使得?|并且?|同时|预计|计划|推动|推进|将|把|要|到|全[市省国县区州域]|[我本][市省县区])+"
)
_TRAILING = re.compile(
    r"(?:[\s、]|力争|争取|努力|确保|要|将|应|须|需|均|都|全部|全面|基本|分别|各|逐步|稳步|稳定|维持|保持|控制|提高|提升|增加|增长|增至|"
    r"下降|降低|减少|年均|每年|累计|达到|达|到|至|为|在|实现|完成|突破|超过|占到?(?=$)|增幅|是)+$"
)
_STRIVE = re.compile(r"力争|争取|努力|力求")
_PAUSE = re.compile(r"\s*(?:、|,|和|与|及|以及)\s*")
_DEALT = re.compile(r"分别[^,;。]*$")
_DEALT_REACH = 30
_WITHIN = re.compile(r"内|以内|之内")
_GRANTED = re.compile(r"(?:补[助贴]|奖[励补]|资助|发放|支付|罚款?|缴纳?|收费)(?:不(?:超过|少于|低于))?$")
"""What makes a number without a unit an amount of money (每户补助二万五)."""
_LEAST_BARE = 100
"""The least that a Han numeral without a unit says as a figure, and a grant as an amount."""


def find_quantities(text: str, setting: Setting | None = None) -> tuple[Quantity, ...]:
    """Return the quantities of one paragraph from left to right.

    ``setting`` is what stands over the paragraph. Dates, document numbers, ordinals and numbers glued to Latin letters
    are no quantities.
    """
    return Paragraph(text, setting).quantities()


class Paragraph:
    """A paragraph of normalised text with its periods and sentences, read once for all that is asked of it."""

    def __init__(self, text: str, setting: Setting | None = None) -> None:
        self.text = text
        self.years = Years(text, find_periods(text), setting)
        self.periods = self.years.periods
        self.depth = depths(text)
        self.sentences = sentences(text)
        self.formulas = find_formulas(text)
        self.masked = [
            *(p.span for p in self.periods),
            *dates_in(text),
            *names_in(text),
            *(f.expression for f in self.formulas),
        ]

    def quantities(self) -> tuple[Quantity, ...]:
        """Return the quantities from left to right (see :func:`find_quantities`)."""
        found: list[Quantity] = []
        literals = tuple(find_literals(self.text))
        for at, literal in enumerate(literals):
            quantity = self._read(literal, literals[at + 1 :], found[-1] if found else None)
            if quantity is not None:
                found.append(quantity)
        return tuple(dealt(ranges(found, self.text), self.text, self.depth, self.periods))

    def period_at(self, position: int) -> Period | None:
        """Return the period that governs ``position``, None without one."""
        if not self.sentences:
            return self.years.setting.heading
        return self.years.at(position, sentence_of(self.sentences, position))[0]

    def subject_in(self, field: Span) -> Span | None:
        """Return what ``field`` names, without periods, list marks, adverbs and verbs; None when nothing is left."""
        return self._trim(field) if field.start < field.end else None

    def _read(self, literal: Literal, ahead: Sequence[Literal], before: Quantity | None) -> Quantity | None:
        """Return the quantity that ``literal`` begins, None when it is none; ``ahead`` are those behind it."""
        if any(m.overlap(literal.span) for m in self.masked):
            return None
        text = self.text
        if (shared := self._unit_ahead(literal, ahead)) is not None:
            literal, unit = shared, Span(literal.span.end, literal.span.end)
        elif (own := self._unit(literal)) is not None:
            unit = own
        else:
            return None
        written = literal.unit or unit.of(text).strip()
        kind = kind_of(written) if written or not self._granted(literal) else Kind.MONEY
        if (literal.form == "chinese" and not _plain(literal, kind)) or is_operand(text, literal.span, unit.end):
            return None
        literal = signed(text, literal, kind)
        sentence = sentence_of(self.sentences, literal.span.start)
        start = clause_start(text, self.depth, literal.span.start, sentence.start)
        if before is not None and before.sentence == sentence and not before.attributive:
            start = max(start, before.display.end)
        prefix = BEFORE.search(text, start, literal.span.start)
        # The pattern is anchored at $ = endpos and every part is optional: it always matches.
        assert prefix is not None
        after = AFTER.match(text, unit.end)
        figure, display = self._display(literal, unit, prefix, after)
        period, carried = self.years.at(literal.span.start, sentence)
        attributive = self._attributive(Span(start, display.end), figure.start, after is not None)
        bound = bound_of(prefix, after, literal)
        limits = kind is Kind.TIME and (bound is not Bound.EXACT or _WITHIN.match(text, unit.end) is not None)
        if self.years.over_all(period) and (attributive or limits):
            period, carried = None, False
        quantity = Quantity(
            span=Span(literal.span.start, unit.end),
            figure=figure,
            display=display,
            low=literal.low,
            high=literal.high,
            unit=written,
            kind=kind,
            bound=bound,
            change=change_of(prefix, literal),
            strive=bool(_STRIVE.search(text, start, literal.span.start)),
            attributive=attributive,
            subject=None,
            object=None,
            listed=(),
            carried=False,
            period=period,
            period_carried=carried,
            base_year=self._base_year(start, literal.span.start),
            sentence=sentence,
            clause=Span(start, display.end),
        )
        return self._with_subject(quantity, Span(start, prefix.start()), before)

    def _unit(self, literal: Literal) -> Span | None:
        text, end = self.text, literal.span.end
        if literal.unit is not None:
            return Span(end, end)
        pattern = UNIT if literal.form == "arabic" else UNIT_AFTER_CHINESE
        match = pattern.match(text, end)
        if match is not None:
            if match[0].strip() == "日" and not _WITHIN.match(text, match.end()):
                return None
            if match[0].strip() == "年" and literal.high > 1000:
                return None
            return Span(*match.span())
        follows = text[end : end + 1]
        ends = not follows or follows in ",;。、)\n " or AFTER.match(text, end) is not None
        limited = LIMIT.search(text, max(0, literal.span.start - 6), literal.span.start) is not None
        stated = limited and (literal.form == "arabic" or literal.low >= _LEAST_BARE)
        bare = stated or self._granted(literal) or (literal.form == "arabic" and self._computed(literal))
        return Span(end, end) if ends and bare else None

    def _granted(self, literal: Literal) -> bool:
        """Whether a number without a unit is an amount of money by the verb in front of it."""
        start = literal.span.start
        return literal.low >= _LEAST_BARE and _GRANTED.search(self.text, max(0, start - 6), start) is not None

    def _computed(self, literal: Literal) -> bool:
        """Whether a number is all that a formula comes to."""
        return any(f.result is not None and f.result.contains(literal.span) for f in self.formulas)

    def _unit_ahead(self, literal: Literal, ahead: Sequence[Literal]) -> Literal | None:
        """Return ``literal`` with the unit and multiplier that a list says once (分别达到18、20万千瓦), or None."""
        text, (start, end) = self.text, literal.span
        if literal.form != "arabic" or not ahead or not _DEALT.search(text, max(0, start - _DEALT_REACH), start):
            return None
        for last in ahead:
            if last.form != "arabic" or not _PAUSE.fullmatch(text, end, last.span.start):
                return None
            if (unit := UNIT.match(text, last.span.end)) is not None:
                factor = last.scale if literal.scale == 1 else 1
                return replace(literal, low=literal.low * factor, high=literal.high * factor, unit=unit[0].strip())
            end = last.span.end
        return None

    def _display(
        self, literal: Literal, unit: Span, prefix: re.Match[str], after: re.Match[str] | None
    ) -> tuple[Span, Span]:
        """Return the figure with its bound, and with its direction too."""
        end = after.end() if after else unit.end
        limit = next((g for g in ("least", "most", "about") if prefix[g]), None)
        start = prefix.start(limit) if limit else literal.span.start
        moves = None if prefix["to"] else "fall" if prefix["fall"] else "rise" if prefix["rise"] else None
        if moves is None or literal.form == "fold":
            return Span(start, end), Span(start, end)
        return Span(start, end), Span(prefix.start("pace" if prefix["pace"] else moves), end)

    def _base_year(self, start: int, end: int) -> int | None:
        bases = [p for p in self.periods if p.kind is PeriodKind.BASE and start <= p.span.start and p.span.end <= end]
        return bases[-1].first if bases else None

    def _attributive(self, clause: Span, start: int, bounded: bool) -> bool:
        text, end = self.text, clause.end
        if (
            _ACHIEVING.search(text, *clause)
            or _IMPOSED.search(text, clause.start, start)
            or _TARGET_WORDS.match(text, end)
        ):
            return False
        noun = _OBJECT.match(text, end)
        return noun is not None and (text.startswith("的", end) or bounded or _REACHES.search(noun[0]) is not None)

    def _with_subject(self, quantity: Quantity, field: Span, before: Quantity | None) -> Quantity:
        quantity = replace(quantity, object=self._object(quantity))
        computed = next((f.name for f in self.formulas if f.result and f.result.contains(quantity.span)), field)
        subject = self._trim(computed) or self._before_year(field)
        # 创建5个低碳示范园区、10个…: of a count the noun that follows is the subject, what stands in front a verb.
        if quantity.object is not None and (subject is None or quantity.kind in (Kind.COUNT, Kind.PEOPLE)):
            return replace(quantity, subject=quantity.object)
        if subject is not None:
            return replace(quantity, subject=subject)
        if before is not None and before.sentence == quantity.sentence:
            chained = before if COORDINATION.fullmatch(self.text, before.display.end, quantity.display.start) else None
            return replace(
                quantity,
                subject=before.subject,
                carried=True,
                base_year=quantity.base_year or (before.base_year if chained else None),
                change=chained.change if chained and quantity.change is Change.LEVEL else quantity.change,
                strive=quantity.strive or bool(chained and chained.strive),
            )
        floor = quantity.sentence.start
        end = max(floor, field.start - 1)
        earlier = self._trim(Span(clause_start(self.text, self.depth, end, floor), end))
        return replace(quantity, subject=earlier, carried=earlier is not None)

    def _before_year(self, field: Span) -> Span | None:
        """Return the subject in front of a year inside its clause (开设率到2026年达到80%), None without one."""
        first = next((p.span.start for p in self.periods if field.contains(p.span)), field.start)
        return self._trim(Span(field.start, first)) if first > field.start else None

    def _object(self, quantity: Quantity) -> Span | None:
        match = _OBJECT.match(self.text, quantity.display.end)
        if match is None or _TARGET_WORDS.match(match[0]):
            return None
        return Span(match.start() + match[0].startswith("的"), match.end())

    def _trim(self, field: Span) -> Span | None:
        """Return ``field`` without its periods, list marks, adverbs and verbs; None when nothing is left."""
        text = self.text
        start, end = field
        marks = [i for i in range(start, end) if text[i] in "、" and self.depth[i] == self.depth[start]]
        if start and text[start - 1 : start] not in ",;:。" and marks and start == marks[0]:
            start += 1
        for period in self.periods:
            if period.kind is PeriodKind.BASE and start <= period.span.start < end:
                end = period.span.start
        for period in self.periods:
            if period.kind is not PeriodKind.BASE and start <= period.span.start and period.span.end <= end:
                start = period.span.end
        if lead := _LEADING.match(text, start, end):
            start = lead.end()
        for formula in self.formulas:
            if formula.span.overlap(Span(start, end)):
                start, end = formula.name
        if trail := _TRAILING.search(text, start, end):
            end = trail.start()
        return Span(start, end) if end - start >= 2 else None


_SMALL_KINDS = frozenset({Kind.TIME, Kind.MULTIPLE, Kind.COUNT, Kind.PEOPLE, Kind.POINTS, Kind.SHARE, Kind.AREA})


def _plain(literal: Literal, kind: Kind) -> bool:
    """Whether a Chinese numeral is a number and not part of a word (一个, 三元正极)."""
    if literal.high <= 1:
        return kind in (Kind.TIME, Kind.MULTIPLE)
    return literal.high > 10 or kind in _SMALL_KINDS

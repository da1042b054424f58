"""Number literals of Chinese official text: Arabic and Chinese numerals, multipliers, fractions, doublings and ranges.

Everything here reads *normalised* text (NFKC, Simplified): full-width digits and Traditional numerals are folded
already. Spans are half-open code-point ranges of the text given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from index.types import Span

__all__ = ["Literal", "chinese_number", "find_literals"]

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3} | {
    "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9
}  # fmt: skip
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_MULTIPLIERS = {"万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4}

_BASES = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10000)}

_NUMERAL = "".join(_DIGITS) + "".join(_SMALL) + "".join(_LARGE)
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
# 千 multiplies (5千人), but it also begins units (5千瓦, 5千克).
_SCALE = r"(?:万亿|千亿|百亿|亿|千万(?!瓦)|百万|万|千(?![瓦克米伏卡焦赫帕])|百(?=[万亿人个家]))"
_LINK = r"\s*(?:-|–|—|―|~|～|至|到)+\s*"

_RANGE = re.compile(rf"(?P<low>{_ARABIC})(?P<low_scale>{_SCALE})?%?{_LINK}(?P<high>{_ARABIC})(?P<scale>{_SCALE})?")
_SINGLE = re.compile(rf"(?P<number>{_ARABIC})(?P<scale>{_SCALE})?")
_SHARE = re.compile(rf"(?P<base>百|千|万|[{_NUMERAL}]+)分之(?P<part>[{_NUMERAL}]+(?:点[{_NUMERAL}]+)?|{_ARABIC})")
_CLOCK = re.compile(
    r"(?<![\d:比按])(?:凌晨|早上?|上午|中午|下午|晚上?|夜间|傍晚)?(?P<hour>[01]?\d|2[0-4])(?::(?P<minute>[0-5][05])(?![\d:])|时(?P<minutes>[0-5]?\d)分"
    r"|(?:时|点)(?=[前后起至到]|之[前后]))"
)
_FOLD = re.compile(r"翻(?P<times>[一两二三四])?番")
_HAN_NUMBER = rf"(?:(?!千[瓦克米伏卡焦赫帕])[{_NUMERAL}])+"
_CHINESE = re.compile(rf"{_HAN_NUMBER}(?:点{_HAN_NUMBER})?|半(?=[年天日小个])")
_RATIO = re.compile(r"比[^,;。]*$")
"""What stands before 1:15 when it is no time of day (师生比不低于1:15)."""
_GLUED = re.compile(r"[A-Za-z0-9_./+]")


@dataclass(frozen=True, slots=True)
class Literal:
    """A number as written. ``low == high`` unless it is a range; ``span`` covers the number and its multiplier.

    ``form`` is "arabic", "chinese", "share" (百分之五: the value is already in hundredths when ``unit`` is "%"),
    "fold" (翻一番: the value is the factor, 2) or "clock" (8:20, 上午8时20分: hours). ``unit`` is set only by forms
    that imply one.
    """

    span: Span
    low: Decimal
    high: Decimal
    form: str
    unit: str | None = None


def chinese_number(text: str) -> Decimal | None:
    """Return the value of a Chinese numeral (十二, 三百零五, 二〇二五, 五十万, 三点五), or None when it is not one.

    A bare multiplier (万, 百万 without a leading digit other than 十) is not a number.
    """
    whole, point, fraction = text.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return value
    if not fraction or any(c not in _DIGITS for c in fraction):
        return None
    return value + Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction))


def _whole(text: str) -> Decimal | None:
    if not text:
        return None
    if all(c in _DIGITS for c in text):
        return Decimal(int("".join(str(_DIGITS[c]) for c in text)))
    if text[0] not in _DIGITS and text[0] not in "十拾":
        return None
    total = section = digit = 0
    largest = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            digit = 0
        else:
            factor = _LARGE[char]
            # 三万亿 multiplies what stands before, 三亿五千万 adds to it.
            total = (total + section + digit) * factor if factor > largest else total + (section + digit) * factor
            largest = max(largest, factor)
            section = digit = 0
    return Decimal(total + section + digit)


def _arabic(text: str, scale: str | None) -> Decimal:
    factor = 1 if scale is None else _MULTIPLIERS.get(scale) or _SMALL[scale]
    return Decimal(text.replace(",", "")) * factor


def find_literals(text: str) -> Iterator[Literal]:
    """Yield the number literals of ``text`` from left to right, without overlaps.

    Digits glued to Latin letters, slashes or plus signs (GB/T 50378, PM2.5, "6+3+X") are names and not numbers, and
    so are ordinals (第三).
    """
    position = 0
    while (match := _first(text, position)) is not None:
        literal = _read(match)
        position = match.end()
        if literal is not None and not _named(text, literal):
            yield literal


def _first(text: str, position: int) -> re.Match[str] | None:
    found = [m for p in (_CLOCK, _RANGE, _SINGLE, _SHARE, _FOLD, _CHINESE) if (m := p.search(text, position))]
    # Leftmost, then longest; the order of the patterns settles ties.
    return min(found, key=lambda m: (m.start(), -m.end()), default=None)


def _read(match: re.Match[str]) -> Literal | None:
    span = Span(*match.span())
    if match.re is _CLOCK:
        hours = Decimal(match["hour"]) + Decimal(match["minute"] or match["minutes"] or 0) / 60
        return Literal(span, hours, hours, "clock", "点钟")
    if match.re is _RANGE:
        high = _arabic(match["high"], match["scale"])
        low = _arabic(match["low"], match["low_scale"] or match["scale"])
        return Literal(span, low, high, "arabic") if low <= high else None
    if match.re is _SINGLE:
        value = _arabic(match["number"], match["scale"])
        return Literal(span, value, value, "arabic")
    if match.re is _SHARE:
        part = chinese_number(match["part"]) if match["part"][0] in _NUMERAL else _arabic(match["part"], None)
        base = _BASES.get(match["base"]) or chinese_number(match["base"])
        if part is None or not base:
            return None
        share = part * 100 / base
        return Literal(span, share, share, "share", "%")
    if match.re is _FOLD:
        factor = Decimal(2) ** int(chinese_number(match["times"] or "一") or 1)
        return Literal(span, factor, factor, "fold", "倍")
    value = Decimal("0.5") if match[0] == "半" else chinese_number(match[0]) or Decimal(-1)
    return Literal(span, value, value, "chinese") if value >= 0 else None


def _named(text: str, literal: Literal) -> bool:
    start, end = literal.span
    before = text[start - 1] if start else ""
    if before == "第" or (before and _GLUED.match(before)):
        return True
    if literal.form == "clock" and _RATIO.search(text, max(0, start - 10), start):
        return True
    after = text[end : end + 1]
    return literal.form == "arabic" and after == "+"

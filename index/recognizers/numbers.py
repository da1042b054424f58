"""Numbers of Chinese official text: what a numeral is worth, and where numbers stand in a text.

:func:`chinese_number` and :func:`han_number` read a numeral, :func:`find_literals` finds the numbers of a text: Arabic
and Chinese numerals, multipliers, fractions, doublings, estimates (两三百) and ranges. Text is expected *normalised*
(NFKC, Simplified); numerals are also read in Traditional characters, as headings have them. Spans are half-open
code-point ranges of the text given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from index.types import Span

__all__ = ["MULTIPLIERS", "NUMERAL", "SCALE", "Literal", "chinese_number", "find_literals", "han_number"]

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "兩": 2}
_FORMAL = "壹贰叁肆伍陆柒捌玖"
_DIGITS |= {c: i for i, c in enumerate(_FORMAL, 1)} | {"貳": 2, "參": 3, "参": 3, "陸": 6}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SCORES = {"廿": 20, "卅": 30, "卌": 40}
_LARGE = {"万": 10**4, "亿": 10**8}
_BEGINS = frozenset("十拾") | _SCORES.keys()
MULTIPLIERS = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "亿": 10**8,
    "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3, "百": 10**2,
}  # fmt: skip
"""What the multipliers behind a number, or in front of a unit, are worth."""

_HALF = Decimal("0.5")
_BASES = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10000)}

# Without the characters that other words have, too (参与).
NUMERAL = "零一二三四五六七八九〇两" + _FORMAL + "".join(_SMALL) + "廿卅" + "".join(_LARGE)
"""Every character that a Chinese numeral in running text is made of."""

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
# 千 multiplies (5千人), but it also begins units (5千瓦, 5千克).
SCALE = r"(?:万亿|千亿|百亿|亿|千万(?!瓦)|百万|万|千(?![瓦克米伏卡焦赫帕])|百(?=[万亿人个家]))"
"""A multiplier behind a number in Arabic digits."""

_LINK = r"\s*(?:-|–|—|―|~|～|至|到)+\s*"
_HAN_NUMBER = rf"(?:(?!千[瓦克米伏卡焦赫帕])[{NUMERAL}])+"
_HAN_DECIMAL = rf"{_HAN_NUMBER}(?:点{_HAN_NUMBER})?"
_ANY = rf"(?:{_HAN_DECIMAL}|{_ARABIC})"

_RANGE = re.compile(rf"(?P<low>{_ARABIC})(?P<low_scale>{SCALE})?%?{_LINK}(?P<high>{_ARABIC})(?P<scale>{SCALE})?")
_MORE = r"[多余](?=[\u3400-\u9fff])(?!样|元化|种|头|面|部门)"
_SINGLE = re.compile(rf"(?P<number>{_ARABIC})(?P<more>{_MORE})?(?P<scale>{SCALE})?(?P<further>{_MORE})?")
_SHARE = re.compile(
    rf"(?P<base>百|千|万|[{NUMERAL}]+)分之(?P<part>{_ANY})(?:{_LINK}(?:(?P=base)分之)?(?P<high>{_ANY}))?"
)
_TENTHS = re.compile(r"(?P<tenths>[一二两三四五六七八九])成(?P<part>[一二三四五六七八九半])(?![成个年月])")
_HALF_MORE = re.compile(
    rf"(?P<number>{_ANY})(?:个半(?P<unit>月|小时|学期|季度)|(?P<whole>年|天|小时)半(?![年月日天小]))"
)
_CLOCK = re.compile(
    r"(?<![\d:比按])(?:凌晨|早上?|上午|中午|下午|晚上?|夜间|傍晚)?(?P<hour>[01]?\d|2[0-4])(?::(?P<minute>[0-5][05])(?![\d:])|时(?P<minutes>[0-5]?\d)分"
    r"|(?:时|点)(?=[前后起至到]|之[前后]))"
)
_FOLD = re.compile(r"翻了?(?P<times>[一两二三四])?番")
_CHINESE_RANGE = re.compile(rf"(?<![统唯同专第])(?P<low>{_HAN_DECIMAL})成?{_LINK}(?P<high>{_HAN_DECIMAL})")
_CHINESE = re.compile(
    rf"(?P<number>{_HAN_DECIMAL})(?P<more>(?<=[十百千万亿廿卅]){_MORE}(?P<scale>[万亿]?))?|半(?=[年天日小个])"
)
_ESTIMATE = re.compile(
    r"(?P<before>[一二两三四五六七八九十百千万亿]*?)(?P<low>[一二两三四五六七八九])(?P<high>[二三四五六七八九])(?P<after>[十百千万亿]*)"
)
_RATIO = re.compile(r"比[^,;。]*$")
"""What stands before 1:15 when it is no time of day (师生比不低于1:15)."""
_GLUED = re.compile(r"[A-Za-z0-9_./+]")
_PATTERNS = (_CLOCK, _RANGE, _SINGLE, _SHARE, _FOLD, _TENTHS, _HALF_MORE, _CHINESE_RANGE, _CHINESE)


@dataclass(frozen=True, slots=True)
class Literal:
    """A number as written. ``low == high`` unless it is a range; ``span`` covers the number and its multiplier.

    ``form`` is "arabic", "chinese", "share" (百分之五: the value is already in hundredths when ``unit`` is "%"),
    "fold" (翻一番: the value is the factor, 2) or "clock" (8:20, 上午8时20分: hours). ``unit`` is set only by forms
    that imply one. ``scale`` is the multiplier behind Arabic digits, which ``low`` and ``high`` are multiplied by.
    ``more`` tells that it is said to be exceeded (五百多, 1万余).
    """

    span: Span
    low: Decimal
    high: Decimal
    form: str
    unit: str | None = None
    scale: int = 1
    more: bool = False


def chinese_number(text: str) -> Decimal | None:
    """Return the value of a Chinese numeral (十二, 三百零五, 二〇二五, 五十万, 三点五), or None when it is not one.

    A digit behind a multiplier counts tenths of it unless 零 stands between: 三百五 is 350, 一万二 12,000. A bare
    multiplier (万, 百万 without a leading digit other than 十) is not a number.
    """
    whole, point, fraction = text.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return value
    if not fraction or any(c not in _DIGITS for c in fraction):
        return None
    return value + Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction))


def han_number(text: str) -> int:
    """Return the whole number that Han numerals or decimal digits of any width write (十二, 廿一, 參, １２).

    Raises ValueError for anything else.
    """
    value = Decimal(int(text)) if text.isdecimal() else _whole(text)
    if value is None:
        raise ValueError(f"{text!r} is not a number in Han numerals or digits.")
    return int(value)


def _whole(text: str) -> Decimal | None:
    if not text:
        return None
    if all(c in _DIGITS for c in text):
        return Decimal(int("".join(str(_DIGITS[c]) for c in text)))
    if text[0] not in _DIGITS and text[0] not in _BEGINS:
        return None
    total = section = digit = 0
    largest, last = 0, 1
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            last = last if digit else 1
        elif char in _SMALL:
            section, digit, last = section + (digit or 1) * _SMALL[char], 0, _SMALL[char]
        elif char in _SCORES:
            section, digit, last = section + _SCORES[char], 0, 10
        elif char in _LARGE:
            factor = _LARGE[char]
            # 三万亿 multiplies what stands before, 三亿五千万 adds to it.
            total = (total + section + digit) * factor if factor > largest else total + (section + digit) * factor
            largest, last = max(largest, factor), factor
            section = digit = 0
        else:
            return None
    return Decimal(total + section + digit * max(1, last // 10))


def _estimate(text: str) -> tuple[Decimal, Decimal] | None:
    """Return the bounds of two digits said for one (两三, 七八十, 三五百), None for any other numeral."""
    match = _ESTIMATE.fullmatch(text)
    if match is None or (match["before"] and match["before"][-1] not in _SMALL | _LARGE):
        return None
    if _DIGITS[match["high"]] - _DIGITS[match["low"]] != 1 and match["low"] + match["high"] != "三五":
        return None
    low, high = (chinese_number(match["before"] + match[name] + match["after"]) for name in ("low", "high"))
    return (low, high) if low is not None and high is not None else None


def _arabic(text: str, scale: str | None) -> Decimal:
    factor = 1 if scale is None else MULTIPLIERS[scale]
    return Decimal(text.replace(",", "")) * factor


def find_literals(text: str) -> Iterator[Literal]:
    """Yield the number literals of ``text`` from left to right, without overlaps.

    Digits glued to Latin letters, slashes or plus signs (GB/T 50378, PM2.5, "6+3+X") are names and not numbers, and
    so are ordinals (第三).
    """
    # What a pattern finds next stays so until it is passed: no pattern looks at a stretch of the text twice.
    ahead = {order: match for order, pattern in enumerate(_PATTERNS) if (match := pattern.search(text))}
    while ahead:
        # Leftmost, then longest; the order of the patterns settles ties.
        match = ahead[min(ahead, key=lambda order: (ahead[order].start(), -ahead[order].end(), order))]
        literal = _read(match)
        position = match.end()
        if literal is not None and not _named(text, literal):
            yield literal
        for order in [order for order, found in ahead.items() if found.start() < position]:
            if (found := _PATTERNS[order].search(text, position)) is not None:
                ahead[order] = found
            else:
                del ahead[order]


def _read(match: re.Match[str]) -> Literal | None:
    span = Span(*match.span())
    if match.re is _CLOCK:
        hours = Decimal(match["hour"]) + Decimal(match["minute"] or match["minutes"] or 0) / 60
        return Literal(span, hours, hours, "clock", "点钟")
    if match.re is _RANGE:
        high = _arabic(match["high"], match["scale"])
        low = _arabic(match["low"], match["low_scale"] or match["scale"])
        return Literal(span, low, high, "arabic", scale=MULTIPLIERS.get(match["scale"], 1)) if low <= high else None
    if match.re is _SINGLE:
        value = _arabic(match["number"], match["scale"])
        more = bool(match["more"] or match["further"])
        return Literal(span, value, value, "arabic", scale=MULTIPLIERS.get(match["scale"], 1), more=more)
    if match.re is _SHARE:
        base = _BASES.get(match["base"]) or chinese_number(match["base"])
        parts = [_value(match[name]) for name in ("part", "high") if match[name]]
        if not base or any(part is None for part in parts):
            return None
        shares = [part * 100 / base for part in parts if part is not None]
        return Literal(span, shares[0], shares[-1], "share", "%") if shares[0] <= shares[-1] else None
    if match.re is _TENTHS:
        share = Decimal(_DIGITS[match["tenths"]] * 10 + (5 if match["part"] == "半" else _DIGITS[match["part"]]))
        return Literal(span, share, share, "share", "%")
    if match.re is _HALF_MORE:
        number = _value(match["number"])
        unit = match["whole"] or ("个月" if match["unit"] == "月" else match["unit"])
        return Literal(span, number + _HALF, number + _HALF, "chinese", unit) if number is not None else None
    if match.re is _CHINESE_RANGE:
        return _chinese_range(span, match["low"], match["high"])
    if match.re is _FOLD:
        factor = Decimal(2) ** int(chinese_number(match["times"] or "一") or 1)
        return Literal(span, factor, factor, "fold", "倍")
    if match[0] == "半":
        return Literal(span, _HALF, _HALF, "chinese")
    if (estimate := _estimate(match["number"])) is not None:
        return Literal(span, *estimate, "chinese")
    exact = chinese_number(match["number"] + (match["scale"] or ""))
    return Literal(span, exact, exact, "chinese", more=match["more"] is not None) if exact is not None else None


def _value(text: str) -> Decimal | None:
    return chinese_number(text) if text[0] in NUMERAL else _arabic(text, None)


def _chinese_range(span: Span, low_text: str, high_text: str) -> Literal | None:
    """Return 三到五万 (both in 万), 三至五 or 三百到五百 as a range."""
    low, high = chinese_number(low_text), chinese_number(high_text)
    if low is None or high is None:
        return None
    shared = next((c for c in high_text if c in _LARGE and c not in low_text), None)
    if shared and low < _LARGE[shared]:
        low *= _LARGE[shared]
    return Literal(span, low, high, "chinese") if low <= high else None


def _named(text: str, literal: Literal) -> bool:
    start, end = literal.span
    before = text[start - 1] if start else ""
    if before == "第" or (before and _GLUED.match(before)):
        return True
    if literal.form == "clock" and _RATIO.search(text, max(0, start - 10), start):
        return True
    after = text[end : end + 1]
    return literal.form == "arabic" and after == "+"

"""Numbers and dates of a spreadsheet as it shows them: a stored number written by the number format of its cell.

ECMA-376, part 1, 18.8.30 and 18.8.31. A format has up to four sections (positive; negative; zero; text). Fractions and
conditions are not known: such a number is shown as the general format shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

__all__ = ["BUILT_IN", "shown"]

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "yyyy/m/d",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: "#,##0", 42: "¥#,##0", 43: "#,##0.00", 44: "¥#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: 'h"时"mm"分"', 56: 'h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""The formats that a number names without writing them, as a Chinese system shows them; what is not here is general."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<half>AM/PM|A/P|上午/下午)'
    r"|(?P<digits>[0#?]+(?:,+[0#?]+)*)|(?P<exponent>E[+-]0+)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?|a{3,4})"
    r"|(?P<other>.)",
    re.DOTALL,
)
_GENERAL = re.compile("general|G/通用格式", re.IGNORECASE)
_LONGEST = 255
"""Characters of the longest format."""
_CURRENCY = re.compile(r"\$([^-]*)")
_WEEKDAYS = "一二三四五六日"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_LARGEST = Decimal(10) ** 20
_SIGNIFICANT = Context(prec=12)
_DAYS = 2_958_466
"""Serial number of the day after 9999-12-31."""


def shown(number: str, form: str, *, from_1904: bool = False) -> str:
    """Return the stored ``number`` as the format ``form`` shows it, or as it is stored when it is no number.

    ``from_1904`` tells that the workbook counts days from 1904-01-01 and not from the turn of 1900.
    """
    if not form and number.isascii() and number.isdecimal():
        return number.lstrip("0") or "0"
    try:
        value = Decimal(number)
    except InvalidOperation:
        return number
    if not value.is_finite() or abs(value) >= _LARGEST:
        return number
    sections = _sections(_GENERAL.sub("@", form) if 0 < len(form) <= _LONGEST else "@")
    at = 1 if value < 0 and len(sections) > 1 else 2 if not value and len(sections) > 2 else 0
    tokens = sections[at]
    if any(kind in ("date", "half") for kind, _ in tokens):
        return _date(value, tokens, from_1904) or _general(value)
    if not any(kind == "digits" for kind, _ in tokens):
        return "".join(_general(value) if (kind, text) == ("other", "@") else text for kind, text in tokens)
    if any(kind == "other" and text == "/" for kind, text in tokens):
        return _general(value)
    return _number(abs(value) if at == 1 else value, tokens)


@lru_cache(256)
def _sections(form: str) -> list[list[tuple[str, str]]]:
    sections: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(form):
        kind, text = match.lastgroup or "", match[match.lastgroup] if match.lastgroup else ""
        if kind == "other" and text == ";":
            sections.append([])
        elif kind == "bracket" and text.lower() in ("h", "hh", "m", "mm", "s", "ss"):
            sections[-1].append(("date", f"[{text.lower()}]"))
        elif kind == "bracket":
            currency = _CURRENCY.match(text)
            sections[-1].append(("literal", currency[1] if currency else ""))
        elif kind in ("quoted", "escaped"):
            sections[-1].append(("literal", text))
        elif kind:
            sections[-1].append((kind, text))
    return sections


def _general(value: Decimal) -> str:
    if value == value.to_integral_value():
        return f"{value:f}".partition(".")[0] if value else "0"
    said = f"{_SIGNIFICANT.plus(value):f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def _number(value: Decimal, tokens: list[tuple[str, str]]) -> str:
    percent = sum(token == ("other", "%") for token in tokens)
    value = value.scaleb(2 * percent)
    point = next((i for i, token in enumerate(tokens) if token == ("other", ".")), len(tokens))
    whole = [text for kind, text in tokens[:point] if kind == "digits"]
    parts = [text for kind, text in tokens[point:] if kind == "digits"]
    thousands = _trailing_commas(tokens)
    value = value.scaleb(-3 * thousands)
    grouped = any("," in text for text in whole)
    places, fixed = sum(map(len, parts)), sum(text.count("0") for text in parts)
    exponent = next((text for kind, text in tokens if kind == "exponent"), None)
    if exponent is not None:
        said, _, power = f"{value:.{places}E}".partition("E")
        said = f"{said}E{power[0]}{power[1:].zfill(len(exponent) - 2)}"
    else:
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=60))
        said = f"{rounded:,f}" if grouped else f"{rounded:f}"
        if places > fixed:
            kept = len(said) - (places - fixed)
            said = (said[:kept] + said[kept:].rstrip("0")).rstrip(".")
        least = sum(text.count("0") for text in whole)
        minus, said = said.startswith("-"), said.lstrip("-")
        digits, dot, rest = said.partition(".")
        said = f"{'-' if minus and rounded else ''}{digits.zfill(least) if not grouped else digits}{dot}{rest}"
    return "".join(_around(tokens, said))


def _trailing_commas(tokens: list[tuple[str, str]]) -> int:
    """How many commas stand behind the last digit: each divides by a thousand."""
    last = max((i for i, (kind, _) in enumerate(tokens) if kind == "digits"), default=-1)
    count = 0
    for token in tokens[last + 1 :]:
        if token != ("other", ","):
            break
        count += 1
    return count


def _around(tokens: list[tuple[str, str]], number: str) -> Iterator[str]:
    """Yield the number in the place of the first digits, and what the format writes around it."""
    written = False
    for kind, text in tokens:
        if kind == "digits":
            if not written:
                yield number
            written = True
        elif kind == "literal" or (kind == "other" and text not in ".,@"):
            yield text


def _date(value: Decimal, tokens: list[tuple[str, str]], from_1904: bool) -> str | None:
    """Show a day number; None where it is none."""
    if not 0 <= value < _DAYS:
        return None
    # Day 60 is 1900-02-29, a day that never was: days before it count from the day after.
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if value >= 60 else 31)
    seconds = int((value * 86_400).to_integral_value(ROUND_HALF_UP))
    try:
        moment = first + timedelta(seconds=seconds)
    except OverflowError:
        return None
    half = any(kind == "half" for kind, _ in tokens)
    dates = [i for i, (kind, _) in enumerate(tokens) if kind == "date"]
    made: list[str] = []
    for i, (kind, text) in enumerate(tokens):
        if kind == "half":
            made.append(("上午", "下午")[moment.hour >= 12] if "上" in text else ("AM", "PM")[moment.hour >= 12])
        elif kind == "date":
            at = dates.index(i)
            before = tokens[dates[at - 1]][1].lower() if at else ""
            after = tokens[dates[at + 1]][1].lower() if at + 1 < len(dates) else ""
            minute = before.lstrip("[").startswith("h") or after.startswith("s")
            made.append(_part(text.lower(), moment, seconds, minute=minute, half=half))
        elif kind != "digits":
            made.append(text)
    return "".join(made)


def _part(text: str, moment: datetime, seconds: int, *, minute: bool, half: bool) -> str:
    if text[0] == "[":
        return str(seconds // {"h": 3_600, "m": 60, "s": 1}[text[1]])
    width = 2 if len(text) > 1 else 1
    if text[0] == "y":
        return f"{moment.year:04d}" if len(text) > 2 else f"{moment.year % 100:02d}"
    if text[0] == "m" and not minute and len(text) > 2:
        return _MONTHS[moment.month - 1]
    if text[0] == "a" or (text[0] == "d" and len(text) > 2):
        return ("星期" if len(text) > 3 else "") + _WEEKDAYS[moment.weekday()]
    hour = (moment.hour % 12 or 12) if half else moment.hour
    value = {"m": moment.minute if minute else moment.month, "d": moment.day, "h": hour, "s": moment.second}[text[0]]
    return f"{value:0{width}d}"

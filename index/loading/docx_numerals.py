"""The numerals that Word counts in (ECMA-376, part 1, 17.18.59): those of Chinese, English and Japanese documents."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["numeral"]

_HAN = "〇一二三四五六七八九"
_FORMAL = {
    "chineseLegalSimplified": ("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "万"),
    "ideographLegalTraditional": ("零壹貳參肆伍陸柒捌玖", "拾佰仟", "萬"),
    "japaneseLegal": ("零壱弐参四伍六七八九", "拾百阡", "萬"),
}
_COUNTED = ("零一二三四五六七八九", "十百千", "万")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LARGEST = 99_999
_MOST_ROMAN = 3_999
_ALPHABET = 26


def numeral(number: int, form: str) -> str:
    """Return a count in the numerals ``form`` (``w:numFmt``): decimal for one that is not known, "" for "none"."""
    if form == "none":
        return ""
    make = _FORMS.get(form)
    return make(number) if make is not None and 0 < number <= _LARGEST else str(number)


def _counted(number: int, digits: str, units: str, ten_thousand: str) -> str:
    """Return a number as it is said: 一百零三, 十二 (a leading 一十 is 十, except in formal numerals)."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        rest = _counted(low, digits, units, ten_thousand) if low else ""
        between = digits[0] if low and low < 1_000 else ""
        return f"{_counted(high, digits, units, ten_thousand)}{ten_thousand}{between}{rest}"
    made = ""
    gap = False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(made)
            continue
        made += (digits[0] if gap else "") + digits[digit] + (units[place - 1] if place else "")
        gap = False
    if number < 20 and number >= 10 and digits is _COUNTED[0]:
        return made[1:]
    return made


def _spoken(number: int) -> str:
    return _counted(number, *_COUNTED)


def _short(number: int) -> str:
    """Counts as chineseCounting does: said up to ninety-nine, digit by digit beyond."""
    return _spoken(number) if number < 100 else _digits(number)


def _digits(number: int) -> str:
    return "".join(_HAN[int(digit)] for digit in str(number))


def _formal(form: str) -> Callable[[int], str]:
    return lambda number: _counted(number, *_FORMAL[form])


def _in_turn(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _sexagenary(number: int) -> str:
    return _in_turn(_STEMS)(number) + _in_turn(_BRANCHES)(number)


def _letters(number: int) -> str:
    """A to Z, then AA to ZZ, AAA …: the letter is repeated."""
    rounds, letter = divmod(number - 1, _ALPHABET)
    return chr(ord("A") + letter) * (rounds + 1)


def _roman(number: int) -> str:
    if number > _MOST_ROMAN:
        return str(number)
    made = ""
    for value, sign in _ROMAN:
        made += sign * (number // value)
        number %= value
    return made


def _block(first: str, most: int) -> Callable[[int], str]:
    """Numerals that are one character each, ``first`` for 1, up to ``most``; decimal beyond."""
    return lambda number: chr(ord(first) + number - 1) if number <= most else str(number)


def _wide(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _short,
    "taiwaneseCounting": _short,
    "chineseCountingThousand": _spoken,
    "taiwaneseCountingThousand": _spoken,
    "japaneseCounting": _spoken,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    **{form: _formal(form) for form in _FORMAL},
    "ideographTraditional": _in_turn(_STEMS),
    "ideographZodiac": _in_turn(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "decimalZero": lambda number: f"{number:02d}",
    "decimalEnclosedCircle": _block("①", 20),
    "decimalEnclosedCircleChinese": _block("①", 20),
    "decimalEnclosedParen": _block("⑴", 20),
    "decimalEnclosedFullstop": _block("⒈", 20),
    "ideographEnclosedCircle": _block("㊀", 10),
    "ideographParenthesized": _block("㈠", 10),
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "ordinal": _ordinal,
}

"""When a found place holds the evidence, and when two short answers say the same.

Nothing of the extractor under test is used here: sharing its reading of numbers, the instrument would share its errors.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from eval.data.questions import Evidence
from index.language.normalise import normalise_text
from index.types import Span

__all__ = [
    "COVERAGE",
    "Located",
    "answer_f1",
    "canonical_answer",
    "contains_answer",
    "holds",
    "rouge_l",
    "same_answer",
    "supports",
]

Located = tuple[str, Span]
"""A file and a span in it."""

COVERAGE = 0.5
"""A passage holds a piece of evidence when it covers over this share of the evidence's characters."""

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1_000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
# 千 of 千瓦, 千克 … belongs to the unit.
_HAN_NUMBER = re.compile(r"(?:[零〇一二两三四五六七八九十百万亿]|千(?![瓦克米伏卡焦帕赫]))+")
_ARABIC = re.compile(
    r"(?P<value>\d+(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>(?:[百万亿]|千(?![瓦克米伏卡焦帕赫]))*)"
)
_PER_HUNDRED = re.compile(r"百分之(\d+(?:\.\d+)?)")
_ISO_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_RANGE = re.compile(r"(?<=\d)(%?)\s*(?:[-—–~～]+|至|到)\s*(?=\d)")
# A point or a dash between digits is part of the number.
_NOISE = re.compile(r"(?!(?<=\d)[.\-](?=\d))[\s,.;:。、!?“”‘’\"'「」『』《》〈〉()\[\]〔〕【】—–\-·]+")
_ITEM_ENDS = re.compile(r"[、,;\s]+|和|及|与")
_BOUNDS = (
    "不低于|不少于|不小于|不高于|不超过|不大于|不多于|不得低于|不得少于|不得超过|至少|最低|最高|最多|超过|大于|高于|低于|小于|少于|"
    "大约|约为|约|接近|近|达到|达|为|力争"
)
_CHANGES = "下降|降低|减少|削减|增长|提高|提升|增加|新增|上升"
_BEFORE = re.compile(rf"^(?:{_BOUNDS}|(?:累计|年均)?(?:{_CHANGES})(?:了|到|至|为)?)+(?=\d)")
_AFTER = re.compile(r"(?:及以上|及以下|以上|以下|以内|之内|左右|上下)$")


def holds(places: Iterable[Located], evidence: Sequence[Evidence]) -> bool:
    """Whether some place covers over half of one of the (interchangeable) pieces of evidence."""
    return any(
        file == piece.file and span.overlap(piece.span) > COVERAGE * piece.span.size
        for file, span in places
        for piece in evidence
    )


def supports(citation: Located, evidence: Sequence[Evidence]) -> bool:
    """Whether the cited place holds one of the pieces of evidence, or is itself cut from inside one."""
    file, span = citation
    inside = any(file == piece.file and span.size and piece.span.contains(span) for piece in evidence)
    return inside or holds([citation], evidence)


@lru_cache(maxsize=65_536)
def canonical_answer(text: str) -> str:
    """Return ``text`` with script, vocabulary, width, case, number form, punctuation and spacing levelled.

    百分之五十, 50 % and ５０％ become "50%"; 280万千瓦 "2800000千瓦"; 二〇二三年一月六日 and 2023-01-06 "2023年1月6日";
    5%至10% "5-10%". Numerals inside words change too (一般 → 1般), alike on both sides of a comparison.
    """
    plain = normalise_text(text)
    plain = _HAN_NUMBER.sub(lambda match: _from_han(match[0]), plain.replace("百分之", "\0")).replace("\0", "百分之")
    plain = _ARABIC.sub(_from_arabic, plain)
    plain = _PER_HUNDRED.sub(r"\1%", plain)
    plain = _ISO_DATE.sub(lambda match: f"{match[1]}年{int(match[2])}月{int(match[3])}日", plain)
    plain = re.sub(r"(?<=\d)\s+(?=[年月日%])", "", plain)
    return _NOISE.sub("", _RANGE.sub("-", plain))


def _from_han(numeral: str) -> str:
    """Arabic digits of a numeral in Chinese characters; what is no well-formed numeral is returned unchanged."""
    if len(numeral) > 1 and all(sign in _DIGITS for sign in numeral):
        return "".join(str(_DIGITS[sign]) for sign in numeral)
    if all(sign in _MYRIADS for sign in numeral):
        return numeral  # a scale behind Arabic digits
    total = section = 0
    digit: int | None = None
    for sign in numeral:
        if sign in _DIGITS:
            if digit:
                return numeral
            digit = _DIGITS[sign]
        elif sign in _SCALES:
            section += (1 if digit is None else digit) * _SCALES[sign]
            digit = None
        else:
            total = (total + section + (digit or 0)) * _MYRIADS[sign]
            section, digit = 0, None
    return str(total + section + (digit or 0))


def _from_arabic(match: re.Match[str]) -> str:
    value = Decimal(match["value"].replace(",", ""))
    for sign in match["scale"]:
        value *= (_SCALES | _MYRIADS)[sign]
    return f"{value.normalize():f}"


def same_answer(given: str, accepted: Collection[str]) -> bool:
    """Whether ``given`` says the same as one of the accepted forms.

    Both are compared in their canonical form; lists of names as sets. Words of bound and change around a figure
    (不低于, 下降, 左右) may be there on top of what the forms hold, unless some accepted form spells such words out:
    then they must be those.
    """
    said = canonical_answer(given)
    if not said:
        return False
    forms = {canonical_answer(form) for form in accepted}
    if said in forms:
        return True
    if all(_bare(form) == form for form in forms) and _bare(said) in forms:
        return True
    items = _items(given)
    return len(items) > 1 and any(items == _items(form) for form in accepted)


def contains_answer(given: str, accepted: Iterable[str]) -> bool:
    """Whether ``given``, a whole clause for instance, holds an accepted form; 150% does not hold 50%."""
    said = canonical_answer(given)
    forms = filter(None, map(canonical_answer, accepted))
    return any(re.search(rf"(?<![\d.]){re.escape(form)}(?![\d.])", said) for form in forms)


def _bare(canonical: str) -> str:
    return _AFTER.sub("", _BEFORE.sub("", canonical))


def _items(text: str) -> frozenset[str]:
    pieces = _ITEM_ENDS.split(normalise_text(text))
    return frozenset(item for piece in pieces if (item := canonical_answer(piece)))


def answer_f1(given: str, accepted: Iterable[str]) -> float:
    """Best F1 of shared characters against any accepted form (Rajpurkar et al., 2016; by character as in CMRC 2018)."""
    return max((_f1(canonical_answer(given), canonical_answer(form)) for form in accepted), default=0.0)


def _f1(given: str, form: str) -> float:
    shared = sum((Counter(given) & Counter(form)).values())
    return 2 * shared / (len(given) + len(form)) if shared else 0.0


def rouge_l(given: str, accepted: Iterable[str]) -> float:
    """Best ROUGE-L against any accepted form: F1 of the longest common subsequence of characters (Lin, 2004)."""
    return max((_rouge_l(canonical_answer(given), canonical_answer(form)) for form in accepted), default=0.0)


def _rouge_l(given: str, form: str) -> float:
    row = [0] * (len(form) + 1)  # longest common subsequence of what was read of given, and form[:column]
    for char in given:
        above = 0
        for column, other in enumerate(form, 1):
            above, row[column] = row[column], above + 1 if char == other else max(row[column], row[column - 1])
    return 2 * row[-1] / (len(given) + len(form)) if row[-1] else 0.0

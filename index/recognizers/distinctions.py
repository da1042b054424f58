"""What tells a thing from others of its kind: grades and numbers in a row (二级, 第三期), words that exclude others.

A *distinction* has a ``kind`` and a ``value``: 二级 is 2 of the kind 级, 受伤 is one of the kind that 死亡 is of, too.
Two texts that say of one kind other values do not speak of the same thing. The words that exclude each other are
everyday administrative Chinese (``contrasts.tsv``), none of a particular document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from index.recognizers.numbers import han_number

__all__ = ["ANY", "Distinction", "distinctions"]

ANY = "*"
"""The value where a text leaves open which ones it means (二级以上)."""

_HAN = "一二三四五六七八九十"
_NUMBER = rf"(?:[{_HAN}]{{1,3}}|\d{{1,2}})"
_ORDINAL = rf"第{_NUMBER}"
_STEM = r"[甲乙丙丁戊特]"
_LETTERS = r"(?<![a-z])(?:i{1,3}|iv|v|\da|a{1,5}|[b-e])"
_ROW: dict[str, str] = {
    # What is counted by a bare number in a text (一级, 二期), and what only where a rank is said (第二批, not 一批).
    "级": rf"{_ORDINAL}|{_NUMBER}|{_STEM}|{_LETTERS}",
    "等": rf"第{_NUMBER}|{_STEM}|{_NUMBER}(?=等奖)",
    "类": rf"{_ORDINAL}|[{_HAN[1:]}]|{_STEM}|{_LETTERS}",
    "期": rf"{_ORDINAL}|[{_HAN}]",
    "档": rf"{_ORDINAL}|{_NUMBER}",
    "号线": _NUMBER,
    "批": _ORDINAL,
    "阶段": _ORDINAL,
    "梯队": _ORDINAL,
    "产业": _ORDINAL,
    "季度": rf"{_ORDINAL}|[{_HAN[:4]}]",
}
_NOT_IN_A_ROW = {"期": r"(?![间限货末内])", "等": r"(?![于同待级])", "级": r"(?![市别])", "类": r"(?![别似型])"}
_OPEN = r"(?P<open>及?以[上下]|及其?以[上下])?"
_ROWS = tuple(
    (
        kind,
        re.compile(
            rf"(?<![上下这那哪每某同另几各末两十百千万\d.])(?P<values>(?:{value})(?:{kind}?(?:[、,或和与及至到~-]|以及)(?:{value}))*)"
            rf"{kind}{_NOT_IN_A_ROW.get(kind, '')}{_OPEN}"
        ),
    )
    for kind, value in _ROW.items()
)
_PART = re.compile(rf"(?P<between>[至到~-])?第?(?P<value>[{_HAN}]+|\d+a?|[甲乙丙丁戊特]|[a-e]+|[iv]+)")
_BODIES = re.compile(r"农业农村(?=[局厅部委和、,])|城乡建设|国有资产")
"""Names of bodies that hold a word of a contrast and say nothing by it."""

_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}


class Distinction(NamedTuple):
    """A ``value`` of a ``kind``; the kind of words that exclude each other is the first of them."""

    kind: str
    value: str


@lru_cache(maxsize=4_096)
def distinctions(text: str) -> frozenset[Distinction]:
    """Return the distinctions that a normalised ``text`` makes, of a range (一至三级) each value in it."""
    return frozenset([*_in_a_row(text), *_contrasted(text)])


def _in_a_row(text: str) -> Iterator[Distinction]:
    for kind, pattern in _ROWS:
        for match in pattern.finditer(text):
            if match["open"]:
                yield Distinction(kind, ANY)
            for value in _values(match["values"]):
                yield Distinction(kind, value)


def _values(said: str) -> Iterator[str]:
    before: int | None = None
    for part in _PART.finditer(said):
        value = part["value"]
        if value[0] in _HAN and "十" not in value and len(value) > 1:
            yield from (str(han_number(digit)) for digit in value)  # 一二级 are two of them
            continue
        plain = str(han_number(value)) if value[0] in _HAN or value.isdigit() else _ROMAN.get(value, value)
        number = int(plain) if plain.isdigit() else None
        if part["between"] and before is not None and number is not None:
            yield from (str(n) for n in range(before, number))
        yield plain
        before = number


def _contrasted(text: str) -> Iterator[Distinction]:
    plain = _BODIES.sub(" ", text)
    for kind, fields in _contrasts():
        for value, words in fields:
            if any(word in plain for word in words):
                yield Distinction(kind, value)


@cache
def _contrasts() -> tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]:
    lines = (files("index.recognizers") / "contrasts.tsv").read_text("utf-8").splitlines()
    sets = [[tuple(field.split()) for field in line.split("\t")] for line in lines if not line.startswith("#")]
    return tuple((fields[0][0], tuple((words[0], words) for words in fields)) for fields in sets)

"""Offices in bodies, and who holds them: 市财政局副局长; 任命王五为市财政局副局长.

A body is often called by a short name (市应急局 for 市应急管理局). Text is expected normalised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Holder", "Office", "holders_in", "offices_in", "same_office"]

_HAN = r"[\u3400-\u9fff]"
_IN_A_BODY = r"(?![任为是由的兼和与及被])[\u3400-\u9fff()]"
_BODY = rf"{_IN_A_BODY}{{1,18}}?(?:局|厅|委员会|委|部|办公室|办|处|院|署|行|中心|集团|公司|大学|支队|总队|政府|指挥部)"
_HEADS = "局长|厅长|部长|主任|书记|处长|院长|署长|行长|校长|[总支]队长|总经理|董事长|秘书长|总?指挥"
_POST = rf"(?:党[组委])?(?:常务|第一)?副?(?:{_HEADS})"
_OFFICE = rf"(?P<body>{_BODY})(?P<post>{_POST})"
_OFFICES = re.compile(_OFFICE)
_PERSON = rf"(?P<person>(?!任命|免去|职务|负责){_HAN}{{2,4}}?)(?:同志)?"
_HOLDS = re.compile(rf"(?:^|[,、:;。\n ]|任命|免去|由){_PERSON}(?:被?任命为|担任|兼任|出任|任|为|是|的){_OFFICE}")
_HELD = re.compile(rf"{_OFFICE}(?:由|是|为|:){_PERSON}(?=担任|兼任|出任|[,;。\n]|$)")
_LEVELS = frozenset("省市县区州")


class Office(NamedTuple):
    """A ``post`` in a ``body``, as a text calls them."""

    body: str
    post: str


class Holder(NamedTuple):
    """A ``person`` and the office that a text gives or takes."""

    person: str
    office: Office


def offices_in(text: str) -> Iterator[Office]:
    """Yield the offices that a text names, in order."""
    for match in _OFFICES.finditer(text):
        yield _office(match)


def holders_in(text: str) -> Iterator[Holder]:
    """Yield who holds, takes or leaves which office."""
    for pattern in (_HOLDS, _HELD):
        for match in pattern.finditer(text):
            yield Holder(match["person"], _office(match))


def same_office(one: Office, other: Office) -> bool:
    """Whether two names may be of one office: the same post, and one body's characters in the other's, in order."""
    if one.post != other.post:
        return False
    first, second = (_plain(body) for body in (one.body, other.body))
    levels = {body[0] for body in (first, second) if body[0] in _LEVELS}
    if len(levels) > 1:
        return False
    short, long = sorted((body.lstrip("省市县区州") for body in (first, second)), key=len)
    at = iter(long)
    return short[:1] == long[:1] and all(char in at for char in short)


def _office(match: re.Match[str]) -> Office:
    return Office(_plain(match["body"]), match["post"])


def _plain(body: str) -> str:
    """Return a body from the last level that it names on: whose it is, or who holds it, may stand in front."""
    return body[max(0, *(body.rfind(level) for level in _LEVELS)) :]

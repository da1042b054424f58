"""Words that limit a figure or tell its direction: 不低于, 以上, 左右; 下降14% beside 下降到14%."""

from __future__ import annotations

import re

from index.recognizers.numbers import Literal
from index.recognizers.quantity import Bound, Change

__all__ = ["AFTER", "BEFORE", "LIMIT", "bound_of", "change_of"]

_AT_LEAST = "不早于|不低于|不少于|不小于|不得低于|不得少于|不得小于|大于等于|大于|高于|多于|至少|最低|超过|超|突破"
_AT_MOST = "不晚于|不迟于|不高于|不超过|不超|不大于|不多于|不得超过|不得高于|小于等于|小于|低于|少于|至多|最多|最高"
_ABOUT = "大约|约为|约|接近|将近|近"
_FALL = "下降|降低|减少|削减|压减|下调|缩减|压缩|节约|降"
_RISE = "增长|提高|提升|增加|上升|增幅|扩大|增|翻"
BEFORE = re.compile(
    rf"(?P<pace>年均|每年|平均每年|累计)?(?:(?:(?P<fall>{_FALL})|(?P<rise>{_RISE}))(?:幅度|了|率)?)?(?P<to>到|至|为)?(?:达到|达|在)?"
    rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})|(?P<about>{_ABOUT}))?\s*$"
)
"""What stands in front of a figure: pace, direction, 到 and bound; it matches anywhere, if only nothing."""

LIMIT = re.compile(rf"(?:{_AT_LEAST}|{_AT_MOST}|{_ABOUT}|达到|达|为|在|至|到)\s*$")
"""What says that a number without a unit is a figure."""

AFTER = re.compile(
    r"(?P<least>(?:及|或|\(含\))?以上|多)|(?P<most>(?:及|或)?以下|以内|之内|内(?![^,。;、)]))|(?P<about>左右|上下)"
)
"""What stands behind a figure and limits it."""


def bound_of(prefix: re.Match[str], after: re.Match[str] | None, literal: Literal) -> Bound:
    """Return how a figure is limited by the words in front of it (BEFORE), behind it (AFTER) and in it (五百多)."""
    for match in (after, prefix):
        if match is not None:
            for group, bound in (("least", Bound.AT_LEAST), ("most", Bound.AT_MOST), ("about", Bound.ABOUT)):
                if match[group]:
                    return bound
    return Bound.AT_LEAST if literal.more else Bound.EXACT


def change_of(prefix: re.Match[str], literal: Literal) -> Change:
    """Return whether a figure is a level or the amount of a rise or fall, by the words in front of it (BEFORE)."""
    if literal.form == "fold":
        return Change.RISE
    if prefix["to"]:
        return Change.LEVEL
    return Change.FALL if prefix["fall"] else Change.RISE if prefix["rise"] else Change.LEVEL

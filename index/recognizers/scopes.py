"""Whole nations, provinces and cities that a text speaks of without their names: 全国, 我省, citywide.

All texts are normalised (:mod:`index.language.normalise`).
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["SCOPES", "nation_as_subject", "scope_asked", "speaks_of"]

SCOPES = ("nation", "province", "city")

_OTHER_NATIONAL = (
    r"development|energy administration|bureau|people|health|park|key|demonstration|pilot|standards?|commission"
    r"|administration|government|conference|congress"
)
_OF_A_NAME = "人大|人民代表|政协|性|两会|文明|重点|统一|百强|示范|试点"
_NATION = (
    rf"全国(?!{_OF_A_NAME})|我国"
    r"|(?:国家|中国)(?:的?目标|层面|总体|整体)|\bnationwide\b"
    rf"|\bnational (?:(?!(?:{_OTHER_NATIONAL})\b)[\w.%-]+ ){{0,6}}?"
    r"(?:targets?|goals?|levels?|figures?|totals?|averages?)\b"
    r"|\bchina's\b|\b(?:whole|entire) (?:country|nation)\b"
)
_ASKED = {
    "nation": re.compile(rf"{_NATION}|(?:国家|中国)(?:到|在)?(?=(?:19|20)\d\d)"),
    "province": re.compile(r"[全我]省(?![级会])|\bprovince-?wide\b|\bthe (?:whole|entire) province\b"),
    "city": re.compile(r"[全我]市(?!场|级)|\bcity-?wide\b|\bthe (?:whole|entire) city\b"),
}
"""Words that ask for a whole nation, province or city and are not part of a name (全国人大, 国家发改委)."""

_SAID = {**_ASKED, "nation": re.compile(_NATION)}
_SUBJECT = re.compile(rf"(?<![在居占于比向面为])(?:全国|我国)(?!前|领先|第|最|平均|先进|{_OF_A_NAME})")


@lru_cache(1_024)
def scope_asked(question: str) -> str | None:
    """Return which of :data:`SCOPES` a question asks for as a whole, None without one."""
    return next((scope for scope in SCOPES if _ASKED[scope].search(question)), None)


def speaks_of(text: str, scope: str) -> bool:
    """Whether a text speaks of the whole ``scope``, one of :data:`SCOPES`."""
    return _SAID[scope].search(text) is not None


def nation_as_subject(text: str) -> str | None:
    """Return the words by which a statement is one about the whole nation, and not one that only compares with it."""
    found = _SUBJECT.search(text)
    return found[0] if found else None

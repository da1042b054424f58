"""Laws of Hong Kong by their chapter: 《道路交通条例》(第374章), Cap. 374 Road Traffic Ordinance."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.types import Span

__all__ = ["Chapter", "chapter_in"]

_NUMBER = r"第 ?\d{1,4}[A-Z]{0,2} ?章"
_TITLE = r"[\u3400-\u9fff()、, ]{2,60}?(?:条例|规例|附例|规则|令|公告|规程)"
_CAP = r"(?:Cap\.?|CAP\.?|Chapter) ?\d{1,4}[A-Z]{0,2}"
_ACT = r"[A-Z][A-Za-z()',& -]{3,80}?(?:Ordinance|Regulations?|Rules|By-?laws|Order|Notice)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?P<number>{_NUMBER})[ ,:]*《?(?P<title>{_TITLE})》?",
        rf"《?(?P<title>{_TITLE})》? ?[(](?P<number>{_NUMBER})[)]",
        rf"(?P<number>{_CAP})[ ,:]*(?P<title>{_ACT})",
        rf"(?P<title>{_ACT}) ?[(](?P<number>{_CAP})[)]",
    )
)


class Chapter(NamedTuple):
    """Where a line has the title of a law and the number of its chapter."""

    title: Span
    number: Span


def chapter_in(line: str) -> Chapter | None:
    """Return what a folded line says that names a law with its chapter and nothing else, None for any other."""
    match = next((found for form in _FORMS if (found := form.fullmatch(line))), None)
    return Chapter(Span(*match.span("title")), Span(*match.span("number"))) if match else None

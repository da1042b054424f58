"""What the head of a law says of how it came about: 2021年9月29日X常务委员会第31次会议通过, 2022年1月1日起施行.

Each date is told by the verb behind it, before the next date. The names of decisions in 《》 hold verbs and dates of
their own and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.recognizers.dates import find_dates
from index.types import DateKind, Span

__all__ = ["Enactment", "enactments", "is_enactment", "masked_titles"]

_VERBS = {
    DateKind.REPEALED: "废止|失效",
    DateKind.AMENDED: "修正|修订|修改|增订",
    DateKind.ADOPTED: "通过",
    DateKind.PROMULGATED: "(?:公布|发布|颁布)(?!之?日)|颁行|函颁",
    DateKind.EFFECTIVE: "施行|实施|生效|执行",
}
"""What a date is of, by the verb behind it. Of verbs that stand together (修正公布) the first here decides."""

_PLAIN_VERBS = "制定|订定|批准|核定|议决"
"""Verbs that stand with others (制定公布) or whose dates are not kept."""

_VERB = "|".join((*_VERBS.values(), _PLAIN_VERBS))
_RUN = re.compile(rf"(?:{_VERB})(?:、|并|和)?(?:(?:{_VERB}))*")
_TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|「[^「」]*」")
_OPENS = re.compile(r"[(〔\[ ]*(?:\d{1,3}[.、] ?)?(?:根据|依据|经|自|于|后经)? ?$")
_ARTICLES = r"第[\d、.,~\-之至及第条文章附表 ]+|全文 ?[\d一二三四五六七八九十百]+ ?[条点]|名称(?:及全文)?"
"""What a Taiwanese law says that was put in force or amended."""

_CLOSES = re.compile(
    rf"(?:{_VERB})(?:、?(?:{_ARTICLES})[^。]{{0,40}})?"
    r"(?:[;,] ?(?:并|本?次?修正条文)?自?[^。;]{0,30}(?:施行|实施|生效))?[ .。,;)\]〕]*$"
)
_SENTENCE = re.compile(r"[。!?].")


class Enactment(NamedTuple):
    """A date of a law: what it is of, as ISO 8601, and where it stands."""

    kind: DateKind
    value: str
    span: Span


def masked_titles(folded: str) -> str:
    """Return a text of the same length with a blank for every character of a 《title》 or 「title」."""
    return _TITLE.sub(lambda match: " " * len(match.group()), folded)


def enactments(folded: str, start: int = 0, end: int | None = None) -> Iterator[Enactment]:
    """Yield the dates of ``folded[start:end]`` that a verb of enactment follows, in order."""
    stop = len(folded) if end is None else end
    text = masked_titles(folded[start:stop])
    dates = list(find_dates(text))
    for (value, at), following in zip(dates, [*dates[1:], None], strict=False):
        runs = _RUN.finditer(text, at.end, following[1].start if following else len(text))
        kind = next((kind for run in runs if (kind := _kind_of(run.group()))), None)
        if kind is not None:
            yield Enactment(kind, value, Span(at.start + start, at.end + start))


def _kind_of(verbs: str) -> DateKind | None:
    return next((kind for kind, own in _VERBS.items() if re.search(own, verbs)), None)


def is_enactment(line: str) -> bool:
    """Whether a folded line says how a law came about, and nothing else: it begins with a date and ends in a verb."""
    if _SENTENCE.search(line):
        return False
    text = masked_titles(line)
    first = next(find_dates(text), None)
    return bool(first and _OPENS.match(text[: first[1].start]) and _CLOSES.search(text) and any(enactments(text)))

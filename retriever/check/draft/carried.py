"""What a sentence takes from those before it: the year that 同年 means, what 这一比重 is, what is spoken of at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.language.normalise import normalise_text
from index.recognizers.coordination import PROPERTY
from index.recognizers.numbers import han_number
from index.recognizers.periods import PeriodKind, find_periods
from index.recognizers.places import places_in
from retriever.check.compare.figures import claimed_figures
from retriever.check.compare.phrases import segments_of

__all__ = ["resolved", "topic_of"]

_YEARS = r"[一二三四五六七八九十两]{1,3}|\d{1,2}"
_RELATIVE = re.compile(
    r"(?<![比较去上往历\d])(?:到|在|于)?(?:同年|同一年度?|届时|到那时)(?![级龄])"
    r"|(?<![比较去上往历年月\d])(?:在)?同期(?!相比|水平)"
    r"|\b(?:by|at|in|on|within) (?:the same|that) (?:date|year|time|deadline)\b|\bby then\b"
    rf"|(?:再过|又过|其后|此后|随后)(?P<more>{_YEARS})年(?![前内间来])|(?<!\d)(?P<after>{_YEARS})年(?:之后|以后|后)",
    re.IGNORECASE,
)
_HEADS = "数字|数值|数据|指标|目标|要求|任务|比重|比例|占比|规模|水平|门槛|标准|额度|上限|下限|规定|做法"
_POINTER = re.compile(rf"(?:这|该|此|上述)(?:一|个|项|类)*(?:{_HEADS})(?!化|体系)")
_TASK = re.compile(r"(?:要求|任务|规定|做法)$")
_MARKED = re.compile(r"(?:仅?就|至于|关于|对于|针对)?(.+?)(?:方面|而言|来看|来说)$")
_LEADS = re.compile(r"^(?:仅就|仅|就|至于|关于|对于|针对|说到|谈到|论|在|从|对|而|其中|转到|回到)")
_ENDS = re.compile(r"(?:方面|而言|来看|来说|上看|上|则|的|要|须|将|应|力争)+$")
_POINTS = re.compile(r"[这该此其它那]|数字|同样|前者|后者|也就是|如[此下]|笔者|本[文报]")
_LEAST, _MOST = 4, 24
"""Characters of a topic."""


@lru_cache(512)
def _normalised(text: str) -> str:
    return normalise_text(text)


def resolved(said: str, before: Sequence[str], headings: Sequence[str] = ()) -> str:
    """Return a sentence with the years and the subject that it takes from the text around it put in their place.

    同年, 届时 and "by the same date" become the year named last, 五年之后 the year that it makes, 这一比重 what the
    last figure is a figure of. ``before`` are the sentences before it, the nearest last, ``headings`` those above.
    What is returned is normalised; a sentence that takes nothing is returned as it is.
    """
    text = _normalised(said)
    made = _dated(text, before, headings)
    pointer = _POINTER.search(made)
    if pointer is not None and (topic := (_task_of if _TASK.search(pointer[0]) else topic_of)(before)):
        made = made[: pointer.start()] + topic + made[pointer.end() :]
    return said if made == text else made


def _dated(text: str, before: Sequence[str], headings: Sequence[str]) -> str:
    at = 0
    while (match := _RELATIVE.search(text, at)) is not None:
        year = _year(text[: match.start()], *reversed(before), *reversed(headings))
        if year is None:
            return text
        if match["after"] or match["more"]:
            year += han_number(match["more"] or match["after"])
        put = f"by {year}" if match[0].isascii() and match[0][0].isalpha() else f"到{year}年"
        put = put.removeprefix("到") if text.startswith("的", match.end()) else put
        text = text[: match.start()] + put + text[match.end() :]
        at = match.start() + len(put)
    return text


def _year(*texts: str) -> int | None:
    """Return the year that the first of ``texts`` to name one names last."""
    for text in texts:
        named = [p for p in find_periods(_normalised(text), bare=True) if p.kind is not PeriodKind.BASE]
        if named:
            return named[-1].last
    return None


def topic_of(before: Sequence[str]) -> str:
    """Return what the nearest of the sentences ``before`` that says so measures or deals with, "" where none does.

    It is what the last figure is a figure of, where that is a measure (比重, 利用量), or what 就…而言 and …方面 name.
    """
    for text in map(_normalised, reversed(before)):
        if text.isascii():
            continue
        figures = claimed_figures(text, english=False)
        marked = [match[1] for segment in segments_of(text) if (match := _MARKED.match(segment.of(text)))]
        subject = _bare(figures[-1].subject) if figures else ""
        for topic in (subject if PROPERTY.search(subject) else "", *map(_bare, marked)):
            if _LEAST <= len(topic) <= _MOST and not _POINTS.search(topic):
                return topic
    return ""


def _task_of(before: Sequence[str]) -> str:
    """Return what the sentence before asks for (这一要求): the words that it begins with."""
    for text in map(_normalised, before[-1:]):
        for segment in segments_of(text):
            task = _bare(segment.of(text))
            if not text.isascii() and _LEAST <= len(task) <= _MOST and not _POINTS.search(task):
                return task
    return ""


def _bare(words: str) -> str:
    """Return words without years, places and what only introduces them."""
    words = _LEADS.sub("", words.strip())
    gone = [p.span for p in find_periods(words)] + [span for _, span in places_in(words)]
    for span in sorted(gone, reverse=True):
        behind = words[span.end :].lstrip("市省县区的") if span.start == 0 else words[span.end :]
        words = words[: span.start] + behind
    return _ENDS.sub("", _LEADS.sub("", words).removeprefix("的")).strip()

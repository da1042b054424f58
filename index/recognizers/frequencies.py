"""How often something is done: 每月至少开展一次, 一年两次, 按季度. Text is expected normalised."""

from __future__ import annotations

import re

from index.types import Span

__all__ = ["frequencies_in"]

_COUNT = r"(?:\d+|[一二两三四五六七八九十]+)"
_FREQUENCY = re.compile(
    rf"每隔?(?:{_COUNT}|半)?个?(?:年度?|季度?|月度?|周|星期|旬|[日天]|小时|学期|学年)[^,;:。、()\s]{{0,12}}?{_COUNT}(?:[-至到]{_COUNT})?[次遍回]"
    rf"|(?:{_COUNT}|半)个?(?:年|季度?|月|周|天)(?:内)?(?:至少|不少于)?{_COUNT}[次遍回]"
    rf"|按(?:年度?|季度?|月度?|周|[日天])|每隔?(?:{_COUNT}|半)?个?(?:年|季度?|月|周|[日天])(?=[^,;:。、()\s]{{2}})"
)


def frequencies_in(text: str) -> tuple[Span, ...]:
    """Return the spans that say how often (每月至少开展一次, 一年两次, 按季度) in ``text``."""
    return tuple(Span(*m.span()) for m in _FREQUENCY.finditer(text))

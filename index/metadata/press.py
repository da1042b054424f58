"""The press sentence: 「日前,X印发《…》(X政发〔2024〕5号)」."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.metadata.page import Page
from index.recognizers.bodies import BODY_END, NOT_IN_A_BODY, is_relative
from index.recognizers.dates import DAY_IN_TEXT
from index.recognizers.titles import is_title
from index.types import Span

__all__ = ["Press", "press_of", "relayed", "title_in_press"]

_VERB = r"(?:印发|发布|出台|公布|颁布|下发)"
_WHEN = rf"(?:{DAY_IN_TEXT}|\d{{1,2}}月\d{{1,2}}日)"
_PRESS = re.compile(
    rf"(?:^|[,。;:“(\s]|近日|日前|获悉|报道|今日|昨日|悉)(?P<who>[\u3400-\u9fff]{{2,24}}?(?:{BODY_END}))"
    rf"(?:于|在)?(?P<when>{_WHEN})?(?:近日|日前|正式|联合|制定|研究|起草|并|对外)*(?:关于)?(?P<verb>{_VERB})"
)
_NAMED = re.compile(rf"{_VERB}(?:了|的|关于)?《((?:[^《》]|《[^《》]*》){{4,100}})》")


_RELAYED = re.compile(r"《((?:[^《》]|《[^《》]*》){4,100})》(?:全文|主要内容|内容)?如下")
_HEAD = 1_000


class Press(NamedTuple):
    """「X于…日印发」: who issued, when, and the verb."""

    who: Span
    when: Span | None
    verb: str


def press_of(page: Page) -> Press | None:
    """Return what the first press sentence says that names a body as the one that issued."""
    for span in page.press_sentences():
        for match in _PRESS.finditer(span.of(page.folded)):
            if not is_relative(match["who"]) and not NOT_IN_A_BODY.search(match["who"]):
                who = Span(span.start + match.start("who"), span.start + match.end("who"))
                when = Span(span.start + match.start("when"), span.start + match.end("when"))
                return Press(who, when if match["when"] else None, match["verb"])
    return None


def relayed(page: Page) -> Span | None:
    """Return the 《title》 that an article gives the text of: 《X》全文如下, 《X》主要内容如下."""
    start = page.outline.span.start
    match = _RELAYED.search(page.folded, start, min(start + _HEAD, page.outline.span.end))
    return Span(*match.span(1)) if match and is_title(match[1]) else None


def title_in_press(page: Page) -> Span | None:
    """Return the 《title》 that a press sentence says was issued."""
    for span in page.press_sentences():
        match = _NAMED.search(page.folded, *span)
        if match and is_title(match[1]):
            return Span(*match.span(1))
    return None

"""Quotations of a sentence, held to the letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from index.language.normalise import normalise_text
from index.types import Citation, Span
from retriever.check.compare.text_keys import Key, key_of
from retriever.check.verdict import Quotation, Verdict
from retriever.paragraphs import Item

__all__ = ["checked_quotation", "find_quotations", "nearest_stretch", "without_space"]

_QUOTED = re.compile(r"“([^“”\n]+)”|「([^「」\n]+)」|『([^『』\n]+)』|\"([^\"\n]+)\"|＂([^＂\n]+)＂")
_TERM = 8
"""Characters up to which quotation marks name a term (“十四五”, “两高”) and quote nobody."""
_MARK = re.compile(r"[，,。；;、]")
_SPACE = re.compile(r"\s+")


def find_quotations(text: str) -> Iterator[Span]:
    """Yield the ranges of ``text``, without their marks, that quote: longer than a term, or with a mark inside."""
    for match in _QUOTED.finditer(text):
        inner = match[match.lastindex or 0]
        han = sum(not c.isascii() for c in inner)
        if (han > _TERM or (han >= 6 and _MARK.search(inner))) or (not han and len(inner.split()) > 4):
            yield Span(*match.span(match.lastindex or 0))


def without_space(text: str) -> tuple[str, list[int]]:
    """Return ``text`` without white space, and where every character that is left stood."""
    kept = [i for i, c in enumerate(text) if not c.isspace()]
    return "".join(text[i] for i in kept), kept


def nearest_stretch(wanted: str, text: str) -> Span | None:
    """Return the stretch of ``text`` that reads most like ``wanted``; None when less than half of it is there."""
    blocks = [b for b in SequenceMatcher(None, wanted, text, autojunk=False).get_matching_blocks() if b.size > 1]
    if sum(b.size for b in blocks) * 2 < len(wanted):
        return None
    longest = max(blocks, key=lambda b: b.size)
    start = longest.b - longest.a
    near = [b for b in blocks if abs((b.b - b.a) - start) <= len(wanted) // 4 + 4]
    first, last = near[0], near[-1]
    return Span(max(0, first.b - first.a), min(len(text), last.b + last.size + len(wanted) - last.a - last.size))


def checked_quotation(
    text: str, span: Span, items: Sequence[Item], key: Callable[[Item], Key], cite: Callable[[Item, Span], Citation]
) -> Quotation:
    """Hold a quotation, at ``span`` of the draft, to the letter of the ``items`` that its sentence was compared with.

    ``key`` reduces an item to what comparing words looks at, ``cite`` makes a citation of a range of its file.
    """
    bare = without_space(text.rstrip("。.，,;；"))[0]
    wanted = key_of(normalise_text(text)).text
    for item in items:
        letters, kept = without_space(item.text.source)
        at = letters.find(bare)
        if at >= 0:
            found = Span(item.span.start + kept[at], item.span.start + kept[at + len(bare) - 1] + 1)
            return Quotation(span, text, Verdict.VERBATIM, cite(item, found))
    for item in items:
        held = key(item).find(wanted)
        if held is not None:
            return Quotation(span, text, Verdict.SAME_WORDS, cite(item, item.source(held)))
    for item in items[:3]:
        reduced = key(item)
        near = nearest_stretch(wanted, reduced.text)
        if near is not None and near.size:
            held = item.source(Span(reduced.at[near.start], reduced.at[near.end - 1] + 1))
            return Quotation(span, text, Verdict.DIFFERS, cite(item, held))
    return Quotation(span, text, Verdict.ABSENT, None)

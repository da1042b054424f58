"""Where the differences of a finding stand in the draft and in the source, so that both sides can mark them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from index.language.normalise import normalise
from index.types import Span
from retriever.check.verdict import Difference, Field

__all__ = ["changed", "stands_at", "where"]

_FIGURE = re.compile(r"\d[\d,.]*\s*[%‰]?")


def where(text: str, said: Iterable[str | None]) -> list[Span]:
    """Return where ``text`` holds each of the texts of ``said``; one that cannot be found is left out."""
    found = (stands_at(text, words) for words in said if words)
    return sorted({span for span in found if span is not None})


def stands_at(text: str, words: str) -> Span | None:
    """Return where ``words`` first stand in ``text``, to the letter or normalised; of a figure its number will do."""
    at = _find(text, words)
    if at is not None:
        return at
    whole, wanted = normalise(text), normalise(words).text
    for part in (wanted, *(m[0].strip() for m in _FIGURE.finditer(wanted))):
        at = _find(whole.text, part)
        if at is not None:
            return whole.to_source(at)
    return None


def _find(text: str, words: str) -> Span | None:
    """Return where ``words`` stand in ``text``, digits not cut out of a longer number."""
    before = r"(?<![\d.])" if words[:1].isdigit() else ""
    after = r"(?!\d)" if words[-1:].isdigit() else ""
    match = re.search(f"{before}{re.escape(words)}{after}", text) if words else None
    return Span(*match.span()) if match else None


def changed(draft: str, source: str) -> tuple[list[Span], list[Span]]:
    """Return the stretches of two quotations that are not the same characters, scripts and widths aside."""
    one, other = normalise(draft), normalise(source)
    matcher = SequenceMatcher(None, one.text, other.text, autojunk=False)
    here, there = [], []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        if a < b:
            here.append(one.to_source(Span(a, b)))
        if c < d:
            there.append(other.to_source(Span(c, d)))
    return here, there


def pieces(difference: Difference) -> Iterator[tuple[str, str | None]]:
    """Yield what the draft says and what the source says: of a quotation only what was changed."""
    if difference.field is not Field.QUOTATION or difference.source is None:
        yield difference.draft, difference.source
        return
    here, there = changed(difference.draft, difference.source)
    if len(here) == len(there):
        yield from ((a.of(difference.draft), b.of(difference.source)) for a, b in zip(here, there, strict=True))
    else:
        yield difference.draft, difference.source

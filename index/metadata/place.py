"""The place that a document is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from index.language.script import detect_script, to_traditional
from index.language.tokens import tokenise_spans
from index.metadata.page import Page
from index.recognizers.bodies import closed_up, is_national
from index.recognizers.dates import is_date
from index.recognizers.places import GazetteerEntry, gazetteer, spelled
from index.types import Metadatum, Span

__all__ = ["place_of"]

# How much of a text is looked through for the place that it keeps naming, how often it must (in full, where it names no
# other place; else), and how much more often than it names any other.
_SAMPLE = 4_000
_LEAST_ALONE = 2
_LEAST_MENTIONS = 3
_LEAD = 2
_LONGEST_LINE = 60
_REGION = "特别行政区"
_COUNTY = re.compile(r"[\u3400-\u9fff]{1,6}?(?:自治县|自治旗|[县区旗市])(?=人民政府|政府)")
# 新华社北京8月2日电: where a report was written.
_DATELINE = re.compile(r"\d{1,2}月\d{1,2}日(?:[电讯]|消息)|[电讯](?=[ (,])")
# Not 老旧小区, 工业园区, 示范区.
_DISTRICT = re.compile(
    r"[\u3400-\u9fff]{1,3}(?<![小园社景片校辖范护发能验贸])[县区](?=人民政府|政府|人大|\d{4}年|关于"
    r"|[\u3400-\u9fff]{0,12}(?:局|委员会|办公室))"
)
# Enough of a text to tell its script.
_SCRIPT_SAMPLE = 500


def place_of(page: Page, issuer: Metadatum | None, title: Metadatum | None, reporter: Span | None) -> Metadatum | None:
    """Return the place that a document is about, in the document's own script; None when nothing says so.

    Looked for in the issuer, the title, the notice and the press sentence (``reporter``); unless these speak for the
    whole country, then in the short lines over the text, in the signature, and at last in the text, which must name one
    place early, often, and twice as often as any other. The value is the full name; a district of Hong Kong or Macau
    stands for its region.
    """
    finder = _Finder(page)
    for metadatum in (issuer, title):
        if metadatum and (place := finder.at(metadatum.span)):
            return place
    for span in (page.outline.notice, reporter):
        if span and (place := finder.at(span)):
            return place
    if any(found and is_national(found.span.of(page.folded).strip("《》 ")) for found in (issuer, title)):
        return None
    for span in finder.lines():
        if place := finder.at(span):
            return place
    return finder.prevailing()


class _Finder:
    def __init__(self, page: Page) -> None:
        self.page, self.folded = page, page.folded

    def at(self, span: Span) -> Metadatum | None:
        """Return the smallest place of the chain that ``span`` starts naming (湖北省襄阳市 → 襄阳市)."""
        text, where = _closed_up(span.of(self.folded), span.start)
        found = [(entry, Span(where[at.start], where[at.end - 1] + 1)) for entry, at in gazetteer().find(text)
                 if not _DATELINE.match(text, at.end)]  # fmt: skip
        if not found:
            return self._unlisted(span) or self._spelled(span)
        entry, at = found[0]
        for following, place in found[1:]:
            if place.start != at.end or following.level == entry.level:
                break
            entry, at = following, place
        unlisted = self._unlisted(Span(at.end, span.end), within=self._in_full(entry, at))
        return unlisted or self._named(entry, at)

    def _spelled(self, span: Span) -> Metadatum | None:
        """The place that an English title spells, unless the spelling may mean several."""
        text = span.of(self.folded)
        for names, at in spelled(text) if text.isascii() else ():
            if len(names) == 1:
                return Metadatum(names[0], Span(span.start + at.start, span.start + at.end))
        return None

    def _in_full(self, entry: GazetteerEntry, at: Span) -> bool:
        return closed_up(at.of(self.folded)) == entry.name

    def lines(self) -> Iterator[Span]:
        """The short lines before the text that address nobody, and the lines over a date behind it."""
        outline = self.page.outline
        # Without a title, the first lines are those of any text.
        for span in outline.front if outline.title or outline.notice else ():
            row = "\t" in span.of(self.page.text)
            if span.size <= _LONGEST_LINE and not row and not re.search(r"[:。;]", span.of(self.folded)):
                yield span
        for units in (outline.closing, outline.back):
            for above, unit in pairwise(units):
                if above.size <= _LONGEST_LINE and is_date(unit.of(self.folded)):
                    yield above

    def prevailing(self) -> Metadatum | None:
        """The place that the beginning of the text names again and again."""
        start, end = self.page.outline.span
        sample = self.folded[start : min(end, start + _SAMPLE)]
        drawn = self.page.text[start : start + len(sample)]
        mentions: dict[GazetteerEntry, list[Span]] = {}
        for entry, at in gazetteer().find(sample):
            # A table names the place of each row, of merged cells again and again.
            if not _DATELINE.match(sample, at.end) and "\t" not in _line_around(drawn, at):
                mentions.setdefault(entry, []).append(at)
        if not mentions:
            return None
        entry = max(mentions, key=lambda entry: len(mentions[entry]))
        rest = [len(spans) for other, spans in mentions.items() if other.name not in (entry.name, entry.parent)]
        own = mentions[entry]
        in_full = entry.name.endswith(_REGION) or any(at.of(sample) == entry.name for at in own)
        least = _LEAST_ALONE if in_full and not rest else _LEAST_MENTIONS
        if len(own) < max(least, _LEAD * max(rest, default=0), sum(rest)) or len(_whole(sample, own)) < least:
            return None
        return self._named(entry, Span(own[0].start + start, own[0].end + start))

    def _named(self, entry: GazetteerEntry, at: Span) -> Metadatum:
        """The full name of a place that ``at`` names, at a full mention of it where the document has one."""
        name = entry.parent if entry.parent and entry.parent.endswith(_REGION) else entry.name
        own = closed_up(at.of(self.folded))
        if own != name:
            stated = self.folded.find(name, *self.page.outline.span)
            if stated >= 0:
                own, at = name, Span(stated, stated + len(name))
        # What the document leaves out of the name (宜蘭, for 宜蘭縣), in its script.
        said = self.page.plain(at).value if name.startswith(own) else ""
        rest = name[len(said) :]
        if rest and detect_script(at.of(self.page.text) + self._sample()) == "hant":
            rest = to_traditional(rest)
        return Metadatum(said + rest, at)

    def _sample(self) -> str:
        start, end = self.page.outline.span
        return self.page.text[start : min(end, start + _SCRIPT_SAMPLE)]

    def _unlisted(self, span: Span, *, within: bool = False) -> Metadatum | None:
        """A county or district that the gazetteer does not know, by the authority's name (X区人民政府).

        ``within``: it follows the full name of a city, so that other authorities, a year or 关于 tell it as well.
        """
        match = (_DISTRICT if within else _COUNTY).match(self.folded, *span)
        return self.page.plain(Span(*match.span())) if match and len(match.group()) > 1 else None


def _whole(text: str, spans: list[Span]) -> list[Span]:
    """Those of ``spans`` that are words of ``text``, and not parts of others (高密 in 高密度)."""
    words = [word for _, word in tokenise_spans(text)]
    return [
        span for span in spans if not any(word.start < edge < word.end > span.end for word in words for edge in span)
    ]


def _closed_up(text: str, start: int) -> tuple[str, range | list[int]]:
    """A line without the blanks that set its letters apart, and where each character stands."""
    closed = closed_up(text)
    if closed == text:
        return text, range(start, start + len(text))
    return closed, [start + number for number, char in enumerate(text) if char != " "]


def _line_around(text: str, at: Span) -> str:
    end = text.find("\n", at.end)
    return text[text.rfind("\n", 0, at.start) + 1 : end if end >= 0 else len(text)]

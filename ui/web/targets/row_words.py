"""A row of the target table in words and links, the same in the list, the matrix and the chart."""

from __future__ import annotations

import re
from dataclasses import replace

from index.language.script import to_traditional
from index.types import Span
from retriever.targets import Nature, Target
from ui.service.snapshot import Asked
from ui.service.targets_table import Table
from ui.service.targets_wanted import View
from ui.web.ask.answers import address
from ui.web.html import Mark, Markup, marked, tag
from ui.web.strings import TAGS, Say

__all__ = ["Words", "counted"]

_BEFORE, _AFTER = 54, 30
"""Characters of a clause shown before and after its figure."""

_PAUSE = re.compile(r"[,，;；、。:：]\s*")
_SLACK = 14
"""Characters within which a pause is looked for to cut at."""


def counted(say: Say, key: str, count: int) -> str:
    """Return "1 figure" or "3 figures" by the text ``key`` and its singular ``key_1``."""
    return say(f"{key}_1") if count == 1 else say(key, n=f"{count:,}")


class Words:
    """Says what rows of ``table`` say, in the language ``chosen`` of the page, for somebody who looks at ``view``."""

    def __init__(self, table: Table, view: View, say: Say, chosen: str) -> None:
        self.table = table
        self.view = view
        self.say = say
        self._chosen = chosen

    def place(self, row: Target) -> str:
        """Return the place of a row, its document where it names none."""
        return row.place or self.document(row)

    def document(self, row: Target) -> str:
        """Return the title of a row's document on one line."""
        return " ".join(self.table.titles[row.doc_id].split())

    def lang(self, row: Target) -> str:
        """Return the ``lang`` of what the source of a row says."""
        return TAGS[self.table.snapshot.script(row.doc_id)]

    def indicator(self, name: str) -> Markup:
        """Return the name of an indicator, in Traditional characters on a page in Traditional."""
        traditional = self._chosen == "hant"
        shown = to_traditional(name) if traditional else name
        return tag("bdi", shown, lang=TAGS["hant" if traditional else "hans"])

    def only(self, name: str) -> Markup:
        """Return the name of an indicator as a link to its rows alone."""
        wanted = replace(self.view, indicator=name, page=1)
        return tag(
            "a",
            self.indicator(name),
            href=wanted.address(),
            class_="yj-only",
            title=self.say("targets_only"),
            data_indicator=name,
        )

    def bound(self, row: Target) -> str:
        """Return how a value limits its indicator: "力争 不低于", "" for a value that is simply stated."""
        parts = [self.say("strive")] if row.strive else []
        return " ".join(part for part in (*parts, self._limit(row)) if part)

    def value(self, row: Target) -> Markup:
        """Return the figure as its source writes it, with the word for a rise or a fall."""
        return _spaced(_small(self._change(row)), self._figure(row))

    def phrase(self, row: Target) -> Markup:
        """Return the figure with all that is said of it: "力争 下降 不低于 14.5% 较 2020 年"."""
        strive = self.say("strive") if row.strive else ""
        before = (strive, self._change(row), self._limit(row))
        return _spaced(*map(_small, before), tag("strong", self._figure(row)), _small(self.base(row)))

    def plain(self, row: Target) -> str:
        """Return the words of :meth:`phrase`, and that it is a present state, as text."""
        state = self.say("targets_nature_state") if row.nature is Nature.STATE else ""
        parts = (self.bound(row), self._change(row), " ".join(row.value.split()), self.base(row), state)
        return " ".join(part for part in parts if part)

    def _figure(self, row: Target) -> Markup:
        return tag("bdi", " ".join(row.value.split()), lang=self.lang(row))

    def _limit(self, row: Target) -> str:
        return self.say(f"bound_{row.limit.value.replace(' ', '_')}")

    def _change(self, row: Target) -> str:
        return self.say(f"change_{row.change.value}")

    def base(self, row: Target) -> str:
        """Return the year that a change is measured against, "" without one."""
        return self.say("against_year", year=row.base_year) if row.base_year else ""

    def link(self, row: Target, label: object, kind: str, **attributes: object) -> Markup:
        """Return a link to the clause of a row, opened in the reader of the page."""
        href = address(Asked(""), row.citation.file, row.citation.span)
        return tag("a", label, href=href, class_=kind, data_open="", **attributes)

    def quote(self, row: Target) -> Markup:
        """Return what stands around the figure in its clause, the figure marked."""
        citation = row.citation
        at = Span(row.span.start - citation.span.start, row.span.end - citation.span.start)
        # Blanks and ends of lines at its edges are the source's layout, not its words.
        text = citation.quote.rstrip()
        first = len(text) - len(text.lstrip())
        start, end = _cut(text, first, at)
        return tag(
            "span",
            "…" if start > first else "",
            marked(text, [Mark(at, "answer")], Span(start, end)),
            "…" if end < len(text) else "",
        )


def _small(text: str) -> Markup:
    return tag("small", text) if text else Markup("")


def _spaced(*parts: Markup) -> Markup:
    return Markup(" ".join(part for part in parts if part))


def _cut(text: str, first: int, at: Span) -> tuple[int, int]:
    """Return the part of ``text`` from ``first`` on that is shown around ``at``, cut at pauses where they are near."""
    start, end = max(first, at.start - _BEFORE), min(len(text), at.end + _AFTER)
    if start - first < _SLACK:
        start = first
    elif (pause := _PAUSE.search(text, start, min(start + _SLACK, at.start))) is not None:
        start = pause.end()
    if len(text) - end < _SLACK:
        end = len(text)
    elif pauses := list(_PAUSE.finditer(text, max(at.end, end - _SLACK), end)):
        end = pauses[-1].start()
    return start, end

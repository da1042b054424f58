"""Reading the metadata of a document.

Where a value is looked for, in this order:

- *title*: the document's own heading, the notice's, a label, the 《title》 of the press sentence, the headline.
- *issuer*: a label (發布單位:), the signature over the date, the heading 「X关于印发…」, the lines under the title
  (:mod:`index.metadata.origin`), the decree, the letterhead, the press sentence 「日前,X印发…」. A body without its
  place (市政府) is none.
- *doc_no*: a label, the number of the decree, a line of its own before the text, the lines under the title, the
  bracket right after 《title》 in the press sentence. A number that stands with a cited document is never taken.
- *issued_on*: a label, the date of the signature (or the date line of the notice), the lines under the title, the date
  right before 印发 in the press sentence. There, a month and a day get the year of the document number when the same
  sentence states it; otherwise they have no year, and nothing is taken.
- *published_on*: a label (发布时间, 颁布时间), or a line of the portal that is only a date.
- *dates*: :mod:`index.metadata.dates`; *repeals*: :mod:`index.metadata.repeals`.
- *place*: :mod:`index.metadata.place`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.metadata.dates import head_dates, label_dates, typed_dates
from index.metadata.heads import chapter_number, joined_number, joined_signature, ordered_title
from index.metadata.origin import Origin, origins
from index.metadata.page import Outline, Page
from index.metadata.place import place_of
from index.metadata.press import press_of, relayed, title_in_press
from index.metadata.repeals import repeals_of
from index.recognizers.bodies import is_body, is_issuer, is_relative, leading_body
from index.recognizers.dates import is_date, month_and_day
from index.recognizers.document_numbers import DECREE, DOC_NO, is_numbered_decree, number_in_line, year_of_number
from index.recognizers.titles import is_title, letters_of, names_another
from index.types import DateKind, DocumentDate, Metadatum, Span

__all__ = ["Metadata", "read_metadata"]

_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日$")
_OF_A_YEAR = re.compile(r"(?:关于|\d{4}年)")
_PUBLISHES = re.compile(r" ?(?:文件|发布|印发|编制|编印?)$")
_HANDS_ON = re.compile(r"(?:印发|转发|批转|发布)$")
_NUMBERED = re.compile(r"^.{2,40}\d+ ?号$")
_SITE = re.compile(r"网站?$")
_LETTER = re.compile(r"(?P<who>\S.*\S) +(?:书?函|令|公告)$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; see :class:`index.types.Document`."""

    title: Metadatum | None
    issuer: Metadatum | None
    place: Metadatum | None
    doc_no: Metadatum | None
    issued_on: Metadatum | None
    published_on: Metadatum | None
    dates: tuple[DocumentDate, ...]
    repeals: Metadatum | None


def read_metadata(text: str, folded: str, outline: Outline) -> Metadata:
    """Read the metadata of one document of a file.

    ``folded`` is :func:`index.language.fold.fold` of the file's whole ``text``; all spans point into both.
    """
    reader = _Reader(Page(text, folded, outline))
    title = reader.title()
    doc_no = reader.doc_no(title)
    issuer = reader.issuer()
    issued_on = reader.issued_on(doc_no, issuer)
    return Metadata(
        title=title,
        issuer=issuer,
        place=reader.place(issuer, title),
        doc_no=doc_no,
        issued_on=issued_on,
        published_on=reader.published_on(),
        dates=typed_dates(reader.page, issued_on),
        repeals=repeals_of(reader.page),
    )


class _Reader:
    def __init__(self, page: Page) -> None:
        self.page, self.folded, self.outline = page, page.folded, page.outline
        self.press = press_of(page)
        self.origins: tuple[Origin, ...] = tuple(origins(page.folded, page.outline.front))

    def title(self) -> Metadatum | None:
        if self.outline.title:
            return self.page.title_at(self.outline.title)
        if self.outline.notice:
            return self._named_in(self.outline.notice) or self.page.title_at(self.outline.notice)
        if labelled := self.page.labelled("title"):
            return self.page.title_at(labelled)
        if ordered := ordered_title(self.page):
            return self.page.title_at(ordered)
        reported = title_in_press(self.page) if self.outline.reported else None
        headline = reported or self.outline.headline or relayed(self.page)
        return self.page.title_at(headline) if headline else None

    def doc_no(self, title: Metadatum | None) -> Metadatum | None:
        if labelled := self.page.labelled("doc_no"):
            if match := DOC_NO.search(self.folded, *labelled):
                return self.page.plain(Span(*match.span()))
            if _NUMBERED.search(labelled.of(self.folded)):
                return self.page.plain(labelled)
        decree = DECREE.match(self.folded, self.outline.notice.start) if self.outline.notice else None
        if decree and decree["number"]:
            return self.page.plain(Span(*decree.span()))
        for span in self.outline.front:
            if is_numbered_decree(span.of(self.folded)):
                return self.page.plain(span)
            if span.size <= 80 and (number := number_in_line(span.of(self.folded))):
                start = self.folded.index(number, span.start)
                return self.page.plain(Span(start, start + len(number)))
        if found := chapter_number(self.page) or joined_number(self.page):
            return self.page.plain(found)
        for origin in self.origins:
            if origin.doc_no:
                return self.page.plain(origin.doc_no)
        name = letters_of(title.span.of(self.folded)) if title else ""
        for span in self.page.press_sentences():
            for match in re.finditer(r"《((?:[^《》]|《[^《》]*》)+)》 ?\(", self.folded[span.start : span.end]):
                at = span.start + match.end()
                cited = DOC_NO.match(self.folded, at, span.end)
                if cited and name and letters_of(match[1]) in (name, letters_of(self._notice_text())):
                    return self.page.plain(Span(*cited.span()))
        return None

    def issuer(self) -> Metadatum | None:
        found = self._labelled_issuer() or self._signature() or self._heading_issuer() or self._origin_issuer()
        found = found or self._decreed_by() or self._publisher() or self._letterhead()
        # An article about a document, without it, was not issued by the body that it names.
        if not found and self.press and (self.outline.reported or relayed(self.page)):
            found = self.press.who
        return self.page.plain(found) if found else None

    def _labelled_issuer(self) -> Span | None:
        """What a label names as the issuer; the site that shows the page is none."""
        found = self.page.labelled("issuer")
        return found if found and not _SITE.search(found.of(self.folded)) else None

    def issued_on(self, doc_no: Metadatum | None, issuer: Metadatum | None) -> Metadatum | None:
        if (labelled := self.page.labelled("issued")) and (date := self.page.first_date(labelled)):
            return date
        for span in (*self.outline.front, *self.outline.closing, *self.outline.back):
            if self._is_dated(span) and (date := self.page.first_date(span)):
                return date
        for origin in self.origins:
            if origin.issued and (date := self.page.first_date(origin.issued)):
                return date
        return joined_signature(self.page, issuer) or self._reported_on(doc_no) or self._enacted()

    def _reported_on(self, doc_no: Metadatum | None) -> Metadatum | None:
        """The date in the press sentence, of an article about a document."""
        press = self.press if self.outline.reported else None
        if not press or not press.when:
            return None
        if date := self.page.first_date(press.when):
            return date
        # 「X市7月19日印发《…》(X政发〔2024〕5号)」: one sentence states the day and, in the number, the year.
        if press.verb == "印发" and doc_no and (year := year_of_number(doc_no.value)):
            sentence = self.page.sentence(press.when)
            day = _MONTH_DAY.match(press.when.of(self.folded))
            if sentence.contains(doc_no.span) and day and (value := month_and_day(year, day[1], day[2])):
                return Metadatum(value, press.when)
        return None

    def _enacted(self) -> Metadatum | None:
        """The date under the title, or of a label, from which a law without a date of issue has been as it stands."""
        dates = (*head_dates(self.page), *label_dates(self.page))
        stated = {kind: Metadatum(value, span) for kind, value, span in dates}
        acts = (DateKind.PROMULGATED, DateKind.AMENDED, DateKind.ADOPTED)
        return next((stated[act] for act in acts if act in stated), None)

    def published_on(self) -> Metadatum | None:
        for label in ("published", "promulgated"):
            if (labelled := self.page.labelled(label)) and (date := self.page.first_date(labelled)):
                return date
        for span in self.outline.portal:
            if is_date(span.of(self.folded)):
                return self.page.first_date(span)
        return None

    def place(self, issuer: Metadatum | None, title: Metadatum | None) -> Metadatum | None:
        # The opening of an official text may tell what a larger place issued; an article has nothing else to go by.
        reported = self.press.who if self.press and (self.outline.reported or not title) else None
        return place_of(self.page, issuer, title, reported)

    def _signature(self) -> Span | None:
        """The lines of bodies right over a date line (or right under it), from the notice or the end of the text."""
        for units in (self.outline.front, self.outline.closing, self.outline.back):
            for number, unit in enumerate(units):
                if not self._is_dated(unit):
                    continue
                if units is self.outline.front and number and _is_relative_body(units[number - 1].of(self.folded)):
                    return None  # 市政府办公室, of the place that the heading names
                first = number
                while first and self._issuer_in(units[first - 1]):
                    first -= 1
                if first < number and (last := self._issuer_in(units[number - 1])):
                    return Span(units[first].start, last.end)
                if number + 1 < len(units) and (below := self._issuer_in(units[number + 1])):
                    return below
        return None

    def _is_dated(self, line: Span) -> bool:
        """Whether a line is a date and nothing else, but 印发."""
        return is_date(_PUBLISHES.sub("", line.of(self.folded)))

    def _issuer_in(self, line: Span) -> Span | None:
        """The body that a line names and nothing else, but that it publishes."""
        end = line.start + len(_PUBLISHES.sub("", line.of(self.folded)))
        return Span(line.start, end) if is_issuer(self.folded[line.start : end]) else None

    def _letterhead(self) -> Span | None:
        """The body on the first line, over the title, or on the line right under the title."""
        front, title = self.outline.front, self.outline.title
        for number, line in enumerate(front):
            over = number == 0 and title and line.end <= title.start
            under = number and title and front[number - 1].end == title.end
            if (over or under) and (found := self._issuer_in(line)):
                return found
        return None

    def _publisher(self) -> Span | None:
        """The bodies on the lines that end in 发布, under the dates of a standard."""
        front = self.outline.front
        for number, unit in enumerate(front):
            if unit.of(self.folded).endswith("发布") and (last := self._issuer_in(unit)):
                first = number
                while first and self._issuer_in(front[first - 1]):
                    first -= 1
                return Span(front[first].start, last.end)
        return None

    def _heading_issuer(self) -> Span | None:
        """X of 「X关于…」, 「X2024年度…报告」 or 「X 函」."""
        for span in (self.outline.notice, self.outline.title):
            if span is None:
                continue
            heading = span.of(self.folded)
            at = _OF_A_YEAR.search(heading)
            name = _HANDS_ON.sub("", heading[: at.start()].rstrip()) if at else ""
            if letter := _LETTER.match(heading):
                name = letter["who"]
            whole = at is None or at.group() == "关于" or leading_body(name) == name
            if whole and is_issuer(name.replace("\n", " ")):
                return Span(span.start, span.start + len(name))
        return None

    def _origin_issuer(self) -> Span | None:
        return next((origin.issuer for origin in self.origins if origin.issuer), None)

    def _decreed_by(self) -> Span | None:
        if self.outline.notice and (match := DECREE.match(self.folded, self.outline.notice.start)):
            return Span(*match.span("who"))
        return None

    def _named_in(self, notice: Span) -> Metadatum | None:
        """The document that a notice passes on, when its own heading is missing."""
        name = names_another(notice.of(self.folded).replace("\n", ""))
        if name and re.search(
            rf"《{re.escape(name)}》 ?\({DOC_NO.pattern}", self.folded[notice.end : self.outline.span.end]
        ):
            return None  # the text cites it as a document with a number of its own
        at = self.folded.find(name, *notice) if name and is_title(name) else -1
        return self.page.title_at(Span(at, at + len(name))) if name and at >= 0 else None

    def _notice_text(self) -> str:
        return self.outline.notice.of(self.folded) if self.outline.notice else ""


def _is_relative_body(line: str) -> bool:
    return is_body(line) and is_relative(line)

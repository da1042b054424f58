"""Metadata of a document, each value with the place that it was read from; what the text does not state stays None.

Where a value is looked for, in this order:

- *issuer*: a label (發布單位:), the signature over the date, the heading 「X关于印发…」, the note under the title of
  a law (「…常务委员会第…次会议通过」), the press sentence 「日前,X印发…」. A body without its place (市政府) is none.
- *doc_no*: a label, a line of its own before the text, the bracket right after 《title》 in the press sentence. A
  number that stands with a cited document is never taken.
- *issued_on*: a label, the date of the signature (or the date line of the notice), the note under the title of a law,
  the date right before 印发 in the press sentence. There, a month and a day get the year of the document number when
  the same sentence states it; otherwise they have no year, and nothing is taken.
- *published_on*: a label (发布时间, 颁布时间), or a line of the portal that is only a date.
- *place*: named by the issuer, then the title, then the press sentence; the full form (襄阳市 for 襄阳) where the
  text has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from index.dates import find_dates, is_date, month_and_day
from index.furniture import field_of
from index.places import gazetteer
from index.titles import clean_title, is_title, names_another
from index.types import Metadatum, Span

__all__ = ["Metadata", "Outline", "is_body", "read_metadata"]

_BODY_END = (
    "人民政府办公厅|人民政府办公室|人民政府|政府办公厅|政府办公室|政府|办公厅|办公室|常务委员会|委员会|发展改革委|发改委|国资委|"
    "卫健委|住建委|经信委|交委|建委|农委|科委|管委会|党委|市委|省委|区委|县委|党组|代表大会|总局|分局|局|厅|部|署|总队|支队|"
    "领导小组|指挥部|法院|检察院|人民银行|国务院|中央|中心|公司|集团|协会|联合会|联社|研究院|大学|学院|医院"
)
_BODY = re.compile(rf"(?!各)[\u3400-\u9fff](?:[\u3400-\u9fff()、 ]{{0,38}})(?:{_BODY_END})$")
_NOT_IN_A_BODY = re.compile(r"关于|印发|的|根据|按照|负责|牵头|组织|以下|为|是|了")
# 市政府, 省发展改革委: whose, the text around must say.
_RELATIVE = re.compile(r"(?:市|省|县|区|州|盟|旗|本|该|我)(?!中区|北区|南区)")
_DOC_NO = re.compile(
    r"[\u3400-\u9fff]{1,14}(?:\([\u3400-\u9fff]{1,6}\))?[〔\[(【〈]\d{4}[〕\])】〉] ?(?:第 ?)?\d{1,5} ?号"
    r"|[\u3400-\u9fff]{1,14}字第 ?[\dA-Z]{4,14} ?号"
)
_DECREE = re.compile(
    r"(?P<who>[\u3400-\u9fff]{3,24}(?:政府|国务院|委员会|部|局|署|会))令[ \n]*(?P<number>第? ?\d{1,5} ?号)?"
)
_YEAR_OF_NO = re.compile(r"[〔\[(【〈](\d{4})[〕\])】〉]")
_VERB = r"(?:印发|发布|出台|公布|颁布|下发)"
_WHEN = r"(?:\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}日)"
_PRESS = re.compile(
    rf"(?:^|[,。;:“(\s]|近日|日前|获悉|报道|今日|昨日|悉)(?P<who>[\u3400-\u9fff]{{2,24}}?(?:{_BODY_END}))"
    rf"(?:于|在)?(?P<when>{_WHEN})?(?:近日|日前|正式|联合|制定|研究|起草|并|对外)*(?:关于)?(?P<verb>{_VERB})"
)
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日$")
_NAMED = re.compile(rf"{_VERB}(?:了|的|关于)?《((?:[^《》]|《[^《》]*》){{4,100}})》")
_ADOPTED = re.compile(
    r"^[(〔]?.{0,20}?日?(?P<who>(?:[\u3400-\u9fff]{0,20}(?:人民代表大会(?:常务委员会)?|国务院|常务会议|人民政府)))"
    r"[\u3400-\u9fff\d]{0,30}(?:通过|公布|发布|批准|修订)"
)
_LONGEST_SENTENCE = 400
_LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Outline:
    """Where the parts of a document stand that metadata are read from; spans in the source, in order.

    ``title`` is the document's own heading and ``notice`` the heading of the notice that passes it on (one of them may
    be None, or both). ``front`` are the units of the official text before its body: addressee, signature, date, notes;
    ``back`` its last ones. ``portal`` are the portal's lines; ``press`` what stands before the official text
    when ``reported``, else the first lines of the document.
    """

    span: Span
    title: Span | None
    notice: Span | None
    front: tuple[Span, ...]
    back: tuple[Span, ...]
    portal: tuple[Span, ...]
    press: tuple[Span, ...]
    reported: bool


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; see :class:`index.types.Document`."""

    title: Metadatum | None
    issuer: Metadatum | None
    place: Metadatum | None
    doc_no: Metadatum | None
    issued_on: Metadatum | None
    published_on: Metadatum | None


def read_metadata(text: str, folded: str, outline: Outline) -> Metadata:
    """Read the metadata of one document of a file.

    ``folded`` is :func:`index.folding.fold` of the file's whole ``text``; all spans point into both.
    """
    reader = _Reader(text, folded, outline)
    title = reader.title()
    doc_no = reader.doc_no(title)
    issuer = reader.issuer()
    return Metadata(
        title=title,
        issuer=issuer,
        place=reader.place(issuer, title),
        doc_no=doc_no,
        issued_on=reader.issued_on(doc_no),
        published_on=reader.published_on(),
    )


def is_body(folded: str) -> bool:
    """Whether a folded line names an authority, company or association and nothing else."""
    return 3 <= len(folded) <= 40 and bool(_BODY.match(folded)) and not _NOT_IN_A_BODY.search(folded)


class _Press(NamedTuple):
    """「X于…日印发」: who issued, when, and the verb."""

    who: Span
    when: Span | None
    verb: str


class _Reader:
    def __init__(self, text: str, folded: str, outline: Outline) -> None:
        self.text, self.folded, self.outline = text, folded, outline

    def title(self) -> Metadatum | None:
        for span in (self.outline.title, self.outline.notice):
            if span and span != self.outline.notice:
                return self._title_at(span)
            if span:
                return self._named_in(span) or self._title_at(span)
        if labelled := self._labelled("title"):
            return self._title_at(labelled)
        for span in self._press_sentences() if self.outline.reported else ():
            match = _NAMED.search(self.folded, *span)
            if match and is_title(match[1]):
                return self._title_at(Span(*match.span(1)))
        return None

    def doc_no(self, title: Metadatum | None) -> Metadatum | None:
        if (labelled := self._labelled("doc_no")) and (match := _DOC_NO.search(self.folded, *labelled)):
            return self._plain(Span(*match.span()))
        decree = _DECREE.match(self.folded, self.outline.notice.start) if self.outline.notice else None
        if decree and decree["number"]:
            return self._plain(Span(*decree.span()))
        for span in self.outline.front:
            if match := _DOC_NO.fullmatch(span.of(self.folded).strip("() ")):
                start = self.folded.index(match.group(), span.start)
                return self._plain(Span(start, start + len(match.group())))
        name = _letters(title.span.of(self.folded)) if title else ""
        for span in self._press_sentences():
            for match in re.finditer(r"《((?:[^《》]|《[^《》]*》)+)》 ?\(", self.folded[span.start : span.end]):
                at = span.start + match.end()
                number = _DOC_NO.match(self.folded, at, span.end)
                if number and name and _letters(match[1]) in (name, _letters(self._notice_text())):
                    return self._plain(Span(*number.span()))
        return None

    def issuer(self) -> Metadatum | None:
        found = self._labelled("issuer") or self._signature() or self._notice_issuer() or self._adopter()
        found = found or self._decreed_by()
        # An article about a document, without it, was not issued by the body that it names.
        if not found and self.outline.reported and (press := self._press()):
            found = press.who
        return self._plain(found) if found else None

    def issued_on(self, doc_no: Metadatum | None) -> Metadatum | None:
        if (labelled := self._labelled("issued")) and (date := self._first_date(labelled)):
            return date
        for span in (*self.outline.front, *self.outline.back):
            if is_date(span.of(self.folded)) and (date := self._first_date(span)):
                return date
        for span in self._notes():
            if _ADOPTED.match(self.folded[span.start : span.end]) and (date := self._first_date(span)):
                return date
        press = self._press() if self.outline.reported else None
        if not press or not press.when:
            return None
        if date := self._first_date(press.when):
            return date
        # 「X市7月19日印发《…》(X政发〔2024〕5号)」: one sentence states the day and, in the number, the year.
        if press.verb == "印发" and doc_no and (year := _YEAR_OF_NO.search(doc_no.value)):
            sentence = self._sentence(press.when)
            day = _MONTH_DAY.match(press.when.of(self.folded))
            if sentence.contains(doc_no.span) and day and (value := month_and_day(int(year[1]), day[1], day[2])):
                return Metadatum(value, press.when)
        return None

    def published_on(self) -> Metadatum | None:
        if (labelled := self._labelled("published")) and (date := self._first_date(labelled)):
            return date
        for span in self.outline.portal:
            if is_date(span.of(self.folded)):
                return self._first_date(span)
        return None

    def place(self, issuer: Metadatum | None, title: Metadatum | None) -> Metadatum | None:
        spans: list[Span] = [found.span for found in (issuer, title) if found]
        if self.outline.notice:
            spans.append(self.outline.notice)
        # The opening of an official text may tell what a larger place issued; an article has nothing else to go by.
        if (self.outline.reported or not title) and (press := self._press()):
            spans.append(press.who)
        for span in spans:
            if place := self._place_in(span):
                return place
        return None

    def _place_in(self, span: Span) -> Metadatum | None:
        """Return the smallest place of the chain that ``span`` starts naming (湖北省襄阳市 → 襄阳市)."""
        found = [(entry, Span(at.start + span.start, at.end + span.start)) for entry, at in gazetteer().find(
            span.of(self.folded))]  # fmt: skip
        if not found:
            return self._unlisted(span)
        entry, at = found[0]
        for following, where in found[1:]:
            if where.start != at.end or following.level == entry.level:
                break
            entry, at = following, where
        unlisted = self._unlisted(Span(at.end, span.end))
        if unlisted and unlisted.span.start == at.end:
            return unlisted
        if at.of(self.folded) != entry.name:
            stated = self.folded.find(entry.name, *self.outline.span)
            if stated >= 0:
                at = Span(stated, stated + len(entry.name))
        return self._plain(at)

    def _unlisted(self, span: Span) -> Metadatum | None:
        """A county or district that the gazetteer does not know, by the authority's name (X区人民政府)."""
        match = re.match(r"[\u3400-\u9fff]{1,6}?(?:自治县|自治旗|[县区旗市])(?=人民政府|政府)", span.of(self.folded))
        if not match or len(match.group()) < 2:
            return None
        return self._plain(Span(span.start, span.start + match.end()))

    def _signature(self) -> Span | None:
        """The lines of bodies right over a date line (or right under it), from the notice or the end of the text."""
        for units in (self.outline.front, self.outline.back):
            for number, unit in enumerate(units):
                if not is_date(unit.of(self.folded)):
                    continue
                first = number
                while first and self._is_issuer(units[first - 1]):
                    first -= 1
                if first < number:
                    return Span(units[first].start, units[number - 1].end)
                if number + 1 < len(units) and self._is_issuer(units[number + 1]):
                    return units[number + 1]
        return None

    def _notice_issuer(self) -> Span | None:
        for span in (self.outline.notice, self.outline.title):
            if span is None:
                continue
            at = self.folded.find("关于", *span)
            who = Span(span.start, max(at, span.start))
            if at > span.start and self._is_issuer(who):
                return who
        return None

    def _decreed_by(self) -> Span | None:
        if self.outline.notice and (match := _DECREE.match(self.folded, self.outline.notice.start)):
            return Span(*match.span("who"))
        return None

    def _adopter(self) -> Span | None:
        for span in self._notes():
            if match := _ADOPTED.match(self.folded[span.start : span.end]):
                who = Span(span.start + match.start("who"), span.start + match.end("who"))
                who = Span(who.end - len(re.sub(r"^第.{1,4}届", "", who.of(self.folded))), who.end)
                if not _RELATIVE.match(who.of(self.folded)):
                    return who
        return None

    def _notes(self) -> Iterator[Span]:
        """The bracketed notes under a title: when and by whom a law was adopted."""
        for span in self.outline.front:
            if span.size <= _LONGEST_NOTE and self.folded[span.start] in "(〔" and "通过" in span.of(self.folded):
                yield span

    def _is_issuer(self, span: Span) -> bool:
        name = span.of(self.folded)
        return is_body(name) and not _RELATIVE.match(name)

    def _press(self) -> _Press | None:
        for span in self._press_sentences():
            for match in _PRESS.finditer(span.of(self.folded)):
                if not _RELATIVE.match(match["who"]) and not _NOT_IN_A_BODY.search(match["who"]):
                    who = Span(span.start + match.start("who"), span.start + match.end("who"))
                    when = Span(span.start + match.start("when"), span.start + match.end("when"))
                    return _Press(who, when if match["when"] else None, match["verb"])
        return None

    def _press_sentences(self) -> Iterator[Span]:
        """The first sentence of each of the first press units, which says who issued what."""
        for span in self.outline.press[:3]:
            yield self._sentence(Span(span.start, span.start + 1))

    def _sentence(self, inside: Span) -> Span:
        stops = "。\n"
        low, high = max(0, inside.start - _LONGEST_SENTENCE), min(len(self.folded), inside.end + _LONGEST_SENTENCE)
        start = max(self.folded.rfind(stop, low, inside.start) for stop in stops) + 1
        ends = [at for stop in stops if (at := self.folded.find(stop, inside.start, high)) >= 0]
        return Span(max(start, low, self.outline.span.start), min([*ends, high, self.outline.span.end]))

    def _labelled(self, kind: str) -> Span | None:
        for span in self.outline.portal:
            if value := field_of(span.of(self.folded), kind):
                return Span(span.start + value[0], span.start + value[1])
        return None

    def _named_in(self, notice: Span) -> Metadatum | None:
        """The document that a notice passes on, when its own heading is missing."""
        name = names_another(notice.of(self.folded).replace("\n", ""))
        at = self.folded.find(name, *notice) if name and is_title(name) else -1
        return self._title_at(Span(at, at + len(name))) if name and at >= 0 else None

    def _notice_text(self) -> str:
        return self.outline.notice.of(self.folded) if self.outline.notice else ""

    def _first_date(self, span: Span) -> Metadatum | None:
        return next((Metadatum(value, at) for value, at in find_dates(self.folded, *span)), None)

    def _title_at(self, span: Span) -> Metadatum | None:
        value = clean_title(span.of(self.text))
        return Metadatum(value, span) if value else None

    def _plain(self, span: Span) -> Metadatum:
        return Metadatum(clean_title(" ".join(span.of(self.text).split())), span)


def _letters(text: str) -> str:
    return re.sub(r"[^\w]", "", text)

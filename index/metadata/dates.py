"""The dates of a document by what they are of: adoption, promulgation, entry into force, amendment, repeal, expiry.

They are read from labels (施行日期:), from the lines under the title that say how a law came about
(:mod:`index.recognizers.enactment`), and from the clause that puts the document into force
(本办法自2023年2月1日起施行,有效期五年), which may state a date by another one (自公布之日起).
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator, Mapping

from index.metadata.page import Page
from index.recognizers.dates import find_dates
from index.recognizers.enactment import Enactment, enactments, is_enactment
from index.recognizers.numbers import han_number
from index.recognizers.titles import letters_of
from index.types import DateKind, DocumentDate, Metadatum, Span

__all__ = ["head_dates", "label_dates", "typed_dates"]

_ORDER = tuple(DateKind)

_GENRE = (
    r"本(?:自治|实施|暂行|行动|工作|专项|管理|若干)?(?:法|条例|办法|规定|细则|规则|通知|意见|方案|计划|规划|措施|标准|规范|规程|决定|公告|通告|解释|要点|制度|指引"
    r"|指南|政策|文件|纲要|预案|准则|原则|目录|章程|通则|批复|令|基准|规约|清单|注意事项|作业规定)"
)
"""How a document calls itself."""

_INTO_FORCE = re.compile(
    r"自(?P<when>[^。;,自]{1,30}?)(?:起)?(?:正式|开始|试|暂)?(?:施行|实施|执行|生效|试行)(?=[,;.)、 至]|$)"
)
_LASTS = re.compile(
    r"(?:有效|试行)期(?!届|满|内)(?:限)?(?:为|是|暂定|:|自)?[^。;,]{0,24}?"
    r"(?P<long>(?P<number>(?<!\d)\d{1,2}|[一二两三四五六七八九十]{1,3})(?P<unit>年|个月))"
)
_UNTIL = re.compile(r"(?:有效|试行)期[^。;]{0,24}?至|(?:施行|实施|执行|有效|试行)(?:截)?[至到]")
_HAN_NUMERAL = "[一二三四五六七八九十百千零〇]+"
_ABOUT_FORCE = r"(?:(?:施行|实施|生效|执行|有效)(?:日期|时间|期限?)|(?:解释|效力)[和与及](?:施行|实施))"
"""The title of the clause, where its text follows without a sign (第三十二条有效期本办法自…)."""

_CLAUSE_NUMBER = re.compile(
    rf" *(?:第 ?(?:{_HAN_NUMERAL}|\d+) ?条|{_HAN_NUMERAL}、|[(]{_HAN_NUMERAL}[)]|\d{{1,3}}[.、])? *"
    rf"(?:{_ABOUT_FORCE}(?=本))?"
)
_SUBJECT = re.compile(
    rf"(?:为[^。;]{{2,160}}?,(?=本))?(?:除[^,]{{2,30}}外,)?(?:(?P<own>{_GENRE}(?!第))|《(?P<title>[^《》]{{2,80}})》|(?=自)"
    r"|(?:订定|制定|修正|修订|增订)「"
    r"|.{0,160}?(?:现予|予以)?(?:公布|发布|印发给你们),)"
)
"""How a sentence begins that puts its own document into force: 本办法, 《title》, 现予公布; or without naming it."""

_AMENDMENT = re.compile(r"(?:修正|修订|增订)(?:的?条文|规定)")
_DECREES = re.compile(r"现予?(?:以)?(?:公布|发布)")
_PASSED = re.compile(r"[已业]?经[^。;]{0,60}?通过,?现(?:将[^。;]{0,80}?)?(?:予以?)?(?:印发|公布|发布)")
"""How a notice says who passed what it hands on: 已经2023年5月15日第9次局务会议通过,现印发给你们."""

_GOES_ON = re.compile(r" *(?:政策)?(?:有效|试行)期")
"""How a sentence begins that says until when, behind the one that says from when."""

_ADJOINING = 3
_OF_THE_ACT = re.compile(r"(?P<act>公布|发布|颁布|印发|下发|通过|即|修正)(?:之)?日")
_COUNTED = re.compile(r"[\d一二三四五六七八九十]")
_SENTENCE = re.compile(r"[^。!?\r\n]+")
_LONGEST_SENTENCE = 300


def head_dates(page: Page) -> Iterator[Enactment]:
    """Yield the dates in the lines around the title that say how a law came about, in order.

    These are the notes under it, and the sentence of a decree (已经…会议通过,现予公布,自…起施行).
    """
    for unit in page.outline.front:
        line = unit.of(page.folded)
        if is_enactment(line) or (_DECREES.search(line) and len(line) <= _LONGEST_SENTENCE):
            yield from enactments(page.folded, *unit)
        elif passed := _PASSED.search(line):
            yield from enactments(page.folded, unit.start + passed.start(), unit.start + passed.end())


def typed_dates(page: Page, issued_on: Metadatum | None) -> tuple[DocumentDate, ...]:
    """Return the dates of a document by kind, and of a kind in their order, each once.

    自印发之日起 means its date of issue ``issued_on``, and 自公布之日起 does where nothing else is stated, unless that
    date is of another act (修正).
    """
    found: dict[tuple[DateKind, str], DocumentDate] = {}
    for kind, value, span in (*label_dates(page), *head_dates(page)):
        found.setdefault((kind, value), DocumentDate(kind, value, span))
    stated = dict(found.keys())
    known = {date.span: date.kind for date in found.values()}
    issued = issued_on and known.get(issued_on.span, DateKind.PROMULGATED) is DateKind.PROMULGATED
    for date in _in_force(page, stated, issued_on.value if issued_on and issued else None):
        if date.kind not in stated:
            found.setdefault((date.kind, date.value), date)
    return tuple(sorted(found.values(), key=lambda date: (_ORDER.index(date.kind), date.span)))


def label_dates(page: Page) -> Iterator[Enactment]:
    """Yield the dates of labels, by kind."""
    for kind in DateKind:
        if (span := page.labelled(kind.value)) and (date := page.first_date(span)):
            yield Enactment(kind, date.value, date.span)
    # On the page of a law, which labels its amendment or repeal, 发布日期 is not the portal's.
    of_law = page.labelled(DateKind.AMENDED.value) or page.labelled(DateKind.REPEALED.value)
    if of_law and (span := page.labelled("published")) and (date := page.first_date(span)):
        yield Enactment(DateKind.PROMULGATED, date.value, date.span)


def _in_force(page: Page, stated: Mapping[DateKind, str], issued_on: str | None) -> Iterator[DocumentDate]:
    """The dates in the clauses that say from when and until when the document is in force.

    Of several (the notice's and the document's own) the last one counts; that of amended articles
    (本办法修正条文,自发布日施行) stands beside it.
    """
    begins = ends = amended = None
    until_now = -_ADJOINING
    for sentence in _SENTENCE.finditer(page.folded, *page.outline.span):
        said, at = sentence.group(), sentence.start()
        into = _INTO_FORCE.search(said)
        if len(said) > _LONGEST_SENTENCE or not (into or _LASTS.search(said) or _UNTIL.search(said)):
            continue
        goes_on = at - until_now <= _ADJOINING and _GOES_ON.match(said)
        if not goes_on and not _speaks_of_itself(page, said):
            continue
        until_now = sentence.end()
        if into and _AMENDMENT.search(said, 0, into.start()):
            amended = _beginning(page, into, at, stated, issued_on) or amended
        elif into:
            begins = _beginning(page, into, at, stated, issued_on) or begins
        first = begins.value if begins else stated.get(DateKind.EFFECTIVE)
        ends = _end(page, said, at, first) or ends
    yield from (date for date in (begins, amended, ends) if date)


def _speaks_of_itself(page: Page, sentence: str) -> bool:
    """Whether a sentence says of its own document that it is in force, and not of another one, or of a clause."""
    number = _CLAUSE_NUMBER.match(sentence)
    subject = _SUBJECT.match(sentence, number.end() if number else 0)
    if subject is None or subject["title"] is None:
        return subject is not None
    own = (span.of(page.folded) for span in (page.outline.title, page.outline.notice) if span)
    return any(letters_of(subject["title"]) in letters_of(title) for title in own)


def _beginning(
    page: Page, match: re.Match[str], at: int, stated: Mapping[DateKind, str], issued_on: str | None
) -> DocumentDate | None:
    span = Span(at + match.start("when"), at + match.end("when"))
    if date := page.first_date(span):
        return DocumentDate(DateKind.EFFECTIVE, date.value, date.span)
    act = _OF_THE_ACT.match(match["when"])
    if act is None or _COUNTED.search(match["when"]):
        return None  # 自公布之日起30日后: which day that is, rules of counting would have to say
    kind = DateKind.ADOPTED if act["act"] == "通过" else DateKind.PROMULGATED
    value = stated.get(kind) or issued_on
    whole = Span(at + match.start(), at + match.end("when"))
    return DocumentDate(DateKind.EFFECTIVE, value, whole) if value else None


def _end(page: Page, said: str, at: int, first: str | None) -> DocumentDate | None:
    if until := _UNTIL.search(said):
        following = next(find_dates(page.folded, at + until.end(), at + len(said)), None)
        if following and following[1].start - at - until.end() <= 2:
            return DocumentDate(DateKind.EXPIRES, *following)
    lasts = _LASTS.search(said)
    if lasts is None or first is None or not (value := _last_day(first, lasts["number"], lasts["unit"])):
        return None
    return DocumentDate(DateKind.EXPIRES, value, Span(at + lasts.start("long"), at + lasts.end("long")))


def _last_day(first: str, number: str, unit: str) -> str | None:
    """The last day of a stretch of years or months that begins on the ISO date ``first``, None without a day."""
    if len(first) != len("2023-01-01"):
        return None
    begin = datetime.date.fromisoformat(first)
    months = begin.month - 1 + han_number(number) * (12 if unit == "年" else 1)
    year, month = begin.year + months // 12, months % 12 + 1
    day = min(begin.day, calendar.monthrange(year, month)[1])
    return (datetime.date(year, month, day) - datetime.timedelta(days=1)).isoformat()

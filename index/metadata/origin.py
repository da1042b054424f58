"""The line under a title that says where the document comes from: by whom, when, under which number.

- the note under a law, in brackets or not: (2024年8月9日X第41次常务会议通过 2024年8月20日X令第172号公布);
- the line under a report or speech: ——2026年1月13日在X第十七届人民代表大会第五次会议上, with the speaker below;
- the head of an order in a Taiwanese gazette: X部令 | 中华民国106年5月1日;
- the history under a Taiwanese by-law: 民国114年5月26日X政府府建能字第1140051188号令制定公布;
- a byline: X政办〔2025〕39号 X市人民政府办公室 2025年4月11日印发.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.recognizers.bodies import BODY_END, is_issuer, is_relative
from index.recognizers.dates import DAY_IN_TEXT, find_dates, is_date
from index.recognizers.document_numbers import number_in_line
from index.recognizers.enactment import is_enactment
from index.types import Span

__all__ = ["Origin", "origins"]

_LONGEST_NOTE = 400
_LONGEST_BYLINE = 100
_HAN = r"[\u3400-\u9fff]"
_DECREED = re.compile(
    rf"(?P<when>{DAY_IN_TEXT})(?P<number>(?P<who>{_HAN}{{2,24}}?(?:{BODY_END}))令 ?(?:\d{{4}}年)?"
    r"第 ?(?:\d{1,5}|[一二三四五六七八九十百〇零]{1,7}) ?号)(?:公布|发布|颁布)"
)
_ADOPTED = re.compile(
    rf"^[(〔]?(?:.{{0,20}}?日)? ?(?:经)?"
    rf"(?P<who>{_HAN}{{0,20}}?(?:人民代表大会(?:常务委员会)?|国务院|人民政府|{BODY_END}))"
    rf"[\u3400-\u9fff\d]{{0,30}}?(?:通过|公布|发布|批准|修订)"
)
_CONGRESS_NUMBER = re.compile(r"^第.{1,4}届")
_SUBTITLE = re.compile(rf"^[—\-(〔 ]*(?P<when>{DAY_IN_TEXT})[, ]?(?:在|于)(?P<where>.{{2,60}}?)上?[)〕]?$")
_MEETING = re.compile(r"(?:会议|大会|全会|会|论坛)$")
_SPEAKER = re.compile(
    rf"(?P<office>{_HAN}{{2,20}}(?:省长|市长|县长|区长|州长|盟长|旗长|主席|总理|院长|检察长|主任|局长|行政长官))"
    rf"(?: |\()?(?:代)?\)? ?{_HAN}[\u3400-\u9fff· ]{{1,6}}$"
)
_IN_FORCE = re.compile(r"[\d年月日./-]{8,11}(?:起)?(?:实施|施行)")
_ISSUED = re.compile(r"(?:印发|发布|公布|颁布)$")
_HISTORY = re.compile(
    r"^[(]?(?:\d{1,3}[.、] ?)?(?P<when>(?:中华)?民国[^日]{4,20}日)"
    rf"(?P<who>{_HAN}{{2,16}}?(?:政府|议会|院|部|会|局|署)|总统)?(?:\(\d{{2,3}}\))?"
    rf"(?P<number>{_HAN}{{1,10}}(?:\([一二三四]\)|{_HAN}{{0,4}})字第 ?[\dA-Z]{{4,14}} ?号)"
    r"(?:令|函|公告)?(?:制定|订定|修正|发布|公布|函颁|核定)"
)
_GAZETTE = re.compile(
    rf"(?P<who>{_HAN}{{2,30}})(?:令|公告)[ |:]*(?P<when>(?:中华)?民国[^日]{{4,20}}日)(?:\([^()]{{1,6}}\))?"
)
_PIECE = re.compile(r"[^ |*_>]+(?: (?=号))?")


class Origin(NamedTuple):
    """Who issued a document, when and under which number, as far as one of its first lines says so."""

    issuer: Span | None
    issued: Span | None
    doc_no: Span | None


def origins(folded: str, front: tuple[Span, ...]) -> Iterator[Origin]:
    """Yield what the units ``front`` of a folded text say of where it comes from, in order."""
    for number, unit in enumerate(front):
        if unit.size > _LONGEST_NOTE:
            continue
        line = unit.of(folded)
        if (line[0] in "(〔" or is_enactment(line)) and (found := _note(line)):
            yield _moved(found, unit.start)
        if match := _HISTORY.match(line):
            yield _moved(_spans(match), unit.start)
        if (match := _GAZETTE.fullmatch(line)) and (is_issuer(match["who"]) or match["who"].endswith("院")):
            who, when = (_moved_span(match.span(name), unit.start) for name in ("who", "when"))
            first = number
            while first and is_issuer(front[first - 1].of(folded)):
                first -= 1  # those that issue it together stand on lines of their own
            yield Origin(Span(front[first].start, who.end) if first < number else who, when, None)
        if (match := _SUBTITLE.match(line)) and _MEETING.search(match["where"]):
            yield Origin(_speaker(folded, front[number + 1 :]), _moved_span(match.span("when"), unit.start), None)
        elif unit.size <= _LONGEST_BYLINE and (found := _byline(line)):
            yield _moved(found, unit.start)


def _note(line: str) -> Origin | None:
    if match := _DECREED.search(line):
        who = None if is_relative(match["who"]) else Span(*match.span("who"))
        return Origin(who, Span(*match.span("when")), Span(*match.span("number")) if who else None)
    if "通过" not in line or not (match := _ADOPTED.match(line)):
        return None
    end = match.end("who")
    body = _CONGRESS_NUMBER.sub("", match["who"])
    who = None if is_relative(body) else Span(end - len(body), end)
    when = next((at for _, at in find_dates(line)), None)
    return Origin(who, when, None)


def _speaker(folded: str, following: tuple[Span, ...]) -> Span | None:
    """The official or the body on the line under the one that says where a report was given."""
    for unit in following[:1]:
        line = unit.of(folded)
        if _SPEAKER.match(line) and not is_relative(line):
            return unit
        if is_issuer(line):
            return unit
    return None


def _byline(line: str) -> Origin | None:
    """A line made of nothing but at least two of a number, bodies and a date (with 印发)."""
    issuer = issued = doc_no = None
    count = 0
    for piece in _PIECE.finditer(line):
        said = piece.group()
        span = Span(*piece.span())
        dated = _ISSUED.sub("", said)
        if _IN_FORCE.fullmatch(said):
            pass
        elif is_date(dated) and issued is None:
            issued = Span(span.start, span.start + len(dated))
        elif number_in_line(said) and doc_no is None:
            doc_no = span
        elif is_issuer(said):
            issuer = span if issuer is None else Span(issuer.start, span.end)
        else:
            return None
        count += 1
    # Bodies over their date are a signature, which is read elsewhere.
    return Origin(issuer, issued, doc_no) if count >= 2 and (issued or doc_no) else None


def _spans(match: re.Match[str]) -> Origin:
    who = match.span("who")
    return Origin(Span(*who) if who[0] >= 0 else None, Span(*match.span("when")), Span(*match.span("number")))


def _moved(origin: Origin, by: int) -> Origin:
    return Origin(*(span and _moved_span(span, by) for span in origin))


def _moved_span(span: tuple[int, int], by: int) -> Span:
    return Span(span[0] + by, span[1] + by)
